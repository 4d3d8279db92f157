"""A clock that stands still until it is told otherwise."""

from datetime import UTC, datetime, timedelta


class FakeClock:
    """Fulfils ``bot.support.ports.Clock``."""

    def __init__(self, now: datetime = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)) -> None:
        self._now = now.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def advance(self, step: timedelta | float) -> datetime:
        """Let time pass: a timedelta, or seconds. Returns the new time."""
        self._now += step if isinstance(step, timedelta) else timedelta(seconds=step)
        return self._now
