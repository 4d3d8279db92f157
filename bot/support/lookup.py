"""Look up articles by id or by words; nothing is recorded."""

from rapidfuzz import fuzz, process

from bot.kb.article import Article
from bot.kb.search import search
from bot.support.desk import Desk

_NEAR_ID = 75  # of 100: two digits of six changed places, or one letter in a slug


def find(desk: Desk, ident: str) -> Article | None:
    """The article of this id, case folded, unless it is retired or a draft, which nobody has reviewed."""
    found = _find(desk, ident)
    return None if found is None or found.is_draft else found


def find_for(desk: Desk, ident: str, workspace: str, user: str) -> Article | None:
    """As ``find``; whoever looks after the articles finds the drafts too.

    Raises:
        BotError: It cannot be known right now who looks after the articles; to be tried again.
    """
    found = _find(desk, ident)
    return None if found is None or (found.is_draft and not desk.people.is_curator(workspace, user)) else found


def _find(desk: Desk, ident: str) -> Article | None:
    with desk.store.read() as tx:
        stored = tx.articles.get(ident.strip())
    return None if stored is None or stored.retired else stored.article


def lookup(desk: Desk, words: str, *, limit: int = 5) -> list[Article]:
    """The articles that these words name, the nearest first, no drafts; one only when they are an article's id.

    Where no article has any of the words, those with the nearest ids: ``Q269214`` finds ``Q269241``.
    """
    exact = find(desk, words)
    if exact is not None:
        return [exact]
    with desk.store.read() as tx:
        current = [stored.article for stored in tx.articles.current() if not stored.article.is_draft]
    return [article for article, _ in search(current, words, limit=limit)] or _by_id(current, words, limit)


def _by_id(articles: list[Article], ident: str, limit: int) -> list[Article]:
    """The articles whose ids differ by a few slips."""
    ids = [article.id.casefold() for article in articles]
    near = process.extract(ident.strip().casefold(), ids, scorer=fuzz.ratio, limit=limit, score_cutoff=_NEAR_ID)
    return [articles[place] for _, _, place in near]
