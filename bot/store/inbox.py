"""Keys of deliveries."""

from datetime import datetime

from sqlalchemy import Connection, update

from bot.store.sql import insert_new
from bot.store.tables import inbox


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
