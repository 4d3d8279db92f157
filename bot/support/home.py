"""Home: what one person sees of the bot when they open it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.support.desk import Desk
from bot.support.model import ChannelSetting
from bot.support.overview import HelpfulArticle, SupportOverview, TicketLine
from bot.support.ports import Transaction

MINE: Final = 10
HELPFUL: Final = 5
WAITING: Final = 10
UNANSWERED: Final = 5
PENDING: Final = 3
CHANNELS: Final = 20

WEEK: Final = timedelta(days=7)
MONTH: Final = timedelta(days=30)
QUARTER: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Home:
    """One person's App Home.

    Attributes:
        user: Whose.
        tickets: Their newest tickets.
        helpful: The articles that helped most people in the last 30 days.
        support: What support people see; None for everyone else.
        now: When this was so.
        channels: For curators, the channels that were set, with their settings; None for everyone else.
    """

    user: str
    now: datetime
    tickets: tuple[TicketLine, ...]
    helpful: tuple[HelpfulArticle, ...]
    support: SupportOverview | None = None
    channels: tuple[tuple[str, ChannelSetting], ...] | None = None


def home(desk: Desk, workspace: str, user: str) -> Home:
    """What somebody's App Home shows now.

    Raises:
        BotError: The members of a user group cannot be known right now; to be tried again.
    """
    helps, curates = desk.people.is_support(workspace, user), desk.people.is_curator(workspace, user)
    now = desk.clock.now()
    with desk.store.read() as tx:
        return Home(
            user=user,
            now=now,
            tickets=tx.home.tickets_of(workspace, user, limit=MINE),
            helpful=tx.home.helpful(workspace, since=now - MONTH, limit=HELPFUL),
            support=_overview(tx, desk, workspace) if helps else None,
            channels=tuple(tx.channels.all(workspace).items())[:CHANNELS] if curates else None,
        )


def mine(desk: Desk, workspace: str, user: str) -> tuple[TicketLine, ...]:
    """Somebody's newest tickets."""
    with desk.store.read() as tx:
        return tx.home.tickets_of(workspace, user, limit=MINE)


def judge(desk: Desk, workspace: str, user: str, paste: int, *, correct: bool) -> bool:
    """A support person says whether a shadow answer is right; False where it is not theirs to say, or is none."""
    if not desk.people.is_support(workspace, user):
        return False
    with desk.store.begin() as tx:
        return tx.home.judge(workspace, paste, correct=correct, by=user, at=desk.clock.now())


def _overview(tx: Transaction, desk: Desk, workspace: str) -> SupportOverview:
    now = desk.clock.now()
    waiting, more = tx.home.waiting(workspace, since=now - QUARTER, limit=WAITING)
    return SupportOverview(
        waiting=waiting,
        more_waiting=more,
        unanswered=tx.home.unanswered(workspace, since=now - WEEK, limit=UNANSWERED),
        outcomes=tx.home.outcomes(workspace, since=now - WEEK),
        shadow=tx.home.shadow(workspace, since=now - MONTH, limit=PENDING),
    )
