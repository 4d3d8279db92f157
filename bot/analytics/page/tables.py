"""The tables that are read, not opened: articles, and what the tickets are broken down by."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from bot.analytics import numbers
from bot.analytics.model import Comparison, Count, Measure, Rate, Report, Row, Table, Value
from bot.analytics.page.charts import Grid, bar
from bot.analytics.page.drawing import Html, join, tag, text

if TYPE_CHECKING:
    from bot.support.model import Incident

ROWS: Final = 12  # of a table; the rest is counted
ARTICLE_ROWS: Final = 40
ARTICLE: Final = (
    "article_resolution_rate",
    "shown",
    "resolved",
    "rejected_another_error",
    "rejected_did_not_help",
    "rejected_not_my_server",
    "rejected_without_reason",
    "reopened",
    "escalated_after",
)
BREAKDOWN: Final = ("tickets", "resolution_rate", "coverage", "escalation_rate", "quiet_rate")
DRAWN: Final = frozenset({"article_resolution_rate", "resolution_rate"})  # with a drawing of the interval


def articles(table: Table) -> Html:
    """What was shown how often, and what people said of it."""

    def head(row: Row) -> Html:
        return join(tag("span", row.label, class_="label"), tag("code", row.key) if row.key else None)

    shown = sorted((row for row in table.rows if row.count("shown")), key=lambda row: -row.count("shown"))
    caption = "Articles, those shown most often first"
    return broken_down(replace(table, rows=tuple(shown)), ARTICLE, ARTICLE_ROWS, caption=caption, head=head)


def dimension(table: Table) -> Html:
    """What the tickets are broken down by."""
    return broken_down(
        table, BREAKDOWN, ROWS, caption=f"By {table.dimension.title.lower()}", head=lambda row: text(row.label)
    )


def systems(table: Table) -> Html:
    """In which other systems the tickets are."""
    names = [measure.name for measure in table.measures]
    return broken_down(table, names, ROWS, caption="In which systems", head=lambda row: text(row.label))


def broken_down(table: Table, wanted: Sequence[str], most: int, *, caption: str, head: Callable[[Row], Html]) -> Html:
    """A table of some measures, with the sentences of its columns, and with what it leaves out."""
    known = {measure.name: measure for measure in table.measures}
    columns = [known[name] for name in wanted if name in known]
    heads = [
        tag("th", table.dimension.title, scope="col"),
        *(tag("th", one.title, scope="col", class_="n") for one in columns),
    ]
    shown = table.rows[:most]
    body = [
        tag(
            "tr",
            tag("th", head(row), scope="row"),
            *(cell(row[one.name], plain=one.name not in DRAWN) for one in columns),
        )
        for row in shown
    ]
    note = f"{caption}. {table.dimension.sentence}"
    drawn = tag("table", tag("caption", tag("span", note)), tag("thead", tag("tr", *heads)), tag("tbody", *body))
    rest = len(table.rows) - len(shown)
    left_out = [f"{numbers.number(rest)} more rows are left out." if rest > 0 else ""]
    if table.folded:
        left_out.append(
            f"{numbers.number(table.folded)} of them are put together, because few people stand behind each."
        )
    more = " ".join(part for part in left_out if part)
    return join(
        tag("div", drawn, class_="scroll", tabindex=0, role="region", aria_label=caption),
        tag("p", more, class_="note") if more else None,
        meanings(columns, f"What the columns mean: {caption}"),
    )


def meanings(measures: Sequence[Measure], title: str) -> Html:
    """The sentence of each measure."""
    pairs = [join(tag("dt", one.title), tag("dd", one.sentence)) for one in measures]
    first, _, rest = title.partition(":")
    summary = tag("summary", first, tag("span", f":{rest}", class_="hidden") if rest else None)
    return tag("details", summary, tag("dl", *pairs, class_="meanings"))


def cell(value: Value, *, plain: bool) -> Html:
    """A value in a table: the number, what it rests on, and unless it is to be plain a drawing of the interval."""
    if isinstance(value, Count):
        return tag("td", numbers.number(value.value), class_="n" if value.value else "n zero")
    if isinstance(value, Rate) and value.too_few:
        return tag("td", tag("span", f"{value.k} of {value.n}", class_="few-words"), class_="n")
    if isinstance(value, Rate) and plain:
        return tag(
            "td", numbers.headline(value), " ", tag("span", numbers.between(value.interval), class_="basis"), class_="n"
        )
    if isinstance(value, Rate):
        words = tag("span", numbers.between(value.interval), class_="basis")
        return tag("td", bar(value), tag("strong", numbers.headline(value)), " ", words, class_="n rated")
    return tag("td", numbers.exact(value), class_="n")


def comparisons(report: Report, wanted: Sequence[str]) -> Html:
    """The period beside the one before it."""
    found: Mapping[str, Comparison] = report.comparisons
    rows = []
    for name in wanted:
        if (one := found.get(name)) is None:
            continue
        low_high = numbers.difference_interval(one)
        rows.append(
            tag(
                "tr",
                tag(
                    "th",
                    tag("span", one.measure.title, class_="label"),
                    tag("small", one.measure.sentence),
                    scope="row",
                ),
                tag("td", numbers.verdict(one), class_=f"verdict {one.change.value}"),
                tag("td", numbers.difference(one), tag("small", low_high) if low_high else None, class_="n"),
                _side(one.now),
                _side(one.before),
                tag("td", tag("small", one.test)),
            )
        )
    caption = "This period and the one of the same length before it"
    heads = ("Measure", "Verdict", "Difference", "Now", "Before", "Test")
    head = tag("tr", *(tag("th", name, scope="col", class_="n" if 1 < n < 5 else None) for n, name in enumerate(heads)))  # noqa: PLR2004  numbers stand in columns 2 to 4
    drawn = tag("table", tag("caption", tag("span", caption)), tag("thead", head), tag("tbody", *rows))
    return tag("div", drawn, class_="scroll", tabindex=0, role="region", aria_label=caption)


def _side(value: Value) -> Html:
    """A value of one of two periods."""
    return tag("td", numbers.headline(value), *(tag("small", part) for part in numbers.basis(value)[:1]), class_="n")


def incidents(found: Sequence["Incident"], timezone: str) -> Html:
    """What hit many people at once."""
    zone = ZoneInfo(timezone)
    rows = [
        (
            numbers.moment(one.started_at.astimezone(zone)),
            tag("code", one.cluster),
            numbers.number(one.people),
            numbers.number(one.pastes),
            f"{one.usual:.1f}",
            numbers.seconds((one.noticed_at - one.started_at).total_seconds()),
            numbers.seconds((one.last_at - one.started_at).total_seconds()) if one.ended_at else "goes on",
        )
        for one in found
    ]
    heads = ("Began", "Failure", "People", "Pastes", "Usual pastes a day", "Noticed after", "Lasted")
    return Grid("Incidents, by when they began", heads, rows).html()
