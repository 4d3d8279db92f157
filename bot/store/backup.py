"""Copy a SQLite database while it is in use, and put a copy back. PostgreSQL has tools of its own for this."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL

from bot.errors import StoreError
from bot.store.engine import BUSY_SECONDS, file_of, parse
from bot.store.failures import store_errors
from bot.store.migrate import head

_PAGES = 4096  # copied between two reports of progress: 16 MB
_RETRY_SECONDS = 0.25

# What the copy does not know: ids, and answers in Slack, that came after it. Ids are given anew from beyond them, as
# old buttons carry them; jobs look for their posts before they post; the articles count as changed, so every worker
# reads them anew.
_GAP = 1_000_000
_AFTERWARDS = (
    f"UPDATE sqlite_sequence SET seq = seq + {_GAP}",  # noqa: S608  a number of ours
    "UPDATE jobs SET attempts = 1 WHERE attempts = 0 AND done_at IS NULL",
    f"UPDATE kb SET revision = revision + {_GAP}",  # noqa: S608  as above
)

Progress = Callable[[int, int], None]


def backup(url: str, path: Path, *, on_progress: Progress | None = None) -> None:
    """Copy the database into one file, as it is at this moment. The bot may go on working.

    The file appears when it is complete, and takes the place of an older one of the same name.

    Args:
        url: A SQLite database.
        path: The file to write.
        on_progress: Called with the pages that are left and the pages in all.

    Raises:
        StoreError: The database cannot be read or the file cannot be written.
    """
    parsed = parse(url)
    source = _existing(_file(parsed, "pg_dump"))
    target = path.resolve()
    if source.resolve() == target:
        raise StoreError("A backup into the database itself is no backup; name another file.")
    partial = target.with_name(target.name + ".partial")
    try:
        partial.unlink(missing_ok=True)
        with store_errors(parsed), _opened(source) as live, _opened(partial, parsed.set(database=str(path))) as copy:
            _copy(live, copy, source, on_progress)
            copy.execute("PRAGMA journal_mode = DELETE")  # all of it in the one file
        partial.replace(target)
    except OSError as error:
        raise StoreError(f"The backup {path} cannot be written: {error.strerror}.") from error
    finally:
        _remove(partial)


def restore(url: str, path: Path, *, on_progress: Progress | None = None) -> None:
    """Make the database what it was when the backup was made. All that was written since is lost.

    Ids that were given since are not given again.

    Args:
        url: A SQLite database; it need not exist.
        path: A file that ``backup`` wrote.
        on_progress: Called with the pages that are left and the pages in all.

    Raises:
        StoreError: The file is no sound backup of a database of this program, or the database cannot be written.
    """
    parsed = parse(url)
    target = _file(parsed, "pg_restore")
    source = _existing(path)
    if source.resolve() == target.resolve():
        raise StoreError("A database cannot be restored from itself; name a backup.")
    with _opened(source, parsed.set(database=str(path))) as copy:
        if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise StoreError(f"The backup {path} is damaged; take another one.")
        if copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone() is None:
            raise StoreError(f"{path} is a database, but not one of this program.")
        if copy.execute("SELECT max(version_num) > ? FROM alembic_version", (head(),)).fetchone() == (1,):
            raise StoreError(f"The backup {path} was written by a newer version of this program; update the program.")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"The folder {target.parent} cannot be created: {error.strerror}.") from error
        with _opened(target, parsed) as live:
            _copy(copy, live, target, on_progress)
            live.execute("BEGIN IMMEDIATE")
            for statement in _AFTERWARDS:
                live.execute(statement)
            live.execute("COMMIT")


def _file(url: URL, tool: str) -> Path:
    path = file_of(url)
    if path is None:
        raise StoreError(f"A PostgreSQL database is backed up with pg_dump and restored with pg_restore; use {tool}.")
    return path


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise StoreError(f"There is no file {path}.")
    return path


@contextmanager
def _opened(path: Path, url: URL | None = None) -> Iterator[sqlite3.Connection]:
    """A connection of its own, as the copy goes past SQLAlchemy; errors are told of the database at ``url``."""
    with (
        store_errors(url or URL.create("sqlite", database=str(path))),
        closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as connection,
    ):
        connection.execute("PRAGMA synchronous = FULL")
        yield connection


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, waits_for: Path, tell: Progress | None) -> None:
    """Copy all pages. Read in one transaction, so that a writer does not make the copy start again and again."""
    waited = 0.0
    before = -1

    def progress(_status: int, left: int, pages: int) -> None:
        nonlocal waited, before
        waited = waited + _RETRY_SECONDS if left == before else 0.0
        before = left
        if waited > BUSY_SECONDS:
            raise StoreError(f"The database {waits_for} is locked by another program; try again.")
        if tell:
            tell(left, pages)

    source.execute("BEGIN")
    source.execute("SELECT 1 FROM sqlite_master").fetchone()
    source.backup(target, pages=_PAGES, progress=progress, sleep=_RETRY_SECONDS)
    source.execute("COMMIT")


def _remove(partial: Path) -> None:
    for name in (partial.name, partial.name + "-journal", partial.name + "-wal", partial.name + "-shm"):
        try:
            partial.with_name(name).unlink(missing_ok=True)
        except OSError:  # that it cannot be written has been said
            return
