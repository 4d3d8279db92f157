"""Whatever is pasted: nothing fails, what is found stands in the paste, and reading it twice gives the same."""

import re
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.paste import bounded, clean
from bot.transcript import Actor, StepState, mask_line, read
from bot.transcript.verbs import VERBS

PIECES = st.sampled_from(
    [
        "220 ready",
        "220-Welcome",
        "230 Logged in",
        "331 Password required for kim",
        "530 Login incorrect.",
        "530-User cannot log in.",
        "550 /a/b.txt: No such file",
        "227 Entering Passive Mode (192,168,0,5,200,1)",
        "227 Entering Passive Mode (999,999,999,999,999,999)",
        "425 Can't open data connection",
        "421 Timeout",
        "150 Opening",
        "226 Transfer complete",
        "USER kim",
        "PASS ***",
        "AUTH TLS",
        "PASV",
        "LIST",
        "STOR a",
        "CWD a",
        "MKD a",
        "QUIT",
        "ftp> put a",
        "User (ftp.example.com:(none)): kim",
        "---> PASV",
        "< 500 No",
        "> EPSV",
        "Status:\tConnecting to 192.0.2.1:21...",
        "Ошибка:\tневозможно",
        "Error: connect ECONNREFUSED 192.0.2.1:21 (control socket)",
        "Traceback (most recent call last):",
        '  File "a.py", line 3, in storbinary',
        "ftplib.error_perm: 553 Could not create file.",
        "-rw-r--r-- 1 a b 550 Jan 01 10:00 c",
        "the ftp upload fails",
        "> > > quoted",
        "```",
        "",
        "\\r\\n",
    ],
)
DIALOGUES = st.lists(PIECES, max_size=25).map("\n".join)
HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from(string.printable), st.characters(), st.sampled_from("\u0301\u200b\ufeff\u202e٣५Ⅷ")
    ),
    max_size=300,
)
PASTES = st.one_of(DIALOGUES, HOSTILE, st.lists(st.one_of(PIECES, HOSTILE), max_size=8).map("\n".join))


@given(PASTES)
def test_any_paste_can_be_read_and_what_is_found_stands_in_it(paste):
    transcript = read(paste)

    numbers = {line.number for line in transcript.lines}
    assert all(1 <= number <= paste.count("\n") + paste.count("\r") + 1 for number in numbers)
    assert [line.number for line in transcript.lines] == sorted(line.number for line in transcript.lines)
    for line in transcript.lines:
        assert (line.code is not None) == (line.actor is Actor.REPLY)
        assert line.command is None or line.actor is Actor.COMMAND
    for exchange in transcript.exchanges:
        assert not exchange.command or exchange.command in VERBS
        assert all(100 <= reply.code < 700 and reply.lines for reply in exchange.replies)
    if transcript.failure is not None:
        assert transcript.failure.line in numbers
        assert transcript.failure.text in {line.text for line in transcript.lines}
        assert transcript.protocol == "ftp"
        assert "outcome:failed" in transcript.facts
    states = [state for _, state in transcript.steps]
    assert states.count(StepState.FAILED) == (transcript.failure is not None and transcript.failure.step is not None)


@given(PASTES)
def test_reading_is_repeatable(paste):
    assert read(paste) == read(paste)


@given(DIALOGUES, st.sampled_from(["\n", "\r\n", "\r"]))
def test_the_kind_of_line_end_does_not_matter(paste, line_end):
    unix, other = read(paste), read(paste.replace("\n", line_end))

    assert [line.text for line in unix.lines] == [line.text for line in other.lines]
    assert unix.failure == other.failure


@given(st.lists(PIECES.filter(lambda piece: piece not in {"", "```", "> > > quoted"}), min_size=1, max_size=12))
def test_a_success_is_no_evidence_of_failure(pieces):
    successes = [piece for piece in pieces if piece[:1] in {"2", "3"} and not piece.startswith("227")]

    assert read("\n".join(["220 a", "USER b", "230 c", *successes, "226 d"])).failure is None


@given(HOSTILE)
def test_masking_never_fails_and_folds(text):
    masked = mask_line(text)

    assert masked == masked.lower().strip()
    assert "  " not in masked
    assert "\n" not in masked


@given(
    st.sampled_from(["530 User {} cannot log in.", "331 Password required for {}.", "USER {}"]),
    st.text(alphabet=string.ascii_lowercase, min_size=5, max_size=12),
    st.text(alphabet=string.ascii_lowercase, min_size=5, max_size=12),
)
def test_the_name_of_the_user_does_not_matter(line, one, other):
    words = {"cannot", "login", "logged", "unknown", "anonymous", "access", "account", "accounts", "accepted"}
    if mask_line(f"USER {one}") != mask_line(f"USER {other}"):
        assert any("<user>" not in mask_line(f"USER {name}") for name in (one, other)), words
        return
    assert mask_line(line.format(one)) == mask_line(line.format(other))


@given(st.ip_addresses(v=4), st.integers(0, 255), st.integers(0, 255))
def test_every_address_of_a_227_gets_a_class(address, high, low):
    six = f"{str(address).replace('.', ',')},{high},{low}"
    kind = mask_line(f"227 Entering Passive Mode ({six})").removeprefix("227 entering passive mode (<hostport:")

    assert kind.removesuffix(">)") in {"private", "public", "loopback", "zero"}
    assert f"data-address:{kind.removesuffix('>)')}" in read(f"PASV\n227 Entering Passive Mode ({six})").facts
    assert mask_line(str(address)) == f"<ip:{kind.removesuffix(')')}"


HUGE = {
    "one line": "a" * 65_536,
    "digits": "1" * 65_536,
    "dots": "a." * 32_768,
    "numbers with dots": "1." * 32_768,
    "numbers with commas": "1," * 32_768,
    "nested quotes": "> " * 32_768,
    "open brackets": "[(<{" * 16_384,
    "colons": "a:" * 32_768,
    "slashes": "/" * 65_536,
    "backslashes": "\\" * 65_536,
    "escaped line breaks": "\\n" * 32_768,
    "combining characters": "a\u0301" * 32_768,
    "escape sequences": "\x1b[" * 32_768,
    "passive replies": "227 Entering Passive Mode (192,168,1,5,200,10).\n" * 1_365,
    "open replies": "530-x\n" * 10_000,
    "commands": "PASV\n" * 13_000,
    "stamps": "2024-01-02 10:00:00 " * 3_200,
    "exceptions": "FTPError: " * 6_500,
    "labels": "Response: " * 6_500,
    "arrows": "==> RETR x ... " * 4_300,
    "refusals got over": "".join(f"CWD {n}\n550 no\nMKD {n}\n257 ok\n" for n in range(2_500)),
}


@pytest.mark.parametrize("paste", HUGE.values(), ids=HUGE.keys())
@pytest.mark.timeout(20)
def test_hostile_text_is_read_and_masked_in_linear_time(paste):
    transcript = read(paste)

    for line in transcript.lines:
        mask_line(line.text)


LONG_LINES = st.lists(
    st.sampled_from(["{} 550 no", "{} Error: x", "{} 226 ok", "{} " + "x" * 300, "{} " + "word " * 1_200]), max_size=150
)


@given(LONG_LINES, st.integers(1_024, 9_000), st.integers(32, 90))
def test_the_lines_of_a_shortened_paste_keep_their_numbers(lines, limit, most):
    whole = "\n".join(line.format(f"(n{number})") for number, line in enumerate(lines, 1))

    for line in read(bounded(whole, limit, most)).lines:
        named = re.match(r"\(n(\d+)\)", line.raw)
        assert named is None or line.number == int(named[1])


@given(LONG_LINES, st.integers(1_024, 9_000))
def test_what_stands_behind_a_cut_line_has_its_number_as_well(lines, limit):
    whole = "\n".join(f"{line[3:]} (n{number})" for number, line in enumerate(lines, 1))

    for line in read(bounded(whole, limit)).lines:
        named = re.search(r"\(n(\d+)\)$", line.raw)
        assert named is None or line.number == int(named[1])


@given(PASTES)
def test_any_paste_can_be_cleaned_read_and_masked(paste):
    for line in read(clean(paste).text).lines:
        mask_line(line.text)


@settings(max_examples=30)
@given(st.binary(max_size=2_000))
def test_random_bytes_are_read(data):
    read(data.decode("latin-1"))
    read(data.decode("utf-8", errors="replace"))
