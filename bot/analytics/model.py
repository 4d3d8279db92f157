"""What a report is made of. All values are frozen; faces of the report (terminal, page, Slack) draw exactly these."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.analytics.intervals import interval

FLOOR = 10
"""With fewer cases than this there is "too few to say".

Of nine cases even the narrowest interval is thirty points wide, and one in the middle more than fifty: whatever was
seen, nothing follows from it. Ten is also the smallest n at which the intervals are proven to hold.
"""

TOO_FEW = "too few to say"


class Unit(StrEnum):
    """In what a measure is given."""

    COUNT = "count"
    SHARE = "share"  # 0 to 1
    SECONDS = "seconds"


class Subject(StrEnum):
    """What a measure looks at, one by one. A period has the tickets opened in it, their answers, and its pastes."""

    TICKET = "ticket"
    PASTE = "paste"  # that shows a failure
    ANSWER = "answer"  # an article shown on a ticket


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured, defined once.

    Attributes:
        name: A slug that stays: ``resolution_rate``.
        title: A heading, a word or three.
        sentence: What it counts, shown beside the number wherever it stands.
        unit: What its values are.
        subject: What it looks at.
        fact: The column of the subject's view that is summed up, or that has the seconds; empty: every one counts.
        among: The column that says which ones are looked at; empty: all.
    """

    name: str
    title: str
    sentence: str
    unit: Unit
    subject: Subject
    fact: str = ""
    among: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many."""

    value: int


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of how many: k of n."""

    k: int
    n: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; None where there is no case."""
        return self.k / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% interval: lowest and highest."""
        return interval(self.k, self.n)

    @property
    def too_few(self) -> bool:
        """There are too few cases to say anything; k and n may be shown, the share may not."""
        return self.n < FLOOR


@dataclass(frozen=True, slots=True)
class Durations:
    """How long something took, in seconds: of half the cases at most the median, of nine in ten at most p90."""

    n: int
    median: float | None = None
    p90: float | None = None

    @property
    def too_few(self) -> bool:
        """There are too few cases to say anything."""
        return self.n < FLOOR


Value = Count | Rate | Durations


@dataclass(frozen=True, slots=True)
class Dimension:
    """By what a table is broken down.

    Attributes:
        name: A slug that stays: ``server``.
        title: A heading.
        sentence: What its rows are.
        personal: A row may show what one person did; rows of few people are put together.
    """

    name: str
    title: str
    sentence: str
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: a value for every measure.

    Attributes:
        key: The server, the week (its Monday, ``2026-11-23``), the article … as it is stored; None where the paste
            does not tell.
        label: The same for people: an article's title, ``not told``.
        values: By the name of the measure.
    """

    key: str | None
    label: str
    values: Mapping[str, Value]

    def __getitem__(self, measure: str) -> Value:
        """The value of a measure, by its name."""
        return self.values[measure]

    def rate(self, measure: str) -> Rate:
        """The value of a measure that is a rate."""
        value = self.values[measure]
        if not isinstance(value, Rate):
            raise TypeError(f"{measure} is no rate.")
        return value

    def count(self, measure: str) -> int:
        """How many: a count itself, the k of a rate, the n of durations."""
        value = self.values[measure]
        return value.value if isinstance(value, Count) else value.k if isinstance(value, Rate) else value.n


@dataclass(frozen=True, slots=True)
class Table:
    """The measures broken down by a dimension.

    Attributes:
        measures: The columns, in order.
        rows: Those of most tickets first; weeks in order.
        folded: How many rows were put together in one, labelled ``few people``, because too few people stand behind.
    """

    dimension: Dimension
    measures: tuple[Measure, ...]
    rows: tuple[Row, ...]
    folded: int = 0


@dataclass(frozen=True, slots=True)
class Point:
    """A week of a series.

    Attributes:
        start: Its Monday, in the time zone of the report.
        whole: The period has all of it; the first and the last week may be cut off.
    """

    start: date
    value: Value
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Series:
    """A measure from week to week; every week of the period is there."""

    measure: Measure
    points: tuple[Point, ...]


class Change(StrEnum):
    """What may be said of a difference."""

    UP = "up"
    DOWN = "down"
    CHANCE = "chance"  # no more than chance would make
    UNSAID = "unsaid"  # too few to say


@dataclass(frozen=True, slots=True)
class Comparison:
    """A measure in the period and in the one of the same length before it.

    Attributes:
        change: Up or down only where the difference is more than chance.
        test: The name of the test that says so.
        difference: Now less before, in the measure's unit (of durations: of the medians); None where it cannot be said.
        interval: The 95% interval of the difference, where the test gives one.
    """

    measure: Measure
    now: Value
    before: Value
    change: Change
    test: str
    difference: float | None = None
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class CalibrationPoint:
    """Answers of the band ``answer`` to which the matcher gave about the same confidence, and what people said of them.

    Attributes:
        low, high: The confidence is at least the one and below the other.
        promised: The mean confidence of those that were judged; None where none was.
        judged: How many of those that people judged were right.
        shown: How many were shown.
    """

    low: float
    high: float
    promised: float | None
    judged: Rate
    shown: int

    @property
    def kept(self) -> bool | None:
        """Whether the promise lies within what people said; None where there are too few to say."""
        if self.judged.too_few or self.promised is None:
            return None
        low, high = self.judged.interval
        return low <= self.promised <= high


@dataclass(frozen=True, slots=True)
class Period:
    """The time that a report is about: from ``since`` up to, and without, ``until``; weeks are of the time zone."""

    since: datetime
    until: datetime
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Report:
    """All measures of a period.

    Attributes:
        measures: By name, in the order of the page.
        overall: The values over all.
        comparisons: By the name of the measure.
        weeks: The table by week; ``series`` reads one measure of it.
        tables: By the name of the dimension: ``channel``, ``server``, ``client``, ``step``, ``code``, ``cause``,
            ``article``, ``matcher``, ``kb_revision``.
        systems: How many tickets have a link to another system: to any first, then by system.
        calibration: By rising confidence.
        fewest: How many people a row that may show one has at least.
    """

    period: Period
    workspace: str | None
    measures: Mapping[str, Measure]
    overall: Row
    comparisons: Mapping[str, Comparison]
    weeks: Table
    tables: Mapping[str, Table]
    systems: Table
    calibration: tuple[CalibrationPoint, ...]
    fewest: int
    cut_weeks: frozenset[str] = field(default_factory=frozenset)

    def series(self, measure: str) -> Series:
        """One measure from week to week."""
        return Series(
            self.measures[measure],
            tuple(
                Point(date.fromisoformat(str(row.key)), row[measure], whole=row.key not in self.cut_weeks)
                for row in self.weeks.rows
            ),
        )
