"""What App Home reads: each question reads what an index names, however much is stored.

Outcomes are those of ``analytics_tickets``, looked up for the tickets at hand.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, case, column, func, literal_column, or_, select, table
from sqlalchemy.sql.expression import ColumnElement

from bot.analytics.model import Rate
from bot.matching.model import Decision
from bot.store.sql import insert_into
from bot.store.tables import LEFT_UNANSWERED, answers, article_revisions, articles, events, pastes, tickets, verdicts
from bot.store.types import Id, Utc, Words
from bot.support.model import EventKind, Outcome
from bot.support.overview import (
    Failed,
    HelpfulArticle,
    Place,
    Shadow,
    ShadowAnswer,
    TicketLine,
    UnansweredGroup,
    Waiting,
)
from bot.transcript.model import Step

_outcomes = table(
    "analytics_tickets",
    column("ticket", Id),
    column("workspace", Words),
    column("opened_at", Utc),
    column("outcome", Words),
    column("resolved_article", Words),
)
_later = events.alias("later")
_ENDS = (EventKind.SOLVED.value, EventKind.RESOLVED_BY_PERSON.value, EventKind.REOPENED.value)
_LINES = 3  # of a signature


class SqlHome:
    """Fulfils ``bot.support.ports.Home``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def tickets_of(self, workspace: str, user: str, *, limit: int) -> tuple[TicketLine, ...]:
        """The newest tickets that somebody opened."""
        statement = (
            select(tickets)
            .where(tickets.c.workspace == workspace, tickets.c.opened_by == user)
            .order_by(tickets.c.opened_at.desc(), tickets.c.id.desc())
            .limit(limit)
        )
        found = self._rows(statement)
        ids = [row.id for row in found]
        outcomes = {
            row.ticket: Outcome(row.outcome)
            for row in self._rows(select(_outcomes.c.ticket, _outcomes.c.outcome).where(_outcomes.c.ticket.in_(ids)))
        }
        failed, titles = self._failed(ids), self._titles(ids)
        return tuple(
            TicketLine(
                ticket=row.id,
                place=_place(row),
                opened_at=row.opened_at,
                outcome=outcomes.get(row.id, Outcome.UNKNOWN),
                failed=failed.get(row.id, Failed()),
                article=titles[row.id][0] if row.id in titles else None,
                title=titles[row.id][1] if row.id in titles else None,
            )
            for row in found
        )

    def helpful(self, workspace: str, *, since: datetime, limit: int) -> tuple[HelpfulArticle, ...]:
        """The articles that resolved most tickets since then, as far as people said so and nobody took it back."""
        confirmed = func.count(events.c.ticket.distinct()).label("confirmed")
        statement = (
            select(answers.c.article, confirmed)
            .join_from(events, answers, answers.c.id == events.c.answer)
            .where(*_newest("solved", workspace, since, _ENDS))
            .group_by(answers.c.article)
            .order_by(confirmed.desc(), answers.c.article)
            .limit(limit)
        )
        best = {row.article: row.confirmed for row in self._rows(statement)}
        shown = self._shown(workspace, list(best), since)
        return tuple(
            HelpfulArticle(name, title, best[name], max(shown.get(name, 0), best[name]))
            for name, title in sorted(self._current_titles(best).items(), key=lambda one: (-best[one[0]], one[0]))
        )

    def waiting(self, workspace: str, *, since: datetime, limit: int) -> tuple[tuple[Waiting, ...], bool]:
        """Tickets with which a person was asked to help and which are not resolved; and whether there are more."""
        ends = (EventKind.ESCALATED.value, *_ENDS[:2])
        where = _newest("escalated", workspace, since, ends)
        statement = (
            select(events.c.ticket, events.c.actor, events.c.at, tickets.c.channel, tickets.c.thread_ts)
            .join_from(events, tickets, tickets.c.id == events.c.ticket)
            .where(*where)
            .order_by(events.c.at, events.c.id)
            .limit(limit + 1)
        )
        found = self._rows(statement)
        shown = found[:limit]
        ids = [row.ticket for row in shown]
        failed, claims, private = self._failed(ids), self._claims(ids), self._private(ids)
        lines = (
            Waiting(
                ticket=row.ticket,
                place=_place(row),
                asked_by=row.actor,
                asked_at=row.at,
                claimed_by=claims.get(row.ticket),
                failed=None if row.ticket in private else failed.get(row.ticket),
            )
            for row in shown
        )
        return tuple(lines), len(found) > limit

    def unanswered(self, workspace: str, *, since: datetime, limit: int) -> tuple[UnansweredGroup, ...]:
        """Failures of public channels that were left unanswered since then, those of most people first."""
        people = func.count(pastes.c.author.distinct()).label("people")
        number, last = func.count().label("number"), func.max(pastes.c.id).label("last")
        statement = (
            select(pastes.c.signature_hash, number, people, last)
            .where(
                LEFT_UNANSWERED,
                pastes.c.workspace == workspace,
                pastes.c.created_at >= since,
            )
            .group_by(pastes.c.signature_hash)
            .order_by(people.desc(), number.desc(), last.desc())
            .limit(limit + 1)
        )
        groups = [row for row in self._rows(statement) if row.signature_hash is not None][:limit]
        newest = {
            row.id: row for row in self._rows(select(pastes).where(pastes.c.id.in_([row.last for row in groups])))
        }
        return tuple(_group(row, newest[row.last]) for row in groups)

    def outcomes(self, workspace: str, *, since: datetime) -> Mapping[Outcome, int]:
        """How many tickets opened since then have each outcome."""
        statement = (
            select(_outcomes.c.outcome, func.count().label("number"))
            .where(_outcomes.c.workspace == workspace, _outcomes.c.opened_at >= since)
            .group_by(_outcomes.c.outcome)
        )
        found = {Outcome(row.outcome): row.number for row in self._rows(statement)}
        return {outcome: found.get(outcome, 0) for outcome in Outcome}

    def shadow(self, workspace: str, *, since: datetime, limit: int) -> Shadow:
        """What would have been said since then, and whether that was right as far as people said."""
        mine: tuple[ColumnElement[bool], ...] = (
            pastes.c.workspace == workspace,
            literal_column("shadow"),
            pastes.c.created_at >= since,
        )
        kept = self._connection.execute(select(func.count()).select_from(pastes).where(*mine)).scalar_one()
        right = {
            row.paste: row.correct
            for row in self._rows(
                select(verdicts.c.paste, verdicts.c.correct)
                .join_from(pastes, verdicts, verdicts.c.paste == pastes.c.id)
                .where(*mine)
            )
        }
        for paste, shown, resolved in self._resolved_threads(mine):
            right.setdefault(paste, shown == resolved)
        newest = (
            select(pastes)
            .outerjoin(verdicts, verdicts.c.paste == pastes.c.id)
            .where(*mine, pastes.c.private.is_(False), pastes.c.withdrawn.is_(False), verdicts.c.paste.is_(None))
            .order_by(pastes.c.created_at.desc())
            .limit(limit + len(right))
        )
        open_ = [row for row in self._rows(newest) if row.id not in right]
        pending = [answer for row in open_[:limit] if (answer := _shadow_answer(row)) is not None]
        return Shadow(kept, Rate(sum(right.values()), len(right)), tuple(pending))

    def judge(self, workspace: str, paste: int, *, correct: bool, by: str, at: datetime) -> bool:
        """Note whether what would have been said is right; the last word counts. False where that is nothing."""
        known = select(pastes.c.id).where(pastes.c.id == paste, pastes.c.workspace == workspace, pastes.c.shadow)
        if self._connection.execute(known).first() is None:
            return False
        values = {"correct": correct, "said_by": by, "said_at": at}
        statement = insert_into(self._connection.dialect.name, verdicts).values(
            paste=paste, workspace=workspace, **values
        )
        self._connection.execute(statement.on_conflict_do_update(index_elements=[verdicts.c.paste], set_=values))
        return True

    def _resolved_threads(self, mine: Sequence[ColumnElement[bool]]) -> list[tuple[int, str, str]]:
        """Shadow pastes in threads that people resolved with an article: the paste, what it would show, the article."""
        by_person = (
            select(events.c.article)
            .where(events.c.ticket == tickets.c.id, events.c.article.is_not(None))
            .order_by(events.c.id.desc())
            .limit(1)
            .scalar_subquery()
        )
        resolved = case(
            (_outcomes.c.outcome == Outcome.CONFIRMED.value, _outcomes.c.resolved_article),
            (_outcomes.c.outcome == Outcome.RESOLVED_BY_PERSON.value, by_person),
        )
        in_thread = and_(
            tickets.c.workspace == pastes.c.workspace,
            tickets.c.channel == pastes.c.channel,
            tickets.c.thread_ts == func.coalesce(pastes.c.thread_ts, pastes.c.ts),
        )
        statement = (
            select(pastes.c.id, pastes.c.decision, resolved.label("article"))
            .join_from(pastes, tickets, in_thread)
            .join(_outcomes, _outcomes.c.ticket == tickets.c.id)
            .where(*mine)
        )
        found = [(row.id, _best(row.decision), row.article) for row in self._rows(statement) if row.article is not None]
        return [(paste, best, article) for paste, best, article in found if best is not None]

    def _failed(self, ids: Sequence[int]) -> dict[int, Failed]:
        """Where the last paste of each ticket failed."""
        last = select(func.max(pastes.c.id)).where(pastes.c.ticket.in_(ids)).group_by(pastes.c.ticket)
        statement = select(pastes.c.ticket, pastes.c.step, pastes.c.command, pastes.c.code).where(pastes.c.id.in_(last))
        return {row.ticket: _failure(row) for row in self._rows(statement)}

    def _private(self, ids: Sequence[int]) -> set[int]:
        """Those of the tickets that have a private paste."""
        statement = select(pastes.c.ticket).where(pastes.c.ticket.in_(ids), pastes.c.private).distinct()
        return {row.ticket for row in self._rows(statement)}

    def _titles(self, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
        """The article that resolved each ticket, else the one shown last: its id, and its title then."""
        solved = select(events.c.answer).where(events.c.ticket.in_(ids), events.c.kind == EventKind.SOLVED.value)
        statement = (
            select(answers.c.ticket, answers.c.article, article_revisions.c.title)
            .join(
                article_revisions,
                and_(
                    article_revisions.c.article == answers.c.article,
                    article_revisions.c.revision == answers.c.article_revision,
                ),
            )
            .where(answers.c.ticket.in_(ids), or_(answers.c.in_full, answers.c.id.in_(solved)))
            .order_by(case((answers.c.id.in_(solved), 1), else_=0), answers.c.id)
        )
        return {row.ticket: (row.article, row.title) for row in self._rows(statement)}

    def _claims(self, ids: Sequence[int]) -> dict[int, str]:
        """Who holds each ticket: whoever claimed it last, unless it was given back or asked about anew."""
        kinds = (EventKind.ESCALATED, EventKind.CLAIMED, EventKind.RELEASED)
        statement = (
            select(events.c.ticket, events.c.kind, events.c.actor)
            .where(events.c.ticket.in_(ids), events.c.kind.in_([kind.value for kind in kinds]))
            .order_by(events.c.id)
        )
        held: dict[int, str | None] = defaultdict(lambda: None)
        for row in self._rows(statement):
            held[row.ticket] = row.actor if row.kind == EventKind.CLAIMED.value else None
        return {ticket: actor for ticket, actor in held.items() if actor is not None}

    def _shown(self, workspace: str, names: Sequence[str], since: datetime) -> dict[str, int]:
        statement = (
            select(answers.c.article, func.count(answers.c.ticket.distinct()).label("shown"))
            .where(answers.c.shown_at >= since, answers.c.workspace == workspace, answers.c.article.in_(names))
            .group_by(answers.c.article)
        )
        return {row.article: row.shown for row in self._rows(statement)}

    def _current_titles(self, names: Iterable[str]) -> dict[str, str]:
        statement = (
            select(articles.c.id, article_revisions.c.title)
            .join(
                article_revisions,
                and_(
                    article_revisions.c.article == articles.c.id,
                    article_revisions.c.revision == articles.c.revision,
                ),
            )
            .where(articles.c.id.in_(list(names)))
        )
        return {row.id: row.title for row in self._rows(statement)}

    def _rows(self, statement: Select[Any]) -> Sequence[Row[Any]]:
        return self._connection.execute(statement).all()


def _newest(kind: str, workspace: str, since: datetime, ends: Iterable[str]) -> tuple[ColumnElement[bool], ...]:
    """Events of a kind since then after which none of the others happened to the ticket."""
    ended = select(_later.c.id).where(
        _later.c.ticket == events.c.ticket, _later.c.id > events.c.id, _later.c.kind.in_(list(ends))
    )
    return (
        events.c.workspace == workspace,
        events.c.kind == literal_column(f"'{kind}'"),  # not a parameter: the index is partial
        events.c.at >= since,
        ~ended.exists(),
    )


def _place(row: Row[Any]) -> Place:
    """Where a ticket's thread is; the ``thread_ts`` of a command that nobody shared names no message."""
    ts = row.thread_ts if row.thread_ts.replace(".", "", 1).isdecimal() and row.thread_ts.count(".") == 1 else None
    return Place(row.channel, ts)


def _failure(row: Row[Any]) -> Failed:
    return Failed(Step(row.step) if row.step else None, row.command, row.code)


def _group(group: Row[Any], newest: Row[Any]) -> UnansweredGroup:
    lines = Decision.from_json(newest.decision).signature[:_LINES]
    return UnansweredGroup(
        lines=tuple(lines),
        failed=_failure(newest),
        count=group.number,
        people=group.people,
        last_at=newest.created_at,
        place=Place(newest.channel, newest.ts, newest.thread_ts),
        cluster=newest.cluster,
    )


def _best(decision: Any) -> str | None:
    candidates = Decision.from_json(decision).candidates
    return candidates[0].article if candidates else None


def _shadow_answer(row: Row[Any]) -> ShadowAnswer | None:
    candidates = Decision.from_json(row.decision).candidates
    if not candidates:
        return None
    best = candidates[0]
    return ShadowAnswer(
        row.id, best.article, best.title, _failure(row), row.created_at, Place(row.channel, row.ts, row.thread_ts)
    )
