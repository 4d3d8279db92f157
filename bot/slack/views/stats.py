"""The numbers in Slack: what ``/kb stats`` answers, and the weekly digest.

Each is built with Slack's own charts and tables, and of paragraphs alone for where these are refused.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from bot.analytics import numbers
from bot.analytics.measures import OUTCOMES
from bot.analytics.model import TOO_FEW, Change, Report, Row
from bot.slack.message import Message
from bot.slack.views import markup, native, parts
from bot.slack.views.words import stats as words

ARTICLES: Final = 10
WEEKS: Final = 8
CHANGES: Final = (
    "tickets",
    "resolution_rate",
    "coverage",
    "self_service_rate",
    "escalation_rate",
    "quiet_rate",
    "answer_precision",
    "time_to_resolution",
)
REJECTED: Final = "rejected"
RATE: Final = "article_resolution_rate"


def stats(report: Report, *, everything: bool) -> Message:
    """The numbers of a period.

    Args:
        report: What to show.
        everything: The articles, too, which only support people see; else only totals.
    """
    said = _said(report)
    more = words.ALL_NUMBERS if everything else words.ONLY_TOTALS
    small: parts.Blocks = [*parts.context(words.SURE, words.SILENCE, more)]
    first: parts.Blocks = [parts.header(words.TITLE), *parts.context(numbers.span(report.period)), parts.section(said)]
    return _message(
        f"{words.TITLE}, {numbers.span(report.period)}. {said}", first, report, small, everything=everything
    )


def digest(week: Report, lately: Report) -> Message:
    """What a channel is told once a week.

    Args:
        week: The week, compared with the one before.
        lately: The weeks up to its end, for the chart.
    """
    said, changes = _said(week), list(_changes(week))
    told = "\n".join([words.CHANGED, *changes]) if changes else words.UNCHANGED
    first: parts.Blocks = [
        parts.header(words.DIGEST_TITLE),
        *parts.context(numbers.span(week.period)),
        parts.section(said),
        parts.section(told),
    ]
    small: parts.Blocks = [*parts.context(words.SURE, words.SILENCE, words.ALL_NUMBERS)]
    text = f"{words.DIGEST_TITLE}, {numbers.span(week.period)}. {said}"
    return _message(text, first, week, small, everything=True, weeks=lately)


def _message(
    text: str,
    first: parts.Blocks,
    report: Report,
    small: parts.Blocks,
    *,
    everything: bool,
    weeks: Report | None = None,
) -> Message:
    """A message, in both forms."""
    text = text.replace("*", "")
    begin = [block.to_dict() for block in first]
    end = [block.to_dict() for block in small]
    articles = _articles(report) if everything else ()
    charts = [one for one in (_chart(weeks or report), _table(articles)) if one is not None]
    outcomes = [parts.section("\n".join(_outcomes(report))).to_dict()]
    listed = [parts.section("\n".join([f"*{words.ARTICLES}*", *_lines(articles)])).to_dict()] if articles else []
    return Message(text, (*begin, *charts, *end), (*begin, *outcomes, *listed, *end))


def _said(report: Report) -> str:
    rate, said = report.overall.rate("resolution_rate"), report.overall.rate("coverage")
    if not said.n:
        return words.NOTHING_OPENED
    share = TOO_FEW if said.too_few else numbers.share(said.k / said.n)
    heard = words.heard(numbers.number(said.k), numbers.number(said.n), share)
    if rate.too_few:
        return f"{heard} {words.too_few(TOO_FEW)}"
    return f"{heard} {words.solved(numbers.share(rate.k / rate.n), numbers.between(rate.interval))}"


def _changes(report: Report) -> Iterator[str]:
    for name in CHANGES:
        one = report.comparisons.get(name)
        if one is not None and one.change in {Change.UP, Change.DOWN}:
            now, before = numbers.headline(one.now), numbers.headline(one.before)
            yield words.changed(one.measure.title, numbers.difference(one), now, before)


def _outcomes(report: Report) -> Iterator[str]:
    for name in OUTCOMES:
        yield f"• {report.measures[name].title}: *{numbers.number(report.overall.count(name))}*"


def _chart(report: Report) -> dict[str, object] | None:
    rows = report.weeks.rows[-WEEKS:]
    if not any(row.count("tickets") for row in rows):
        return None
    series = {report.measures[name].title: [row.count(name) for row in rows] for name in OUTCOMES}
    names = [numbers.short_day(date.fromisoformat(str(row.key))) for row in rows]
    return dict(native.bars(words.CHART, names, series, x=words.WEEK_OF, y=words.TICKETS))


def _articles(report: Report) -> Sequence[Row]:
    """Those shown most often."""
    found = report.tables.get("article")
    shown = [row for row in found.rows if row.count("shown")] if found else []
    return sorted(shown, key=lambda row: -row.count("shown"))[:ARTICLES]


def _table(rows: Sequence[Row]) -> dict[str, object] | None:
    if not rows:
        return None
    heads = ("Article", "Shown", "Resolved", words.NOT_THIS, "Resolved when judged", "95% interval")
    cells = [(row.label, row.count("shown"), row.count("resolved"), row.count(REJECTED), *_rate(row)) for row in rows]
    return dict(native.table(words.ARTICLES, heads, cells))


def _rate(row: Row) -> tuple[str, str]:
    rate = row.rate(RATE)
    return (TOO_FEW, numbers.NONE) if rate.too_few else (numbers.headline(rate), numbers.between(rate.interval))


def _lines(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        shown, resolved = numbers.number(row.count("shown")), numbers.number(row.count("resolved"))
        share, interval = _rate(row)
        sure = share if interval == numbers.NONE else f"{share} ({interval})"
        yield f"• {markup.literal(markup.cut(row.label, 120))}: shown {shown}, resolved {resolved}; when judged {sure}"
