"""Migrations: up, down, up again, two programs at once, drift, and versions that do not fit."""

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from bot.errors import StoreError
from bot.store import migrate
from bot.store.engine import connect
from bot.store.store import SqlStore
from bot.store.tables import VIEWS, metadata

ROOT = Path(__file__).resolve().parents[2]
ALL = set(metadata.tables) | set(VIEWS)


TICKET = (
    "INSERT INTO tickets (id, workspace, channel, thread_ts, opened_by, opened_at)"
    " VALUES (1, 'T1', 'C1', '1.0', 'U1', '2026-11-22 12:00:00')"
)
EVENT = (
    "INSERT INTO events (id, workspace, key, ticket, kind, actor, at, detail)"
    " VALUES (1, 'T1', 'k', 1, 'solved', 'U1', '2026-11-22 12:00:00', '{}')"
)


def execute(url: str, *statements: str) -> None:
    engine = connect(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def there(url: str) -> set[str]:
    engine = connect(url)
    with engine.begin() as connection:
        found = inspect(connection)
        names = set(found.get_table_names()) | set(found.get_view_names())
    engine.dispose()
    return names - {"alembic_version"}


def test_up_down_and_up_again(empty_url: str):
    assert not migrate.is_current(empty_url)
    migrate.upgrade(empty_url)
    assert migrate.is_current(empty_url)
    assert there(empty_url) == ALL
    execute(empty_url, TICKET, EVENT)
    migrate.downgrade(empty_url, "base")
    assert not migrate.is_current(empty_url)
    assert there(empty_url) == set()
    migrate.upgrade(empty_url, "1")
    added_since = {
        "analytics_events",
        "analytics_links",
        "analytics_pastes",
        "channels",
        "incidents",
        "kept_facts",
        "notices",
        "periods",
        "pseudonyms",
        "pieces",
        "rates",
        "ticket_links",
        "verdicts",
    }
    assert there(empty_url) == ALL - added_since
    migrate.upgrade(empty_url)
    assert migrate.check(empty_url) == []


def test_what_was_stored_outlives_an_upgrade_that_has_nothing_to_do(url: str):
    execute(url, "UPDATE kb SET revision = 7")
    migrate.upgrade(url)
    with closing(SqlStore(connect(url))) as store, store.begin() as tx:
        assert tx.articles.revision() == 7


def test_two_programs_that_start_at_once_both_succeed(empty_url: str):
    program = "import sys; from bot.store import migrate; migrate.upgrade(sys.argv[1])"
    started = [
        subprocess.Popen([sys.executable, "-c", program, empty_url], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert [process.communicate(timeout=60)[1] for process in started] == ["", "", ""]
    assert [process.returncode for process in started] == [0, 0, 0]
    assert migrate.is_current(empty_url)


def test_a_migration_that_fails_leaves_nothing_behind(empty_url: str):
    execute(empty_url, "CREATE TABLE events (id INTEGER)")  # in the way of the last table
    with pytest.raises(StoreError):
        migrate.upgrade(empty_url)
    assert there(empty_url) == {"events"}
    assert not migrate.is_current(empty_url)


@pytest.mark.parametrize(
    ("name", "change", "expected"),
    [
        ("a view", "DROP VIEW analytics_unanswered", ["missing view analytics_unanswered"]),
        ("an index", "DROP INDEX ix_jobs_open", ["add_index ix_jobs_open"]),
        ("a column too many", "ALTER TABLE inbox ADD COLUMN extra TEXT", ["remove_column inbox.extra"]),
        ("a table too many", "CREATE TABLE extra (id INTEGER)", ["remove_table extra"]),
    ],
)
def test_drift_is_named(url: str, name: str, change: str, expected: list[str]):
    execute(url, change)
    assert migrate.check(url) == expected, name


@pytest.mark.parametrize("use", [migrate.check, lambda url: migrate.downgrade(url, "base")])
def test_a_database_that_is_not_there_is_not_made_by_looking_at_it(tmp_path: Path, use: Callable[[str], object]):
    with pytest.raises(StoreError, match="There is no database"):
        use(f"sqlite:///{tmp_path / 'new' / 'kb.db'}")
    assert not list(tmp_path.iterdir())


def test_without_tables_the_first_transaction_says_what_to_do(empty_url: str):
    store = SqlStore(connect(empty_url))
    with pytest.raises(StoreError, match="run `kbbot db upgrade`"), store.begin() as tx:
        tx.articles.revision()
    store.close()


def test_a_newer_database_is_left_alone(url: str):
    execute(url, "UPDATE alembic_version SET version_num = '9999'")
    for use in (migrate.is_current, migrate.upgrade):
        with pytest.raises(StoreError, match="was written by a newer version of this program; update the program"):
            use(url)


def test_an_unknown_revision_is_said(url: str):
    with pytest.raises(StoreError, match="cannot be migrated"):
        migrate.downgrade(url, "8888")


def test_names_of_scripts_tell_their_place():
    """``head`` trusts the names; Alembic trusts what stands in the scripts."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415  the other tests show that it is not needed early

    scripts = list(ScriptDirectory(str(migrate.SCRIPTS)).walk_revisions())
    assert scripts[0].revision == migrate.head()
    for script in scripts:
        assert Path(script.path).name.split("_")[3] == script.revision


def test_the_store_starts_without_alembic(tmp_path: Path):
    program = (
        "import sys; from bot.store import migrate, store; from bot.store.engine import connect\n"
        "assert migrate.is_current(sys.argv[1]); store.SqlStore(connect(sys.argv[1]))\n"
        "assert 'alembic' not in sys.modules and 'psycopg' not in sys.modules"
    )
    path = f"sqlite:///{tmp_path / 'kb.db'}"
    migrate.upgrade(path)
    done = subprocess.run(
        [sys.executable, "-c", program, path], cwd=ROOT, check=False, capture_output=True, text=True, timeout=60
    )
    assert done.stderr == ""


PASTE = (
    "INSERT INTO pastes (id, workspace, channel, ts, author, source, asked, text, decision, band, matcher, failed,"
    " revision, kb_revision, created_at, withdrawn) VALUES (:id, 'T1', 'C1', :ts, 'U1', 'message', true, '', :decision,"
    " 'quiet', 'm', true, 1, 1, '2026-11-22 12:00:00', false)"
)


def test_what_pastes_show_of_server_client_and_mode_is_read_out_of_their_decisions(empty_url: str):
    facts = [
        ["server:iis", "server:iis/7", "server:iis/new", "client:filezilla", "mode:passive", "step:data"],
        ["server:iis", "server:vsftpd", "mode:both"],
        [],
    ]
    migrate.upgrade(empty_url, "8")
    engine = connect(empty_url)
    with engine.begin() as connection:
        for number, told in enumerate(facts, 1):
            row = {"id": number, "ts": f"{number}.0", "decision": json.dumps({"facts": told})}
            connection.execute(text(PASTE), row)
    migrate.upgrade(empty_url)
    with engine.begin() as connection:
        found = connection.execute(text("SELECT server, client, mode FROM pastes ORDER BY id")).all()
    engine.dispose()
    assert [tuple(row) for row in found] == [("iis", "filezilla", "passive"), (None, None, "both"), (None, None, None)]
    migrate.downgrade(empty_url, "8")
    assert "analytics_pastes" not in there(empty_url)
