"""Keys of deliveries, and how many come from whom."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Float, bindparam, case, delete, func, select, update
from sqlalchemy.sql.dml import ReturningInsert

from bot.store.sql import insert_into, insert_new
from bot.store.tables import inbox, rates
from bot.support.model import Neighbour, Spot

_MINUTE = 60.0


class SqlInbox:
    """Fulfils ``bot.support.ports.Inbox``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def receive(
        self,
        key: str,
        *,
        workspace: str,
        kind: str,
        at: datetime,
        spot: Spot | None = None,
        decision: str | None = None,
    ) -> bool:
        """Note a delivery, or a post at its spot; False when its key is known."""
        row = {"key": key, "workspace": workspace, "kind": kind, "received_at": at, "decision": decision}
        where = {} if spot is None else {"flow": spot.flow, "ts": spot.ts, "author": spot.author}
        return insert_new(self._connection, inbox, row | where)

    def posts_before(self, spot: Spot, *, workspace: str, since: str, limit: int) -> list[Neighbour]:
        """What was posted in a flow before a post, the newest first."""
        statement = (
            select(inbox.c.ts, inbox.c.author, inbox.c.decision)
            .where(inbox.c.workspace == workspace, inbox.c.flow == spot.flow, inbox.c.ts >= since, inbox.c.ts < spot.ts)
            .order_by(inbox.c.ts.desc())
            .limit(limit)
        )
        return [Neighbour(row.ts, row.author, row.decision) for row in self._connection.execute(statement)]

    def decided(self, key: str, decision: str) -> None:
        """Note in a word what became of a delivery."""
        self._connection.execute(update(inbox).where(inbox.c.key == key).values(decision=decision))

    def last_seen(self, workspace: str) -> Mapping[str, datetime]:
        """When a delivery of each kind came last, of those that are remembered."""
        last = func.max(inbox.c.received_at).label("last")
        statement = select(inbox.c.kind, last).where(inbox.c.workspace == workspace).group_by(inbox.c.kind)
        return {row.kind: row.last for row in self._connection.execute(statement)}

    def is_over_rate(self, name: str, per_minute: float, *, workspace: str, at: datetime) -> bool:
        """Count one more from somebody; whether that is more than so many a minute.

        Each delivery pays for its share of a minute, one after another; who has paid for more than the coming minute
        is over the rate (a generic cell rate algorithm, ITU-T I.371: one row, one statement, no window). Nobody is
        made to pay for more than two minutes.
        """
        now, share = at.timestamp(), _MINUTE / per_minute
        row = {"workspace": workspace, "name": name, "paid_until": now + share}
        statement = _pay(self._connection.dialect.name)
        paid_until = self._connection.execute(statement, {**row, "now": now, "share": share}).scalar_one()
        return bool(paid_until > now + _MINUTE + share / 2)

    def prune(self, before: datetime, *, limit: int) -> int:
        """Forget deliveries that came before; how many. And whose rate is not counted any more."""
        self._connection.execute(delete(rates).where(rates.c.paid_until < before.timestamp()))
        old = select(inbox.c.key).where(inbox.c.received_at < before).order_by(inbox.c.received_at).limit(limit)
        return self._connection.execute(delete(inbox).where(inbox.c.key.in_(old.scalar_subquery()))).rowcount


@cache
def _pay(dialect: str) -> ReturningInsert[Any]:
    """One share more; of whoever never paid, or not for some time, the first one."""
    now, share = bindparam("now", type_=Float), bindparam("share", type_=Float)
    most, next_share = now + 2 * _MINUTE, rates.c.paid_until + share
    paid_until = case((rates.c.paid_until < now, now + share), (next_share > most, most), else_=next_share)
    statement = insert_into(dialect, rates).on_conflict_do_update(
        index_elements=rates.primary_key.columns, set_={"paid_until": paid_until}
    )
    return statement.returning(rates.c.paid_until)
