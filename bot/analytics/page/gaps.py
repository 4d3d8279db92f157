"""What to write next: each failure that no article resolved, with an example and the article that came nearest."""

from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from bot.analytics import numbers
from bot.analytics.gaps import Gap, Growth
from bot.analytics.page.drawing import Html, join, tag

SENTENCE: Final = (
    "Failures that were left without an article, or on whose tickets people said no or needed a person; those of most "
    "pastes first. Growth compares the halves of the period, and is named only where it is more than chance."
)
GROWTH: Final = {
    Growth.GROWING: "becoming more",
    Growth.SHRINKING: "becoming fewer",
    Growth.STEADY: "no change beyond chance",
    Growth.UNSAID: "too few to say how it grows",
}


def gaps(found: Sequence[Gap], timezone: str, fewest: int) -> Html:
    """The failures to write an article about, in order."""
    if not found:
        return join(tag("p", SENTENCE), tag("p", "There is none in this period."))
    zone = ZoneInfo(timezone)
    return join(tag("p", SENTENCE), tag("ol", *(tag("li", _gap(gap, zone, fewest)) for gap in found), class_="gaps"))


def _gap(gap: Gap, zone: ZoneInfo, fewest: int) -> Html:
    people = f"fewer than {fewest} people" if gap.people is None else f"{numbers.number(gap.people)} people"
    pastes = "1 paste" if gap.pastes == 1 else f"{numbers.number(gap.pastes)} pastes"
    where = "1 conversation" if gap.channels == 1 else f"{numbers.number(gap.channels)} conversations"
    first, last = (numbers.day(moment.astimezone(zone)) for moment in (gap.first_at, gap.last_at))
    first_half, second_half = map(numbers.number, gap.halves)
    facts = (
        (
            "How many",
            f"{pastes} of {people} in {where}; {numbers.number(gap.unanswered)} unanswered",
        ),
        ("How it grows", f"{GROWTH[gap.growth]} ({first_half} in the first half, {second_half} in the second)"),
        ("Seen", f"{first} to {last}" if first != last else first),
        ("Nearest article", _nearest(gap)),
    )
    return join(
        tag("h3", title(gap)),
        tag("p", tag("code", gap.cluster)),
        tag("dl", *(join(tag("dt", name), tag("dd", words)) for name, words in facts), class_="meanings"),
        _example(gap),
    )


def title(gap: Gap) -> str:
    """Where it failed, in a line."""
    failure = gap.failure
    step = f"At the step {failure.step}" if failure.step else "At a step that the pastes do not tell"
    if failure.code is None:
        return f"{step}, {failure.command} was not answered" if failure.command else step
    return (
        f"{step}, {failure.command or 'the server'} {'was answered with' if failure.command else 'said'} {failure.code}"
    )


def _nearest(gap: Gap) -> str:
    if gap.nearest is None:
        return "none"
    why = f": {'; '.join(gap.nearest.why)}" if gap.nearest.why else ""
    return f"{gap.nearest.title} ({numbers.share(gap.nearest.confidence)}){why}"


def _example(gap: Gap) -> Html | None:
    if not gap.example:
        return None
    name = f"An example of {gap.cluster}, masked"
    shown = tag("pre", gap.example, tabindex=0, role="region", aria_label=name)
    return tag(
        "details", tag("summary", "Show an example, masked", tag("span", f" of {gap.cluster}", class_="hidden")), shown
    )
