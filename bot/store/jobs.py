"""Durable work: a table of jobs, claimed by workers.

A job is *open* until it is done or dead. ``due_at`` is schedule, lease and back-off at once: a claim moves it to the
end of the lease, so the job of a worker that died is due again by itself. Only whoever holds the newest claim, told by
owner and count of attempts, can renew, finish, retry or bury a job.

Of the jobs that are due, the lowest priority goes first, and in it the oldest. What was begun is finished before
something new is: deliveries, with which work begins, stand behind the rest.

A lane belongs to the job in it that has an owner, else to its oldest open job. The second half is the order; the first
keeps a job that was committed late, under an older id, from running beside the one that was claimed before it. Two
claims which still choose two jobs of one lane at the same moment (possible on PostgreSQL alone) meet in the unique
index ``uq_jobs_owned_lane``: the second one goes away empty and finds the lane taken at its next look.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.dml import ReturningUpdate

from bot import logs
from bot.store.sql import insert_into, insert_new
from bot.store.tables import jobs, periods
from bot.store.types import Words
from bot.support.model import NORMAL, Backlog, Job, JobState

_other = jobs.alias("other")
# Not a parameter: the indexes on lanes are partial, and a plan must see that they apply.
_NO_LANE: ColumnElement[str] = literal_column("''", Words())


def _is_open(table: Any) -> ColumnElement[bool]:
    return and_(table.c.done_at.is_(None), table.c.dead_at.is_(None))


def _is_claim(job: Job) -> ColumnElement[bool]:
    """The job, as long as it is the claim that was handed out."""
    return and_(jobs.c.id == job.id, jobs.c.owner == job.owner, jobs.c.attempts == job.attempts, _is_open(jobs))


def _lane_is_taken() -> ColumnElement[bool]:
    """Another open job of the lane goes first: one that has an owner, or an older one where this one has none."""
    goes_first = or_(_other.c.owner.is_not(None), and_(jobs.c.owner.is_(None), _other.c.id < jobs.c.id))
    return exists().where(
        _is_open(_other),
        jobs.c.lane != _NO_LANE,
        _other.c.lane != _NO_LANE,
        _other.c.workspace == jobs.c.workspace,
        _other.c.lane == jobs.c.lane,
        _other.c.id != jobs.c.id,
        goes_first,
    )


def _claim() -> ReturningUpdate[Any]:
    oldest = (
        select(jobs.c.id)
        .where(_is_open(jobs), jobs.c.due_at <= bindparam("now"), not_(_lane_is_taken()))
        .order_by(jobs.c.priority, jobs.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)  # dropped by SQLAlchemy on SQLite, which has one writer at a time
        .scalar_subquery()
    )
    values = {"owner": bindparam("new_owner"), "attempts": jobs.c.attempts + 1, "due_at": bindparam("lease_end")}
    return update(jobs).where(jobs.c.id == oldest).values(values).returning(jobs)


_CLAIM = _claim()  # made once: making it takes longer than running it


def _state(now: datetime) -> ColumnElement[str]:
    return case(
        (jobs.c.done_at.is_not(None), JobState.DONE.value),
        (jobs.c.dead_at.is_not(None), JobState.DEAD.value),
        (jobs.c.due_at <= now, JobState.READY.value),
        (jobs.c.owner.is_not(None), JobState.RUNNING.value),
        else_=JobState.WAITING.value,
    )


class SqlJobs:
    """Fulfils ``bot.support.ports.Jobs``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        key: str,
        kind: str,
        payload: Mapping[str, Any],
        *,
        workspace: str,
        now: datetime,
        lane: str = "",
        priority: int = NORMAL,
        due_at: datetime | None = None,
    ) -> bool:
        """Order work; False when a job of this key is there already, done or not."""
        row = {
            "workspace": workspace,
            "key": key,
            "kind": kind,
            "lane": lane,
            "payload": {**payload, **logs.carried()},
            "priority": priority,
            "attempts": 0,
            "added_at": now,
            "due_at": due_at or now,
        }
        return insert_new(self._connection, jobs, row)

    def enter_period(self, kind: str, start: datetime) -> bool:
        """Whether a period of periodic work is new: to the first who asks, and where no later one was entered."""
        statement = insert_into(self._connection.dialect.name, periods).values(kind=kind, started_at=start)
        later = periods.c.started_at < statement.excluded.started_at
        statement = statement.on_conflict_do_update(
            index_elements=[periods.c.kind], set_={"started_at": statement.excluded.started_at}, where=later
        )
        return self._connection.execute(statement.returning(periods.c.kind)).first() is not None

    def claim(self, owner: str, *, now: datetime, lease: timedelta) -> Job | None:
        """Take the first due job whose lane is free, for as long as the lease lasts."""
        given = {"new_owner": owner, "now": now, "lease_end": now + lease}
        try:
            with self._connection.begin_nested():
                row = self._connection.execute(_CLAIM, given).one_or_none()
        except IntegrityError:  # another worker took the lane in this moment
            return None
        return None if row is None else _job(row, JobState.RUNNING)

    def holds(self, job: Job) -> bool:
        """Whether the job is still this owner's; it stays so until the transaction ends."""
        statement = select(jobs.c.id).where(_is_claim(job)).with_for_update()
        return self._connection.execute(statement).first() is not None

    def renew(self, job: Job, *, now: datetime, lease: timedelta) -> bool:
        """Prolong the lease; False when the job is no longer this owner's."""
        return self._change(job, due_at=now + lease)

    def finish(self, job: Job, *, now: datetime) -> bool:
        """Done: its payload is erased. False when it is no longer this owner's."""
        return self._change(job, done_at=now, payload=None, last_error=None)

    def retry(self, job: Job, *, due_at: datetime, error: str) -> bool:
        """Give it back, to run again when due; its lane waits for it."""
        return self._change(job, owner=None, due_at=due_at, last_error=error)

    def bury(self, job: Job, *, now: datetime, error: str) -> bool:
        """Give it up; its lane goes on without it."""
        return self._change(job, owner=None, dead_at=now, last_error=error)

    def _change(self, job: Job, **values: Any) -> bool:
        """Change a job which is still the claim that was handed out."""
        statement = update(jobs).where(_is_claim(job))
        return self._connection.execute(statement.values(values)).rowcount == 1

    def list(self, states: Iterable[JobState], *, now: datetime, limit: int = 100) -> list[Job]:
        """Jobs in these states, oldest first."""
        state = _state(now)
        statement = (
            select(jobs, state.label("state"))
            .where(state.in_([wanted.value for wanted in states]))
            .order_by(jobs.c.id)
            .limit(limit)
        )
        return [_job(row, JobState(row.state)) for row in self._connection.execute(statement)]

    def revive(self, ids: Iterable[int] | None, *, now: datetime) -> int:
        """Make dead jobs ready again, all of them when None; how many.

        Attempts go on counting: whoever runs the job must know that it may have done its work before.
        """
        statement = update(jobs).where(jobs.c.dead_at.is_not(None), jobs.c.done_at.is_(None))
        if ids is not None:
            statement = statement.where(jobs.c.id.in_(list(ids)))
        return self._connection.execute(statement.values(dead_at=None, due_at=now)).rowcount

    def is_behind(self, depth: int, *, now: datetime) -> bool:
        """Whether at least this many jobs are due."""
        statement = select(jobs.c.id).where(_is_open(jobs), jobs.c.due_at <= now).offset(depth - 1).limit(1)
        return self._connection.execute(statement).first() is not None

    def prune(self, *, done_before: datetime, dead_before: datetime | None, limit: int) -> int:
        """Delete jobs that were done, and those that were given up, before these times, at most so many; how many."""
        number = 0
        for old in (jobs.c.done_at < done_before, None if dead_before is None else jobs.c.dead_at < dead_before):
            if old is not None:  # one after another: each has its index
                found = select(jobs.c.id).where(old).limit(limit - number).scalar_subquery()
                number += self._connection.execute(delete(jobs).where(jobs.c.id.in_(found))).rowcount
        return number

    def counts(self, *, now: datetime) -> Mapping[JobState, int]:
        """How many jobs are in each state."""
        state = _state(now).label("state")
        statement = select(state, func.count()).group_by(state)
        found = {JobState(name): number for name, number in self._connection.execute(statement)}
        return {wanted: found.get(wanted, 0) for wanted in JobState}

    def backlog(self, *, now: datetime) -> Backlog:
        """The work that is not done; quick, however much was done before."""
        where = _state(now).label("state")
        statement = select(where, func.count(), func.min(jobs.c.due_at)).where(_is_open(jobs)).group_by(where)
        rows = {JobState(name): (number, due_at) for name, number, due_at in self._connection.execute(statement)}
        counts: dict[JobState, int] = {
            wanted: rows[wanted][0] if wanted in rows else 0 for wanted in JobState if wanted is not JobState.DONE
        }
        dead = select(func.count()).where(jobs.c.dead_at.is_not(None), jobs.c.done_at.is_(None))
        counts[JobState.DEAD] = self._connection.execute(dead).scalar_one()
        oldest = rows[JobState.READY][1] if JobState.READY in rows else now
        return Backlog(counts, (now - oldest).total_seconds())


def _job(row: Row[Any], state: JobState) -> Job:
    return Job(
        id=row.id,
        workspace=row.workspace,
        key=row.key,
        kind=row.kind,
        lane=row.lane,
        payload=row.payload or {},
        attempts=row.attempts,
        owner=row.owner,
        due_at=row.due_at,
        state=state,
        last_error=row.last_error,
    )
