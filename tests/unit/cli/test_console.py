"""The bot in the terminal, at a pseudo-terminal: what a person types, and what stands there then."""

import getpass
import logging
import os
import pty
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import structlog

from bot.cli import console, processes

ROOT = Path(__file__).resolve().parents[3]
PASTE = "220 (vsFTPd 3.0.5)\n\nUSER ida\n331 Please specify the password.\nPASS ***\n530 Login incorrect.\n\n"
WAIT_SECONDS = 60

Talk = Callable[[str, str], str]


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    """Types something, and reads until something else is said."""
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=tmp_path,
        start_new_session=True,
        env={"DATABASE_URL": f"sqlite:///{tmp_path / 'kb.db'}", "PYTHONPATH": str(ROOT), "COLUMNS": "100"},
    )
    os.close(theirs)

    def say_and_hear(typed: str, until: str) -> str:
        os.write(ours, typed.encode())
        heard = b""
        while until.encode() not in heard:
            assert select.select([ours], [], [], WAIT_SECONDS)[0], heard.decode()
            heard += os.read(ours, 65_536)
        return heard.decode()

    yield say_and_hear
    child.terminate()
    child.wait()
    os.close(ours)


def test_a_person_pastes_presses_and_mistypes(talk: Talk) -> None:
    talk("", "Ctrl-D ends.")
    talk("7\n", "There is no [7] to press.")
    assert "wrong-credentials" in talk(PASTE, "[3] Ask a person")
    assert "There is no [4] to press." in talk("4\n", "[3] Ask a person")
    assert "CAUSE" not in talk("3\n", "[3] Ask a person")  # the article stands there already
    assert "Resolved by" in talk("1\n", "[1] Reopen")
    assert "CAUSE" in talk("1\n", "[3] Ask a person")
    assert "no article" in talk("\u00b2\n\n", "[1] Ask a person")
    assert "no article" in talk("9" * 3000 + "\n\n", "[1] Ask a person")
    talk("\x04", "Bye.")


@pytest.mark.parametrize("error", [KeyError("uid not found"), OSError("No username set")])
def test_whoever_runs_under_an_id_without_a_name_is_you(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def nobody() -> str:
        raise error

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert console._who() == "you"


def test_the_log_says_as_much_as_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    bot = SimpleNamespace(settings=SimpleNamespace(log_level="WARNING", log_format=None))
    root = logging.getLogger()
    before = root.handlers[:], root.level
    try:
        assert processes._started(SimpleNamespace(bot=lambda: bot)) is bot
        structlog.get_logger().info("quiet")
        structlog.get_logger().warning("loud")
    finally:
        structlog.reset_defaults()
        root.handlers[:], root.level = before
    said = capsys.readouterr().out
    assert "loud" in said
    assert "quiet" not in said
