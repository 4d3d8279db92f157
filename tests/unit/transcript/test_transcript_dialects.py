"""How the lines of many programs are heard: each file of ``dialects/`` is a paste, and below it who says what in it.

To add a program, put its output into a file, made up, and write below ``=== who says what`` one line for every line:
``command VERB:``, ``reply CODE:``, ``notice:`` or ``prose:``, and the bare words.
"""

from pathlib import Path

import pytest

from bot.transcript import Line, read

SEPARATOR = "\n=== who says what\n"
BOUND_TO_THE_MARGIN = {"hard-wrapped", "iis-5-w3c-log", "markdown-quote-of-a-console", "markdown-quote-of-labels"}
CASES = sorted((Path(__file__).parent / "dialects").glob("*.txt"))


def said(line: Line) -> str:
    """The line as the files write it."""
    tag = f" {line.code}" if line.code else f" {line.command}" if line.command else ""
    return f"{line.actor.value}{tag}: {line.text}"


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_a_dialect_tells_who_speaks_and_leaves_the_bare_words(case):
    paste, expected = case.read_text(encoding="utf-8").split(SEPARATOR)

    heard = [said(line) for line in read(paste).lines if line.text]

    assert heard == expected.strip("\n").split("\n")


def test_there_are_dialects_to_test():
    assert len(CASES) > 40


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
@pytest.mark.parametrize(
    "prefix",
    [
        "2024-03-05T09:02:11.123456789Z ",
        "[2024-03-05 09:02:11] ",
        "ftp-1  | ",
        "[INFO] ",
        "05.03.2024 09:02:11 DEBUG ",
    ],
)
def test_a_logger_in_front_changes_no_reply_and_no_command(case, prefix):
    paste = case.read_text(encoding="utf-8").split(SEPARATOR)[0]
    if case.stem in BOUND_TO_THE_MARGIN:
        pytest.skip("the form of these lines is bound to their beginning")

    bare = [(line.code, line.command) for line in read(paste).lines if line.code or line.command]
    logged = read("\n".join(prefix + line for line in paste.split("\n"))).lines

    assert [(line.code, line.command) for line in logged if line.code or line.command] == bare
