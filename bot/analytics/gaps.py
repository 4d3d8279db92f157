"""Gaps: failures that people hit on and that no article resolved, by cluster: what to write next.

A gap is made of pastes that were left unanswered, and of those on whose tickets people said no, asked a person, or
found another way. How it grows is the second half of the period against the first, and only said where it is more than
chance: of n pastes that come as often in both halves, the number in the second is binomial (n, ½).
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import comb
from typing import Final

from bot.kb.article import Article
from bot.kb.template import TASK
from bot.matching.model import Bearing, Decision
from bot.transcript import FailurePoint, mask_line, meaning

LEAST = 10  # pastes: with fewer nothing is said of growth
FEW: Final = 3  # people: fewer are not counted, for it would tell who they are; REPORT_FEWEST changes it
BY_CHANCE: Final = 0.05
_BEFORE, _AFTER = 14, 2  # lines around the decisive one
_REASONS = 3
_TITLE = 110
_SLUG = re.compile(r"[^a-z0-9]+")


class Growth(StrEnum):
    """How a gap goes on."""

    GROWING = "growing"
    SHRINKING = "shrinking"
    STEADY = "no change beyond chance"
    UNSAID = "too few to say"


@dataclass(frozen=True, slots=True)
class Nearest:
    """The article that came nearest to an example, and why it was not enough."""

    article: str
    title: str
    confidence: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A failure that no article resolved.

    Attributes:
        cluster: See ``bot.analytics.clusters``.
        failure: Where the newest one failed, without its line.
        pastes: How many.
        unanswered: How many of them were left quiet.
        halves: How many of them came in the first half of the period, and in the second.
        channels: How many conversations.
        people: How many people; None: too few to be counted.
        example: One paste, masked; empty where none is public and still has its text.
        nearest: The article that came nearest to it; None where none did, or the reasons are erased.
    """

    cluster: str
    failure: FailurePoint
    pastes: int
    unanswered: int
    halves: tuple[int, int]
    first_at: datetime
    last_at: datetime
    channels: int
    people: int | None
    example: str = ""
    nearest: Nearest | None = None

    @property
    def growth(self) -> Growth:
        """How it goes on, if that can be said."""
        return growth(*self.halves)


def growth(first: int, second: int) -> Growth:
    """Whether the second half of a period differs from the first by more than chance (two-sided binomial test)."""
    n = first + second
    if n < LEAST:
        return Growth.UNSAID
    tail = sum(comb(n, k) for k in range(max(first, second), n + 1)) / 2**n
    if 2 * tail >= BY_CHANCE:
        return Growth.STEADY
    return Growth.GROWING if second > first else Growth.SHRINKING


def masked(text: str, decision: Decision) -> str:
    """The lines around the decisive one, with placeholders for hosts, people, paths and times."""
    lines = text.splitlines()
    end = decision.failure.line if decision.failure and decision.failure.line else len(lines)
    near = lines[max(0, end - 1 - _BEFORE) : end + _AFTER]
    return "\n".join(line for line in map(mask_line, near) if line.strip())


def nearest(decision: Decision) -> Nearest | None:
    """The article that a decision puts first, and what spoke against it."""
    if not decision.candidates:
        return None
    best = decision.candidates[0]
    why = [reason.hint for reason in best.evidence if reason.bearing is not Bearing.FOR and reason.hint]
    return Nearest(best.article, best.title, best.confidence, tuple(dict.fromkeys(why))[:_REASONS])


def draft(gap: Gap) -> Article:
    """An article to begin with: the example is its symptom, and what is left to do stands in it as tasks.

    A draft is not matched until somebody has reviewed it.
    """
    near = f"- Nearest article so far: {gap.nearest.article} ({gap.nearest.title})." if gap.nearest else ""
    why = "".join(f"\n- It was not enough: {reason}." for reason in gap.nearest.why) if gap.nearest else ""
    return Article(
        id=slug_of(gap.cluster),
        title=title_of(gap)[:_TITLE],
        status="draft",
        symptoms=(gap.example or f"{TASK}: what a user sees; a fenced block or a bullet for each form",),
        cause=f"{TASK}: why it is so.",
        resolution=f"1. {TASK}: the safer way first, with exact commands or settings and their file.",
        verify=f"{TASK}: the step that proves the fix.",
        more=f"- {TASK}: what to check if it did not help.\n{near}{why}".rstrip(),
    )


def title_of(gap: Gap) -> str:
    """What is wrong, as far as the failure tells."""
    failure = gap.failure
    where = f"at the step {failure.step}" if failure.step else "at an unknown step"
    said = f": {failure.code}, {meaning(failure.code).rstrip('.').lower()}" if failure.code else ""
    return f"{TASK}: FTP fails {where}{said}"


def slug_of(cluster: str) -> str:
    """The id of a cluster's draft."""
    return f"draft-{_SLUG.sub('-', cluster.lower()).strip('-')}"
