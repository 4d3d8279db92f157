"""Looking articles up by words, for people who know what they look for; matching a paste is ``bot.matching``.

A word counts where it begins a word of the article, more in the id, the title and the cause than in the symptoms, and
more the fewer articles hold it. A word that no article holds is taken for a slip and replaced by the nearest word of
the titles, if one is near.
"""

import re
from collections.abc import Iterable, Sequence
from math import log

from rapidfuzz import fuzz, process

from bot.kb.article import Article

MAX_WORDS = 24
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_NUMBER = re.compile(r"q?(\d{5,7})")
_NEAR = 80  # of 100: one slip in a word of five letters
_SHORTEST_SLIP = 4
_WEIGHTS = (6.0, 6.0, 4.0, 2.0, 1.0)  # id, title, cause, symptoms, texts
_STOP_WORDS = frozenset(
    "a an and are as at be by can do does for from get gets how i in is it me my not of on or our the this to we what "
    "when why with you".split()
)


def search(articles: Iterable[Article], words: str, limit: int = 5) -> list[tuple[Article, float]]:
    """The articles that fit these words best, with scores from 0 to 1.

    Args:
        articles: Where to look.
        words: An id (``Q269241``, ``269241``, a slug) or words.
        limit: How many to return at most. Those without any of the words are never returned.
    """
    known = list(articles)
    exact = [article for article in known if _is_id(article, words)]
    wanted = _wanted(words)
    fields = [_fields(article) for article in known]
    hits = {word: _hits(word, fields) for word in wanted}
    titles: set[str] | None = None
    for word in [word for word in wanted if not hits[word] and len(word) >= _SHORTEST_SLIP]:
        titles = titles if titles is not None else {w for f in fields for w in _WORD.findall(f[1])}
        near = process.extractOne(word, titles, scorer=fuzz.ratio, score_cutoff=_NEAR)
        if near is not None:
            hits[word] = _hits(near[0], fields)
    scores: dict[int, float] = {}
    best = 0.0
    for found in hits.values():
        rarity = log(1 + len(known) / max(1, len(found)))
        best += rarity
        for index, weight in found.items():
            scores[index] = scores.get(index, 0.0) + rarity * weight
    ranked = sorted(scores, key=lambda index: (-scores[index], known[index].id))
    rest = [(known[index], scores[index] / best) for index in ranked if known[index] not in exact]
    return ([(article, 1.0) for article in exact] + rest)[:limit]


def _is_id(article: Article, words: str) -> bool:
    asked = words.strip().casefold()
    own = article.id.casefold()
    number = _NUMBER.fullmatch(asked)
    return own == asked or (number is not None and own == f"q{number[1]}")


def _wanted(words: str) -> list[str]:
    """The words to look for; where they are all small words, these."""
    found = list(dict.fromkeys(_WORD.findall(words.casefold())))
    return ([word for word in found if word not in _STOP_WORDS] or found)[:MAX_WORDS]


def _fields(article: Article) -> tuple[str, ...]:
    texts = (
        article.id,
        article.title,
        article.cause_slug or "",
        "\n".join(article.symptoms),
        "\n".join((article.summary, article.cause, *article.applies_to)),
    )
    return tuple(text.casefold() for text in texts)


def _hits(word: str, fields: Sequence[tuple[str, ...]]) -> dict[int, float]:
    """Article's place → weight of the fields that hold the word, from 0 to 1."""
    begins = re.compile(rf"(?<![^\W_]){re.escape(word)}")
    found: dict[int, float] = {}
    for index, texts in enumerate(fields):
        # The plain look comes first, since most articles do not hold the word and it is many times faster.
        weight = sum(w for w, text in zip(_WEIGHTS, texts, strict=True) if word in text and begins.search(text))
        if weight:
            found[index] = weight / sum(_WEIGHTS)
    return found
