"""An article as the index keeps it: a line of JSON, read when it is in play."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.matching.model import Entry


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
    """An article as a line of JSON; ``facts`` are those that its symptoms show."""
    evidence = [entry.require, entry.exclude, sorted(servers_in(facts)), sorted(protocols_in(facts))]
    # Imported articles have no evidence, and there may be many: what is not there need not be read.
    kept = evidence if any(evidence) else []
    return json.dumps([entry.article, entry.revision, entry.title, entry.cause, entry.own, *kept])


@lru_cache(maxsize=1024)  # more than all own articles
def profile_of(line: str) -> Profile:
    """Read what ``line_of`` wrote."""
    article, revision, title, cause, own, *evidence = json.loads(line)
    if not evidence:
        return Profile(article, revision, title, cause, own)
    require, exclude, servers, protocols = evidence
    groups = tuple(tuple(group) for group in require)
    return Profile(
        article, revision, title, cause, own, groups, tuple(exclude), frozenset(servers), frozenset(protocols)
    )
