"""A database with the real knowledge base, made once and copied for each test.

Every call of the Web API that a scenario makes is held against the other checker of payloads, where that is there
(see ``tests.fakes.checker``): an error or a warning fails the test. ``pytest tests/scenario --calls FILE`` writes all
calls to a file as well, as JSON lines, which ``validate_blocks.py FILE --warn`` reads.
"""

import json
import shutil
from pathlib import Path

import pytest
import structlog

from bot.app import KB_DATA, SystemClock, sync
from bot.store.engine import connect
from bot.store.index_files import IndexFiles
from bot.store.migrate import upgrade
from bot.store.store import SqlStore
from bot.support.knowledge import Knowledge
from tests.fakes.checker import load_checker
from tests.fakes.threads import none_left
from tests.scenario.office import BLOCKS, HTTP, SOCKET, TEXT, open_office


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


@pytest.fixture(scope="session")
def checked(request):
    """Called with a fake Slack: asserts that the real one takes what it was sent, without an error or a warning."""
    other, file = load_checker(), request.config.getoption("--calls")

    def check(slack, *, keep=True):
        sent = slack.calls_as_json()
        if file and keep:
            with Path(file).open("a", encoding="utf-8") as out:  # a line at once, whichever process writes it
                out.writelines(line + "\n" for line in map(json.dumps, sent))
        problems = [] if other is None else other.check_log(sent)
        assert not problems, problems

    return check


@pytest.fixture
def office(library, tmp_path, checked):
    """Opens offices: ``with office(transport=…, helpers=…) as bot``."""
    path, decider = library
    copy = tmp_path / "kbbot.db"
    shutil.copy(path, copy)
    return lambda **options: open_office(f"sqlite:///{copy}", decider, at_end=checked, **options)


@pytest.fixture(params=[HTTP, SOCKET, TEXT])
def bot(request, office):
    """A running bot, reached in either way, and by deliveries of messages that have no blocks."""
    transport, form = (HTTP, TEXT) if request.param == TEXT else (request.param, BLOCKS)
    with office(transport=transport, form=form) as running:
        yield running


@pytest.fixture
def one_bot(office):
    """A running bot, where the transport makes no difference."""
    with office() as running:
        yield running


@pytest.fixture(autouse=True)
def no_thread_is_left():
    with none_left():
        yield


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
