"""How the bot behaves in each channel."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.store.sql import insert_into
from bot.store.tables import channels
from bot.support.model import ChannelSetting, Mode

_DEFAULT = ChannelSetting()


class SqlChannels:
    """Fulfils ``bot.support.ports.Channels``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def setting(self, workspace: str, channel: str) -> ChannelSetting:
        """A channel's setting; where nobody has set any, the default."""
        statement = select(channels).where(channels.c.workspace == workspace, channels.c.channel == channel)
        row = self._connection.execute(statement).one_or_none()
        return _DEFAULT if row is None else _setting(row)

    def set(self, workspace: str, channel: str, mode: Mode, *, private_first: bool, by: str, at: datetime) -> None:
        """Set a channel; the last one to do so counts."""
        values = {"mode": mode.value, "private_first": private_first, "set_by": by, "set_at": at}
        statement = insert_into(self._connection.dialect.name, channels).values(
            workspace=workspace, channel=channel, **values
        )
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=channels.primary_key.columns, set_=values)
        )

    def all(self, workspace: str) -> Mapping[str, ChannelSetting]:
        """The channels of a workspace that were set, with their settings."""
        statement = select(channels).where(channels.c.workspace == workspace).order_by(channels.c.channel)
        return {row.channel: _setting(row) for row in self._connection.execute(statement)}


def _setting(row: Row[Any]) -> ChannelSetting:
    return ChannelSetting(Mode(row.mode), row.private_first, row.set_by, row.set_at)
