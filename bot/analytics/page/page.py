"""The whole page."""

from collections.abc import Sequence
from datetime import datetime
from importlib.resources import files
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.analytics import numbers
from bot.analytics.gaps import Gap
from bot.analytics.model import Report
from bot.analytics.page import sections
from bot.analytics.page.drawing import Html, join, tag

if TYPE_CHECKING:
    from bot.support.model import Incident

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What the page may do: show its own style. A browser refuses it everything else."""
ALONE = "This page needs nothing else: it can be sent, kept and printed."
ICON = "data:,"  # without one, a browser asks the host for its icon


def render(
    report: Report, *, made_at: datetime, incidents: Sequence["Incident"] = (), to_write: Sequence[Gap] = ()
) -> str:
    """The report as one HTML page.

    Args:
        report: What to show.
        made_at: When the report was made.
        incidents: Those of its period.
        to_write: The failures of its period that no article resolved.
    """
    style = files("bot.analytics.page").joinpath("page.css").read_text(encoding="utf-8")
    period = numbers.span(report.period)
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("link", rel="icon", href=ICON),
        tag("title", f"Support report, {period}"),
        tag("style", Html(style)),
    )
    parts = sections.sections(report, incidents, to_write)
    contents = tag("ul", *(tag("li", tag("a", one.title, href=f"#{one.name}")) for one in parts))
    made = made_at.astimezone(ZoneInfo(report.period.timezone))
    body = tag(
        "body",
        tag("a", "Skip to the numbers", href="#main", class_="skip"),
        tag(
            "header",
            tag("h1", "Support report"),
            tag("p", tag("strong", period), f", times in {report.period.timezone}", class_="period"),
            sections.summary(report),
            tag("nav", contents, aria_label="Contents"),
        ),
        tag("main", *(one.html() for one in parts), id="main", tabindex=-1),
        tag("footer", tag("p", f"Made by kbbot on {numbers.day(made)} at {made:%H:%M}. {ALONE}")),
    )
    return str(join(Html("<!doctype html>\n"), tag("html", head, body, lang="en"), "\n"))
