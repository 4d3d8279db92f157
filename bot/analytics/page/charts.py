"""The charts: pure functions from values to drawings, each with its words and its table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from bot.analytics.model import TOO_FEW, CalibrationPoint, Durations, Point, Rate, Series
from bot.analytics.numbers import NONE, between, day, exact, number, seconds
from bot.analytics.page.axes import Scale, Tick, count_axis, duration_axis, logarithmic, week_axis
from bot.analytics.page.drawing import Html, dot, join, line, percent, rect, tag

SEE: Final = "The table below has the numbers."
SURE: Final = "with its 95% interval"


@dataclass(frozen=True, slots=True)
class Grid:
    """The accurate side of a chart: its numbers as a table.

    Attributes:
        caption: What it holds.
        heads: The headings of the columns.
        rows: The first cell of each is the row's heading.
    """

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[object]]

    def html(self) -> Html:
        """The table, in a frame that can be scrolled with the keys."""
        head = tag(
            "tr", *(tag("th", name, scope="col", class_="n" if n else None) for n, name in enumerate(self.heads))
        )
        body = [
            tag("tr", tag("th", row[0], scope="row"), *(tag("td", cell, class_="n") for cell in row[1:]))
            for row in self.rows
        ]
        table = tag("table", tag("caption", tag("span", self.caption)), tag("thead", head), tag("tbody", *body))
        return tag("div", table, class_="scroll", tabindex=0, role="region", aria_label=self.caption)


def chart(  # noqa: PLR0917  a chart is all of this
    name: str, title: str, words: str, drawing: Html, legend: Html | None, grid: Grid
) -> Html:
    """A chart: title, what it shows in words, the drawing, and the table behind it."""
    caption = tag("figcaption", tag("h3", title, id=f"{name}-title"), tag("p", words))
    table = tag(
        "details",
        tag("summary", "Show the numbers of this chart", tag("span", f": {title}", class_="hidden")),
        grid.html(),
    )
    return tag("figure", caption, legend, drawing, table, class_="chart", aria_labelledby=f"{name}-title")


def plot(
    marks: Iterable[Html], *, label: str, height: int, ys: Sequence[Tick], xs: Sequence[Tick], class_: str = ""
) -> Html:
    """A frame with axes around marks.

    Args:
        marks: Drawn in order, the last on top.
        label: What the drawing shows, for those who do not see it.
        height: In pixels; the width is what there is.
        ys: Lines and labels of the vertical axis, from 0 at the bottom to 1.
        xs: Labels of the horizontal axis, from 0 on the left to 1.
        class_: One more class of the frame.
    """
    lines = [line(0, 1 - y, 1, 1 - y, "grid") for y, _ in ys]
    every = max(1, ceil(len(xs) / 5))  # on a phone, fewer labels
    y_labels = [tag("span", name, style=f"bottom:{percent(y)}") for y, name in ys]
    x_labels = [
        tag("span", name, style=f"left:{percent(x)}", class_=None if n % every == 0 else "minor")
        for n, (x, name) in enumerate(xs)
    ]
    return tag(
        "div",
        tag("div", *y_labels, class_="ys", aria_hidden="true"),
        tag("svg", *lines, *marks, role="img", aria_label=label, style=f"height:{height}px", focusable="false"),
        tag("div", *x_labels, class_="xs", aria_hidden="true"),
        class_=f"plot {class_}".strip(),
    )


def legend(entries: Iterable[tuple[str, str]]) -> Html:
    """What the marks mean: pairs of a class and words."""
    return tag("ul", *(tag("li", tag("span", class_=f"key {mark}"), words) for mark, words in entries), class_="legend")


def outcomes_by_week(series: Mapping[str, Series]) -> Html:
    """Stacked bars, a week each: how many tickets had which outcome.

    Args:
        series: Of each outcome, in the order of the stack from below.
    """
    points = [one.points for one in series.values()]
    weeks = list(zip(*points, strict=True))
    counts = [[_k(point) for point in week] for week in weeks]
    top, ys = count_axis(max((sum(week) for week in counts), default=0))
    width = 1 / max(1, len(weeks))
    marks = []
    for n, (week, found) in enumerate(zip(weeks, counts, strict=True)):
        base, bars = 0, []
        for name, value in zip(series, found, strict=True):
            if value:
                bars.append(rect((n + 0.1) * width, 1 - (base + value) / top, 0.8 * width, value / top, f"fill {name}"))
            base += value
        start = week[0].start
        told = ", ".join(
            f"{number(k)} {one.measure.title.lower()}" for one, k in zip(series.values(), found, strict=True) if k
        )
        marks.append(
            tag(
                "g",
                tag("title", f"Week of {day(start)}: {told or 'no tickets'}"),
                *bars,
                class_=None if week[0].whole else "cut",
            )
        )
    titles = [one.measure.title for one in series.values()]
    rows = [
        (_week(week[0]), *(number(k) for k in found), number(sum(found)))
        for week, found in zip(weeks, counts, strict=True)
    ]
    total = sum(map(sum, counts))
    words = f"Every bar is a week from Monday; {number(total)} tickets in all."
    if any(not week[0].whole for week in weeks):
        words += " Paler bars are weeks that the period cuts off."
    label = f"Stacked bars of {len(weeks)} weeks: {', '.join(titles)}. {SEE}"
    drawing = plot(marks, label=label, height=260, ys=ys, xs=week_axis([week[0].start for week in weeks]))
    keys = legend((f"fill {name}", one.measure.title) for name, one in series.items())
    return chart(
        "outcomes",
        "What became of the tickets, week by week",
        words,
        drawing,
        keys,
        Grid("Tickets by week and outcome", ("Week of", *titles, "All"), rows),
    )


def resolution_by_week(rate: Series, coverage: Series) -> Html:
    """The resolution rate with its interval, above the bars of how many said something."""
    width = 1 / max(1, len(rate.points))
    marks = []
    for n, (one, said) in enumerate(zip(rate.points, coverage.points, strict=True)):
        x, value, among = (n + 0.5) * width, _rate(one), _rate(said)
        bars = (
            []
            if among.too_few
            else [rect((n + 0.15) * width, 1 - among.k / among.n, 0.7 * width, among.k / among.n, "fill said")]
        )
        told = f"Week of {day(one.start)}: resolution rate {exact(value)}, coverage {exact(among)}"
        marks.append(tag("g", tag("title", told), *bars, *whisker(x, value)))
    rows = [
        (_week(one), exact(_rate(one)), interval_cell(_rate(one)), exact(_rate(said)))
        for one, said in zip(rate.points, coverage.points, strict=True)
    ]
    label = f"Dots with intervals: the resolution rate of each week. Bars: its coverage. {SEE}"
    drawing = plot(
        marks, label=label, height=240, ys=Scale(0, 1).ticks(), xs=week_axis([one.start for one in rate.points])
    )
    keys = legend(
        (
            ("dot rate", f"{rate.measure.title}, with its 95% interval"),
            ("fill said", f"{coverage.measure.title}"),
            ("few", TOO_FEW),
        )
    )
    words = join(rate.measure.sentence, " ", coverage.measure.sentence)
    heads = ("Week of", rate.measure.title, "95% interval", coverage.measure.title)
    return chart(
        "resolution",
        "Resolution rate and its coverage",
        words,
        drawing,
        keys,
        Grid("Resolution rate and coverage by week", heads, rows),
    )


def calibration(points: Sequence[CalibrationPoint], sentence: str) -> Html:
    """Promised confidence beside what people judged right; on the diagonal, promises are kept."""
    given = [point for point in points if point.promised is not None]
    left = _tenth(min((point.low for point in given), default=0.0))
    lowest = min((point.judged.interval[0] for point in given if not point.judged.too_few), default=left)
    across, up = Scale(left, 1), Scale(min(left, _tenth(lowest)), 1)
    marks = [line(0, 1 - up(left), 1, 0, "diagonal")]
    for point in given:
        told = f"Promised {point.promised:.1%}: people judged {exact(point.judged)}"
        marks.append(tag("g", tag("title", told), *whisker(across(point.promised or 0), point.judged, up)))
    verdicts = {True: "kept", False: "not kept", None: TOO_FEW}
    rows = [
        (
            f"{point.low * 100:.0f}–{point.high * 100:.0f}%",
            number(point.shown),
            NONE if point.promised is None else f"{point.promised:.1%}",
            exact(point.judged),
            interval_cell(point.judged),
            verdicts[point.kept],
        )
        for point in points
    ]
    kept = [point.kept for point in points if point.kept is not None]
    words = f"{sentence} A dot on the line keeps its promise; below it, the matcher promised too much."
    if kept:
        words += f" Of {len(kept)} groups with enough judgements, {sum(kept)} keep it within the interval."
    label = f"Dots with intervals: the share judged right, by the confidence promised. {SEE}"
    drawing = plot(marks, label=label, height=300, ys=up.ticks(), xs=across.ticks(), class_="square")
    keys = legend((("dot rate", f"judged right, {SURE}"), ("diagonal", "promise kept"), ("few", TOO_FEW)))
    heads = ("Confidence", "Shown", "Promised", "Judged right", "95% interval", "Promise")
    grid = Grid("Answers by promised confidence", heads, rows)
    return chart("calibration", "Promised and kept", words, drawing, keys, grid)


def durations_by_week(series: Series, name: str) -> Html:
    """Median and p90 of each week, on a logarithmic axis."""
    found = [point.value for point in series.points if isinstance(point.value, Durations)]
    enough = [one for one in found if not one.too_few and one.median is not None and one.p90 is not None]
    low, high, ys = duration_axis([value for one in enough for value in (one.median, one.p90) if value])
    width = 1 / max(1, len(found))
    marks = []
    for n, (point, one) in enumerate(zip(series.points, found, strict=True)):
        x = (n + 0.5) * width
        drawn = [dot(x, 1, 2, "few")]
        if not one.too_few and one.median is not None and one.p90 is not None:
            middle, late = (1 - logarithmic(value, low, high) for value in (one.median, one.p90))
            drawn = [line(x, middle, x, late, "whisker"), dot(x, late, 2.5, "late"), dot(x, middle, 4, "dot rate")]
        marks.append(tag("g", tag("title", f"Week of {day(point.start)}: {exact(one)}"), *drawn))
    rows = [
        (_week(point), number(one.n), *((TOO_FEW,) * 2 if one.too_few else (seconds(one.median), seconds(one.p90))))
        for point, one in zip(series.points, found, strict=True)
    ]
    label = f"{series.measure.title}. Dots: the median of each week; small dots above: nine in ten. {SEE}"
    drawing = plot(marks, label=label, height=200, ys=ys, xs=week_axis([point.start for point in series.points]))
    keys = legend((("dot rate", "median"), ("late", "nine in ten within"), ("few", TOO_FEW)))
    grid = Grid(f"{series.measure.title} by week", ("Week of", "Cases", "Median", "Nine in ten"), rows)
    return chart(name, series.measure.title, series.measure.sentence, drawing, keys, grid)


def whisker(x: float, value: Rate, up: "Scale | None" = None) -> list[Html]:
    """A dot with its interval, upright; with too few cases a small mark at the bottom."""
    if value.too_few:
        return [dot(x, 1, 2, "few")]
    scale = up or Scale(0, 1)
    low, middle, high = (1 - scale(share_) for share_ in (value.interval[0], value.k / value.n, value.interval[1]))
    return [line(x, low, x, high, "whisker"), dot(x, middle, 4, "dot rate")]


def bar(value: Rate) -> Html:
    """A dot with its interval, lying, for a cell of a table; the words beside it say the same."""
    if value.too_few:
        return Html("")
    low, high = value.interval
    marks = [
        line(0, 0.5, 1, 0.5, "grid"),
        line(low, 0.5, high, 0.5, "whisker"),
        dot(value.k / value.n, 0.5, 4, "dot rate"),
    ]
    return tag("svg", *marks, class_="inline", aria_hidden="true", focusable="false")


def stack(parts: Sequence[tuple[str, int]]) -> Html:
    """One lying bar of several parts: pairs of a class and a count."""
    total, x, marks = sum(value for _, value in parts) or 1, 0.0, []
    for name, value in parts:
        if value:
            marks.append(rect(x, 0, value / total, 1, f"fill {name}"))
        x += value / total
    return tag("svg", *marks, class_="stack", aria_hidden="true", focusable="false")


def interval_cell(value: Rate) -> str:
    """The interval of a rate in a cell."""
    return "–" if value.too_few else between(value.interval)


def _week(point: Point) -> str:
    return day(point.start) + ("" if point.whole else " (cut off)")


def _rate(point: Point) -> Rate:
    return point.value if isinstance(point.value, Rate) else Rate(0, 0)


def _k(point: Point) -> int:
    return _rate(point).k


def _tenth(value: float) -> float:
    """The tenth below a share, at most 0.9."""
    return min(0.9, int(value * 10 + 1e-9) / 10)
