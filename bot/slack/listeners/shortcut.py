"""The shortcut of a message, *Find the cause*: the message is read as if its author had asked about it."""

from collections.abc import Mapping
from typing import Any

from bot.slack.listeners.attached import Pasted, read_pasted
from bot.slack.messenger import Messenger
from bot.slack.private import tell
from bot.slack.views.channels import off_message
from bot.support.ask import OFF
from bot.support.desk import Desk
from bot.support.joining import revise
from bot.support.model import Job, Post, Source


def on_shortcut(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    """Somebody wants to know the cause of what a message shows. A bot's message is asked about by who chose that."""
    pasted = read_pasted(desk, messenger, payload, job, payload["text"])
    outcome, _ = revise(desk, _post(payload, job, pasted))
    if outcome == OFF:
        tell(messenger, payload, off_message(), job)
    return outcome


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
