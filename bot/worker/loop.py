"""The worker's loop."""

import random
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from time import perf_counter
from traceback import extract_tb
from typing import TYPE_CHECKING, Final

import structlog

from bot.errors import BotError, RetryLaterError, SlackError, StoreError, UnknownRowError
from bot.support.fence import LeaseLostError

if TYPE_CHECKING:
    from bot.support.model import Job
    from bot.support.ports import Clock, Store

ATTEMPTS: Final = 8  # then a job is given up
DEATHS: Final = 20  # of workers over one job, which then is what kills them
PATIENCE: Final = 100  # attempts, where Slack asked to wait: a burst of posts to one channel takes many
BACKOFF: Final = 5.0  # seconds after the first attempt, where nothing else is set; doubled after each
JITTER: Final = 0.25  # a wait is longer by up to this share, so that jobs that failed together do not come together
BROKEN_WAIT: Final = 1.0  # seconds until the next look at a database that cannot be used
GRACE: Final = 7.0  # seconds for a job to end after SIGTERM; an operator waits for ten

log = structlog.get_logger()


class HopelessError(BotError):
    """Running the job again would not help, for a reason that lies with the worker."""


class Worker:
    """Runs jobs, one after another.

    Args:
        store: The database.
        handlers: By kind of job.
        clock: The time.
        owner: This worker's name, unique among those alive.
        lease: For how long a job is claimed; a handler may take longer, the lease is renewed meanwhile.
        poll: Seconds between two looks at an empty table of jobs.
        backoff: Seconds after the first attempt that failed, doubled after each.
        on_buried: Called with a job that was given up, and why.
        on_idle: Called when no job is due.
    """

    def __init__(
        self,
        store: "Store",
        handlers: "Mapping[str, Callable[[Job], None]]",
        clock: "Clock",
        *,
        owner: str,
        lease: timedelta,
        poll: float,
        backoff: float = BACKOFF,
        on_buried: "Callable[[Job, Exception], None] | None" = None,
        on_idle: "Callable[[], None] | None" = None,
    ) -> None:
        self._store = store
        self._handlers = handlers
        self._clock = clock
        self._owner = owner
        self._lease = lease
        self._poll = poll
        self._backoff = backoff
        self._on_buried = on_buried
        self._on_idle = on_idle

    def run(self, stop: threading.Event) -> None:
        """Run jobs until told to stop; the job that runs then is finished first."""
        while not stop.is_set():
            try:
                wait = 0.0 if self.run_once() else self._poll
                if wait and self._on_idle is not None:
                    self._on_idle()
            except StoreError as error:
                log.error(  # noqa: TRY400  the sentence says it; a trace would name SQL
                    "worker cannot use the database", why=error.sentence
                )
                wait = BROKEN_WAIT
            if wait:
                stop.wait(wait)

    def run_once(self) -> bool:
        """Run one job; False when none is due.

        Raises:
            StoreError: The database cannot be used; a job that was claimed runs again when its lease ends.
        """
        with self._store.begin() as tx:
            job = tx.jobs.claim(self._owner, now=self._clock.now(), lease=self._lease)
        if job is None:
            return False
        started = perf_counter()
        why: str | None = None
        try:
            self._handle(job)
        except LeaseLostError:
            outcome = "lost"
        except Exception as error:  # noqa: BLE001  whatever a handler raises, the job must go somewhere
            outcome, why = self._failed(job, error)
        except BaseException:
            self._give_back(job, 0.0, "interrupted")
            raise
        else:
            outcome = "done" if self._finish(job) else "lost"
        ms = round((perf_counter() - started) * 1000, 1)
        line = log.bind(job=job.id, kind=job.kind, key=job.key, attempt=job.attempts, outcome=outcome, ms=ms)
        if why is None:
            line.info("job run")
        else:
            line.warning("job failed", why=why)
        return True

    def _handle(self, job: "Job") -> None:
        handler = self._handlers.get(job.kind)
        if handler is None:
            raise HopelessError(f"No handler knows jobs of the kind {job.kind}.")
        if job.attempts > (DEATHS if job.last_error is None else PATIENCE):
            # No attempt lived long enough to say what went wrong: the job kills its workers.
            raise HopelessError("The worker stopped each time it ran this job.")
        with self._renewed(job):
            handler(job)

    def _failed(self, job: "Job", error: Exception) -> tuple[str, str]:
        """Give a job back or up; returns which, and why in words that hold nothing of the job's payload."""
        why = error.sentence if isinstance(error, BotError) else _where(error)
        wait = self._wait_after(job, error)
        if wait is not None:
            self._give_back(job, wait, why)
            return "retry", why
        with self._store.begin() as tx:
            given_up = tx.jobs.bury(job, now=self._clock.now(), error=why)
        if given_up:
            self._tell(job, error)
        return "buried" if given_up else "lost", why

    def _tell(self, job: "Job", error: Exception) -> None:
        if self._on_buried is None:
            return
        try:
            self._on_buried(job, error)
        except Exception as failure:  # noqa: BLE001  the job is given up already, and others wait
            log.warning("nobody could be told", job=job.id, why=_where(failure))

    def _wait_after(self, job: "Job", error: Exception) -> float | None:
        """Seconds until the next attempt; None to give up."""
        longer = 1 + JITTER * random.random()  # noqa: S311  spreads load, guards nothing
        if isinstance(error, RetryLaterError):
            return error.after * longer if job.attempts < PATIENCE else None
        if isinstance(error, SlackError | UnknownRowError | HopelessError) or job.attempts >= ATTEMPTS:
            return None
        return self._backoff * 2.0 ** (job.attempts - 1) * longer

    def _give_back(self, job: "Job", wait: float, why: str) -> None:
        due_at = self._clock.now() + timedelta(seconds=wait)
        with self._store.begin() as tx:
            tx.jobs.retry(job, due_at=due_at, error=why)

    def _finish(self, job: "Job") -> bool:
        with self._store.begin() as tx:
            return tx.jobs.finish(job, now=self._clock.now())

    @contextmanager
    def _renewed(self, job: "Job") -> Iterator[None]:
        """Keep the lease while the block runs."""
        done = threading.Event()
        keeper = threading.Thread(target=self._keep, args=(job, done), daemon=True)
        keeper.start()
        try:
            yield
        finally:
            done.set()
            keeper.join()

    def _keep(self, job: "Job", done: threading.Event) -> None:
        while not done.wait(self._lease.total_seconds() / 2):
            try:
                with self._store.begin() as tx:
                    kept = tx.jobs.renew(job, now=self._clock.now(), lease=self._lease)
            except StoreError as error:
                log.warning("lease not renewed", job=job.id, why=error.sentence)
                continue
            if not kept:
                log.warning("lease lost", job=job.id)
                return


def _where(error: Exception) -> str:
    """The kind of an error and where it was raised; its own words may quote a paste."""
    frames = extract_tb(error.__traceback__)
    return f"{type(error).__name__} at {frames[-1].filename}:{frames[-1].lineno}" if frames else type(error).__name__
