"""A delivery: what is kept of something that Slack sent, and what is shown at once for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from bot.support.desk import lane_of
from bot.support.model import Spot

if TYPE_CHECKING:
    from bot.slack.message import Message
    from bot.slack.modal import Modal

MESSAGE: Final = "message"
EDIT: Final = "edit"
DELETION: Final = "deletion"
COMMAND: Final = "command"
ACTION: Final = "action"
REACTION: Final = "reaction"  # a check mark, given or taken away
SHORTCUT: Final = "shortcut"  # of a message
SUBMISSION: Final = "submission"  # of a modal
HOME: Final = "home"  # somebody opened the Home tab
OTHER: Final = "other"

# Decisions on deliveries that get no job.
BOT: Final = "bot"  # posted by a bot, this one included
HIDDEN: Final = "hidden"  # joins, topics, pins …
UNCHANGED: Final = "unchanged"  # an edit that leaves the text as it is: unfurls, reactions, thread counts
GREETING: Final = "greeting"
EMPTY: Final = "empty"  # no text, and nobody asked
OPENED: Final = "opened"  # a modal, which is all that was asked for
IGNORED: Final = "ignored"  # of no kind that the bot knows


@dataclass(frozen=True, slots=True)
class Opening:
    """A modal that opens at once, before anything is stored.

    Attributes:
        trigger: What Slack allows it by: good for three seconds, once. It is never stored.
        external_id: What a worker finds the view by.
        modal: What it shows first.
        plainer: What it shows first where the app lacks a scope for that.
        pushed: It was asked for in a modal, and goes on top of that.
        otherwise: What is said where it cannot be opened and no job follows that would say so.
        place: Whom to say that, and where.
    """

    trigger: str
    external_id: str
    modal: "Modal"
    plainer: "Modal | None" = None
    pushed: bool = False
    otherwise: "Message | None" = None
    place: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is kept of a delivery.

    Attributes:
        key: The same for a delivery that is sent again.
        kind: ``message``, ``edit``, ``deletion``, ``command``, ``action``, ``reaction``, ``shortcut``,
            ``submission``, ``home`` or ``other``.
        lane: The thread; deliveries of one lane are handled in order.
        payload: JSON values, masked; ``kind`` and ``secrets`` (kinds of secrets found) among them, and ``view``, the
            external id of the view that opens, where one does.
        twin: The second key of a new post.
        spot: Where that stands, and whose it is; None of the bot's own, which come between nobody's.
        decision: Set where there is nothing to do, in one word; ``payload`` is empty then.
        opening: The modal that opens at once; not stored.
        errors: What is wrong with what was entered into a modal, by the id of the input's block. It is said in the
            acknowledgement and nothing is stored, so that the corrected submission, whose key is the same, is taken.
    """

    key: str
    workspace: str
    kind: str
    lane: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
    twin: str | None = None
    spot: Spot | None = None
    decision: str | None = None
    opening: Opening | None = None
    errors: Mapping[str, str] = field(default_factory=dict)


def twin_of(workspace: str, channel: str, ts: str) -> str:
    """The second key of a post, the same for all events that tell of it."""
    return f"post:{workspace}:{channel}:{ts}"


def with_job(key: str, workspace: str, payload: Mapping[str, Any], **more: Any) -> Delivery:
    """A delivery that a worker handles, in the lane of its thread."""
    lane = lane_of(workspace, payload["channel"], payload["thread_ts"] or payload["ts"] or key)
    return Delivery(key, workspace, payload["kind"], lane, payload, **more)
