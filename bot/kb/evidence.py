"""The evidence of articles, as far as it can be checked without a paste; see ``bot.transcript.facts``."""

import re
from collections.abc import Iterator

from bot.kb.article import Article
from bot.matching.evidence import fold
from bot.transcript.model import Step

_NAME = r"[a-z0-9]+(?:[-.+][a-z0-9]+)*"
_VALUES = {
    "code": r"[4-6]\d\d",
    "failed": r"[1-6]\d\d|[A-Z]{3,8}",
    "command": r"[A-Z]{3,8}",
    "step": "|".join(step.value for step in Step),
    "outcome": "failed|clean|unknown",
    "server": rf"{_NAME}(?:/(?:\d{{1,2}}|old|new))?",
    "client": _NAME,
    "tls": "explicit|implicit|none|refused",
    "mode": "passive|active|both",
    "replies": "late",
    "names": "garbled|foreign",
    "user": "anonymous|named",
    "login": "accepted|refused",
    "data-address": "private|public|loopback|zero|same|other",
    "port": "22|high",
    "protocol": _NAME,
    "dialect": "transcript|server-log|traceback|prose",
    "phrase": r"(?s:.*\S.*)",
}
_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _VALUES.items()}

_SHORT = re.compile(r"[a-z0-9]{1,2}")


def misspelt(article: Article) -> Iterator[str]:
    """A sentence for each fact that no paste can ever show, as it is not spelt as facts are, or that nearly all do."""
    for fact in [*(fact for group in article.require for fact in group), *article.exclude]:
        kind, colon, value = fact.partition(":")
        pattern = _PATTERNS.get(kind)
        if not colon or pattern is None:
            yield f"'{fact}' is no fact; facts begin with {', '.join(f'{known}:' for known in _PATTERNS)}"
        elif not pattern.fullmatch(value):
            yield f"'{fact}' is spelt as no fact of the kind '{kind}' is"
        elif kind == "phrase" and _SHORT.fullmatch(fold(value)):
            yield f"'{fact}' stands within too many words; ask for three letters at least"
    for fact in dict.fromkeys(article.exclude):
        if (fact,) in article.require:
            yield f"'{fact}' is both required and excluded"


def separates(one: Article, other: Article) -> bool:
    """Whether no paste can satisfy the evidence of both articles, as far as their facts alone tell.

    So it is when what one needs is excluded by the other, or when both need a fact of the same kind (a server, say) and
    no value would do for both.
    """
    return _excluded(one, other) or _excluded(other, one) or _disjoint(one, other)


def _excluded(one: Article, other: Article) -> bool:
    return any(all(fact in other.exclude for fact in group) for group in one.require)


def _disjoint(one: Article, other: Article) -> bool:
    return any(
        bool(_kinds(group) & _kinds(rival)) and not set(group) & set(rival)
        for group in one.require
        for rival in other.require
    )


def _kinds(group: tuple[str, ...]) -> set[str]:
    return {fact.partition(":")[0] for fact in group} - {"phrase", "code", "command"}
