"""What only one person is told, wherever that person just did something."""

from collections.abc import Mapping
from typing import Any, Final

from bot.slack.ids import is_person
from bot.slack.message import Message
from bot.slack.messenger import Messenger
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


def tell(messenger: Messenger, place: Mapping[str, Any], message: Message, job: Job) -> None:
    """Tell one person something: through the response URL where there is one, else so that only they see it.

    In a direct message nobody else listens, so there it is a normal message, which stays. The job's key finds it again.
    """
    channel, ts, thread_ts = place["channel"], place["ts"], place["thread_ts"]  # no ts: done in a view
    if place.get("response_url"):
        messenger.respond(place["response_url"], message)
    elif channel.startswith("D") or is_person(channel):
        messenger.post_once(channel, thread_ts or ts, message, job.key, job.attempts)
    else:
        messenger.ephemeral(channel, place["user"], message, thread_ts)
