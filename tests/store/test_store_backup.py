"""A running SQLite database is copied whole, and put back."""

import sqlite3
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store import migrate
from bot.store.backup import backup, restore
from bot.store.engine import connect
from bot.store.store import SqlStore
from bot.support.model import Job
from tests.fakes.clock import FakeClock
from tests.store.make import article, imported

NOW = FakeClock().now()
pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


def current(store: SqlStore) -> list[str]:
    with store.begin() as tx:
        return [stored.article.id for stored in tx.articles.current()]


def add(store: SqlStore, *names: str) -> None:
    with store.begin() as tx:
        tx.articles.add([article(name) for name in names], now=NOW)


def test_what_was_backed_up_comes_back(url: str, store: SqlStore, tmp_path: Path):
    add(store, "a")
    told: list[tuple[int, int]] = []
    backup(url, tmp_path / "copy.db", on_progress=lambda left, pages: told.append((left, pages)))
    assert told[-1][0] == 0
    add(store, "b")
    restore(url, tmp_path / "copy.db")
    assert current(store) == ["a"]  # the same connections go on working
    add(store, "c")
    assert current(store) == ["a", "c"]
    assert migrate.check(url) == []


def test_a_backup_is_one_sound_file(url: str, store: SqlStore, tmp_path: Path):
    (tmp_path / "out").mkdir()
    add(store, "a")
    backup(url, tmp_path / "out" / "copy.db")
    add(store, "b")
    backup(url, tmp_path / "out" / "copy.db")  # takes the place of the older one
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["copy.db"]
    copy = SqlStore(connect(f"sqlite:///{tmp_path / 'out' / 'copy.db'}"))
    assert current(copy) == ["a", "b"]
    copy.close()


def test_a_backup_is_of_one_moment_while_others_write(url: str, store: SqlStore, tmp_path: Path):
    with store.begin() as tx:
        tx.articles.add([imported(f"Q{n}", more="x" * 20_000) for n in range(300)], now=NOW)
    stop = threading.Event()
    written: list[int] = []

    def write() -> None:
        while not stop.is_set():
            number = len(written)
            with store.begin() as tx:  # both or neither
                tx.inbox.receive(f"a{number}", workspace="T1", kind="event", at=NOW)
                tx.jobs.add(f"a{number}", "delivery", {}, workspace="T1", now=NOW)
            written.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(3):
            backup(url, tmp_path / "copy.db")
            with sqlite3.connect(tmp_path / "copy.db") as copy:
                counts = copy.execute("SELECT (SELECT count(*) FROM inbox), (SELECT count(*) FROM jobs)").fetchone()
                assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            copy.close()
            assert counts[0] == counts[1]
    finally:
        stop.set()
        writer.join(30)
    assert written


def test_a_lost_database_is_restored(url: str, store: SqlStore, tmp_path: Path):
    add(store, "a")
    backup(url, tmp_path / "copy.db")
    fresh = f"sqlite:///{tmp_path / 'new' / 'kb.db'}"
    restore(fresh, tmp_path / "copy.db")
    assert migrate.is_current(fresh)
    restored = SqlStore(connect(fresh))
    assert current(restored) == ["a"]
    restored.close()


def test_what_came_after_the_backup_is_not_mistaken_for_what_comes_now(url: str, store: SqlStore, tmp_path: Path):
    def order(key: str) -> None:
        with store.begin() as tx:
            tx.jobs.add(key, "reply", {}, workspace="T1", now=NOW)

    def claim() -> Job | None:
        with store.begin() as tx:
            return tx.jobs.claim("w", now=NOW, lease=timedelta(seconds=60))

    add(store, "a")
    order("before")
    backup(url, tmp_path / "copy.db")
    with store.begin() as tx:
        revision = tx.articles.revision()
    add(store, "b")
    order("after")
    restore(url, tmp_path / "copy.db")
    order("now")
    again, now = claim(), claim()
    assert (again.key, again.attempts) == ("before", 2)  # it may have been done since, so it looks
    assert (now.key, now.attempts) == ("now", 1)
    assert now.id > again.id + 1  # the id of the lost job is not given again
    with store.begin() as tx:
        assert tx.articles.revision() > revision + 1  # so every worker reads them anew


def _not_a_database(path: Path) -> None:
    path.write_text("Dear diary, " * 200)


def _another_program_s(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE songs (id INTEGER)")
    connection.close()


def _newer(path: Path) -> None:
    migrate.upgrade(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()


def _damaged(path: Path) -> None:
    migrate.upgrade(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda path: None, "There is no file"),
        (_not_a_database, "is no SQLite database"),
        (_another_program_s, "but not one of this program"),
        (_newer, "written by a newer version"),
        (_damaged, "damaged"),
    ],
)
def test_only_a_sound_backup_is_restored(
    url: str, store: SqlStore, tmp_path: Path, make: Callable[[Path], None], expected: str
):
    add(store, "a")
    path = tmp_path / "copy.db"
    make(path)
    with pytest.raises(StoreError, match=expected):
        restore(url, path)
    assert current(store) == ["a"]


def test_a_backup_that_cannot_be_written(url: str, tmp_path: Path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreError):
        backup(url, tmp_path / "file" / "copy.db")
    with pytest.raises(StoreError):
        backup(url, tmp_path / "missing" / "copy.db")
    with pytest.raises(StoreError, match="no backup"):
        backup(url, tmp_path / "kb.db")
    with pytest.raises(StoreError, match="There is no file"):
        backup(f"sqlite:///{tmp_path / 'nosuch.db'}", tmp_path / "copy.db")
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix in {".db", ".partial"}) == ["kb.db"]


def test_a_database_that_is_written_to_is_not_restored_over(url: str, store: SqlStore, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("bot.store.backup.BUSY_SECONDS", 0.5)
    backup(url, tmp_path / "copy.db")
    with pytest.raises(StoreError, match="is locked by another program"), store.begin():
        restore(url, tmp_path / "copy.db")


def test_postgresql_has_tools_of_its_own(url: str, tmp_path: Path):
    for use, tool in ((backup, "pg_dump"), (restore, "pg_restore")):
        with pytest.raises(StoreError, match=f"use {tool}"):
            use("postgresql://u:p@db.example/kb", tmp_path / "copy.db")
    assert url
