"""The numbers that people see in Slack: of the last 30 days for whoever asks, of each week for a channel."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from bot.analytics.model import Period, Report
from bot.analytics.periods import monday, start_of
from bot.analytics.report import FEWEST, build
from bot.support.schedule import MONDAY, Periodic

if TYPE_CHECKING:
    from bot.support.desk import Desk

LATELY: Final = timedelta(days=30)
WEEK: Final = timedelta(weeks=1)
WEEKS: Final = 8  # in the chart of the digest
EARLY: Final = time(7)  # on Monday, when the first people come to work; in summer an hour later

DIGEST: Final = "digest"  # a job: tell the numbers of the week that is over


@dataclass(frozen=True, slots=True)
class Reporting:
    """How numbers are reported.

    Attributes:
        channel: Who reads the numbers of each week; empty: nobody.
        timezone: Where days and weeks begin.
        fewest: How many people a row has at least that could show what one of them did.
    """

    channel: str = ""
    timezone: str = "UTC"
    fewest: int = FEWEST


def every_week(timezone: str) -> Periodic:
    """The digest, on Mondays in a time zone."""
    first = datetime.combine(MONDAY.date(), EARLY, ZoneInfo(timezone))
    return Periodic(DIGEST, WEEK, first)


def lately(desk: "Desk", workspace: str) -> Report:
    """The last 30 days, and how they differ from the 30 before."""
    now = desk.clock.now()
    return _report(desk, workspace, now - LATELY, now, by=("article",))


def week_before(desk: "Desk", workspace: str, moment: datetime) -> tuple[Report, Report]:
    """The week before the one that a moment is in, and the last eight weeks up to its end."""
    zone = ZoneInfo(desk.reporting.timezone)
    this = monday(moment, zone)
    end = start_of(this, zone)
    week = _report(desk, workspace, start_of(this - WEEK, zone), end, by=("article",))
    return week, _report(desk, workspace, start_of(this - WEEKS * WEEK, zone), end, by=())


def _report(desk: "Desk", workspace: str, since: datetime, until: datetime, *, by: tuple[str, ...]) -> Report:
    reporting = desk.reporting
    with desk.store.read() as tx:
        period = Period(since, until, reporting.timezone)
        return build(tx.reports, period, workspace=workspace, fewest=reporting.fewest, by=by)
