"""``kbbot demo``: a year in a database of its own, and the page about it."""

import json
import shutil
from pathlib import Path

import pytest

from bot import app
from bot.cli.main import run
from bot.demo.year import BETTER, INCIDENTS, WORKSPACE
from bot.store.engine import connect
from bot.store.store import SqlStore
from tests.unit.cli.test_cli import ROOT

NAMES = (BETTER, "wrong-credentials", *(article for _, _, article in INCIDENTS))
DEMO = ("demo", "--tickets", "40", "--until", "2026-11-30")


class Here:
    """Runs ``kbbot`` within the test, with few articles and a database of its own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.own = f"sqlite:///{folder / 'kb.db'}"
        self.demo = f"sqlite:///{folder / 'demo.db'}"
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """The exit status, and what was printed."""
        status = run(list(arguments))
        out, err = self._capsys.readouterr()
        return status, out, err


@pytest.fixture
def kbbot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    articles = tmp_path / "articles"
    articles.mkdir()
    for name in NAMES:
        shutil.copy(ROOT / "kb_data" / f"{name}.md", articles)
    here = Here(tmp_path, capsys)
    monkeypatch.setattr(app, "KB_DATA", articles)
    monkeypatch.setattr("signal.signal", lambda *_: None)  # the signals are the tests'
    monkeypatch.setenv("DATABASE_URL", here.own)
    monkeypatch.setenv("CACHE_FOLDER", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return here


def test_demo_fills_the_database_that_is_named_and_can_be_repeated(kbbot: Here) -> None:
    for _ in range(2):
        status, out, err = kbbot("--db", kbbot.demo, *DEMO)
        assert (status, err) == (0, "")
        assert "report --since 365d" in out
    _, out, _ = kbbot("--db", kbbot.demo, "report", "--since", "2000w", "--format", "json")
    assert json.loads(out)["overall"]["tickets"]["value"] == 40


def test_demo_never_touches_the_bots_own_database(kbbot: Here) -> None:
    status, _, err = kbbot("--db", kbbot.own, *DEMO)
    assert status == 2
    assert err.startswith("kbbot: That is the bot's own database")
    assert not (kbbot.folder / "kb.db").exists()


def test_demo_refuses_a_database_in_which_a_bot_worked(kbbot: Here) -> None:
    kbbot("--db", kbbot.demo, *DEMO)
    store = SqlStore(connect(kbbot.demo))
    with store.begin() as tx:
        now = app.SystemClock().now()
        tx.inbox.receive("event:1", workspace=WORKSPACE, kind="message", at=now)
    store.close()
    status, _, err = kbbot("--db", kbbot.demo, *DEMO)
    assert status == 2
    assert err.startswith("kbbot: A bot has worked in that database")


def test_demo_needs_a_database(kbbot: Here) -> None:
    assert kbbot("--kb", "articles", "demo")[0] == 2


def test_the_report_of_a_made_up_year_is_a_page_in_a_file(kbbot: Here) -> None:
    kbbot("--db", kbbot.demo, *DEMO)
    arguments = ("report", "--since", "2000w", "--format", "html", "-o", "out/report.html")
    status, out, err = kbbot("--db", kbbot.demo, *arguments)
    assert (status, out, err) == (0, f"The report is in {kbbot.folder}/out/report.html\n", "")
    page = (kbbot.folder / "out" / "report.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "of 40 tickets" in page


def test_a_report_that_fails_leaves_no_file(kbbot: Here) -> None:
    arguments = ("report", "--format", "csv", "--table", "nothing", "-o", "report.csv")
    assert kbbot("--db", kbbot.demo, *arguments)[0] == 2
    assert not (kbbot.folder / "report.csv").exists()
