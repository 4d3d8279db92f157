"""Facts kept beside the views: what they say of many old rows, together.

A view looks up what it needs of each row, which is right for a month and slow for years. What it says of old rows
hardly ever changes. So it is asked once about a stretch of ids, and the answer is kept in columns, as a report takes
it; a report reads these stretches, and the view for all other rows. The view stays the only definition of a fact: what
is kept is nothing but its answer.

A stretch is true as long as it is there, because triggers delete it in the transaction that changes something it
depends on (migration 0016). That no change slips in while the view is read takes four steps, a transaction each:

1. ``claim``: a row without facts says which ids are to be kept. A change from now on deletes it.
2. ``settle``: changes that began before, and could not see that row, have ended.
3. ``SqlReports.old_facts``: what the view says.
4. ``put``: it is kept if the row is still there. Ids are never used twice, so it is the row of step 1 and no other.
"""

import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import numpy as np
from sqlalchemy import Connection, Table, func, insert, select, text, update
from sqlalchemy import delete as delete_from
from sqlalchemy.exc import DBAPIError

from bot.analytics.facts import Column, Facts, Stretch, flags_of, seconds_of
from bot.analytics.measures import DIMENSIONS
from bot.analytics.model import Subject
from bot.store.tables import answers, kept_facts, pastes, tickets

SIZE = 20_000  # ids a stretch
WAIT = "100ms"  # how long writers may be kept waiting for those before them

_ROWS: Mapping[Subject, tuple[Table, str]] = {
    Subject.TICKET: (tickets, "opened_at"),
    Subject.PASTE: (pastes, "created_at"),
    Subject.ANSWER: (answers, "shown_at"),
}
KEYS = (*DIMENSIONS, "workspace")


class SqlKeptFacts:
    """Fulfils ``bot.support.ports.KeptFacts``."""

    def __init__(self, connection: Connection, size: int = SIZE) -> None:
        self._connection = connection
        self._size = size

    def claim(self, *, before: datetime) -> Stretch | None:
        """The next stretch to keep, of rows that are all older; None when all are kept."""
        known = [shape(subject) for subject in Subject]
        self._connection.execute(delete_from(kept_facts).where(kept_facts.c.shape.not_in(known)))
        open_ = select(kept_facts).where(kept_facts.c.facts.is_(None)).order_by(kept_facts.c.id).limit(1)
        row = self._connection.execute(open_).one_or_none()
        if row is not None:
            return Stretch(row.id, Subject(row.subject), row.first, row.last)
        return next((stretch for subject in Subject if (stretch := self._next(subject, before))), None)

    def _next(self, subject: Subject, before: datetime) -> Stretch | None:
        table, time = _ROWS[subject]
        newest = self._connection.execute(select(func.max(table.c.id))).scalar_one() or 0
        kept = select(kept_facts.c.last).where(kept_facts.c.subject == subject.value)
        there = set(self._connection.execute(kept).scalars())
        for last in range(self._size, newest + 1, self._size):
            if last in there:
                continue
            first = last - self._size + 1
            youngest = select(func.max(table.c[time])).where(table.c.id.between(first, last))
            at = self._connection.execute(youngest).scalar_one()
            if at is not None and at >= before:
                return None
            values = {"subject": subject.value, "first": first, "last": last, "shape": shape(subject)}
            claimed = insert(kept_facts).values(values).returning(kept_facts.c.id)
            return Stretch(self._connection.execute(claimed).scalar_one(), subject, first, last)
        return None

    def settle(self) -> bool:
        """Whether all that changed facts without seeing the last claim has ended; SQLite has one writer at a time."""
        if self._connection.dialect.name == "sqlite":
            return True
        try:
            with self._connection.begin_nested():
                self._connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT}'"))
                self._connection.execute(text("LOCK TABLE kept_facts IN SHARE MODE"))
        except DBAPIError:
            return False
        return True

    def put(self, stretch: Stretch, facts: Facts | None) -> bool:
        """Keep what the view said; False where something changed since the claim."""
        values: dict[str, Any] = {"facts": b""}  # where there is no such row, there is no time that it could be of
        if facts is not None:
            since, last = (datetime.fromtimestamp(int(at), UTC) for at in (facts.at.min(), facts.at.max()))
            values = {"since": since, "until": last + timedelta(seconds=1), "facts": packed(facts)}
        there = (kept_facts.c.id == stretch.id, kept_facts.c.facts.is_(None))
        return bool(self._connection.execute(update(kept_facts).where(*there).values(values)).rowcount)


def shape(subject: Subject) -> str:
    """Tells facts of this program from those of one that knows other facts."""
    return sha256(repr((1, SIZE, subject.value, flags_of(subject), seconds_of(subject), KEYS)).encode()).hexdigest()[
        :16
    ]


def packed(facts: Facts) -> bytes:
    """Facts as bytes."""
    columns = {**facts.keys, "people": facts.people}
    arrays: dict[str, Any] = {"at": facts.at, "flags": facts.flags}
    arrays |= {f"seconds {name}": seconds for name, seconds in facts.seconds.items()}
    arrays |= {f"column {name}": _small(column) for name, column in columns.items()}
    if facts.confidence is not None:
        arrays["confidence"] = facts.confidence
    arrays["values"] = np.array(json.dumps({name: column.values for name, column in columns.items()}))
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def _small(column: Column) -> Any:
    return column.places.astype(np.min_scalar_type(max(len(column.values) - 1, 0)))


def unpacked(data: bytes, subject: Subject) -> Facts:
    """The facts that were packed."""
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        values = json.loads(str(arrays["values"]))
        columns = {
            name: Column(tuple(values[name]), arrays[f"column {name}"].astype(np.int32)) for name in (*KEYS, "people")
        }
        return Facts(
            at=arrays["at"],
            flags=arrays["flags"],
            people=columns.pop("people"),
            keys=columns,
            seconds={name: arrays[f"seconds {name}"] for name in seconds_of(subject)},
            confidence=arrays["confidence"] if subject is Subject.ANSWER else None,
        )
