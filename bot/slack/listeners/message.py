"""Messages: posted, edited, deleted."""

from collections.abc import Mapping
from typing import Any

from bot.slack.messenger import Messenger
from bot.slack.private import place_of, tell
from bot.slack.views.channels import off_message
from bot.support.ask import OFF, ask, revise, withdraw
from bot.support.desk import Desk
from bot.support.model import Job, Post, Source


def on_message(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    """Somebody posted, in a channel, a thread or a direct message."""
    outcome, _ = ask(desk, _post(payload, job))
    if outcome == OFF:
        tell(messenger, place_of(payload), off_message(), job)
    return outcome


def on_edit(desk: Desk, _messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    """Somebody changed the text of a message."""
    outcome, _ = revise(desk, _post(payload, job))
    return outcome


def on_deletion(desk: Desk, _messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    """Somebody deleted a message."""
    paste = withdraw(desk, workspace=job.workspace, channel=payload["channel"], ts=payload["ts"])
    return "unknown" if paste is None else "withdrawn"


def _post(payload: Mapping[str, Any], job: Job) -> Post:
    return Post(
        workspace=job.workspace,
        channel=payload["channel"],
        ts=payload["ts"],
        thread_ts=payload["thread_ts"],
        author=payload["user"],
        text=payload["text"],
        source=Source.MESSAGE,
        asked=payload["asked"],
        shared=payload["shared"],
        private=payload.get("private", True),
    )
