"""Check marks: a reaction by whoever pasted, or by support people, that says it is solved."""

from typing import Final

from bot.support.desk import Desk
from bot.support.model import EventKind, Paste
from bot.support.notices import NoticeKind
from bot.support.outcome import standing_resolution
from bot.support.ports import Transaction
from bot.support.press import NotYoursError, Press, must_have_a_say, redraw_for
from bot.support.reply import PASTE, ReplyKind, compose, events_of

CHECK_MARKS: Final = frozenset({"white_check_mark", "heavy_check_mark", "ballot_box_with_check"})
"""Names of the emoji that count."""

REACTION: Final = "reaction"  # in an event's detail: which reaction to which message caused it

UNKNOWN: Final = "unknown"  # of a message that is neither a paste nor a reply to one
UNMOVED: Final = "unmoved"  # it changes nothing, or was given by somebody who has no say


def react(desk: Desk, press: Press, *, workspace: str, ts: str, name: str, added: bool) -> str:
    """Follow a check mark on a paste, on the reply to one, or on the question what became of it.

    Given, it means *Solved it* where an article is shown in full, else *Solved another way*. Taken away by whoever gave
    it, it takes back what it said, and nothing that was said in another way.

    Args:
        desk: The outside.
        press: Who, and in which conversation.
        workspace: Slack's team id.
        ts: The message.
        name: Of the emoji.
        added: Whether it was given or taken away.

    Returns:
        The kind of event that it caused, else ``UNKNOWN`` or ``UNMOVED``.
    """
    with desk.store.read() as tx:
        paste = _paste_of(tx, workspace, press.channel, ts)
    if paste is None or paste.ticket is None:
        return UNKNOWN
    try:
        must_have_a_say(desk, paste, press)
    except NotYoursError:
        return UNMOVED
    mark = f"{name}:{press.channel}:{ts}"
    with desk.store.begin() as tx:
        ticket = tx.tickets.get(paste.ticket)
        found = _given(tx, paste) if added else _taken_away(tx, paste, press.actor, mark)
        if found is None:
            return UNMOVED
        kind, answer = found
        now, detail = desk.clock.now(), {PASTE: paste.id, REACTION: mark}
        tx.tickets.add_event(press.key, kind, ticket=ticket, answer=answer, actor=press.actor, at=now, detail=detail)
        redraw_for(tx, desk, paste, press)
        return str(kind)


def _paste_of(tx: Transaction, workspace: str, channel: str, ts: str) -> Paste | None:
    place = {"workspace": workspace, "channel": channel, "ts": ts}
    found = tx.tickets.paste_at(**place) or tx.tickets.paste_replied_at(**place)
    if found is not None:
        return found
    notice = tx.notices.at(**place)
    if notice is None or notice.kind is not NoticeKind.INQUIRY:
        return None
    return tx.tickets.paste(notice.paste)


def _given(tx: Transaction, paste: Paste) -> tuple[EventKind, int | None] | None:
    """What a check mark means now."""
    shown = compose(tx, paste)
    if shown.resolution is not None or shown.kind in (ReplyKind.GONE, ReplyKind.EMPTY):
        return None
    if shown.answer is not None:
        return EventKind.SOLVED, shown.answer.id
    return EventKind.RESOLVED_BY_PERSON, None


def _taken_away(tx: Transaction, paste: Paste, actor: str, mark: str) -> tuple[EventKind, int | None] | None:
    """What it means that a check mark is gone."""
    standing = standing_resolution(events_of(tx, paste))
    if standing is None or standing.actor != actor or standing.detail.get(REACTION) != mark:
        return None
    return EventKind.REOPENED, standing.answer
