"""Whose answers articles change, judged against labels."""

import pytest

from bot.kb.article import IMPORTED
from bot.kb.damage import Effect, Labelled, damage, pastes_of
from bot.matching.model import Band
from tests.unit.kb.make import decision, named, own_article

RIGHT = ("door", "closed-right-after-connect")
TWIN = ("gate", "closed-right-after-connect")
WRONG = ("window", "idle-timeout")
CAUSE = ("closed-right-after-connect",)

EFFECTS = [
    ("the right answer is lost", CAUSE, (Band.ANSWER, RIGHT), (Band.ANSWER, WRONG), "worse"),
    ("only suggested now", CAUSE, (Band.ANSWER, RIGHT), (Band.SUGGEST, RIGHT), "worse"),
    ("silence instead", CAUSE, (Band.SUGGEST, RIGHT), (Band.QUIET, RIGHT), "worse"),
    ("an answer instead of a suggestion", CAUSE, (Band.SUGGEST, WRONG), (Band.ANSWER, RIGHT), "better"),
    ("silence instead of a wrong answer", CAUSE, (Band.ANSWER, WRONG), (Band.QUIET, WRONG), "better"),
    ("another article of the cause", CAUSE, (Band.ANSWER, RIGHT), (Band.ANSWER, TWIN), "other"),
    ("another article where one was meant", ("Door",), (Band.ANSWER, RIGHT), (Band.ANSWER, TWIN), "worse"),
    ("another wrong one", ("gremlins",), (Band.ANSWER, RIGHT), (Band.ANSWER, WRONG), "other"),
    ("noise is answered", (), (Band.QUIET, WRONG), (Band.ANSWER, WRONG), "worse"),
    ("noise is left alone", (), (Band.SUGGEST, WRONG), (Band.QUIET, WRONG), "better"),
    ("something where nothing was", CAUSE, (Band.QUIET,), (Band.SUGGEST, RIGHT), "better"),
]


@pytest.mark.parametrize(("right", "before", "after", "effect"), **named(EFFECTS))
def test_effects(right, before, after, effect):
    paste = Labelled("1", "oops", right)
    (change,) = damage([paste], lambda _: decision(*before), lambda _: decision(*after))
    assert (change.paste, change.effect) == (paste, Effect(effect))


def test_only_changes_are_named_and_the_worse_ones_first():
    before = {"same": RIGHT, "other": RIGHT, "better": WRONG, "worse": RIGHT}
    after = {"same": RIGHT, "other": TWIN, "better": RIGHT, "worse": WRONG}
    changes = damage(
        [Labelled(name, name, CAUSE) for name in before],
        lambda text: decision(Band.ANSWER, before[text]),
        lambda text: decision(Band.ANSWER, after[text]),
    )
    assert [change.paste.id for change in changes] == ["worse", "better", "other"]


def test_the_pastes_of_articles():
    article = own_article()
    passed_over = [own_article(id="Q1", origin=IMPORTED), own_article(id="a", status="draft")]
    assert pastes_of([article, *passed_over]) == [
        Labelled("door-closed#1", article.tests.find[0], ("door-closed",)),
        Labelled("door-closed#2", article.tests.find[1], ("door-closed",)),
    ]
