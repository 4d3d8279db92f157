"""Ask: a post becomes a paste on a ticket, or an observation, or nothing at all."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from bot.errors import RetryLaterError
from bot.matching.model import Band, Decision
from bot.matching.shown import suggested
from bot.support.channels import Stance, may_matter, setting_of, stance
from bot.support.desk import Desk, redraw
from bot.support.model import EventKind, Paste, Piece, Post, Source, Ticket
from bot.support.ports import Transaction
from bot.support.together import redraw_followers, settle

IGNORED = "ignored"  # no failure, and nobody asked: nothing is kept
OBSERVED = "observed"  # a failure that was left unanswered: kept, masked, without a ticket
REPLIED = "replied"
KNOWN = "known"  # this message was dealt with before
OFF = "off"  # asked in a channel where the bot is off: whoever asked is to be told, and nothing is kept


_WORDLESS: Final[Mapping[Stance, str]] = {Stance.IGNORE: IGNORED, Stance.REFUSE: OFF}


def ask(
    desk: Desk, post: Post, decision: Decision | None = None, *, pieces: Sequence[Piece] = ()
) -> tuple[str, Paste | None]:
    """Read a post and act on it.

    Whether it speaks is a matter of manners: see ``bot.support.channels``.

    Args:
        desk: The support desk.
        post: What was posted.
        decision: The decision on its text, where that was made already.
        pieces: The messages that make it together, where there are several: see ``bot.support.joining``.

    Returns:
        One of ``IGNORED``, ``OBSERVED``, ``REPLIED``, ``KNOWN``, ``OFF``, and the paste where one was kept.
    """
    decision = decision or desk.decider.decide(post.text)
    if not may_matter(post, decision):
        return IGNORED, None
    now, kb_revision = desk.clock.now(), desk.decider.revision
    with desk.store.begin() as tx:
        setting = setting_of(tx, post)
        does = stance(setting, post, decision)
        if does in _WORDLESS:
            return _WORDLESS[does], None
        ticket = _ticket_for(tx, desk, post) if does is Stance.SPEAK else None
        paste = tx.tickets.add_paste(
            post,
            decision,
            ticket=ticket.id if ticket else None,
            kb_revision=kb_revision,
            at=now,
            shadow=does is Stance.SHADOW,
        )
        if paste is None:
            return KNOWN, tx.tickets.paste_at(workspace=post.workspace, channel=post.channel, ts=post.ts)
        _keep_pieces(tx, paste, pieces)
        if ticket is None:
            return OBSERVED, paste
        show(tx, desk, paste)
        settle(tx, desk, paste, private_first=setting.private_first)
        key = f"{paste.id}:new"
        redraw(tx, desk, paste, key, response_url=post.response_url, **_besides(post))
        return REPLIED, paste


def revise(
    desk: Desk, post: Post, decision: Decision | None = None, *, pieces: Sequence[Piece] = ()
) -> tuple[str, Paste | None]:
    """Follow an edit: the paste is read anew and the reply to it redrawn.

    An edit that turns a message into a paste is a new paste. The reply to a resolved paste goes on saying who resolved
    it; the new reading shows once it is reopened.

    Args:
        desk: The outside.
        post: The message as it is after the edit.
        decision: As of ``ask``.
        pieces: Those that changed; as of ``ask``.

    Raises:
        RetryLaterError: It was revised at the same moment for another reason.
    """
    with desk.store.read() as tx:
        paste = tx.tickets.paste_at(workspace=post.workspace, channel=post.channel, ts=post.ts)
    if paste is None:
        return ask(desk, post, decision, pieces=pieces)
    newly_asked = post.asked and paste.ticket is None
    if (paste.text == post.text and not newly_asked) or paste.withdrawn:
        return KNOWN, paste
    decision = decision or desk.decider.decide(post.text)
    post = replace(post, asked=post.asked or paste.asked)
    kb_revision = desk.decider.revision
    with desk.store.begin() as tx:
        setting = setting_of(tx, post)
        does = stance(setting, post, decision)
        speak, ticket = does is Stance.SPEAK, None
        if paste.ticket is not None:
            ticket = tx.tickets.get(paste.ticket)
        elif speak:
            ticket = _ticket_for(tx, desk, post)
        if tx.tickets.paste(paste.id).revision != paste.revision:
            raise RetryLaterError("The paste changed meanwhile.", 0.1)
        revised = tx.tickets.revise(
            paste.id,
            text=post.text,
            decision=decision,
            ticket=ticket.id if ticket else None,
            kb_revision=kb_revision,
            shadow=does is Stance.SHADOW and ticket is None,
        )
        _keep_pieces(tx, revised, pieces)
        if ticket is None or revised.withdrawn:  # deleted while the edit was read
            return KNOWN if revised.withdrawn else OBSERVED, revised
        key = f"{paste.id}:edit:{revised.revision}"
        tx.tickets.add_event(key, EventKind.REVISED, ticket=ticket, answer=None, actor=post.author, at=desk.clock.now())
        if speak:
            show(tx, desk, revised)
        if speak and paste.ticket is None:
            settle(tx, desk, revised, private_first=setting.private_first)
        elif paste.same_as is not None:  # whether it still is the same failure, nobody knows
            tx.together.settle(paste.id, offered=paste.offered, same_as=None)
        redraw_followers(tx, desk, revised, key)
        redraw(tx, desk, revised, key, **_besides(post))
        return REPLIED, revised


def _keep_pieces(tx: Transaction, paste: Paste, pieces: Sequence[Piece]) -> None:
    for piece in () if paste.withdrawn else pieces:
        tx.pieces.put(replace(piece, paste=paste.id))


def _besides(post: Post) -> dict[str, Any]:
    """What the reply's job is to know besides what is stored."""
    return {"private_url": post.private_url, "notes": list(post.notes) or None}


def withdraw(desk: Desk, *, workspace: str, channel: str, ts: str) -> Paste | None:
    """Follow a deletion: the paste's text is erased and the reply to it taken back.

    Returns:
        The paste, or None where the message was never kept.
    """
    with desk.store.begin() as tx:
        paste = tx.tickets.paste_at(workspace=workspace, channel=channel, ts=ts)
        if paste is None or paste.withdrawn:
            return paste
        ticket = None if paste.ticket is None else tx.tickets.get(paste.ticket)  # first, as an edit does
        tx.tickets.withdraw(paste.id)
        if ticket is not None:
            key = f"{paste.id}:deleted"
            tx.tickets.add_event(
                key, EventKind.WITHDRAWN, ticket=ticket, answer=None, actor=paste.author, at=desk.clock.now()
            )
            redraw(tx, desk, paste, key)
            redraw_followers(tx, desk, paste, key)
        return replace(paste, withdrawn=True, text="")


def show(tx: Transaction, desk: Desk, paste: Paste) -> None:
    """Record the articles that the reply to a paste shows: one in full, or a choice of titles.

    Where only one is likely enough to be shown there is nothing to choose, so it is shown in full.
    """
    if paste.decision.band is Band.ANSWER:
        add_answer(tx, desk, paste, paste.decision, 0, full=True)
    elif paste.decision.band is Band.SUGGEST:
        choices = suggested(paste.decision)
        for place in range(len(choices)):
            add_answer(tx, desk, paste, paste.decision, place, full=len(choices) == 1)


def add_answer(tx: Transaction, desk: Desk, paste: Paste, decision: Decision, place: int, *, full: bool) -> None:
    """Record that the candidate at this place, from 0, is shown."""
    candidate = decision.candidates[place]
    tx.tickets.add_answer(
        paste,
        article=candidate.article,
        article_revision=candidate.revision,
        rank=place + 1,
        confidence=candidate.confidence,
        band=decision.band,
        full=full,
        at=desk.clock.now(),
    )


def _ticket_for(tx: Transaction, desk: Desk, post: Post) -> Ticket:
    """The ticket of the post's thread; a command has a ticket of its own until it is shared."""
    now = desk.clock.now()
    ticket = tx.tickets.open(
        workspace=post.workspace,
        channel=post.channel,
        thread_ts=post.ts if post.source is Source.COMMAND else post.thread_ts or post.ts,
        author=post.author,
        at=now,
    )
    tx.silence.begin(ticket.id, desk.patience.first_look(now))
    return ticket
