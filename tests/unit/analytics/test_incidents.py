"""Incidents are noticed soon, and quiet months stay quiet."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analytics.incidents import LEARNED, Arrival, Usual, at_least, hour_of_week, is_over, rising
from tests.unit.analytics.quiet import KINDS, START, Quiet, false_alarms, minutes_until_noticed

NOW = START + LEARNED + timedelta(days=1, hours=10)  # a Tuesday at ten


def usual(**counts: int) -> Usual:
    return Usual(LEARNED, counts, [1] * 168)


def hits(people: int, minutes: float, cluster: str = "c", at: datetime = NOW) -> list[Arrival]:
    """So many people, evenly within so many minutes."""
    return [
        Arrival(cluster, f"U{number}", at + timedelta(minutes=minutes * number / people)) for number in range(people)
    ]


@pytest.mark.parametrize(
    ("name", "recent", "before", "expected"),
    [
        ("three within minutes, of what is never seen", hits(3, 5), usual(), 3),
        ("of what is seen once a week", hits(3, 5), usual(c=4, others=400), 3),
        ("two are nobody", hits(2, 1), usual(), None),
        ("one person, many pastes", [Arrival("c", "U1", NOW)] * 20, usual(), None),
        ("what comes all the time", hits(4, 60), usual(c=1000), None),
        ("much more of what comes all the time", hits(30, 15), usual(c=1000), 4),
        ("different failures", [*hits(2, 5, "a"), *hits(2, 5, "b")], usual(), None),
        ("nothing", [], usual(), None),
    ],
)
def test_rising(name: str, recent: list[Arrival], before: Usual, expected: int | None):
    assert [rise.people for rise in rising(recent, before)] == ([] if expected is None else [expected]), name


def test_a_rise_says_since_when_and_how_much_that_is():
    (rise,) = rising(hits(5, 5), usual(c=56))
    assert (rise.cluster, rise.started_at, rise.usual) == ("c", NOW, 2.0)
    assert NOW < rise.noticed_at <= NOW + timedelta(minutes=5)


def test_an_incident_is_over_when_the_last_hour_is_ordinary():
    assert is_over([], usual(), "c", NOW)
    assert not is_over(hits(3, 50), usual(), "c", NOW)
    assert is_over(hits(3, 50, "other"), usual(), "c", NOW)
    assert is_over(hits(3, 50), usual(c=1500), "c", NOW)


def test_more_is_usual_by_day_than_at_night():
    learned = Usual.of(Quiet(1, a_day=100.0).arrivals(START, START + LEARNED))
    tuesday, night = NOW, NOW.replace(hour=3)
    assert learned.season(tuesday) > 2
    assert learned.season(night) < 0.5
    assert learned.season(NOW + timedelta(days=4)) < 0.7  # a Saturday at ten


def test_hours_of_the_week_begin_on_monday():
    assert [hour_of_week(START + timedelta(hours=hours)) for hours in (0, 1, 24, 167, 168)] == [0, 1, 24, 167, 0]


@given(st.integers(0, 40), st.floats(1, 1000), st.floats(1e-5, 1.0))
def test_chances(number: int, shape: float, exposure: float):
    """They fall with the number, and add up: the mean of a negative binomial is shape × exposure."""
    assert at_least(0, shape, exposure) == 1.0
    assert 0 <= at_least(number + 1, shape, exposure) <= at_least(number, shape, exposure) + 1e-9
    mean = sum(at_least(n, shape, exposure) for n in range(1, 4000)) if shape * exposure < 500 else shape * exposure
    assert mean == pytest.approx(shape * exposure, rel=1e-3)


@pytest.mark.parametrize("kind", KINDS)
def test_quiet_months_are_quiet(kind: str):
    """At most one false alarm in a month, whatever the month."""
    alarms = [false_alarms(seed, **KINDS[kind]) for seed in range(1000, 1002 if kind == "a large one" else 1006)]
    assert max(alarms) <= 1, alarms


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("cluster", ["c0", "c5", "c30", "new"])
def test_an_incident_is_noticed_within_minutes(kind: str, cluster: str):
    """Three people a minute hit on it: noticed within five minutes, the minute of the look included."""
    waits = [minutes_until_noticed(seed, cluster, NOW, a_minute=3.0, **KINDS[kind]) for seed in (1, 2)]
    assert max(waits) <= 4, waits
