"""Articles tested by their own words, against a matcher that says what it is told to."""

import pytest

from bot.kb.article import IMPORTED
from bot.kb.selftest import check
from bot.matching.model import Band
from tests.unit.kb.make import decision, named, own_article

RIGHT = decision(Band.ANSWER, ("door-closed", "connection-refused"))
TWIN = decision(Band.ANSWER, ("door-shut", "connection-refused"), ("door-closed", "connection-refused"))
OTHER = decision(Band.SUGGEST, ("window", "idle-timeout"), ("door-closed", "connection-refused"))
ARTICLE = own_article()
FIND, SECOND = ARTICLE.tests.find
(MISS,) = ARTICLE.tests.miss
PASTE_OF_ALL = dict.fromkeys([*ARTICLE.symptoms, FIND, SECOND], RIGHT) | {MISS: decision(Band.QUIET)}


def problems(told, article=ARTICLE):
    decisions = PASTE_OF_ALL | told
    return [(problem.rule, problem.sentence) for problem in check([article], decisions.__getitem__)]


def test_all_is_well():
    assert problems({}) == []


PHRASE = ARTICLE.symptoms[1]
OUTCOMES = [
    (
        "a test finds another article of the cause",
        {FIND: TWIN},
        [("find", f"the paste '{FIND}' finds 'door-shut' first")],
    ),
    (
        "a test finds nothing",
        {FIND: decision(Band.QUIET)},
        [("find", f"the paste '{FIND}' finds nothing"), ("symptom", f"its symptom 1, '{FIND}', finds nothing")],
    ),
    (
        "a test is left quiet",
        {FIND: decision(Band.QUIET, ("door-closed", "connection-refused"))},
        [("find", f"the paste '{FIND}' finds it, but too weakly to speak")],
    ),
    ("a test is suggested", {FIND: decision(Band.SUGGEST, ("door-closed", "connection-refused"))}, []),
    ("a near miss is answered", {MISS: RIGHT}, [("miss", f"the near miss '{MISS}' is answered with it")]),
    ("a near miss is suggested", {MISS: decision(Band.SUGGEST, ("door-closed", "connection-refused"))}, []),
    ("a near miss is answered with another", {MISS: decision(Band.ANSWER, ("window", "idle-timeout"))}, []),
    ("a symptom finds another article of the cause", {PHRASE: TWIN}, []),
    (
        "a symptom finds another cause",
        {PHRASE: OTHER},
        [("symptom", f"its symptom 2, '{PHRASE}', finds 'window' first")],
    ),
]


@pytest.mark.parametrize(("told", "expected"), **named(OUTCOMES))
def test_outcomes(told, expected):
    assert problems(told) == expected


PASSED_OVER = [
    ("imported", {"origin": IMPORTED}),
    ("drafts", {"status": "draft"}),
    ("retired", {"status": "retired"}),
]


@pytest.mark.parametrize("changes", **named(PASSED_OVER))
def test_what_is_passed_over(changes):
    assert problems(dict.fromkeys(PASTE_OF_ALL, OTHER), own_article(**changes)) == []


def test_an_article_without_a_cause_must_be_first_itself():
    article = own_article(cause_slug=None)
    other = decision(Band.ANSWER, ("window", None))
    assert [rule for rule, _ in problems({PHRASE: other}, article)] == ["symptom"]


def test_a_long_paste_is_named_by_its_first_and_last_line():
    paste = "220 Welcome.\nUSER anna\n\n" + "421 The door is closed. " * 9
    (problem, *_) = check([own_article(symptoms=(paste,))], lambda _: OTHER)[-1:]
    assert "'220 Welcome. … 421 The door is closed." in problem.sentence
    assert len(problem.sentence) < 150
