"""What App Home shows, and who posted what of late, as values.

Whoever looks at a thing named here can open its thread only where Slack lets them. What was pasted is shown to others
than its author only where the conversation was public.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.analytics.model import Rate
from bot.support.model import Outcome
from bot.transcript.model import Step


@dataclass(frozen=True, slots=True)
class Failed:
    """Where a session failed; nothing of what was pasted."""

    step: Step | None = None
    command: str | None = None
    code: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A message of a thread; a private answer has none until it is shared."""

    channel: str
    ts: str | None
    thread_ts: str | None = None


@dataclass(frozen=True, slots=True)
class TicketLine:
    """A ticket of somebody's own.

    Attributes:
        article, title: The article that resolved it, else the one shown last; None where none was.
    """

    ticket: int
    place: Place
    opened_at: datetime
    outcome: Outcome
    failed: Failed
    article: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class HelpfulArticle:
    """An article, in how many tickets people said that it solved it, and in how many it was shown."""

    article: str
    title: str
    confirmed: int
    shown: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A ticket that is with a person, or should be.

    Attributes:
        asked_by, asked_at: Who asked for help, and when.
        claimed_by: Who took it on.
        failed: Where it failed; None where the conversation is private.
    """

    ticket: int
    place: Place
    asked_by: str
    asked_at: datetime
    claimed_by: str | None = None
    failed: Failed | None = None


@dataclass(frozen=True, slots=True)
class UnansweredGroup:
    """Recognised failures of the same signature that were left unanswered, in public channels.

    Attributes:
        lines: The masked lines that tell.
        count: How many pastes.
        people: How many people posted them.
        place: The last of them.
        cluster: What an article is begun of; see ``bot.analytics.clusters``.
    """

    lines: tuple[str, ...]
    failed: Failed
    count: int
    people: int
    last_at: datetime
    place: Place
    cluster: str | None = None


@dataclass(frozen=True, slots=True)
class ShadowAnswer:
    """What the bot would have said, and nobody has judged yet."""

    paste: int
    article: str
    title: str
    failed: Failed
    at: datetime
    place: Place


@dataclass(frozen=True, slots=True)
class Shadow:
    """How often the bot would have been right where it only watched.

    Attributes:
        kept: Answers that it would have given.
        right: Of those that people judged, those that were right: k of n. A thread that people resolved with an
            article counts as judged too, unless somebody judged it by hand.
        pending: Some that nobody has judged, the newest first.
    """

    kept: int
    right: Rate
    pending: tuple[ShadowAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class SupportOverview:
    """What support people see beside their own tickets.

    Attributes:
        waiting: Those that wait longest first; where ``more_waiting``, some are left out.
        outcomes: Of the tickets opened in the last seven days.
    """

    waiting: tuple[Waiting, ...]
    more_waiting: bool
    unanswered: tuple[UnansweredGroup, ...]
    outcomes: Mapping[Outcome, int]
    shadow: Shadow


@dataclass(frozen=True, slots=True)
class Recent:
    """A paste of the last while that got an article as its answer.

    Attributes:
        article: The article.
        asked, offered, same_as: Of the paste.
    """

    paste: int
    ts: str
    author: str
    article: str
    asked: bool
    offered: bool
    same_as: int | None
