# ruff: noqa: T201  a command prints
"""Freshly made pastes: ``python -m tests.bench.noise --seed 7 --out FILE``, for ``kbbot eval`` and for the benchmarks.

A paste is a message of an article as people paste it: placeholders are filled in, addresses differ, lines are joined or
wrapped anew, stamps, prompts and quotation marks stand in front of them, letters go wrong, and there are words around.
How often each happens follows the pastes that come with the archive. What is right for a paste are all articles that
hold the message. Absent ones are made alike from the articles that no index holds; titles are as people retell them.
"""

import argparse
import json
import re
import textwrap
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from random import Random
from typing import Any

from bot.kb.article import Article
from tests.bench.corpus import ARCHIVE, Sample

KINDS = ("noisy", "ftp_noisy", "title", "absent")
COUNT = 500
MOST_LINES = 20
MOST_HOLDERS = 17  # a message that more articles hold says too little
FEWEST_WORDS = 3
JOINED = 0.12  # of the pastes show two messages of the article

BEFORE = (
    "Hello, since this morning we see this:",
    "does anybody know this one",
    "one of our users sent me this",
    "@channel need a hand here",
    "got this again today",
    "what does this mean?",
    "ticket from the Lyon office, see below",
    "pls help",
)
AFTER = (
    "thank you",
    "I can send more if you like",
    "same on the other server",
    "restarted twice already",
    "it is not that pressing",
    "last week all was fine",
    "who can look into it?",
)
PROMPTS = (
    "C:\\>dir",
    "C:\\WORK>start.bat",
    "D:\\>net use",
    "ftp> ls",
    "ftp> get report.txt",
    "$ ./nightly.sh",
    "PS C:\\> Get-Service",
    "> run",
)
HOSTS = ("ftp.example.com", "files.example.org", "srv-04", "nas.example.net", "DBHOST2", "192.0.2.17", "198.51.100.8")
PATHS = ("C:\\TEMP\\list.txt", "D:\\data\\march.xls", "E:\\share\\orders", "/srv/in/batch7.csv", "F:\\old\\a.doc")
NAMES = ("jmiller", "svc_copy", "Finance", "Table4", "Project9", "Main2", "backup", "Karin")
STEPS = ("PRB: ", "BUG: ", "FIX: ", "HOWTO: ")
OPENERS = ("getting ", "problem with ", "why does ", "we have ", "question: ", "someone seen ", "")
SHORTER = {"error": "err", "message": "msg", "messages": "msgs", "with": "w/", "without": "w/o", "windows": "win"}
SMALL_WORDS = frozenset("a an the of in on to is are does do when from for by and".split())

PLACEHOLDER = re.compile(r"<([A-Za-z][^<>\n]{0,40})>")
ADDRESS = re.compile(
    r"\b(?:(?<=at )|(?<=ddress: )|(?<=ddress ))(0x)?([0-9A-Fa-f]{8})\b|\b[0-9A-Fa-f]{4}:[0-9A-Fa-f]{8}\b"
)
IPV4 = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")
WORD = re.compile(r"\w+")
FTP = re.compile(r"\bFTP\b", re.IGNORECASE)


def make(sample: Sample, kind: str, seed: int, count: int = COUNT) -> list[dict[str, Any]]:
    """Labelled pastes of a kind, as the lines of ``kbbot eval``."""
    random = Random(f"{seed} {kind}")
    absent = kind == "absent"
    indexed = {article.id: said(article) for article in sample.articles if article.id not in sample.absent}
    sources = [article for article in sample.articles if (article.id in sample.absent) == absent]
    if kind == "ftp_noisy":
        sources = [article for article in sources if FTP.search(said(article))] * 2
    random.shuffle(sources)
    rows: list[dict[str, Any]] = []
    for article in sources:
        if len(rows) == count:
            break
        clean = article.title if kind == "title" else message(article, random)
        if not clean:
            continue
        wanted = fold(clean)
        holders = sorted(name for name, text in indexed.items() if wanted in text)
        if absent == bool(holders) or len(holders) > MOST_HOLDERS:
            continue
        text = retold(clean, random) if kind == "title" else pasted(clean, random)
        if text:
            rows.append({"id": f"{kind}-{seed}-{len(rows)}", "text": text, "expected": holders, "source": article.id})
    return rows


def said(article: Article) -> str:
    """All that an article's title and symptoms say, folded."""
    return "".join(fold(text) for text in (article.title, *article.symptoms))


def fold(text: str) -> str:
    """The words of a text alone, in small letters, each between spaces."""
    return f" {' '.join(WORD.findall(text.casefold()))} "


def message(article: Article, random: Random) -> str:
    """A message that an article shows, or two; empty where it shows none.

    In imported articles a message is what stands indented within the whole text, which is then the last form.
    """
    forms = article.symptoms
    if article.origin != "own":
        whole = forms[-1] if len(forms) > 1 else ""
        forms = tuple(
            form for form in forms[:-1] if re.search(rf"^ {{2,}}{re.escape(form.splitlines()[0])}", whole, re.MULTILINE)
        )
    usable = [form for form in forms if len(form.split()) >= FEWEST_WORDS and form.count("\n") < MOST_LINES]
    if not usable:
        return ""
    place = random.randrange(len(usable))
    return "\n".join(usable[place : place + (2 if random.random() < JOINED else 1)])


def pasted(clean: str, random: Random) -> str:
    """A message as it arrives in Slack."""

    def chance(share: float) -> bool:
        return random.random() < share

    lines = filled(clean, random).split("\n")
    lines = [line.strip() for line in lines if line.strip()]
    layout = random.choices([unwrapped, rewrapped, kept], [0.38, 0.24, 0.38])[0]
    lines = layout(lines, random)
    if chance(0.2):
        lines = mistyped(lines, random)
    front = random.choices(["", "stamp", "log", "quote", "prompt"], [0.57, 0.14, 0.09, 0.1, 0.1])[0]
    if front == "quote":
        lines = [f"> {line}" for line in lines]
    elif front == "prompt":
        lines = [random.choice(PROMPTS), *lines]
    elif front:
        lines = list(stamped(lines, random, long=front == "log"))
    text = escape("\n".join(lines), quote=False)
    if chance(0.32):
        text = curled(text)
    if chance(0.45):
        text = f"```\n{text}\n```" if chance(0.6) else f"```{text}```"
    before = [random.choice(BEFORE)] if chance(0.57) else []
    after = [random.choice(AFTER)] if chance(0.32) else []
    return "\n".join([*before, text, *after])


def filled(text: str, random: Random) -> str:
    """The text with placeholders filled in and addresses changed."""

    def value(match: re.Match[str]) -> str:
        name = match[1].casefold()
        if any(part in name for part in ("path", "file", "folder", "directory", "drive")):
            return random.choice(PATHS)
        if any(part in name for part in ("server", "computer", "host", "site", "domain", "machine")):
            return random.choice(HOSTS)
        if any(part in name for part in ("number", "address", "code", "hex", "id", "xxx", "nnn")):
            return str(random.randrange(10, 9999)) if random.random() < 0.5 else hexadecimal(8)
        return random.choice(NAMES)

    def hexadecimal(digits: int) -> str:
        return f"{random.getrandbits(4 * digits):0{digits}x}"

    def address(match: re.Match[str]) -> str:
        if match[2]:
            return (match[1] or "") + hexadecimal(8)
        return f"{hexadecimal(4)}:{hexadecimal(8)}"

    text = ADDRESS.sub(address, PLACEHOLDER.sub(value, text))
    return IPV4.sub(lambda _: f"203.0.113.{random.randrange(1, 255)}", text)


def kept(lines: Sequence[str], _: Random) -> list[str]:
    """The lines as they are."""
    return list(lines)


def unwrapped(lines: Sequence[str], _: Random) -> list[str]:
    """Sentences that were wrapped, each on one line again."""
    found: list[str] = []
    for line in lines:
        if found and not found[-1].endswith((".", ":", "?", "!", ";")) and (line[0].islower() or len(found[-1]) > 60):
            found[-1] += f" {line}"
        else:
            found.append(line)
    return found


def rewrapped(lines: Sequence[str], random: Random) -> list[str]:
    """The lines wrapped as in a narrow window."""
    width = random.randrange(36, 72)
    return [part for line in unwrapped(lines, random) for part in textwrap.wrap(line, width)]


def mistyped(lines: Sequence[str], random: Random) -> list[str]:
    """Letters left out, doubled or exchanged, in few words or in many."""
    share = random.uniform(0.04, 0.25)

    def slip(match: re.Match[str]) -> str:
        word = match[0]
        if random.random() >= share:
            return word
        place = random.randrange(1, len(word) - 1)
        return random.choice(
            (
                word[:place] + word[place + 1 :],
                word[:place] + word[place] + word[place:],
                word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            )
        )

    return [re.sub(r"[^\W\d_]{4,}", slip, line) for line in lines]


def stamped(lines: Sequence[str], random: Random, *, long: bool) -> Iterator[str]:
    """The lines with the time in front, a second apart."""
    second = random.randrange(86_000)
    day = f"2025-{random.randrange(1, 13):02}-{random.randrange(1, 29):02}"
    for line in lines:
        hour = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
        yield f"{day} {hour},{random.randrange(1000):03} {line}" if long else f"[{hour}] {line}"
        second += 1


def curled(text: str) -> str:
    """Quotation marks as a phone or a word processor makes them."""
    text = re.sub(r"(?<!\w)'(?=\w)", "‘", text).replace("'", "’")
    return re.sub(r"(?<!\w)\"(?=\w)", "“", text).replace('"', "”")


def retold(title: str, random: Random) -> str:
    """A title as somebody would say it: parts left out, shortened, the end first; empty where little is left."""
    for step in STEPS:
        title = title.removeprefix(step)
    words = title.split()
    small = random.random()
    kept = [word for word in words if random.random() > (0.5 * small if word.casefold() in SMALL_WORDS else 0.12)]
    if random.random() < 0.4:
        kept = [SHORTER.get(word.casefold(), word) for word in kept]
    if random.random() < 0.25 and len(kept) > 4:
        cut = random.randrange(2, len(kept) - 1)
        kept = kept[cut:] + kept[:cut]
    told = random.choice(OPENERS) + " ".join(kept)
    if random.random() < 0.6:
        told = told.casefold()
    return told if len(kept) > FEWEST_WORDS else ""


def main() -> None:
    """Write a file of pastes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--kind", choices=KINDS, default="noisy")
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--archive", type=Path, default=ARCHIVE)
    options = parser.parse_args()
    rows = make(Sample.read(options.archive), options.kind, options.seed, options.count)
    write(rows, options.out)
    print(f"{len(rows)} pastes in {options.out}")


def write(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """Write pastes, a JSON object a line."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
