"""Periodic work: a job of its kind once in each period, whatever the number of processes."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

MONDAY: Final = datetime(2001, 1, 1, tzinfo=UTC)  # weeks begin with it, and so do days and hours
EVERYWHERE: Final = "*"  # the workspace of a job that is no workspace's own


@dataclass(frozen=True, slots=True)
class Periodic:
    """Work that comes again and again.

    Attributes:
        kind: The kind of its jobs; the handler of this kind does the work.
        every: The length of a period.
        first: When one period began, and by it all others.
    """

    kind: str
    every: timedelta
    first: datetime = MONDAY

    def start(self, now: datetime) -> datetime:
        """When the present period began."""
        return now - (now - self.first) % self.every
