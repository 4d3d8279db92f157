"""Fixtures that several folders of tests share: a clock, and a store on either database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.store import migrate
from bot.store.engine import connect
from bot.store.store import SqlStore
from tests.fakes.clock import FakeClock
from tests.store import postgres

# A run of the tests says the same twice. `pytest --hypothesis-profile=explore` looks further, at random.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=2_000, deadline=None)
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options stand here, since the folder whose tests they are for may not be the one that is named."""
    parser.addoption("--calls", metavar="FILE", help="write the calls of the scenarios to a file, as JSON lines")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """Started when the first test asks for it."""
    with postgres.running() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables; of a SQLite database not even the file is there."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'kb.db'}"
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    with server.database(empty=True) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database at the newest migration."""
    if request.param == "sqlite":
        path = f"sqlite:///{tmp_path / 'kb.db'}"
        migrate.upgrade(path)
        yield path
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    with server.database() as made:
        yield made


@pytest.fixture
def store(url: str) -> Iterator[SqlStore]:
    opened = SqlStore(connect(url))
    yield opened
    opened.close()
