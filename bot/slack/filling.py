"""Filling a view that the receiving process opened for a delivery: see ``bot.slack.openers``."""

from collections.abc import Mapping
from typing import Any, Final

from bot.errors import RetryLaterError
from bot.slack.message import Message
from bot.slack.messenger import Messenger
from bot.slack.modal import Modal
from bot.slack.private import tell
from bot.support.model import Job

LOOKS: Final = 5  # attempts, over 4.5 seconds, before a view counts as closed: a call that opens one may take three
WAIT: Final = 0.3  # seconds until the second attempt, doubled each time


def fill(
    messenger: Messenger, payload: Mapping[str, Any], modal: Modal, job: Job, *, otherwise: Message | None = None
) -> bool:
    """Show a modal in the view that opened for a delivery.

    A worker may come before Slack has opened it, so it looks again a few times.

    Args:
        messenger: Speaks to Slack.
        payload: The delivery's, with ``view``.
        modal: What the view is to show.
        job: The delivery's.
        otherwise: What the person is told privately where the view is closed or never opened.

    Returns:
        Whether the view shows it.

    Raises:
        RetryLaterError: It may be about to open.
    """
    if messenger.update_view(payload["view"], modal):
        return True
    if job.attempts < LOOKS:
        raise RetryLaterError("The view is not open yet.", WAIT * 2 ** (job.attempts - 1))
    if otherwise is not None:
        tell(messenger, payload, otherwise, job)
    return False
