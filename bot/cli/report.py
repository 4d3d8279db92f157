"""``report``: what became of the tickets, in the terminal, as one page, or for other programs."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.analytics.measures import DIMENSIONS
from bot.cli.periods import period
from bot.errors import UsageError

if TYPE_CHECKING:
    from bot.analytics.gaps import Gap
    from bot.analytics.model import Report
    from bot.app import Bot
    from bot.cli.context import Context

DAY = timedelta(days=1)
OLDEST = date(1970, 1, 1)  # nothing is older
By = StrEnum("By", {name: name for name in DIMENSIONS})  # type: ignore[misc]  # a choice for each dimension
EVENTS = "events"
GAPS = 3  # failures to write about, in the terminal
GAPS_ON_PAGE = 10
GAPS_EXPORTED = 100


class Format(StrEnum):
    """How a report is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    HTML = "html"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(report)


def report(
    context: typer.Context,
    since: Annotated[str, typer.Option(help="a period: 24h, 30d, 8w; whole days where it is given in d or w")] = "30d",
    form: Annotated[Format, typer.Option("--format", help="for people or programs")] = Format.TABLE,
    by: Annotated[list[By] | None, typer.Option(help="break down by this, in the terminal; may be repeated")] = None,
    table: Annotated[str | None, typer.Option(help="of csv, one table; events: what happened, one by one")] = None,
    workspace: Annotated[str | None, typer.Option(help="one workspace alone, by its id")] = None,
    timezone: Annotated[str | None, typer.Option(help="where days and weeks begin, as Europe/Berlin")] = None,
    names: Annotated[bool, typer.Option("--names", help="of events, who did it, where REPORT_NAMES allows it")] = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="write it to this file")] = None,
) -> None:
    """What became of the tickets: every measure with how sure it is."""
    own: Context = context.obj
    bot = own.bot()
    if names and not bot.settings.report_names:
        raise UsageError("Names of people are in no report here; the setting REPORT_NAMES allows them.")
    zone = _zone(timezone or bot.settings.timezone)
    end = bot.clock.now()
    start = _start(end, since, zone)
    with _written(output):
        if table == EVENTS and form is Format.CSV:
            _print_events(bot, start, end, workspace, names=names)
            return
        found = _build(bot, start, end, zone=zone, workspace=workspace)
        if form is Format.HTML:
            _print_page(bot, found)
        else:
            _print(bot, found, form, table=table, by=[str(name) for name in by or ()])


@contextmanager
def _written(output: Path | None) -> Iterator[None]:
    """Write what the block prints to a file; nothing is left of the file where the block fails."""
    if output is None:
        yield
        return
    text = io.StringIO()
    with redirect_stdout(text):
        yield
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text.getvalue(), encoding="utf-8", newline="")
    print(f"The report is in {output.resolve()}")


def _print_page(bot: "Bot", found: "Report") -> None:
    from bot.analytics.page import render

    period, workspace = found.period, found.workspace
    with bot.store.read() as tx:
        known = tx.incidents.current(period.since)
    gaps = _to_write(bot, found, GAPS_ON_PAGE)
    incidents = [one for one in known if one.started_at < period.until and workspace in {None, one.workspace}]
    print(render(found, made_at=period.until, incidents=incidents, to_write=gaps))


def _print(bot: "Bot", found: "Report", form: Format, *, table: str | None, by: list[str]) -> None:
    if form is Format.JSON:
        from bot.analytics.export import as_json

        print(as_json(found, _to_write(bot, found, GAPS_EXPORTED)))
    elif form is Format.CSV:
        from bot.analytics.export import TABLES, write_csv

        if table is not None and table not in TABLES:
            raise UsageError(f"There is no table {table!r}; there are {', '.join(TABLES)} and {EVENTS}.")
        write_csv(found, sys.stdout, table, _to_write(bot, found, GAPS_EXPORTED))
    else:
        from bot.cli.report_page import Page

        Page().report(found, by)
        _print_gaps(bot, found)


def _build(bot: "Bot", start: datetime, end: datetime, *, zone: str, workspace: str | None) -> "Report":
    from bot.analytics.model import Period
    from bot.analytics.report import build

    with bot.store.read() as tx:
        return build(tx.reports, Period(start, end, zone), workspace=workspace, fewest=bot.settings.report_fewest)


def _to_write(bot: "Bot", report: "Report", most: int) -> "list[Gap]":
    """The greatest of the failures that no article resolved."""
    period = report.period
    with bot.store.read() as tx:
        return tx.gaps.gaps(
            since=period.since, until=period.until, limit=most, workspace=report.workspace, fewest=report.fewest
        )


def _print_gaps(bot: "Bot", report: "Report") -> None:
    """What to write next."""
    from rich.console import Console

    from bot.cli.gaps import show

    found = _to_write(bot, report, GAPS)
    out = Console(highlight=False)
    if found:
        out.print("\n[bold]What to write next[/]: failures that no article resolved (`kbbot kb gaps`)")
        show(found, report.fewest, out)


def _print_events(bot: "Bot", start: datetime, end: datetime, workspace: str | None, *, names: bool) -> None:
    from bot.analytics.export import write_events

    with bot.store.read() as tx:
        write_events(tx.reports.events(since=start, until=end, workspace=workspace), sys.stdout, names=names)


def _zone(name: str) -> str:
    from bot.analytics.periods import is_zone

    if not is_zone(name):
        raise UsageError(f"{name!r} is no time zone; write it like Europe/Berlin.")
    return name


def _start(end: datetime, since: str, zone: str) -> datetime:
    """So long before the end; of days and weeks, the first moment of the first day, today counted."""
    from zoneinfo import ZoneInfo

    from bot.analytics.periods import start_of

    length = period(since)
    if since.endswith("h"):
        return end - length
    today = end.astimezone(ZoneInfo(zone)).date()
    days = min(length - DAY, today - OLDEST)
    return start_of(today - days, ZoneInfo(zone))
