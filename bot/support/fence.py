"""A store for one job: nothing that a worker writes counts once another worker has taken its job over.

A worker can stand still for longer than its lease, then wake and go on as if nothing had happened. Its job was run by
another one meanwhile, and what came after it too: an old edit must not overwrite a newer one then.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from bot.errors import BotError
from bot.support.model import Job
from bot.support.ports import Store, Transaction


class LeaseLostError(BotError):
    """Another worker has taken this job over."""

    def __init__(self) -> None:
        super().__init__("Another worker has taken this job over.")


@dataclass(frozen=True, slots=True)
class Ending:
    """What a handler leaves to be done as its job is finished.

    Attributes:
        write: What is written in the transaction that finishes the job.
        lost: What is done instead where another worker has taken the job over.
    """

    write: Callable[[Transaction], None]
    lost: Callable[[], object] | None = None


Handler = Callable[[Job], Ending | None]


class Fenced:
    """Fulfils ``bot.support.ports.Store`` while a job is its owner's.

    Args:
        store: The database.
        job: The claim that was handed out.
    """

    def __init__(self, store: Store, job: Job) -> None:
        self._store = store
        self._job = job

    @contextmanager
    def begin(self) -> Iterator[Transaction]:
        """A transaction in which the job stays its owner's.

        Raises:
            LeaseLostError: It is not any more.
            StoreError: The database cannot be used.
        """
        with self._store.begin() as tx:
            if not tx.jobs.holds(self._job):
                raise LeaseLostError
            yield tx

    def read(self) -> AbstractContextManager[Transaction]:
        """A transaction that only reads: whoever the job belongs to."""
        return self._store.read()
