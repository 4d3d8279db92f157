"""Every value in words: numbers with their cases, intervals and differences."""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.analytics.model import (
    TOO_FEW,
    Change,
    Comparison,
    Count,
    Measure,
    Period,
    Rate,
    Unit,
    Value,
)

NONE: Final = "–"
_UNITS: Final = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def number(value: int) -> str:
    """A count, with thin spaces between thousands."""
    return f"{value:,}".replace(",", "\u202f")


def share(value: float) -> str:
    """A share as a percentage without decimals, unless it is near 0 or 1."""
    near_an_end = 0 < min(value, 1 - value) < 0.01  # noqa: PLR2004  a percent
    return f"{value:.1%}" if near_an_end else f"{value:.0%}"


def between(interval: tuple[float, float]) -> str:
    """An interval of shares: ``71–79%``."""
    low, high = interval
    return f"{low * 100:.0f}–{high * 100:.0f}%"


def seconds(value: float | None) -> str:
    """How long, in the two units that matter: ``2 h 5 min``."""
    if value is None:
        return NONE
    if value < 9.95:  # noqa: PLR2004  below ten seconds, tenths matter
        return f"{value:.1f} s"
    left = round(value)
    for n, (size, name) in enumerate(_UNITS):
        if left >= size:
            whole, rest = divmod(left, size)
            smaller = _UNITS[n + 1] if n + 1 < len(_UNITS) else None
            more = f" {rest // smaller[0]} {smaller[1]}" if smaller and rest >= smaller[0] else ""
            return f"{whole} {name}{more}"
    return "0 s"


def headline(value: Value) -> str:
    """A value in as few characters as are true."""
    if isinstance(value, Count):
        return number(value.value)
    if value.too_few:
        return TOO_FEW
    if isinstance(value, Rate):
        return share(value.k / value.n)
    return seconds(value.median)


def basis(value: Value) -> tuple[str, ...]:
    """What a value rests on: the cases, and how sure it is."""
    if isinstance(value, Count):
        return ()
    if isinstance(value, Rate):
        cases = f"{number(value.k)} of {number(value.n)}"
        return (cases,) if value.too_few else (cases, f"95% interval {between(value.interval)}")
    cases = f"{number(value.n)} {'case' if value.n == 1 else 'cases'}"
    return (cases,) if value.too_few else (f"median of {cases}", f"nine in ten within {seconds(value.p90)}")


def exact(value: Value) -> str:
    """A value with what it rests on, in one cell of a table."""
    if isinstance(value, Count):
        return number(value.value)
    if isinstance(value, Rate):
        cases = f"{number(value.k)} of {number(value.n)}"
        return f"{TOO_FEW} ({cases})" if value.too_few else f"{share(value.k / value.n)} ({cases})"
    return f"{TOO_FEW} ({value.n})" if value.too_few else f"{seconds(value.median)}, p90 {seconds(value.p90)}"


def difference(comparison: Comparison) -> str:
    """How much more or less than before: ``+3 points``; a dash where nothing can be said."""
    if comparison.difference is None:
        return NONE
    return _signed(comparison.measure, comparison.difference)


def difference_interval(comparison: Comparison) -> str:
    """The interval of the difference; empty where the test gives none."""
    if comparison.interval is None or comparison.difference is None:
        return ""
    low, high = (_signed(comparison.measure, end) for end in comparison.interval)
    return f"{low.removesuffix(' points')} to {high}"


def verdict(comparison: Comparison) -> str:
    """What may be said of a difference, in words."""
    return {
        Change.UP: "more than before",
        Change.DOWN: "less than before",
        Change.CHANCE: "no more than chance",
        Change.UNSAID: TOO_FEW,
    }[comparison.change]


def _signed(measure: Measure, value: float) -> str:
    if measure.unit is Unit.COUNT:
        shown = number(abs(round(value)))
    elif measure.unit is Unit.SHARE:
        shown = f"{abs(value) * 100:.1f} points"
    else:
        shown = seconds(abs(value))
    nothing = shown in {"0", "0.0 points", "0.0 s"}
    return shown if nothing else f"{'−' if value < 0 else '+'}{shown}"


def day(value: date | datetime) -> str:
    """A day: ``30 Nov 2026``."""
    return f"{value.day} {value:%b %Y}"


def short_day(value: date) -> str:
    """A day of a year that is known: ``30 Nov``."""
    return f"{value.day} {value:%b}"


def moment(value: datetime) -> str:
    """A minute: ``30 Nov 2026, 08:40``."""
    return f"{day(value)}, {value:%H:%M}"


def span(period: Period) -> str:
    """The days of a period, both counted, in its time zone."""
    zone = ZoneInfo(period.timezone)
    last = period.until.astimezone(zone) - timedelta(microseconds=1)
    return f"{day(period.since.astimezone(zone))} to {day(last)}"
