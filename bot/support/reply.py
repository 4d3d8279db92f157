"""Compose: what the reply to a paste looks like now, from what is stored."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.kb.article import Article
from bot.kb.search import search
from bot.matching.model import Candidate
from bot.support.contrast import Question, Side, Telling, deciding_question, tell_apart
from bot.support.links import Link
from bot.support.model import Answer, Event, EventKind, Paste, Reason
from bot.support.outcome import Help, help_wanted, standing_refusals, standing_resolution
from bot.support.ports import Transaction
from bot.support.sureness import NO_RECORD, Record, Sureness, sureness

NEXT_FLOOR = 0.05  # a next candidate less likely than this is not worth showing
NEAREST = 5
PASTE = "paste"  # in the detail of an event on no answer: the paste that it is about, where that is one of several
NEAR = 0.2  # of 1: an article with fewer of the words has them by chance
FAINT = 0.02  # the least likely candidate that is named where no article has the words


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
    """One of several suggestions, with the one fact that tells it apart from the others."""

    answer: Answer
    title: str
    telling: Telling | None = None
    sureness: Sureness | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that people said no to.

    Attributes:
        by: Who said so.
        reason: Why, where somebody said it.
    """

    answer: int
    title: str
    by: str
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Together:
    """The same failure of several people at once.

    Attributes:
        people: How many have it.
        leader: The paste whose reply answers this one too; None where this is that paste.
        resolved_by: Who said there that the article solved it.
    """

    people: int
    leader: Paste | None = None
    resolved_by: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as it is to be shown.

    Attributes:
        article, answer, candidate: What is shown in full, when the kind is ARTICLE.
        sureness: How often such answers are right, when the kind is ARTICLE.
        choices: What there is to choose from, when the kind is CHOICES.
        question: What decides between the choices; its options name them by their place.
        refusals: The answers that people said no to, in that order.
        nearest: Ids and titles of articles with words in common, when the kind is NOTHING.
        resolved_by, resolved_at: Who said that the shown answer solved it, and when.
        resolution: What was said to have solved it, whether the shown answer or something else; None where nothing was.
        help: A person is asked for, and who took it on.
        links: Tickets of other systems that people named, each with where; ``visible_in`` says which are shown there.
        hidden_from: Conversations in which people are asked, but do not see what was pasted.
        has_next: Another candidate can be shown after a "not this".
        together: Several people have the same failure at once; None where they have not.
    """

    kind: ReplyKind
    paste: Paste
    article: Article | None = None
    answer: Answer | None = None
    candidate: Candidate | None = None
    sureness: Sureness | None = None
    choices: tuple[Choice, ...] = ()
    question: Question | None = None
    refusals: tuple[Refusal, ...] = ()
    nearest: tuple[tuple[str, str], ...] = ()
    resolved_by: str | None = None
    resolved_at: datetime | None = None
    resolution: Event | None = None
    help: Help | None = None
    links: tuple[Link, ...] = ()
    hidden_from: tuple[str, ...] = ()
    has_next: bool = False
    together: Together | None = None

    def visible_in(self, channel: str) -> tuple[Link, ...]:
        """The links that those in a conversation may see: named in it, or with the paste where that is public."""
        public = set() if self.paste.private else {self.paste.channel}
        return tuple(link for link in self.links if link.channel in {channel} | public)

    @property
    def tried(self) -> tuple[str, ...]:
        """Titles of the articles that people said no to."""
        return tuple(refusal.title for refusal in self.refusals)

    @property
    def resolved_otherwise(self) -> bool:
        """Solved, but by something else."""
        return self.resolution is not None and self.resolved_by is None

    @property
    def asked_for_help(self) -> str | None:
        """Who asked a person last, unless resolved since."""
        return None if self.help is None else self.help.asked_by


def compose(tx: Transaction, paste: Paste, record: Record = NO_RECORD) -> Reply:
    """What the reply to this paste looks like now.

    Args:
        tx: Only read.
        paste: It must belong to a ticket.
        record: What became of such answers in its workspace.
    """
    events = events_of(tx, paste)
    answers = [a for a in tx.tickets.answers(paste.id) if a.paste_revision == paste.revision]
    refused = standing_refusals(events)
    by_id = {answer.id: answer for answer in answers}
    return replace(
        _shown(tx, paste, answers, events, record),
        refusals=tuple(
            Refusal(answer, title_of(tx, by_id[answer]), event.actor, event.reason)
            for answer, event in refused.items()
            if answer in by_id
        ),
        resolution=standing_resolution(events),
        help=help_wanted(events),
        links=tuple(tx.links.of(paste.ticket or 0)),
        hidden_from=tuple(one.channel for one in tx.notices.of(paste.id) if one.detail.get("lines") is False),
        together=_together(tx, paste, answers, events),
    )


def _together(tx: Transaction, paste: Paste, answers: Sequence[Answer], events: Sequence[Event]) -> Together | None:
    """Who else has the same failure.

    A reply leads to another one only as long as nobody asked for more than that, and the other one shows the same.
    """
    leader = paste if paste.same_as is None else tx.tickets.paste(paste.same_as)
    people = {leader.author, *tx.together.authors_of_followers(leader.id)}
    if leader is paste:
        return Together(len(people)) if len(people) > 1 else None
    first = next((answer for answer in answers if answer.rank == 1), None)
    asked = {EventKind.CHOSEN, EventKind.REJECTED, EventKind.REOPENED}
    if leader.withdrawn or first is None or any(event.kind in asked for event in events):
        return None
    its_events = events_of(tx, leader)
    its_answers = [one for one in tx.tickets.answers(leader.id) if one.paste_revision == leader.revision]
    there = _shown(tx, leader, its_answers, its_events, NO_RECORD)
    if standing_resolution(events) is not None or there.answer is None or there.answer.article != first.article:
        return None
    return Together(len(people), leader, there.resolved_by)


def _shown(tx: Transaction, paste: Paste, answers: Sequence[Answer], events: Sequence[Event], record: Record) -> Reply:
    """What is shown: by what was pasted, which answers there are, and what people said about each."""
    if paste.withdrawn or not paste.text.strip():
        return Reply(ReplyKind.GONE if paste.withdrawn else ReplyKind.EMPTY, paste)
    resolution = standing_resolution(events)
    if resolution is not None and resolution.answer is not None:
        solving = tx.tickets.answer(resolution.answer)
        if solving is not None:
            return replace(_with_article(tx, paste, solving), resolved_by=resolution.actor, resolved_at=resolution.at)
    refused = standing_refusals(events)
    current = _current(answers, events, refused)
    open_choices = [a for a in answers if not a.full and a.id not in refused]
    if current is not None:
        other = any(a.id != current.id for a in open_choices) or next_place(paste, answers) is not None
        return replace(_with_article(tx, paste, current), has_next=other, sureness=sureness(current, record))
    if open_choices:
        return _with_choices(tx, paste, open_choices, record)
    if answers:
        return Reply(ReplyKind.EXHAUSTED, paste)
    nearest = nearest_to(paste, [stored.article for stored in tx.articles.current() if not stored.article.is_draft])
    return Reply(ReplyKind.NOTHING, paste, nearest=nearest)


def events_of(tx: Transaction, paste: Paste) -> list[Event]:
    """What happened to a paste: the events of its ticket, without those on the ticket's other pastes and answers."""
    mine = {answer.id for answer in tx.tickets.answers(paste.id)}
    return [
        event
        for event in tx.tickets.events(paste.ticket or 0)
        if (event.answer in mine if event.answer is not None else event.detail.get(PASTE, paste.id) == paste.id)
    ]


def nearest_to(paste: Paste, articles: Sequence[Article]) -> tuple[tuple[str, str], ...]:
    """Ids and titles of what comes nearest to a paste that no article fits; none rather than something by chance.

    By the words of the line that tells, else of all of it; where no article has these, by what the matcher thought of.
    """
    failure = paste.decision.failure
    for words in (failure.text if failure is not None else "", paste.text):
        found = [(one.id, one.title) for one, near in search(articles, words[:400], limit=NEAREST) if near >= NEAR]
        if found:
            return tuple(found)
    thought = [(one.article, one.title) for one in paste.decision.candidates if one.confidence >= FAINT]
    return tuple(thought[:NEAREST])


def next_place(paste: Paste, answers: Sequence[Answer]) -> int | None:
    """The place, from 0, of the next candidate worth showing; None when there is none."""
    shown = {a.article for a in answers}
    for place, candidate in enumerate(paste.decision.candidates):
        if candidate.article not in shown:
            return place if candidate.confidence >= NEXT_FLOOR else None
    return None


def _current(answers: Sequence[Answer], events: Sequence[Event], refused: Container[int]) -> Answer | None:
    """The answer shown in full: the last one that was chosen or shown so, and was not turned down."""
    chosen = [e.answer for e in events if e.kind is EventKind.CHOSEN]
    by_id = {a.id: a for a in answers if a.id not in refused}
    for answer_id in reversed(chosen):
        if answer_id in by_id:
            return by_id[answer_id]
    full = [a for a in by_id.values() if a.full]
    return full[-1] if full else None


def _with_article(tx: Transaction, paste: Paste, answer: Answer) -> Reply:
    stored = tx.articles.get(answer.article, answer.article_revision)
    article = stored.article if stored else None
    return Reply(ReplyKind.ARTICLE, paste, article=article, answer=answer, candidate=_candidate(paste, answer))


def _with_choices(tx: Transaction, paste: Paste, answers: Sequence[Answer], record: Record) -> Reply:
    stored = [tx.articles.get(answer.article, answer.article_revision) for answer in answers]
    sides = [
        Side(found.article if found else Article(answer.article, answer.article), _candidate(paste, answer))
        for answer, found in zip(answers, stored, strict=True)
    ]
    facts = paste.decision.facts
    choices = tuple(
        Choice(answer, side.article.title, telling, sureness(answer, record))
        for answer, side, telling in zip(answers, sides, tell_apart(sides, facts), strict=True)
    )
    return Reply(ReplyKind.CHOICES, paste, choices=choices, question=deciding_question(sides, facts))


def _candidate(paste: Paste, answer: Answer) -> Candidate | None:
    return next((c for c in paste.decision.candidates if c.article == answer.article), None)


def title_of(tx: Transaction, answer: Answer) -> str:
    """The title of an answer's article, as it was then."""
    stored = tx.articles.get(answer.article, answer.article_revision)
    return stored.article.title if stored else answer.article
