"""What is old is deleted, a little at a time, whenever a worker has nothing else to do."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import structlog

if TYPE_CHECKING:
    from bot.support.ports import Clock, Store

PAUSE: Final = timedelta(hours=1)  # until the next look, once all that was old is gone
QUIET: Final = timedelta(days=60)  # hardly anything happens any more to tickets that are older
BATCH: Final = 500  # rows a transaction: others wait for it on SQLite

log = structlog.get_logger()


class Housekeeping:
    """Deletes the keys of deliveries and the jobs that are done, and erases the texts of pastes, when they are old.

    What the views of the analytics say of tickets on which hardly anything happens any more is kept beside them.

    Pastes that an older version kept get the names of their clusters.

    People get pseudonyms in tickets, pastes and events that are old.

    A job that was given up holds text, and may still be retried: it is kept as long as the texts of pastes are.

    Args:
        store: The database.
        clock: The time.
        keep_deliveries: How long keys and finished jobs are kept; longer than Slack tries to deliver, which is a day.
        keep_texts: How long texts are kept; None for ever. Not longer than details.
        keep_details: How long it is kept who did what; None for ever.
    """

    def __init__(
        self,
        store: "Store",
        clock: "Clock",
        *,
        keep_deliveries: timedelta,
        keep_texts: timedelta | None,
        keep_details: timedelta | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._keep_deliveries = keep_deliveries
        limits = [limit for limit in (keep_texts, keep_details) if limit is not None]
        self._keep_texts = min(limits, default=None)
        self._keep_details = keep_details
        self._next: datetime | None = None

    def __call__(self) -> None:
        """Delete one batch of each kind, if it is time.

        Raises:
            StoreError: The database cannot be used.
        """
        now = self._clock.now()
        if self._next is not None and now < self._next:
            return
        old = now - self._keep_deliveries
        stale = None if self._keep_texts is None else now - self._keep_texts
        with self._store.begin() as tx:
            deliveries = tx.inbox.prune(old, limit=BATCH)
            tx.pieces.prune(now - PAUSE)
            jobs = tx.jobs.prune(done_before=old, dead_before=stale, limit=BATCH)
            texts = 0 if stale is None else tx.tickets.erase_older(stale, limit=BATCH)
            clusters = tx.tickets.fill_clusters(limit=BATCH)
            # Texts name people, too: they go first.
            details = self._keep_details is not None and texts < BATCH and tx.privacy.blur(now - self._keep_details)
        if deliveries or jobs or texts:
            log.info("old rows deleted", deliveries=deliveries, jobs=jobs, texts=texts)
        more = keep_facts(self._store, before=now - QUIET)
        if max(deliveries, jobs, texts, clusters) < BATCH and not details and not more:
            self._next = now + PAUSE


def keep_facts(store: "Store", *, before: datetime) -> bool:
    """Keep facts of rows that are older, a stretch of them; whether one was kept.

    Raises:
        StoreError: The database cannot be used.
    """
    with store.begin() as tx:
        stretch = tx.kept_facts.claim(before=before)
    if stretch is None:
        return False
    with store.begin() as tx:
        if not tx.kept_facts.settle():
            return False
    with store.read() as tx:
        facts = tx.reports.old_facts(stretch)
    with store.begin() as tx:
        return tx.kept_facts.put(stretch, facts)
