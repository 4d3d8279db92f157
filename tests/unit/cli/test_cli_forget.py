"""``kbbot forget``: a person, a workspace, and what is no use of it."""

import sqlite3
from pathlib import Path

import pytest

from bot.cli.main import run
from bot.store.engine import connect
from bot.store.migrate import upgrade
from bot.store.store import SqlStore
from tests.fakes.clock import FakeClock
from tests.store.make import decision, post


@pytest.fixture
def url(tmp_path: Path) -> str:
    found = f"sqlite:///{tmp_path / 'kb.db'}"
    upgrade(found)
    store = SqlStore(connect(found))
    with store.begin() as tx:
        made = post(author="U0ALICE000")
        tx.tickets.add_paste(made, decision(), ticket=None, kb_revision=1, at=FakeClock().now())
    store.close()
    return found


def rows(url: str) -> list[tuple[str, str]]:
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        found = connection.execute("SELECT author, text FROM pastes").fetchall()
    connection.close()
    return found


def test_a_person(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--db", url, "forget", "@U0ALICE000"]) == 0
    ((author, text),) = rows(url)
    assert author.startswith("forgotten-")
    assert text == ""
    said = capsys.readouterr().out
    assert author in said
    assert "without text now: 1" in said


def test_a_workspace(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--db", url, "forget", "--workspace", "T1", "--yes"]) == 0
    assert rows(url) == []
    assert "1 rows are deleted" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["U0ALICE000", "--workspace", "T1"]])
def test_whom_is_to_be_said(url: str, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--db", url, "forget", *arguments]) == 2
    assert "Say whom to forget" in capsys.readouterr().err
    assert len(rows(url)) == 1
