"""Incidents: looked for once a minute, said once in the support channel, kept up to date there until they are over."""

from collections.abc import Iterator

from bot.slack.messenger import Messenger
from bot.slack.views.incident import MOST_PLACES, Place, incident_message
from bot.support.desk import Desk
from bot.support.fence import Ending
from bot.support.incidents import INCIDENT, watch
from bot.support.model import Job, Observation, Source


def look(desk: Desk, _messenger: Messenger, _job: Job) -> None:
    """Look for incidents."""
    watch(desk)


def incident(desk: Desk, messenger: Messenger, job: Job) -> Ending | None:
    """Bring what the channel reads in line with what is stored. Payload: ``incident``."""
    with desk.store.read() as tx:
        found = tx.incidents.get(job.payload["incident"])
        seen = tx.incidents.observations(found)
    public = [one for one in _one_a_ticket(seen) if not one.private and one.source is Source.MESSAGE]
    places = [
        Place(one.channel, one.at, link)
        for one in public[:MOST_PLACES]
        if (link := messenger.permalink(one.channel, one.ts)) is not None
    ]
    message = incident_message(found, seen[0].failure if seen else None, places, max(0, len(public) - MOST_PLACES))
    if found.channel and found.ts:
        messenger.update(found.channel, found.ts, message)
        return None
    # A later job finds nothing noted where the first one was given up: it too looks before it posts.
    attempt = job.attempts if job.key == f"{INCIDENT}:{found.id}:new" else job.attempts + 1
    posted = messenger.send_once(desk.incident_channel, None, message, f"{INCIDENT}:{found.id}", attempt)
    return Ending(lambda tx: tx.incidents.said(found.id, channel=posted.channel, ts=posted.ts))


def _one_a_ticket(seen: list[Observation]) -> Iterator[Observation]:
    """The first paste of each ticket, and those without one."""
    tickets: set[int] = set()
    for one in seen:
        if one.ticket is None or one.ticket not in tickets:
            yield one
        if one.ticket is not None:
            tickets.add(one.ticket)
