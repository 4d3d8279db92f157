"""Incidents, and what is usual."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, insert, or_, select, true, update

from bot.analytics.incidents import Rise, Usual
from bot.errors import UnknownRowError
from bot.store.tables import incidents, pastes
from bot.support.model import Incident, Observation, Source
from bot.transcript.model import FailurePoint, Step

_LATE = timedelta(days=7)  # a message is not read later than that
_EARLY = timedelta(minutes=5)  # that clocks may differ
_OF_THE_WEEK = 7 * 24
_FAILURES = and_(pastes.c.cluster.is_not(None), ~pastes.c.withdrawn)


class SqlIncidents:
    """Fulfils ``bot.support.incidents.Incidents``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def recent(self, since: datetime) -> list[Observation]:
        """The failures kept since a time, of all workspaces; those that were deleted are none."""
        return self._observations(pastes.c.created_at >= since)

    def usual(self, workspace: str, *, since: datetime, until: datetime) -> Usual:
        """What a workspace saw within a time; what belongs to incidents does not count.

        Where it is not as old as that, the time begins with its first paste.
        """
        within = and_(pastes.c.workspace == workspace, pastes.c.created_at >= since, pastes.c.created_at < until)
        during = exists().where(
            incidents.c.workspace == pastes.c.workspace,
            incidents.c.cluster == pastes.c.cluster,
            pastes.c.created_at >= incidents.c.started_at,
            or_(incidents.c.ended_at.is_(None), pastes.c.created_at <= incidents.c.ended_at),
        )
        hour = self._hour_of_week().label("hour")
        statement = (
            select(pastes.c.cluster, hour, func.count())
            .where(within, _FAILURES, ~during)
            .group_by(pastes.c.cluster, hour)
        )
        counts: dict[str, int] = defaultdict(int)
        rhythm = [0] * _OF_THE_WEEK
        for cluster, place, number in self._connection.execute(statement):
            counts[cluster] += number
            rhythm[_place(place)] += number
        first = self._connection.execute(
            select(func.min(pastes.c.created_at)).where(pastes.c.workspace == workspace)
        ).scalar_one()
        return Usual(until - min(until, max(since, first or until)), dict(counts), rhythm)

    def current(self, ended_since: datetime) -> list[Incident]:
        """The incidents that go on, or ended since a time."""
        there = or_(incidents.c.ended_at.is_(None), incidents.c.ended_at >= ended_since)
        statement = select(incidents).where(there).order_by(incidents.c.id)
        return [_incident(row) for row in self._connection.execute(statement)]

    def open(self, workspace: str, rise: Rise, *, pastes: int) -> Incident | None:
        """A new incident; None where one of this cluster goes on."""
        going_on = select(incidents.c.id).where(
            incidents.c.workspace == workspace, incidents.c.cluster == rise.cluster, incidents.c.ended_at.is_(None)
        )
        if self._connection.execute(going_on).first() is not None:
            return None
        values = {
            "workspace": workspace,
            "cluster": rise.cluster,
            "started_at": rise.started_at,
            "noticed_at": rise.noticed_at,
            "last_at": rise.noticed_at,
            "people": rise.people,
            "pastes": pastes,
            "usual": rise.usual,
        }
        return _incident(self._connection.execute(insert(incidents).values(values).returning(incidents)).one())

    def get(self, incident: int) -> Incident:
        """An incident by its id.

        Raises:
            UnknownRowError: There is none.
        """
        row = self._connection.execute(select(incidents).where(incidents.c.id == incident)).one_or_none()
        if row is None:
            raise UnknownRowError("incident", incident)
        return _incident(row)

    def grew(self, incident: int, *, people: int, pastes: int, last_at: datetime) -> None:
        """Note how many people it has hit so far."""
        self._change(incident, people=people, pastes=pastes, last_at=last_at)

    def ended(self, incident: int, *, at: datetime) -> None:
        """Note that it is over."""
        self._change(incident, ended_at=at)

    def said(self, incident: int, *, channel: str, ts: str) -> None:
        """Note where it was said."""
        self._change(incident, channel=channel, ts=ts)

    def observations(self, incident: Incident) -> list[Observation]:
        """The pastes that belong to an incident, oldest first."""
        found = self._observations(
            pastes.c.workspace == incident.workspace,
            pastes.c.cluster == incident.cluster,
            pastes.c.created_at >= incident.started_at - _EARLY,
            true() if incident.ended_at is None else pastes.c.created_at <= incident.ended_at,
        )
        return [one for one in found if one.arrival.at >= incident.started_at]

    def _observations(self, *where: ColumnElement[bool]) -> list[Observation]:
        columns = [pastes.c[name] for name in ("id", "workspace", "channel", "ts", "author", "source", "cluster")]
        columns += [pastes.c[name] for name in ("ticket", "private", "created_at", "step", "command", "code")]
        found = self._connection.execute(select(*columns).where(_FAILURES, *where).order_by(pastes.c.id)).all()
        return sorted((_observation(row) for row in found), key=lambda one: (one.arrival.at, one.paste))

    def _hour_of_week(self) -> ColumnElement[Any]:
        """The day of the week, 1 for Monday and 0 or 7 for Sunday, and the hour, UTC: ``1-09``."""
        if self._connection.dialect.name == "sqlite":
            return func.strftime("%w-%H", pastes.c.created_at)
        return func.to_char(func.timezone("UTC", pastes.c.created_at), "ID-HH24")

    def _change(self, incident: int, **values: Any) -> None:
        self._connection.execute(update(incidents).where(incidents.c.id == incident).values(values))


def _place(hour: str) -> int:
    """``1-09``, Monday at nine, is 9."""
    day, _, clock = hour.partition("-")
    return (int(day) - 1) % 7 * 24 + int(clock)


def _incident(row: Row[Any]) -> Incident:
    return Incident(**row._mapping)  # noqa: SLF001  SQLAlchemy's name for what is public


def _observation(row: Row[Any]) -> Observation:
    return Observation(
        paste=row.id,
        workspace=row.workspace,
        channel=row.channel,
        ts=row.ts,
        source=Source(row.source),
        author=row.author,
        cluster=row.cluster,
        at=_posted_at(row.ts, row.source, row.created_at),
        ticket=row.ticket,
        private=row.private,
        failure=FailurePoint(Step(row.step) if row.step else None, row.command, row.code, None, ""),
    )


def _posted_at(ts: str, source: str, kept_at: datetime) -> datetime:
    """When a paste was posted: a message's id is its time (docs.slack.dev/messaging/retrieving-messages)."""
    if source != Source.MESSAGE.value:
        return kept_at
    try:
        posted = datetime.fromtimestamp(float(ts), UTC)
    except (ValueError, OverflowError, OSError):
        return kept_at
    return posted if kept_at - _LATE <= posted <= kept_at + _EARLY else kept_at
