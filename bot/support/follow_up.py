"""Silence: a ticket of which nobody said anything is asked about once, and later closed.

Every ticket remembers when to look at it next (``look_at``); a periodic job looks at those that are due. What is then
done follows from what happened so far and from nothing else, so it may run late, twice, or after a restart. Silence is
never success: a closed ticket's outcome stays unknown, and a later press says otherwise as ever.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.support.desk import INQUIRY, Desk, Patience
from bot.support.model import BOT, Event, EventKind, Mode, Outcome, Paste, Ticket
from bot.support.outcome import outcome
from bot.support.ports import Transaction

BATCH: Final = 50  # tickets a transaction

_OURS: Final = frozenset({EventKind.INQUIRED, EventKind.CLOSED, EventKind.LINKED})  # no word about what became of it


class Step(StrEnum):
    """What silence leads to."""

    NOTHING = "nothing"
    ASK = "ask"
    CLOSE = "close"


def next_step(
    pastes: Sequence[Paste], events: Sequence[Event], patience: Patience, now: datetime
) -> tuple[Step, datetime | None]:
    """What to do about a ticket now, and when to look at it again; None for never.

    Args:
        pastes: The ticket's.
        events: The ticket's, in order.
        patience: How long silence is borne.
        now: The time.
    """
    present = [paste for paste in pastes if not paste.withdrawn]
    if not present or outcome(events)[0] is not Outcome.UNKNOWN:
        return Step.NOTHING, None
    said = [paste.created_at for paste in present] + [event.at for event in events if event.kind not in _OURS]
    last = max(said)
    if any(event.kind is EventKind.CLOSED and event.at >= last for event in events):
        return Step.NOTHING, None
    asked = max((event.at for event in events if event.kind is EventKind.INQUIRED), default=None)
    if asked is None and patience.inquire_after is not None:
        due = last + patience.inquire_after
        if now < due:
            return Step.NOTHING, due
        return Step.ASK, None if patience.close_after is None else now + patience.close_after
    if patience.close_after is None:
        return Step.NOTHING, None
    due = max(filter(None, [last, asked])) + patience.close_after
    return (Step.CLOSE, None) if now >= due else (Step.NOTHING, due)


def follow_up(desk: Desk) -> int:
    """Look at the tickets that are due: order a question, or close; how many were looked at."""
    looked = 0
    while True:
        with desk.store.begin() as tx:
            due = tx.silence.due(desk.clock.now(), limit=BATCH)
            for ticket in due:
                _look(tx, desk, ticket)
        looked += len(due)
        if len(due) < BATCH:
            return looked


def may_ask(tx: Transaction, paste: Paste, patience: Patience, now: datetime) -> bool:
    """Whether the question about a paste may still be asked: nobody said anything since it was ordered."""
    if paste.ticket is None:
        return False
    events = tx.tickets.events(paste.ticket)
    return next_step(tx.tickets.of_ticket(paste.ticket), events, patience, now)[0] is Step.ASK


def _look(tx: Transaction, desk: Desk, ticket: Ticket) -> None:
    now, patience = desk.clock.now(), desk.patience
    pastes, events = tx.tickets.of_ticket(ticket.id), tx.tickets.events(ticket.id)
    step, look_at = next_step(pastes, events, patience, now)
    if step is Step.ASK and not _order(tx, ticket, _to_ask_about(tx, pastes), now):
        step, look_at = next_step(pastes, events, replace(patience, inquire_after=None), now)
    if step is Step.CLOSE:
        key = f"{EventKind.CLOSED}:{ticket.id}:{len(events)}"
        tx.tickets.add_event(key, EventKind.CLOSED, ticket=ticket, answer=None, actor=BOT, at=now)
    tx.silence.look_again(ticket.id, look_at)


def _order(tx: Transaction, ticket: Ticket, paste: Paste | None, now: datetime) -> bool:
    """Order the question about a paste; False where there is none to ask about, or it was ordered before."""
    return paste is not None and tx.jobs.add(
        f"{INQUIRY}:{ticket.id}",
        INQUIRY,
        {"paste": paste.id},
        workspace=ticket.workspace,  # in no lane: while it waits to be tried again, presses do not
        now=now,
    )


def _to_ask_about(tx: Transaction, pastes: Sequence[Paste]) -> Paste | None:
    """The newest paste whose reply all in the conversation see; none where the bot was told to be quiet."""
    for paste in reversed(pastes):
        if paste.withdrawn or paste.reply_ts is None:
            continue
        channel = paste.reply_channel or paste.channel
        return None if tx.channels.setting(paste.workspace, channel).mode is Mode.OFF else paste
    return None
