"""PostgreSQL as in production: what is committed outlives a crash of the server."""

from collections.abc import Iterator

import pytest

from tests.store import postgres


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    with postgres.running(durable=True) as server:
        yield server
