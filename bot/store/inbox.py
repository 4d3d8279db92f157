"""Keys of deliveries, and how many come from whom."""

from datetime import datetime

from sqlalchemy import Connection, case, delete, select, update

from bot.store.sql import insert_new, upsert
from bot.store.tables import inbox, rates

_MINUTE = 60.0


class SqlInbox:
    """Fulfils ``bot.support.ports.Inbox``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def receive(self, key: str, *, workspace: str, kind: str, at: datetime) -> bool:
        """Note a delivery; False when its key is known."""
        return insert_new(
            self._connection, inbox, {"key": key, "workspace": workspace, "kind": kind, "received_at": at}
        )

    def decided(self, key: str, decision: str) -> None:
        """Note in a word what became of a delivery."""
        self._connection.execute(update(inbox).where(inbox.c.key == key).values(decision=decision))

    def is_over_rate(self, name: str, per_minute: float, *, workspace: str, at: datetime) -> bool:
        """Count one more from somebody; whether that is more than so many a minute.

        Each delivery pays for its share of a minute, one after another; who has paid for more than the coming minute
        is over the rate (a generic cell rate algorithm, ITU-T I.371: one row, one statement, no window). Nobody is
        made to pay for more than two minutes.
        """
        now, share = at.timestamp(), _MINUTE / per_minute
        paid = case(
            (rates.c.paid_until < now, now + share),
            (rates.c.paid_until + share > now + 2 * _MINUTE, now + 2 * _MINUTE),
            else_=rates.c.paid_until + share,
        )
        statement = upsert(
            self._connection,
            rates,
            {"workspace": workspace, "name": name, "paid_until": now + share},
            {"paid_until": paid},
        ).returning(rates.c.paid_until)
        return bool(self._connection.execute(statement).scalar_one() > now + _MINUTE + share / 2)

    def prune(self, before: datetime, *, limit: int) -> int:
        """Forget deliveries that came before; how many. And whose rate is not counted any more."""
        self._connection.execute(delete(rates).where(rates.c.paid_until < before.timestamp()))
        old = select(inbox.c.key).where(inbox.c.received_at < before).order_by(inbox.c.received_at).limit(limit)
        return self._connection.execute(delete(inbox).where(inbox.c.key.in_(old.scalar_subquery()))).rowcount
