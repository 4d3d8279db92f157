"""Incidents: the same failure hits more people at once than it usually does.

Method
------
What is counted is people, not pastes: somebody who pastes three times is one. Of each cluster (``clusters``) the people
of the last 5, 15 and 60 minutes are held against what is usual at this hour of the week.

*Usual* is learned from four weeks: the rate of the cluster, and the rhythm of all pastes by hour and by day, for one
cluster alone is too rare to show a rhythm. A rate that was seen n times in that time is itself uncertain; the number of
people to expect therefore follows a negative binomial distribution (Poisson, with a gamma-distributed rate), which is
wider the less was seen. A failure never seen before counts as one that was about to be seen.

*Unusual* is what false alarms allow. A bound of ``FALSE_ALARMS`` a month is shared out among all clusters and windows;
a cluster that comes often is asked for more, so that a busy failure and a rare one raise equally few. Windows overlap
and people come one by one, so what comes about is less than the bound: by simulation about one a year. At least
``LEAST`` people must be hit. An incident is over when the last hour is no longer out of the ordinary.

The rule looks at the time when people posted, not when a worker came to read it: after a standstill, what piled up is
no incident.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import exp, lgamma, log
from typing import Final

WINDOWS: Final = (timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
LONGEST: Final = WINDOWS[-1]
LEARNED: Final = timedelta(weeks=4)
LEAST: Final = 3  # people
FALSE_ALARMS: Final = 1.0  # a month, by the sum of all chances
MONTH: Final = timedelta(days=30)
ORDINARY: Final = 0.01  # so many people in the last hour are no surprise any more
_HOURS, _DAYS = 24, 7
_WEIGHT: Final = 20.0  # pastes that say: every hour and day is like the others
_QUIETEST: Final = 0.1  # of the mean rate: at night nothing is expected, but little is known, too


@dataclass(frozen=True, slots=True)
class Arrival:
    """A paste that shows a failure.

    Attributes:
        author: Who posted it.
        at: When it was posted.
    """

    cluster: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Rise:
    """A failure that rises above its usual rate.

    Attributes:
        started_at: The first paste of the window that showed it.
        noticed_at: The paste with which it was unusual.
        people: How many were hit until then.
        usual: How many people a day hit on it before, on the mean.
    """

    cluster: str
    started_at: datetime
    noticed_at: datetime
    people: int
    usual: float


@dataclass(frozen=True, slots=True)
class Usual:
    """What happened in the time that is learned from.

    Attributes:
        span: How long that was.
        counts: How many pastes of each cluster.
        rhythm: How many pastes of all clusters by hour of the week, from Monday 0:00 UTC.
    """

    span: timedelta
    counts: Mapping[str, int]
    rhythm: Sequence[int]

    @classmethod
    def of(cls, arrivals: Sequence[Arrival], span: timedelta = LEARNED) -> "Usual":
        """Count arrivals."""
        counts: dict[str, int] = defaultdict(int)
        rhythm = [0] * (_DAYS * _HOURS)
        for arrival in arrivals:
            counts[arrival.cluster] += 1
            rhythm[hour_of_week(arrival.at)] += 1
        return cls(span, counts, rhythm)

    def season(self, at: datetime) -> float:
        """How much more, or less, than on the mean happens at this hour of the week."""
        place = hour_of_week(at)
        hour = sum(self.rhythm[place % _HOURS :: _HOURS])
        day = sum(self.rhythm[place // _HOURS * _HOURS :][:_HOURS])
        total = sum(self.rhythm)

        def share(count: int, parts: int) -> float:
            return (count + _WEIGHT / parts) / (total + _WEIGHT) * parts

        return max(_QUIETEST, share(hour, _HOURS) * share(day, _DAYS))

    def chance(self, cluster: str, people: int, window: timedelta, at: datetime) -> float:
        """How likely it is that so many people, or more, come within a window that ends at this time."""
        season = max(self.season(at - window), self.season(at))
        return at_least(people, self.counts.get(cluster, 0) + 1, season * (window / max(self.span, LONGEST)))

    def bound(self, cluster: str) -> float:
        """The chance below which the people that came with one more are unusual."""
        a_month = (self.counts.get(cluster, 0) + 1) * (MONTH / max(self.span, LONGEST))
        return FALSE_ALARMS / (max(1, len(self.counts)) * len(WINDOWS) * a_month)


def rising(recent: Sequence[Arrival], usual: Usual) -> list[Rise]:
    """The failures that rose above their usual rate.

    Args:
        recent: The pastes of the last hour or more, in any order; without those of incidents that are known.
        usual: What was before.
    """
    found: list[Rise] = []
    for cluster, arrivals in by_cluster(recent).items():
        rise = next(filter(None, (_rise(arrivals[: end + 1], usual) for end in range(len(arrivals)))), None)
        if rise is not None:
            found.append(Rise(cluster, *rise, usual.counts.get(cluster, 0) / (usual.span / timedelta(days=1))))
    return found


def is_over(last_hour: Sequence[Arrival], usual: Usual, cluster: str, now: datetime) -> bool:
    """Whether an incident has ended: what the last hour brought is no surprise."""
    people = len({arrival.author for arrival in last_hour if arrival.cluster == cluster})
    return people == 0 or usual.chance(cluster, people, LONGEST, now) >= ORDINARY


def by_cluster(arrivals: Sequence[Arrival]) -> dict[str, list[Arrival]]:
    """The arrivals of each cluster, in order of time."""
    found: dict[str, list[Arrival]] = defaultdict(list)
    for arrival in sorted(arrivals, key=lambda arrival: arrival.at):
        found[arrival.cluster].append(arrival)
    return found


def at_least(number: int, shape: float, exposure: float) -> float:
    """P(N ≥ number), N negative binomial: Poisson, with a rate of mean shape × exposure and of that shape.

    Args:
        number: How many.
        shape: How often it was seen, and one more.
        exposure: The length of the window, in lengths of the time in which it was seen.
    """
    if number <= 0:
        return 1.0
    odds = exposure / (1 + exposure)
    first = lgamma(shape + number) - lgamma(shape) - lgamma(number + 1) + number * log(odds) - shape * log(1 + exposure)
    term = total = exp(first)
    while term > total * 1e-9:
        term *= odds * (shape + number) / (number + 1)
        total += term
        number += 1
    return min(1.0, total)


def hour_of_week(at: datetime) -> int:
    """0 for the hour that begins on Monday 0:00 UTC, to 167."""
    there = at.astimezone(UTC)
    return there.weekday() * _HOURS + there.hour


def _rise(arrivals: Sequence[Arrival], usual: Usual) -> tuple[datetime, datetime, int] | None:
    """Whether the last of these arrivals, of one cluster, makes them unusual: since when, when, and how many people."""
    last = arrivals[-1]
    for window in WINDOWS:
        within = [arrival for arrival in arrivals if arrival.at > last.at - window]
        people = len({arrival.author for arrival in within})
        # The last one came anyway: it is the others that must not come by chance.
        if people >= LEAST and usual.chance(last.cluster, people - 1, window, last.at) < usual.bound(last.cluster):
            return within[0].at, last.at, people
    return None
