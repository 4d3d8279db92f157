"""What became of a ticket, derived from its events. The view ``analytics_tickets`` derives the same in SQL."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

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


def standing_refusals(events: Iterable[Event]) -> dict[int, Event]:
    """The answers that are turned down now, in the order people turned them down, each with who said so last.

    An answer that was opened again, or said to have solved it, is turned down no more. A reason that is given later is
    another refusal of the same answer; the last one counts.
    """
    refused: dict[int, Event] = {}
    for event in events:
        if event.answer is None:
            continue
        if event.kind is EventKind.REJECTED:
            refused[event.answer] = event
        elif event.kind in (EventKind.SOLVED, EventKind.CHOSEN):
            refused.pop(event.answer, None)
    return refused


@dataclass(frozen=True, slots=True)
class Help:
    """A person was asked, and nothing was resolved since.

    Attributes:
        asked_by, asked_at: Who asked last, and when.
        claimed_by, claimed_at: Which person took it on, if any.
    """

    asked_by: str
    asked_at: datetime
    claimed_by: str | None = None
    claimed_at: datetime | None = None


def help_wanted(events: Iterable[Event]) -> Help | None:
    """Whether a person is asked for now, and who took it on: the first who did, until they give it back.

    Where nobody could be reached, nobody is asked; the outcome stays escalated, for a person is what is needed.
    """
    wanted: Help | None = None
    for event in events:
        if event.kind is EventKind.ESCALATED:
            wanted = Help(event.actor, event.at)
        elif event.kind in RESOLUTIONS or event.kind is EventKind.UNREACHED:
            wanted = None
        elif wanted is not None and event.kind is EventKind.CLAIMED and wanted.claimed_by is None:
            wanted = replace(wanted, claimed_by=event.actor, claimed_at=event.at)
        elif wanted is not None and event.kind is EventKind.RELEASED:
            wanted = replace(wanted, claimed_by=None, claimed_at=None)
    return wanted


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
