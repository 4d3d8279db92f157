"""What the support channel reads of an incident: how many, what failed, and where. Never anything of a paste itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.slack.message import Message
from bot.slack.views import markup, parts, words
from bot.slack.views.words import incident as said
from bot.support.model import Incident
from bot.transcript import FailurePoint, meaning

MOST_PLACES = 8


@dataclass(frozen=True, slots=True)
class Place:
    """Where one of the pastes stands."""

    channel: str
    at: datetime
    permalink: str


def incident_message(incident: Incident, failure: FailurePoint | None, places: Sequence[Place], more: int) -> Message:
    """An incident as it is now.

    Args:
        incident: The incident.
        failure: What failed; its text is not shown.
        places: Public ones, at most ``MOST_PLACES``.
        more: How many public ones are left out.
    """
    over = incident.ended_at is not None
    title = said.title(incident.people, over=over)
    what = _what(failure)
    lines = [
        f"• {said.place(parts.channel(one.channel), parts.link(one.permalink, said.A_PASTE), words.when(one.at))}"
        for one in places
    ]
    lines += [words.and_more(more)] if more else []
    blocks: parts.Blocks = [
        parts.section(f"*{title}*\n{what}"),
        *([parts.section("\n".join((f"*{said.TICKETS}*", *lines)))] if lines else []),
        *([] if over else [parts.section(said.SAME_CAUSE)]),
        *parts.context(
            said.since(words.when(incident.started_at)),
            said.pastes(incident.pastes),
            said.usual(incident.usual),
            _end(incident),
            f"{said.CLUSTER} {markup.tick(incident.cluster)}",
        ),
    ]
    return parts.message(f"{title}. {words.failed_in_short(failure)}".rstrip(), blocks)


def _what(failure: FailurePoint | None) -> str:
    if failure is None:
        return ""
    command = markup.tick(failure.command) if failure.command else ""
    return words.where_it_failed(failure, command, "" if failure.code is None else meaning(failure.code))


def _end(incident: Incident) -> str:
    if incident.ended_at is None:
        return ""
    return said.over(words.when(incident.ended_at), incident.last_at - incident.started_at)
