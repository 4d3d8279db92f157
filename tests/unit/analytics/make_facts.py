"""Facts made up, as a source of them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np

from bot.analytics.facts import Column, Facts, flags_of, seconds_of
from bot.analytics.measures import DIMENSIONS
from bot.analytics.model import Subject

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


@dataclass(frozen=True)
class One:
    """A ticket, a paste or an answer."""

    subject: Subject = Subject.TICKET
    facts: tuple[str, ...] = ()
    at: datetime = NOON
    person: str = "U1"
    seconds: Mapping[str, float] = field(default_factory=dict)
    confidence: float = float("nan")
    keys: Mapping[str, Any] = field(default_factory=dict)


class Source:
    """Fulfils ``bot.analytics.facts.FactSource``."""

    def __init__(self, *ones: One, elsewhere: Mapping[str | None, int] | None = None) -> None:
        self.ones = ones
        self._elsewhere = {None: 0} if elsewhere is None else elsewhere

    def facts(
        self, subject: Subject, *, since: datetime, until: datetime, workspace: str | None, keys: Collection[str]
    ) -> Iterator[Facts]:
        found = [one for one in self.ones if one.subject is subject and since <= one.at < until]
        for some in (found[:2], found[2:]):
            if some:
                yield _facts(subject, some)

    def titles(self, articles: Collection[str]) -> Mapping[str, str]:
        return {article: f"About {article}" for article in articles}

    def elsewhere(self, *, since: datetime, until: datetime, workspace: str | None) -> Mapping[str | None, int]:
        return self._elsewhere


def _facts(subject: Subject, ones: list[One]) -> Facts:
    flags = flags_of(subject)
    return Facts(
        at=np.array([one.at.timestamp() for one in ones]),
        flags=np.array([sum(1 << flags.index(name) for name in one.facts) for one in ones], dtype=np.int64),
        keys={name: Column.of(one.keys.get(name) for one in ones) for name in DIMENSIONS},
        people=Column.of(one.person for one in ones),
        seconds={name: np.array([one.seconds.get(name, np.nan) for one in ones]) for name in seconds_of(subject)},
        confidence=np.array([one.confidence for one in ones]) if subject is Subject.ANSWER else None,
    )
