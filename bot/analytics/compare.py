"""Whether a measure differs between two periods by more than chance.

- Shares: Newcombe's hybrid score interval of the difference ("Interval estimation for the difference between
  independent proportions", Statistics in Medicine 17, 1998, method 10), made from the intervals of the two shares.
- Counts: of all cases of both periods, half would fall into each; the interval of the share that did leaves one half
  out. Cases that come in heaps, as in an incident, make differences that are real and yet say nothing lasting.
- Durations: the test of Mann and Whitney, by ranks, with its normal approximation corrected for ties.

All of them at 5%: of twenty measures that did not change, one will seem to.
"""

from math import hypot, sqrt

import numpy as np

from bot.analytics.facts import Numbers
from bot.analytics.intervals import Z, interval
from bot.analytics.model import FLOOR, Change, Comparison, Count, Durations, Measure, Rate, Value

SHARES = "Newcombe's interval of the difference of two shares"
COUNTS = "interval of the share of both periods' cases"
RANKS = "Mann–Whitney test of ranks"


def compare(measure: Measure, now: Value, before: Value, samples: tuple[Numbers, Numbers] | None = None) -> Comparison:
    """A measure in two periods of the same length.

    Args:
        measure: What is compared.
        now: Its value in the period.
        before: Its value in the period before.
        samples: Of durations, the durations themselves, now and before.
    """
    if isinstance(now, Rate) and isinstance(before, Rate):
        return _shares(measure, now, before)
    if isinstance(now, Count) and isinstance(before, Count):
        return _counts(measure, now, before)
    if isinstance(now, Durations) and isinstance(before, Durations) and samples is not None:
        return _durations(measure, now, before, samples)
    raise TypeError(f"{measure.name} cannot be compared: {now} and {before}.")


def _shares(measure: Measure, now: Rate, before: Rate) -> Comparison:
    if now.too_few or before.too_few:
        return Comparison(measure, now, before, Change.UNSAID, SHARES)
    here, there = now.k / now.n, before.k / before.n
    (low, high), (low_before, high_before) = now.interval, before.interval
    difference = here - there
    bounds = (
        difference - hypot(here - low, high_before - there),
        difference + hypot(high - here, there - low_before),
    )
    return Comparison(measure, now, before, _change(*bounds), SHARES, difference, bounds)


def _counts(measure: Measure, now: Count, before: Count) -> Comparison:
    both = now.value + before.value
    if both < FLOOR:
        return Comparison(measure, now, before, Change.UNSAID, COUNTS)
    low, high = interval(now.value, both)
    return Comparison(measure, now, before, _change(low - 0.5, high - 0.5), COUNTS, float(now.value - before.value))


def _durations(measure: Measure, now: Durations, before: Durations, samples: tuple[Numbers, Numbers]) -> Comparison:
    if now.too_few or before.too_few or now.median is None or before.median is None:
        return Comparison(measure, now, before, Change.UNSAID, RANKS)
    z = rank_score(*samples)
    change = Change.CHANCE if abs(z) <= Z else Change.UP if z > 0 else Change.DOWN
    return Comparison(measure, now, before, change, RANKS, now.median - before.median)


def rank_score(first: Numbers, second: Numbers) -> float:
    """By how many standard deviations the first ones are longer than chance would make them (Mann–Whitney)."""
    n, m = len(first), len(second)
    _, inverse, ties = np.unique(np.concatenate([first, second]), return_inverse=True, return_counts=True)
    ranks = np.cumsum(ties) - (ties - 1) / 2  # ties share the mean of their ranks
    above = float(ranks[inverse[:n]].sum()) - n * (n + 1) / 2
    spread = float((ties.astype(np.float64) ** 3 - ties).sum()) / ((n + m) * (n + m - 1))
    deviation = sqrt(n * m / 12 * (n + m + 1 - spread))
    if deviation == 0:
        return 0.0  # all are the same
    distance = above - n * m / 2
    return max(abs(distance) - 0.5, 0.0) / deviation * (1 if distance > 0 else -1)


def _change(low: float, high: float) -> Change:
    return Change.UP if low > 0 else Change.DOWN if high < 0 else Change.CHANCE
