"""Many records at once, with the ids they come with: for a made-up year, never beside what people said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Table, exists, func, insert, select, text, update

from bot.store.tables import answers, article_revisions, articles, events, inbox, incidents, jobs, kb, pastes, tickets
from bot.store.tickets import decision_columns
from bot.support.model import Answer, Event, Incident, Paste, Ticket


class SqlHistory:
    """Writes many records at once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def used(self, *, besides: str) -> bool:
        """Whether there is anything that a bot at work left: a delivery, a job, a paste of another workspace."""
        foreign = (select(pastes.c.id).where(pastes.c.workspace != besides), select(inbox.c.key), select(jobs.c.id))
        return any(self._connection.execute(select(exists(one.limit(1)))).scalar_one() for one in foreign)

    def clear(self) -> None:
        """Delete all tickets with what belongs to them, and all articles."""
        for table in (incidents, events, answers, pastes, tickets, article_revisions, articles):
            self._connection.execute(table.delete())
        self._connection.execute(update(kb).values(revision=0))

    def add(
        self,
        *,
        opened: Sequence[Ticket],
        kept: Sequence[Paste],
        shown: Sequence[Answer],
        said: Sequence[Event],
        noticed: Sequence[Incident] = (),
    ) -> None:
        """Add records under the ids they have; those they refer to are there, or come with them."""
        self._insert(tickets, map(_ticket_row, opened))
        self._insert(pastes, map(_paste_row, kept))
        self._insert(answers, map(_answer_row, shown))
        self._insert(events, map(_event_row, said))
        self._insert(incidents, map(asdict, noticed))

    def finish(self) -> None:
        """Count ids on from those that were given, and let the database know what it holds."""
        if self._connection.dialect.name == "postgresql":
            for table in (tickets, pastes, answers, events, incidents):
                following = func.setval(func.pg_get_serial_sequence(table.name, "id"), func.max(table.c.id))
                self._connection.execute(select(following))
        self._connection.execute(text("ANALYZE"))

    def _insert(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
        if found := list(rows):
            self._connection.execute(insert(table), found)


def _ticket_row(ticket: Ticket) -> dict[str, Any]:
    return {
        name: getattr(ticket, name) for name in ("id", "workspace", "channel", "thread_ts", "opened_by", "opened_at")
    }


def _paste_row(paste: Paste) -> dict[str, Any]:
    names = (
        "id workspace ticket channel ts thread_ts author asked text revision kb_revision created_at reply_channel "
        "reply_ts withdrawn private shadow"
    )
    row = {name: getattr(paste, name) for name in names.split()}
    return {**row, "source": paste.source.value, **decision_columns(paste.decision)}


def _answer_row(answer: Answer) -> dict[str, Any]:
    names = "id workspace ticket paste paste_revision article article_revision rank confidence matcher shown_at"
    row = {name: getattr(answer, name) for name in names.split()}
    return {**row, "band": answer.band.value, "in_full": answer.full}


def _event_row(event: Event) -> dict[str, Any]:
    row = {
        name: getattr(event, name)
        for name in ("id", "workspace", "ticket", "answer", "actor", "at", "reason", "article")
    }
    return {**row, "key": f"made-up:{event.id}", "kind": event.kind.value, "detail": dict(event.detail)}
