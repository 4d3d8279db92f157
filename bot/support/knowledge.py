"""The current knowledge base as a matcher: built from the database or loaded from disk, renewed when it changes."""

import logging
from threading import Event, Lock, Thread
from typing import Protocol

from bot.errors import BotError
from bot.matching import Decision, Matcher
from bot.matching.index import Index
from bot.support.ports import Store

PATIENCE = 2.0  # seconds that a paste waits for a changed knowledge base before it is answered from the one before

log = logging.getLogger(__name__)


class IndexCache(Protocol):
    """Keeps indexes between starts."""

    def load(self, articles: str) -> Index | None:
        """The index of the articles with this fingerprint, if it is kept."""
        ...

    def save(self, articles: str, index: Index) -> None:
        """Keep an index; a failure is logged, not raised."""
        ...


class Knowledge:
    """A ``Decider`` over the database's articles.

    The index is immutable. After a change a new one is made beside it, in a thread of its own, and swapped in: a small
    knowledge base is ready before anybody notices, and a large one does not hold up the pastes that arrive meanwhile.

    Args:
        store: The database.
        cache: Where indexes are kept between starts.
    """

    def __init__(self, store: Store, cache: IndexCache) -> None:
        self._store = store
        self._cache = cache
        self._making = Lock()
        self._current: tuple[int, Matcher] | None = None
        self._renewing: Event | None = None

    def decide(self, text: str) -> Decision:
        """Read the text, find its article, decide whether to speak."""
        return self._matcher()[1].decide(text)

    @property
    def revision(self) -> int:
        """The revision of the knowledge base it decides by."""
        return self._matcher()[0]

    def _matcher(self) -> tuple[int, Matcher]:
        with self._store.read() as tx:
            revision = tx.articles.revision()
        current = self._current
        if current is None:
            with self._making:
                if self._current is None:
                    self._current = self._made()
                return self._current
        if current[0] != revision:
            self._renewal().wait(PATIENCE)
        return self._current or current

    def _renewal(self) -> Event:
        """The making of a new index: started unless it is under way."""
        with self._making:
            if self._renewing is None or self._renewing.is_set():
                self._renewing = Event()
                Thread(target=self._renew, args=(self._renewing,), name="index", daemon=True).start()
            return self._renewing

    def _renew(self, done: Event) -> None:
        try:
            self._current = self._made()
        except BotError as error:  # the next paste tries again
            log.warning("The changed knowledge base could not be read: %s", error)
        finally:
            done.set()

    def _made(self) -> tuple[int, Matcher]:
        with self._store.read() as tx:
            revision, fingerprint = tx.articles.revision(), tx.articles.fingerprint()
            index = self._cache.load(fingerprint)
            if index is not None:
                return revision, Matcher.over(index)
            matcher = Matcher.build(tx.articles.entries())
        self._cache.save(fingerprint, matcher.index)
        return revision, matcher
