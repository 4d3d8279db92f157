"""Which tickets wait for a word, and until when; what silence leads to is said in ``follow_up``."""

from datetime import datetime
from typing import Protocol

from bot.support.model import Ticket


class Silence(Protocol):
    """When to look at each ticket."""

    def begin(self, ticket: int, at: datetime | None) -> None:
        """Look at a ticket then, unless it is to be looked at already; None for never."""
        ...

    def due(self, now: datetime, *, limit: int) -> list[Ticket]:
        """Tickets to be looked at by now, the longest due first."""
        ...

    def look_again(self, ticket: int, at: datetime | None) -> None:
        """When to look at a ticket next; None for never."""
        ...
