"""Protocols of the outside: what use cases need, whoever fulfils it.

``Store.begin`` opens a transaction. What is done within it commits together when the block ends, and not at all when
an exception leaves it. Ids are the database's. Every query is scoped by workspace where a workspace is given.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.analytics.facts import Facts, FactSource, Stretch
from bot.kb.article import Article
from bot.matching.model import Band, Decision, Entry
from bot.support.incidents import Incidents
from bot.support.links import Links
from bot.support.model import (
    NORMAL,
    Answer,
    Backlog,
    Event,
    EventKind,
    Job,
    JobState,
    Judged,
    Neighbour,
    Paste,
    Post,
    Reason,
    Spot,
    StoredArticle,
    Synced,
    Ticket,
)
from bot.support.notices import Notices
from bot.support.ports_channels import Channels, Home, Pieces, Together
from bot.support.ports_past import Gaps, KeptFacts, Replays
from bot.support.privacy import Privacy
from bot.support.silence import Silence


class Clock(Protocol):
    """Tells the time, so that tests can."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        ...


class Decider(Protocol):
    """The matcher over the current knowledge base."""

    def decide(self, text: str) -> Decision:
        """Read the text, find its article, decide whether to speak."""
        ...

    @property
    def revision(self) -> int:
        """The revision of the knowledge base it decides by."""
        ...


class Inbox(Protocol):
    """Keys of deliveries, so that a second one stops."""

    def receive(
        self,
        key: str,
        *,
        workspace: str,
        kind: str,
        at: datetime,
        spot: Spot | None = None,
        decision: str | None = None,
    ) -> bool:
        """Note a delivery, or a post at its spot; False when its key is known."""
        ...

    def posts_before(self, spot: Spot, *, workspace: str, since: str, limit: int) -> list[Neighbour]:
        """What was posted in a flow before a post, the newest first."""
        ...

    def decided(self, key: str, decision: str) -> None:
        """Note in a word what became of a delivery."""
        ...

    def last_seen(self, workspace: str) -> Mapping[str, datetime]:
        """When a delivery of each kind came last, of those that are remembered."""
        ...

    def is_over_rate(self, name: str, per_minute: float, *, workspace: str, at: datetime) -> bool:
        """Count one more from somebody; whether that is more than so many a minute."""
        ...

    def prune(self, before: datetime, *, limit: int) -> int:
        """Forget deliveries that came before, at most so many; how many."""
        ...


class Jobs(Protocol):
    """Durable work."""

    def add(  # noqa: D102  the attributes of Job say it
        self,
        key: str,
        kind: str,
        payload: Mapping[str, Any],
        *,
        workspace: str,
        now: datetime,
        lane: str = "",
        priority: int = NORMAL,
        due_at: datetime | None = None,
    ) -> bool: ...

    def enter_period(self, kind: str, start: datetime) -> bool:
        """Whether a period of periodic work is new: to the first who asks, and where no later one was entered."""
        ...

    def claim(self, owner: str, *, now: datetime, lease: timedelta) -> Job | None:
        """Take the first due job whose lane is free, for as long as the lease lasts."""
        ...

    def holds(self, job: Job) -> bool:
        """Whether the job is still this owner's; it stays so until the transaction ends."""
        ...

    def renew(self, job: Job, *, now: datetime, lease: timedelta) -> bool:
        """Prolong the lease; False when the job is no longer this owner's."""
        ...

    def finish(self, job: Job, *, now: datetime) -> bool:
        """Done: its payload is erased. False when it is no longer this owner's (fenced by owner and attempts)."""
        ...

    def retry(self, job: Job, *, due_at: datetime, error: str) -> bool:
        """Give it back, to run again when due."""
        ...

    def bury(self, job: Job, *, now: datetime, error: str) -> bool:
        """Give it up; it stays to be seen and retried by a person."""
        ...

    def list(self, states: Iterable[JobState], *, now: datetime, limit: int = 100) -> list[Job]:
        """Jobs in these states, oldest first."""
        ...

    def revive(self, ids: Iterable[int] | None, *, now: datetime) -> int:
        """Make dead jobs ready again, all of them when None; how many."""
        ...

    def is_behind(self, depth: int, *, now: datetime) -> bool:
        """Whether at least this many jobs are due."""
        ...

    def prune(self, *, done_before: datetime, dead_before: datetime | None, limit: int) -> int:
        """Delete jobs that were done, and those that were given up, before these times, at most so many; how many."""
        ...

    def counts(self, *, now: datetime) -> Mapping[JobState, int]:
        """How many jobs are in each state."""
        ...

    def backlog(self, *, now: datetime) -> Backlog:
        """The work that is not done; quick, however much was done before."""
        ...


class Articles(Protocol):
    """The knowledge base in the database. Each changed article is a new revision; old ones stay."""

    def revision(self) -> int:
        """The revision of the whole: it rises with every change."""
        ...

    def get(self, article: str, revision: int | None = None) -> StoredArticle | None:
        """An article by its id, case folded: this revision, or the newest one (also when it is retired)."""
        ...

    def current(self) -> list[StoredArticle]:
        """All articles that are not retired."""
        ...

    def entries(self) -> Iterator[Entry]:
        """All articles that are neither retired nor drafts, as the matcher sees them, one by one."""
        ...

    def fingerprint(self) -> str:
        """A digest of what ``entries`` gives: the same articles, the same digest, in any database."""
        ...

    def sync(
        self, articles: Iterable[Article], *, now: datetime, on_progress: Callable[[int], None] | None = None
    ) -> Synced:
        """Make the own articles exactly these: add, change, retire what is gone. Imported ones stay."""
        ...

    def add(
        self, articles: Iterable[Article], *, now: datetime, on_progress: Callable[[int], None] | None = None
    ) -> Synced:
        """Add or change these, retire none. An imported article never replaces an own one of the same id."""
        ...


class Tickets(Protocol):
    """Pastes, tickets, answers and events."""

    def open(self, *, workspace: str, channel: str, thread_ts: str, author: str, at: datetime) -> Ticket:
        """The ticket of a thread, opened where there is none yet."""
        ...

    def of_ticket(self, ticket: int) -> list[Paste]:
        """A ticket's pastes, in the order they were kept."""
        ...

    def find(self, *, workspace: str, channel: str, thread_ts: str) -> Ticket | None:
        """The ticket of a thread, if any."""
        ...

    def get(self, ticket: int) -> Ticket:
        """A ticket by its id."""
        ...

    def move(self, ticket: int, *, channel: str, thread_ts: str) -> None:
        """Give a ticket its thread: a private answer was shared."""
        ...

    def add_paste(  # noqa: D102  the attributes of Paste say it; None when this message was kept already
        self,
        post: Post,
        decision: Decision,
        *,
        ticket: int | None,
        kb_revision: int,
        at: datetime,
        shadow: bool = False,
    ) -> Paste | None: ...

    def paste(self, paste: int) -> Paste:
        """A paste by its id."""
        ...

    def paste_at(self, *, workspace: str, channel: str, ts: str) -> Paste | None:
        """The paste of a message, if it was kept."""
        ...

    def paste_replied_at(self, *, workspace: str, channel: str, ts: str) -> Paste | None:
        """The paste that a post of the bot's is the reply to, if any."""
        ...

    def revise(  # noqa: D102  a paste after an edit: its revision rises
        self,
        paste: int,
        *,
        text: str,
        decision: Decision,
        ticket: int | None,
        kb_revision: int,
        shadow: bool = False,
    ) -> Paste: ...

    def withdraw(self, paste: int) -> None:
        """Erase the text of a paste and of the lines kept with its decision."""
        ...

    def erase_older(self, than: datetime, *, limit: int) -> int:
        """Erase the text of old pastes, as ``withdraw`` does, at most of so many; of how many."""
        ...

    def fill_clusters(self, *, limit: int) -> int:
        """Name the cluster of pastes that were kept by a version which knew none; of how many."""
        ...

    def replied(self, paste: int, *, channel: str, ts: str | None) -> None:
        """Note where the reply to a paste stands; None when it was taken back."""
        ...

    def add_answer(
        self,
        paste: Paste,
        *,
        article: str,
        article_revision: int,
        rank: int,
        confidence: float,
        band: Band,
        full: bool,
        at: datetime,
    ) -> Answer:
        """Note that an article is shown; the paste must have a ticket."""
        ...

    def answer(self, answer: int) -> Answer | None:
        """An answer by its id."""
        ...

    def answers(self, paste: int) -> list[Answer]:
        """The answers to a paste, of all its revisions, in the order they were shown."""
        ...

    def add_event(
        self,
        key: str,
        kind: EventKind,
        *,
        ticket: Ticket,
        answer: int | None,
        actor: str,
        at: datetime,
        detail: Mapping[str, Any] | None = None,
        reason: Reason | None = None,
        article: str | None = None,
    ) -> bool:
        """Note what happened; False when an event of this key is there already."""
        ...

    def events(self, ticket: int) -> list[Event]:
        """What happened to a ticket, in order."""
        ...

    def judged(self, workspace: str, *, limit: int) -> list[Judged]:
        """The answers that people judged last, at most of so many judgements; each by its last one."""
        ...


class Reports(FactSource, Protocol):
    """What the analytics read. The SQL of a fact is in its ``analytics_*`` view and nowhere else."""

    def events(self, *, since: datetime, until: datetime, workspace: str | None) -> Iterator[Mapping[str, Any]]:
        """What happened in [since, until), in order, one by one; no text of a paste is in it."""
        ...

    def old_facts(self, stretch: Stretch) -> Facts | None:
        """What the view says of the rows of a stretch, to be kept; None where there is no such row."""
        ...


class Transaction(Protocol):
    """What can be done in one transaction."""

    @property
    def inbox(self) -> Inbox: ...  # noqa: D102  the protocols' docstrings say it
    @property
    def jobs(self) -> Jobs: ...  # noqa: D102  as above
    @property
    def articles(self) -> Articles: ...  # noqa: D102  as above
    @property
    def tickets(self) -> Tickets: ...  # noqa: D102  as above
    @property
    def links(self) -> Links: ...  # noqa: D102  as above
    @property
    def silence(self) -> Silence: ...  # noqa: D102  as above
    @property
    def pieces(self) -> Pieces: ...  # noqa: D102  as above
    @property
    def notices(self) -> Notices: ...  # noqa: D102  as above
    @property
    def channels(self) -> Channels: ...  # noqa: D102  as above
    @property
    def together(self) -> Together: ...  # noqa: D102  as above
    @property
    def home(self) -> Home: ...  # noqa: D102  as above
    @property
    def incidents(self) -> Incidents: ...  # noqa: D102  as above
    @property
    def privacy(self) -> Privacy: ...  # noqa: D102  as above
    @property
    def replays(self) -> Replays: ...  # noqa: D102  as above
    @property
    def gaps(self) -> Gaps: ...  # noqa: D102  as above
    @property
    def reports(self) -> Reports: ...  # noqa: D102  as above
    @property
    def kept_facts(self) -> KeptFacts: ...  # noqa: D102  as above


class Store(Protocol):
    """The database.

    Every method may raise ``bot.errors.StoreError``.
    """

    def begin(self) -> AbstractContextManager[Transaction]:
        """A transaction."""
        ...

    def read(self) -> AbstractContextManager[Transaction]:
        """A transaction that only reads: it waits for nobody who writes."""
        ...
