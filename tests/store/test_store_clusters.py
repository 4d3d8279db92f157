"""The cluster of a paste is stored with it, outlives its text, and is filled in where an older version left none."""

from datetime import timedelta

from sqlalchemy import text

from bot.store.store import SqlStore
from bot.worker.housekeeping import Housekeeping
from tests.fakes.clock import FakeClock
from tests.store.make import decision, post

EXPECTED = "login:login-refused"


def clusters(store: SqlStore) -> list[str | None]:
    with store.engine.connect() as connection:
        return list(connection.execute(text("SELECT cluster FROM pastes ORDER BY id")).scalars())


def keep(store: SqlStore, clock: FakeClock, *decisions) -> None:
    with store.begin() as tx:
        for number, decided in enumerate(decisions):
            tx.tickets.add_paste(post(f"1.{number}"), decided, ticket=None, kb_revision=1, at=clock.now())


def test_it_is_stored_with_a_failure(store: SqlStore, clock: FakeClock):
    keep(store, clock, decision(), decision(failed=False))
    assert clusters(store) == [EXPECTED, None]


def test_it_outlives_the_text(store: SqlStore, clock: FakeClock):
    keep(store, clock, decision())
    with store.begin() as tx:
        tx.tickets.erase_older(clock.now() + timedelta(days=1), limit=9)
    assert clusters(store) == [EXPECTED]


def test_what_an_older_version_kept_is_told_later(store: SqlStore, clock: FakeClock):
    keep(store, clock, *[decision()] * 3, decision(failed=False))
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE pastes SET cluster = NULL"))
    with store.begin() as tx:
        assert [tx.tickets.fill_clusters(limit=2) for _ in range(3)] == [2, 1, 0]
    assert clusters(store) == [EXPECTED] * 3 + [None]
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE pastes SET cluster = NULL"))
    Housekeeping(store, clock, keep_deliveries=timedelta(days=30), keep_texts=None)()
    assert clusters(store) == [EXPECTED] * 3 + [None]
