"""Pastes, tickets, answers, events, and the inbox before them."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from bot.errors import StoreError
from bot.matching.model import Band
from bot.store.store import SqlStore
from bot.store.tickets import SqlTickets
from bot.support.model import EventKind, Paste, Source, Ticket
from tests.fakes.clock import FakeClock
from tests.store.make import LINE, article, candidate, decision, post, report

THREAD = {"workspace": "T1", "channel": "C1", "thread_ts": "1763800000.000100"}


@pytest.fixture(autouse=True)
def known_articles(store: SqlStore, clock: FakeClock):
    with store.begin() as tx:
        tx.articles.sync([article("one"), article("two")], now=clock.now())


def open_ticket(store: SqlStore, clock: FakeClock, **place: str) -> Ticket:
    with store.begin() as tx:
        return tx.tickets.open(**{**THREAD, **place}, author="U1", at=clock.now())


def keep(store: SqlStore, clock: FakeClock, ticket: Ticket | None = None, **values: object) -> Paste:
    with store.begin() as tx:
        kept = tx.tickets.add_paste(
            post(**values),
            decision(candidate("one"), candidate("two", confidence=0.2)),
            ticket=ticket.id if ticket else None,
            kb_revision=1,
            at=clock.now(),
        )
    assert kept is not None
    return kept


def test_a_delivery_is_received_once(store: SqlStore, clock: FakeClock):
    def receive(key: str) -> bool:
        with store.begin() as tx:
            return tx.inbox.receive(key, workspace="T1", kind="event", at=clock.now())

    assert receive("Ev1")
    assert not receive("Ev1")
    assert receive("Ev2")
    with store.begin() as tx:
        tx.inbox.decided("Ev1", "ignored")
        tx.inbox.decided("unknown", "ignored")
    with store.engine.begin() as connection:
        rows = connection.exec_driver_sql("SELECT key, decision FROM inbox ORDER BY key").all()
    assert [tuple(row) for row in rows] == [("Ev1", "ignored"), ("Ev2", None)]


def test_a_thread_has_one_ticket(store: SqlStore, clock: FakeClock):
    opened = open_ticket(store, clock)
    assert opened == Ticket(opened.id, "T1", "C1", "1763800000.000100", "U1", clock.now())
    clock.advance(60)
    with store.begin() as tx:
        assert tx.tickets.open(**THREAD, author="U2", at=clock.now()) == opened
        assert tx.tickets.find(**THREAD) == opened
        assert tx.tickets.get(opened.id) == opened


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("another workspace", {"workspace": "T2"}),
        ("another channel", {"channel": "C2"}),
        ("another thread", {"thread_ts": "1763800000.000200"}),
    ],
)
def test_a_ticket_is_found_nowhere_else(store: SqlStore, clock: FakeClock, name: str, place: dict[str, str]):
    opened = open_ticket(store, clock)
    with store.begin() as tx:
        assert tx.tickets.find(**{**THREAD, **place}) is None, name
    assert open_ticket(store, clock, **place).id != opened.id


def test_a_thread_opened_by_two_at_once_has_one_ticket(store: SqlStore, clock: FakeClock):
    found: list[Ticket] = []
    barrier = threading.Barrier(4)

    def work() -> None:
        barrier.wait()
        found.append(open_ticket(store, clock))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(found) == 4
    assert len(set(found)) == 1


def test_a_ticket_moves_to_its_thread(store: SqlStore, clock: FakeClock):
    opened = open_ticket(store, clock, thread_ts="command-1")
    with store.begin() as tx:
        tx.tickets.move(opened.id, channel="C9", thread_ts="1763800099.000100")
        assert tx.tickets.get(opened.id) == replace(opened, channel="C9", thread_ts="1763800099.000100")


def test_a_ticket_does_not_move_to_a_thread_that_has_one(store: SqlStore, clock: FakeClock):
    open_ticket(store, clock)
    other = open_ticket(store, clock, thread_ts="command-1")
    with pytest.raises(StoreError, match="contradicts another one"), store.begin() as tx:
        tx.tickets.move(other.id, channel="C1", thread_ts=THREAD["thread_ts"])


def test_a_paste_is_kept_as_it_was_read(store: SqlStore, clock: FakeClock):
    ticket = open_ticket(store, clock)
    kept = keep(store, clock, ticket, thread_ts="1763800000.000001", asked=True, source=Source.COMMAND)
    assert kept == Paste(
        id=kept.id,
        workspace="T1",
        ticket=ticket.id,
        channel="C1",
        ts="1763800000.000100",
        thread_ts="1763800000.000001",
        author="U1",
        source=Source.COMMAND,
        asked=True,
        text=LINE,
        decision=decision(candidate("one"), candidate("two", confidence=0.2)),
        revision=1,
        kb_revision=1,
        created_at=clock.now(),
    )
    with store.begin() as tx:
        assert tx.tickets.paste(kept.id) == kept
        assert tx.tickets.paste_at(workspace="T1", channel="C1", ts=kept.ts) == kept
        assert tx.tickets.paste_at(workspace="T2", channel="C1", ts=kept.ts) is None


def test_a_message_is_kept_once(store: SqlStore, clock: FakeClock):
    keep(store, clock)
    with store.begin() as tx:
        assert tx.tickets.add_paste(post(), decision(), ticket=None, kb_revision=1, at=clock.now()) is None
    keep(store, clock, workspace="T2")


def test_a_paste_keeps_what_analytics_ask_for(store: SqlStore, clock: FakeClock):
    keep(store, clock)
    with store.begin() as tx:
        tx.tickets.add_paste(post("2.0"), decision(failed=False), ticket=None, kb_revision=1, at=clock.now())
    with store.engine.begin() as connection:
        rows = connection.exec_driver_sql(
            "SELECT band, matcher, failed, step, command, code, length(signature_hash) FROM pastes ORDER BY id"
        ).all()
    assert [tuple(row) for row in rows] == [
        ("answer", "2026-11-22", True, "login", "PASS", 530, 32),
        ("answer", "2026-11-22", False, None, None, None, None),
    ]


def test_an_edit_raises_the_revision_of_a_paste(store: SqlStore, clock: FakeClock):
    kept = keep(store, clock)
    ticket = open_ticket(store, clock)
    read_anew = decision(candidate("two"), band=Band.SUGGEST)
    with store.begin() as tx:
        revised = tx.tickets.revise(kept.id, text="new", decision=read_anew, ticket=ticket.id, kb_revision=2)
        assert revised == tx.tickets.paste(kept.id)
    assert revised == replace(kept, text="new", decision=read_anew, ticket=ticket.id, kb_revision=2, revision=2)


def test_a_withdrawn_paste_keeps_no_line_of_its_text(store: SqlStore, clock: FakeClock):
    kept = keep(store, clock)
    with store.begin() as tx:
        tx.tickets.withdraw(kept.id)
        gone = tx.tickets.paste(kept.id)
    assert (gone.withdrawn, gone.text) == (True, "")
    assert [c.article for c in gone.decision.candidates] == ["one", "two"]
    assert gone.decision.facts == kept.decision.facts
    with store.engine.begin() as connection:
        row = connection.exec_driver_sql("SELECT * FROM pastes").one()
    assert "joe" not in str(row)
    assert "cannot log in" not in str(row)


def test_an_edit_that_was_read_while_the_message_was_deleted_brings_nothing_back(store: SqlStore, clock: FakeClock):
    kept = keep(store, clock)
    with store.begin() as tx:
        tx.tickets.withdraw(kept.id)
        gone = tx.tickets.paste(kept.id)
        again = tx.tickets.revise(kept.id, text="joe", decision=kept.decision, ticket=None, kb_revision=2)
    assert again == gone


def test_the_place_of_the_reply_is_noted_and_taken_back(store: SqlStore, clock: FakeClock):
    kept = keep(store, clock)
    with store.begin() as tx:
        tx.tickets.replied(kept.id, channel="C1", ts="5.5")
        assert tx.tickets.paste(kept.id) == replace(kept, reply_channel="C1", reply_ts="5.5")
        tx.tickets.replied(kept.id, channel="C1", ts=None)
        assert tx.tickets.paste(kept.id) == kept


def test_answers_are_kept_in_the_order_they_were_shown(store: SqlStore, clock: FakeClock):
    ticket = open_ticket(store, clock)
    kept = keep(store, clock, ticket)
    how = {"article_revision": 1, "confidence": 0.875, "band": Band.SUGGEST, "full": False, "at": clock.now()}
    with store.begin() as tx:
        first = tx.tickets.add_answer(kept, article="two", rank=1, **how)
        second = tx.tickets.add_answer(replace(kept, revision=2), article="one", rank=2, **{**how, "full": True})
        assert tx.tickets.answers(kept.id) == [first, second]
        assert tx.tickets.answer(second.id) == second
        assert tx.tickets.answer(999) is None
    assert (first.article, first.rank, first.confidence, first.band) == ("two", 1, 0.875, Band.SUGGEST)
    assert (first.workspace, first.ticket, first.paste, first.matcher) == ("T1", ticket.id, kept.id, "2026-11-22")
    assert [(a.paste_revision, a.full, a.shown_at) for a in (first, second)] == [
        (1, False, clock.now()),
        (2, True, clock.now()),
    ]


def test_an_answer_needs_a_ticket_and_an_article(store: SqlStore, clock: FakeClock):
    how = {"rank": 1, "confidence": 0.5, "band": Band.ANSWER, "full": True, "at": clock.now()}
    observed = keep(store, clock)
    with pytest.raises(ValueError, match="no ticket"), store.begin() as tx:
        tx.tickets.add_answer(observed, article="one", article_revision=1, **how)
    kept = keep(store, clock, open_ticket(store, clock), ts="2.0")
    with pytest.raises(StoreError, match="contradicts another one"), store.begin() as tx:
        tx.tickets.add_answer(kept, article="one", article_revision=99, **how)


def test_an_event_is_noted_once_for_its_key(store: SqlStore, clock: FakeClock):
    ticket = open_ticket(store, clock)
    other = open_ticket(store, clock, workspace="T2")
    how = {"answer": None, "actor": "U2", "at": clock.now()}
    with store.begin() as tx:
        assert tx.tickets.add_event("k1", EventKind.ESCALATED, ticket=ticket, detail={"to": ["U9"]}, **how)
        assert not tx.tickets.add_event("k1", EventKind.REOPENED, ticket=ticket, **how)
        assert tx.tickets.add_event("k1", EventKind.REOPENED, ticket=other, **how)  # a key of another workspace
        assert tx.tickets.add_event("k2", EventKind.REOPENED, ticket=ticket, **how)
        noted = tx.tickets.events(ticket.id)
    assert [(e.kind, e.actor, e.at, e.answer, dict(e.detail)) for e in noted] == [
        (EventKind.ESCALATED, "U2", clock.now(), None, {"to": ["U9"]}),
        (EventKind.REOPENED, "U2", clock.now(), None, {}),
    ]
    assert {e.workspace for e in noted} == {"T1"}


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("ticket", lambda tickets: tickets.get(999)),
        ("paste", lambda tickets: tickets.paste(999)),
        ("paste", lambda tickets: tickets.withdraw(999)),
        (
            "paste",
            lambda tickets: tickets.revise(999, text="", decision=decision(), ticket=None, kb_revision=1),
        ),
    ],
)
def test_what_is_not_there_is_said(store: SqlStore, name: str, read: Callable[[SqlTickets], object]):
    with pytest.raises(StoreError, match=f"There is no {name} 999 in the database."), store.begin() as tx:
        read(tx.tickets)


def test_times_come_back_in_utc_and_compare_across_zones(store: SqlStore, clock: FakeClock):
    tokyo = timezone(timedelta(hours=9))
    at = datetime(2026, 11, 22, 1, 30, 0, 123456, tzinfo=tokyo)  # 21 November in UTC
    with store.begin() as tx:
        ticket = tx.tickets.open(**THREAD, author="U1", at=at)
        assert ticket.opened_at == at
        assert ticket.opened_at.utcoffset() == timedelta(0)
        since, until = datetime(2026, 11, 22, 9, tzinfo=tokyo), clock.now()
        assert report(tx, since, until).overall.count("tickets") == 0
        assert report(tx, at, until).overall.count("tickets") == 1


def test_text_no_database_can_hold_is_replaced(store: SqlStore, clock: FakeClock):
    assert keep(store, clock, text="a\0b \ud83d c ⚠ 中").text == "a�b � c ⚠ 中"


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_ticket_is_one_presser_s_at_a_time(store: SqlStore, clock: FakeClock):
    """SQLite has one writer anyway; on PostgreSQL reading a ticket makes the second transaction wait."""
    ticket = open_ticket(store, clock)
    seen: list[int] = []

    def press(key: str) -> None:
        with store.begin() as tx:
            tx.tickets.get(ticket.id)
            seen.append(len(tx.tickets.events(ticket.id)))
            tx.tickets.add_event(key, EventKind.REOPENED, ticket=ticket, answer=None, actor="U", at=clock.now())

    with store.begin() as tx:
        tx.tickets.get(ticket.id)
        second = threading.Thread(target=press, args=("k2",))
        second.start()
        second.join(0.3)
        assert seen == []
        tx.tickets.add_event("k1", EventKind.REOPENED, ticket=ticket, answer=None, actor="U", at=clock.now())
    second.join(10)
    assert seen == [1]
