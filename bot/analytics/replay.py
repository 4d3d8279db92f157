"""Replay: what past pastes would be answered today, or by other articles, held against what people said.

Where somebody said that an article solved it, an answer that shows it no more is a loss. Where somebody turned an
article down, an answer without it is a gain; so is one that shows the article with which a person then solved it. Where
nobody said anything, another answer is just another one: silence judges nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.matching.model import Band, Decision
from bot.matching.shown import shown as seen


class Effect(StrEnum):
    """What a replay does to the answer of a paste."""

    WORSE = "worse"
    BETTER = "better"
    OTHER = "other"  # changed, and nobody said anything that judges it
    SAME = "same"


class Verdict(StrEnum):
    """What becomes of an article that people said something about."""

    CONFIRMED_KEPT = "confirmed kept"
    CONFIRMED_LOST = "confirmed lost"
    REJECTED_GONE = "rejected gone"
    REJECTED_KEPT = "rejected kept"
    FOUND = "found"  # the article with which a person solved it, which was not shown then
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Said:
    """A past paste, and what people said of it.

    Attributes:
        decision: The one under which it was answered.
        confirmed: The articles of ours of which somebody said that they solved it, and which still stand.
        rejected: Those that were turned down.
        solved_with: Articles that were not shown, with which a person solved it.
    """

    paste: int
    at: datetime
    text: str
    decision: Decision
    confirmed: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()
    solved_with: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """A paste and its two decisions."""

    said: Said
    after: Decision

    @property
    def verdicts(self) -> Mapping[str, Verdict]:
        """What becomes of each article that people said something about."""
        before, after = shown(self.said.decision), shown(self.after)
        found: dict[str, Verdict] = {}
        for article in self.said.rejected:
            found[article] = Verdict.REJECTED_KEPT if article in after else Verdict.REJECTED_GONE
        for article in self.said.confirmed:
            found[article] = Verdict.CONFIRMED_KEPT if article in after else Verdict.CONFIRMED_LOST
        for article in self.said.solved_with - set(before):
            found[article] = Verdict.FOUND if article in after else Verdict.NOT_FOUND
        return found

    @property
    def effect(self) -> Effect:
        """Better or worse: a confirmed answer that is lost outweighs all else."""
        found = set(self.verdicts.values())
        if Verdict.CONFIRMED_LOST in found:
            return Effect.WORSE
        if found & {Verdict.REJECTED_GONE, Verdict.FOUND}:
            return Effect.BETTER
        same = (self.said.decision.band, shown(self.said.decision)) == (self.after.band, shown(self.after))
        return Effect.SAME if same else Effect.OTHER


@dataclass(frozen=True, slots=True)
class Replay:
    """All pastes of a period, replayed.

    Attributes:
        changes: Those that are answered in another way, the worse ones first, then the better ones.
        effects, verdicts: How many of each.
        bands: How many pastes were answered, suggested for, left quiet: before and after.
    """

    pastes: int
    changes: tuple[Change, ...]
    effects: Mapping[Effect, int]
    verdicts: Mapping[Verdict, int]
    bands: Mapping[Band, tuple[int, int]]


def replay(pastes: Iterable[Said], decide: Callable[[str], Decision]) -> Replay:
    """Decide past pastes anew.

    Args:
        pastes: Those whose text is kept.
        decide: The matcher to try.
    """
    every = [Change(said, decide(said.text)) for said in pastes]
    changed = [change for change in every if change.effect is not Effect.SAME]
    before = Counter(change.said.decision.band for change in every)
    after = Counter(change.after.band for change in every)
    verdicts = Counter(verdict for change in every for verdict in change.verdicts.values())
    effects = Counter(change.effect for change in every)
    return Replay(
        pastes=len(every),
        changes=tuple(sorted(changed, key=lambda change: (list(Effect).index(change.effect), change.said.paste))),
        effects={effect: effects[effect] for effect in Effect},
        verdicts={verdict: verdicts[verdict] for verdict in Verdict},
        bands={band: (before[band], after[band]) for band in Band},
    )


def shown(decision: Decision) -> tuple[str, ...]:
    """The articles that people see of a decision."""
    return tuple(candidate.article for candidate in seen(decision))
