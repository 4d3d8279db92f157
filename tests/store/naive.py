"""The measures a second time: in plain Python, over the records as they are stored, slowly and without any view.

Nothing is shared with ``bot.analytics`` but the names of the measures and the shape of their values. Each measure is
written down here as its sentence says it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.analytics.model import Count, Durations, Rate, Value
from bot.store import tables
from bot.store.store import SqlTransaction

RESOLVES = ("solved", "resolved_by_person")


@dataclass(frozen=True)
class Records:
    """All rows of the tables."""

    tickets: list[Any]
    pastes: list[Any]
    answers: list[Any]
    events: list[Any]
    links: list[Any]
    causes: Mapping[tuple[str, int], str | None]

    @classmethod
    def read(cls, tx: SqlTransaction) -> "Records":
        def rows(table: Any) -> list[Any]:
            return list(tx._connection.execute(select(table).order_by(table.c.id)))

        revisions = tx._connection.execute(select(tables.article_revisions))
        return cls(
            rows(tables.tickets),
            rows(tables.pastes),
            rows(tables.answers),
            rows(tables.events),
            rows(tables.ticket_links),
            {(row.article, row.revision): row.cause for row in revisions},
        )


@dataclass
class Ticket:
    """A ticket with all that happened to it, told by walking through its events."""

    row: Any
    pastes: list[Any]
    answers: list[Any]
    events: list[Any]

    def __post_init__(self) -> None:
        self.standing = None  # the resolution that holds
        self.asked = self.asked_since = self.refused = False
        self.resolved_once = self.reopened_once = False
        self.taken_back: set[int] = set()
        self.rejections: dict[int, Any] = {}
        for event in self.events:
            self._happened(event)

    def _happened(self, event: Any) -> None:
        if event.kind in RESOLVES:
            self.standing, self.resolved_once, self.asked_since = event, True, False
        elif event.kind == "reopened":
            if self.standing is not None and self.standing.kind == "solved":
                self.taken_back.add(self.standing.answer)
            self.reopened_once = self.reopened_once or self.resolved_once
            self.standing, self.refused = None, True
        elif event.kind == "escalated":
            self.asked = self.asked_since = True
        elif event.kind == "rejected":
            self.refused = True
            self.rejections[event.answer] = event
        if event.kind in {"solved", "chosen"}:
            self.rejections.pop(event.answer, None)

    @property
    def outcome(self) -> str:
        if self.standing is not None:
            return "confirmed" if self.standing.kind == "solved" else "resolved_by_person"
        return "escalated" if self.asked_since else "unsolved" if self.refused else "unknown"

    @property
    def answer_seconds(self) -> float | None:
        paste = self.pastes[0] if self.pastes else None
        if paste is None or not self.answers or paste.source != "message" or paste.reply_ts is None:
            return None
        return float(paste.reply_ts) - float(paste.ts)


class Naive:
    """Measures of the records of a period.

    Args:
        records: All rows.
        since, until: The period.
        workspace: One alone, or None for all.
    """

    def __init__(self, records: Records, since: datetime, until: datetime, workspace: str | None) -> None:
        self.records = records
        self.tickets = [
            Ticket(
                row,
                [paste for paste in records.pastes if paste.ticket == row.id],
                [answer for answer in records.answers if answer.ticket == row.id],
                [event for event in records.events if event.ticket == row.id],
            )
            for row in records.tickets
            if since <= row.opened_at < until and workspace in {None, row.workspace}
        ]
        self.pastes = [
            row
            for row in records.pastes
            if since <= row.created_at < until
            and workspace in {None, row.workspace}
            and row.failed
            and not row.withdrawn
        ]

    def measures(self, belongs: Callable[[Mapping[str, Any]], bool] = lambda _: True) -> dict[str, Value]:
        """Every measure, of those tickets, pastes and answers whose dimensions belong."""
        tickets = [ticket for ticket in self.tickets if belongs(self.of_ticket(ticket))]
        pastes = [paste for paste in self.pastes if belongs(self.of_paste(paste))]
        answers = [
            (ticket, answer)
            for ticket in self.tickets
            for answer in ticket.answers
            if belongs(self.of_answer(ticket, answer))
        ]
        return {**_tickets(tickets), **self._pastes(pastes), **_answers(answers)}

    def of_ticket(self, ticket: Ticket) -> dict[str, Any]:
        paste = ticket.pastes[0] if ticket.pastes else None
        return {
            "at": ticket.row.opened_at,
            "channel": ticket.row.channel,
            **{n: None if paste is None else getattr(paste, n) for n in (*_SHOWS, "matcher", "kb_revision")},
            **self._first(ticket.answers),
        }

    def of_paste(self, paste: Any) -> dict[str, Any]:
        return {
            "at": paste.created_at,
            **{name: getattr(paste, name) for name in ("channel", *_SHOWS, "matcher", "kb_revision")},
            **self._first(self._answers_to(paste)),
        }

    def of_answer(self, ticket: Ticket, answer: Any) -> dict[str, Any]:
        (paste,) = (paste for paste in self.records.pastes if paste.id == answer.paste)
        return {
            "at": ticket.row.opened_at,
            "channel": ticket.row.channel,
            **{name: getattr(paste, name) for name in (*_SHOWS, "kb_revision")},
            "matcher": answer.matcher,
            **self._first([answer]),
        }

    def _answers_to(self, paste: Any) -> list[Any]:
        return [answer for answer in self.records.answers if answer.paste == paste.id]

    def _first(self, answers: list[Any]) -> dict[str, Any]:
        if not answers:
            return {"article": None, "cause": None}
        article, revision = answers[0].article, answers[0].article_revision
        return {"article": article, "cause": self.records.causes[article, revision]}

    def _pastes(self, pastes: list[Any]) -> dict[str, Value]:
        bands = [answers[0].band if (answers := self._answers_to(paste)) else None for paste in pastes]
        known = [paste for paste in pastes if paste.signature_hash is not None]
        n = len(pastes)
        silent = [paste for paste, band in zip(pastes, bands, strict=True) if band is None]
        return {
            "pastes": Count(n),
            "answer_rate": Rate(bands.count("answer"), n),
            "suggest_rate": Rate(sum(band not in {None, "answer"} for band in bands), n),
            "quiet_rate": Rate(sum(not paste.shadow for paste in silent), n),
            "shadow_rate": Rate(sum(paste.shadow for paste in silent), n),
            "new_rate": Rate(sum(map(self._is_new, known)), len(known)),
        }

    def _is_new(self, paste: Any) -> bool:
        return not any(
            other.id < paste.id and (other.workspace, other.signature_hash) == (paste.workspace, paste.signature_hash)
            for other in self.records.pastes
        )

    def elsewhere(self) -> dict[str | None, Rate]:
        """By system, and under None over all: the tickets that have a link."""
        found: dict[str | None, int] = {None: 0}
        for ticket in self.tickets:
            systems = {link.system for link in self.records.links if link.ticket == ticket.row.id}
            for key in (*systems, *([None] if systems else [])):
                found[key] = found.get(key, 0) + 1
        return {key: Rate(number, len(self.tickets)) for key, number in found.items()}

    def calibration(self) -> dict[float, tuple[int, int, int]]:
        """By confidence: answers of the band ``answer`` that were shown, judged, and right."""
        found: dict[float, list[int]] = defaultdict(lambda: [0, 0, 0])
        for ticket in self.tickets:
            for answer in ticket.answers:
                if answer.band == "answer":
                    right, judged = _judged(ticket, answer)
                    for place, more in enumerate((1, judged, right)):
                        found[answer.confidence][place] += more
        return {confidence: (a, b, c) for confidence, (a, b, c) in found.items()}


_SHOWS = ("server", "client", "mode", "step", "code")


def monday(moment: datetime, zone: str) -> date:
    """The Monday of the week, by the calendar on the wall."""
    day = moment.astimezone(ZoneInfo(zone)).date()
    while day.weekday():
        day -= timedelta(days=1)
    return day


def _tickets(tickets: list[Ticket]) -> dict[str, Value]:
    n = len(tickets)
    outcomes = [ticket.outcome for ticket in tickets]
    said = [ticket for ticket in tickets if ticket.outcome != "unknown"]
    solved = [ticket for ticket in tickets if ticket.standing is not None]
    resolved = [ticket for ticket in tickets if ticket.resolved_once]
    confirmed = [ticket for ticket in tickets if ticket.outcome == "confirmed"]
    names = ("confirmed", "resolved_by_person", "escalated", "unsolved", "unknown")
    return {
        "tickets": Count(n),
        **{name: Rate(outcomes.count(name), n) for name in names},
        "coverage": Rate(len(said), n),
        "resolution_rate": Rate(len(confirmed), len(said)),
        "self_service_rate": Rate(sum(not ticket.asked for ticket in confirmed), len(solved)),
        "escalation_rate": Rate(sum(ticket.asked for ticket in tickets), n),
        "reopen_rate": Rate(sum(ticket.reopened_once for ticket in resolved), len(resolved)),
        "link_rate": Rate(sum(map(_is_linked, tickets)), n),
        "time_to_answer": _durations(t.answer_seconds for t in tickets if t.answer_seconds is not None),
        "time_to_resolution": _durations((t.standing.at - t.row.opened_at).total_seconds() for t in confirmed),
    }


def _is_linked(ticket: Ticket) -> bool:
    standing = ticket.standing
    by_hand = standing is not None and standing.kind == "resolved_by_person" and standing.article is not None
    return bool(ticket.answers) or by_hand


def _answers(answers: list[tuple[Ticket, Any]]) -> dict[str, Value]:
    n = len(answers)
    reasons = [ticket.rejections[answer.id].reason for ticket, answer in answers if answer.id in ticket.rejections]
    judged = [_judged(ticket, answer) for ticket, answer in answers]
    sure = [_judged(ticket, answer) for ticket, answer in answers if answer.band == "answer"]
    return {
        "shown": Count(n),
        "first_shown": Count(sum(answer.id == ticket.answers[0].id for ticket, answer in answers)),
        "chosen": Count(
            sum(any(e.kind == "chosen" and e.answer == answer.id for e in ticket.events) for ticket, answer in answers)
        ),
        "resolved": Count(sum(_resolved(ticket, answer) for ticket, answer in answers)),
        "rejected": Count(len(reasons)),
        "rejected_another_error": Count(reasons.count("another_error")),
        "rejected_did_not_help": Count(reasons.count("did_not_help")),
        "rejected_not_my_server": Count(reasons.count("not_my_server")),
        "rejected_without_reason": Count(reasons.count(None)),
        "escalated_after": Rate(
            sum(any(e.kind == "escalated" and e.at >= a.shown_at for e in ticket.events) for ticket, a in answers), n
        ),
        "reopened": Count(sum(answer.id in ticket.taken_back for ticket, answer in answers)),
        "article_resolution_rate": Rate(sum(right for right, _ in judged), sum(one for _, one in judged)),
        "answer_precision": Rate(sum(right for right, _ in sure), sum(one for _, one in sure)),
    }


def _resolved(ticket: Ticket, answer: Any) -> bool:
    return ticket.standing is not None and ticket.standing.kind == "solved" and ticket.standing.answer == answer.id


def _judged(ticket: Ticket, answer: Any) -> tuple[bool, bool]:
    """Whether it was right, and whether anybody said so or the contrary."""
    right = _resolved(ticket, answer)
    return right, right or answer.id in ticket.rejections or answer.id in ticket.taken_back


def _durations(found: Iterable[float]) -> Durations:
    ordered = sorted(found)
    n = len(ordered)
    return Durations(n, ordered[ceil(0.5 * n) - 1], ordered[ceil(0.9 * n) - 1]) if n else Durations(0)
