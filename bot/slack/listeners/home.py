"""App Home: published for whoever opens it, and again when they press something in it; and ``/kb mine``."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.slack import ids
from bot.slack.messenger import Messenger
from bot.slack.views.home import home_view, mine_message
from bot.support.desk import Desk
from bot.support.home import home, judge, mine
from bot.support.model import Job
from bot.support.press import NothingThereError

PUBLISHED: Final = "published"
OUTDATED: Final = "outdated"  # a newer one was published meanwhile
LISTED_MINE: Final = "mine"


def on_home(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    """Somebody opened the Home tab.

    The event says which view they saw (``hash``): where that is no longer what stands there, a newer one does.
    """
    shown = home_view(home(desk, job.workspace, payload["user"]), messenger.workspace_url())
    fresh = messenger.publish_home(payload["user"], shown, payload.get("hash"))
    return PUBLISHED if fresh else OUTDATED


def mine_command(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job, _rest: str) -> str:
    """``/kb mine``: somebody's own tickets."""
    tickets = mine(desk, job.workspace, payload["user"])
    messenger.respond(payload["response_url"], mine_message(tickets, messenger.workspace_url()))
    return LISTED_MINE


def _judge(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    """Whether what would have been said is right. Who may not say so any more sees a Home without these buttons."""
    paste, correct = ids.read_value(payload["value"], "paste"), payload["action"] == ids.SHADOW_RIGHT
    if paste is None or not paste.isdecimal():
        raise NothingThereError
    judge(desk, job.workspace, payload["user"], int(paste), correct=correct)
    on_home(desk, messenger, {"user": payload["user"]}, job)
    return str(payload["action"])


HOME_ACTIONS: Final[Mapping[str, Callable[[Desk, Messenger, Mapping[str, Any], Job], str]]] = {
    ids.SHADOW_RIGHT: _judge,
    ids.SHADOW_WRONG: _judge,
}
"""By action."""
