"""What the bot posted about pastes besides the replies to them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from bot.errors import UnknownRowError
from bot.store.sql import insert_new
from bot.store.tables import notices
from bot.support.notices import Notice, NoticeKind


class SqlNotices:
    """Fulfils ``bot.support.notices.Notices``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        key: str,
        kind: NoticeKind,
        *,
        workspace: str,
        paste: int,
        channel: str,
        ts: str,
        at: datetime,
        detail: Mapping[str, Any],
    ) -> bool:
        """Note a post; False when one of this key is there already."""
        row = {
            "workspace": workspace,
            "key": key,
            "kind": kind.value,
            "paste": paste,
            "channel": channel,
            "ts": ts,
            "posted_at": at,
            "detail": dict(detail),
        }
        return insert_new(self._connection, notices, row)

    def get(self, notice: int) -> Notice:
        """A notice by its id.

        Raises:
            UnknownRowError: There is none.
        """
        row = self._connection.execute(select(notices).where(notices.c.id == notice)).one_or_none()
        if row is None:
            raise UnknownRowError("notice", notice)
        return _notice(row)

    def at(self, *, workspace: str, channel: str, ts: str) -> Notice | None:
        """The notice at a place, if any."""
        place = (notices.c.workspace == workspace, notices.c.channel == channel, notices.c.ts == ts)
        row = self._connection.execute(select(notices).where(*place)).first()
        return None if row is None else _notice(row)

    def of(self, paste: int) -> list[Notice]:
        """The notices about a paste, in the order they were posted."""
        statement = select(notices).where(notices.c.paste == paste).order_by(notices.c.id)
        return [_notice(row) for row in self._connection.execute(statement)]

    def change(self, notice: int, detail: Mapping[str, Any]) -> None:
        """Settle something else."""
        self._connection.execute(update(notices).where(notices.c.id == notice).values(detail=dict(detail)))


def _notice(row: Row[Any]) -> Notice:
    return Notice(
        id=row.id,
        workspace=row.workspace,
        key=row.key,
        kind=NoticeKind(row.kind),
        paste=row.paste,
        channel=row.channel,
        ts=row.ts,
        posted_at=row.posted_at,
        detail=row.detail,
    )
