"""Linking: a ticket number of another system, named in a ticket's thread, is kept with the ticket. Nothing else is."""

from typing import Final

from bot.support.channels import setting_of
from bot.support.desk import Desk, redraw, redraw_notice
from bot.support.links import Link, named
from bot.support.model import EventKind, Mode, Post, Ticket
from bot.support.ports import Transaction

MOST: Final = 20  # of one ticket


def link(desk: Desk, post: Post) -> int:
    """Keep the ticket numbers that a message names, where it stands in the thread of a ticket or of a packet.

    Args:
        desk: The outside.
        post: The message; it may be the paste itself.

    Returns:
        How many were new.
    """
    found = named(post.text)
    if found and desk.decider.decide(post.text).failure is not None:
        found = named(post.text, strict=True)
    if not found:
        return 0
    with desk.store.begin() as tx:
        ticket = _ticket_of(tx, post)
        if ticket is None or setting_of(tx, post).mode is Mode.OFF:
            return 0
        room = MOST - len(tx.links.of(ticket.id))
        fresh = [one for one in found[: max(0, room)] if _add(tx, desk, ticket, one, post)]
        if fresh:
            _redraw(tx, desk, ticket, fresh)
        return len(fresh)


def _ticket_of(tx: Transaction, post: Post) -> Ticket | None:
    thread = post.thread_ts or post.ts
    ticket = tx.tickets.find(workspace=post.workspace, channel=post.channel, thread_ts=thread)
    if ticket is not None or post.thread_ts is None:
        return ticket
    notice = tx.notices.at(workspace=post.workspace, channel=post.channel, ts=thread)
    paste = None if notice is None else tx.tickets.paste(notice.paste)
    return None if paste is None or paste.ticket is None else tx.tickets.get(paste.ticket)


def _add(tx: Transaction, desk: Desk, ticket: Ticket, found: Link, post: Post) -> bool:
    now = desk.clock.now()
    kept = Link(found.system, found.number, found.url, post.channel)
    if not tx.links.add(ticket.id, kept, workspace=ticket.workspace, by=post.author, at=now):
        return False
    tx.tickets.add_event(
        f"{EventKind.LINKED}:{ticket.id}:{found.system}:{found.number}",
        EventKind.LINKED,
        ticket=ticket,
        answer=None,
        actor=post.author,
        at=now,
        detail={"system": found.system, "number": found.number},
    )
    return True


def _redraw(tx: Transaction, desk: Desk, ticket: Ticket, fresh: list[Link]) -> None:
    """Redraw what all see; a private reply is not shown once more for this."""
    for paste in tx.tickets.of_ticket(ticket.id):
        key = f"{paste.id}:{EventKind.LINKED}:{'+'.join(one.number for one in fresh)}"
        if paste.reply_ts is not None:
            redraw(tx, desk, paste, key)
        else:
            for notice in tx.notices.of(paste.id):
                redraw_notice(tx, desk, notice, key)
