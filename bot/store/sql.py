"""What SQLite and PostgreSQL both have, but SQLAlchemy spells once for each."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless it contradicts a unique key; whether it was inserted.

    On PostgreSQL a row that another transaction is inserting at this moment is waited for.
    """
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    key = table.primary_key.columns.values()[0]
    statement = insert(table).values(dict(row)).on_conflict_do_nothing().returning(key)
    return connection.execute(statement).first() is not None
