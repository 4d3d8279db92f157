"""Reactions: check marks on a paste, or on the reply to it."""

from collections.abc import Mapping
from typing import Any

from bot.slack.messenger import Messenger
from bot.support.desk import Desk
from bot.support.model import Job
from bot.support.press import Press
from bot.support.reaction import react


def on_reaction(desk: Desk, _messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    """Somebody gave a check mark, or took one away. Who has no say in it is told nothing: anybody may react."""
    press = Press(job.key, payload["user"], channel=payload["channel"])
    return react(desk, press, workspace=job.workspace, ts=payload["ts"], name=payload["name"], added=payload["added"])
