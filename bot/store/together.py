"""Pastes of several people at once."""

from sqlalchemy import Connection, and_, select, update

from bot.store.tables import answers, events, pastes
from bot.store.tickets import paste_of
from bot.support.model import Paste, Source
from bot.support.overview import Recent


class SqlTogether:
    """Fulfils ``bot.support.ports_channels.Together``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def answered_since(self, workspace: str, channel: str, ts: str, *, limit: int) -> list[Recent]:
        """The last pastes of a channel, posted after this ts, that got an article as their answer, in order.

        The ts of Slack's messages are of one length, so they compare as texts; those of commands are no times.
        """
        first = and_(
            answers.c.paste == pastes.c.id,
            answers.c.paste_revision == pastes.c.revision,
            answers.c.rank == 1,
            answers.c.in_full,
        )
        statement = (
            select(
                pastes.c.id,
                pastes.c.ts,
                pastes.c.author,
                answers.c.article,
                pastes.c.asked,
                pastes.c.offered,
                pastes.c.same_as,
            )
            .join_from(pastes, answers, first)
            .where(
                pastes.c.workspace == workspace,
                pastes.c.channel == channel,
                pastes.c.ts > ts,
                pastes.c.source == Source.MESSAGE.value,
                pastes.c.withdrawn.is_(False),
            )
            .order_by(pastes.c.ts.desc())
            .limit(limit)
        )
        return [Recent(*row) for row in self._connection.execute(statement)][::-1]

    def settle(self, paste: int, *, offered: bool, same_as: int | None) -> None:
        """Note how a reply is given."""
        self._connection.execute(update(pastes).where(pastes.c.id == paste).values(offered=offered, same_as=same_as))

    def followers(self, leader: int, *, limit: int) -> list[Paste]:
        """The pastes whose replies lead to this one's, the newest."""
        statement = select(pastes).where(pastes.c.same_as == leader, pastes.c.same_as.is_not(None))
        newest = statement.order_by(pastes.c.id.desc()).limit(limit)
        return [paste_of(row) for row in self._connection.execute(newest)]

    def authors_of_followers(self, leader: int) -> frozenset[str]:
        """Who posted those whose replies lead to this one's."""
        statement = select(pastes.c.author).where(pastes.c.same_as == leader, pastes.c.same_as.is_not(None)).distinct()
        return frozenset(self._connection.execute(statement).scalars())

    def is_touched(self, paste: int) -> bool:
        """Whether anything happened to a paste's ticket since it was answered."""
        statement = select(events.c.id).join(pastes, pastes.c.ticket == events.c.ticket).where(pastes.c.id == paste)
        return self._connection.execute(statement.limit(1)).first() is not None
