"""The matcher: what it finds, when it is quiet, and explanations that hold."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching import Band, Decision, Entry, Matcher
from bot.matching.query import Query
from bot.transcript import read

REFUSED = """\
220 (vsFTPd 3.0.5)
Name (files.example.com:ida): ida
331 Please specify the password.
Password:
530 Login incorrect."""
BLOCKED = """\
ftp> ls
227 Entering Passive Mode (10,0,0,7,195,80).
ftp: connect: Connection timed out"""

ENTRIES = [
    Entry("refused", 1, "Name or password refused", "wrong-credentials", (REFUSED, "530 Login incorrect.")),
    Entry("private", 1, "PASV names a private address", "passive-private-ip", (BLOCKED,), (("data-address:private",),)),
    Entry("full", 1, "The disk is full", "disk-full-or-quota", ("552 Requested file action aborted. Quota exceeded.",)),
]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher.build(ENTRIES)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("the same with another host and user", REFUSED.replace("files.example.com:ida", "192.0.2.9:otto"), "refused"),
        ("one line of it", "530 Login incorrect.", "refused"),
        ("another client's words around it", "Response:\t530 Login incorrect.\nError:\tCritical error", "refused"),
        ("another address of the same kind", BLOCKED.replace("10,0,0,7", "192,168,4,2"), "private"),
        ("told by a person", "upload stops with 552 quota exceeded", "full"),
        ("slips of the pen", "552 Reqeusted file actoin abortd. Quotaa exceeded", "full"),
    ],
)
def test_finds(matcher: Matcher, name: str, text: str, expected: str) -> None:
    assert matcher.decide(text).candidates[0].article == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a clean session", "220 ready\nUSER ida\n331 password\nPASS x\n230 Login successful.\nQUIT\n221 Goodbye."),
        ("chat", "lunch at twelve? I will be a bit late"),
        ("nothing in common", "zzz qqq xxx"),
        ("nothing", ""),
    ],
)
def test_is_quiet(matcher: Matcher, name: str, text: str) -> None:
    assert matcher.decide(text).band is Band.QUIET


def test_an_excluded_fact_strikes_an_article_out_and_says_why() -> None:
    entries = [replace(ENTRIES[0], exclude=("server:vsftpd",)), *ENTRIES[1:]]
    struck = next(c for c in Matcher.build(entries).decide(REFUSED).candidates if c.article == "refused")
    assert struck.confidence == 0
    assert "ruled out by the server software vsftpd" in [evidence.hint for evidence in struck.evidence]


def test_a_missing_fact_keeps_an_article_from_being_the_answer() -> None:
    text = BLOCKED.replace("(10,0,0,7,195,80)", "(203,0,113,7,195,80)")
    decision = Matcher.build(ENTRIES).decide(text)
    assert decision.candidates[0].article == "private"
    assert decision.band is not Band.ANSWER


def test_a_decision_survives_json(matcher: Matcher) -> None:
    decision = matcher.decide(REFUSED)
    restored = Decision.from_json(json.loads(json.dumps(decision.as_json())))
    assert restored.as_json() == decision.as_json()
    assert (restored.failure, restored.steps, restored.band) == (decision.failure, decision.steps, decision.band)


LINES = st.lists(
    st.sampled_from([*REFUSED.splitlines(), *BLOCKED.splitlines(), "552 Quota exceeded", "help!", "> 425 no", ""])
    | st.text(max_size=60),
    max_size=30,
)


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_explanations_name_only_lines_of_the_paste(lines: list[str]) -> None:
    text = "\n".join(lines)
    pasted = text.splitlines()
    for candidate in Matcher.build(ENTRIES).decide(text).candidates:
        assert 0 <= candidate.confidence <= 1
        for match in candidate.matches:
            assert match.text.strip() in text or match.text in pasted[match.line - 1]


def test_an_article_whose_evidence_the_paste_shows_is_compared_without_a_word_in_common() -> None:
    noise = [Entry(f"n{n}", 1, f"Article {n}", f"cause-{n}", (f"error {n} of listing widget{n}",)) for n in range(400)]
    matcher = Matcher.build([*noise, Entry("named", 1, "Its words differ", "named", ("zzz",), (("phrase:quux",),))])
    text = "error of listing widget5 and widget7: quux"
    compared = matcher.score(matcher.compare(Query.of(text, read(text))))
    assert "named" in [item.entry.article for item in compared]


def test_the_order_of_sets_decides_nothing(tmp_path: Path) -> None:
    """Sets of text have another order in every process; the same paste has the same decision in each."""
    tie = "trouble contacting the ftp server, unable to download"
    pastes = [BLOCKED, REFUSED, tie, "quotta exceded"]
    script = tmp_path / "decide.py"
    script.write_text(
        "import json, sys\n"
        "from bot.matching import Matcher\n"
        "from tests.unit.matching.test_matching import ENTRIES\n"
        "matcher = Matcher.build(ENTRIES)\n"
        "for paste in json.loads(sys.argv[1]):\n"
        "    print(json.dumps({**matcher.decide(paste).as_json(), 'elapsed_ms': 0}))\n"
    )
    printed = {
        subprocess.run(
            [sys.executable, str(script), json.dumps(pastes)],
            check=True,
            capture_output=True,
            text=True,
            env={"PYTHONHASHSEED": str(seed), "PYTHONPATH": str(Path.cwd())},
        ).stdout
        for seed in range(4)
    }
    assert len(printed) == 1
