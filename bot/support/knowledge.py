"""The current knowledge base as a matcher: built from the database, rebuilt when its revision changes."""

from threading import Lock

from bot.matching import Decision, Matcher
from bot.support.ports import Store


class Knowledge:
    """A ``Decider`` over the database's articles.

    The index is immutable; a new one is built beside the old one and swapped in, so threads never wait for another's
    paste.

    Args:
        store: The database.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._building = Lock()
        self._current: tuple[int, Matcher] | None = None

    def decide(self, text: str) -> Decision:
        """Read the text, find its article, decide whether to speak."""
        return self._matcher()[1].decide(text)

    @property
    def revision(self) -> int:
        """The revision of the knowledge base it decides by."""
        return self._matcher()[0]

    def _matcher(self) -> tuple[int, Matcher]:
        with self._store.begin() as tx:
            revision = tx.articles.revision()
        current = self._current
        if current is None or current[0] != revision:
            with self._building:
                if self._current is None or self._current[0] != revision:
                    with self._store.begin() as tx:
                        revision, entries = tx.articles.revision(), tx.articles.entries()
                    self._current = (revision, Matcher.build(entries))
                current = self._current
        return current
