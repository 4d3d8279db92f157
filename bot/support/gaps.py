"""What to write next, and the draft of an article made of it at one press."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.analytics.gaps import Gap, draft
from bot.kb.article import IMPORTED, Article
from bot.support.desk import Desk
from bot.support.press import PressError

PERIOD: Final = timedelta(days=30)
MOST: Final = 10


class NothingToDraftError(PressError):
    """No paste of the cluster is left that no article resolved."""

    def __init__(self) -> None:
        super().__init__(
            "Nobody hit on this failure in the last 30 days without an answer: there is nothing to write of."
        )


class NoCuratorError(PressError):
    """Whoever pressed does not look after articles."""

    def __init__(self) -> None:
        super().__init__("Only those who look after the articles can begin one; `CURATORS` names them.")


def to_write(desk: Desk, workspace: str | None = None, *, limit: int = MOST) -> list[Gap]:
    """The failures of the last 30 days that no article resolved, those of most pastes first."""
    now = desk.clock.now()
    with desk.store.read() as tx:
        return tx.gaps.gaps(since=now - PERIOD, until=now, limit=limit, workspace=workspace)


def begin_article(desk: Desk, workspace: str, cluster: str, by: str) -> Article:
    """Make the draft of an article of a cluster, and store it; the same press again gives the same draft.

    It is stored as an imported article, so that a sync of ``kb_data/`` leaves it there, and as a draft, so that nobody
    is answered with it. What was written into it meanwhile stays.

    Raises:
        NoCuratorError: Whoever pressed does not look after articles.
        NothingToDraftError: There is nothing to draft it of.
    """
    if not desk.people.is_curator(workspace, by):
        raise NoCuratorError
    now = desk.clock.now()
    with desk.store.begin() as tx:
        found = tx.gaps.gaps(since=now - PERIOD, until=now, limit=1, workspace=workspace, cluster=cluster)
        if not found:
            raise NothingToDraftError
        begun = replace(draft(found[0]), origin=IMPORTED)
        known = tx.articles.get(begun.id)
        if known is not None and not known.retired:
            return known.article
        tx.articles.add([begun], now=now)
    return begun
