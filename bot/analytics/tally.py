"""Sum facts up, in one pass, for all rows of all tables at once.

Most tickets are alike in their flags: there are some dozens of patterns of them. So for each dimension it is enough to
count how often each value occurs with each pattern; every measure is read off these counts. Durations are kept as they
are, eight bytes each, because a median cannot be summed up.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import ceil
from typing import Any

import numpy as np

from bot.analytics.facts import Column, Facts, Numbering, Numbers, Places, Whole, flags_of, seconds_of
from bot.analytics.measures import MEASURES
from bot.analytics.model import Count, Durations, Rate, Subject, Unit, Value

ALL, WEEK = "all", "week"
_PATTERN_BITS = 20  # more patterns than flags can make


class Tally:
    """Counts the facts of one subject.

    Args:
        subject: What is counted.
        keys: The dimensions to break down by.
        personal: Those of them for which people are counted.
        weeks: The first moments of weeks, in seconds since 1970; where there are any it is broken down by them, too.
    """

    def __init__(
        self,
        subject: Subject,
        *,
        keys: Sequence[str] = (),
        personal: Sequence[str] = (),
        weeks: Sequence[float] = (),
    ) -> None:
        self._measures = [measure for measure in MEASURES.values() if measure.subject is subject]
        self._flags = flags_of(subject)
        self._keys = keys
        self._weeks = np.asarray(weeks, dtype=np.float64)
        self._values = {ALL: Numbering({ALL: 0}), **{name: Numbering() for name in keys}}
        if weeks:
            self._values[WEEK] = Numbering({n: n for n in range(len(weeks))})
        self._patterns = Numbering()
        self._pairs: dict[str, tuple[Whole, Whole]] = dict.fromkeys(self._values, _NO_PAIRS)
        self._seconds: dict[str, list[Numbers]] = {name: [] for name in seconds_of(subject)}
        self._places: dict[tuple[str, str], list[Places]] = {
            (fact, name): [] for fact in self._seconds for name in self._values
        }
        self._people: dict[str, set[tuple[Any, str]]] = {name: set() for name in personal}

    def add(self, facts: Facts) -> None:
        """Count some more."""
        found, inverse = np.unique(facts.flags, return_inverse=True)
        patterns = self._patterns.of(found.tolist())[inverse]
        timed = {name: np.flatnonzero(~np.isnan(facts.seconds[name])) for name in self._seconds}
        for name, places in timed.items():
            self._seconds[name].append(facts.seconds[name][places])
        for dimension, numbers in self._numbered(facts):
            self._pairs[dimension] = _summed(
                self._pairs[dimension], (numbers.astype(np.int64) << _PATTERN_BITS) | patterns
            )
            for name, places in timed.items():
                self._places[name, dimension].append(numbers[places])
        for dimension, pairs in self._people.items():
            pairs.update(_together(facts.keys[dimension], facts.people))

    def _numbered(self, facts: Facts) -> Iterator[tuple[str, Places]]:
        yield ALL, np.zeros(len(facts.at), dtype=np.int32)
        if WEEK in self._values:
            yield WEEK, np.clip(np.searchsorted(self._weeks, facts.at, side="right") - 1, 0, None).astype(np.int32)
        for name in self._keys:
            yield name, self._values[name].of(facts.keys[name].values)[facts.keys[name].places]

    def people(self, dimension: str) -> Mapping[Any, set[str]]:
        """Who stands behind each value of a dimension."""
        found: dict[Any, set[str]] = {}
        for value, person in self._people[dimension]:
            found.setdefault(value, set()).add(person)
        return found

    def sample(self, fact: str) -> Numbers:
        """All durations of a kind."""
        return np.concatenate([*self._seconds[fact], _NO_NUMBERS])

    def rows(self, dimension: str, put: Callable[[Any], Any] = lambda value: value) -> dict[Any, dict[str, Value]]:
        """The value of each measure, by the values of a dimension; of weeks, by their place.

        Args:
            dimension: One that was asked for, or ``ALL``, or ``WEEK``.
            put: Which row a value belongs to; by default each has its own.
        """
        rows = Numbering()
        row_of = rows.of(map(put, self._values[dimension]))
        pairs, counts = self._pairs[dimension]
        places = row_of[pairs >> _PATTERN_BITS] if len(pairs) else pairs
        patterns = pairs & ((1 << _PATTERN_BITS) - 1)
        known = np.fromiter(self._patterns, dtype=np.int64)

        def total(flag: str) -> list[int]:
            has = (known >> self._flags.index(flag)) & 1 if flag else np.ones_like(known)
            weights = counts * has[patterns] if len(pairs) else counts
            return np.bincount(places, weights=weights, minlength=len(rows)).astype(np.int64).tolist()  # type: ignore[no-any-return]

        columns: dict[str, Sequence[Value]] = {}
        for measure in self._measures:
            if measure.unit is Unit.SECONDS:
                columns[measure.name] = self._durations(measure.fact, dimension, row_of, len(rows))
            elif measure.unit is Unit.COUNT:
                columns[measure.name] = [Count(value) for value in total(measure.fact)]
            else:
                of = zip(total(measure.fact), total(measure.among), strict=True)  # no fact without its among
                columns[measure.name] = [Rate(k, n) for k, n in of]
        return {value: {name: column[n] for name, column in columns.items()} for value, n in rows.items()}

    def _durations(self, fact: str, dimension: str, row_of: Places, rows: int) -> list[Durations]:
        seconds = self.sample(fact)
        places = np.concatenate([*self._places[fact, dimension], _NO_PLACES])
        places = row_of[places] if len(places) else places
        order = np.lexsort((seconds, places))
        sizes = np.bincount(places, minlength=rows)
        ends = np.cumsum(sizes)
        ordered = seconds[order]
        return [_summary(ordered[end - size : end]) for size, end in zip(sizes.tolist(), ends.tolist(), strict=True)]


_NO_NUMBERS = np.zeros(0, dtype=np.float64)
_NO_PLACES = np.zeros(0, dtype=np.int32)
_NO_PAIRS = (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


def nothing(subject: Subject) -> dict[str, Value]:
    """The value of each measure where there is not one ticket, paste or answer."""
    made: dict[Unit, Value] = {Unit.COUNT: Count(0), Unit.SHARE: Rate(0, 0), Unit.SECONDS: Durations(0)}
    return {measure.name: made[measure.unit] for measure in MEASURES.values() if measure.subject is subject}


def _together(one: Column, other: Column) -> Iterator[tuple[Any, Any]]:
    """Which values of two columns stand side by side in a row."""
    found = np.unique(one.places.astype(np.int64) * len(other.values) + other.places)
    for pair in found.tolist():
        yield one.values[pair // len(other.values)], other.values[pair % len(other.values)]


def _summed(before: tuple[Whole, Whole], pairs: Whole) -> tuple[Whole, Whole]:
    """How often each pair came, with those that came before."""
    found, counts = np.unique(pairs, return_counts=True)
    keys, inverse = np.unique(np.concatenate([before[0], found]), return_inverse=True)
    sums = np.bincount(inverse, weights=np.concatenate([before[1], counts]), minlength=len(keys))
    return keys, sums.astype(np.int64)


def _summary(ordered: Numbers) -> Durations:
    """Median and p90 by nearest rank: the least value that so many do not exceed."""
    n = len(ordered)
    if n == 0:
        return Durations(0)
    return Durations(n, float(ordered[ceil(n / 2) - 1]), float(ordered[ceil(n * 9 / 10) - 1]))
