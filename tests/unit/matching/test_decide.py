"""Deciding: causes compete, articles of one cause do not."""

import pytest

from bot.matching import Band
from bot.matching.decide import Scored, band, rank
from bot.matching.evidence import Verdict
from bot.matching.features import NAMES, Features
from bot.matching.index import Profile
from bot.matching.parameters import parameter_set


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
