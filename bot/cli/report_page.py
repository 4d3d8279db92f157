"""A report in the terminal: every measure with its sentence, tables with intervals, and the weeks as sparklines."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.analytics import numbers
from bot.analytics.measures import OUTCOMES
from bot.analytics.model import Change, Count, Durations, Measure, Rate, Report, Row, Subject, Value
from bot.analytics.model import Table as Numbers

ARROWS = {Change.UP: "↑", Change.DOWN: "↓", Change.CHANCE: "·", Change.UNSAID: " "}
BARS = "▁▂▃▄▅▆▇█"
GAP = " "
HEADINGS = {
    Subject.TICKET: "Tickets opened in the period",
    Subject.PASTE: "Pastes of the period that show a failure",
    Subject.ANSWER: "Articles shown on the tickets of the period",
}
BREAKDOWN = ("tickets", "confirmed", "resolution_rate", "escalation_rate", "quiet_rate")
ARTICLE = ("shown", "resolved", "rejected", "escalated_after", "reopened", "article_resolution_rate")
ROWS = 15  # of a table; the other formats have all
WEEKS = 16  # of a sparkline, the last ones
WIDTH = 120  # where the output is no terminal


class Page:
    """Prints reports.

    Args:
        console: Where to; standard output by default.
    """

    def __init__(self, console: Console | None = None) -> None:
        found = console or Console(highlight=False)
        if not found.is_terminal:
            found.width = WIDTH
        self._out = found

    def report(self, report: Report, by: Sequence[str] = ()) -> None:
        """A report: over all, by article or what is asked for, and what the matcher promised."""
        tickets = numbers.number(report.overall.count("tickets"))
        self._out.print(f"[bold]{tickets} tickets[/], {numbers.span(report.period)}, {report.period.timezone}")
        self._out.print(
            "[dim]In brackets the 95% interval. ↑ ↓ mark what differs from the period before by more than chance, ·"
            " what does not. The bars are the last weeks; a gap is a week of too few cases.[/]"
        )
        for subject in Subject:
            self._out.print(f"\n[bold]{HEADINGS[subject]}[/]")
            for measure in report.measures.values():
                if measure.subject is subject:
                    self._measure(report, measure)
        for name in by or ("article",):
            self._breakdown(report.tables[name], ARTICLE if name == "article" else BREAKDOWN)
        self._systems(report.systems)
        self._calibration(report)

    def _systems(self, found: Numbers) -> None:
        """Only where somebody named a ticket of another system."""
        if len(found.rows) > 1:
            self._breakdown(found, [measure.name for measure in found.measures])
            for measure in found.measures:
                self._out.print(f"[dim]{measure.sentence}[/]")

    def _measure(self, report: Report, measure: Measure) -> None:
        value, compared = report.overall[measure.name], report.comparisons.get(measure.name)
        title = f"  {measure.title}" if measure.name in OUTCOMES else measure.title
        arrow = ARROWS[compared.change] if compared else " "
        weeks = sparkline([row[measure.name] for row in report.weeks.rows][-WEEKS:])
        line = f"{title:<22}{numbers.headline(value):>14} {arrow} {_basis(value):<26} {weeks}".rstrip()
        self._out.print(escape(line), no_wrap=True, overflow="crop")
        self._out.print(f"    [dim]{measure.sentence}[/]")

    def _breakdown(self, found: Numbers, names: Sequence[str]) -> None:
        if not found.rows:
            return
        columns = [measure for measure in found.measures if measure.name in names]
        table = Table(box=None, padding=(0, 2, 0, 0))
        table.add_column(found.dimension.title, overflow="ellipsis", no_wrap=True)
        for measure in columns:
            table.add_column(measure.title, justify="right")
        for row in found.rows[:ROWS]:
            table.add_row(escape(_label(row)), *(escape(_cell(row[measure.name])) for measure in columns))
        self._out.print()
        self._out.print(table)
        if len(found.rows) > ROWS:
            self._out.print(f"[dim]and {len(found.rows) - ROWS} more; `--format csv` has all[/]")
        if found.folded:
            self._out.print(f"[dim]{found.folded} are one row, because too few people stand behind them[/]")

    def _calibration(self, report: Report) -> None:
        if not report.calibration:
            return
        table = Table(box=None, padding=(0, 2, 0, 0))
        for heading in ("Confidence", "Shown as the answer", "Promised", "Right, as people said"):
            table.add_column(heading, justify="right")
        for point in report.calibration:
            promised = numbers.NONE if point.promised is None else numbers.share(point.promised)
            span = f"{point.low:.0%} to {point.high:.0%}"
            table.add_row(span, numbers.number(point.shown), promised, escape(_cell(point.judged)))
        self._out.print()
        self._out.print(table)


def sparkline(values: Sequence[Value]) -> str:
    """The weeks as bars, the highest one full; a week of too few cases is a gap."""
    heights = [_height(value) for value in values]
    most = max((height for height in heights if height is not None), default=0)
    if len(values) < 2 or not most:  # noqa: PLR2004  one week is no line
        return ""
    return "".join(GAP if height is None else BARS[round(height / most * (len(BARS) - 1))] for height in heights)


def _height(value: Value) -> float | None:
    if isinstance(value, Count):
        return value.value
    if value.too_few:
        return None
    return value.value if isinstance(value, Rate) else value.median


def _basis(value: Value) -> str:
    if isinstance(value, Count):
        return ""
    if isinstance(value, Durations):
        return f"n {numbers.number(value.n)}" + ("" if value.too_few else f", p90 {numbers.seconds(value.p90)}")
    cases = f"{numbers.number(value.k)} of {numbers.number(value.n)}"
    return cases if value.too_few else f"{cases} [{numbers.between(value.interval)}]"


def _cell(value: Value) -> str:
    return f"{numbers.headline(value)}, {_basis(value)}" if isinstance(value, Rate) else numbers.headline(value)


def _label(row: Row) -> str:
    return row.key or row.label
