"""Random histories of tickets: everything that can be stored, also what no use case would write."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import delete, insert

from bot.store import tables
from bot.store.store import SqlTransaction
from tests.store.make import article

ARTICLES = [("one", 1), ("one", 2), ("two", 1)]
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Havana", "Asia/Kathmandu"]
AUTUMN = datetime(2026, 10, 18, tzinfo=UTC)  # within five weeks of it, clocks go back or forth in all that do so


def moment(random: Random) -> datetime:
    """Any minute of five weeks, or near a midnight at which weeks begin in one of the zones."""
    if random.random() < 0.6:
        return AUTUMN + timedelta(minutes=random.randint(0, 35 * 24 * 60))
    near = timedelta(weeks=random.randint(0, 5), hours=random.randint(-20, 20), microseconds=random.randint(-1, 1))
    return datetime(2026, 10, 19, tzinfo=UTC) + near


@dataclass(frozen=True)
class History:
    """Rows of the tables."""

    tickets: list[dict[str, Any]]
    pastes: list[dict[str, Any]]
    answers: list[dict[str, Any]]
    events: list[dict[str, Any]]
    ticket_links: list[dict[str, Any]]

    def write(self, tx: SqlTransaction) -> None:
        """Store these rows and no others."""
        for table in (tables.ticket_links, tables.events, tables.answers, tables.pastes, tables.tickets):
            tx._connection.execute(delete(table))
        for name, rows in vars(self).items():
            if rows:
                tx._connection.execute(insert(tables.metadata.tables[name]), rows)


def write_articles(tx: SqlTransaction) -> None:
    """The articles that histories show."""
    tx.articles.sync([article("one"), article("two")], now=AUTUMN)
    tx.articles.sync([article("one", cause_slug="account-locked", title="One, later"), article("two")], now=AUTUMN)


def make(random: Random) -> History:
    """A history of few tickets, on which much happens."""
    found = History([], [], [], [], [])
    tickets = random.randint(0, 6)
    for number in range(1, tickets + 1):
        found.tickets.append(_ticket(random, number))
    for number in range(1, random.randint(0, 3 * tickets + 1) + 1):
        found.pastes.append(_paste(random, number, found.tickets))
    asked = [paste for paste in found.pastes if paste["ticket"] is not None]
    for number in range(1, random.randint(0, 2 * len(asked)) + 1):
        found.answers.append(_answer(random, number, random.choice(asked)))
    for number in range(1, random.randint(0, 8 * tickets) + 1):
        found.events.append(_event(random, number, random.choice(found.tickets), found.answers))
    for number in range(1, random.randint(0, 2 * tickets) + 1):
        found.ticket_links.append(_link(random, number, random.choice(found.tickets)))
    return found


def _link(random: Random, number: int, ticket: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": number,
        "workspace": ticket["workspace"],
        "ticket": ticket["id"],
        "system": random.choice(["servicenow", "jira", "other"]),
        "number": f"INC{number:07}",
        "named_by": "U1",
        "named_at": moment(random),
    }


def _ticket(random: Random, number: int) -> dict[str, Any]:
    return {
        "id": number,
        "workspace": random.choice(["T1", "T1", "T2"]),
        "channel": random.choice(["C1", "C2"]),
        "thread_ts": f"{number}.0",
        "opened_by": random.choice(["U1", "U2", "U3"]),
        "opened_at": moment(random),
    }


def _paste(random: Random, number: int, tickets: list[dict[str, Any]]) -> dict[str, Any]:
    ticket = random.choice([None, *tickets, *tickets]) if tickets else None
    place = ticket or _ticket(random, 1000 + number)
    sent = 1_790_000_000 + number
    return {
        "id": number,
        "workspace": place["workspace"],
        "ticket": None if ticket is None else ticket["id"],
        "channel": place["channel"],
        "ts": f"{sent}.000100",
        "thread_ts": None,
        "author": random.choice(["U1", "U2", "U3"]),
        "source": random.choice(["message", "message", "command"]),
        "asked": random.random() < 0.5,
        "text": "made up",
        "decision": {},
        "band": random.choice(["answer", "suggest", "quiet"]),
        "matcher": random.choice(["2026-11-22", "2026-11-30"]),
        "failed": random.randint(0, 4) > 0,
        "step": random.choice([None, "login", "data"]),
        "command": None,
        "code": random.choice([None, 530, 425]),
        "server": random.choice([None, "iis", "vsftpd"]),
        "client": random.choice([None, "filezilla"]),
        "mode": random.choice([None, "passive"]),
        "signature_hash": random.choice([None, "a", "b", "c"]),
        "cluster": None,
        "revision": random.randint(1, 2),  # edited
        "kb_revision": random.randint(9, 10),
        "created_at": moment(random),
        "reply_channel": "C1",
        "reply_ts": random.choice([None, f"{sent + 2}.500100", f"{sent + 90}.000100"]),
        "withdrawn": random.randint(0, 5) == 0,
        "shadow": ticket is None and random.random() < 0.5,
    }


def _answer(random: Random, number: int, paste: Mapping[str, Any]) -> dict[str, Any]:
    article_, revision = random.choice(ARTICLES)
    band = random.choice(["answer", "answer", "suggest", "quiet"])
    return {
        "id": number,
        "workspace": paste["workspace"],
        "ticket": paste["ticket"],
        "paste": paste["id"],
        "paste_revision": random.randint(1, 2),
        "article": article_,
        "article_revision": revision,
        "rank": random.randint(1, 3),
        "confidence": random.choice([0.3, 0.85, 0.86, 0.97, 1.0]),
        "band": band,
        "matcher": random.choice(["2026-11-22", "2026-11-30"]),
        "in_full": band == "answer",
        "shown_at": AUTUMN + timedelta(days=35, minutes=random.randint(0, 3)),  # never before its ticket
    }


_OF_ANSWERS = ["solved", "solved", "rejected", "rejected", "chosen"]
_OF_TICKETS = ["escalated", "resolved_by_person", "reopened", "revised", "withdrawn", "shared", "claimed", "closed"]


def _event(random: Random, number: int, ticket: Mapping[str, Any], answers: list[dict[str, Any]]) -> dict[str, Any]:
    own = [answer["id"] for answer in answers if answer["ticket"] == ticket["id"]]
    kind = random.choice([*_OF_ANSWERS, *_OF_TICKETS] if own else _OF_TICKETS)
    return {
        "id": number,
        "workspace": ticket["workspace"],
        "key": f"k{number}",
        "ticket": ticket["id"],
        "answer": random.choice(own) if kind in _OF_ANSWERS else None,
        "kind": kind,
        "actor": random.choice(["U1", "U2"]),
        "at": AUTUMN
        + timedelta(
            days=35, minutes=random.choice([random.randint(0, 3), random.randint(0, 60 * 24 * 9)])
        ),  # late ones, too, in any order
        "detail": {},
        "reason": random.choice([None, "another_error", "did_not_help", "not_my_server"])
        if kind == "rejected"
        else None,
        "article": random.choice([None, "two"]) if kind == "resolved_by_person" else None,
    }
