"""What SQLite and PostgreSQL both have, but SQLAlchemy spells once for each."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = postgresql.Insert | sqlite.Insert


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless it contradicts a unique key; whether it was inserted.

    On PostgreSQL a row that another transaction is inserting at this moment is waited for.
    """
    key = table.primary_key.columns.values()[0]
    statement = _insert(connection, table, row).on_conflict_do_nothing().returning(key)
    return connection.execute(statement).first() is not None


def upsert(connection: Connection, table: Table, row: Mapping[str, Any], change: Mapping[str, Any]) -> Insert:
    """A statement that inserts a row, or makes these changes to the one with its primary key."""
    statement = _insert(connection, table, row)
    return statement.on_conflict_do_update(index_elements=table.primary_key.columns, set_=dict(change))


def _insert(connection: Connection, table: Table, row: Mapping[str, Any]) -> Insert:
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return insert(table).values(dict(row))
