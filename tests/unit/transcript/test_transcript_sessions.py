"""What sessions of many programs show: each file of ``sessions/`` is a paste, and below it what must be found in it.

The session is made up, its form is the program's. Below ``=== what it shows`` stand

* ``dialogue:`` the commands with the codes of the replies to each, the greeting's first (may be left out),
* ``facts:`` facts that must hold, others may as well,
* ``fails:`` step, command and code, ``-`` for none, then words of the decisive line behind a bar; ``not`` where nothing
  failed.
"""

from pathlib import Path

import pytest

from bot.transcript import read

SEPARATOR = "\n=== what it shows\n"
CASES = sorted((Path(__file__).parent / "sessions").glob("*.txt"))


def parts(case):
    paste, _, shown = case.read_text(encoding="utf-8").partition(SEPARATOR)
    return paste, dict(line.split(": ", 1) for line in shown.strip("\n").split("\n"))


def dialogue(transcript):
    """The exchanges as the files write them."""
    words = (
        f"{exchange.command}:{codes}" if exchange.command else codes
        for exchange in transcript.exchanges
        for codes in [",".join(str(reply.code) for reply in exchange.replies)]
    )
    return " ".join(words)


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_a_session_shows_its_dialogue_its_facts_and_its_failure(case):
    paste, expected = parts(case)
    failure, _, words = expected["fails"].partition(" |")

    transcript = read(paste)

    found = transcript.failure
    shown = "not" if found is None else f"{found.step or '-'} {found.command or '-'} {found.code or '-'}"
    assert dialogue(transcript) == expected.get("dialogue", dialogue(transcript))
    assert set(expected.get("facts", "").split()) <= transcript.facts
    assert shown == failure
    assert found is None or words.strip() in found.text


def test_there_are_sessions_to_test():
    assert len(CASES) > 60
