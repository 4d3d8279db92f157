"""``report``: what became of the tickets."""

import json
import re
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot.errors import UsageError

if TYPE_CHECKING:
    from bot.cli.context import Context
    from bot.support.model import Report

UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
WORDS = {
    "confirmed": "a person said that an answer solved it",
    "resolved_by_person": "solved, but by something else",
    "escalated": "still with a person",
    "unsolved": "people said no",
    "unknown": "nobody said anything",
}


class Format(StrEnum):
    """How a report is printed."""

    TABLE = "table"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(report)


def report(
    context: typer.Context,
    since: Annotated[str, typer.Option(help="a period: 24h, 30d, 8w")] = "30d",
    form: Annotated[Format, typer.Option("--format", help="table or json")] = Format.TABLE,
) -> None:
    """The five outcomes of tickets, and how often each article was shown and resolved one."""
    own: Context = context.obj
    period = _period(since)
    bot = own.bot()
    now = bot.clock.now()
    with bot.store.begin() as tx:
        found = tx.reports.report(since=now - period, until=now)
    if form is Format.JSON:
        print(json.dumps(_plain(found), indent=2))
    else:
        _print(found, since)


def _period(text: str) -> timedelta:
    match = re.fullmatch(r"([1-9]\d{0,4})([hdw])", text)
    if match is None:
        raise UsageError(f"{text!r} is no period; write it like 24h, 30d or 8w.")
    return int(match[1]) * UNITS[match[2]]


def _plain(found: "Report") -> dict[str, Any]:
    return {
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "tickets": found.tickets,
        "outcomes": {outcome: found.outcomes.get(outcome, 0) for outcome in WORDS},  # type: ignore[call-overload]  # StrEnum keys
        "unanswered": found.unanswered,
        "articles": [
            {
                "article": use.article,
                "title": use.title,
                "shown": use.shown,
                "resolved": use.resolved,
                "rejected": use.rejected,
            }
            for use in found.articles
        ],
    }


def _print(found: "Report", since: str) -> None:
    out = Console(highlight=False)
    plain = _plain(found)
    out.print(f"[bold]{found.tickets} tickets[/] opened in the last {since}")
    outcomes = Table(box=None, show_header=False, padding=(0, 2))
    for name, words in WORDS.items():
        outcomes.add_row(name, str(plain["outcomes"][name]), f"[dim]{words}[/]")
    out.print(outcomes)
    out.print(f"{found.unanswered} recognised failures were left unanswered, because no article fitted well enough")
    if found.articles:
        uses = Table(box=None, padding=(0, 2))
        uses.add_column("article", no_wrap=True, min_width=max(len(use.article) for use in found.articles))
        uses.add_column("title")
        for heading in ("shown", "resolved", "not this"):
            uses.add_column(heading, justify="right")
        for use in found.articles:
            uses.add_row(use.article, use.title, str(use.shown), str(use.resolved), str(use.rejected))
        out.print()
        out.print(uses)
