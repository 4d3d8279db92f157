"""Many records at once, on both databases."""

from datetime import timedelta

from bot.demo.year import WORKSPACE
from bot.matching.model import Band
from bot.store.store import SqlStore
from bot.support.model import Answer, Event, EventKind, Paste, Reason, Source, Ticket
from tests.fakes.clock import FakeClock
from tests.store.make import article, candidate, decision, post, report

NOON = FakeClock().now()


def records(workspace: str = WORKSPACE) -> dict:
    opened = Ticket(1, workspace, "C1", "1.1", "U1", NOON)
    kept = Paste(
        id=1,
        workspace=workspace,
        ticket=1,
        channel="C1",
        ts="1.1",
        thread_ts=None,
        author="U1",
        source=Source.MESSAGE,
        asked=False,
        text="550",
        decision=decision(candidate("one")),
        revision=1,
        kb_revision=1,
        created_at=NOON,
    )
    shown = Answer(1, workspace, 1, 1, 1, "one", 1, 1, 0.9, Band.ANSWER, "m", full=True, shown_at=NOON)
    said = Event(1, workspace, 1, 1, EventKind.REJECTED, "U1", NOON, reason=Reason.DID_NOT_HELP)
    return {"opened": [opened], "kept": [kept], "shown": [shown], "said": [said]}


def fill(store: SqlStore, workspace: str = WORKSPACE) -> None:
    with store.begin() as tx:
        tx.articles.sync([article("one")], now=NOON)
        tx.history.add(**records(workspace))
        tx.history.finish()


def test_records_are_read_back_as_they_were_added(store: SqlStore) -> None:
    fill(store)
    given = records()
    with store.begin() as tx:
        assert tx.tickets.get(1) == given["opened"][0]
        assert tx.tickets.paste(1) == given["kept"][0]
        assert tx.tickets.answer(1) == given["shown"][0]
        assert tx.tickets.events(1) == given["said"]
        found = report(tx, NOON - timedelta(days=1), NOON + timedelta(days=1))
    assert found.overall.count("unsolved") == 1


def test_ids_go_on_after_the_last_one(store: SqlStore) -> None:
    fill(store)
    with store.begin() as tx:
        assert tx.tickets.open(workspace=WORKSPACE, channel="C1", thread_ts="2", author="U1", at=NOON).id == 2
        kept = tx.tickets.add_paste(post("2"), decision(), ticket=2, kb_revision=1, at=NOON)
        assert kept is not None
        assert kept.id == 2


def test_clear_leaves_nothing_and_the_same_can_be_added_again(store: SqlStore) -> None:
    fill(store)
    with store.begin() as tx:
        tx.history.clear()
        assert tx.articles.revision() == 0
        assert tx.articles.current() == []
    fill(store)
    with store.read() as tx:
        assert tx.tickets.events(1) == records()["said"]


def test_a_database_in_which_a_bot_worked_is_told_from_a_made_up_one(store: SqlStore) -> None:
    with store.begin() as tx:
        assert not tx.history.used(besides=WORKSPACE)
    fill(store)
    with store.begin() as tx:
        assert not tx.history.used(besides=WORKSPACE)
        tx.inbox.receive("key", workspace=WORKSPACE, kind="message", at=NOON)
        assert tx.history.used(besides=WORKSPACE)


def test_pastes_of_another_workspace_are_work(store: SqlStore) -> None:
    fill(store, "T1")
    with store.read() as tx:
        assert tx.history.used(besides=WORKSPACE)
