"""What happens after an answer, on both databases: notices, silence, reasons."""

from datetime import timedelta

import pytest

from bot.errors import UnknownRowError
from bot.store.store import SqlStore
from bot.support.links import Link, System
from bot.support.model import EventKind, Paste, Reason
from bot.support.notices import NoticeKind
from tests.fakes.clock import FakeClock
from tests.store.make import article, candidate, decision, post

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def known_articles(store: SqlStore, clock: FakeClock):
    with store.begin() as tx:
        tx.articles.sync([article("one")], now=clock.now())


def keep(store: SqlStore, clock: FakeClock, ts: str = "1763800000.000100") -> Paste:
    with store.begin() as tx:
        ticket = tx.tickets.open(workspace="T1", channel="C1", thread_ts=ts, author="U1", at=clock.now())
        kept = tx.tickets.add_paste(
            post(ts), decision(candidate("one")), ticket=ticket.id, kb_revision=1, at=clock.now()
        )
    assert kept is not None
    return kept


def test_a_notice_is_kept_once_and_changed(store: SqlStore, clock: FakeClock):
    paste = keep(store, clock)
    place = {"workspace": "T1", "paste": paste.id, "channel": "C2", "ts": "9.9", "at": clock.now()}
    with store.begin() as tx:
        assert tx.notices.add("k", NoticeKind.PACKET, **place, detail={"lines": False})
        assert not tx.notices.add("k", NoticeKind.INQUIRY, **place, detail={})
        (notice,) = tx.notices.of(paste.id)
        assert (notice.kind, notice.channel, notice.ts, notice.detail) == (
            NoticeKind.PACKET,
            "C2",
            "9.9",
            {"lines": False},
        )
        tx.notices.change(notice.id, {"lines": True})
    with store.read() as tx:
        assert tx.notices.get(notice.id).detail == {"lines": True}
        assert tx.notices.of(paste.id + 1) == []
        with pytest.raises(UnknownRowError):
            tx.notices.get(notice.id + 1)


def test_tickets_are_looked_at_when_they_are_due(store: SqlStore, clock: FakeClock):
    first, second, third = (keep(store, clock, ts) for ts in ("1.1", "2.2", "3.3"))
    tickets = [paste.ticket or 0 for paste in (first, second, third)]
    now = clock.now()
    with store.begin() as tx:
        tx.silence.begin(tickets[0], now + 2 * HOUR)
        tx.silence.begin(tickets[0], now + 9 * HOUR)  # it is looked at before
        tx.silence.begin(tickets[1], now + HOUR)
        tx.silence.begin(tickets[2], None)
        assert tx.silence.due(now, limit=9) == []
        assert [one.id for one in tx.silence.due(now + 2 * HOUR, limit=9)] == [tickets[1], tickets[0]]
        assert [one.id for one in tx.silence.due(now + 2 * HOUR, limit=1)] == [tickets[1]]
        tx.silence.look_again(tickets[1], None)
        assert [one.id for one in tx.silence.due(now + 2 * HOUR, limit=9)] == [tickets[0]]


def test_the_pastes_of_a_ticket_and_of_a_reply(store: SqlStore, clock: FakeClock):
    paste, other = keep(store, clock), keep(store, clock, "2.2")
    with store.begin() as tx:
        assert [one.id for one in tx.tickets.of_ticket(paste.ticket or 0)] == [paste.id]
        tx.tickets.replied(other.id, channel="C1", ts="2.3")
        found = tx.tickets.paste_replied_at(workspace="T1", channel="C1", ts="2.3")
        assert found is not None
        assert found.id == other.id
        for place in ({"workspace": "T2"}, {"channel": "C2"}, {"ts": "2.2"}):
            assert tx.tickets.paste_replied_at(**{"workspace": "T1", "channel": "C1", "ts": "2.3", **place}) is None


def test_a_reason_and_an_article_are_kept_with_an_event(store: SqlStore, clock: FakeClock):
    paste = keep(store, clock)
    with store.begin() as tx:
        ticket, now = tx.tickets.get(paste.ticket or 0), clock.now()
        common = {"ticket": ticket, "answer": None, "actor": "U1", "at": now}
        tx.tickets.add_event("k1", EventKind.REJECTED, **common, reason=Reason.NOT_MY_SERVER)
        tx.tickets.add_event("k2", EventKind.RESOLVED_BY_PERSON, **common, article="one")
        tx.tickets.add_event("k3", EventKind.CLAIMED, **common)
        said = [(event.kind, event.reason, event.article) for event in tx.tickets.events(ticket.id)]
    assert said == [
        (EventKind.REJECTED, Reason.NOT_MY_SERVER, None),
        (EventKind.RESOLVED_BY_PERSON, None, "one"),
        (EventKind.CLAIMED, None, None),
    ]


def test_a_ticket_is_linked_once_to_each_number(store: SqlStore, clock: FakeClock):
    paste, other = keep(store, clock), keep(store, clock, "2.2")
    link = Link(System.JIRA, "ABC-123", "https://jira.example/browse/ABC-123", "C1")
    with store.begin() as tx:
        for ticket in (paste.ticket or 0, other.ticket or 0):
            assert tx.links.add(ticket, link, workspace="T1", by="U1", at=clock.now())
            assert not tx.links.add(ticket, link, workspace="T1", by="U2", at=clock.now())
        assert tx.links.add(paste.ticket or 0, Link(System.OTHER, "#7"), workspace="T1", by="U1", at=clock.now())
        assert tx.links.of(paste.ticket or 0) == [link, Link(System.OTHER, "#7")]
    with store.engine.begin() as connection:
        rows = connection.exec_driver_sql("SELECT system, number, channel, named_by FROM analytics_links ORDER BY link")
        assert [tuple(row) for row in rows] == [
            ("jira", "ABC-123", "C1", "U1"),
            ("jira", "ABC-123", "C1", "U1"),
            ("other", "#7", "C1", "U1"),
        ]


def test_a_notice_is_found_by_its_place(store: SqlStore, clock: FakeClock):
    paste = keep(store, clock)
    with store.begin() as tx:
        tx.notices.add(
            "k", NoticeKind.PACKET, workspace="T1", paste=paste.id, channel="C2", ts="9.9", at=clock.now(), detail={}
        )
        found = tx.notices.at(workspace="T1", channel="C2", ts="9.9")
        assert found is not None
        assert found.paste == paste.id
        assert tx.notices.at(workspace="T2", channel="C2", ts="9.9") is None
        assert tx.notices.at(workspace="T1", channel="C2", ts="9.8") is None
