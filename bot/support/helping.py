"""People who help: asked, taking a ticket on, giving it back, and saying what solved it.

Whoever is asked sees a *packet*: what is known, and what was shown and tried. What was pasted stands in it only where
those who see it could see the paste, or where whoever pasted it said that they may: see ``show_lines``.
"""

from collections.abc import Mapping
from typing import Any, Final

from bot.support.channels import is_direct
from bot.support.desk import ESCALATION, Desk, lane_of, redraw
from bot.support.model import BOT, EventKind, Paste, Source
from bot.support.notices import NoticeKind
from bot.support.outcome import help_wanted, standing_resolution
from bot.support.ports import Transaction
from bot.support.press import (
    NotSharedError,
    NotYoursError,
    Press,
    PressError,
    helps,
    must_have_a_say,
    note,
    redraw_for,
    with_ticket,
)
from bot.support.reply import PASTE, compose, events_of, title_of

NOTE: Final = "note"  # in an event's detail: how a person solved it, in a few words
LINES: Final = "lines"  # in a packet's detail: those who see it may see what was pasted
OUTSIDE: Final = "outside"  # in a packet's detail: it stands in another conversation than the paste


class NotAHelperError(PressError):
    """Only support people, and those who are asked, take tickets on."""

    def __init__(self) -> None:
        super().__init__("Only support people can take this on.")


class OutOfSightError(PressError):
    """Only user groups help, and none of their members sees a direct message."""

    def __init__(self) -> None:
        super().__init__(
            "Those who help do not see this conversation, so I cannot ask them here: paste the error in a channel."
        )


class UnknownArticleError(PressError):
    """A person named an article that there is not."""

    def __init__(self, article: str) -> None:
        super().__init__(f"I know no article {article[:60]}, so nothing was noted. Press *Resolved* again.")


def escalate(desk: Desk, paste_id: int, press: Press) -> bool:
    """*Ask a person*: the people who help are asked, once for each resolution that failed, and not while one stands.

    Returns:
        False when nobody is set up to help; that is said, and nothing is noted.

    Raises:
        NotSharedError: Nobody can be asked before the answer is shared; nothing is noted.
        OutOfSightError: Nobody who helps sees this conversation; nothing is noted.
    """
    with desk.store.begin() as tx:
        paste, ticket = with_ticket(tx, paste_id)
        if not desk.helpers:
            return False
        if all(helper.startswith("S") for helper in desk.helpers):  # a group has no direct messages
            _must_be_seen(paste)
        shown = compose(tx, paste)
        fresh = shown.help is None and shown.resolution is None
        if fresh and note(tx, desk, EventKind.ESCALATED, ticket, paste, press) and paste.source is not Source.CONSOLE:
            tx.jobs.add(
                f"{ESCALATION}:{press.key}",
                ESCALATION,
                {"paste": paste.id, "actor": press.actor},
                workspace=paste.workspace,
                lane=lane_of(paste.workspace, paste.channel, paste.thread_ts or paste.ts),
                now=desk.clock.now(),
            )
        redraw_for(tx, desk, paste, press)
        return True


def unreached(tx: Transaction, desk: Desk, paste_id: int, key: str) -> None:
    """Nobody could be asked: whoever wants to may ask anew.

    Args:
        tx: The transaction.
        desk: The outside.
        paste_id: The paste.
        key: Of the job that could not ask.
    """
    paste, ticket = with_ticket(tx, paste_id)
    if help_wanted(events_of(tx, paste)) is not None:
        key = f"{EventKind.UNREACHED}:{key}"
        now = desk.clock.now()
        tx.tickets.add_event(
            key, EventKind.UNREACHED, ticket=ticket, answer=None, actor=BOT, at=now, detail={PASTE: paste.id}
        )
        redraw(tx, desk, paste, key)


def claim(desk: Desk, paste_id: int, press: Press) -> str | None:
    """*Claim*: somebody takes it on; the first who does has it.

    Returns:
        Who has it now; None where nobody is needed any more.

    Raises:
        NotAHelperError: Whoever pressed is none of those who help.
    """
    _must_help(desk, paste_id, press)
    with desk.store.begin() as tx:
        paste, ticket = with_ticket(tx, paste_id)
        wanted = help_wanted(events_of(tx, paste))
        if wanted is not None and wanted.claimed_by is None:
            note(tx, desk, EventKind.CLAIMED, ticket, paste, press)
            wanted = help_wanted(events_of(tx, paste))
        redraw_for(tx, desk, paste, press)
        return None if wanted is None else wanted.claimed_by


def release(desk: Desk, paste_id: int, press: Press) -> None:
    """*Release*: whoever took it on gives it back, or somebody else who helps does that for them.

    Raises:
        NotAHelperError: Whoever pressed is none of those who help.
    """
    _must_help(desk, paste_id, press)
    with desk.store.begin() as tx:
        paste, ticket = with_ticket(tx, paste_id)
        wanted = help_wanted(events_of(tx, paste))
        if wanted is not None and wanted.claimed_by is not None:
            note(tx, desk, EventKind.RELEASED, ticket, paste, press)
        redraw_for(tx, desk, paste, press)


def may_resolve(desk: Desk, paste_id: int, press: Press) -> None:
    """Refuse somebody who neither pasted this nor helps, before they are asked what solved it.

    Raises:
        NotYoursError: That is so.
    """
    with desk.store.read() as tx:
        paste = tx.tickets.paste(paste_id)
    must_have_a_say(desk, paste, press)


def resolve(desk: Desk, paste_id: int, press: Press, *, answer: int | None, article: str, how: str) -> str:
    """*Resolved*: a person says what solved it.

    Args:
        desk: The outside.
        paste_id: The paste.
        press: Who says it.
        answer: The answer that did, of those that were shown; None where another article or something else did.
        article: The id of an article that was not shown; may be empty.
        how: In a few words, what did; may be empty.

    Returns:
        Who said so first: that stands until it is reopened.

    Raises:
        UnknownArticleError: There is no such article.
        NotYoursError: Whoever says it neither pasted this nor helps.
    """
    may_resolve(desk, paste_id, press)
    with desk.store.begin() as tx:
        paste, ticket = with_ticket(tx, paste_id)
        standing = standing_resolution(events_of(tx, paste))
        if standing is None:
            shown = {one.id: one.article for one in tx.tickets.answers(paste.id)}
            known = _article(tx, article)
            newest = {named: number for number, named in shown.items()}
            # The paste may have been edited while the modal was open: an answer of before counts, too.
            answer = answer if answer in shown else newest.get(known or "")
            detail = {PASTE: paste.id, **({NOTE: how.strip()} if how.strip() else {})}
            tx.tickets.add_event(
                press.key,
                EventKind.RESOLVED_BY_PERSON if answer is None else EventKind.SOLVED,
                ticket=ticket,
                answer=answer,
                actor=press.actor,
                at=desk.clock.now(),
                detail=detail,
                article=known if answer is None else None,
            )
        redraw_for(tx, desk, paste, press)
        return press.actor if standing is None else standing.actor


def show_lines(desk: Desk, paste_id: int, press: Press) -> None:
    """*Show them the lines*: whoever pasted lets those who help see it in their own conversation.

    Raises:
        NotYoursError: Somebody else pressed.
    """
    with desk.store.begin() as tx:
        paste, _ = with_ticket(tx, paste_id)
        if press.actor != paste.author:
            raise NotYoursError(paste.author)
        for notice in tx.notices.of(paste.id):
            if notice.kind is NoticeKind.PACKET:
                tx.notices.change(notice.id, {**notice.detail, LINES: True})
        redraw_for(tx, desk, paste, press)


def solutions(desk: Desk, paste_id: int) -> list[tuple[int, str]]:
    """Ids and titles of the answers that were shown, the newest of each article, in the order they were shown first."""
    with desk.store.read() as tx:
        newest = {answer.article: answer for answer in tx.tickets.answers(paste_id)}
        return [(answer.id, title_of(tx, answer)) for answer in newest.values()]


def packet_detail(paste: Paste, *, outside: bool, **more: Any) -> Mapping[str, Any]:
    """What is settled of a packet as it is posted.

    Args:
        paste: What it is about.
        outside: It stands in another conversation than the paste.
        more: Further values.
    """
    return {**more, OUTSIDE: outside, LINES: not (outside and paste.private)}


def _article(tx: Transaction, ident: str) -> str | None:
    """The id of an article as it is written; None for an empty one."""
    if not ident.strip():
        return None
    stored = tx.articles.get(ident.strip())
    if stored is None:
        raise UnknownArticleError(ident.strip())
    return stored.article.id


def _must_be_seen(paste: Paste) -> None:
    """Refuse to ask user groups where they see nothing."""
    if paste.source is Source.COMMAND and paste.reply_ts is None:
        raise NotSharedError
    if is_direct(paste.reply_channel or paste.channel):
        raise OutOfSightError


def _must_help(desk: Desk, paste_id: int, press: Press) -> None:
    with desk.store.read() as tx:
        paste = tx.tickets.paste(paste_id)
    if not helps(desk, paste.workspace, press):
        raise NotAHelperError
