"""When people paste."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

DAYS = 365
HOURS = (
    0.2,
    0.15,
    0.1,
    0.1,
    0.15,
    0.3,
    0.8,
    2.2,
    4.6,
    5.6,
    5.4,
    4.4,
    3.4,
    4.8,
    5.4,
    5.2,
    4.2,
    3.0,
    1.9,
    1.4,
    1.1,
    0.9,
    0.6,
    0.4,
)
"""How busy each hour of a working day is, in UTC: offices in Europe, and some in America later in the day."""
WEEKDAYS = (1.2, 1.08, 1.0, 0.98, 0.82, 0.14, 0.12)  # from Monday
MONTHS = (1.08, 1.04, 1.05, 0.97, 0.98, 0.95, 0.84, 0.72, 1.04, 1.1, 1.12, 0.82)  # from January
GROWTH = 0.55  # how much busier the last month is than the first
QUIET_DAYS = frozenset({(12, 24), (12, 25), (12, 26), (12, 31), (1, 1)})


def moments(random: Random, count: int, *, end: datetime) -> list[datetime]:
    """So many moments of the year before ``end``, in order."""
    start = end - timedelta(days=DAYS)
    hours = [start + timedelta(hours=n) for n in range(DAYS * 24)]
    weights = list(accumulate(_busy(hour, (hour - start) / (end - start)) for hour in hours))
    found = random.choices(hours, cum_weights=weights, k=count)
    return sorted(hour + timedelta(seconds=random.random() * 3600) for hour in found)


def burst(random: Random, count: int, *, start: datetime, hours: float) -> Iterator[datetime]:
    """So many moments after ``start``: most of them soon, some until the hours are over."""
    for _ in range(count):
        yield start + timedelta(hours=min(random.expovariate(3 / hours), hours))


def _busy(hour: datetime, share: float) -> float:
    """How busy an hour is, where ``share`` of the year has gone by."""
    quiet = 0.15 if (hour.month, hour.day) in QUIET_DAYS else 1.0
    return (
        HOURS[hour.hour] * WEEKDAYS[hour.weekday()] * MONTHS[hour.month - 1] * (1 - GROWTH / 2 + GROWTH * share) * quiet
    )
