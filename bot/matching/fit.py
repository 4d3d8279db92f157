"""Fit: the procedure that makes the weights of a parameter set from labelled pastes.

The model is a conditional logit with an outside option: each cause's best article has log-odds that are linear in its
features, "none of these" has 0, and the probabilities are their shares. The weights maximise the likelihood of the
labels, held back towards the weights they start from, so that features which the pastes say little about stay put. A
paste whose right article was not retrieved counts as one that has none: staying quiet is the right thing there.

What weights promise is made honest and checked out of fold (``out_of_fold``, ``made_honest``): pastes of a cause are
judged by weights fitted without any paste of that cause, so that nothing is judged by what it taught.
"""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, replace
from math import log
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from bot.matching.decide import CERTAIN
from bot.matching.features import NAMES
from bot.matching.matcher import NOTHING_FAILED, Matcher
from bot.matching.parameters import Weights
from bot.matching.query import Query
from bot.transcript import read

STEPS = 1000
RATE = 0.03
CLOSE = 0.01  # how exactly slope and shift are looked for
HELD_BACK = 0.00005  # how strongly weights are held to where they start

Values = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled paste, compared with the articles.

    Attributes:
        features: One row an article: its features, and 1 for the bias.
        rivals: For each article, what it competes as, numbered from 0.
        right: For each rival, whether it is right; none may be.
        own: Whether the articles are our own, not imported ones.
    """

    features: Values
    rivals: Places
    right: NDArray[np.bool_]
    own: bool


def prepare(matcher: Matcher, text: str, expected: Collection[str]) -> Case | None:
    """Compare a labelled paste with the articles; None when no weights decide about it.

    That is where nothing was retrieved, and where the reader has seen that nothing failed.

    Args:
        matcher: The matcher to fit.
        text: The paste, rebuilt and masked.
        expected: Ids or causes of the articles that are right; empty: must stay quiet.
    """
    transcript = read(text)
    compared = matcher.compare(Query.of(text, transcript))
    scored = [item for item in matcher.score(compared) if not item.verdict.excluded]
    if not scored or not transcript.facts.isdisjoint(NOTHING_FAILED):
        return None
    numbers: dict[Hashable, int] = {}
    rivals = [numbers.setdefault(item.rival, len(numbers)) for item in scored]
    right = np.zeros(len(numbers), dtype=np.bool_)
    for item, number in zip(scored, rivals, strict=True):
        right[number] |= item.entry.article in expected or item.entry.cause in expected
    rows = np.array([[*item.features, 1.0] for item in scored])
    return Case(rows, np.array(rivals, dtype=np.intp), right, any(item.entry.own for item in scored))


def fit(cases: Sequence[Case], start: Weights) -> Weights:
    """The weights that fit these cases best.

    Args:
        cases: What ``prepare`` made of labelled pastes, all with own articles or all with imported ones.
        start: The weights to start from.
    """
    origin = _vector(start)
    weights = origin.copy()
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    pool = _Pool(cases)
    for step in range(1, STEPS + 1):  # Adam (Kingma and Ba, 2015)
        gradient = pool.gradient(weights) + 2 * HELD_BACK * (weights - origin)
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        weights -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    rounded = [round(float(weight), 3) for weight in weights]
    return Weights(MappingProxyType(dict(zip(NAMES, rounded[:-1], strict=True))), rounded[-1])


def promise(case: Case, weights: Weights) -> tuple[float, bool]:
    """The probability that weights give their first choice for a case, and whether that choice is right."""
    odds = np.exp(_log_odds(case, weights))
    first = int(odds.argmax())
    return min(float(odds[first] / (1 + odds.sum())), CERTAIN), bool(case.right[first])


def made_honest(cases: Sequence[Case], judges: Sequence[Weights], weights: Weights) -> Weights:
    """The weights with the slope and the shift that make their promises come true.

    Args:
        cases: Labelled pastes.
        judges: For each, weights that were fitted without it; that is how the slope and the shift can be honest.
        weights: The weights.
    """
    plain = [replace(judge, slope=1.0, shift=0.0) for judge in judges]
    judged = [(_log_odds(case, judge), case.right) for case, judge in zip(cases, plain, strict=True)]

    def likelihood(slope: float, shift: float) -> float:
        total = 0.0
        for log_odds, right in judged:
            odds = np.exp(np.minimum(slope * log_odds + shift, 50.0))
            total += log(max(float(odds[right].sum() if right.any() else 1.0) / (1 + float(odds.sum())), 1 - CERTAIN))
        return total

    slope, shift, width = 1.0, 0.0, 0.5
    while width > CLOSE:  # a search by halves: the likelihood has one summit
        around = [(slope + width * a, shift + 2 * width * b) for a in (-1, 0, 1) for b in (-1, 0, 1)]
        best = max(((a, b) for a, b in around if a > 0), key=lambda pair: likelihood(*pair))
        if best == (slope, shift):
            width /= 2
        slope, shift = best
    return replace(weights, slope=round(slope, 3), shift=round(shift, 3))


def _log_odds(case: Case, weights: Weights) -> Values:
    """For each rival, the log-odds of its best article."""
    logits = weights.slope * (case.features @ _vector(weights)) + weights.shift
    best = np.full(len(case.right), -np.inf)
    np.maximum.at(best, case.rivals, np.minimum(logits, 50.0))
    return best


def _vector(weights: Weights) -> Values:
    return np.array([*(weights.features.get(feature, 0.0) for feature in NAMES), weights.bias])


class _Pool:
    """All cases in flat arrays."""

    def __init__(self, cases: Sequence[Case]) -> None:
        rivals = [int(case.rivals.max()) + 1 for case in cases]
        first = np.concatenate([[0], np.cumsum(rivals)]).astype(np.intp)
        self.features = np.concatenate([case.features for case in cases])
        self.rival = np.concatenate([case.rivals + start for case, start in zip(cases, first[:-1], strict=True)])
        order = np.argsort(self.rival, kind="stable")
        self.features, self.rival = self.features[order], self.rival[order]
        self.case = np.repeat(np.arange(len(cases)), rivals)
        self.right = np.concatenate([case.right for case in cases])
        self.starts = np.searchsorted(self.rival, np.arange(first[-1]))
        self.cases = len(cases)

    def gradient(self, weights: Values) -> Values:
        """The gradient of the mean negative log-likelihood."""
        logits = np.minimum(self.features @ weights, 50.0)
        best = np.maximum.reduceat(logits, self.starts)
        head = logits == best[self.rival]
        head = head / np.add.reduceat(head.astype(np.float64), self.starts)[self.rival]
        odds = np.exp(best)
        shares = odds / (1 + np.bincount(self.case, odds))[self.case]
        wanted = np.where(self.right, odds, 0.0)
        total = np.bincount(self.case, wanted)[self.case]
        wanted = np.divide(wanted, total, out=np.zeros_like(wanted), where=total > 0)
        gradient: Values = ((shares - wanted)[self.rival] * head) @ self.features / self.cases
        return gradient


def out_of_fold(cases: Sequence[Case], groups: Sequence[Hashable], start: Weights, folds: int = 8) -> list[Weights]:
    """For each case, weights that were fitted without its group.

    Args:
        cases: Labelled pastes.
        groups: For each, what must not teach about itself: its cause.
        start: The weights to start from.
        folds: How many parts the groups are dealt into.
    """
    fold = {group: number % folds for number, group in enumerate(sorted(set(groups), key=repr))}
    judges = [
        fit([case for case, group in zip(cases, groups, strict=True) if fold[group] != number], start)
        for number in range(folds)
    ]
    return [judges[fold[group]] for group in groups]
