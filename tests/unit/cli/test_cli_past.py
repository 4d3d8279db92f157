"""``kbbot replay``, ``kb gaps`` and ``kb draft``: they read, and only the draft is written."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import SystemClock
from bot.cli.main import run
from bot.kb.files import read_articles
from bot.kb.markdown import dump
from bot.matching.model import Band
from bot.store.engine import connect
from bot.store.migrate import upgrade
from bot.store.store import SqlStore
from bot.support.model import EventKind
from tests.store.make import LINE, article, candidate, decision, post


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Two pastes: one that an article solved, and one that was left quiet."""
    found = f"sqlite:///{tmp_path / 'kb.db'}"
    upgrade(found)
    store = SqlStore(connect(found))
    now = SystemClock().now()
    with store.begin() as tx:
        tx.articles.add([article("one")], now=now)
        place = {"workspace": "T1", "channel": "C1", "thread_ts": post().ts}
        ticket = tx.tickets.open(**place, author="U1", at=now)
        kept = tx.tickets.add_paste(post(), decision(candidate("one")), ticket=ticket.id, kb_revision=1, at=now)
        shown = {"rank": 1, "confidence": 0.9, "band": Band.ANSWER, "full": True, "at": now}
        answer = tx.tickets.add_answer(kept, article="one", article_revision=1, **shown)
        tx.tickets.add_event("e", EventKind.SOLVED, ticket=ticket, answer=answer.id, actor="U1", at=now)
        quiet = decision(candidate("one"), band=Band.QUIET)
        tx.tickets.add_paste(post("1763800001.000100", private=False), quiet, ticket=None, kb_revision=1, at=now)
    store.close()
    return found


def test_replay_says_what_would_be_lost(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "kb"
    other.mkdir()
    (other / "two.md").write_text(dump(replace(article("two"), symptoms=("421 Too many connections.",), cause="Full.")))
    assert run(["--db", url, "replay", "--kb", str(other), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["pastes"], found["effects"]["worse"]) == (2, 1)
    assert found["verdicts"]["confirmed lost"] == 1
    assert found["changes"][0]["before"] == {"decision": "answer", "articles": ["one"]}
    assert LINE not in json.dumps(found)
    assert run(["--db", url, "replay", "--kb", str(other)]) == 0
    assert "an answer that solved it is not shown any more" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["replay", "--since", "soon"], "is no period"),
        (["replay", "--matcher", "x"], "There is no matcher x"),
        (["kb", "draft", "other"], "no paste of 'other'"),
        (["kb", "draft", "other", "--to", "nowhere"], "There is no folder"),
    ],
)
def test_what_cannot_be_done_is_said(
    url: str, arguments: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--db", url, *arguments]) == 2
    assert why in capsys.readouterr().err


def test_what_to_write_next_and_a_draft_of_it(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--db", url, "kb", "gaps", "--json"]) == 0
    (gap,) = json.loads(capsys.readouterr().out)
    assert (gap["cluster"], gap["pastes"], gap["people"]) == ("login:login-refused", 1, None)
    assert run(["--db", url, "kb", "gaps"]) == 0
    said = capsys.readouterr().out
    assert "fewer than 3 people" in said
    assert "too few to say" in said
    assert "530 user <user> cannot log in." in said
    assert run(["--db", url, "report", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["to_write"] == [gap]
    assert run(["--db", url, "report", "--format", "csv", "--table", "to_write"]) == 0
    assert "to_write,login:login-refused,login" in capsys.readouterr().out
    folder = tmp_path / "drafts"
    folder.mkdir()
    assert run(["--db", url, "kb", "draft", gap["cluster"], "--to", str(folder)]) == 0
    read = read_articles(folder)
    assert [(one.status, one.symptoms) for one in read.articles] == [("draft", ("530 user <user> cannot log in.",))]
    assert run(["--db", url, "kb", "draft", gap["cluster"], "--to", str(folder)]) == 2
