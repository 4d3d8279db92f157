"""Failures that no article resolved, by cluster."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, column, func, or_, select, table

from bot.analytics.gaps import FEW, Gap, masked, nearest
from bot.matching.model import Band, Decision
from bot.store.tables import pastes
from bot.store.types import Id, Words
from bot.support.model import Outcome
from bot.transcript.model import FailurePoint, Step

_tickets = table("analytics_tickets", column("ticket", Id), column("outcome", Words))
_NOT_RESOLVED = (Outcome.UNSOLVED.value, Outcome.ESCALATED.value, Outcome.RESOLVED_BY_PERSON.value)


class SqlGaps:
    """Fulfils ``bot.support.ports_past.Gaps``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def gaps(
        self,
        *,
        since: datetime,
        until: datetime,
        limit: int,
        workspace: str | None = None,
        cluster: str | None = None,
        fewest: int = FEW,
    ) -> list[Gap]:
        """The failures of [since, until) that no article resolved, those of most pastes first.

        Args:
            since: When the period begins.
            until: When it ends.
            limit: How many.
            workspace: Of this workspace alone.
            cluster: This one alone.
            fewest: Fewer people are not counted.
        """
        late = pastes.c.created_at >= since + (until - since) / 2
        told = and_(pastes.c.private.is_(False), pastes.c.text != "")
        sums: dict[str, ColumnElement[Any]] = {
            "number": func.count(),
            "unanswered": func.sum(case((pastes.c.ticket.is_(None), 1), else_=0)),
            "late": func.sum(case((late, 1), else_=0)),
            "first_at": func.min(pastes.c.created_at),
            "last_at": func.max(pastes.c.created_at),
            "channels": func.count(pastes.c.channel.distinct()),
            "people": func.count(pastes.c.author.distinct()),
            "newest": func.max(pastes.c.id),
            "example": func.max(case((told, pastes.c.id))),
        }
        quiet = and_(_tickets.c.outcome == Outcome.UNKNOWN.value, pastes.c.band == Band.QUIET.value)
        statement = (
            select(pastes.c.cluster, *(value.label(name) for name, value in sums.items()))
            .join_from(pastes, _tickets, _tickets.c.ticket == pastes.c.ticket, isouter=True)
            .where(
                pastes.c.cluster.is_not(None),
                pastes.c.withdrawn.is_(False),
                pastes.c.created_at >= since,
                pastes.c.created_at < until,
                or_(pastes.c.ticket.is_(None), _tickets.c.outcome.in_(_NOT_RESOLVED), quiet),
                *([] if workspace is None else [pastes.c.workspace == workspace]),
                *([] if cluster is None else [pastes.c.cluster == cluster]),
            )
            .group_by(pastes.c.cluster)
            .order_by(sums["number"].desc(), sums["last_at"].desc())
            .limit(limit)
        )
        found = self._connection.execute(statement).all()
        wanted = {row.newest for row in found} | {row.example for row in found if row.example is not None}
        columns = ("id", "step", "command", "code", "text", "decision")
        rows = self._connection.execute(
            select(*(pastes.c[name] for name in columns)).where(pastes.c.id.in_(sorted(wanted)))
        )
        by_id = {row.id: row for row in rows}
        return [_gap(row, by_id[row.newest], by_id.get(row.example), fewest) for row in found]


def _gap(row: Row[Any], newest: Row[Any], example: Row[Any] | None, fewest: int) -> Gap:
    decision = None if example is None else Decision.from_json(example.decision)
    return Gap(
        cluster=row.cluster,
        failure=FailurePoint(Step(newest.step) if newest.step else None, newest.command, newest.code, None, ""),
        pastes=row.number,
        unanswered=row.unanswered,
        halves=(row.number - row.late, row.late),
        first_at=row.first_at,
        last_at=row.last_at,
        channels=row.channels,
        people=row.people if row.people >= fewest else None,
        example=masked(example.text, decision) if example is not None and decision is not None else "",
        nearest=None if decision is None else nearest(decision),
    )
