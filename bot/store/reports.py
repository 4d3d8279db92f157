"""What the analytics read: the ``analytics_*`` views, row by row. They alone say in SQL what a fact is.

The facts that are 0 or 1 come packed into one number, a bit each: most of the time of a report is spent in handing
rows over.

Of old rows the same may be kept (``bot.store.kept``); then no view is read for them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import reduce
from operator import add
from typing import Any

import numpy as np
from sqlalchemy import (
    Connection,
    Integer,
    Select,
    TableClause,
    case,
    column,
    extract,
    func,
    literal_column,
    null,
    or_,
    select,
    table,
)
from sqlalchemy.sql.expression import ColumnElement

from bot.analytics.facts import Column, Facts, Numbers, Stretch, flags_of, seconds_of
from bot.analytics.measures import DIMENSIONS
from bot.analytics.model import Subject
from bot.store.kept import KEYS, SIZE, shape, unpacked
from bot.store.tables import article_revisions, articles, kept_facts
from bot.store.types import Utc, Words

_ROWS = SIZE  # handed over at a time: all of a stretch
_TITLES = 500  # asked for at a time

VIEW_OF = {Subject.TICKET: "analytics_tickets", Subject.PASTE: "analytics_pastes", Subject.ANSWER: "analytics_articles"}
_TIMES = {Subject.TICKET: "opened_at", Subject.PASTE: "created_at", Subject.ANSWER: "opened_at"}
_PEOPLE = {Subject.TICKET: "opened_by", Subject.PASTE: "author", Subject.ANSWER: "opened_by"}

_events = table(
    "analytics_events",
    column("event", Integer),
    column("workspace", Words),
    column("ticket", Integer),
    column("channel", Words),
    column("answer", Integer),
    column("article", Words),
    column("kind", Words),
    column("reason", Words),
    column("actor", Words),
    column("at", Utc),
)

_links = table(
    "analytics_links",
    column("workspace", Words),
    column("ticket", Integer),
    column("opened_at", Utc),
    column("system", Words),
)


class SqlReports:
    """Fulfils ``bot.support.ports.Reports``, and with it ``bot.analytics.facts.FactSource``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def facts(
        self, subject: Subject, *, since: datetime, until: datetime, workspace: str | None, keys: Collection[str]
    ) -> Iterator[Facts]:
        """All tickets opened, and pastes kept, in [since, until), or all answers on these tickets; many at a time."""
        kept: list[tuple[int, int]] = []
        for first, last, facts in self._kept(subject, since, until):
            kept.append((first, last))
            if found := _asked_for(facts, workspace, keys):
                yield found
        view = _view(subject)
        statement = _within(view, subject, since, until, workspace)
        if kept:
            statement = statement.where(_outside(view.c[subject.value], kept))
        yield from self._read(view, subject, statement, list(keys))

    def old_facts(self, stretch: Stretch) -> Facts | None:
        """What the view says of the rows of a stretch, to be kept; None where there is no such row."""
        view = _view(stretch.subject)
        statement = select(view).where(view.c[stretch.subject.value].between(stretch.first, stretch.last))
        return next(iter([*self._read(view, stretch.subject, statement, list(KEYS))]), None)

    def _kept(self, subject: Subject, since: datetime, until: datetime) -> Iterator[tuple[int, int, Facts]]:
        """What is kept of rows that are all of this time, with their first and last ids."""
        table = kept_facts.c
        statement = (
            select(table.first, table.last, table.facts)
            .where(table.subject == subject.value, table.shape == shape(subject), table.facts.is_not(None))
            .where(table.since >= since, table.until <= until)
            .order_by(table.last)
        )
        for first, last, facts in self._connection.execute(statement, execution_options={"yield_per": 1}):
            yield first, last, unpacked(facts, subject)

    def _read(self, view: TableClause, subject: Subject, rows: Select[Any], names: list[str]) -> Iterator[Facts]:
        """Facts of these rows of the view."""
        seconds, answers = seconds_of(subject), subject is Subject.ANSWER
        statement = rows.with_only_columns(
            self._epoch(view.c[_TIMES[subject]]),
            _packed(view, flags_of(subject)),
            view.c[_PEOPLE[subject]],
            case((view.c.band == "answer", view.c.confidence)) if answers else null(),
            *(view.c[name] for name in (*seconds, *names)),
        )
        found = self._connection.execute(statement, execution_options={"yield_per": _ROWS})
        for some in found.partitions():
            at, flags, people, confidence, *others = zip(*some, strict=True)
            yield Facts(
                at=_numbers(at),
                flags=np.array(flags, dtype=np.int64),
                keys=dict(zip(names, map(Column.of, others[len(seconds) :]), strict=True)),
                people=Column.of(people),
                seconds={name: _numbers(others[n]) for n, name in enumerate(seconds)},
                confidence=_numbers(confidence) if answers else None,
            )

    def _epoch(self, time: ColumnElement[datetime]) -> ColumnElement[int]:
        """Seconds since 1970; on SQLite whole ones, because it would round up the last half millisecond of a week."""
        return extract("epoch", func.substr(time, 1, 19) if self._connection.dialect.name == "sqlite" else time)

    def titles(self, articles_: Collection[str]) -> Mapping[str, str]:
        """The present titles of articles, by their ids."""
        found: dict[str, str] = {}
        current = (article_revisions.c.article == articles.c.id) & (article_revisions.c.revision == articles.c.revision)
        statement = select(articles.c.id, article_revisions.c.title).join(article_revisions, current)
        wanted = sorted(articles_)
        for start in range(0, len(wanted), _TITLES):
            some = statement.where(articles.c.id.in_(wanted[start : start + _TITLES]))
            found.update({row.id: row.title for row in self._connection.execute(some)})
        return found

    def elsewhere(self, *, since: datetime, until: datetime, workspace: str | None) -> Mapping[str | None, int]:
        """How many tickets opened in [since, until) have a link to another system, by system; of None: to any."""
        opened, tickets = _links.c.opened_at, func.count(_links.c.ticket.distinct())
        within = [opened >= since, opened < until, *([] if workspace is None else [_links.c.workspace == workspace])]
        by_system = select(_links.c.system, tickets).where(*within).group_by(_links.c.system)
        found = {row[0]: row[1] for row in self._connection.execute(by_system)}
        return {**found, None: self._connection.execute(select(tickets).where(*within)).scalar_one()}

    def events(self, *, since: datetime, until: datetime, workspace: str | None) -> Iterator[Mapping[str, Any]]:
        """What happened in [since, until), in order, one by one; no text of a paste is in it."""
        statement = select(_events).where(_events.c.at >= since, _events.c.at < until).order_by(_events.c.event)
        if workspace is not None:
            statement = statement.where(_events.c.workspace == workspace)
        for row in self._connection.execute(statement, execution_options={"yield_per": _ROWS}):
            yield row._asdict()


def _view(subject: Subject) -> TableClause:
    """A view with the columns that are asked for. Most have no type: they are taken as they come, which is faster."""
    plain = [subject.value, _PEOPLE[subject], "workspace", "band", "confidence", *seconds_of(subject), *DIMENSIONS]
    return table(
        VIEW_OF[subject],
        *(column(name, Utc) for name in {_TIMES[subject], "shown_at"}),
        *(column(name, Integer) for name in flags_of(subject)),
        *(column(name) for name in plain),
    )


def _packed(view: TableClause, flags: Sequence[str]) -> ColumnElement[int]:
    """The flags as one number, a bit each, the first one lowest."""
    return reduce(add, (view.c[name] * literal_column(str(1 << n)) for n, name in enumerate(flags)))


def _within(
    view: TableClause, subject: Subject, since: datetime, until: datetime, workspace: str | None
) -> Select[Any]:
    time = view.c[_TIMES[subject]]
    statement = select(view).where(time >= since, time < until)
    if subject is Subject.ANSWER:
        # An answer is not older than its ticket. Saying so lets the database read those of the period alone.
        statement = statement.where(view.c.shown_at >= since)
    return statement if workspace is None else statement.where(view.c.workspace == workspace)


def _outside(number: ColumnElement[int], ranges: list[tuple[int, int]]) -> ColumnElement[bool]:
    """Ids in none of these ranges, which are in order: those between two of them, said so that an index finds them."""
    after = [0, *(last for _, last in ranges)]
    until = [*(first for first, _ in ranges), None]
    between = [
        number > low if high is None else (number > low) & (number < high)
        for low, high in zip(after, until, strict=True)
        if high is None or low + 1 < high
    ]
    return or_(*between)


def _asked_for(facts: Facts, workspace: str | None, keys: Collection[str]) -> Facts | None:
    """Of facts that were kept, those of a workspace, with these keys alone."""
    of = facts.keys["workspace"]
    facts = replace(facts, keys={name: facts.keys[name] for name in keys})
    if workspace is not None and of.values != (workspace,):
        facts = facts.where(np.array([value == workspace for value in of.values], dtype=np.bool_)[of.places])
    return facts if len(facts.at) else None


def _numbers(values: Sequence[Any]) -> Numbers:
    """Numbers as an array; what is not known is not a number."""
    return np.array(values, dtype=np.float64)
