"""What people press, each press an event on the ticket. A press that changes nothing any more is no error.

``key`` is the id of the press: the same press delivered twice is one event. What became of a ticket is said by whoever
pasted, and by support people; anybody may look at articles and ask a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from bot.errors import BotError
from bot.support.ask import add_answer
from bot.support.channels import is_off
from bot.support.desk import Desk, redraw
from bot.support.model import Answer, EventKind, Paste, Reason, Source, Ticket
from bot.support.outcome import standing_refusals, standing_resolution
from bot.support.ports import Transaction
from bot.support.reply import PASTE, ReplyKind, compose, events_of, next_place
from bot.support.together import redraw_followers

TOGETHER: Final = "together"  # in an event's detail: the press that caused it along with others


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody pressed a button.

    Attributes:
        key: The id of the press.
        actor: Who pressed.
        response_url: Where the message can be redrawn, when it is one that only this person sees.
        channel: Where; whoever presses in a channel of helpers, on what was pasted elsewhere, is one of them.
    """

    key: str
    actor: str
    response_url: str | None = None
    channel: str = ""


class PressError(BotError):
    """A press that cannot be followed; whoever pressed is told why."""


class NothingThereError(PressError):
    """The button belongs to an answer that is not in the database."""

    def __init__(self) -> None:
        super().__init__("This button belongs to an answer that I no longer have; please paste the error again.")


class OffHereError(PressError):
    """The bot says nothing in this channel."""

    def __init__(self) -> None:
        super().__init__(
            "I am switched off in this channel, so nothing is shared here. `/kb watch` says who can change it."
        )


class NotYoursError(PressError):
    """Whoever pressed has no say in this.

    Args:
        poster: Who has.
    """

    def __init__(self, poster: str) -> None:
        super().__init__("Only whoever pasted this, or support, can say that. Anybody can press *Ask a person*.")
        self.poster = poster


class NotSharedError(PressError):
    """Only user groups help, and they can be asked only where they see the answer."""

    def __init__(self) -> None:
        super().__init__("Nobody can be asked from a private answer: share it here first, then ask again.")


def solve(desk: Desk, answer_id: int, press: Press) -> None:
    """*Solved it*: this answer resolved the ticket. The first to say so of a paste stands, until it is reopened."""
    must_have_a_say(desk, _paste_of(desk, answer_id), press)
    with desk.store.begin() as tx:
        answer, paste, ticket = _answered(tx, answer_id)
        if standing_resolution(events_of(tx, paste)) is None:
            note(tx, desk, EventKind.SOLVED, ticket, answer, press)
        redraw_for(tx, desk, paste, press)


def solve_otherwise(desk: Desk, paste_id: int, press: Press) -> None:
    """*Solved another way*: by none of the answers."""
    must_have_a_say(desk, _paste(desk, paste_id), press)
    with desk.store.begin() as tx:
        paste, ticket = with_ticket(tx, paste_id)
        if standing_resolution(events_of(tx, paste)) is None:
            note(tx, desk, EventKind.RESOLVED_BY_PERSON, ticket, paste, press)
        redraw_for(tx, desk, paste, press)


def reject(desk: Desk, answer_id: int, press: Press) -> None:
    """*Not this*: noted, and the next candidate is shown, or that there is none."""
    must_have_a_say(desk, _paste_of(desk, answer_id), press)
    with desk.store.begin() as tx:
        answer, paste, ticket = _answered(tx, answer_id)
        events = events_of(tx, paste)
        if answer.id not in standing_refusals(events) and standing_resolution(events) is None:
            note(tx, desk, EventKind.REJECTED, ticket, answer, press)
            if compose(tx, paste).kind is ReplyKind.EXHAUSTED:
                answers = [a for a in tx.tickets.answers(paste.id) if a.paste_revision == paste.revision]
                place = next_place(paste, answers)
                if place is not None:
                    add_answer(tx, desk, paste, paste.decision, place, full=True)
        redraw_for(tx, desk, paste, press)


def reject_all(desk: Desk, paste_id: int, press: Press) -> None:
    """*None of these*: all suggestions that are still open are turned down."""
    must_have_a_say(desk, _paste(desk, paste_id), press)
    with desk.store.begin() as tx:
        paste, ticket = with_ticket(tx, paste_id)
        for choice in compose(tx, paste).choices:
            tx.tickets.add_event(
                f"{press.key}:{choice.answer.id}",
                EventKind.REJECTED,
                ticket=ticket,
                answer=choice.answer.id,
                actor=press.actor,
                at=desk.clock.now(),
                detail={TOGETHER: press.key},
            )
        redraw_for(tx, desk, paste, press)


def explain(desk: Desk, answer_id: int, press: Press, reason: Reason) -> None:
    """Why an answer was turned down, said after *Not this*; of answers turned down together, of all of them.

    What was said to have solved it, or was opened again since, is not turned down any more, and needs no reason.
    """
    must_have_a_say(desk, _paste_of(desk, answer_id), press)
    with desk.store.begin() as tx:
        answer, paste, ticket = _answered(tx, answer_id)
        refusals = standing_refusals(events_of(tx, paste))
        this = refusals.get(answer.id)
        together = None if this is None else this.detail.get(TOGETHER)
        for refused, event in refusals.items():
            if event is this or (together is not None and event.detail.get(TOGETHER) == together):
                tx.tickets.add_event(
                    f"{press.key}:{refused}",
                    EventKind.REJECTED,
                    ticket=ticket,
                    answer=refused,
                    actor=press.actor,
                    at=desk.clock.now(),
                    detail=event.detail,
                    reason=reason,
                )
        redraw_for(tx, desk, paste, press)


def choose(desk: Desk, answer_id: int, press: Press, *, decided: bool = False) -> None:
    """*Show*: one of the suggestions is opened.

    Args:
        desk: The support desk.
        answer_id: Which.
        press: Who pressed.
        decided: It follows from the answer to the deciding question, which is noted.
    """
    with desk.store.begin() as tx:
        answer, paste, ticket = _answered(tx, answer_id)
        if answer.id not in standing_refusals(events_of(tx, paste)):
            note(tx, desk, EventKind.CHOSEN, ticket, answer, press, {"by": "question"} if decided else {})
        redraw_for(tx, desk, paste, press)


def show_again(desk: Desk, answer_id: int, press: Press) -> None:
    """*Show it again*: takes a *Not this* back."""
    must_have_a_say(desk, _paste_of(desk, answer_id), press)
    with desk.store.begin() as tx:
        answer, paste, ticket = _answered(tx, answer_id)
        if answer.id in standing_refusals(events_of(tx, paste)):
            note(tx, desk, EventKind.CHOSEN, ticket, answer, press)
        redraw_for(tx, desk, paste, press)


def choose_candidate(desk: Desk, paste_id: int, article: str, press: Press) -> None:
    """*Show instead*: a candidate is opened that may not have been shown before.

    Raises:
        NothingThereError: It is no candidate; the paste was edited since.
    """
    with desk.store.begin() as tx:
        paste = tx.tickets.paste(paste_id)
        places = [place for place, one in enumerate(paste.decision.candidates) if one.article == article]
        if paste.ticket is None or not places:
            raise NothingThereError
        ticket = tx.tickets.get(paste.ticket)
        answer = _shown(tx, paste, article)
        if answer is None:
            add_answer(tx, desk, paste, paste.decision, places[0], full=True)
            answer = _shown(tx, paste, article)
        if answer is not None and answer.id not in standing_refusals(events_of(tx, paste)):
            note(tx, desk, EventKind.CHOSEN, ticket, answer, press)
        redraw_for(tx, desk, paste, press)


def reopen(desk: Desk, answer_id: int, press: Press) -> None:
    """*Reopen*: takes the resolution by an answer back."""
    must_have_a_say(desk, _paste_of(desk, answer_id), press)
    with desk.store.begin() as tx:
        answer, paste, ticket = _answered(tx, answer_id)
        if standing_resolution(events_of(tx, paste)) is not None:
            note(tx, desk, EventKind.REOPENED, ticket, answer, press)
        redraw_for(tx, desk, paste, press)


def reopen_paste(desk: Desk, paste_id: int, press: Press) -> None:
    """*Reopen*: takes the resolution by something else back."""
    must_have_a_say(desk, _paste(desk, paste_id), press)
    with desk.store.begin() as tx:
        paste, ticket = with_ticket(tx, paste_id)
        standing = standing_resolution(events_of(tx, paste))
        if standing is not None:
            solving = None if standing.answer is None else tx.tickets.answer(standing.answer)
            note(tx, desk, EventKind.REOPENED, ticket, solving or paste, press)
        redraw_for(tx, desk, paste, press)


def share(desk: Desk, paste_id: int, press: Press, *, channel: str) -> None:
    """*Share here*: orders that a private answer be posted in the channel; ``shared`` is called once it stands."""
    with desk.store.begin() as tx:
        paste, _ = with_ticket(tx, paste_id)
        if is_off(tx, paste.workspace, channel):
            raise OffHereError
        redraw(tx, desk, paste, press.key, response_url=press.response_url, share_to=channel, actor=press.actor)


def shared(desk: Desk, paste_id: int, press: Press, *, channel: str, ts: str) -> None:
    """A private answer now stands in the channel at this place."""
    with desk.store.begin() as tx:
        paste = tx.tickets.paste(paste_id)
        if paste.ticket is None or paste.reply_ts is not None:
            return
        ticket = tx.tickets.get(paste.ticket)
        if note(tx, desk, EventKind.SHARED, ticket, paste, press):
            tx.tickets.replied(paste.id, channel=channel, ts=ts)
            if paste.source is Source.COMMAND:
                tx.tickets.move(ticket.id, channel=channel, thread_ts=ts)


def helps(desk: Desk, workspace: str, press: Press) -> bool:
    """Whether a press is somebody's who helps: one of the support people, or of those who are asked.

    It may ask Slack who is in a user group, so it stands before the transaction.

    Raises:
        BotError: Nobody can tell right now; to be tried again.
    """
    if press.channel in desk.helpers:
        return True
    people = desk.people
    return people.is_named(desk.helpers, workspace, press.actor) or people.is_support(workspace, press.actor)


def must_have_a_say(desk: Desk, paste: Paste, press: Press) -> None:
    """Refuse a press of somebody who neither pasted this nor helps.

    Where people paste in the very channel in which helpers are asked, being there makes nobody one of them.

    Raises:
        NotYoursError: That is so.
        BotError: As ``helps``.
    """
    elsewhere = replace(press, channel="") if press.channel == paste.channel else press
    if press.actor != paste.author and not helps(desk, paste.workspace, elsewhere):
        raise NotYoursError(paste.author)


def _paste(desk: Desk, paste_id: int) -> Paste:
    with desk.store.read() as tx:
        return tx.tickets.paste(paste_id)


def _paste_of(desk: Desk, answer_id: int) -> Paste:
    with desk.store.read() as tx:
        answer = tx.tickets.answer(answer_id)
        if answer is None:
            raise NothingThereError
        return tx.tickets.paste(answer.paste)


def with_ticket(tx: Transaction, paste_id: int) -> tuple[Paste, Ticket]:
    """A paste and its ticket, which stays locked until the transaction ends.

    Raises:
        NothingThereError: It has none.
    """
    paste = tx.tickets.paste(paste_id)
    if paste.ticket is None:
        raise NothingThereError
    ticket = tx.tickets.get(paste.ticket)
    return paste, ticket


def _shown(tx: Transaction, paste: Paste, article: str) -> Answer | None:
    """The answer with this article, if it was shown of the paste as it is."""
    answers = (one for one in tx.tickets.answers(paste.id) if one.paste_revision == paste.revision)
    return next((one for one in answers if one.article == article), None)


def _answered(tx: Transaction, answer_id: int) -> tuple[Answer, Paste, Ticket]:
    answer = tx.tickets.answer(answer_id)
    if answer is None:
        raise NothingThereError
    return answer, tx.tickets.paste(answer.paste), tx.tickets.get(answer.ticket)


def note(  # noqa: PLR0917  said in the order: who notes what, on what, by whom
    tx: Transaction,
    desk: Desk,
    kind: EventKind,
    ticket: Ticket,
    about: Answer | Paste,
    press: Press,
    detail: Mapping[str, Any] = MappingProxyType({}),
) -> bool:
    """Note a press as an event, about an answer or about a paste by itself; False when it was noted before."""
    answer, place = (about.id, {}) if isinstance(about, Answer) else (None, {PASTE: about.id})
    now = desk.clock.now()
    return tx.tickets.add_event(
        press.key, kind, ticket=ticket, answer=answer, actor=press.actor, at=now, detail={**place, **detail}
    )


def redraw_for(tx: Transaction, desk: Desk, paste: Paste, press: Press) -> None:
    """Order that all be redrawn that a press changed."""
    redraw(tx, desk, paste, press.key, response_url=press.response_url)
    redraw_followers(tx, desk, paste, press.key)
