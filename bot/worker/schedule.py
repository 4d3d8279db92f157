"""Orders periodic work."""

from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING

import structlog

from bot.errors import StoreError
from bot.support.schedule import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.support.ports import Clock, Store
    from bot.support.schedule import Periodic

log = structlog.get_logger()


class Schedule:
    """Adds a job for each kind of periodic work once in each period.

    Every worker asks at the start of a period, and the database says yes to the first. Jobs of one kind stand in one
    lane, so a slow one delays the next instead of meeting it. Periods in which no worker ran are left out. Between two
    periods a call costs a look at the clock.

    Args:
        store: The database.
        clock: The time.
        periodic: The work.
    """

    def __init__(self, store: "Store", clock: "Clock", periodic: "Iterable[Periodic]") -> None:
        self._store = store
        self._clock = clock
        self._periodic = tuple(periodic)
        self._asked: dict[str, datetime] = {}  # for the period that began then, by kind
        self._next: datetime | None = None
        self._turn = Lock()

    def __call__(self) -> None:
        """Add what is due; quick when nothing is, and callable from any thread."""
        if not self._periodic:
            return
        now = self._clock.now()
        if (self._next is not None and now < self._next) or not self._turn.acquire(blocking=False):
            return
        try:
            self._add(now)
        except StoreError as error:
            log.error("periodic work could not be ordered", why=error.sentence)  # noqa: TRY400  a trace would name SQL
        finally:
            self._turn.release()

    def _add(self, now: datetime) -> None:
        starts = {work.kind: work.start(now) for work in self._periodic}
        fresh = {kind: start for kind, start in starts.items() if self._asked.get(kind) != start}
        if fresh:
            with self._store.begin() as tx:
                for kind, start in fresh.items():
                    if tx.jobs.enter_period(kind, start):
                        key, payload = f"{kind}:{start.isoformat()}", {"start": start.isoformat()}
                        tx.jobs.add(key, kind, payload, workspace=EVERYWHERE, lane=kind, now=now)
            self._asked |= fresh
        self._next = min(starts[work.kind] + work.every for work in self._periodic)
