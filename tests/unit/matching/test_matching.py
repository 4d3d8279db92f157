"""The matcher: evidence, competition between causes, bands, and explanations that hold."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching import Band, Bearing, Decision, Entry, Matcher
from bot.matching.decide import Scored, band, rank
from bot.matching.evidence import check
from bot.matching.features import NAMES, Features
from bot.matching.fit import fit, prepare
from bot.matching.parameters import CURRENT, SETS

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


ENTRY = Entry("e", 1, "t", "c", ("s",), require=(("failed:530", "phrase:cannot  LOG in"), ("user:anonymous",)))


@pytest.mark.parametrize(
    ("name", "facts", "text", "met", "missing"),
    [
        ("facts", {"failed:530", "user:anonymous"}, "", 2, 0),
        ("a phrase, case and spaces folded", {"user:anonymous"}, "he  cannot log\nin", 2, 0),
        ("one group missing", {"failed:530"}, "", 1, 1),
        ("nothing", set(), "", 0, 2),
    ],
)
def test_required_groups_must_all_hold(name: str, facts: set[str], text: str, met: int, missing: int) -> None:
    verdict = check(ENTRY, frozenset(facts), " ".join(text.casefold().split()))
    assert (verdict.met, verdict.missing) == (met, missing)
    assert [reason.bearing for reason in verdict.reasons].count(Bearing.MISSING) == missing


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


def scored(article: str, cause: str | None, strength: float) -> Scored:
    features = Features(**dict.fromkeys(NAMES, 0.0))
    entry = Entry(article, 1, article, cause, ())
    return Scored(entry, replace(features, decisive=strength, found=strength), check(entry, frozenset(), ""), ())


def test_articles_of_one_cause_do_not_compete() -> None:
    alone = rank([scored("a", "x", 1.0)], CURRENT)
    together = rank([scored("a", "x", 1.0), scored("b", "x", 0.99)], CURRENT)
    assert together[0][1] == pytest.approx(alone[0][1])


def test_causes_compete_and_the_best_of_each_comes_first() -> None:
    ranked = rank([scored("a", "x", 1.0), scored("b", "x", 0.99), scored("c", "y", 0.9)], CURRENT)
    assert [item.entry.article for item, _ in ranked] == ["a", "c", "b"]
    alone = rank([scored("a", "x", 1.0)], CURRENT)
    assert ranked[0][1] < alone[0][1]


def test_articles_without_a_cause_compete_each_for_itself() -> None:
    assert rank([scored("a", None, 1.0), scored("b", None, 1.0)], CURRENT)[0][1] < 0.5


def test_nothing_is_no_answer() -> None:
    assert band([], CURRENT) is Band.QUIET


def test_parameter_sets_are_named_by_their_date_and_complete() -> None:
    for name, parameters in SETS.items():
        assert parameters.name == name
        assert set(parameters.weights) == set(NAMES)
        assert 0 < parameters.suggest < parameters.answer < 1


def test_the_current_set_is_frozen() -> None:
    with pytest.raises(TypeError):
        CURRENT.weights["found"] = 9.0  # type: ignore[index]


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


def test_fitting_learns_to_stay_quiet_and_to_answer(matcher: Matcher) -> None:
    rows = [
        (REFUSED, {"refused"}),
        ("530 Login incorrect.", {"wrong-credentials"}),
        (BLOCKED, {"private"}),
        ("the disk is full of photos, sorry", set()),
        ("login to the wiki was refused", set()),
    ]
    cases = [case for text, expected in rows if (case := prepare(matcher, text, expected))]
    fitted = Matcher(matcher.index, fit(cases, CURRENT, "test"))
    for text, expected in rows:
        best = fitted.decide(text).candidates[:1]
        before = matcher.decide(text).candidates[:1]
        if expected:
            assert best[0].confidence >= before[0].confidence - 0.05
        else:
            assert not best or best[0].confidence <= before[0].confidence + 0.05
