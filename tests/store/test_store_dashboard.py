"""The example dashboard: every query it sends is one that the database answers."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.store.store import SqlStore
from tests.store.test_store_history import fill

DASHBOARD = json.loads((Path(__file__).parents[2] / "docs" / "dashboards" / "grafana.json").read_text(encoding="utf-8"))
QUERIES = {panel["title"]: panel["targets"][0]["rawSql"] for panel in DASHBOARD["panels"]}
ALWAYS = "{} BETWEEN '2000-01-01' AND '2100-01-01'"


def filled(query: str) -> str:
    """A query as Grafana sends it."""
    before, _, rest = query.partition("$__timeFilter(")
    column, _, after = rest.partition(")")
    return (before + ALWAYS.format(column) + after).replace("$workspace", "T0DEMO")


@pytest.mark.parametrize("name", QUERIES)
def test_the_database_answers(store: SqlStore, name: str) -> None:
    if store.engine.dialect.name == "sqlite":
        pytest.skip("the dashboard is for PostgreSQL")
    fill(store)
    with store.engine.connect() as connection:
        assert list(connection.execute(text(filled(QUERIES[name]))).keys())


def test_every_panel_says_what_it_shows() -> None:
    assert all(panel["description"].endswith(".") for panel in DASHBOARD["panels"])
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


def test_every_query_keeps_to_one_workspace_and_to_the_views() -> None:
    for query in QUERIES.values():
        assert "workspace = '$workspace'" in query
        assert "FROM analytics_" in query
        assert "$__timeFilter(" in query
