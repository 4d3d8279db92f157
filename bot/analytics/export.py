"""A report for other programs: JSON, and CSV in which every value is a line with its n and its interval."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, TextIO

from bot.analytics.measures import DIMENSIONS
from bot.analytics.model import CalibrationPoint, Comparison, Count, Durations, Rate, Report, Row, Table, Value

TABLES = ("overall", "week", *DIMENSIONS, "calibration", "comparison")
COLUMNS = ("table", "key", "label", "measure", "unit", "value", "k", "n", "low", "high", "p90", "too_few", "note")
EVENT_COLUMNS = ("event", "workspace", "ticket", "channel", "answer", "article", "kind", "reason", "at")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would run


def as_json(report: Report) -> str:
    """The whole report."""
    return json.dumps(
        {
            "since": report.period.since.isoformat(),
            "until": report.period.until.isoformat(),
            "timezone": report.period.timezone,
            "workspace": report.workspace,
            "fewest_people": report.fewest,
            "measures": {
                m.name: {"title": m.title, "sentence": m.sentence, "unit": m.unit.value}
                for m in report.measures.values()
            },
            "overall": _row(report.overall)["values"],
            "comparisons": {name: _comparison(one) for name, one in report.comparisons.items()},
            "weeks": [{**_row(row), "cut": row.key in report.cut_weeks} for row in report.weeks.rows],
            "tables": {name: _table(table) for name, table in report.tables.items()},
            "calibration": [_point(point) for point in report.calibration],
        },
        indent=2,
        ensure_ascii=False,
    )


def write_csv(report: Report, out: TextIO, table: str | None = None) -> None:
    """A line for every value of every table, or of one of ``TABLES``."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in _lines(report):
        if table is None or line["table"] == table:
            writer.writerow([_cell(line.get(name)) for name in COLUMNS])


def write_events(events: Iterable[Mapping[str, Any]], out: TextIO, *, names: bool) -> None:
    """What happened, a line each, without any text of a paste.

    Args:
        events: Rows of the view ``analytics_events``.
        out: Where to.
        names: Who did it, too.
    """
    columns = (*EVENT_COLUMNS, "actor") if names else EVENT_COLUMNS
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for event in events:
        writer.writerow([_cell(event[name]) for name in columns])


def _lines(report: Report) -> Iterator[dict[str, Any]]:
    yield from _of_rows("overall", [report.overall], report)
    yield from _of_rows("week", report.weeks.rows, report)
    for name, table in report.tables.items():
        yield from _of_rows(name, table.rows, report)
    for point in report.calibration:
        yield {
            "table": "calibration",
            "key": point.low,
            "label": point.high,
            "measure": "answer_precision",
            "unit": "share",
            **_value(point.judged),
            "note": f"promised {point.promised}, shown {point.shown}",
        }
    for name, one in report.comparisons.items():
        low, high = one.interval or (None, None)
        yield {
            "table": "comparison",
            "key": one.change.value,
            "measure": name,
            "unit": one.measure.unit.value,
            "value": one.difference,
            "low": low,
            "high": high,
            "note": one.test,
        }


def _of_rows(table: str, rows: Iterable[Row], report: Report) -> Iterator[dict[str, Any]]:
    for row in rows:
        for name, value in row.values.items():
            unit = report.measures[name].unit.value
            yield {
                "table": table,
                "key": row.key,
                "label": row.label,
                "measure": name,
                "unit": unit,
                **_value(value),
                "note": "part of a week" if table == "week" and row.key in report.cut_weeks else None,
            }


def _cell(value: Any) -> Any:
    """A cell that a spreadsheet takes for what it is, and never for a formula."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _value(value: Value) -> dict[str, Any]:
    if isinstance(value, Count):
        return {"value": value.value}
    if isinstance(value, Durations):
        return {"value": value.median, "n": value.n, "p90": value.p90, "too_few": value.too_few}
    return _rate(value)


def _rate(rate: Rate) -> dict[str, Any]:
    low, high = rate.interval
    return {"value": rate.value, "k": rate.k, "n": rate.n, "low": low, "high": high, "too_few": rate.too_few}


def _row(row: Row) -> dict[str, Any]:
    return {
        "key": row.key,
        "label": row.label,
        "values": {name: _value(value) for name, value in row.values.items()},
    }


def _table(table: Table) -> dict[str, Any]:
    return {"sentence": table.dimension.sentence, "folded": table.folded, "rows": [_row(row) for row in table.rows]}


def _comparison(one: Comparison) -> dict[str, Any]:
    return {
        "before": _value(one.before),
        "change": one.change.value,
        "difference": one.difference,
        "interval": one.interval,
        "test": one.test,
    }


def _point(point: CalibrationPoint) -> dict[str, Any]:
    return {
        "from": point.low,
        "below": point.high,
        "promised": point.promised,
        "judged": _rate(point.judged),
        "shown": point.shown,
        "kept": point.kept,
    }
