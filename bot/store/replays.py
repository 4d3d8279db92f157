"""Past pastes with what people said of them, to be decided anew."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, Row, column, select, table

from bot.analytics.replay import Said
from bot.matching.model import Decision
from bot.store.tables import events, pastes
from bot.store.types import Id, Utc, Words
from bot.support.model import EventKind, Outcome

_articles = table(
    "analytics_articles",
    column("paste", Id),
    column("article", Words),
    column("resolved", Integer),
    column("rejected", Integer),
    column("shown_at", Utc),
)
_tickets = table("analytics_tickets", column("ticket", Id), column("outcome", Words))


class SqlReplays:
    """Fulfils ``bot.support.ports_past.Replays``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def said(self, *, since: datetime, until: datetime) -> list[Said]:
        """The pastes kept in [since, until) that still have their text, oldest first."""
        within = (pastes.c.created_at >= since, pastes.c.created_at < until, pastes.c.text != "")
        columns = [pastes.c[name] for name in ("id", "ticket", "created_at", "text", "decision")]
        statement = select(*columns).where(*within).order_by(pastes.c.created_at, pastes.c.id)
        kept = self._connection.execute(statement).all()
        confirmed, rejected = self._judged(since)
        solved = self._solved_by_people(since)
        return [_said(row, confirmed[row.id], rejected[row.id], solved[row.ticket]) for row in kept]

    def _judged(self, since: datetime) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
        """The articles that solved each paste, and those that were turned down."""
        confirmed: dict[int, set[str]] = defaultdict(set)
        rejected: dict[int, set[str]] = defaultdict(set)
        # An answer is not older than its paste. Saying so lets the database read those of the period alone.
        judged = (_articles.c.shown_at >= since, (_articles.c.resolved == 1) | (_articles.c.rejected == 1))
        columns = (_articles.c.paste, _articles.c.article, _articles.c.resolved)
        for paste, article, resolved in self._connection.execute(select(*columns).where(*judged)):
            (confirmed if resolved else rejected)[paste].add(article)
        return confirmed, rejected

    def _solved_by_people(self, since: datetime) -> dict[int | None, set[str]]:
        """The articles with which people solved tickets by themselves."""
        statement = (
            select(events.c.ticket, events.c.article)
            .join_from(events, _tickets, _tickets.c.ticket == events.c.ticket)
            .where(
                events.c.at >= since,
                events.c.kind == EventKind.RESOLVED_BY_PERSON.value,
                events.c.article.is_not(None),
                _tickets.c.outcome == Outcome.RESOLVED_BY_PERSON.value,
            )
        )
        found: dict[int | None, set[str]] = defaultdict(set)
        for ticket, article in self._connection.execute(statement):
            found[ticket].add(article)
        return found


def _said(row: Row[Any], confirmed: set[str], rejected: set[str], solved_with: set[str]) -> Said:
    return Said(
        paste=row.id,
        at=row.created_at,
        text=row.text,
        decision=Decision.from_json(row.decision),
        confirmed=frozenset(confirmed),
        rejected=frozenset(rejected - confirmed),
        solved_with=frozenset(solved_with),
    )
