"""Protocols of the outside, as in ``bot.support.ports``: of channels, of several people or posts, and of App Home."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from bot.support.model import ChannelSetting, Mode, Outcome, Paste, Piece
from bot.support.overview import HelpfulArticle, Recent, Shadow, TicketLine, UnansweredGroup, Waiting


class Channels(Protocol):
    """How the bot behaves in each channel."""

    def setting(self, workspace: str, channel: str) -> ChannelSetting:
        """A channel's setting; where nobody has set any, the default."""
        ...

    def set(  # noqa: D102  the attributes of ChannelSetting say it
        self, workspace: str, channel: str, mode: Mode, *, private_first: bool, by: str, at: datetime
    ) -> None: ...

    def all(self, workspace: str) -> Mapping[str, ChannelSetting]:
        """The channels of a workspace that were set, with their settings."""
        ...


class Home(Protocol):
    """What App Home reads. Nothing of a private conversation is in what is shown to others."""

    def tickets_of(self, workspace: str, user: str, *, limit: int) -> tuple[TicketLine, ...]:
        """The newest tickets that somebody opened."""
        ...

    def helpful(self, workspace: str, *, since: datetime, limit: int) -> tuple[HelpfulArticle, ...]:
        """The articles that resolved most tickets since then, as far as people said so and nobody took it back."""
        ...

    def waiting(self, workspace: str, *, since: datetime, limit: int) -> tuple[tuple[Waiting, ...], bool]:
        """Tickets with which a person was asked to help and which are not resolved; and whether there are more."""
        ...

    def unanswered(self, workspace: str, *, since: datetime, limit: int) -> tuple[UnansweredGroup, ...]:
        """Failures of public channels that were left unanswered since then, those of most people first."""
        ...

    def outcomes(self, workspace: str, *, since: datetime) -> Mapping[Outcome, int]:
        """How many tickets opened since then have each outcome."""
        ...

    def shadow(self, workspace: str, *, since: datetime, limit: int) -> Shadow:
        """What would have been said since then, and whether that was right as far as people said."""
        ...

    def judge(self, workspace: str, paste: int, *, correct: bool, by: str, at: datetime) -> bool:
        """Note whether what would have been said is right; the last word counts. False where that is nothing."""
        ...


class Together(Protocol):
    """Pastes of several people at once."""

    def answered_since(self, workspace: str, channel: str, ts: str, *, limit: int) -> list[Recent]:
        """The last pastes of a channel, posted after this ts, that got an article as their answer, in order."""
        ...

    def settle(self, paste: int, *, offered: bool, same_as: int | None) -> None:
        """Note how a reply is given."""
        ...

    def followers(self, leader: int, *, limit: int) -> list[Paste]:
        """The pastes whose replies lead to this one's, the newest."""
        ...

    def authors_of_followers(self, leader: int) -> frozenset[str]:
        """Who posted those whose replies lead to this one's."""
        ...

    def is_touched(self, paste: int) -> bool:
        """Whether anything happened to a paste's ticket since it was answered."""
        ...


class Pieces(Protocol):
    """Pastes that came in several messages. Their texts are erased with the texts of their pastes."""

    def at(self, *, workspace: str, channel: str, ts: str) -> Piece | None:
        """The piece that a message is, if it is one."""
        ...

    def of(self, paste: int) -> list[Piece]:
        """The pieces of a paste, in the order they were posted; none where it came in one message."""
        ...

    def put(self, piece: Piece) -> None:
        """Keep a piece, as it is now."""
        ...

    def forget(self, *, workspace: str, channel: str, ts: str) -> None:
        """Delete a piece that belongs to no paste."""
        ...

    def prune(self, before: datetime) -> int:
        """Delete pieces that belong to no paste, posted before; how many."""
        ...
