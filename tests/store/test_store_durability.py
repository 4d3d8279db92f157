"""What was committed is on the disk when the transaction ends, and nobody who reads waits for who writes."""

from contextlib import closing

import pytest
from sqlalchemy import make_url

from bot.errors import StoreError
from bot.store import engine
from bot.store.engine import connect, sync
from bot.store.store import SqlStore
from tests.fakes.clock import FakeClock

only_sqlite = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


def note(store: SqlStore, clock: FakeClock, key: str) -> bool:
    with store.begin() as tx:
        return tx.inbox.receive(key, workspace="T1", kind="message", at=clock.now())


def note_and_fail(store: SqlStore, clock: FakeClock) -> None:
    with store.begin() as tx:
        tx.inbox.receive("b", workspace="T1", kind="message", at=clock.now())
        raise KeyError


def keys(store: SqlStore) -> list[str]:
    with store.engine.begin() as connection:
        return list(connection.exec_driver_sql("SELECT key FROM inbox ORDER BY key").scalars())


@only_sqlite
def test_the_log_is_on_the_disk_after_the_commit_and_before_the_end(url, store, clock, monkeypatch):
    seen = []
    with closing(SqlStore(connect(url))) as other:
        monkeypatch.setattr(engine, "_to_disk", lambda _file: seen.append(keys(other)))  # others see it already
        note(store, clock, "a")
        assert seen == [["a"]]
        with pytest.raises(KeyError):
            note_and_fail(store, clock)
    assert seen == [["a"]]


@only_sqlite
def test_a_disk_that_fails_is_said(store, clock, monkeypatch):
    def fails(_file):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(engine, "_to_disk", fails)
    with pytest.raises(StoreError, match=r"cannot be written: Input/output error\."):
        note(store, clock, "a")


def test_where_there_is_no_log_nothing_is_waited_for(tmp_path):
    sync(make_url(f"sqlite:///{tmp_path / 'none.db'}"))
    sync(make_url("postgresql://192.0.2.1/kb"))


def test_who_reads_waits_for_nobody_and_sees_what_was_committed(url, store, clock):
    note(store, clock, "a")
    with closing(SqlStore(connect(url, busy_seconds=0.1))) as other, store.begin() as tx:
        tx.inbox.receive("b", workspace="T1", kind="message", at=clock.now())
        with other.read() as reading:
            assert reading.jobs.list([], now=clock.now()) == []
            assert reading.articles.revision() == 0
    assert keys(store) == ["a", "b"]


@only_sqlite
def test_who_writes_waits_for_the_other_one_and_says_so_in_the_end(url, store, clock):
    with closing(SqlStore(connect(url, busy_seconds=0.1))) as other:
        with store.begin(), pytest.raises(StoreError, match="locked"):
            note(other, clock, "a")
        assert note(other, clock, "a")
