"""What use cases need of the outside."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.support.model import Paste, Source
from bot.support.notices import Notice
from bot.support.people import People
from bot.support.ports import Clock, Decider, Store, Transaction
from bot.support.stats import Reporting
from bot.support.sureness import Records

REPLY = "reply"  # a job: bring the reply to a paste in line with what is stored
ESCALATION = "escalation"  # a job: ask the people who help, with what is known
FOLLOW_UP = "follow_up"  # a periodic job: look at the tickets of which nobody said anything
INQUIRY = "inquiry"  # a job: ask, once, what became of a ticket
NOTICE = "notice"  # a job: bring what was posted besides a reply in line with what is stored
RESPONSE = "response"  # a job: answer privately through a response URL
WARNING = "warning"  # a job: tell a poster that the paste held a secret


@dataclass(frozen=True, slots=True)
class Patience:
    """How long silence is borne.

    Attributes:
        inquire_after: Until the bot asks; None: never.
        close_after: From then, or from the last word, until the ticket is closed; None: never.
    """

    inquire_after: timedelta | None = None
    close_after: timedelta | None = None

    def first_look(self, now: datetime) -> datetime | None:
        """When to look at a ticket of which something was said now; None for never."""
        wait = self.inquire_after or self.close_after
        return None if wait is None else now + wait


@dataclass(frozen=True, slots=True)
class Desk:
    """The support desk.

    Attributes:
        store: The database.
        decider: The matcher over the current knowledge base.
        clock: The time.
        helpers: Whom to ask for help: ids of people (``U…``), user groups (``S…``) or channels (``C…``).
        records: How often answers were right, as people judged them.
        people: Who may act on other people's tickets, and who looks after articles and channels.
        reply_budget: Uninvited replies a minute that a channel gets; 0: any number.
        incident_channel: Where incidents are said; empty: nowhere.
        patience: How long silence is borne.
        reporting: How numbers are reported, and to whom.
    """

    store: Store
    decider: Decider
    clock: Clock
    helpers: tuple[str, ...] = ()
    people: People = field(default_factory=People)
    reply_budget: int = 0
    incident_channel: str = ""
    patience: Patience = Patience()
    records: Records = field(default_factory=Records)
    reporting: Reporting = field(default_factory=Reporting)


def flow_of(channel: str, thread_ts: str | None) -> str:
    """The flow of a post: what people say one after another, outside of threads or in one."""
    return f"{channel}:{thread_ts or ''}"


def lane_of(workspace: str, channel: str, thread_ts: str) -> str:
    """The lane of a thread's jobs: they run one after another."""
    return f"{workspace}:{channel}:{thread_ts}"


def redraw(tx: Transaction, desk: Desk, paste: Paste, key: str, **more: Any) -> None:
    """Order that what was posted about a paste be brought in line with what is stored; the terminal draws its own."""
    if paste.source is Source.CONSOLE:
        return
    for notice in tx.notices.of(paste.id):
        redraw_notice(tx, desk, notice, key)
    tx.jobs.add(
        f"{REPLY}:{key}",
        REPLY,
        {"paste": paste.id, **{name: value for name, value in more.items() if value is not None}},
        workspace=paste.workspace,
        lane=lane_of(paste.workspace, paste.channel, paste.thread_ts or paste.ts),
        now=desk.clock.now(),
    )


def redraw_notice(tx: Transaction, desk: Desk, notice: Notice, key: str) -> None:
    """Order that one notice be brought in line with what is stored."""
    tx.jobs.add(
        f"{NOTICE}:{key}:{notice.id}",
        NOTICE,
        {"notice": notice.id},
        workspace=notice.workspace,
        lane=lane_of(notice.workspace, notice.channel, notice.ts),
        now=desk.clock.now(),
    )
