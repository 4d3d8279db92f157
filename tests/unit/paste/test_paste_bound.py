import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import PasteError
from bot.paste import bounded, check_text, gap

QUIET = "Response:\t226 Transfer complete\n"
MARKER = re.compile(r"^\[… (\d+ lines|1 line|\d+ characters) left out …\]$", re.MULTILINE)


def test_a_short_text_stays():
    assert bounded("530 Login incorrect", 1_024) == "530 Login incorrect"


def test_head_tail_and_the_lines_around_errors_are_kept():
    lines = [f"line {number}" for number in range(3_000)]
    lines[1_500] = "550 Permission denied."
    lines[1_700] = "Error: data connection"
    short = bounded("\n".join(lines), 4_000)
    kept = short.split("\n")
    assert kept[0] == "line 0"
    assert kept[-1] == "line 2999"
    assert kept[kept.index("550 Permission denied.") - 3 :][:7] == lines[1_497:1_504]
    assert kept[kept.index("Error: data connection") - 3 :][:7] == lines[1_697:1_704]
    assert len(MARKER.findall(short)) == 3
    assert len(short) <= 4_000


def test_the_marker_counts_the_lines():
    text = QUIET * 1_000
    short = bounded(text, 2_048)
    (words,) = MARKER.findall(short)
    assert short.count("\n") - 1 + int(words.split()[0]) == text.count("\n")


def test_a_window_may_touch_the_head_or_the_tail():
    text = QUIET * 16 + "550 no\n" + QUIET * 100 + "550 no\n" + QUIET * 16
    short = bounded(text, 1_024 + 512)
    assert short.count("550 no") == 2
    assert len(short) <= 1_024 + 512


def test_one_long_line_is_cut_inside():
    short = bounded("a" * 1_000_000, 2_048)
    assert MARKER.search(short)
    assert short.startswith("aaa")
    assert short.endswith("aaa")
    assert len(short) <= 2_048


def test_an_error_in_a_long_line_is_kept():
    short = bounded("word " * 100_000 + "530 Login incorrect " + "word " * 100_000, 16_384)
    assert "530 Login incorrect" in short


def test_many_errors_fill_the_bound_and_no_more():
    short = bounded("".join(f"550 no {number}\n" + QUIET * 20 for number in range(5_000)))
    assert 40_000 < len(short) <= 65_536
    assert short.startswith("550 no 0\n")


LINES = st.sampled_from(["550 no", "Error: x", "226 ok", "", "x" * 300, "word " * 200, "can't open"])


@given(st.lists(LINES, max_size=200).map("\n".join), st.integers(0, 6_000))
def test_the_bound_holds_and_what_is_kept_stands_in_the_text(text, limit):
    short = bounded(text, limit)
    assert len(short) <= max(limit, 1_024)
    pieces = re.split(r"\n?\[… [^\n]* left out …\]\n", short)
    assert all(piece.strip("\n") in text for piece in pieces)
    assert text.startswith(pieces[0].rstrip("\n"))
    assert text.endswith(pieces[-1])


@given(st.lists(LINES, max_size=200), st.integers(1, 90))
def test_few_lines_are_kept_of_many(lines, most):
    short = bounded("\n".join(lines), lines=most)
    assert short.count("\n") < max(most, 32)


def test_the_lines_around_errors_are_kept_of_many_short_ones():
    lines = [f"200 {number}" for number in range(5_000)]
    lines[2_500] = "550 Permission denied."
    kept = bounded("\n".join(lines)).split("\n")
    assert kept[kept.index("550 Permission denied.") - 3 :][:7] == lines[2_497:2_504]
    assert len(kept) <= 1_500


GAPS = [
    ("[… 118 lines left out …]", 118),
    ("[… 1 line left out …]", 1),
    ("[… the rest of the line left out …]", 0),
    ("[… the beginning of the line left out …]", 0),
    ("[… 2048 characters left out …]", -1),
    ("[…] left out", None),
    ("220 [… 118 lines left out …]", None),
    ("", None),
]


@pytest.mark.parametrize(("line", "expected"), GAPS)
def test_a_marker_tells_how_the_lines_go_on(line, expected):
    assert gap(line) == expected


FILES = [
    ("UTF-8", "530 é\r\nx".encode(), "530 é\nx"),
    ("UTF-8 with mark", "530 é".encode("utf-8-sig"), "530 é"),
    ("UTF-16 of PowerShell", "530 é".encode("utf-16"), "530 é"),
    ("UTF-16, other order", b"\xfe\xff" + "530".encode("utf-16-be"), "530"),
    ("UTF-32", "530 é".encode("utf-32"), "530 é"),
    ("half a character at the end", "530".encode("utf-16") + b"4", "530\ufffd"),
    ("Windows-1252", "530 é – x".encode("cp1252"), "530 é – x"),
    ("old Macintosh lines", b"a\rb", "a\nb"),
    ("terminal colours", b"\x1b[31m530 Login incorrect\x1b[0m", "\x1b[31m530 Login incorrect\x1b[0m"),
]


@pytest.mark.parametrize(("name", "data", "text"), FILES, ids=[name for name, *_ in FILES])
def test_a_file_is_decoded(name, data, text):
    assert check_text(data) == text


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_refused(data):
    with pytest.raises(PasteError, match="no text in it"):
        check_text(data)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"\x01\x02\x03\x04 text",
        b"\x1f\x8b\x08\x08\x9f" * 20,
        b"5\x003\x000\x00",
    ],
)
def test_a_binary_file_is_refused(data):
    with pytest.raises(PasteError, match="binary file"):
        check_text(data)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data):
    try:
        assert check_text(data).strip()
    except PasteError as error:
        assert str(error).endswith(".")  # noqa: PT017  both ends are right
