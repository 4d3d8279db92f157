"""Bring the tables to the newest form.

Migrations are the scripts in ``migrations/versions``, in a line, each named by its date, its revision (a number of four
digits) and what it does. Alembic is imported only when there is something to migrate: a start on a database that is
current costs one query.

A migration runs in one transaction on both databases, so it is done or it is not. Two programs that start at once take
turns: SQLite has one writer, PostgreSQL an advisory lock; the second one finds the work done.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, inspect, text

from bot.errors import StoreError
from bot.store.engine import connect, file_of, parse
from bot.store.failures import describe, store_errors
from bot.store.tables import VIEWS, metadata

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).resolve().parents[2] / "migrations"
WAIT_SECONDS = 120  # for another program that migrates
LOCK_SECONDS = 10  # for a table that others use; they would wait behind the migration
STATEMENT_SECONDS = 600
TRIGGERS = frozenset(
    {
        "kept_facts_article_revisions_update",
        *(
            f"kept_facts_{table}_{change}"
            for table in ("tickets", "pastes", "answers", "events")
            for change in ("insert", "update", "delete")
        ),
    }
)
"""What deletes kept facts that are true no more."""

ADVISORY_LOCK = 0x6B62_626F_74  # "kbbot"


def head() -> str:
    """The newest revision, told by the names of the scripts.

    Raises:
        StoreError: The scripts are not where they belong.
    """
    revisions = [path.name.split("_")[3] for path in SCRIPTS.glob("versions/????_??_??_????_*.py")]
    if not revisions:
        raise StoreError(f"The migrations are missing: there is nothing in {SCRIPTS / 'versions'}; install kbbot anew.")
    return max(revisions)


def is_current(url: str) -> bool:
    """Whether the tables are in the newest form; one query, without Alembic.

    Raises:
        StoreError: The database cannot be used, or was written by a newer version of this program.
    """
    path = file_of(parse(url))
    if path is not None and not os.path.exists(path):  # noqa: PTH110  Path.exists raises where a folder is closed
        return False
    with _engine(url) as engine:
        return _revision_at(engine) == head()


def check_usable(engine: Engine) -> None:
    """Check that the tables are in the newest form, or in a newer one: a migration leaves running programs at work.

    Raises:
        StoreError: They are not, or the database cannot be used.
    """
    with store_errors(engine.url), engine.begin() as connection:
        tables = inspect(connection).has_table("alembic_version")
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if tables else None
    if found is None or found < head():
        raise StoreError(
            f"{describe(engine.url)} is not migrated ({found or 'empty'}, not {head()}): `kbbot db upgrade`."
        )


def upgrade(url: str, revision: str = "head") -> None:
    """Apply the migrations up to a revision.

    Raises:
        StoreError: The database cannot be used, or has no such revision.
    """
    from alembic import command  # noqa: PLC0415  imported only when there is something to do

    with _migration(url) as config:
        command.upgrade(config, _full(revision))


def downgrade(url: str, revision: str) -> None:
    """Take migrations back, down to a revision; ``base`` takes back all of them, and with them all data.

    Raises:
        StoreError: There is no database, it cannot be used, or it has no such revision.
    """
    from alembic import command  # noqa: PLC0415  as above

    _need(url)
    with _migration(url) as config:
        command.downgrade(config, _full(revision))


def check(url: str) -> list[str]:
    """In what the database differs from ``bot.store.tables``, a phrase each; empty when in nothing.

    Raises:
        StoreError: There is no database, or it cannot be used.
    """
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415  as above
    from alembic.migration import MigrationContext  # noqa: PLC0415  as above

    _need(url)
    with _engine(url) as engine, engine.begin() as connection:
        found = inspect(connection)
        missing = [f"missing view {view}" for view in VIEWS if view not in found.get_view_names()]
        missing += [f"missing trigger {trigger}" for trigger in sorted(TRIGGERS - _triggers(connection))]
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return missing + [_phrase(difference) for difference in compare_metadata(context, metadata)]


def _triggers(connection: Connection) -> set[str]:
    """The names of all triggers."""
    sqlite = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    postgresql = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    return set(connection.execute(text(sqlite if connection.dialect.name == "sqlite" else postgresql)).scalars())


def _need(url: str) -> None:
    """Refuse a SQLite file that is not there: connecting would create it."""
    path = file_of(parse(url))
    if path is not None and not os.path.exists(path):  # noqa: PTH110  as in is_current
        raise StoreError(f"There is no database {path}; `kbbot db upgrade` creates it.")


@contextmanager
def _engine(url: str, **options: float) -> Iterator[Engine]:
    engine = connect(url, **options)
    try:
        with store_errors(engine.url):
            yield engine
    finally:
        engine.dispose()


def _revision_at(engine: Engine) -> str | None:
    """The revision a database is at, None where it has no tables yet."""
    with engine.begin() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is not None and found > head():
        raise StoreError(f"{describe(engine.url)} was written by a newer version of this program; update the program.")
    return None if found is None else str(found)


@contextmanager
def _migration(url: str) -> Iterator["Config"]:
    """Alembic's configuration with a connection on which nobody else migrates; commits when the block ends."""
    from alembic.config import Config  # noqa: PLC0415  imported only when there is something to do
    from alembic.util import CommandError  # noqa: PLC0415  as above

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    with _engine(url, busy_seconds=WAIT_SECONDS, statement_seconds=STATEMENT_SECONDS) as engine:
        _revision_at(engine)
        with engine.connect() as connection:
            _suspend_foreign_keys(connection)
            with connection.begin():
                _lock(connection)
                config.attributes["connection"] = connection
                try:
                    yield config
                except CommandError as error:
                    raise StoreError(f"{describe(engine.url)} cannot be migrated: {error}.") from error
                _check_foreign_keys(connection)


def _suspend_foreign_keys(connection: Connection) -> None:
    """SQLite alters a table by copying it; that needs foreign keys off, which is not possible in a transaction."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys = OFF")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise StoreError("The migration would leave rows that refer to nothing, and was taken back.")


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"))


def _full(revision: str) -> str:
    """``1`` means ``0001``."""
    return revision.zfill(4) if revision.isdigit() else revision


def _phrase(difference: Any) -> str:
    """A difference that Alembic found, in words: ``modify_type jobs.kind``, ``add_index ix_jobs_open``."""
    while isinstance(difference, list):
        difference = difference[0]
    kind, *details = difference
    names = [str(getattr(part, "name", part)) for part in details if isinstance(part, str) or hasattr(part, "name")]
    return " ".join([kind, ".".join(names)])
