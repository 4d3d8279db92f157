"""When to look at tickets of which nobody said anything."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.store.tables import tickets
from bot.store.tickets import as_ticket
from bot.support.model import Ticket


class SqlSilence:
    """Fulfils ``bot.support.silence.Silence``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self, ticket: int, at: datetime | None) -> None:
        """Look at a ticket then, unless it is to be looked at already; None for never."""
        if at is not None:
            unseen = (tickets.c.id == ticket, tickets.c.look_at.is_(None))
            self._connection.execute(update(tickets).where(*unseen).values(look_at=at))

    def due(self, now: datetime, *, limit: int) -> list[Ticket]:
        """Tickets to be looked at by now, the longest due first."""
        statement = select(tickets).where(tickets.c.look_at <= now).order_by(tickets.c.look_at).limit(limit)
        return [as_ticket(row) for row in self._connection.execute(statement)]

    def look_again(self, ticket: int, at: datetime | None) -> None:
        """When to look at a ticket next; None for never."""
        self._connection.execute(update(tickets).where(tickets.c.id == ticket).values(look_at=at))
