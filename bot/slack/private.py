"""What only one person is told, wherever that person just did something."""

from collections.abc import Mapping
from typing import Any, Final

from bot.slack.ids import is_person
from bot.slack.message import Message
from bot.slack.messenger import Messenger, Posted
from bot.slack.refusals import AWAY, RAN_OUT, RefusedError
from bot.support.model import Job, Paste

PLACE: Final = ("channel", "ts", "thread_ts", "user", "response_url")
"""What a payload holds of where to tell whom."""


def place_of(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Where the person is who caused a delivery."""
    return {name: payload.get(name) for name in PLACE}


def place_of_paste(paste: Paste, user: str | None = None, response_url: str | None = None) -> dict[str, Any]:
    """Where the author of a paste is, or somebody else who acted on it."""
    return {
        "channel": paste.channel,
        "ts": paste.ts,
        "thread_ts": paste.thread_ts,
        "user": user or paste.author,
        "response_url": response_url,
    }


def tell(
    messenger: Messenger, place: Mapping[str, Any], message: Message, job: Job, *, replace_original: bool = False
) -> Posted | None:
    """Tell one person something: through the response URL where there is one, else so that only they see it.

    In a direct message nobody else listens, so there it is a normal message, which stays. The job's key finds it again.

    Args:
        messenger: Speaks to Slack.
        place: Where the person is.
        message: What to say.
        job: In whose name.
        replace_original: Through the response URL: in place of the message that the button stands in.

    Returns:
        Where it stands, of a normal message.
    """
    url, thread_ts = place.get("response_url"), place["thread_ts"]
    if not url:
        return _tell_here(messenger, place, message, job, thread_ts or place["ts"])  # no ts: done in a view
    try:
        messenger.respond(url, message, replace_original=replace_original)
    except RefusedError as error:
        if error.code != RAN_OUT:
            raise
        return _tell_late(messenger, place, message, job)
    return None


def _tell_here(
    messenger: Messenger, place: Mapping[str, Any], message: Message, job: Job, thread_ts: str | None
) -> Posted | None:
    channel = place["channel"]
    if channel.startswith("D") or is_person(channel):
        return messenger.send_once(channel, thread_ts, message, job.key, job.attempts)
    messenger.ephemeral(channel, place["user"], message, place["thread_ts"])
    return None


def _tell_late(messenger: Messenger, place: Mapping[str, Any], message: Message, job: Job) -> Posted | None:
    """Tell somebody whose response URL ran out: where they were, else in the direct message with them."""
    try:
        return _tell_here(messenger, place, message, job, place["thread_ts"])
    except RefusedError as error:
        if error.code not in AWAY:
            raise
    return messenger.send_once(place["user"], None, message, job.key, job.attempts)
