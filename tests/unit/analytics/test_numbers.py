"""Every value in words."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analytics import measures, numbers
from bot.analytics.model import TOO_FEW, Change, Comparison, Count, Durations, Period, Rate

M = measures.MEASURES


@pytest.mark.parametrize(
    ("value", "headline", "basis", "exact"),
    [
        (Count(0), "0", (), "0"),
        (Count(1_234_567), "1\u202f234\u202f567", (), "1\u202f234\u202f567"),
        (Rate(0, 0), TOO_FEW, ("0 of 0",), f"{TOO_FEW} (0 of 0)"),
        (Rate(9, 9), TOO_FEW, ("9 of 9",), f"{TOO_FEW} (9 of 9)"),
        (Rate(30, 40), "75%", ("30 of 40", "95% interval 60–86%"), "75% (30 of 40)"),
        (Rate(1, 400), "0.2%", ("1 of 400", "95% interval 0–1%"), "0.2% (1 of 400)"),
        (Rate(399, 400), "99.8%", ("399 of 400", "95% interval 99–100%"), "99.8% (399 of 400)"),
        (Rate(50, 50), "100%", ("50 of 50", "95% interval 93–100%"), "100% (50 of 50)"),
        (Durations(1, 3.0, 3.0), TOO_FEW, ("1 case",), f"{TOO_FEW} (1)"),
        (
            Durations(40, 75.0, 7_500.0),
            "1 min 15 s",
            ("median of 40 cases", "nine in ten within 2 h 5 min"),
            "1 min 15 s, p90 2 h 5 min",
        ),
    ],
)
def test_values(value, headline, basis, exact):
    assert (numbers.headline(value), numbers.basis(value), numbers.exact(value)) == (headline, basis, exact)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "–"),
        (0.0, "0.0 s"),
        (1.26, "1.3 s"),
        (9.97, "10 s"),
        (59.6, "1 min"),
        (3_600, "1 h"),
        (3_660, "1 h 1 min"),
        (90_000, "1 d 1 h"),
        (86_400 * 3 + 59, "3 d"),
    ],
)
def test_seconds(value, expected):
    assert numbers.seconds(value) == expected


@given(st.floats(0, 1e9, allow_nan=False))
def test_seconds_always_say_something_short(value):
    assert 3 <= len(numbers.seconds(value)) <= 15


@pytest.mark.parametrize(
    ("measure", "change", "difference", "interval", "expected"),
    [
        ("tickets", Change.UP, 12.0, None, ("+12", "", "more than before")),
        (
            "tickets",
            Change.DOWN,
            -1_200.0,
            (-1_300.0, -1_100.0),
            ("−1\u202f200", "−1\u202f300 to −1\u202f100", "less than before"),
        ),
        (
            "coverage",
            Change.CHANCE,
            0.031,
            (-0.01, 0.07),
            ("+3.1 points", "−1.0 to +7.0 points", "no more than chance"),
        ),
        ("coverage", Change.UNSAID, None, None, ("–", "", TOO_FEW)),
        ("time_to_answer", Change.DOWN, -75.0, None, ("−1 min 15 s", "", "less than before")),
    ],
)
def test_differences(measure, change, difference, interval, expected):
    one = Comparison(M[measure], Count(1), Count(1), change, "a test", difference, interval)
    assert (numbers.difference(one), numbers.difference_interval(one), numbers.verdict(one)) == expected


def test_a_period_is_said_in_days_of_its_time_zone():
    until = datetime(2026, 11, 29, 23, tzinfo=UTC)
    assert numbers.span(Period(until - timedelta(days=7), until, "Europe/Berlin")) == "23 Nov 2026 to 29 Nov 2026"
