"""Tickets of other systems."""

from datetime import datetime

from sqlalchemy import Connection, select

from bot.store.sql import insert_new
from bot.store.tables import ticket_links
from bot.support.links import Link, System


class SqlLinks:
    """Fulfils ``bot.support.links.Links``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, ticket: int, link: Link, *, workspace: str, by: str, at: datetime) -> bool:
        """Link a ticket to another one; False when it is linked already."""
        row = {
            "workspace": workspace,
            "ticket": ticket,
            "system": link.system.value,
            "number": link.number,
            "url": link.url,
            "channel": link.channel,
            "named_by": by,
            "named_at": at,
        }
        return insert_new(self._connection, ticket_links, row)

    def of(self, ticket: int) -> list[Link]:
        """What a ticket is linked to, in the order it was named."""
        statement = select(ticket_links).where(ticket_links.c.ticket == ticket).order_by(ticket_links.c.id)
        return [
            Link(System(row.system), row.number, row.url, row.channel or "")
            for row in self._connection.execute(statement)
        ]
