"""What SQL and one pass make of random histories is what plain Python makes of them, on both databases."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.analytics import periods
from bot.analytics.calibration import EDGES
from bot.analytics.measures import DIMENSIONS
from bot.analytics.model import Durations, Period, Report, Row, Value
from bot.analytics.report import summary
from bot.store.store import SqlStore
from tests.store.histories import AUTUMN, ZONES, make, moment, write_articles
from tests.store.make import report
from tests.store.naive import Naive, Records, monday

WHOLE = (AUTUMN, AUTUMN + timedelta(days=40))


def same(found: Row, expected: dict[str, Value], where: object) -> None:
    assert list(found.values) == list(expected), where
    for name, value in expected.items():
        if isinstance(value, Durations):
            got = found[name]
            assert isinstance(got, Durations)
            assert got.n == value.n, (where, name)
            assert (got.median, got.p90) == pytest.approx((value.median, value.p90), abs=0.002), (where, name)
        else:
            assert found[name] == value, (where, name)


def check(found: Report, naive: Naive, zone: str) -> None:
    same(found.overall, naive.measures(), "overall")
    expected_weeks = {str(monday(at, zone)) for at in (found.period.since, found.period.until - timedelta.resolution)}
    assert {found.weeks.rows[0].key, found.weeks.rows[-1].key} == expected_weeks
    for row in found.weeks.rows:
        same(row, naive.measures(lambda one, row=row: str(monday(one["at"], zone)) == row.key), row.key)
    for name in DIMENSIONS:
        values: set[Any] = {
            *(naive.of_ticket(ticket)[name] for ticket in naive.tickets),
            *(naive.of_paste(paste)[name] for paste in naive.pastes),
            *(naive.of_answer(ticket, answer)[name] for ticket in naive.tickets for answer in ticket.answers),
        }
        rows = {row.key: row for row in found.tables[name].rows}
        assert set(rows) == {None if value is None else str(value) for value in values}, name
        for value in values:
            row = rows[None if value is None else str(value)]
            same(row, naive.measures(lambda one, name=name, value=value: one[name] == value), (name, value))
    assert {row.key: row.rate("elsewhere_rate") for row in found.systems.rows} == naive.elsewhere()
    check_calibration(found, naive)


def check_calibration(found: Report, naive: Naive) -> None:
    exact = naive.calibration()
    for low, high in pairwise(EDGES):
        inside = {c: of for c, of in exact.items() if low <= c < high or (c == high == EDGES[-1])}
        shown, judged, right = (sum(of[place] for of in inside.values()) for place in range(3))
        points = [point for point in found.calibration if point.low == low]
        assert [(p.shown, p.judged.n, p.judged.k) for p in points] == ([(shown, judged, right)] if shown else [])
        for point in points:
            promised = sum(c * of[1] for c, of in inside.items()) / judged if judged else None
            assert point.promised == (None if promised is None else pytest.approx(promised))


@settings(
    max_examples=100,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],  # a seed has no simpler one
)
@given(seed=st.integers(0, 2**32))
def test_the_report_is_what_plain_python_makes_of_the_records(store: SqlStore, seed: int):
    random = Random(seed)
    history, zone, workspace = make(random), random.choice(ZONES), random.choice([None, "T1", "T2"])
    since, until = random.choice([WHOLE, tuple(sorted({moment(random), moment(random), AUTUMN})[-2:])])
    with store.begin() as tx:
        if not tx.articles.current():
            write_articles(tx)
        history.write(tx)
        records = Records.read(tx)
        naive = Naive(records, since, until, workspace)
        found = report(tx, since, until, zone, workspace=workspace, fewest=1)
        check(found, naive, zone)
        same(summary(tx.reports, Period(since, until, zone), workspace=workspace), naive.measures(), "summary")
        earlier = periods.before(found.period)
        before = Naive(records, earlier.since, earlier.until, workspace).measures()
        same(Row(None, "", {name: one.before for name, one in found.comparisons.items()}), before, "before")


def test_days_of_23_and_25_hours_belong_to_their_week():
    berlin = "Europe/Berlin"
    autumn = Period(datetime(2026, 10, 18, 22, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC), berlin)
    assert [str(week) for week in periods.weeks(autumn)] == ["2026-10-19"]  # its Sunday has 25 hours
    spring = Period(datetime(2026, 3, 22, 23, tzinfo=UTC), datetime(2026, 3, 29, 22, tzinfo=UTC), berlin)
    assert [str(week) for week in periods.weeks(spring)] == ["2026-03-23"]  # its Sunday has 23
    assert periods.cut_weeks(spring) == frozenset()
    before = periods.before(spring)
    assert (before.since, before.until) == (datetime(2026, 3, 15, 23, tzinfo=UTC), spring.since)
