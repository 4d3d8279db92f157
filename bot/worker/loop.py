"""The worker's loop."""

import random
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic, perf_counter
from traceback import extract_tb
from typing import TYPE_CHECKING, Final

import structlog

from bot.errors import BotError, RetryLaterError, SlackError, StoreError, UnknownRowError
from bot.support.fence import LeaseLostError

if TYPE_CHECKING:
    from bot.support.fence import Ending, Handler
    from bot.support.model import Job
    from bot.support.ports import Clock, Store

ATTEMPTS: Final = 8  # then a job is given up
DEATHS: Final = 20  # of workers over one job, which then is what kills them
PATIENCE: Final = 100  # attempts, where Slack asked to wait: a burst of posts to one channel takes many
BACKOFF: Final = 5.0  # seconds after the first attempt, where nothing else is set; doubled after each
JITTER: Final = 0.25  # a wait is longer by up to this share, so that jobs that failed together do not come together
BROKEN_WAIT: Final = 1.0  # seconds until the next look at a database that cannot be used
SIGNAL_LOOK: Final = 0.2  # seconds between two looks for a signal
GRACE: Final = 7.0  # seconds for a job to end after SIGTERM; an operator waits for ten

log = structlog.get_logger()


class HopelessError(BotError):
    """Running the job again would not help, for a reason that lies with the worker."""


class UnknownKindError(BotError):
    """No handler knows jobs of this kind: a newer version ordered it, whose workers are about to come.

    Args:
        kind: The kind.
    """

    def __init__(self, kind: str) -> None:
        super().__init__(f"No handler knows jobs of the kind {kind}.")


class Worker:
    """Runs jobs, in one thread or several.

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
        on_turn: Called between two jobs and while none is due, by every thread; quick, and raises nothing.
    """

    def __init__(
        self,
        store: "Store",
        handlers: "Mapping[str, Handler]",
        clock: "Clock",
        *,
        owner: str,
        lease: timedelta,
        poll: float,
        backoff: float = BACKOFF,
        on_buried: "Callable[[Job, Exception], None] | None" = None,
        on_idle: "Callable[[], None] | None" = None,
        on_turn: "Callable[[], None] | None" = None,
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
        self._on_turn = on_turn
        self._looking = threading.Lock()
        self._running: dict[int, Job] = {}

    def run(self, stop: threading.Event, threads: int = 1, grace: float = GRACE) -> None:
        """Run jobs, one in each thread, until told to stop.

        The jobs that run then are finished first. What takes longer than the grace is given back, and left to end with
        the process: this method returns from the main thread alone.

        Args:
            stop: Set when it is time. It is set, too, when a thread fails for a reason that lies with the worker.
            threads: How many.
            grace: Seconds.
        """
        failed: list[BaseException] = []

        def work() -> None:
            try:
                self._work(stop)
            except BaseException as error:  # noqa: BLE001  raised below
                failed.append(error)
            finally:
                stop.set()

        team = [threading.Thread(target=work, name=f"jobs {number}", daemon=True) for number in range(threads)]
        for thread in team:
            thread.start()
        while not stop.wait(SIGNAL_LOOK):
            pass  # the system may hand a signal to another thread, and this one, which handles it, would sleep on
        until = monotonic() + grace
        for thread in team:
            thread.join(max(0.0, until - monotonic()))
        for job in list(self._running.values()):
            self._give_back(job, 0.0, "interrupted")
        if failed:
            raise failed[0]

    def _work(self, stop: threading.Event) -> None:
        """Run jobs, one after another, until told to stop."""
        job: Job | None = None
        while not stop.is_set():
            if self._on_turn is not None:
                self._on_turn()
            try:
                job = self._look(stop) if job is None else self._run(job, stop)
            except StoreError as error:
                log.error(  # noqa: TRY400  the sentence says it; a trace would name SQL
                    "worker cannot use the database", why=error.sentence
                )
                job = None
                stop.wait(BROKEN_WAIT)
        if job is not None:  # claimed in the moment of the signal
            self._give_back(job, 0.0, "interrupted")

    def _look(self, stop: threading.Event) -> "Job | None":
        """A job that is due; None after a while where there is none. The threads look one at a time."""
        with self._looking:
            job = None if stop.is_set() else self._claim()
            if job is None and not stop.is_set():
                if self._on_idle is not None:
                    self._on_idle()
                stop.wait(self._poll)
            return job

    def run_once(self) -> bool:
        """Run one job; False when none is due.

        Raises:
            StoreError: The database cannot be used; a job that was claimed runs again when its lease ends.
        """
        job = self._claim()
        if job is not None:
            self._run(job)
        return job is not None

    def _claim(self) -> "Job | None":
        with self._store.begin() as tx:
            return tx.jobs.claim(self._owner, now=self._clock.now(), lease=self._lease)

    def _run(self, job: "Job", stop: threading.Event | None = None) -> "Job | None":
        """Run a job; the next one, claimed as this one was finished, where there is one and nobody says stop."""
        started = perf_counter()
        why: str | None = None
        following: Job | None = None
        self._running[job.id] = job
        try:
            outcome, following = self._finish(job, self._handle(job), stop)
        except LeaseLostError:
            outcome = "lost"
        except Exception as error:  # noqa: BLE001  whatever a handler raises, the job must go somewhere
            outcome, why = self._failed(job, error)
        except BaseException:
            self._give_back(job, 0.0, "interrupted")
            raise
        finally:
            del self._running[job.id]
        ms = round((perf_counter() - started) * 1000, 1)
        line = log.bind(job=job.id, kind=job.kind, key=job.key, attempt=job.attempts, outcome=outcome, ms=ms)
        if why is None:
            line.info("job run")
        else:
            line.warning("job failed", why=why)
        return following

    def _handle(self, job: "Job") -> "Ending | None":
        handler = self._handlers.get(job.kind)
        if handler is None:
            raise UnknownKindError(job.kind)
        if job.attempts > (DEATHS if job.last_error is None else PATIENCE):
            # No attempt lived long enough to say what went wrong: the job kills its workers.
            raise HopelessError("The worker stopped each time it ran this job.")
        with self._renewed(job):
            return handler(job)

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

    def _finish(self, job: "Job", ending: "Ending | None", stop: threading.Event | None) -> "tuple[str, Job | None]":
        """Finish a job, write what its handler left, and claim the next one: one wait for the disk."""
        following: Job | None = None
        with self._store.begin() as tx:
            done = tx.jobs.finish(job, now=self._clock.now())
            if done and ending is not None:
                ending.write(tx)
            if stop is not None and not stop.is_set():
                following = tx.jobs.claim(self._owner, now=self._clock.now(), lease=self._lease)
        if not done and ending is not None and ending.lost is not None:
            ending.lost()
        return "done" if done else "lost", following

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
