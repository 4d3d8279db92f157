"""What became of a ticket, derived from its events. The view ``analytics_tickets`` derives the same in SQL."""

from collections.abc import Iterable

from bot.support.model import Event, EventKind, Outcome

RESOLUTIONS = frozenset({EventKind.SOLVED, EventKind.RESOLVED_BY_PERSON})
REFUSALS = frozenset({EventKind.REJECTED, EventKind.REOPENED})


def standing_resolution(events: Iterable[Event]) -> Event | None:
    """The resolution that holds: the last one, unless the ticket was reopened after it."""
    standing: Event | None = None
    for event in events:
        if event.kind in RESOLUTIONS:
            standing = event
        elif event.kind is EventKind.REOPENED:
            standing = None
    return standing


def outcome(events: Iterable[Event]) -> tuple[Outcome, int | None]:
    """The outcome of a ticket, and the id of the answer that resolved it.

    A resolution stands until the ticket is reopened; the last one counts. Where none stands, the ticket is escalated
    if a person was asked since the last resolution, else unsolved if people said no or reopened it, else unknown.

    Args:
        events: The ticket's events, in order.
    """
    events = list(events)
    standing = standing_resolution(events)
    escalated = False
    for event in events:
        escalated = event.kind is EventKind.ESCALATED or (escalated and event.kind not in RESOLUTIONS)
    if standing is not None:
        solved = standing.kind is EventKind.SOLVED
        return (Outcome.CONFIRMED, standing.answer) if solved else (Outcome.RESOLVED_BY_PERSON, None)
    if escalated:
        return Outcome.ESCALATED, None
    return (Outcome.UNSOLVED if any(event.kind in REFUSALS for event in events) else Outcome.UNKNOWN), None
