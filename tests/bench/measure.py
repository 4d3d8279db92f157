"""What is measured of an engine: how often it is right, how sure it may be, how long it takes, what memory it keeps."""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

Answers = list[tuple[str, float]]  # article and confidence or score, best first
WARM_UP = 20


@dataclass(frozen=True, slots=True)
class Paste:
    """A labelled paste: the articles that are right, none where nothing is."""

    id: str
    text: str
    expected: frozenset[str]


@dataclass(frozen=True, slots=True)
class Run:
    """What came of asking some pastes.

    Attributes:
        asked: How many have a right article in the index.
        right: How many of these had one in the first place.
        present: The highest confidence of each paste whose article is in the index, 0 where nothing was returned.
        absent: The same of the others.
        times: Milliseconds a paste, sorted.
        busy: The same of processor time, which other work on the machine does not lengthen.
        misses: The pastes that were answered wrongly: id, what stood first, what was right.
    """

    asked: int
    right: int
    present: list[float]
    absent: list[float]
    times: list[float]
    busy: list[float]
    misses: list[tuple[str, str, list[str]]]

    @property
    def accuracy(self) -> float:
        """The share of right ones; not a number where nothing was asked."""
        return self.right / self.asked if self.asked else float("nan")


def within(times: Sequence[float], share: float) -> float:
    """The time within which this share of the pastes was answered; times are sorted."""
    return times[min(int(len(times) * share), len(times) - 1)] if times else float("nan")


def ask(find: Callable[[str], Answers], pastes: Sequence[Paste], known: frozenset[str]) -> Run:
    """Ask all pastes, after a few to warm up; those whose article is not in the index count for the time alone."""
    for paste in pastes[:WARM_UP]:
        find(paste.text)
    asked, right = 0, 0
    present: list[float] = []
    absent: list[float] = []
    times: list[float] = []
    busy: list[float] = []
    misses: list[tuple[str, str, list[str]]] = []
    for paste in pastes:
        start, worked = perf_counter(), process_time()
        answers = find(paste.text)
        times.append((perf_counter() - start) * 1000)
        busy.append((process_time() - worked) * 1000)
        expected = paste.expected & known
        (present if expected else absent).append(max((score for _, score in answers), default=0.0))
        first = answers[0][0] if answers else ""
        asked += bool(expected)
        right += first in expected
        if expected and first not in expected:
            misses.append((paste.id, first, sorted(expected)))
    return Run(asked, right, present, absent, sorted(times), sorted(busy), misses)


def auroc(present: Sequence[float], absent: Sequence[float]) -> float:
    """How often a paste whose article is there scores above one whose article is not; a tie counts half."""
    if not present or not absent:
        return float("nan")
    above = sum((p > a) + (p == a) / 2 for p in present for a in absent)
    return above / (len(present) * len(absent))


def read_pastes(path: Path) -> list[Paste]:
    """Read labelled pastes: JSON lines with ``id``, ``text`` and ``expected``."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [Paste(row["id"], row["text"], frozenset(row["expected"])) for row in rows]


def memory(kind: str = "VmRSS") -> float:
    """The memory of this process in MB: now (``VmRSS``) or at most so far (``VmHWM``)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{kind}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(kind)


def pin() -> None:
    """Keep this process and those it starts on one core."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
