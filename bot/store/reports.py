"""What the analytics read: the ``analytics_*`` views, row by row. They alone say in SQL what a fact is.

The facts that are 0 or 1 come packed into one number, a bit each: most of the time of a report is spent in handing
rows over.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
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
    select,
    table,
)
from sqlalchemy.sql.expression import ColumnElement

from bot.analytics.facts import Facts, Numbers, flags_of, seconds_of
from bot.analytics.measures import DIMENSIONS
from bot.analytics.model import Subject
from bot.store.tables import article_revisions, articles
from bot.store.types import Utc, Words

_ROWS = 20_000  # handed over at a time
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
        view = _view(subject)
        seconds, names = seconds_of(subject), list(keys)
        answers = subject is Subject.ANSWER
        statement = _within(view, subject, since, until, workspace).with_only_columns(
            self._epoch(view.c[_TIMES[subject]]),
            _packed(view, flags_of(subject)),
            view.c[_PEOPLE[subject]],
            case((view.c.band == "answer", view.c.confidence)) if answers else null(),
            *(view.c[name] for name in (*seconds, *names)),
        )
        found = self._connection.execute(statement, execution_options={"yield_per": _ROWS})
        for rows in found.partitions():
            at, flags, people, confidence, *others = zip(*rows, strict=True)
            yield Facts(
                at=_numbers(at),
                flags=np.array(flags, dtype=np.int64),
                keys=dict(zip(names, others[len(seconds) :], strict=True)),
                people=people,
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
    plain = [_PEOPLE[subject], "workspace", "band", "confidence", *seconds_of(subject), *DIMENSIONS]
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


def _numbers(values: Sequence[Any]) -> Numbers:
    """Numbers as an array; what is not known is not a number."""
    return np.array(values, dtype=np.float64)
