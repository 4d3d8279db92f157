"""Pastes, tickets, answers and events."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, and_, delete, insert, literal_column, select, update
from sqlalchemy import text as sql
from sqlalchemy.sql.expression import ColumnElement

from bot.analytics.clusters import cluster_of
from bot.errors import StoreError, UnknownRowError
from bot.matching.model import Band, Candidate, Decision
from bot.store.sql import insert_new, inserted
from bot.store.tables import JUDGING, answers, events, pastes, pieces, tickets
from bot.support.model import Answer, Event, EventKind, Judged, Paste, Post, Reason, Source, Ticket

_LAST = 20  # pastes of a channel that are asked whether it is public


class SqlTickets:
    """Fulfils ``bot.support.ports.Tickets``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open(self, *, workspace: str, channel: str, thread_ts: str, author: str, at: datetime) -> Ticket:
        """The ticket of a thread, opened where there is none yet."""
        place = {"workspace": workspace, "channel": channel, "thread_ts": thread_ts}
        row = inserted(self._connection, tickets, {**place, "opened_by": author, "opened_at": at})
        found = self.find(**place) if row is None else as_ticket(row)
        if found is None:
            raise StoreError("The database lost a ticket that was opened a moment ago; try again.")
        return found

    def of_ticket(self, ticket: int) -> list[Paste]:
        """A ticket's pastes, in the order they were kept."""
        statement = select(pastes).where(pastes.c.ticket == ticket).order_by(pastes.c.id)
        return [paste_of(row) for row in self._connection.execute(statement)]

    def find(self, *, workspace: str, channel: str, thread_ts: str) -> Ticket | None:
        """The ticket of a thread, if any."""
        row = self._row(
            tickets,
            tickets.c.workspace == workspace,
            tickets.c.channel == channel,
            tickets.c.thread_ts == thread_ts,
        )
        return None if row is None else as_ticket(row)

    def get(self, ticket: int) -> Ticket:
        """A ticket by its id. It stays locked until the transaction ends, so presses on one ticket take turns.

        Raises:
            UnknownRowError: There is none.
        """
        statement = select(tickets).where(tickets.c.id == ticket).with_for_update(key_share=True)
        return as_ticket(_found(self._connection.execute(statement).one_or_none(), "ticket", ticket))

    def move(self, ticket: int, *, channel: str, thread_ts: str) -> None:
        """Give a ticket its thread: a private answer was shared."""
        self._connection.execute(
            update(tickets).where(tickets.c.id == ticket).values(channel=channel, thread_ts=thread_ts)
        )

    def add_paste(
        self,
        post: Post,
        decision: Decision,
        *,
        ticket: int | None,
        kb_revision: int,
        at: datetime,
        shadow: bool = False,
    ) -> Paste | None:
        """Keep a post; None when this message was kept already."""
        row = {
            "workspace": post.workspace,
            "ticket": ticket,
            "channel": post.channel,
            "ts": post.ts,
            "thread_ts": post.thread_ts,
            "author": post.author,
            "source": post.source.value,
            "asked": post.asked,
            "text": post.text,
            **decision_columns(decision),
            "revision": 1,
            "kb_revision": kb_revision,
            "created_at": at,
            "withdrawn": False,
            "private": self._is_private(post) if post.private is None else post.private,
            "shadow": shadow,
        }
        kept = inserted(self._connection, pastes, row)
        return None if kept is None else paste_of(kept)

    def _is_private(self, post: Post) -> bool:
        """Whether a post of which nobody says so counts as private: not where one of the channel's last was public."""
        if post.source is not Source.MESSAGE:
            return True
        here = (pastes.c.workspace == post.workspace, pastes.c.channel == post.channel)
        last = select(pastes.c.private, pastes.c.source).where(*here).order_by(pastes.c.ts.desc()).limit(_LAST)
        return not any(row.source == Source.MESSAGE.value and not row.private for row in self._connection.execute(last))

    def paste(self, paste: int) -> Paste:
        """A paste by its id.

        Raises:
            UnknownRowError: There is none.
        """
        return paste_of(_found(self._row(pastes, pastes.c.id == paste), "paste", paste))

    def paste_at(self, *, workspace: str, channel: str, ts: str) -> Paste | None:
        """The paste of a message, if it was kept."""
        row = self._row(pastes, pastes.c.workspace == workspace, pastes.c.channel == channel, pastes.c.ts == ts)
        return None if row is None else paste_of(row)

    def paste_replied_at(self, *, workspace: str, channel: str, ts: str) -> Paste | None:
        """The paste that a post of the bot's is the reply to, if any."""
        place = (pastes.c.workspace == workspace, pastes.c.reply_channel == channel, pastes.c.reply_ts == ts)
        row = self._row(pastes, *place)
        return None if row is None else paste_of(row)

    def revise(
        self,
        paste: int,
        *,
        text: str,
        decision: Decision,
        ticket: int | None,
        kb_revision: int,
        shadow: bool = False,
    ) -> Paste:
        """A paste after an edit: its revision rises. One that was deleted meanwhile stays so, without its text.

        Raises:
            UnknownRowError: There is no such paste.
        """
        values = {"text": text, "ticket": ticket, "kb_revision": kb_revision, "shadow": shadow}
        there = and_(pastes.c.id == paste, pastes.c.withdrawn.is_(False))
        self._connection.execute(
            update(pastes).where(there).values(revision=pastes.c.revision + 1, **values, **decision_columns(decision))
        )
        return self.paste(paste)

    def withdraw(self, paste: int) -> None:
        """Erase the text of a paste and of the lines kept with its decision.

        Raises:
            UnknownRowError: There is no such paste.
        """
        self._erase(self.paste(paste), withdrawn=True)

    def erase(self, paste: int) -> None:
        """Erase the same of a paste that stays; what was decided stays, too.

        Raises:
            UnknownRowError: There is no such paste.
        """
        self._erase(self.paste(paste))

    def erase_older(self, than: datetime, *, limit: int) -> int:
        """Erase the text of old pastes, the oldest first, as ``withdraw`` does; how many. What was decided stays."""
        old = pastes.c.text != literal_column("''")  # as in the index
        statement = select(pastes).where(old, pastes.c.created_at < than).order_by(pastes.c.created_at).limit(limit)
        found = [paste_of(row) for row in self._connection.execute(statement)]
        for paste in found:
            self._erase(paste)
        return len(found)

    def fill_clusters(self, *, limit: int) -> int:
        """Name the cluster of pastes that were kept by a version which knew none; of how many."""
        missing = and_(pastes.c.cluster.is_(None), sql("failed"))  # as in the index
        statement = select(pastes.c.id, pastes.c.decision).where(missing).order_by(pastes.c.id).limit(limit)
        found = self._connection.execute(statement).all()
        for row in found:
            self._change_paste(row.id, cluster=cluster_of(Decision.from_json(row.decision)))
        return len(found)

    def _erase(self, paste: Paste, **more: Any) -> None:
        columns = decision_columns(_without_lines(paste.decision))
        told = {"signature_hash", "cluster"}  # no line can be read of them
        kept = {name: value for name, value in columns.items() if name not in told}
        self._change_paste(paste.id, text="", **kept, **more)
        self._connection.execute(delete(pieces).where(pieces.c.paste == paste.id))

    def replied(self, paste: int, *, channel: str, ts: str | None) -> None:
        """Note where the reply to a paste stands; None when it was taken back."""
        self._change_paste(paste, reply_channel=None if ts is None else channel, reply_ts=ts)

    def _change_paste(self, paste: int, **values: Any) -> None:
        self._connection.execute(update(pastes).where(pastes.c.id == paste).values(values))

    def add_answer(
        self,
        paste: Paste,
        *,
        article: str,
        article_revision: int,
        rank: int,
        confidence: float,
        band: Band,
        full: bool,
        at: datetime,
    ) -> Answer:
        """Note that an article is shown; the paste must have a ticket."""
        if paste.ticket is None:
            raise ValueError(f"Paste {paste.id} has no ticket to answer on.")
        row = {
            "workspace": paste.workspace,
            "ticket": paste.ticket,
            "paste": paste.id,
            "paste_revision": paste.revision,
            "article": article,
            "article_revision": article_revision,
            "rank": rank,
            "confidence": confidence,
            "band": band.value,
            "matcher": paste.decision.parameters,
            "in_full": full,
            "shown_at": at,
        }
        return _answer(self._connection.execute(insert(answers).values(row).returning(answers)).one())

    def answer(self, answer: int) -> Answer | None:
        """An answer by its id."""
        row = self._row(answers, answers.c.id == answer)
        return None if row is None else _answer(row)

    def answers(self, paste: int) -> list[Answer]:
        """The answers to a paste, of all its revisions, in the order they were shown."""
        statement = select(answers).where(answers.c.paste == paste).order_by(answers.c.id)
        return [_answer(row) for row in self._connection.execute(statement)]

    def add_event(
        self,
        key: str,
        kind: EventKind,
        *,
        ticket: Ticket,
        answer: int | None,
        actor: str,
        at: datetime,
        detail: Mapping[str, Any] | None = None,
        reason: Reason | None = None,
        article: str | None = None,
    ) -> bool:
        """Note what happened; False when an event of this key is there already."""
        row = {
            "workspace": ticket.workspace,
            "key": key,
            "ticket": ticket.id,
            "answer": answer,
            "kind": kind.value,
            "actor": actor,
            "at": at,
            "detail": dict(detail or {}),
            "reason": None if reason is None else reason.value,
            "article": article,
        }
        return insert_new(self._connection, events, row)

    def events(self, ticket: int) -> list[Event]:
        """What happened to a ticket, in order."""
        statement = select(events).where(events.c.ticket == ticket).order_by(events.c.id)
        return [_event(row) for row in self._connection.execute(statement)]

    def judged(self, workspace: str, *, limit: int) -> list[Judged]:
        """The answers that people judged last, at most of so many judgements; each by its last one."""
        statement = (
            select(answers.c.id, answers.c.band, answers.c.confidence, events.c.kind)
            .join(answers, answers.c.id == events.c.answer)
            .where(events.c.workspace == workspace, JUDGING)
            .order_by(events.c.id.desc())
            .limit(limit)
        )
        last: dict[int, Judged | None] = {}  # None: opened again, which takes a refusal back
        for answer, band, confidence, kind in self._connection.execute(statement):
            judged = Judged(Band(band), confidence, kind == EventKind.SOLVED)
            last.setdefault(answer, None if kind == EventKind.CHOSEN else judged)
        return [judged for judged in last.values() if judged is not None]

    def _row(self, table: Table, *where: ColumnElement[bool]) -> Row[Any] | None:
        return self._connection.execute(select(table).where(*where)).one_or_none()


def _found(row: Row[Any] | None, what: str, number: int) -> Row[Any]:
    if row is None:
        raise UnknownRowError(what, number)
    return row


def decision_columns(decision: Decision) -> dict[str, Any]:
    """A decision, and what the analytics ask of it in columns of its own."""
    failure = decision.failure
    lines = "\n".join(decision.signature)
    return {
        "decision": decision.as_json(),
        "band": decision.band.value,
        "matcher": decision.parameters,
        "failed": failure is not None,
        "step": failure.step.value if failure and failure.step else None,
        "command": failure.command if failure else None,
        "code": failure.code if failure else None,
        "signature_hash": hashlib.sha256(lines.encode("utf-8", "replace")).hexdigest()[:32] if lines else None,
        "cluster": cluster_of(decision),
        **{name: decision.told(name) for name in ("server", "client", "mode")},
    }


def _without_lines(decision: Decision) -> Decision:
    """A decision without anything that quotes the paste; what it decided stays."""

    def bare(candidate: Candidate) -> Candidate:
        return replace(candidate, matches=(), evidence=())

    return replace(
        decision,
        candidates=tuple(bare(candidate) for candidate in decision.candidates),
        failure=None if decision.failure is None else replace(decision.failure, text=""),
        signature=(),
    )


def as_ticket(row: Row[Any]) -> Ticket:
    """A row of the table ``tickets``."""
    return Ticket(row.id, row.workspace, row.channel, row.thread_ts, row.opened_by, row.opened_at)


def paste_of(row: Row[Any]) -> Paste:
    """A row of the table as the record."""
    return Paste(
        id=row.id,
        workspace=row.workspace,
        ticket=row.ticket,
        channel=row.channel,
        ts=row.ts,
        thread_ts=row.thread_ts,
        author=row.author,
        source=Source(row.source),
        asked=row.asked,
        text=row.text,
        decision=Decision.from_json(row.decision),
        revision=row.revision,
        kb_revision=row.kb_revision,
        created_at=row.created_at,
        reply_channel=row.reply_channel,
        reply_ts=row.reply_ts,
        withdrawn=row.withdrawn,
        private=row.private,
        shadow=row.shadow,
        offered=row.offered,
        same_as=row.same_as,
    )


def _answer(row: Row[Any]) -> Answer:
    return Answer(
        id=row.id,
        workspace=row.workspace,
        ticket=row.ticket,
        paste=row.paste,
        paste_revision=row.paste_revision,
        article=row.article,
        article_revision=row.article_revision,
        rank=row.rank,
        confidence=row.confidence,
        band=Band(row.band),
        matcher=row.matcher,
        full=row.in_full,
        shown_at=row.shown_at,
    )


def _event(row: Row[Any]) -> Event:
    return Event(
        id=row.id,
        workspace=row.workspace,
        ticket=row.ticket,
        answer=row.answer,
        kind=EventKind(row.kind),
        actor=row.actor,
        at=row.at,
        detail=row.detail,
        reason=None if row.reason is None else Reason(row.reason),
        article=row.article,
    )
