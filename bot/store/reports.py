"""What the analytics read: sums over the ``analytics_*`` views, which alone say what a measure means."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, TableClause, column, func, select, table
from sqlalchemy.sql.expression import ColumnElement

from bot.store.types import Id, Utc, Words
from bot.support.model import ArticleUse, Outcome, Report

_tickets = table(
    "analytics_tickets",
    column("ticket", Id),
    column("workspace", Words),
    column("opened_at", Utc),
    column("outcome", Words),
)
_articles = table(
    "analytics_articles",
    column("answer", Id),
    column("workspace", Words),
    column("opened_at", Utc),
    column("article", Words),
    column("current_title", Words),
    column("shown_at", Utc),
    column("resolved", Integer),
    column("rejected", Integer),
)
_unanswered = table("analytics_unanswered", column("paste", Id), column("workspace", Words), column("created_at", Utc))


class SqlReports:
    """Fulfils ``bot.support.ports.Reports``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def report(self, *, since: datetime, until: datetime, workspace: str | None = None) -> Report:
        """Outcomes and uses of articles, of tickets opened in [since, until), and failures left quiet in that time.

        Articles come in the order of how often they resolved, then of how often they were shown. Their titles are
        the present ones.
        """

        def within(view: TableClause, time: str) -> list[ColumnElement[bool]]:
            period = [view.c[time] >= since, view.c[time] < until]
            return period if workspace is None else [*period, view.c.workspace == workspace]

        by_outcome = (
            select(_tickets.c.outcome, func.count()).where(*within(_tickets, "opened_at")).group_by(_tickets.c.outcome)
        )
        outcomes = {Outcome(name): count for name, count in self._connection.execute(by_outcome)}
        unanswered = select(func.count()).select_from(_unanswered).where(*within(_unanswered, "created_at"))
        return Report(
            since=since,
            until=until,
            tickets=sum(outcomes.values()),
            outcomes={outcome: outcomes.get(outcome, 0) for outcome in Outcome},
            # An answer is not older than its ticket. Saying so lets the database read those of the period alone.
            articles=self._uses([*within(_articles, "opened_at"), _articles.c.shown_at >= since]),
            unanswered=self._connection.execute(unanswered).scalar_one(),
        )

    def _uses(self, where: list[ColumnElement[bool]]) -> tuple[ArticleUse, ...]:
        shown: ColumnElement[Any] = func.count().label("shown")
        resolved: ColumnElement[Any] = func.sum(_articles.c.resolved).label("resolved")
        statement = (
            select(
                _articles.c.article,
                _articles.c.current_title.label("title"),
                shown,
                resolved,
                func.sum(_articles.c.rejected).label("rejected"),
            )
            .where(*where)
            .group_by(_articles.c.article, _articles.c.current_title)
            .order_by(resolved.desc(), shown.desc(), _articles.c.article)
        )
        return tuple(ArticleUse(*row) for row in self._connection.execute(statement))
