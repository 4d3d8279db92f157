"""What goes wrong with a database is said in one sentence, without its password."""

import os
import socket
import sqlite3
import traceback
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.errors import StoreError
from bot.store import migrate
from bot.store.engine import connect
from bot.store.failures import sentence
from bot.store.store import SqlStore, SqlTransaction

SECRET = "hunter2"
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def said(error: pytest.ExceptionInfo[StoreError]) -> str:
    """The sentence; nothing of the secret may stand in it, nor in what a log would hold."""
    assert SECRET not in "".join(traceback.format_exception(error.value))
    sentence = error.value.sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def refused(url: str, use: Callable[[SqlTransaction], object] = id, **options: float) -> str:
    """What is said when a transaction cannot be opened, or used."""
    with closing(SqlStore(connect(url, **options))) as store:
        with pytest.raises(StoreError) as error, store.begin() as tx:
            use(tx)
        return said(error)


@pytest.mark.parametrize(
    ("name", "url", "expected"),
    [
        ("no URL", "kb.db", "This is no database URL; write sqlite:///PATH or postgresql://"),
        ("empty", "", "This is no database URL"),
        ("a port that is none", f"postgresql://u:{SECRET}@host:x/db", "This is no database URL"),
        ("another database", f"mysql://u:{SECRET}@host/db", "'mysql' is not a database I can use; write sqlite"),
        ("another driver", f"postgresql+asyncpg://u:{SECRET}@host/db", "'postgresql+asyncpg' is not a database"),
        ("an unknown one", f"nosuch://u:{SECRET}@host/db", "'nosuch' is not a database"),
        ("options", "sqlite:///var/kb.db?foo=bar", "takes no options: write sqlite:///var/kb.db"),
        ("two slashes", "sqlite://var/kb.db", "has three slashes before the path"),
        ("in memory", "sqlite://", "must name a file"),
        ("in memory too", "sqlite:///:memory:", "must name a file"),
        ("in memory by name", "sqlite:///file:x?mode=memory&uri=true", "must name a file"),
    ],
)
def test_urls_that_name_no_database(name: str, url: str, expected: str):
    with pytest.raises(StoreError) as error:
        connect(url)
    assert expected in said(error), name


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgresql_by_any_of_its_names(scheme: str):
    engine = connect(f"{scheme}://u:p@db.example/kb")
    assert (engine.dialect.name, engine.dialect.driver) == ("postgresql", "psycopg")
    engine.dispose()


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_server_that_does_not_answer():
    port = closed_port()
    url = f"postgresql://u:{SECRET}@127.0.0.1:{port}/kb"
    assert refused(url) == (
        f"The PostgreSQL database kb on 127.0.0.1:{port} cannot be reached; "
        "check the host and the port, and that the server runs."
    )
    for use in (migrate.is_current, migrate.upgrade, migrate.check):
        with pytest.raises(StoreError) as error:
            use(url)
        assert "cannot be reached" in said(error)


def test_a_password_in_the_query_of_a_url_is_no_less_secret():
    assert "cannot be reached" in refused(f"postgresql://u@127.0.0.1:{closed_port()}/kb?password={SECRET}")


@pytest.mark.parametrize(
    ("name", "database", "options", "expected"),
    [
        ("no such database", "nosuch", {}, "The PostgreSQL database nosuch does not exist"),
        ("no such user", "postgres", {"user": "nosuch"}, "refuses the login"),
        ("a wrong option", "postgres", {"nosuch": "1"}, "an option that PostgreSQL does not know"),
    ],
)
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_server_that_refuses(url: str, name: str, database: str, options: dict[str, str], expected: str):
    parsed = make_url(url)
    wrong = parsed.set(database=database, query={**parsed.query, **options})
    assert expected in refused(wrong.render_as_string(hide_password=False)), name


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_statement_that_takes_too_long_is_interrupted(url: str):
    found = refused(url, lambda tx: tx._connection.execute(text("SELECT pg_sleep(5)")), statement_seconds=0.1)
    assert "took too long and was interrupted" in found


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("name", "options", "expected"),
    [
        ("as we set them", {}, ["30s", "1min", "UTC"]),
        ("as the URL sets them", {"options": "-c statement_timeout=5s"}, ["5s", "1min", "UTC"]),
    ],
)
def test_a_connection_gives_up_in_time(url: str, name: str, options: dict[str, str], expected: list[str]):
    engine = connect(make_url(url).update_query_dict(options).render_as_string(hide_password=False))
    with engine.begin() as connection:
        shown = [
            connection.exec_driver_sql(f"SHOW {setting}").scalar_one()
            for setting in ("statement_timeout", "idle_in_transaction_session_timeout", "timezone")
        ]
    engine.dispose()
    assert shown == expected, name


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_server_that_was_read_only_is_written_to_again(url: str, store: SqlStore):
    def use() -> None:
        with store.begin() as tx:
            tx.inbox.receive("k", workspace="T1", kind="event", at=NOW)

    with store.engine.begin() as connection:
        connection.exec_driver_sql("SET default_transaction_read_only = on")  # as on a standby; the session stays so
    with pytest.raises(StoreError, match="is read-only; connect to the primary server"):
        use()
    use()


def test_a_folder_is_made_for_a_missing_file(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'new' / 'folder' / 'kb.db'}"
    migrate.upgrade(url)
    assert migrate.is_current(url)


def test_a_folder_that_cannot_be_made(tmp_path: Path):
    (tmp_path / "file").write_text("not a folder")
    url = f"sqlite:///{tmp_path / 'file' / 'kb.db'}"
    assert not migrate.is_current(url)
    with pytest.raises(StoreError) as error:
        connect(url)
    assert "The folder" in said(error)
    assert "cannot be created" in said(error)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_not_ours_to_write(tmp_path: Path):
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError) as error:
        migrate.upgrade(f"sqlite:///{tmp_path / 'kb.db'}")
    assert "yours to write" in said(error)


def test_a_folder_in_place_of_the_file(tmp_path: Path):
    with pytest.raises(StoreError) as error:
        migrate.upgrade(f"sqlite:///{tmp_path}")
    assert "cannot be opened" in said(error)


def test_a_file_that_is_no_database(tmp_path: Path):
    path = tmp_path / "kb.db"
    path.write_text("Dear diary, " * 200)
    for use in (migrate.is_current, migrate.upgrade, migrate.check):
        with pytest.raises(StoreError) as error:
            use(f"sqlite:///{path}")
        assert said(error) == f"The database {path} is no SQLite database; name another file, or move this one away."
    assert path.read_text().startswith("Dear diary")


def test_a_database_that_another_program_holds(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'kb.db'}"
    migrate.upgrade(url)
    holder = sqlite3.connect(tmp_path / "kb.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert "is locked by another program; try again" in refused(url, busy_seconds=0.1)
    holder.close()


def test_a_full_disk(tmp_path: Path):
    def fill(tx: SqlTransaction) -> None:
        pages = tx._connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        tx._connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        for number in range(1000):
            tx.inbox.receive(f"{number}" * 100, workspace=SECRET, kind="event", at=NOW)

    url = f"sqlite:///{tmp_path / 'kb.db'}"
    migrate.upgrade(url)
    assert "the disk is full; make room" in refused(url, fill)


def test_values_of_rows_are_not_told(store: SqlStore):
    with pytest.raises(StoreError) as error, store.begin() as tx:
        tx._connection.execute(text("INSERT INTO kb (id, revision) VALUES (1, :secret)"), {"secret": len(SECRET)})
    assert "refused a row that contradicts another one" in said(error)


def test_mistakes_of_our_own_stay_what_they_are(store: SqlStore):
    with pytest.raises(StatementError, match="without a zone"), store.begin() as tx:
        tx.inbox.receive("k", workspace="T1", kind="event", at=NOW.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (sqlite3.SQLITE_READONLY, "cannot be written; check that the file and its folder are yours"),
        (sqlite3.SQLITE_READONLY_DBMOVED, "cannot be written; check"),
        (sqlite3.SQLITE_PERM, "cannot be written; check"),
        (sqlite3.SQLITE_CANTOPEN, "cannot be opened; check"),
        (sqlite3.SQLITE_IOERR_FSYNC, "the disk reports an error"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "is locked by another program"),
        (sqlite3.SQLITE_CORRUPT, "is damaged; restore a backup with `kbbot db restore`"),
        (sqlite3.SQLITE_TOOBIG, "cannot be used (SQLITE_TOOBIG)"),
    ],
)
def test_sentences_of_sqlite(code: int, expected: str):
    error = sqlite3.OperationalError(SECRET)
    error.sqlite_errorcode, error.sqlite_errorname = code, "SQLITE_TOOBIG"
    found = sentence(error, make_url("sqlite:///var/kb.db"))
    assert expected in found
    assert found.startswith("The database var/kb.db ")
    assert SECRET not in found


def _postgres_error(state: str) -> OperationalError:
    return OperationalError("SELECT 1", {}, psycopg.errors.lookup(state)(SECRET))


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (_postgres_error("28P01"), "refuses the login"),
        (_postgres_error("42501"), "does not let this user do that"),
        (_postgres_error("25006"), "is read-only"),
        (_postgres_error("53100"), "the disk is full"),
        (_postgres_error("53300"), "has no connection left"),
        (_postgres_error("57P03"), "is starting up"),
        (_postgres_error("57P01"), "ended the connection"),
        (_postgres_error("40P01"), "is busy with another change"),
        (_postgres_error("55P03"), "is busy with another change"),
        (_postgres_error("42703"), "tables of another version"),
        (_postgres_error("22012"), "cannot be used (SQLSTATE 22012)"),
        (IntegrityError("INSERT", {}, psycopg.errors.UniqueViolation(SECRET)), "contradicts another one"),
        (PoolTimeoutError(), "too many threads"),
        (ImportError("libpq"), "needs the package psycopg"),
    ],
)
def test_sentences_of_postgresql(error: Exception, expected: str):
    found = sentence(error, make_url(f"postgresql+psycopg://u:{SECRET}@db.example:5433/kb"))
    assert expected in found
    assert found.startswith("The PostgreSQL database kb on db.example:5433 ")
    assert SECRET not in found
