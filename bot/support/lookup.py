"""Look up articles by id or by words; nothing is recorded."""

from bot.kb.article import Article
from bot.kb.search import search
from bot.support.desk import Desk


def find(desk: Desk, ident: str) -> Article | None:
    """The article of this id, case folded, unless it is retired."""
    with desk.store.begin() as tx:
        stored = tx.articles.get(ident.strip())
    return None if stored is None or stored.retired else stored.article


def lookup(desk: Desk, words: str, *, limit: int = 5) -> list[Article]:
    """The articles that these words name, the nearest first; one only when they are an article's id."""
    exact = find(desk, words)
    if exact is not None:
        return [exact]
    with desk.store.begin() as tx:
        current = [stored.article for stored in tx.articles.current()]
    return [article for article, _ in search(current, words, limit=limit)]
