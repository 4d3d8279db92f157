"""Blocks that slack_sdk has no models for yet: charts and tables. Old clients and workspaces may refuse them.

Sources: docs.slack.dev/reference/block-kit/blocks/data-visualization-block and …/data-table-block: a title of 50
characters; at most 6 series, 20 categories, and 20 characters for each of their names; 20 columns and 100 rows below
the header.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.slack.message import Block

TITLE: Final = 50
NAME: Final = 20
MOST_SERIES: Final = 6
MOST_CATEGORIES: Final = 20
MOST_COLUMNS: Final = 20
MOST_ROWS: Final = 100
CELL: Final = 120  # what is longer is cut: a table is looked over, not read

Cell = str | int


def bars(title: str, categories: Sequence[str], series: Mapping[str, Sequence[int]], *, x: str, y: str) -> Block:
    """Bars: for each category one of each series.

    Args:
        title: What it shows.
        categories: Names on the axis; they differ.
        series: Values by name, one for each category.
        x: What the categories are.
        y: What the values are.
    """
    shown = [_cut(one, NAME) for one in categories[:MOST_CATEGORIES]]
    return {
        "type": "data_visualization",
        "title": _cut(title, TITLE),
        "chart": {
            "type": "bar",
            "series": [
                {
                    "name": _cut(name, NAME),
                    "data": [{"label": label, "value": value} for label, value in zip(shown, values, strict=False)],
                }
                for name, values in list(series.items())[:MOST_SERIES]
            ],
            "axis_config": {"categories": shown, "x_label": _cut(x, TITLE), "y_label": _cut(y, TITLE)},
        },
    }


def table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]], *, page: int = 10) -> Block:
    """A table of at least one row.

    Args:
        caption: What it holds.
        heads: The headings of its columns.
        rows: The first cell of each is the row's heading.
        page: How many rows show at once.
    """
    head = [_cell(name) for name in heads[:MOST_COLUMNS]]
    body = [[_cell(value) for value in row[:MOST_COLUMNS]] for row in rows[:MOST_ROWS]]
    return {
        "type": "data_table",
        "caption": caption,
        "rows": [head, *body],
        "page_size": page,
        "row_header_column_index": 0,
    }


def _cell(value: Cell) -> dict[str, Any]:
    if isinstance(value, int):
        return {"type": "raw_number", "value": value, "text": str(value)}
    return {"type": "raw_text", "text": _cut(value, CELL)}


def _cut(text: str, most: int) -> str:
    plain = " ".join(text.split()) or "–"
    return plain if len(plain) <= most else f"{plain[: most - 1].rstrip()}…"
