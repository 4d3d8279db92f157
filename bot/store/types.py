"""Column types that behave the same on both databases."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text, TypeDecorator

Id = BigInteger().with_variant(Integer(), "sqlite")  # SQLite counts up only what is declared INTEGER


class Utc(TypeDecorator[datetime]):
    """A moment, aware, in UTC.

    PostgreSQL keeps it as ``timestamp with time zone``. SQLite has no such type: it is kept as text of a fixed width,
    in UTC, which sorts and compares in the order of time.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: D102  SQLAlchemy's
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a zone cannot be stored.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002, D102
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text from outside. What UTF-8 or PostgreSQL cannot hold (lone surrogates, NUL) becomes U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002, D102  SQLAlchemy's
        if value is None or (value.isascii() and "\0" not in value):
            return value
        return "".join("�" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in value)


class Json(TypeDecorator[Any]):
    """A JSON value, kept as text in ASCII: escapes carry what a database's text cannot hold."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002, D102  SQLAlchemy's
        return None if value is None else json.dumps(value, separators=(",", ":"), sort_keys=True)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002, D102  SQLAlchemy's
        return None if value is None else json.loads(value)
