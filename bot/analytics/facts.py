"""Facts: what the views say of many tickets, pastes or answers, in columns."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.analytics.measures import MEASURES
from bot.analytics.model import Subject, Unit

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
Places = NDArray[np.int32]


class Numbering(dict[Any, int]):
    """A number for each value, in the order in which they come."""

    def __missing__(self, value: Any) -> int:
        """The next number."""
        self[value] = found = len(self)
        return found

    def of(self, values: Iterable[Any]) -> Places:
        """The numbers of many values."""
        return np.fromiter(map(self.__getitem__, values), dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of values that come again and again.

    Attributes:
        values: Each value once; every one is somewhere in the column.
        places: For each row, which of the values it has.
    """

    values: tuple[Any, ...]
    places: Places

    @classmethod
    def of(cls, values: Iterable[Hashable]) -> "Column":
        """The column that has these values, row by row."""
        numbering = Numbering()
        places = numbering.of(values)
        return cls(tuple(numbering), places)

    def where(self, rows: NDArray[np.bool_]) -> "Column":
        """The column with these rows alone."""
        there, places = np.unique(self.places[rows], return_inverse=True)
        return Column(tuple(self.values[place] for place in there.tolist()), places.astype(np.int32))


def flags_of(subject: Subject) -> tuple[str, ...]:
    """The columns of a subject's view that are 0 or 1, as far as a measure sums them up; always in this order."""
    found = (
        name
        for measure in MEASURES.values()
        if measure.subject is subject and measure.unit is not Unit.SECONDS
        for name in (measure.fact, measure.among)
        if name
    )
    return tuple(dict.fromkeys(found))


def seconds_of(subject: Subject) -> tuple[str, ...]:
    """The columns of a subject's view that are seconds."""
    return tuple(m.fact for m in MEASURES.values() if m.subject is subject and m.unit is Unit.SECONDS)


@dataclass(frozen=True, slots=True)
class Facts:
    """Some tickets, pastes or answers; each has the same place in every column.

    Attributes:
        at: When the ticket was opened or the paste was kept, in seconds since 1970.
        flags: A bit for each of ``flags_of``, the first one lowest.
        keys: By the name of a dimension, what each belongs to; None where the paste does not tell.
        people: Who opened the ticket, who pasted.
        seconds: By the name of a column; not a number where it does not apply.
        confidence: Of answers, what the matcher promised; not a number outside the band ``answer``.
    """

    at: Numbers
    flags: Whole
    keys: Mapping[str, Column]
    people: Column
    seconds: Mapping[str, Numbers]
    confidence: Numbers | None = None

    def where(self, rows: NDArray[np.bool_]) -> "Facts":
        """The facts of these rows alone."""
        return Facts(
            at=self.at[rows],
            flags=self.flags[rows],
            keys={name: column.where(rows) for name, column in self.keys.items()},
            people=self.people.where(rows),
            seconds={name: seconds[rows] for name, seconds in self.seconds.items()},
            confidence=None if self.confidence is None else self.confidence[rows],
        )


@dataclass(frozen=True, slots=True)
class Stretch:
    """Facts that are to be kept: those of the rows with ids from ``first`` to ``last``."""

    id: int
    subject: Subject
    first: int
    last: int


class FactSource(Protocol):
    """Where facts come from: the views."""

    def facts(
        self, subject: Subject, *, since: datetime, until: datetime, workspace: str | None, keys: Collection[str]
    ) -> Iterator[Facts]:
        """All tickets opened, and pastes kept, in [since, until), or all answers on these tickets; many at a time."""
        ...

    def titles(self, articles: Collection[str]) -> Mapping[str, str]:
        """The present titles of articles, by their ids."""
        ...

    def elsewhere(self, *, since: datetime, until: datetime, workspace: str | None) -> Mapping[str | None, int]:
        """How many tickets opened in [since, until) have a link to another system, by system; of None: to any."""
        ...
