"""Runs the reproductions in the box, and tells at the end what the matcher made of each real transcript.

Without `-m live` nothing here is collected, so that plain `make test` needs no servers.
"""

import re
from pathlib import Path

import pytest

from bot.matching import Band
from tests.kb.live import box
from tests.kb.live.case import Case, Result

_RESULTS = pytest.StashKey[list[Result]]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "live(article): reproduces the article's failure with real programs")
    config.stash[_RESULTS] = []


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    asked_for = re.search(r"\blive\b", config.option.markexpr)
    needs_servers = collection_path.name.startswith("test_") and collection_path.name != "test_named.py"
    return True if needs_servers and not asked_for else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("live"):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "::1", box.ADDRESS]))


@pytest.fixture(scope="session")
def _box() -> None:
    why = box.missing()
    if why:
        pytest.skip(why)
    box.enter()


@pytest.fixture
def case(request: pytest.FixtureRequest, _box: None) -> Case:
    box.clean()
    article = request.node.get_closest_marker("live").args[0]
    return Case(article, request.config.stash[_RESULTS])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    results = config.stash[_RESULTS]
    if not results:
        return
    terminalreporter.section("real transcripts")
    for result in results:
        what = "" if result.named else "  another cause"
        terminalreporter.line(f"{result.article:36} {result.client:10} {result.band:8} {result.confidence:.2f}{what}")
    articles = {result.article for result in results}
    named = sum(result.named for result in results)
    answered = sum(result.named and result.band is Band.ANSWER for result in results)
    terminalreporter.line(
        f"{len(results)} transcripts of {len(articles)} articles: {named} named, {answered} of them answered"
    )
