"""Notices: what the bot posted about a paste besides the reply to it. Each is redrawn as the ticket goes on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol


class NoticeKind(StrEnum):
    """What a notice is for."""

    PACKET = "packet"  # for people who help: what they need to begin
    INQUIRY = "inquiry"  # to whoever pasted: nobody said what became of it


@dataclass(frozen=True, slots=True)
class Notice:
    """A post of the bot's.

    Attributes:
        key: What the post is found again by; unique in its workspace.
        paste: What it is about.
        detail: What was settled when it was posted. Of a packet: ``helpers``, ids of people, user groups or channels;
            ``asked_by``; ``permalink`` of the message that holds the paste, None where the packet stands in its thread;
            ``outside``, whether it stands in another conversation than the paste; ``lines``, whether those in it may
            see what was pasted.
    """

    id: int
    workspace: str
    key: str
    kind: NoticeKind
    paste: int
    channel: str
    ts: str
    posted_at: datetime
    detail: Mapping[str, Any]


class Notices(Protocol):
    """Notices in the database."""

    def add(  # noqa: D102  the attributes of Notice say it; False when one of this key is there already
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
    ) -> bool: ...

    def get(self, notice: int) -> Notice:
        """A notice by its id."""
        ...

    def at(self, *, workspace: str, channel: str, ts: str) -> Notice | None:
        """The notice at a place, if any."""
        ...

    def of(self, paste: int) -> list[Notice]:
        """The notices about a paste, in the order they were posted."""
        ...

    def change(self, notice: int, detail: Mapping[str, Any]) -> None:
        """Settle something else."""
        ...
