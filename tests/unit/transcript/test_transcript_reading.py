"""Lines, dialogue, steps and meanings: what ``read`` makes of a paste besides its failure and facts."""

from pathlib import Path

import pytest

from bot.transcript import Actor, Exchange, FailurePoint, Reply, Step, StepState, meaning, read
from bot.transcript.codes import KNOWN
from bot.transcript.quoting import quoted_codes


def texts(paste):
    return [line.text for line in read(paste).lines]


LINES = (
    # name; paste; texts
    ("empty lines go", "a\n\n  \nb", ["a", "b"]),
    ("windows line ends", "220 a\r\nUSER b\r\n", ["220 a", "USER b"]),
    ("code fences go", "```\n530 No\n```", ["530 No"]),
    ("code fence with a language", "```text\n530 No\n```", ["530 No"]),
    ("inline code", "`530 No`", ["530 No"]),
    ("bold", "**Response: 530 No**", ["530 No"]),
    ("colours", "\x1b[31m530 No\x1b[0m", ["530 No"]),
    ("quoted by people", "> Status: a\n> Response: 530 No", ["a", "530 No"]),
    ("quoted twice", ">> 220 a\n>> 530 No", ["220 a", "530 No"]),
    ("a quote within a message", "my log:\n> ftp> ls\n> 425 No\nhelp", ["my log:", "ls", "425 No", "help"]),
    ("arrows are no quoting", "> USER a\n< 331 b\n> PASS c", ["USER a", "331 b", "PASS c"]),
    ("arrows alone are no quoting", "> PASV\n> LIST", ["PASV", "LIST"]),
    ("a command and its answer", "STOR a -> 553 No file", ["STOR a", "553 No file"]),
    ("an answer after a logged command", "10:00:01 WARN LIST /in => 425 No", ["LIST /in", "425 No"]),
    ("an answer in a table", "| CWD /in | 250 |\n| CWD /out | 550 No |", ["CWD /in", "250", "CWD /out", "550 No"]),
    ("an answer after what was typed", "ftp> put a → 550 No", ["put a", "550 No"]),
    ("an error after a colon", "STOR a: 553 No", ["STOR a", "553 No"]),
    ("an error in brackets", "CWD /in failed (550 No)", ["CWD /in", "550 No"]),
    ("an error that was returned", "RETR a returned 550 No such file", ["RETR a", "550 No such file"]),
    ("a name with a number", "STOR a, 550 b.csv", ["STOR a, 550 b.csv"]),
    ("ticked off", "PASV ✔ 227 (10,0,0,1,4,5)", ["PASV", "227 (10,0,0,1,4,5)"]),
    ("an amount is no answer", "STOR a -> 200 files", ["STOR a -> 200 files"]),
    ("a sentence with an arrow", "I upload it -> 550 No", ["I upload it -> 550 No"]),
    ("escaped", r'"220 a\r\n331 B c\r\n530 No"', ["220 a", "331 B c", "530 No"]),
    ("escaped in json", r'{"log":"220 a\r\n530 No\r\n","x":1}', ['{"log":', "220 a", "530 No", ',"x":1}']),
    ("a path is not escaped", r"C:\new\reports is missing", [r"C:\new\reports is missing"]),
    ("python bytes", "b'530 Login incorrect.'", ["530 Login incorrect."]),
    (
        "the numbers of bytes",
        "Err(Response { status: A, body: [53, 51, 48, 32, 78, 111, 46, 13, 10] })",
        ["Err(Response { status: A, body:", "530 No.", "})"],
    ),
    ("numbers that are no reply", "sizes [12, 32, 48, 32, 78, 111]", ["sizes [12, 32, 48, 32, 78, 111]"]),
    (
        "broken in two",
        "Response:\t550 The process cannot access the file because it is being\nused by another process.",
        None,
    ),
    ("wget's two commands", "==> PASV ... done.    ==> RETR a ... ", ["PASV", "done.", "RETR a"]),
    ("left out", "220 a\n[… 118 lines left out …]\n530 No", ["220 a", "[… 118 lines left out …]", "530 No"]),
)


@pytest.mark.parametrize(("name", "paste", "expected"), LINES, ids=[case[0] for case in LINES])
def test_a_paste_is_cut_into_lines(name, paste, expected):
    if expected is None:
        expected = ["550 The process cannot access the file because it is being used by another process."]
    assert texts(paste) == expected, name


def test_lines_keep_their_number_and_what_was_pasted():
    lines = read("hello\n\n> Response:\t530 No").lines

    assert [(line.number, line.raw) for line in lines] == [(1, "hello"), (3, "> Response:\t530 No")]


def test_pieces_of_one_pasted_line_share_its_number():
    paste = (
        "look: Connected to a.example.com. 220 Ready. User (a.example.com:(none)): kim 331 Password. Password: 530 No"
    )

    lines = read(paste).lines

    assert {line.number for line in lines} == {1}
    assert [line.code for line in lines if line.code] == [220, 331, 530]


def test_a_sentence_with_verbs_is_not_cut():
    paste = (
        "530 Please login with USER and PASS before you send PASV or LIST, and read the notes about TYPE and PORT too."
    )

    assert len(read(paste).lines) == 1


def test_continuation_lines_carry_the_code_of_their_reply():
    lines = read("230-Welcome\n to the archive\n 226 files here\n230 Logged in").lines

    assert [line.code for line in lines] == [230, 230, 230, 230]
    assert all(line.actor is Actor.REPLY for line in lines)


def test_a_reply_that_is_never_closed_ends_where_another_begins():
    lines = read("220-Welcome\n220-to the archive\n331 Password").lines

    assert [line.code for line in lines] == [220, 220, 331]


def test_prose_after_an_open_reply_is_prose():
    lines = read("550-Could not access file\nwhat does that mean?").lines

    assert [line.actor for line in lines] == [Actor.REPLY, Actor.PROSE]


def test_commands_are_paired_with_their_replies():
    exchanges = read("220 a\nUSER kim\n331 b\nPASS x\n230-c\n d\n230 e\nLIST\n150 f\n226 g").exchanges

    assert exchanges == (
        Exchange("", "", (Reply(220, "220 a", (1,)),), None),
        Exchange("USER", "kim", (Reply(331, "331 b", (3,)),), 2),
        Exchange("PASS", "x", (Reply(230, "230-c\nd\n230 e", (5, 6, 7)),), 4),
        Exchange("LIST", "", (Reply(150, "150 f", (9,)), Reply(226, "226 g", (10,))), 8),
    )


def test_what_was_typed_counts_as_the_command_it_sends():
    exchanges = read("ftp> put a b\n200 PORT command successful\n150 c\n226 d\nftp> lcd e\nftp> cd f\n250 g").exchanges

    assert [(exchange.command, exchange.argument, len(exchange.replies)) for exchange in exchanges] == [
        ("STOR", "a b", 3),
        ("CWD", "f", 1),
    ]


def test_a_debug_line_is_the_command_that_was_typed():
    exchanges = read("ftp> quote SITE CHMOD 777 a\n---> SITE CHMOD 777 a\n550 No").exchanges

    assert [(exchange.command, len(exchange.replies)) for exchange in exchanges] == [("SITE", 1)]


def test_a_reply_told_again_by_an_exception_is_no_second_reply():
    exchanges = read("PASS x\n530 No\nftplib.error_perm: 530 No").exchanges

    assert [len(exchange.replies) for exchange in exchanges] == [1]


STEPS = (
    # name; paste; steps
    ("nothing", "hello", ""),
    ("greeting", "220 a", "connect done, greeting done"),
    ("login refused", "220 a\nUSER b\n331 c\nPASS d\n530 e", "connect done, greeting done, login failed"),
    (
        "data connection",
        "220 a\nUSER b\n331 c\nPASS d\n230 e\nPASV\n227 (10,0,0,1,4,5)\nLIST\n425 f",
        "connect done, greeting done, login done, data failed, transfer unknown",
    ),
    (
        "clean",
        "PWD\n257 a\nLIST\n150 b\n226 c\nQUIT\n221 d",
        "connect done, directory done, data done, transfer done, close done",
    ),
    ("told by an exception", "FTPError: 553 Could not create file", "transfer failed"),
)


@pytest.mark.parametrize(("name", "paste", "expected"), STEPS, ids=[case[0] for case in STEPS])
def test_how_far_the_session_came(name, paste, expected):
    steps = read(paste).steps

    assert ", ".join(f"{step} {state}" for step, state in steps) == expected, name


def test_at_most_one_step_failed_and_steps_are_in_order():
    steps = read("220 a\nUSER b\n530 c\nUSER d\n331 e\nPASS f\n230 g\nSTOR h\n553 i").steps

    order = list(Step)
    assert [order.index(step) for step, _ in steps] == sorted(order.index(step) for step, _ in steps)
    assert [state for _, state in steps].count(StepState.FAILED) == 1


QUOTED = (
    # sentence; codes
    ("(550) File unavailable", [550]),
    ("Too many connections (8) from this IP[421]", [421]),
    ("Code: 503 Message: Use AUTH first.", [503]),
    ("Could not log in. Reason 530 Non-anonymous sessions", [530]),
    ("mostly 227 150 226, then 227 226 503 and it is over", [503]),
    ('CompletionCode: "550"', [550]),
    ("it gives me 425 all the time", [425]),
    ("invalid pasv_address (500 OOPS)", [500]),
    ("500 Internal error of a web page", [500]),
    ("any listing ends in 501 ('Server cannot accept argument.')", [501]),
    ("it ended in 426", [426]),
    ("upload or delete = 553 in the client", [553]),
    ("width=550 height=8", []),
    ("[ 'total 8', '-rw-r--r-- 1 1004 552 Mar  1 09:12 a.csv' ]", []),
    ("the upload ends in 500 ms", []),
    ("续传时返回550，其他都正常", [550]),
    ("上传时报错530", [530]),
    ("ls で550エラーが出ます", [550]),
    ("업로드하면 오류 553", [553]),
    ("目录里有500个文件", []),
    ("約450人のユーザー", []),
    ("we have 500 customers", []),
    ("a 550 MB file", []),
    ("line 530, in nlst", []),
    ("port 421", []),
    ("10.0.0.425", []),
    ("at 4:25", []),
    ("version 5.50", []),
    ("200 is fine", []),
    ("530 |      push(item);", []),
    ("java.net.ServerSocket.implAccept(ServerSocket.java:530)", []),
    ("upload.php:550", []),
    ("ftp.example.com said [550]", [550]),
    ("FTP error 550 | Permission denied", [550]),
    ("server said 550 月报.csv: Permission denied", [550]),
    ("错误代码：530", [530]),
    ("端口530错误", []),
    ("550,000 rows", []),
)


@pytest.mark.parametrize(("sentence", "expected"), QUOTED)
def test_codes_that_people_and_programs_quote(sentence, expected):
    assert quoted_codes(sentence) == expected


@pytest.mark.parametrize("code", sorted(KNOWN))
def test_every_standard_code_has_one_short_sentence(code):
    sentence = meaning(code)

    assert sentence.endswith(".")
    assert sentence.count(". ") == 0
    assert len(sentence) <= 120


def test_the_meanings_differ():
    assert len({meaning(code) for code in KNOWN}) == len(KNOWN)


@pytest.mark.parametrize(
    ("code", "word"), [(199, "begun"), (299, "succeeded"), (399, "next"), (499, "moment"), (599, "again")]
)
def test_a_code_of_no_standard_is_told_by_its_first_digit(code, word):
    assert word in meaning(code)


@pytest.mark.parametrize("code", [0, 42, 999])
def test_what_is_no_reply_code_is_said_to_be_none(code):
    assert "no reply code" in meaning(code)


def test_the_rest_of_a_very_long_paste_is_not_read():
    assert len(read("x\n" * 100_000).lines) == 4000


SHARED = Path(__file__).parents[4] / "shared" / "transcripts"


def labelled(name):
    import json  # noqa: PLC0415  only where the labelled pastes are

    return [json.loads(line) for line in (SHARED / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.skipif(not SHARED.exists(), reason="the labelled pastes are not part of the project")
def test_no_labelled_negative_has_a_failure():
    assert [case["id"] for case in labelled("negatives.jsonl") if read(case["text"]).failure] == []


@pytest.mark.skipif(not SHARED.exists(), reason="the labelled pastes are not part of the project")
def test_nearly_all_labelled_positives_have_a_failure_with_a_step():
    cases = labelled("positives.jsonl")
    located = [
        failure for case in cases if isinstance(failure := read(case["text"]).failure, FailurePoint) and failure.step
    ]

    assert len(located) >= 0.95 * len(cases)
