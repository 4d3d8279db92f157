"""The records of support: pastes, tickets, answers, events, jobs. All values are frozen; times are aware and in UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from bot.analytics.incidents import Arrival
from bot.kb.article import Article
from bot.matching.model import Band, Decision
from bot.transcript.model import FailurePoint


class Source(StrEnum):
    """How a paste came in."""

    MESSAGE = "message"  # posted in a conversation; the reply goes to its thread
    COMMAND = "command"  # a slash command; the reply is private until it is shared
    CONSOLE = "console"  # the terminal


class EventKind(StrEnum):
    """What can happen to a ticket. Outcomes are derived from these and stored nowhere."""

    CHOSEN = "chosen"  # somebody opened one of several suggestions
    SOLVED = "solved"  # a person says that this answer solved it
    REJECTED = "rejected"  # a person says that this answer is not it
    ESCALATED = "escalated"  # a person was asked
    UNREACHED = "unreached"  # of those who were to be asked, nobody could be: somebody may ask anew
    RESOLVED_BY_PERSON = "resolved_by_person"  # solved, but by something else
    REOPENED = "reopened"  # takes the last resolution back
    REVISED = "revised"  # the paste was edited and read anew
    WITHDRAWN = "withdrawn"  # the paste was deleted
    SHARED = "shared"  # a private answer was shared in the channel
    CLAIMED = "claimed"  # somebody who helps took it on
    RELEASED = "released"  # and gave it back
    INQUIRED = "inquired"  # nobody said anything for a while, and the bot asked, once
    CLOSED = "closed"  # nobody said anything for long: it is asked about no more
    LINKED = "linked"  # somebody named a ticket of another system


BOT: Final = "kbbot"
"""The actor of what the bot does by itself."""


class Reason(StrEnum):
    """Why an answer was turned down; nobody has to say it."""

    ANOTHER_ERROR = "another_error"
    DID_NOT_HELP = "did_not_help"  # tried, in vain
    NOT_MY_SERVER = "not_my_server"


class Outcome(StrEnum):
    """What became of a ticket: five outcomes, never one number."""

    CONFIRMED = "confirmed"  # a person said that an answer of ours solved it
    RESOLVED_BY_PERSON = "resolved_by_person"
    ESCALATED = "escalated"  # still with a person
    UNSOLVED = "unsolved"  # people said no
    UNKNOWN = "unknown"  # nobody said anything; silence is never success


class Mode(StrEnum):
    """How the bot behaves in a channel. In direct messages it always replies."""

    OFF = "off"  # it says nothing, also when mentioned, and keeps nothing
    ASKED = "asked"  # it replies only when asked directly
    SHADOW = "shadow"  # as asked; what it would have said uninvited is kept, so that people can judge it
    ON = "on"  # it speaks up when it is sure


@dataclass(frozen=True, slots=True)
class ChannelSetting:
    """How the bot behaves in one channel.

    Attributes:
        private_first: An answer is shown to the poster alone, who may share it.
        set_by, set_at: Who changed it last, and when; None where nobody has.
    """

    mode: Mode = Mode.ON
    private_first: bool = False
    set_by: str | None = None
    set_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """Something a person posted or asked, rebuilt, cut to a bound, and with its secrets masked.

    Attributes:
        workspace: Slack's team id; ``local`` in the terminal.
        channel: The conversation.
        ts: The message's id in the channel; for a command, an id that nothing else has.
        thread_ts: The root of the thread it was posted in, or None.
        author: Who posted it.
        text: The text, masked.
        asked: The bot was asked directly: a mention, a direct message, a command, the terminal.
        shared: The channel is shared with another organisation.
        private: Not everybody in the workspace may look; None where nobody knows.
        response_url: Where a command's private reply goes.
        notes: Sentences about what could not be read of it, which the reply has too.
        private_url: Where the reply goes, privately, if the bot cannot post in the conversation.
    """

    workspace: str
    channel: str
    ts: str
    thread_ts: str | None
    author: str
    text: str
    source: Source
    asked: bool
    shared: bool = False
    private: bool | None = None
    response_url: str | None = None
    private_url: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paste:
    """A post that was kept: one that shows a failure, or that the bot was asked about.

    Attributes:
        ticket: The ticket it belongs to; None for an observation, a recognised failure that was left unanswered.
        revision: 1, and one more after each edit.
        reply_channel, reply_ts: The bot's reply to it, once posted.
        withdrawn: The message was deleted; its text is gone.
        private: Nothing of it is shown to others than those in its conversation.
        shadow: An observation that would have been answered, had its channel been ``on``.
        offered: Its reply is shown to its author alone, who can share it.
        same_as: The paste whose reply answers this one too: see ``bot.support.together``.
    """

    id: int
    workspace: str
    ticket: int | None
    channel: str
    ts: str
    thread_ts: str | None
    author: str
    source: Source
    asked: bool
    text: str
    decision: Decision
    revision: int
    kb_revision: int
    created_at: datetime
    reply_channel: str | None = None
    reply_ts: str | None = None
    withdrawn: bool = False
    private: bool = True
    shadow: bool = False
    offered: bool = False
    same_as: int | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a post stands in what people say one after another, and whose it is.

    Attributes:
        flow: The conversation outside of threads, or one thread of it: ``bot.support.desk.flow_of``.
        ts: Its place there, in time.
        author: Who posted it; empty where nobody is named.
    """

    flow: str
    ts: str
    author: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A post in the same flow; ``decision`` says what became of it, and None that it is still to be read."""

    ts: str
    author: str
    decision: str | None


@dataclass(frozen=True, slots=True)
class Piece:
    """One of the messages that make a paste together, or may be going to.

    Attributes:
        text: Its own text, masked; empty where the message was deleted.
        paste: The paste; None where no failure was seen yet, and then it is soon forgotten.
    """

    workspace: str
    channel: str
    ts: str
    text: str
    paste: int | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """A thread in which somebody needs help. A command's ticket has no thread until it is shared."""

    id: int
    workspace: str
    channel: str
    thread_ts: str
    opened_by: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """An article that was shown on a ticket.

    Attributes:
        paste_revision: The revision of the paste it answers.
        article_revision: The article as it was then; later edits do not rewrite history.
        rank: Its place among the candidates, from 1.
        confidence: The probability the matcher gave it.
        band: The decision it was shown under.
        matcher: The dated parameter set that chose it.
        full: Shown with cause and resolution; False for one of several suggestions, of which only the title shows.
    """

    id: int
    workspace: str
    ticket: int
    paste: int
    paste_revision: int
    article: str
    article_revision: int
    rank: int
    confidence: float
    band: Band
    matcher: str
    full: bool
    shown_at: datetime


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a ticket.

    Attributes:
        answer: The answer it is about, if any.
        reason: Why an answer was turned down, where somebody said it.
        article: With which article a person resolved it, where that was none of our answers.
    """

    id: int
    workspace: str
    ticket: int
    answer: int | None
    kind: EventKind
    actor: str
    at: datetime
    detail: Mapping[str, Any] = field(default_factory=dict)
    reason: Reason | None = None
    article: str | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """A paste that shows a failure, without its text.

    Attributes:
        at: When it was posted, which may be before it was kept.
        private: No link to it is shown elsewhere.
        failure: Where it failed, without its line.
    """

    paste: int
    workspace: str
    channel: str
    ts: str
    source: Source
    author: str
    cluster: str
    at: datetime
    ticket: int | None
    private: bool
    failure: FailurePoint

    @property
    def arrival(self) -> Arrival:
        """What the rule for incidents looks at."""
        return Arrival(self.cluster, self.author, self.at)


@dataclass(frozen=True, slots=True)
class Incident:
    """A failure that hits more people at once than usual.

    Attributes:
        started_at: The first paste of those that were unusual.
        noticed_at: The paste with which they were.
        ended_at: When it was seen to be over; None while it goes on.
        people, pastes: So far.
        usual: How many pastes a day there were before.
        channel, ts: Where it was said.
    """

    id: int
    workspace: str
    cluster: str
    started_at: datetime
    noticed_at: datetime
    last_at: datetime
    ended_at: datetime | None
    people: int
    pastes: int
    usual: float
    channel: str | None
    ts: str | None


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer that people judged: right where it solved it, wrong where it was not it, or not after all."""

    band: Band
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """A revision of an article in the database."""

    article: Article
    revision: int
    retired: bool


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync or an import changed: ids of articles."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    unchanged: int = 0


class JobState(StrEnum):
    """Where a job stands."""

    READY = "ready"
    WAITING = "waiting"  # due later: scheduled, or backing off after a failure
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"  # given up; a person can look at it and retry it


NORMAL, NEW, OVER_RATE = 1, 2, 3
"""Priorities of jobs, the first goes first: what was begun, what is new, what one person or channel has too much of."""


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work that survives a crash.

    Attributes:
        key: Unique; a second job of the same key is not added.
        kind: What to do: ``delivery``, ``reply``, …
        lane: Jobs of one lane run one after another, in the order they were added; empty: no order.
        attempts: How often it was claimed, this time included.
        owner: Who claimed it.
        due_at: When it may run; while it runs, when its lease ends.
    """

    id: int
    workspace: str
    key: str
    kind: str
    lane: str
    payload: Mapping[str, Any]
    attempts: int
    owner: str | None
    due_at: datetime
    state: JobState
    last_error: str | None = None


@dataclass(frozen=True, slots=True)
class Backlog:
    """The work that is not done.

    Attributes:
        counts: How many jobs are in each state but ``done``.
        oldest_seconds: How long the job that waits longest has been due; 0 where none is.
    """

    counts: Mapping[JobState, int]
    oldest_seconds: float
