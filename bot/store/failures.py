"""What goes wrong with a database, in one sentence each. No sentence holds a password or a value from a row."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.errors import StoreError

UPGRADE = "run `kbbot db upgrade`"

_SQLITE = {
    sqlite3.SQLITE_BUSY: "{db} is locked by another program; try again when that has finished.",
    sqlite3.SQLITE_LOCKED: "{db} is locked by another program; try again when that has finished.",
    sqlite3.SQLITE_FULL: "{db} cannot grow: the disk is full; make room and try again.",
    sqlite3.SQLITE_NOTADB: "{db} is no SQLite database; name another file, or move this one away.",
    sqlite3.SQLITE_CANTOPEN: "{db} cannot be opened; check that its folder exists and that both are yours to write.",
    sqlite3.SQLITE_READONLY: "{db} cannot be written; check that the file and its folder are yours to write.",
    sqlite3.SQLITE_PERM: "{db} cannot be written; check that the file and its folder are yours to write.",
    sqlite3.SQLITE_IOERR: "{db} cannot be read or written: the disk reports an error.",
    sqlite3.SQLITE_CORRUPT: "{db} is damaged; restore a backup with `kbbot db restore`.",
}

# By SQLSTATE, its class where the whole code is not listed (PostgreSQL manual, Appendix A).
_POSTGRESQL = {
    "28": "{db} refuses the login; check the user and the password.",
    "3D": "{db} does not exist; create it with `createdb`.",
    "42501": "{db} does not let this user do that; check the user's rights.",
    "42P01": f"{{db}} has no tables for this program yet; {UPGRADE}.",
    "42703": f"{{db}} has tables of another version of this program; {UPGRADE}.",
    "25006": "{db} is read-only; connect to the primary server.",
    "53100": "{db} cannot grow: the disk is full; make room and try again.",
    "53300": "{db} has no connection left; try again, or raise its max_connections.",
    "57014": "{db} took too long and was interrupted; try again.",
    "57P03": "{db} is starting up; try again in a moment.",
    "55P03": "{db} is busy with another change; try again.",
    "40": "{db} is busy with another change; try again.",
    "08": "{db} cannot be reached; check the host and the port, and that the server runs.",
    "57": "{db} ended the connection; try again.",
}

# Failures to connect carry no SQLSTATE; libpq's words tell them apart.
_LIBPQ = (
    ("password authentication failed", _POSTGRESQL["28"]),
    ("no password supplied", _POSTGRESQL["28"]),
    ("pg_hba.conf", _POSTGRESQL["28"]),
    ('role "', _POSTGRESQL["28"]),
    ('database "', _POSTGRESQL["3D"]),
    ("too many clients", _POSTGRESQL["53300"]),
    ("connection slots", _POSTGRESQL["53300"]),
    ("starting up", _POSTGRESQL["57P03"]),
    ("invalid connection option", "{db} cannot be reached: its URL has an option that PostgreSQL does not know."),
    ("invalid URI", "{db} cannot be reached: its URL has an option that PostgreSQL does not know."),
)


def describe(url: URL) -> str:
    """The database in words, without user and password."""
    if url.get_backend_name() == "sqlite":
        return f"The database {url.database}"
    place = f" on {url.host}" if url.host else ""
    port = f":{url.port}" if url.host and url.port else ""
    return f"The PostgreSQL database {url.database or 'of the default name'}{place}{port}"


def sentence(error: BaseException, url: URL) -> str:
    """What happened and what to do."""
    database = describe(url)
    if isinstance(error, ImportError):
        return f"{database} needs the package psycopg, which is not installed; install kbbot with its requirements."
    if isinstance(error, PoolTimeoutError):
        return f"{database} is in use by too many threads of this program at once; try again."
    if isinstance(error, IntegrityError):
        return f"{database} refused a row that contradicts another one."
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return _of_sqlite(cause).format(db=database)
    if isinstance(error, DBAPIError):
        return _of_postgresql(error).format(db=database)
    return f"{database} cannot be used ({type(error).__name__})."


def _of_sqlite(error: sqlite3.Error) -> str:
    words = str(error)
    if words.startswith("no such table"):
        return _POSTGRESQL["42P01"]
    if "no such column" in words or "has no column" in words:
        return _POSTGRESQL["42703"]
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF  # extended codes keep the primary one in the low byte
    if primary in _SQLITE:
        return _SQLITE[primary]
    if "is locked" in words:  # the driver raises this one itself, without a code
        return _SQLITE[sqlite3.SQLITE_BUSY]
    return f"{{db}} cannot be used ({getattr(error, 'sqlite_errorname', type(error).__name__)})."


def _of_postgresql(error: DBAPIError) -> str:
    state = getattr(error.orig, "sqlstate", None) or ""
    for key in (state, state[:2]):
        if key in _POSTGRESQL:
            return _POSTGRESQL[key]
    if state:
        return f"{{db}} cannot be used (SQLSTATE {state})."
    words = str(error.orig)
    for phrase, found in _LIBPQ:
        if phrase in words:
            return found
    if not isinstance(error, OperationalError):
        return f"{{db}} cannot be used ({type(error.orig).__name__})."
    return _POSTGRESQL["08"]


@contextmanager
def store_errors(url: URL) -> Iterator[None]:
    """Turn what the drivers raise into ``StoreError``; mistakes of our own stay what they are."""
    try:
        yield
    except (DBAPIError, PoolTimeoutError, sqlite3.Error) as error:
        raise StoreError(sentence(error, url)) from error
