"""The shortcut of a message, *Find the cause*: the message is read as if its author had asked about it."""

from collections.abc import Mapping
from typing import Any, Final

from bot.slack.listeners.attached import Pasted, read_pasted
from bot.slack.messenger import Messenger
from bot.slack.private import tell
from bot.slack.views.channels import off_message
from bot.slack.views.shortcut import answered_message, own_message
from bot.support.ask import KNOWN, OFF
from bot.support.desk import Desk, redraw
from bot.support.joining import find, revise
from bot.support.model import Job, Paste, Post, Source

OWN: Final = "own"  # a message of the bot's


def on_shortcut(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    """Somebody wants to know the cause of what a message shows. A bot's message is asked about by who chose that."""
    if payload["own"]:
        tell(messenger, payload, own_message(), job)
        return OWN
    paste = find(desk, workspace=job.workspace, channel=payload["channel"], ts=payload["ts"])
    if paste is not None and paste.ticket is not None:
        _say_again(desk, messenger, payload, job, paste)
        return KNOWN
    pasted = read_pasted(desk, messenger, payload, job, payload["text"])
    outcome, _ = revise(desk, _post(payload, job, pasted))
    if outcome == OFF:
        tell(messenger, payload, off_message(), job)
    return outcome


def _say_again(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job, paste: Paste) -> None:
    """Say where the answer stands; where it stands nowhere, show it to who asks."""
    link = messenger.permalink(paste.reply_channel, paste.reply_ts) if paste.reply_channel and paste.reply_ts else None
    if link is not None:
        tell(messenger, payload, answered_message(link), job)
        return
    with desk.store.begin() as tx:
        redraw(tx, desk, paste, job.key, response_url=payload["response_url"])


def _post(payload: Mapping[str, Any], job: Job, pasted: Pasted) -> Post:
    return Post(
        workspace=job.workspace,
        channel=payload["channel"],
        ts=payload["ts"],
        thread_ts=payload["thread_ts"],
        author=payload["author"] or payload["user"],
        text=pasted.text,
        source=Source.MESSAGE,
        asked=True,
        private_url=payload["response_url"],
        notes=pasted.notes,
    )
