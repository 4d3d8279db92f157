"""``/kb stats``: the numbers of the last 30 days, and the weekly digest."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from bot.slack.messenger import Messenger
from bot.slack.views.stats import digest, stats
from bot.support.desk import Desk
from bot.support.model import Job
from bot.support.stats import lately, week_before

SHOWN: Final = "stats"


def stats_command(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job, _rest: str) -> str:
    """``/kb stats``: support people see the articles, too, others only totals."""
    everything = desk.people.is_support(job.workspace, payload["user"])
    messenger.respond(payload["response_url"], stats(lately(desk, job.workspace), everything=everything))
    return SHOWN


def on_digest(desk: Desk, messenger: Messenger, job: Job) -> None:
    """A week is over: its numbers go to the channel that was set."""
    week, weeks = week_before(desk, messenger.workspace(), datetime.fromisoformat(job.payload["start"]))
    messenger.post_once(desk.reporting.channel, None, digest(week, weeks), job.key, job.attempts)
