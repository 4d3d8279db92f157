"""Look up articles by id or by words; nothing is recorded."""

from bot.kb.article import Article
from bot.kb.search import search
from bot.support.desk import Desk


def lookup(desk: Desk, words: str, *, limit: int = 5) -> list[Article]:
    """The articles that these words name, the nearest first; one only when they are an article's id."""
    with desk.store.begin() as tx:
        exact = tx.articles.get(words.strip())
        if exact is not None and not exact.retired:
            return [exact.article]
        current = [stored.article for stored in tx.articles.current()]
    return [article for article, _ in search(current, words, limit=limit)]
