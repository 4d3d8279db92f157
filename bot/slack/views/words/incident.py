"""Words about incidents: a failure that hits many people at once."""

from datetime import timedelta
from typing import Final

_DAYS_IN_A_WEEK, _DAYS_IN_A_MONTH = 7, 30


def title(people: int, *, over: bool) -> str:
    """The headline: how many were hit."""
    who = "1 person" if people == 1 else f"{people} people"
    have = "has" if people == 1 else "have"
    return f"Over: {who} had the same FTP failure" if over else f"{who} {have} the same FTP failure right now"


def usual(a_day: float) -> str:
    """How often it comes otherwise."""
    if a_day * _DAYS_IN_A_MONTH < 1:
        return "Hardly ever seen before"
    for days, period in ((1, "day"), (_DAYS_IN_A_WEEK, "week"), (_DAYS_IN_A_MONTH, "month")):
        if a_day * days >= 1:
            return f"Usually {pastes(round(a_day * days))} a {period}"
    return "Hardly ever seen before"


def since(began: str) -> str:
    """When it began."""
    return f"Since {began}"


def over(ended: str, lasted: timedelta) -> str:
    """When it was seen to be over."""
    minutes = max(1, round(lasted.total_seconds() / 60))
    span = f"{minutes} minute{'s' if minutes > 1 else ''}" if minutes < 120 else f"{minutes / 60:.0f} hours"  # noqa: PLR2004  two hours
    return f"Over since {ended}, after {span}"


def pastes(count: int) -> str:
    """How much was pasted."""
    return "1 paste" if count == 1 else f"{count} pastes"


A_PASTE: Final = "a paste"
TICKETS: Final = "Where"
CLUSTER: Final = "Cluster"
SAME_CAUSE: Final = "It may have one cause, on the server or on the way to it: look there before you answer one by one."


def place(channel: str, paste: str, when: str) -> str:
    """One of them, with a link."""
    return f"{paste} in {channel}, {when}"
