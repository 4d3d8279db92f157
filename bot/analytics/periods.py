"""Weeks and days of a time zone, daylight saving right."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.analytics.model import Period

WEEK = timedelta(weeks=1)


def is_zone(name: str) -> bool:
    """Whether there is a time zone of this name (IANA)."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day, in UTC. A day may have 23 hours, or 25."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def monday(moment: datetime, zone: ZoneInfo) -> date:
    """The Monday of the week that a moment falls into."""
    day = moment.astimezone(zone).date()
    return day - timedelta(days=day.weekday())


def weeks(period: Period) -> list[date]:
    """The Mondays of all weeks that a period touches."""
    zone = ZoneInfo(period.timezone)
    first = monday(period.since, zone)
    found: list[date] = []
    while not found or start_of(first, zone) < period.until:
        found.append(first)
        first += WEEK
    return found


def cut_weeks(period: Period) -> frozenset[str]:
    """The Mondays of those weeks that the period has only a part of."""
    zone = ZoneInfo(period.timezone)
    touched = weeks(period)
    cut = [
        week
        for week in (touched[0], touched[-1])
        if start_of(week, zone) < period.since or start_of(week + WEEK, zone) > period.until
    ]
    return frozenset(map(str, cut))


def before(period: Period) -> Period:
    """The period of the same length before a period: of as many whole days where it begins and ends with a day."""
    zone = ZoneInfo(period.timezone)
    since, until = period.since.astimezone(zone), period.until.astimezone(zone)
    whole = all(start_of(moment.date(), zone) == moment for moment in (since, until))
    earlier = start_of(since.date() - (until.date() - since.date()), zone) if whole else since - (until - since)
    return Period(earlier.astimezone(UTC), period.since, period.timezone)
