"""A report for other programs: JSON, and CSV in which every value is a line with its n and its interval."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, TextIO

from bot.analytics.gaps import Gap
from bot.analytics.measures import DIMENSIONS
from bot.analytics.model import CalibrationPoint, Comparison, Count, Durations, Rate, Report, Row, Table, Unit, Value

TABLES = ("overall", "week", *DIMENSIONS, "system", "calibration", "comparison", "to_write")
COLUMNS = ("table", "key", "label", "measure", "unit", "value", "k", "n", "low", "high", "p90", "too_few", "note")
EVENT_COLUMNS = ("event", "workspace", "ticket", "channel", "answer", "article", "kind", "reason", "at")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would run


def as_json(report: Report, to_write: Sequence[Gap] = ()) -> str:
    """The whole report.

    Args:
        report: The measures.
        to_write: What to write next, those of most pastes first.
    """
    return json.dumps(
        {
            "since": report.period.since.isoformat(),
            "until": report.period.until.isoformat(),
            "timezone": report.period.timezone,
            "workspace": report.workspace,
            "fewest_people": report.fewest,
            "measures": {
                m.name: {"title": m.title, "sentence": m.sentence, "unit": m.unit.value}
                for m in (*report.measures.values(), *report.systems.measures)
            },
            "overall": _row(report.overall)["values"],
            "comparisons": {name: _comparison(one) for name, one in report.comparisons.items()},
            "weeks": [{**_row(row), "cut": row.key in report.cut_weeks} for row in report.weeks.rows],
            "tables": {name: _table(table) for name, table in report.tables.items()},
            "systems": _table(report.systems),
            "calibration": [_point(point) for point in report.calibration],
            "to_write": [gap_json(gap) for gap in to_write],
        },
        indent=2,
        ensure_ascii=False,
    )


def gap_json(gap: Gap) -> dict[str, Any]:
    """A failure that no article resolved, as JSON values."""
    times = {name: getattr(gap, name).isoformat() for name in ("first_at", "last_at")}
    return {**asdict(gap), **times, "growth": gap.growth}


def write_csv(report: Report, out: TextIO, table: str | None = None, to_write: Sequence[Gap] = ()) -> None:
    """A line for every value of every table, or of one of ``TABLES``.

    Args:
        report: The measures.
        out: Where to.
        table: One table alone.
        to_write: What to write next, those of most pastes first.
    """
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in (*_lines(report), *(line for gap in to_write for line in _of_gap(gap))):
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
    yield from _of_rows("system", report.systems.rows, report)
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


def _of_gap(gap: Gap) -> Iterator[dict[str, Any]]:
    """How many pastes, conversations and people; of few people, no number."""
    failure = gap.failure
    label = " ".join(str(part) for part in (failure.step, failure.command, failure.code) if part is not None)
    for name in ("pastes", "unanswered", "channels", "people"):
        yield {
            "table": "to_write",
            "key": gap.cluster,
            "label": label,
            "measure": name,
            "unit": Unit.COUNT.value,
            "value": getattr(gap, name),
            "note": gap.growth.value if name == "pastes" else None,
        }


def _of_rows(table: str, rows: Iterable[Row], report: Report) -> Iterator[dict[str, Any]]:
    units = {one.name: one.unit.value for one in (*report.measures.values(), *report.systems.measures)}
    for row in rows:
        for name, value in row.values.items():
            yield {
                "table": table,
                "key": row.key,
                "label": row.label,
                "measure": name,
                "unit": units[name],
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
