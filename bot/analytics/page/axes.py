"""Axes: where values stand between the ends of a drawing, and which of them are named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, log10
from typing import Final

from bot.analytics.numbers import number, short_day

DURATIONS: Final = {
    1: "1 s",
    10: "10 s",
    60: "1 min",
    600: "10 min",
    3_600: "1 h",
    21_600: "6 h",
    86_400: "1 d",
    604_800: "7 d",
    2_592_000: "30 d",
}
"""Where the axis of durations has its lines, in seconds; it is logarithmic."""
FEW_WEEKS: Final = 10  # as many names of weeks as stand beside each other

Tick = tuple[float, str]
"""A place from 0 to 1, and its name."""


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis of shares.

    Attributes:
        low, high: Its ends.
    """

    low: float
    high: float

    def __call__(self, value: float) -> float:
        """The place of a value, from 0 to 1."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    def ticks(self, count: int = 4) -> list[Tick]:
        """Its ends and what is evenly between."""
        step = (self.high - self.low) / count
        places = [self.low + n * step for n in range(count + 1)]
        return [(self(one), f"{one * 100:.1f}".removesuffix(".0") + "%") for one in places]


def count_axis(most: int) -> tuple[int, list[Tick]]:
    """The top of an axis of counts, and its lines."""
    step = next_step(max(most, 4) / 4)
    lines = ceil(max(most, 1) / step)
    return step * lines, [(n / lines, number(step * n)) for n in range(lines + 1)]


def next_step(least: float) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50 … that is not less."""
    size = 10 ** max(0, ceil(log10(max(least, 1))) - 1)
    return int(next(size * n for n in (1, 2, 5, 10) if size * n >= least))


def week_axis(starts: Sequence[date]) -> list[Tick]:
    """Labels below weeks: each of a few weeks, else the first one of each month."""
    width = 1 / max(1, len(starts))
    if len(starts) <= FEW_WEEKS:
        return [((n + 0.5) * width, short_day(start)) for n, start in enumerate(starts)]
    firsts = (n for n in range(1, len(starts)) if starts[n].month != starts[n - 1].month)
    return [((n + 0.5) * width, f"{starts[n]:%b}") for n in firsts]


def duration_axis(values: Sequence[float]) -> tuple[float, float, list[Tick]]:
    """Both ends of a logarithmic axis that holds the values, and its lines."""
    low = max((one for one in DURATIONS if one <= min(values, default=60)), default=min(DURATIONS))
    high = min((one for one in DURATIONS if one >= max(values, default=3_600)), default=max(DURATIONS))
    high = high if high > low else low * 60
    return low, high, [(logarithmic(one, low, high), name) for one, name in DURATIONS.items() if low <= one <= high]


def logarithmic(value: float, low: float, high: float) -> float:
    """The place of a value on a logarithmic axis, from 0 to 1."""
    return min(1.0, max(0.0, log10(max(value, low) / low) / log10(high / low)))
