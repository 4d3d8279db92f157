"""What to write next: growth is said honestly, examples are masked, drafts are drafts."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.analytics.gaps import FEW, Gap, Growth, Nearest, draft, growth, masked, nearest, slug_of
from bot.kb.markdown import dump
from bot.matching.model import Bearing, Evidence
from bot.transcript.model import FailurePoint, Step
from tests.store.make import candidate, decision

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
GAP = Gap(
    cluster="transfer:denied:write:permission-denied",
    failure=FailurePoint(Step.TRANSFER, "STOR", 550, None, ""),
    pastes=12,
    unanswered=9,
    halves=(2, 10),
    first_at=NOON,
    last_at=NOON,
    channels=2,
    people=FEW,
    example="stor <path>\n550 <path>: permission denied",
    nearest=Nearest("permission-denied-write", "No right to write there", 0.31, ("another reply code",)),
)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (0, 0, Growth.UNSAID),
        (0, 9, Growth.UNSAID),
        (5, 5, Growth.STEADY),
        (4, 8, Growth.STEADY),
        (2, 10, Growth.GROWING),
        (10, 2, Growth.SHRINKING),
        (1, 9, Growth.GROWING),
        (40, 60, Growth.STEADY),
        (400, 600, Growth.GROWING),
    ],
)
def test_growth_is_said_where_it_is_more_than_chance(first: int, second: int, expected: Growth):
    assert growth(first, second) is expected


def test_an_example_holds_the_lines_around_the_failure_and_names_nobody():
    text = "\n".join(
        [
            *(f"line {n}" for n in range(40)),
            "USER dora",
            "STOR /home/dora/x.csv",
            "550 /home/dora/x.csv: Permission denied",
        ]
    )
    found = decision()
    found = replace(found, failure=replace(found.failure, line=43))
    example = masked(text, found)
    assert example.splitlines()[-1] == "550 <path>: permission denied"
    assert "dora" not in example
    assert len(example.splitlines()) < 18


def test_the_nearest_article_says_why_it_was_not_enough():
    reasons = (
        Evidence("lines", "x", Bearing.FOR, "a line is the same"),
        Evidence("require", "y", Bearing.MISSING, "no reply 550"),
        Evidence("exclude", "z", Bearing.AGAINST, "the server is IIS"),
    )
    found = nearest(decision(replace(candidate("one", confidence=0.2), evidence=reasons)))
    assert found == Nearest("one", "About one", 0.2, ("no reply 550", "the server is IIS"))
    assert nearest(decision()) is None


def test_a_draft_has_the_example_as_its_symptom_and_says_what_is_left_to_do():
    article = draft(GAP)
    assert (article.id, article.status) == ("draft-transfer-denied-write-permission-denied", "draft")
    assert article.symptoms == (GAP.example,)
    text = dump(article)
    assert text.count("TODO") >= 4
    assert "permission-denied-write" in text
    assert "another reply code" in text


def test_a_draft_without_an_example_asks_for_one():
    assert "TODO" in draft(replace(GAP, example="", nearest=None)).symptoms[0]


def test_ids_of_drafts_are_slugs():
    assert slug_of("data:no-passive:(227)_Entering") == "draft-data-no-passive-227-entering"
