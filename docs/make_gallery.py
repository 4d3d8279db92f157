# ruff: noqa: INP001  a folder of documents is no package
"""Draw what people see in Slack: ``make gallery`` makes a picture of each message and view, and ``docs/gallery.md``.

``python -m docs.make_gallery FOLDER NAME…`` draws some of them into another folder. Pictures are taken by Chromium
without a window; the drawing is ours (see ``docs.drawing``).
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageChops

from docs.drawing import NARROW, WIDE
from docs.shown import Shown, shown

DOCS = Path(__file__).parent
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
COLOURS = 16  # enough for text and a few buttons
TALLEST = 4_000  # pixels
AT_ONCE = 2


def main(folder: Path, names: Iterable[str]) -> None:
    """Draw the pictures, and the page that shows them when all are drawn."""
    browser = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if browser is None:
        sys.exit("Chromium is missing, which takes the pictures; on Debian: apt install chromium")
    chosen, wanted = [*shown()], set(names)
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch, ThreadPoolExecutor(AT_ONCE) as pool:
        for done in [
            pool.submit(picture, one, browser, Path(scratch), folder)
            for one in chosen
            if not wanted or one.name in wanted
        ]:
            done.result()
    if not wanted:
        (folder.parent / f"{folder.name}.md").write_text("\n".join(index(chosen)), encoding="utf-8")


def picture(one: Shown, browser: str, scratch: Path, folder: Path) -> None:
    """Take one picture, cut to what is drawn, in few colours."""
    page, taken = scratch / f"{one.name}.html", scratch / f"{one.name}.png"
    page.write_text(one.page, encoding="utf-8")
    size = f"--window-size={WIDE + NARROW + 162},{TALLEST}"
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    command = [
        browser,
        "--headless",
        *sandbox,
        "--disable-gpu",
        "--hide-scrollbars",
        f"--user-data-dir={scratch / one.name}",
        size,
    ]
    subprocess.run([*command, f"--screenshot={taken}", page.as_uri()], check=True, capture_output=True, timeout=120)  # noqa: S603  the browser that was found
    with Image.open(taken) as whole:
        plain = whole.convert("RGB")
    ground = Image.new("RGB", plain.size, plain.getpixel((0, 0)))
    drawn = ImageChops.difference(plain, ground).getbbox() or (0, 0, *plain.size)
    cut = plain.crop((max(drawn[0] - 8, 0), max(drawn[1] - 8, 0), drawn[2] + 8, drawn[3] + 8))
    cut.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        folder / f"{one.name}.png", optimize=True
    )


def index(chosen: Iterable[Shown]) -> Iterator[str]:
    """The page that shows all pictures."""
    yield "# What people see\n"
    yield "Made by `make gallery`: each message and view, as in a window and as on a phone. The drawing is near to"
    yield "Slack's, not Slack's own; the words and their order are the bot's.\n"
    surface = ""
    for one in chosen:
        if one.surface != surface:
            surface = one.surface
            yield f"## {surface}\n"
        yield f"### {one.title}\n"
        yield f"{one.about}\n" if one.about else ""
        yield f"![{one.title}](gallery/{one.name}.png)\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS / "gallery", sys.argv[2:])
