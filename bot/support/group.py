"""Group commit: threads that want to commit at the same moment share one transaction.

A commit waits for the disk, and the wait is the same for one row and for many. So one of the threads commits what all
have brought until then; who comes meanwhile waits for the next group. Nobody returns before the transaction with what
it brought is committed. Where a group fails, each of its members tries again alone: one that cannot be stored is the
only one that fails.

There is no thread of its own: whoever finds nobody committing commits for all that wait. So a process may fork, and
there is nothing to stop.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Condition
from typing import Generic, TypeVar

from bot.support.ports import Store, Transaction

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


@dataclass(slots=True, eq=False)
class _Place(Generic[Item, Outcome]):
    """A thread that waits.

    Attributes:
        item: What it brought.
        kept: What became of it, once that is committed.
        settled: Its group has ended; nothing kept means that it failed.
    """

    item: Item
    kept: tuple[Outcome] | None = None
    settled: bool = False


class GroupCommit(Generic[Item, Outcome]):
    """Keeps things in transactions that threads share.

    Args:
        store: The database.
        keep: Stores some things in a transaction; what became of each, in their order.
    """

    def __init__(self, store: Store, keep: Callable[[Transaction, Sequence[Item]], Sequence[Outcome]]) -> None:
        self._store = store
        self._keep = keep
        self._changed = Condition()
        self._waiting: list[_Place[Item, Outcome]] = []
        self._busy = False

    def keep(self, item: Item) -> Outcome:
        """Store a thing; what became of it. When this returns, it is committed.

        Raises:
            StoreError: It could not be stored.
        """
        place, group = _Place[Item, Outcome](item), list[_Place[Item, Outcome]]()
        with self._changed:
            self._waiting.append(place)
            self._changed.wait_for(lambda: place.settled or not self._busy)
            if not place.settled:
                group, self._waiting = self._waiting, group
                self._busy = True
        if group:
            self._commit(group)
        if place.kept is None:
            (outcome,) = self._committed([place])
            return outcome
        return place.kept[0]

    def _commit(self, group: Sequence[_Place[Item, Outcome]]) -> None:
        """Commit a group, and let the next one begin."""
        try:
            outcomes = self._committed(group)
        except Exception:
            if len(group) == 1:
                raise
        else:
            for place, outcome in zip(group, outcomes, strict=True):
                place.kept = (outcome,)
        finally:
            with self._changed:
                for place in group:
                    place.settled = True
                self._busy = False
                self._changed.notify_all()

    def _committed(self, group: Sequence[_Place[Item, Outcome]]) -> Sequence[Outcome]:
        with self._store.begin() as tx:
            return self._keep(tx, [place.item for place in group])
