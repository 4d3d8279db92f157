"""What the tables of failures share: the beginnings of sessions, and how a row is checked."""

import pytest

from bot.transcript import read

LOGIN = "220 ready\nUSER kim\n331 Password required\nPASS ***\n230 Logged in\n"
FILEZILLA = (
    "Status:\tConnecting to 192.0.2.10:21...\n"
    "Status:\tConnection established, waiting for welcome message...\n"
    "Status:\tLogged in\n"
    "Status:\tRetrieving directory listing...\n"
)


def each(failures):
    """Run a test for each row: (name, paste, step, command, code, part of the decisive line)."""
    return pytest.mark.parametrize(
        ("name", "paste", "step", "command", "code", "words"), failures, ids=[case[0] for case in failures]
    )


def assert_fails(name, paste, step, command, code, words):
    failure = read(paste).failure

    assert failure is not None, name
    assert (failure.step, failure.command, failure.code) == (step, command, code)
    assert words in failure.text
