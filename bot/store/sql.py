"""What SQLite and PostgreSQL both have, but SQLAlchemy spells once for each.

Statements are made once and kept: to make one takes longer than to run it.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

Insert = postgresql.Insert | sqlite.Insert


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless it contradicts a unique key; whether it was inserted.

    On PostgreSQL a row that another transaction is inserting at this moment is waited for.
    """
    return connection.execute(_insert_new(connection.dialect.name, table), row).first() is not None


@cache
def _insert_new(dialect: str, table: Table) -> ReturningInsert[Any]:
    return insert_into(dialect, table).on_conflict_do_nothing().returning(table.primary_key.columns.values()[0])


def insert_into(dialect: str, table: Table) -> Insert:
    """The dialect's own INSERT, which knows ON CONFLICT."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
