"""The intervals hold what they promise, counted out exactly: every possible outcome with its probability."""

from math import exp, lgamma, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analytics.intervals import interval
from bot.analytics.model import FLOOR, Durations, Rate

SIZES = (10, 50, 500)
STEPS = 1_800  # from 5% to 95%


def probability(k: int, n: int, p: float) -> float:
    return exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(p) + (n - k) * log(1 - p))


def coverage(n: int, p: float) -> float:
    """How often the interval of what is seen in n cases holds the true share."""
    seen = ((k, *interval(k, n)) for k in range(n + 1))
    return sum(probability(k, n, p) for k, low, high in seen if low <= p <= high)


@pytest.mark.parametrize("n", SIZES)
def test_intervals_hold_the_true_share_in_95_of_100_cases(n: int):
    """Coverage jumps where an interval ends, so just beside each end is looked at too: nowhere is it lower."""
    grid = [0.05 + 0.9 * step / STEPS for step in range(0, STEPS + 1, 1 if n < 100 else 10)]
    ends = {end for k in range(n + 1) for end in interval(k, n)}
    beside = [end + nudge for end in ends for nudge in (-1e-9, 1e-9) if 0.05 <= end + nudge <= 0.95]
    assert 0.93 <= sum(coverage(n, p) for p in grid) / len(grid) <= 0.97
    assert min(coverage(n, p) for p in [*grid, *beside]) >= 0.90


def test_wilson_himself_would_not_hold_at_n_10():
    """Why the interval is changed near zero and one: 2 of 10 must hold a true share of 5.6%."""
    low, _ = interval(2, 10)
    assert low < 0.056


@given(n=st.integers(0, 400), data=st.data())
def test_an_interval_holds_what_was_seen_and_mirrors_its_opposite(n: int, data: st.DataObject):
    k = data.draw(st.integers(0, n))
    low, high = interval(k, n)
    assert 0.0 <= low <= high <= 1.0
    assert n == 0 or low <= k / n <= high
    mirrored = interval(n - k, n)
    assert (1 - mirrored[1], 1 - mirrored[0]) == pytest.approx((low, high), abs=1e-12)


@pytest.mark.parametrize(
    ("k", "n", "expected"),
    [
        (0, 0, (0.0, 1.0)),
        (0, 10, (0.0, 0.2775)),
        (5, 10, (0.2366, 0.7634)),
        (1, 10, (0.0051, 0.4042)),
        (81, 263, (0.2553, 0.3662)),  # Wilson's, from the literature (Newcombe 1998, table I)
    ],
)
def test_intervals_are_those_of_the_literature(k: int, n: int, expected: tuple[float, float]):
    assert interval(k, n) == pytest.approx(expected, abs=5e-5)


def test_a_share_of_more_than_all_is_refused():
    with pytest.raises(ValueError, match="is no share"):
        interval(3, 2)


def test_too_few_to_say():
    assert Rate(9, FLOOR - 1).too_few
    assert not Rate(9, FLOOR).too_few
    assert Rate(0, 0).value is None
    assert Durations(0).too_few
