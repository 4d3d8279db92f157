"""The documentation of the views cannot lie: it has every column there is, and every measure as it is defined."""

import re
from pathlib import Path

from sqlalchemy import text

from bot.analytics.measures import MEASURES
from bot.store.reports import VIEW_OF
from bot.store.store import SqlStore
from bot.store.tables import VIEWS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "analytics.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    return PAGE.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def test_every_column_of_every_view_is_documented(store: SqlStore):
    with store.engine.connect() as connection:
        for view in VIEWS:
            columns = set(connection.execute(text(f"SELECT * FROM {view}")).keys())  # noqa: S608  our views
            named = re.findall(r"^\| (`.+?) \|", section(view), re.MULTILINE)
            assert {name for cell in named for name in re.findall(r"`(\w+)`", cell)} == columns, view


def test_every_measure_is_documented_as_it_is_defined():
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \| (.+?) \| (.+?) \| (.+) \|$", section("Measures"), re.MULTILINE)
    assert rows == [
        (
            measure.name,
            VIEW_OF[measure.subject],
            f"`{measure.fact}`" if measure.fact else "every row",
            f"`{measure.among}`" if measure.among else "all",
            measure.sentence,
        )
        for measure in MEASURES.values()
    ]
