"""A report: rows, weeks, few people, comparisons and the curve of calibration."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.analytics.export import COLUMNS, as_json, write_csv, write_events
from bot.analytics.model import Change, Count, Durations, Period, Rate, Subject
from bot.analytics.report import build, summary
from tests.unit.analytics.make_facts import NOON, One, Source
from tests.unit.analytics.page.make import UNTIL, gaps

DAY = timedelta(days=1)
WEEK = Period(datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC))


def tickets(count: int, *facts: str, **values: object) -> list[One]:
    return [One(Subject.TICKET, facts, **values) for _ in range(count)]


def in_channel(channel: str, *people: str) -> list[One]:
    return [One(person=person, keys={"channel": channel}) for person in people]


def test_rows_stand_in_the_order_of_their_tickets_and_those_that_are_not_told_say_so():
    ones = [*tickets(2, keys={"server": "iis"}), *tickets(3), One(Subject.PASTE, keys={"server": "vsftpd"})]
    table = build(Source(*ones), WEEK).tables["server"]
    assert [(row.key, row.label, row.count("tickets"), row.count("pastes")) for row in table.rows] == [
        (None, "not told", 3, 0),
        ("iis", "iis", 2, 0),
        ("vsftpd", "vsftpd", 0, 1),
    ]


def test_articles_are_called_by_their_titles():
    found = build(Source(One(Subject.ANSWER, keys={"article": "a"})), WEEK).tables["article"].rows
    assert [(row.key, row.label) for row in found] == [("a", "About a")]


def test_each_week_of_the_period_is_there_and_cut_ones_are_named():
    period = Period(NOON - 9 * DAY, NOON + DAY)
    found = build(Source(*tickets(3), *tickets(1, at=NOON - 9 * DAY)), period)
    series = found.series("tickets")
    assert [(str(point.start), point.value, point.whole) for point in series.points] == [
        ("2026-11-16", Count(1), False),
        ("2026-11-23", Count(3), False),
    ]


CHANNELS = [
    ("all have enough", [("C1", "abc"), ("C2", "def")], 3, {"C1": 3, "C2": 3}),
    ("two are too small", [("C1", "abc"), ("C2", "d"), ("C3", "ef")], 3, {"C1": 3, "few people": 3}),
    ("one would be the difference", [("C1", "abcd"), ("C2", "efg"), ("C3", "h")], 3, {"C1": 4, "few people": 4}),
    ("the same few people", [("C1", "abc"), ("C2", "a"), ("C3", "ab")], 3, {"few people": 6}),
    ("anything goes", [("C1", "a"), ("C2", "b")], 1, {"C1": 1, "C2": 1}),
]


@pytest.mark.parametrize(("name", "channels", "fewest", "expected"), CHANNELS)
def test_channels_of_few_people_are_one_row(name, channels, fewest, expected):
    ones = [one for channel, people in channels for one in in_channel(channel, *people)]
    table = build(Source(*ones), WEEK, fewest=fewest).tables["channel"]
    assert {row.label: row.count("tickets") for row in table.rows} == expected, name


def before(*ones: One) -> list[One]:
    return [One(one.subject, one.facts, one.at - 7 * DAY, one.person, one.seconds) for one in ones]


def waits(*seconds: float) -> list[One]:
    return [One(seconds={"answer_seconds": one}) for one in seconds]


COMPARED = [
    ("few", "coverage", tickets(5, "said"), tickets(9), Change.UNSAID),
    ("alike", "coverage", [*tickets(30, "said"), *tickets(30)], [*tickets(25, "said"), *tickets(30)], Change.CHANCE),
    ("more", "coverage", [*tickets(45, "said"), *tickets(15)], [*tickets(20, "said"), *tickets(40)], Change.UP),
    ("less", "coverage", [*tickets(20, "said"), *tickets(40)], [*tickets(45, "said"), *tickets(15)], Change.DOWN),
    ("few tickets", "tickets", tickets(5), tickets(4), Change.UNSAID),
    ("as many tickets", "tickets", tickets(22), tickets(20), Change.CHANCE),
    ("more tickets", "tickets", tickets(60), tickets(20), Change.UP),
    ("few waits", "time_to_answer", waits(1, 2, 3), waits(*range(20)), Change.UNSAID),
    ("as long", "time_to_answer", waits(*range(20)), waits(*range(1, 21)), Change.CHANCE),
    ("all the same", "time_to_answer", waits(*[2] * 20), waits(*[2] * 20), Change.CHANCE),
    ("longer", "time_to_answer", waits(*range(30, 50)), waits(*range(20)), Change.UP),
    ("shorter", "time_to_answer", waits(*range(20)), waits(*range(30, 50)), Change.DOWN),
]


@pytest.mark.parametrize(("name", "measure", "now", "earlier", "expected"), COMPARED)
def test_a_period_is_compared_with_the_one_before(name, measure, now, earlier, expected):
    found = build(Source(*now, *before(*earlier)), WEEK).comparisons[measure]
    assert found.change is expected, name
    assert found.test
    assert (found.difference is None) is (expected is Change.UNSAID)


def test_newcombe_s_interval_is_that_of_the_literature():
    """56 of 70 and 48 of 80: Newcombe 1998, table II, method 10."""
    now, earlier = [*tickets(56, "said"), *tickets(14)], [*tickets(48, "said"), *tickets(32)]
    found = build(Source(*now, *before(*earlier)), WEEK).comparisons["coverage"]
    assert found.difference == pytest.approx(0.2)
    assert found.interval == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_durations_are_of_the_nearest_rank():
    found = summary(Source(*waits(*range(1, 21))), WEEK)
    assert found["time_to_answer"] == Durations(20, 10.0, 18.0)


def test_the_curve_lays_what_was_promised_beside_what_people_said():
    right = ("resolved", "judged", "answer_judged", "answer_right")
    shown = [One(Subject.ANSWER, right, confidence=0.96)] * 9 + [
        One(Subject.ANSWER, ("judged", "answer_judged"), confidence=1.0),
        One(Subject.ANSWER, (), confidence=0.99),
        One(Subject.ANSWER, right, confidence=0.86),
        One(Subject.ANSWER, right),  # one of several suggestions
    ]
    low, high = build(Source(*shown), WEEK).calibration
    assert (low.low, low.high, low.judged, low.shown, low.kept) == (0.85, 0.9, Rate(1, 1), 1, None)
    assert (high.judged, high.shown, high.kept) == (Rate(9, 10), 11, True)
    assert high.promised == pytest.approx((9 * 0.96 + 1.0) / 10)


def test_tickets_of_other_systems_are_counted_once_over_all_and_once_in_each_system():
    source = Source(*tickets(20), elsewhere={"servicenow": 3, "jira": 12, None: 14, "github": 3})
    report = build(source, WEEK)
    rows = [(row.label, row.rate("elsewhere_rate")) for row in report.systems.rows]
    expected = [("any system", 14), ("jira", 12), ("github", 3), ("servicenow", 3)]
    assert rows == [(name, Rate(k, 20)) for name, k in expected]
    found = json.loads(as_json(report))
    assert found["measures"]["elsewhere_rate"]["sentence"].startswith("Of all tickets, those for which")
    assert [row["key"] for row in found["systems"]["rows"]] == [None, "jira", "github", "servicenow"]
    out = io.StringIO()
    write_csv(report, out, "system")
    assert [(one["label"], one["k"], one["n"], one["unit"]) for one in _read(out)] == [
        (name, str(k), "20", "share") for name, k in expected
    ]


def _read(out):
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def test_what_is_exported_has_every_value_with_its_n_and_interval():
    report = build(Source(*tickets(10, "said", "confirmed"), *tickets(10)), WEEK)
    out = io.StringIO()
    write_csv(report, out)
    lines = _read(out)
    assert tuple(lines[0]) == COLUMNS
    (one,) = (line for line in lines if (line["table"], line["measure"]) == ("overall", "coverage"))
    assert (one["value"], one["k"], one["n"], one["too_few"]) == ("0.5", "10", "20", "0")
    assert float(one["low"]) < 0.5 < float(one["high"])
    assert {line["table"] for line in lines} >= {"overall", "week", "server", "comparison"}
    found = json.loads(as_json(report))
    assert found["overall"]["resolution_rate"]["n"] == 10
    assert set(found["measures"]) == {*report.measures, "elsewhere_rate"}


def test_what_to_write_next_is_exported_and_few_people_are_not_counted():
    report, (full, least) = build(Source(*tickets(10)), WEEK), gaps()
    first, last = json.loads(as_json(report, [full, least]))["to_write"]
    assert (first["cluster"], first["pastes"], first["growth"]) == (full.cluster, 66, "growing")
    assert (first["failure"]["code"], first["example"], first["last_at"]) == (450, full.example, UNTIL.isoformat())
    assert (last["people"], last["nearest"]) == (None, None)
    out = io.StringIO()
    write_csv(report, out, "to_write", [full, least])
    lines = [(one["key"], one["label"], one["measure"], one["value"], one["note"]) for one in _read(out)]
    assert lines[:2] == [
        (full.cluster, "transfer RETR 450", "pastes", "66", "growing"),
        (full.cluster, "transfer RETR 450", "unanswered", "40", ""),
    ]
    assert (least.cluster, "", "people", "", "") in lines
    assert len(lines) == 8


def test_events_are_written_without_names_unless_they_are_asked_for_and_never_as_formulas():
    event = {"event": 1, "workspace": "T1", "ticket": 2, "channel": "C1", "answer": None, "article": "=cmd()",
             "kind": "solved", "reason": None, "at": NOON, "actor": "U1"}  # fmt: skip
    for names, last in [(False, "at"), (True, "actor")]:
        out = io.StringIO()
        write_events([event], out, names=names)
        head, line = out.getvalue().splitlines()
        assert head.split(",")[-1] == last
        assert "'=cmd()" in line
        assert ("U1" in line) is names
