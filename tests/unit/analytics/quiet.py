"""Quiet months: pastes that come by chance, by day more than at night, of many failures, some often and most seldom.

``python -m tests.unit.analytics.quiet [MONTHS]`` prints how many false alarms there were in so many simulated months,
and how soon injected incidents were noticed.
"""

import random
import sys
from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from bot.analytics.incidents import LEARNED, LONGEST, Arrival, Rise, Usual, is_over, rising

START = datetime(2026, 3, 2, tzinfo=UTC)  # a Monday
DAY = timedelta(days=1)
BY_HOUR = (1, 1, 1, 1, 1, 2, 4, 9, 16, 20, 20, 18, 14, 18, 20, 19, 16, 11, 7, 5, 4, 3, 2, 1)
BY_DAY = (11, 11, 10, 10, 9, 2, 1)


class Quiet:
    """Pastes without an incident: a Poisson process with a daily and a weekly rhythm.

    Args:
        seed: Of chance.
        clusters: How many failures there are.
        a_day: How many pastes come on a mean day.
        skew: How much more often the first failures come than the last ones (Zipf's law).
    """

    def __init__(self, seed: int, clusters: int = 150, a_day: float = 60.0, skew: float = 1.1) -> None:
        self._some = random.Random(seed)
        self._weights = list(accumulate((rank + 1) ** -skew for rank in range(clusters)))
        self._a_day = a_day
        self._people = 0

    def arrivals(self, since: datetime, until: datetime) -> list[Arrival]:
        """The pastes of a time, in order."""
        most = self._a_day * max(BY_DAY) / sum(BY_DAY) * 7 * max(BY_HOUR) / sum(BY_HOUR) * 24
        found, at = [], since
        while (at := at + timedelta(days=self._some.expovariate(most))) < until:
            kept = BY_DAY[at.weekday()] * BY_HOUR[at.hour] / max(BY_DAY) / max(BY_HOUR)
            if self._some.random() < kept:
                found.append(self.one(self._cluster(), at))
        return found

    def incident(self, cluster: str, at: datetime, a_minute: float, minutes: float) -> list[Arrival]:
        """People who hit on one failure from now on."""
        found, moment = [], at
        while (moment := moment + timedelta(minutes=self._some.expovariate(a_minute))) < at + timedelta(
            minutes=minutes
        ):
            found.append(self.one(cluster, moment))
        return found

    def one(self, cluster: str, at: datetime) -> Arrival:
        """A paste of somebody new."""
        self._people += 1
        return Arrival(cluster, f"U{self._people}", at)

    def _cluster(self) -> str:
        return f"c{bisect_left(self._weights, self._some.random() * self._weights[-1])}"


def watched(arrivals: list[Arrival], since: datetime) -> Iterator[Rise]:
    """What is noticed from a time on, looking whenever somebody pastes; what is usual is learned anew each day."""
    usual, learned = None, since
    open_: dict[str, datetime] = {}
    first = 0
    for place, arrival in enumerate(arrivals):
        if arrival.at < since:
            continue
        if usual is None or arrival.at >= learned + DAY:
            learned = arrival.at
            before = [one for one in arrivals[:place] if arrival.at - LEARNED <= one.at < arrival.at - LONGEST]
            usual = Usual.of(before)
        while arrivals[first].at <= arrival.at - LONGEST:
            first += 1
        recent = [one for one in arrivals[first : place + 1] if one.cluster == arrival.cluster]
        if arrival.cluster in open_:
            if not is_over(recent[:-1], usual, arrival.cluster, arrival.at):
                continue
            del open_[arrival.cluster]
        for rise in rising(recent, usual):
            if rise.noticed_at == arrival.at:
                open_[rise.cluster] = rise.noticed_at
                yield rise


def false_alarms(seed: int, **kind: float) -> int:
    """How many there are in a quiet month, after four weeks to learn from."""
    month = START + LEARNED
    return len(list(watched(Quiet(seed, **kind).arrivals(START, month + timedelta(days=30)), month)))


def minutes_until_noticed(seed: int, cluster: str, at: datetime, *, a_minute: float = 1.5, **kind: float) -> float:
    """How long an incident lasts before it is noticed; an hour where it is not."""
    quiet = Quiet(seed, **kind)
    before = quiet.arrivals(at - LEARNED, at + LONGEST)
    began = quiet.incident(cluster, at, a_minute, 60)
    every = sorted([*before, *began], key=lambda arrival: arrival.at)
    noticed = next((rise for rise in watched(every, at) if rise.cluster == cluster), None)
    return 60.0 if noticed is None else (noticed.noticed_at - began[0].at) / timedelta(minutes=1)


KINDS = {
    "a small workspace": {"clusters": 40, "a_day": 8.0},
    "a middling one": {"clusters": 150, "a_day": 60.0},
    "a large one": {"clusters": 400, "a_day": 400.0},
    "one failure above all": {"clusters": 60, "a_day": 100.0, "skew": 2.0},
}

if __name__ == "__main__":
    months = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    for name, kind in KINDS.items():
        counts = [false_alarms(seed, **kind) for seed in range(months // len(KINDS))]
        print(f"{name}: {sum(counts)} false alarms in {len(counts)} months, at most {max(counts)} in one")  # noqa: T201  it is a program, too
        for a_minute in (1.0, 1.5, 3.0):
            at = START + LEARNED + timedelta(days=1, hours=10)
            waits = sorted(
                minutes_until_noticed(seed, f"c{place}", at, a_minute=a_minute, **kind)
                for seed in range(12)
                for place in (0, 3, 30)
            )
            late = sum(wait > 5 for wait in waits)
            median = waits[len(waits) // 2]
            print(f"  {a_minute} people a minute: noticed after {median:.1f} minutes, late {late}/{len(waits)}")  # noqa: T201  it is a program, too
