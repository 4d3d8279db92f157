"""The report of a period: facts in, all tables out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from bot.analytics import periods
from bot.analytics.calibration import Calibration
from bot.analytics.compare import compare
from bot.analytics.facts import FactSource
from bot.analytics.measures import DIMENSIONS, ELSEWHERE, MEASURES, SYSTEM
from bot.analytics.measures import WEEK as WEEKS
from bot.analytics.model import Comparison, Dimension, Measure, Period, Rate, Report, Row, Subject, Table, Unit, Value
from bot.analytics.tally import ALL, WEEK, Tally, nothing

FEWEST = 3
"""How many people a row that may show one has at least, unless it is set."""

NOT_TOLD, NO_ARTICLE, FEW_PEOPLE, ANY_SYSTEM = "not told", "no article", "few people", "any system"
_FEW = object()  # the row of all values behind which too few people stand


@dataclass(frozen=True, slots=True)
class _Counted:
    """The facts of a period, summed up."""

    tallies: Mapping[Subject, Tally]
    calibration: Calibration

    def overall(self) -> Row:
        found = {subject: tally.rows(ALL) for subject, tally in self.tallies.items()}
        return Row(None, ALL, _merged({subject: rows.get(ALL) for subject, rows in found.items()}))


def build(
    source: FactSource,
    period: Period,
    *,
    workspace: str | None = None,
    fewest: int = FEWEST,
    by: Collection[str] = tuple(DIMENSIONS),
) -> Report:
    """All measures of a period.

    Args:
        source: The facts.
        period: What time, and in which time zone weeks begin.
        workspace: One workspace alone; None for all.
        fewest: How many people a row that may show one has at least; others are put together in one row.
        by: The dimensions to break down by.
    """
    dimensions = [dimension for name, dimension in DIMENSIONS.items() if name in by]
    now = _count(source, period, workspace, dimensions, weekly=True)
    before = _count(source, periods.before(period), workspace, (), weekly=False)
    overall = now.overall()
    titles = source.titles(_articles(now)) if "article" in by else {}
    return Report(
        period=period,
        workspace=workspace,
        measures=MEASURES,
        overall=overall,
        comparisons=_comparisons(now, before, overall),
        weeks=_weeks(now, period),
        tables={dimension.name: _table(now, dimension, titles, fewest) for dimension in dimensions},
        systems=_systems(source.elsewhere(since=period.since, until=period.until, workspace=workspace), overall),
        calibration=now.calibration.points(),
        fewest=fewest,
        cut_weeks=periods.cut_weeks(period),
    )


def summary(source: FactSource, period: Period, *, workspace: str | None = None) -> Row:
    """The measures of a period over all, and nothing else."""
    return _count(source, period, workspace, (), weekly=False).overall()


def _count(
    source: FactSource, period: Period, workspace: str | None, dimensions: Collection[Dimension], *, weekly: bool
) -> _Counted:
    zone = ZoneInfo(period.timezone)
    weeks = [periods.start_of(week, zone).timestamp() for week in periods.weeks(period)] if weekly else []
    keys = [dimension.name for dimension in dimensions]
    personal = [dimension.name for dimension in dimensions if dimension.personal]
    tallies = {subject: Tally(subject, keys=keys, personal=personal, weeks=weeks) for subject in Subject}
    calibration = Calibration()
    for subject, tally in tallies.items():
        found = source.facts(subject, since=period.since, until=period.until, workspace=workspace, keys=keys)
        for facts in found:
            tally.add(facts)
            calibration.add(facts)
    return _Counted(tallies, calibration)


def _merged(values: Mapping[Subject, Mapping[str, Value] | None]) -> dict[str, Value]:
    """The values of all measures in the order of the page; a subject that has none has nothing."""
    found = {name: value for subject, some in values.items() for name, value in (some or nothing(subject)).items()}
    return {name: found[name] for name in MEASURES}


def _comparisons(now: _Counted, before: _Counted, overall: Row) -> dict[str, Comparison]:
    earlier = before.overall()

    def one(measure: Measure) -> Comparison:
        samples = None
        if measure.unit is Unit.SECONDS:
            here, there = now.tallies[measure.subject], before.tallies[measure.subject]
            samples = here.sample(measure.fact), there.sample(measure.fact)
        return compare(measure, overall[measure.name], earlier[measure.name], samples)

    return {name: one(measure) for name, measure in MEASURES.items()}


def _weeks(now: _Counted, period: Period) -> Table:
    found = {subject: tally.rows(WEEK) for subject, tally in now.tallies.items()}
    rows = (
        Row(str(week), str(week), _merged({subject: rows.get(place) for subject, rows in found.items()}))
        for place, week in enumerate(periods.weeks(period))
    )
    return Table(WEEKS, tuple(MEASURES.values()), tuple(rows))


def _articles(now: _Counted) -> set[str]:
    return {value for tally in now.tallies.values() for value in tally.rows("article") if value is not None}


def _table(now: _Counted, dimension: Dimension, titles: Mapping[str, str], fewest: int) -> Table:
    few = _of_few_people(now, dimension, fewest) if dimension.personal else frozenset()
    found = {
        subject: tally.rows(dimension.name, lambda value: _FEW if value in few else value)
        for subject, tally in now.tallies.items()
    }
    values = {value for rows in found.values() for value in rows}
    rows = [
        _row(dimension, value, titles, _merged({subject: rows.get(value) for subject, rows in found.items()}))
        for value in values
    ]
    rows.sort(key=lambda row: (*(-row.count(name) for name in ("tickets", "pastes", "shown")), row.label))
    return Table(dimension, tuple(MEASURES.values()), tuple(rows), len(few))


def _systems(found: Mapping[str | None, int], overall: Row) -> Table:
    tickets = overall.count("tickets")
    ordered = sorted(found.items(), key=lambda item: (item[0] is not None, -item[1], item[0] or ""))
    rows = (Row(key, key or ANY_SYSTEM, {ELSEWHERE.name: Rate(number, tickets)}) for key, number in ordered)
    return Table(SYSTEM, (ELSEWHERE,), tuple(rows))


def _row(dimension: Dimension, value: Any, titles: Mapping[str, str], values: Mapping[str, Value]) -> Row:
    if value is _FEW:
        return Row(None, FEW_PEOPLE, values)
    if value is None:
        return Row(None, NO_ARTICLE if dimension.name in {"article", "cause"} else NOT_TOLD, values)
    key = str(value)
    return Row(key, titles.get(key, key) if dimension.name == "article" else key, values)


def _of_few_people(now: _Counted, dimension: Dimension, fewest: int) -> frozenset[Any]:
    """The values behind which too few people stand.

    Where these have too few people all together, they take the next ones with them: else what is missing from the sum
    over all would show them.
    """
    people: dict[Any, set[str]] = {}
    for tally in now.tallies.values():
        for value, some in tally.people(dimension.name).items():
            people.setdefault(value, set()).update(some)
    few: set[Any] = set()
    together: set[str] = set()
    for value, some in sorted(people.items(), key=lambda item: (len(item[1]), str(item[0]))):
        if len(some) >= fewest and (not few or len(together) >= fewest):
            break
        few.add(value)
        together |= some
    return frozenset(few)
