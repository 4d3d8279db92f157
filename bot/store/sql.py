"""What SQLite and PostgreSQL both have, but SQLAlchemy spells once for each.

Statements are made once and kept: to make one takes longer than to run it.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

Insert = postgresql.Insert | sqlite.Insert


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless it contradicts a unique key; whether it was inserted.

    On PostgreSQL a row that another transaction is inserting at this moment is waited for.
    """
    return connection.execute(_insert_new(connection.dialect.name, table, whole=False), row).first() is not None


def inserted(connection: Connection, table: Table, row: Mapping[str, Any]) -> Row[Any] | None:
    """Insert a row as ``insert_new`` does; the row as it is stored, or None."""
    return connection.execute(_insert_new(connection.dialect.name, table, whole=True), row).first()


@cache
def _insert_new(dialect: str, table: Table, *, whole: bool) -> ReturningInsert[Any]:
    returned = table.columns.values() if whole else table.primary_key.columns.values()[:1]
    return insert_into(dialect, table).on_conflict_do_nothing().returning(*returned)


def insert_into(dialect: str, table: Table) -> Insert:
    """The dialect's own INSERT, which knows ON CONFLICT."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
