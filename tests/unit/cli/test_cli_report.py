"""``kbbot report`` in the terminal and for programs."""

import io

import pytest
from rich.console import Console

from bot.analytics.model import Count, Durations, Rate, Value
from bot.analytics.report import build
from bot.cli import report as command
from bot.cli.periods import period
from bot.cli.report_page import Page, sparkline
from bot.errors import UsageError
from tests.unit.analytics.test_report import WEEK, One, Source, tickets

SPARKLINES: list[tuple[str, list[Value], str]] = [
    ("one week is no line", [Count(3)], ""),
    ("nothing happened", [Count(0), Count(0)], ""),
    ("the highest is full", [Count(0), Count(4), Count(8)], "▁▅█"),
    ("too few is a gap", [Rate(5, 10), Rate(1, 1), Rate(10, 10)], "▅ █"),
    ("durations by their medians", [Durations(10, 4.0, 9.0), Durations(0), Durations(10, 8.0, 9.0)], "▅ █"),
]


@pytest.mark.parametrize(("name", "values", "expected"), SPARKLINES)
def test_sparklines(name, values, expected):
    assert sparkline(values) == expected, name


def test_every_measure_is_printed_with_its_sentence_and_interval():
    out = io.StringIO()
    ones = [*tickets(12, "said", "confirmed", "solved"), *tickets(8, "unknown", keys={"server": "[iis]"})]
    report = build(Source(*ones, *([One(person="U2")] * 2)), WEEK)
    Page(Console(file=out)).report(report, ["server", "channel"])
    page = out.getvalue()
    flat = " ".join(page.split())
    for measure in report.measures.values():
        assert measure.title in page
        assert measure.sentence in flat
    assert "12 of 22 [35–73%]" in page
    assert "[iis]" in page
    assert "too few to say" in page


@pytest.mark.parametrize("text", ["", "d", "0d", "1y", "-1d", "30", "1.5d"])
def test_a_period_that_is_none_is_refused(text: str):
    with pytest.raises(UsageError, match="is no period"):
        period(text)


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "x" * 300])
def test_a_zone_that_is_none_is_refused(name: str):
    with pytest.raises(UsageError, match="is no time zone"):
        command._zone(name)


def test_a_period_of_days_begins_with_a_day_and_today_is_one_of_them():
    start = command._start(WEEK.until.replace(hour=15), "7d", "Europe/Berlin")
    assert start.isoformat() == "2026-11-23T23:00:00+00:00"
    assert command._start(WEEK.until, "24h", "UTC") == WEEK.until - period("24h")
    assert command._start(WEEK.until, "99999w", "UTC").year == 1970
