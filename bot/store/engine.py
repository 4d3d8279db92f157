"""Connect to a database by its URL."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.errors import StoreError
from bot.store.failures import describe, sentence

BUSY_SECONDS = 10  # how long to wait for another writer of a SQLite file
BUSY_LOOK = 0.001  # seconds between two looks whether it is done
READS = "reads"  # an execution option: a transaction that writes nothing
STATEMENT_SECONDS = 30  # how long a statement may take on PostgreSQL
CONNECT_SECONDS = 10
IDLE_SECONDS = 60  # how long a transaction may do nothing on PostgreSQL: a client that vanished must not keep its locks
ALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 30_000}
READ_ONLY = "25006"  # SQLSTATE of a write where only reading is allowed
POOL_SIZE = 10  # more than the threads of any one process

_SHAPES = "sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME"


def parse(url: str) -> URL:
    """Read a database URL; ``postgres://`` and ``postgresql://`` mean the driver psycopg 3.

    Raises:
        StoreError: It names no database that can be used here.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError(f"This is no database URL; write {_SHAPES}.") from None
    if parsed.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in {"sqlite", "sqlite+pysqlite"}:
        raise StoreError(f"{parsed.drivername!r} is not a database I can use; write {_SHAPES}.")
    if parsed.host or parsed.port or parsed.username:
        raise StoreError("A SQLite URL has three slashes before the path, and four before an absolute one.")
    if file_of(parsed) is None:
        raise StoreError("A SQLite URL must name a file: sqlite:///PATH; a database in memory would be lost at once.")
    if parsed.query:
        raise StoreError(
            f"A SQLite URL takes no options: write sqlite:///{parsed.database} without what follows the ?."
        )
    return parsed.set(drivername="sqlite")


def file_of(url: URL) -> Path | None:
    """The file of a SQLite URL; None for another database, and for one in memory."""
    name = url.database or ""
    if url.get_backend_name() != "sqlite" or name in {"", ":memory:"} or name.startswith("file:"):
        return None
    return Path(name)


def connect(url: str, *, busy_seconds: float = BUSY_SECONDS, statement_seconds: float = STATEMENT_SECONDS) -> Engine:
    """An engine for a database. The folder of a SQLite file is created; the file itself by its first migration.

    Args:
        url: ``sqlite:///PATH`` or ``postgresql://USER:PASSWORD@HOST/NAME``.
        busy_seconds: How long to wait for another writer of a SQLite file.
        statement_seconds: How long a statement may take on PostgreSQL; 0 for ever.

    Raises:
        StoreError: The URL, the folder, or the driver cannot be used. Whether the database can be reached shows at
            the first transaction.
    """
    parsed = parse(url)
    path = file_of(parsed)
    if path is None:
        return _postgresql(parsed, statement_seconds)
    return _sqlite(parsed, path, busy_seconds)


def _sqlite(url: URL, path: Path, busy_seconds: float) -> Engine:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The folder {path.parent} cannot be created: {error.strerror}.") from error
    engine = create_engine(
        url, connect_args={"timeout": busy_seconds}, pool_size=POOL_SIZE, hide_parameters=True, max_overflow=POOL_SIZE
    )
    # SQLAlchemy's recipe for the driver's late BEGIN: the driver leaves transactions alone, and we begin them.
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", partial(_begin, busy_seconds))
    event.listen(engine, "handle_error", _connect_anew)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")  # consistent after a power cut; for the rest see sync()
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # the text of a deleted paste is overwritten, not just unlinked


def sync(url: URL) -> None:
    """Wait until what was committed to a SQLite file is on the disk: what was acknowledged outlives a power cut.

    With ``synchronous = FULL`` each COMMIT would do so as the only writer, and all others would wait for the disk too.
    Here they go on meanwhile. The log is a sequence, and what of it is whole is replayed: when one commit is on the
    disk, all before it are. A log that is gone, or was begun anew, has been copied into the database's own file, which
    SQLite itself waits for.

    Source: sqlite.org/wal.html and sqlite.org/pragma.html#pragma_synchronous.

    Raises:
        StoreError: The disk reports an error.
    """
    path = file_of(url)
    if path is None:
        return
    try:
        with path.with_name(f"{path.name}-wal").open("rb+", buffering=0) as log:
            _to_disk(log.fileno())
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(f"{describe(url)} cannot be written: {error.strerror}.") from error


_to_disk: Callable[[int], None] = getattr(os, "fdatasync", os.fsync)  # the former is not on every system


def _connect_anew(context: ExceptionContext) -> None:
    """Throw away connections to a database that cannot be written: they would stay so after that was mended."""
    error = context.original_exception
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF  # extended codes keep the primary one in the low byte
    unwritable = primary in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR}
    if unwritable and context.connection is not None:
        with suppress(sqlite3.Error):  # a closed connection keeps its lock until its last statement is forgotten
            context.connection.connection.rollback()
    if unwritable or getattr(error, "sqlstate", None) == READ_ONLY:
        context.is_disconnect = True


def _begin(busy_seconds: float, connection: Connection) -> None:
    """Begin a transaction, as the only writer unless it will only read: readers wait for nobody.

    A deferred BEGIN would fail when a transaction that has read wants to write after another one has. SQLite itself
    waits longer and longer between its looks, up to 100 ms: who came first would be served last.
    """
    if connection.get_execution_options().get(READS):
        connection.exec_driver_sql("BEGIN")
        return
    driver, until = connection.connection.driver_connection, monotonic() + busy_seconds
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101  of this engine
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > until:
                    raise
                sleep(BUSY_LOOK)
            else:
                return
    finally:
        driver.execute(f"PRAGMA busy_timeout = {int(busy_seconds * 1000)}")


def _postgresql(url: URL, statement_seconds: float) -> Engine:
    defaults: dict[str, Any] = {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "kbbot",
        **ALIVE,
    }
    options = {
        "timezone": "UTC",
        "jit": "off",  # compiling would take longer than the queries it is meant for
        "statement_timeout": int(statement_seconds * 1000),
        "idle_in_transaction_session_timeout": int(max(IDLE_SECONDS, statement_seconds) * 1000),
    }
    given = {name: value for name, value in defaults.items() if name not in url.query}
    given["options"] = " ".join([*(f"-c {name}={value}" for name, value in options.items()), _options(url)])
    try:
        engine = create_engine(
            url,
            connect_args=given,
            pool_pre_ping=True,
            pool_size=POOL_SIZE,
            max_overflow=POOL_SIZE,
            hide_parameters=True,
        )
    except (ImportError, SQLAlchemyError) as error:
        raise StoreError(sentence(error, url)) from error
    event.listen(engine, "handle_error", _connect_anew)
    return engine


def _options(url: URL) -> str:
    """The server's options that a URL gives itself; they go last, and win."""
    given = url.query.get("options", "")
    return given if isinstance(given, str) else " ".join(given)
