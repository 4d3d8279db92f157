"""The parts of the page, in the order in which they are read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.analytics import numbers
from bot.analytics.gaps import Gap
from bot.analytics.intervals import Z
from bot.analytics.measures import OUTCOMES
from bot.analytics.model import FLOOR, TOO_FEW, Change, Comparison, Rate, Report
from bot.analytics.page import charts, gaps, tables
from bot.analytics.page.drawing import Html, join, tag

if TYPE_CHECKING:
    from bot.support.model import Incident

CARDS: Final = (
    "resolution_rate",
    "coverage",
    "self_service_rate",
    "escalation_rate",
    "answer_rate",
    "quiet_rate",
    "answer_precision",
    "reopen_rate",
    "link_rate",
    "new_rate",
    "time_to_answer",
    "time_to_resolution",
)
COMPARED: Final = ("tickets", *OUTCOMES, *CARDS)
PLACES: Final = ("cause", "step", "code", "server", "client", "mode", "channel")
ORIGINS: Final = ("matcher", "kb_revision")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page with a heading of its own.

    Attributes:
        name: Its anchor.
        title: Its heading, also in the list of contents.
        body: What it holds.
    """

    name: str
    title: str
    body: Html

    def html(self) -> Html:
        """The section."""
        heading = tag("h2", self.title, id=f"{self.name}-heading")
        return tag("section", heading, self.body, id=self.name, aria_labelledby=f"{self.name}-heading")


def sections(report: Report, incidents: Sequence["Incident"], to_write: Sequence[Gap]) -> list[Section]:
    """All parts that have something to show."""
    return [
        Section("became", "What became of the tickets", _became(report)),
        Section("sure", "The numbers, and how sure they are", _cards(report)),
        Section("before", "Compared with the period before", _before(report)),
        Section("articles", "Articles", _articles(report)),
        Section("write", "What to write next", gaps.gaps(to_write, report.period.timezone, report.fewest)),
        Section("incidents", "Incidents", _incidents(report, incidents)),
        Section("places", "Where it fails", _tables(report, PLACES) or tag("p", "Nothing failed in this period.")),
        Section("elsewhere", "Tickets of other systems", _elsewhere(report)),
        Section("times", "How long it takes", _times(report)),
        Section("promises", "What the matcher promises", _promises(report)),
        Section("meaning", "What each number means", _meaning(report)),
    ]


def summary(report: Report) -> Html:
    """The report in two sentences."""
    rate, said = report.overall.rate("resolution_rate"), report.overall.rate("coverage")
    if not said.n:
        return tag("p", "No ticket was opened in this period.", class_="lead")
    heard = f"On {numbers.number(said.k)} of {numbers.number(said.n)} tickets somebody said something"
    if said.too_few or rate.too_few:
        return tag("p", f"{heard}: {TOO_FEW} about how often answers help.", class_="lead")
    low, high = (f"{end:.0%}" for end in rate.interval)
    return tag(
        "p",
        f"{heard} ({numbers.share(said.k / said.n)}). Of these, an answer solved ",
        tag("strong", numbers.share(rate.k / rate.n)),
        f", as a person said; we can be 95% sure that the true share lies between {low} and {high}. ",
        "Silence is never counted as success.",
        class_="lead",
    )


def _became(report: Report) -> Html:
    parts = [(name, report.overall.count(name)) for name in OUTCOMES]
    entries = [
        tag(
            "li",
            tag("span", class_=f"key fill {name}"),
            tag("strong", numbers.number(count), class_="figure"),
            tag("span", report.measures[name].title, class_="label"),
            tag("span", _share(report.overall.rate(name)), class_="basis"),
            tag("small", report.measures[name].sentence),
        )
        for name, count in parts
    ]
    series = {name: report.series(name) for name in OUTCOMES}
    return join(
        charts.stack(parts),
        tag("ul", *entries, class_="outcomes"),
        charts.outcomes_by_week(series),
        charts.resolution_by_week(report.series("resolution_rate"), report.series("coverage")),
    )


def _cards(report: Report) -> Html:
    return tag("div", *(_card(report, name) for name in CARDS if name in report.overall.values), class_="cards")


def _card(report: Report, name: str) -> Html:
    measure, value = report.measures[name], report.overall[name]
    few = numbers.headline(value) == TOO_FEW
    basis = join(*(tag("span", part, class_="whole") for part in numbers.basis(value)), by=", ")
    return tag(
        "article",
        tag("h3", measure.title),
        tag("p", numbers.headline(value), class_="figure few-words" if few else "figure"),
        tag("p", basis, class_="basis"),
        _change(report.comparisons.get(name)),
        tag("p", measure.sentence, class_="sentence"),
    )


def _change(one: Comparison | None) -> Html | None:
    if one is None:
        return None
    if one.change is Change.UNSAID:
        return tag("p", "Before: too few to compare.", class_="verdict")
    if one.change is Change.CHANCE:
        return tag("p", "As before: no difference beyond chance.", class_="verdict")
    arrow = tag("span", "▲ " if one.change is Change.UP else "▼ ", aria_hidden="true")
    return tag("p", arrow, f"{numbers.difference(one)}: {numbers.verdict(one)}.", class_=f"verdict {one.change.value}")


def _share(value: Rate) -> str:
    return (
        TOO_FEW if value.too_few else f"{numbers.share(value.k / value.n)}, interval {numbers.between(value.interval)}"
    )


def _before(report: Report) -> Html:
    note = (
        "A difference is named only where it is more than chance makes in 95 of 100 cases; of twenty measures that did "
        "not change, one will still seem to."
    )
    return join(tag("p", note), tables.comparisons(report, COMPARED))


def _articles(report: Report) -> Html:
    found = report.tables.get("article")
    if found is None or not found.rows:
        return tag("p", "No article was shown in this period.")
    return tables.articles(found)


def _elsewhere(report: Report) -> Html:
    if len(report.systems.rows) <= 1:  # that of any system
        return tag("p", "Nobody named a ticket of another system in this period.")
    return tables.systems(report.systems)


def _incidents(report: Report, incidents: Sequence["Incident"]) -> Html:
    note = tag("p", "A failure that hit more people at once than it usually does.")
    if not incidents:
        return join(note, tag("p", "None was noticed in this period."))
    return join(note, tables.incidents(incidents, report.period.timezone))


def _tables(report: Report, names: Iterable[str]) -> Html:
    found = [report.tables[name] for name in names if name in report.tables and report.tables[name].rows]
    return join(*(join(tag("h3", table.dimension.title), tables.dimension(table)) for table in found))


def _times(report: Report) -> Html:
    return join(
        *(charts.durations_by_week(report.series(name), name) for name in ("time_to_answer", "time_to_resolution"))
    )


def _promises(report: Report) -> Html:
    precision = report.measures["answer_precision"]
    return join(charts.calibration(report.calibration, precision.sentence), _tables(report, ORIGINS))


def _meaning(report: Report) -> Html:
    pairs = [join(tag("dt", one.title), tag("dd", one.sentence)) for one in report.measures.values()]
    intervals = (
        f"Intervals are Wilson's at 95% (z = {Z:.2f}), with the change of Brown, Cai and DasGupta (2001) near 0 and 1: "
        "of a hundred such intervals, about ninety-five hold the true share."
    )
    few = f"With fewer than {FLOOR} cases there is “{TOO_FEW}”; how many cases there are stands beside it."
    outcomes = "An outcome is derived from what people pressed and said; what was taken back does not count as solved."
    names = f"No measure names a person. Where a row could show one, rows of fewer than {report.fewest} people are one."
    notes = (intervals, few, outcomes, names)
    return join(tag("ul", *(tag("li", note) for note in notes)), tag("dl", *pairs, class_="meanings"))
