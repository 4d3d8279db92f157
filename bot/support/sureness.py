"""Sureness: how often answers like this one were right, and on how many that rests.

A probability alone is a claim. So a reply says how many of the answers of its kind (the same band, about the same
confidence) people in this workspace judged, and how many of those they found right. Until enough were judged it says
what the matcher promises, and on how many labelled pastes that promise was checked.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from bot.matching.model import Band
from bot.matching.parameters import parameter_set
from bot.support.model import Answer, Judged
from bot.support.ports import Transaction

ENOUGH: Final = 30  # judged answers; with fewer, chance says more than they do
LATEST: Final = 1_000  # judged answers that count: the knowledge base of last year is another one
KEPT: Final = timedelta(minutes=5)
_FLOORS: Final = (0.95, 0.8, 0.6, 0.4, 0.2, 0.0)

Kind = tuple[Band, float]
Record = Mapping[Kind, tuple[int, int]]
"""For each kind of answer, how many were right, of how many that were judged."""
NO_RECORD: Final[Record] = {}


@dataclass(frozen=True, slots=True)
class Sureness:
    """How often such answers are right.

    Attributes:
        share: From 0 to 1.
        n: What that rests on: judged answers, or labelled pastes; 0 where nobody knows.
        right: How many of the judged answers were right; None where the share is the matcher's promise.
    """

    share: float
    n: int
    right: int | None = None


def kind_of(band: Band, confidence: float) -> Kind:
    """The kind of an answer: its band, and the floor of the range its confidence lies in."""
    return band, next(floor for floor in _FLOORS if confidence >= floor)


def record_of(judged: Iterable[Judged]) -> Record:
    """What became of judged answers, by their kinds."""
    total: Counter[Kind] = Counter()
    right: Counter[Kind] = Counter()
    for one in judged:
        total[kind_of(one.band, one.confidence)] += 1
        right[kind_of(one.band, one.confidence)] += one.right
    return {kind: (right[kind], n) for kind, n in total.items()}


def sureness(answer: Answer, record: Record) -> Sureness:
    """How often answers like this one are right."""
    right, n = record.get(kind_of(answer.band, answer.confidence), (0, 0))
    if n >= ENOUGH:
        return Sureness(right / n, n, right)
    try:
        checked = parameter_set(answer.matcher).checked
    except KeyError:  # an answer of a set that is gone
        checked = 0
    return Sureness(answer.confidence, checked)


@dataclass(frozen=True, slots=True)
class Records:
    """The records of workspaces, each read anew after some minutes. Threads may share it."""

    _known: dict[str, tuple[datetime, Record]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def of(self, tx: Transaction, workspace: str, now: datetime) -> Record:
        """What became of the workspace's latest judged answers."""
        with self._lock:
            read_at, record = self._known.get(workspace, (now - KEPT, {}))
        if now - read_at >= KEPT:
            record = record_of(tx.tickets.judged(workspace, limit=LATEST))
            with self._lock:
                self._known[workspace] = now, record
        return record
