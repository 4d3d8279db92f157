"""The report's page in a real browser: it asks no other host, is used with the keys, and axe finds no violation."""

import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from bot.analytics.page import render
from tests.page.chromium import Page, browser, program
from tests.unit.analytics.page.make import MADE, empty, incidents, report

pytestmark = pytest.mark.skipif(program() is None, reason="no Chromium on the PATH")

ROOT = Path(__file__).resolve().parents[2]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {"full": report(tickets=200, weeks=30), "few": report(tickets=4, weeks=5), "empty": empty()}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    found = {}
    for name, made in PAGES.items():
        found[name] = tmp_path / f"{name}.html"
        found[name].write_text(
            render(made, made_at=MADE, incidents=incidents() if name == "full" else ()), encoding="utf-8"
        )
    return found


@pytest.mark.parametrize("name", PAGES)
def test_it_asks_for_nothing_and_complains_of_nothing(page: Page, files: dict[str, Path], name: str) -> None:
    page.requests.clear()
    page.show(files[name])
    assert page.requests == [files[name].as_uri()]
    assert page.complaints == []
    assert page.ask("document.scripts.length") == 0


@pytest.mark.parametrize("width", [320, 390, 768, 1400])
def test_it_never_scrolls_sideways(page: Page, files: dict[str, Path], width: int) -> None:
    page.show(files["full"], width=width)
    assert page.ask("document.documentElement.scrollWidth") <= width


def test_everything_that_can_be_used_is_reached_with_the_keys_in_order(page: Page, files: dict[str, Path]) -> None:
    page.show(files["full"])
    usable = "a[href], summary, [tabindex='0']"
    expected = page.ask(f"[...document.querySelectorAll({usable!r})].filter(one => one.checkVisibility()).length")
    reached = []
    for _ in range(expected):
        page.press("Tab")
        place = "document.activeElement.getBoundingClientRect().top + scrollY"
        reached.append(page.ask(f"[document.activeElement.matches({usable!r}), {place}]"))
    assert all(found for found, _ in reached)
    tops = [top for _, top in reached[1:]]
    assert all(later >= earlier - 60 for earlier, later in pairwise(tops))
    assert len(reached) > 20


def test_the_skip_link_leads_to_the_numbers(page: Page, files: dict[str, Path]) -> None:
    page.show(files["full"])
    page.press("Tab")
    assert page.ask("document.activeElement.className") == "skip"
    assert page.ask("document.activeElement.getBoundingClientRect().top") >= -80
    page.press("Enter")
    assert page.ask("[location.hash, document.activeElement.id]") == ["#main", "main"]


def test_the_numbers_of_a_chart_open_with_the_keys(page: Page, files: dict[str, Path]) -> None:
    page.show(files["full"])
    page.ask("document.querySelector('figure summary').focus()")
    page.press("Enter")
    assert page.ask("document.querySelector('figure details').open")
    assert page.ask("document.querySelector('figure details table').checkVisibility()")


def test_headings_come_in_order(page: Page, files: dict[str, Path]) -> None:
    page.show(files["full"])
    levels = page.ask("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(one => +one.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_regions_have_names_of_their_own(page: Page, files: dict[str, Path]) -> None:
    page.show(files["full"])
    named = "e.getAttribute('aria-label') || document.getElementById(e.getAttribute('aria-labelledby')).innerText"
    regions = page.ask(f"[...document.querySelectorAll('section, [role=region]')].map(e => {named})")
    assert len(regions) > 10
    assert sorted(regions) == sorted(set(regions))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1200])
def test_axe_finds_no_violation(page: Page, files: dict[str, Path], name: str, dark: bool, width: int) -> None:
    axe = axe_source()
    page.show(files[name], dark=dark, width=width)
    page.ask("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.ask(axe + "; true")
    options = f"{{runOnly: {{type: 'tag', values: {RULES}}}, resultTypes: ['violations']}}"
    named = "r.violations.map(v => [v.id, v.nodes.map(n => n.html)])"
    violations, rules = page.ask(f"axe.run(document, {options}).then(r => [{named}, r.passes.length])")
    assert violations == []
    assert rules > 20


def test_it_prints_on_pages(page: Page, files: dict[str, Path]) -> None:
    page.show(files["full"])
    printed = page.printed()
    assert printed.startswith(b"%PDF")
    assert 4 <= printed.count(b"/Type /Page\n") <= 14


def axe_source() -> str:
    """The rules of axe-core, which others keep: from AXE, or where npm put them."""
    given = os.environ.get("AXE")  # noqa: TID251  of the tests
    path = Path(given) if given else ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if not path.exists():
        pytest.skip("axe-core is not here: npm install axe-core, or name its axe.min.js with AXE")
    return path.read_text(encoding="utf-8")
