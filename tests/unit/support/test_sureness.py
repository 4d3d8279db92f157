"""How often such answers are right, and on how many that rests."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.model import Band
from bot.matching.parameters import parameter_set
from bot.slack.views.words import choices as words
from bot.support.model import Judged
from bot.support.sureness import ENOUGH, KEPT, Records, Sureness, kind_of, record_of, sureness
from tests.unit.slack.views.view_samples import NOW, answer

CURRENT = parameter_set()


def given_answer(confidence=0.97, band=Band.ANSWER, matcher=CURRENT.name):
    return answer(confidence=confidence, band=band, matcher=matcher)


@pytest.mark.parametrize(
    ("name", "judged", "expected"),
    [
        ("nobody judged", [], Sureness(0.97, CURRENT.checked)),
        ("too few judged", [Judged(Band.ANSWER, 0.97, right=True)] * (ENOUGH - 1), Sureness(0.97, CURRENT.checked)),
        (
            "enough judged",
            [Judged(Band.ANSWER, 0.97, right=True)] * 27 + [Judged(Band.ANSWER, 0.99, right=False)] * 3,
            Sureness(0.9, 30, 27),
        ),
        ("of another band", [Judged(Band.SUGGEST, 0.97, right=True)] * 50, Sureness(0.97, CURRENT.checked)),
        ("less confident ones", [Judged(Band.ANSWER, 0.9, right=True)] * 50, Sureness(0.97, CURRENT.checked)),
    ],
)
def test_people_count_once_they_are_enough(name, judged, expected):
    assert sureness(given_answer(), record_of(judged)) == expected, name


def test_the_current_set_says_on_how_many_pastes_it_was_checked():
    assert CURRENT.checked >= 100


def test_of_a_set_that_is_gone_nobody_knows():
    assert sureness(given_answer(matcher="1999-01-01"), {}) == Sureness(0.97, 0)


@given(st.floats(0, 1), st.sampled_from(list(Band)))
def test_every_confidence_has_a_kind(confidence, band):
    assert kind_of(band, confidence)[1] <= confidence


class Books:
    """A transaction that counts how often it is asked."""

    def __init__(self):
        self.tickets, self.asked = self, 0

    def judged(self, _workspace, *, limit):
        self.asked += 1
        return [Judged(Band.ANSWER, 0.97, right=True)] * 40


def test_records_are_read_once_in_some_minutes_for_each_workspace():
    records, books = Records(), Books()
    first = records.of(books, "T1", NOW)
    assert records.of(books, "T1", NOW + KEPT - timedelta(seconds=1)) is first
    assert books.asked == 1
    records.of(books, "T2", NOW)
    records.of(books, "T1", NOW + KEPT)
    assert books.asked == 3
    assert first == {(Band.ANSWER, 0.95): (40, 40)}


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.99, "19 in 20"), (0.92, "9 in 10"), (0.88, "9 in 10"), (0.5, "5 in 10"), (0.06, "1 in 10"), (0.01, "1 in 20")],
)
def test_a_probability_is_said_as_people_say_it(share, expected):
    assert words.odds(share) == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Sureness(0.97, 169), "Very likely: about 19 in 20 such answers are right (checked on 169 pastes)"),
        (Sureness(0.9, 50, 45), "Very likely: 45 of 50 such answers were right here"),
        (Sureness(0.4, 40, 16), "Possible: 16 of 40 such answers were right here"),
        (Sureness(0.97, 0), "Very likely"),
    ],
)
def test_how_sure_it_is_names_what_that_rests_on(found, expected):
    assert words.how_sure(found, Band.ANSWER) == expected
