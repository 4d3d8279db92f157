"""What Slack may refuse for its form alone is said again, plainly."""

from collections.abc import Callable
from typing import Final, TypeVar

import structlog

from bot.slack.message import Message
from bot.slack.refusals import RefusedError

REFUSALS: Final = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "http_400"})
"""What Slack says of blocks that a workspace does not have yet. A response URL only has its status."""

Sent = TypeVar("Sent")

log = structlog.get_logger()


def either(send: Callable[[Message], Sent], rich: Message, plain: Message) -> Sent:
    """Send a message, or where Slack does not take its blocks the plain one.

    Args:
        send: Sends one of them.
        rich: With blocks that are new.
        plain: Says the same without them.
    """
    try:
        return send(rich)
    except RefusedError as error:
        if error.code not in REFUSALS:
            raise
        log.info("blocks refused, sent plainly", why=error.code)
        return send(plain)
