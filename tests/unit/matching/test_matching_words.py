"""Words of masked lines."""

import pytest

from bot.matching.words import words

CASES = (
    ("letters and inner dots", "login at ftp.example.com failed", ["login", "ftp.example.com", "failed"]),
    ("placeholders stay whole", "connect to <host> timed out", ["connect", "<host>", "timed", "out"]),
    ("accents are letters", "anmeldung für müller", ["anmeldung", "für", "müller"]),
    ("chinese is cut into pairs", "连接超时", ["连接", "接超", "超时"]),
    ("japanese beside latin letters", "ftpの一覧 timeout", ["ftp", "の一", "一覧", "timeout"]),
    ("one character is a word", "值 530", ["值", "530"]),
)


@pytest.mark.parametrize(("name", "masked", "expected"), CASES, ids=[case[0] for case in CASES])
def test_the_words_of_a_line(name: str, masked: str, expected: list[str]) -> None:
    assert words(masked) == expected, name
