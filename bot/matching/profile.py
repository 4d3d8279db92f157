"""An article as the index keeps it: a line of text, read when it is in play."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.matching.model import Entry

_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Profile:
    """An article as the index keeps it: what decides about it, without its symptoms.

    Attributes:
        servers: The server software that its symptoms show, as facts.
        protocols: The protocols that they show, as facts.
    """

    article: str
    revision: int
    title: str
    cause: str | None
    own: bool
    require: tuple[tuple[str, ...], ...] = ()
    exclude: tuple[str, ...] = ()
    servers: frozenset[str] = frozenset()
    protocols: frozenset[str] = frozenset()

    @property
    def rival(self) -> str:
        """What it competes as: its cause, or itself where it has none."""
        return self.cause or f"article:{self.article}"


def servers_in(facts: Iterable[str]) -> frozenset[str]:
    """The server software that facts name, without versions."""
    return frozenset(fact for fact in facts if fact.startswith("server:") and "/" not in fact)


def protocols_in(facts: Iterable[str]) -> frozenset[str]:
    """The protocols that facts name."""
    return frozenset(fact for fact in facts if fact.startswith("protocol:"))


def line_of(entry: Entry, facts: Iterable[str]) -> str:
    """An article as a line of text; ``facts`` are those that its symptoms show."""
    evidence = [entry.require, entry.exclude, sorted(servers_in(facts)), sorted(protocols_in(facts))]
    kept = json.dumps(evidence) if any(evidence) else ""  # imported articles have none, and there may be many
    own = "own" if entry.own else ""
    return _SEPARATOR.join((entry.article, str(entry.revision), entry.cause or "", own, kept, entry.title))


@lru_cache(maxsize=1024)  # more than all own articles
def profile_of(line: str) -> Profile:
    """Read what ``line_of`` wrote."""
    article, revision, cause, own, evidence, title = line.split(_SEPARATOR, 5)
    if not evidence:
        return Profile(article, int(revision), title, cause or None, bool(own))
    require, exclude, servers, protocols = json.loads(evidence)
    return Profile(
        article,
        int(revision),
        title,
        cause or None,
        bool(own),
        tuple(tuple(group) for group in require),
        tuple(exclude),
        frozenset(servers),
        frozenset(protocols),
    )
