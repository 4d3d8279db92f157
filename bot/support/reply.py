"""Compose: what the reply to a paste looks like now, from what is stored."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.kb.article import Article
from bot.kb.search import search
from bot.matching.model import Bearing, Candidate
from bot.support.model import Answer, Event, EventKind, Paste
from bot.support.outcome import standing_resolution
from bot.support.ports import Transaction

NEXT_FLOOR = 0.05  # a next candidate less likely than this is not worth showing
NEAREST = 5


class ReplyKind(StrEnum):
    """What a reply shows."""

    ARTICLE = "article"  # one article in full
    CHOICES = "choices"  # two or three titles to choose from
    EXHAUSTED = "exhausted"  # everything that fits was shown, and people said no
    NOTHING = "nothing"  # asked directly, and no article fits
    EMPTY = "empty"  # asked directly, without any text
    GONE = "gone"  # the paste was deleted: the reply is taken back


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several suggestions, with the one fact that tells it apart."""

    answer: Answer
    title: str
    telling: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as it is to be shown.

    Attributes:
        article, answer, candidate: What is shown in full, when the kind is ARTICLE.
        choices: What there is to choose from, when the kind is CHOICES.
        tried: Titles of the articles that people said no to.
        nearest: Ids and titles of articles with words in common, when the kind is NOTHING.
        resolved_by, resolved_at: Who said that the shown answer solved it, and when.
        resolved_otherwise: Solved, but by something else.
        asked_for_help: Who asked a person last, unless resolved since.
        has_next: Another candidate can be shown after a "not this".
    """

    kind: ReplyKind
    paste: Paste
    article: Article | None = None
    answer: Answer | None = None
    candidate: Candidate | None = None
    choices: tuple[Choice, ...] = ()
    tried: tuple[str, ...] = ()
    nearest: tuple[tuple[str, str], ...] = ()
    resolved_by: str | None = None
    resolved_at: datetime | None = None
    resolved_otherwise: bool = False
    asked_for_help: str | None = None
    has_next: bool = False


def compose(tx: Transaction, paste: Paste) -> Reply:
    """What the reply to this paste looks like now. The paste must belong to a ticket."""
    if paste.withdrawn:
        return Reply(ReplyKind.GONE, paste)
    if not paste.text.strip():
        return Reply(ReplyKind.EMPTY, paste)
    answers = [a for a in tx.tickets.answers(paste.id) if a.paste_revision == paste.revision]
    events = events_of(tx, paste)
    rejected = {e.answer for e in events if e.kind is EventKind.REJECTED}
    tried = tuple(_title(tx, a) for a in answers if a.id in rejected)
    resolution = standing_resolution(events)
    helped = _asked_for_help(events)
    if resolution is not None and resolution.answer is not None:
        solving = tx.tickets.answer(resolution.answer)
        if solving is not None:
            return _with_article(
                tx, paste, solving, tried=tried, resolved_by=resolution.actor, resolved_at=resolution.at
            )
    current = _current(answers, events, rejected)
    open_choices = [a for a in answers if not a.full and a.id not in rejected]
    if current is not None:
        reply = _with_article(
            tx,
            paste,
            current,
            tried=tried,
            has_next=bool([a for a in open_choices if a.id != current.id]) or next_place(paste, answers) is not None,
            asked_for_help=helped,
        )
    elif open_choices:
        choices = tuple(Choice(a, _title(tx, a), _telling(paste, a)) for a in open_choices)
        reply = Reply(ReplyKind.CHOICES, paste, choices=choices, tried=tried, asked_for_help=helped)
    elif answers:
        reply = Reply(ReplyKind.EXHAUSTED, paste, tried=tried, asked_for_help=helped)
    else:
        found = search([s.article for s in tx.articles.current()], paste.text[:400], limit=NEAREST)
        nearest = tuple((article.id, article.title) for article, _ in found)
        reply = Reply(ReplyKind.NOTHING, paste, nearest=nearest, asked_for_help=helped)
    return replace(reply, resolved_otherwise=resolution is not None)


def events_of(tx: Transaction, paste: Paste) -> list[Event]:
    """What happened to a paste: the events of its ticket, without those on answers to the ticket's other pastes."""
    mine = {answer.id for answer in tx.tickets.answers(paste.id)}
    return [event for event in tx.tickets.events(paste.ticket or 0) if event.answer is None or event.answer in mine]


def next_place(paste: Paste, answers: Sequence[Answer]) -> int | None:
    """The place, from 0, of the next candidate worth showing; None when there is none."""
    shown = {a.article for a in answers}
    for place, candidate in enumerate(paste.decision.candidates):
        if candidate.article not in shown:
            return place if candidate.confidence >= NEXT_FLOOR else None
    return None


def _current(answers: Sequence[Answer], events: Sequence[Event], rejected: set[int | None]) -> Answer | None:
    """The answer shown in full: the last one that was chosen or shown so, and was not turned down."""
    chosen = [e.answer for e in events if e.kind is EventKind.CHOSEN]
    by_id = {a.id: a for a in answers if a.id not in rejected}
    for answer_id in reversed(chosen):
        if answer_id in by_id:
            return by_id[answer_id]
    full = [a for a in by_id.values() if a.full]
    return full[-1] if full else None


def _asked_for_help(events: Sequence[Event]) -> str | None:
    asked = None
    for event in events:
        if event.kind is EventKind.ESCALATED:
            asked = event.actor
        elif event.kind in (EventKind.SOLVED, EventKind.RESOLVED_BY_PERSON):
            asked = None
    return asked


def _with_article(
    tx: Transaction,
    paste: Paste,
    answer: Answer,
    *,
    tried: tuple[str, ...],
    has_next: bool = False,
    asked_for_help: str | None = None,
    resolved_by: str | None = None,
    resolved_at: datetime | None = None,
) -> Reply:
    stored = tx.articles.get(answer.article, answer.article_revision)
    candidate = next((c for c in paste.decision.candidates if c.article == answer.article), None)
    return Reply(
        ReplyKind.ARTICLE,
        paste,
        article=stored.article if stored else None,
        answer=answer,
        candidate=candidate,
        tried=tried,
        has_next=has_next,
        asked_for_help=asked_for_help,
        resolved_by=resolved_by,
        resolved_at=resolved_at,
    )


def _title(tx: Transaction, answer: Answer) -> str:
    stored = tx.articles.get(answer.article, answer.article_revision)
    return stored.article.title if stored else answer.article


def _telling(paste: Paste, answer: Answer) -> str:
    """The one fact that tells a suggestion apart: what is missing for it, else what speaks for it."""
    candidate = next((c for c in paste.decision.candidates if c.article == answer.article), None)
    if candidate is None:
        return ""
    for bearing in (Bearing.MISSING, Bearing.FOR):
        for evidence in candidate.evidence:
            if evidence.bearing is bearing and evidence.part in ("require", "reply", "lines"):
                return evidence.hint
    return ""
