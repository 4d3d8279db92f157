"""Evidence: what is required must be there, what is excluded must not, and rare evidence tells more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching import Bearing, Entry
from bot.matching.evidence import Requirements, fold
from bot.matching.index import Index

ENTRY = Entry("e", 1, "t", "c", ("s",), require=(("failed:530", "phrase:cannot  LOG in"), ("user:anonymous",)))
OTHERS = [
    Entry("o", 1, "t", "d", ("s",), require=(("failed:530",),), exclude=("server:iis",)),
    Entry("p", 1, "t", "f", ("s",), require=(("phrase:quota",),)),
]
INDEX = Index.build([ENTRY, *OTHERS])
PROFILE = INDEX.profiles_of(INDEX.entry[:1])[0]
REQUIREMENTS = Requirements.of(INDEX)


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
    verdict = REQUIREMENTS.check(PROFILE, REQUIREMENTS.found(frozenset(facts), fold(text)))
    assert (verdict.met, verdict.missing) == (met, missing)
    reasons = REQUIREMENTS.reasons(PROFILE, REQUIREMENTS.found(frozenset(facts), fold(text)))
    assert [reason.bearing for reason in reasons].count(Bearing.MISSING) == missing


@pytest.mark.parametrize(
    ("name", "facts", "text", "expected"),
    [
        ("nothing shown", set(), "", []),
        ("a part of what one requires", {"user:anonymous"}, "", []),
        ("all of it, and of another", {"failed:530", "user:anonymous"}, "", [0, 1]),
        ("what another excludes is checked later", {"failed:530", "user:anonymous", "server:iis"}, "", [0, 1]),
        ("a phrase", set(), "Quota exceeded", [2]),
    ],
)
def test_articles_whose_evidence_is_all_there(name: str, facts: set[str], text: str, expected: list[int]) -> None:
    assert sorted(REQUIREMENTS.fulfilled(REQUIREMENTS.found(frozenset(facts), fold(text)))) == expected


def test_what_fewer_causes_ask_for_tells_more() -> None:
    assert REQUIREMENTS.rarity["phrase:quota"] > REQUIREMENTS.rarity["failed:530"] > 0


WORDS = ["a", "b", "no", " ", "é", "登录", "\U0001f600", "\ud800", "cannot log in"]
PIECES = st.lists(st.sampled_from(WORDS), max_size=12)


@pytest.mark.parametrize(
    ("name", "phrase", "text", "stands"),
    [
        ("a blank before it", " put", "ftp> put a", True),
        ("at the beginning of the paste", " put", "put a", True),
        ("at its end", "put ", "ftp>  PUT", True),
        ("before the end of a line", " put ", "ftp>\tput\na.txt", True),
        ("within a word", " put", "input", False),
        ("before a colon", "put ", "put: fails", False),
        ("without blanks", "put", "input: fails", True),
        ("nothing but blanks", "  ", "ftp> put a", False),
    ],
)
def test_a_blank_at_an_end_of_a_phrase_is_the_edge_of_a_word(name: str, phrase: str, text: str, stands: bool) -> None:
    asking = Requirements.of(Index.build([Entry("a", 1, "t", "c", ("s",), require=((f"phrase:{phrase}",),))]))
    assert bool(asking.found(frozenset(), fold(text))) is stands, name


@given(phrases=st.sets(PIECES.map("".join).map(fold)), before=PIECES, after=PIECES)
def test_the_phrases_found_are_those_that_stand_in_the_paste(
    phrases: set[str], before: list[str], after: list[str]
) -> None:
    group = tuple(f"phrase:{phrase}" for phrase in phrases) or ("failed:530",)
    asking = Requirements.of(Index.build([Entry("a", 1, "t", "c", ("s",), require=(group,))]))
    for middle in ("", *phrases):
        text = fold("".join((*before, middle, *after)))
        assert asking.found(frozenset(), text) == {
            f"phrase:{phrase}" for phrase in phrases if phrase and phrase in text
        }
