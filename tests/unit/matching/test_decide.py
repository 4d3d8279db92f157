"""Deciding: causes compete; articles of one cause do not, nor do imported ones with the same message."""

from dataclasses import replace

import pytest

from bot.matching import Band
from bot.matching.decide import Scored, band, rank
from bot.matching.evidence import Verdict
from bot.matching.features import NAMES, Features
from bot.matching.parameters import parameter_set
from bot.matching.profile import Profile


def scored(article: str, cause: str | None, strength: float) -> Scored:
    features = Features(**dict.fromkeys(NAMES, 0.0))
    profile = Profile(article, 1, article, cause, own=True)
    return Scored(profile, features._replace(found=strength, covered=strength), Verdict())


def test_articles_of_one_cause_do_not_compete() -> None:
    alone = rank([scored("a", "x", 1.0)], parameter_set())
    together = rank([scored("a", "x", 1.0), scored("b", "x", 0.99)], parameter_set())
    assert together[0][1] == pytest.approx(alone[0][1])


def test_causes_compete_and_the_best_of_each_comes_first() -> None:
    ranked = rank([scored("a", "x", 1.0), scored("b", "x", 0.99), scored("c", "y", 0.9)], parameter_set())
    assert [item.entry.article for item, _ in ranked] == ["a", "c", "b"]
    alone = rank([scored("a", "x", 1.0)], parameter_set())
    assert ranked[0][1] < alone[0][1]


def test_articles_without_a_cause_compete_each_for_itself() -> None:
    assert rank([scored("a", None, 1.0), scored("b", None, 1.0)], parameter_set())[0][1] < 0.5


def test_nothing_is_no_answer() -> None:
    assert band([], parameter_set()) is Band.QUIET


def imported(article: str, shown: float, aligned: float = 0.0) -> Scored:
    features = Features(**dict.fromkeys(NAMES, 0.0))._replace(found=shown, covered=shown, order=shown, aligned=aligned)
    return Scored(Profile(article, 1, article, None, own=False), features, Verdict())


def test_imported_articles_that_show_the_same_message_do_not_compete() -> None:
    alone = rank([imported("a", 0.6)], parameter_set())
    together = rank([imported("a", 0.6), imported("b", 0.6), imported("c", 0.6)], parameter_set())
    assert [probability for _, probability in together] == [pytest.approx(alone[0][1])] * 3


def test_those_that_show_another_message_do_and_none_is_put_last_for_being_alike() -> None:
    ranked = rank([imported("a", 0.6, 0.2), imported("b", 0.6, 0.1), imported("c", 0.55)], parameter_set())
    assert [item.entry.article for item, _ in ranked] == ["a", "b", "c"]
    assert ranked[0][1] < rank([imported("a", 0.6, 0.2)], parameter_set())[0][1]


@pytest.mark.parametrize(
    ("name", "articles", "expected"),
    [
        ("to the word in one article", [imported("a", 1.0)], Band.ANSWER),
        ("to the word in two: people choose", [imported("a", 1.0), imported("b", 1.0)], Band.SUGGEST),
        ("in part, in one", [imported("a", 0.6)], Band.SUGGEST),
        ("too little", [imported("a", 0.49)], Band.QUIET),
        ("too little in three, which is no more than in one", [imported(name, 0.49) for name in "abc"], Band.QUIET),
    ],
)
def test_what_is_said_of_imported_articles(name: str, articles: list[Scored], expected: Band) -> None:
    assert band(rank(articles, parameter_set()), parameter_set()) is expected, name


PARAMETERS = replace(parameter_set(), answer=0.9, leading=0.7, together=0.9, suggest=0.5)


@pytest.mark.parametrize(
    ("name", "chances", "expected"),
    [
        ("likely enough", [("x", 0.92)], Band.ANSWER),
        ("leads, and hardly any but the next is left", [("x", 0.75), ("y", 0.2)], Band.ANSWER),
        ("leads, and much else is left", [("x", 0.75), ("y", 0.1)], Band.SUGGEST),
        ("leads, and the next is of its own cause", [("x", 0.75), ("x", 0.2)], Band.SUGGEST),
        ("hardly any but the two, of which none leads", [("x", 0.5), ("y", 0.45)], Band.SUGGEST),
    ],
)
def test_answers_where_it_leads_and_little_else_is_left(
    name: str, chances: list[tuple[str, float]], expected: Band
) -> None:
    ranked = [(scored(f"{cause}{place}", cause, 1.0), chance) for place, (cause, chance) in enumerate(chances)]
    assert band(ranked, PARAMETERS) is expected, name
    missing = [(replace(item, verdict=Verdict(missing=1)), chance) for item, chance in ranked]
    assert band(missing, PARAMETERS) is not Band.ANSWER, name
