"""Messages: posted, edited, deleted."""

from collections.abc import Mapping
from typing import Any, Final

from bot.slack.listeners.attached import Pasted, read_pasted
from bot.slack.messenger import Messenger
from bot.slack.private import place_of, tell
from bot.slack.views.channels import off_message
from bot.support.ask import OFF
from bot.support.desk import Desk
from bot.support.joining import revise, take, withdraw
from bot.support.linking import link
from bot.support.model import Job, Post, Source

LOOKS: Final = 10  # attempts before a message is read without the one before it


def on_message(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    """Somebody posted, in a channel, a thread or a direct message."""
    pasted = read_pasted(desk, messenger, payload, job, payload["text"])
    post = _post(payload, job, pasted)
    outcome, _ = take(desk, post, patient=job.attempts < LOOKS)
    if outcome == OFF:
        tell(messenger, place_of(payload), off_message(), job)
    link(desk, post)
    return outcome


def on_edit(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    """Somebody changed the text of a message, or its files."""
    pasted = read_pasted(desk, messenger, payload, job, payload["text"])
    post = _post(payload, job, pasted)
    outcome, _ = revise(desk, post)
    link(desk, post)
    return outcome


def on_deletion(desk: Desk, _messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    """Somebody deleted a message."""
    paste = withdraw(desk, workspace=job.workspace, channel=payload["channel"], ts=payload["ts"])
    return "unknown" if paste is None else "withdrawn"


def _post(payload: Mapping[str, Any], job: Job, pasted: Pasted) -> Post:
    return Post(
        workspace=job.workspace,
        channel=payload["channel"],
        ts=payload["ts"],
        thread_ts=payload["thread_ts"],
        author=payload["user"],
        text=pasted.text,
        source=Source.MESSAGE,
        asked=payload["asked"],
        shared=payload["shared"],
        private=payload.get("private"),
        notes=pasted.notes,
    )
