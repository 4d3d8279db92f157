"""A database with the real knowledge base, made once and copied for each test."""

import shutil
import threading

import pytest
import structlog

from bot.app import KB_DATA, SystemClock, sync
from bot.store.engine import connect
from bot.store.index_files import IndexFiles
from bot.store.migrate import upgrade
from bot.store.store import SqlStore
from bot.support.knowledge import Knowledge
from tests.scenario.office import HTTP, SOCKET, open_office


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    """The file of a database that holds the knowledge base, and a matcher over it."""
    path = tmp_path_factory.mktemp("library") / "kb.db"
    url = f"sqlite:///{path}"
    upgrade(url)
    store = SqlStore(connect(url))
    sync(store, SystemClock(), KB_DATA)
    decider = Knowledge(store, IndexFiles(path.parent))
    decider.decide("")
    with store.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")  # the engine begins by itself, and a checkpoint stands in no transaction
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    yield path, decider
    store.close()


@pytest.fixture
def office(library, tmp_path):
    """Opens offices: ``with office(transport=…, helpers=…) as bot``."""
    path, decider = library
    copy = tmp_path / "kbbot.db"
    shutil.copy(path, copy)
    return lambda **options: open_office(f"sqlite:///{copy}", decider, **options)


@pytest.fixture(params=[HTTP, SOCKET])
def bot(request, office):
    """A running bot, reached in either way."""
    with office(transport=request.param) as running:
        yield running


@pytest.fixture
def one_bot(office):
    """A running bot, where the transport makes no difference."""
    with office() as running:
        yield running


@pytest.fixture(autouse=True)
def no_thread_is_left():
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and thread.is_alive()]
    assert not left, left


@pytest.fixture(autouse=True)
def logged(caplog):
    """Everything that is logged, by structlog or the standard library."""
    lines: list[str] = []

    def keep(_logger, _method, event):
        lines.append(str(event))
        raise structlog.DropEvent

    caplog.set_level(0)
    caplog.set_level("WARNING", "websockets")  # the fake's side, which logs what is sent
    structlog.configure(processors=[keep], cache_logger_on_first_use=False)
    yield lambda: "\n".join([*lines, caplog.text])
    structlog.reset_defaults()
