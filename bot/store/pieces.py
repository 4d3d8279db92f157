"""The pieces of pastes that came in several messages."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from bot.store.sql import insert_into
from bot.store.tables import pieces
from bot.support.model import Piece


class SqlPieces:
    """Fulfils ``bot.support.ports_channels.Pieces``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def at(self, *, workspace: str, channel: str, ts: str) -> Piece | None:
        """The piece that a message is, if it is one."""
        statement = select(pieces).where(
            pieces.c.workspace == workspace, pieces.c.channel == channel, pieces.c.ts == ts
        )
        row = self._connection.execute(statement).one_or_none()
        return None if row is None else _piece(row)

    def of(self, paste: int) -> list[Piece]:
        """The pieces of a paste, in the order they were posted; none where it came in one message."""
        statement = select(pieces).where(pieces.c.paste == paste).order_by(pieces.c.ts)
        return [_piece(row) for row in self._connection.execute(statement)]

    def put(self, piece: Piece) -> None:
        """Keep a piece, as it is now."""
        values = {"paste": piece.paste, "text": piece.text}
        statement = insert_into(self._connection.dialect.name, pieces).values(
            workspace=piece.workspace, channel=piece.channel, ts=piece.ts, **values
        )
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=pieces.primary_key.columns, set_=values)
        )

    def forget(self, *, workspace: str, channel: str, ts: str) -> None:
        """Delete a piece that belongs to no paste."""
        self._connection.execute(
            delete(pieces).where(
                pieces.c.workspace == workspace,
                pieces.c.channel == channel,
                pieces.c.ts == ts,
                pieces.c.paste.is_(None),
            )
        )

    def prune(self, before: datetime) -> int:
        """Delete pieces that belong to no paste, posted before; how many. Their own jobs do so sooner."""
        old = pieces.c.ts < f"{before.timestamp():.6f}"
        return self._connection.execute(delete(pieces).where(pieces.c.paste.is_(None), old)).rowcount


def _piece(row: Row[Any]) -> Piece:
    return Piece(row.workspace, row.channel, row.ts, row.text, row.paste)
