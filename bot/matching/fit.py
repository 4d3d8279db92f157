"""Fit: the procedure that makes a parameter set from labelled pastes.

The model is a conditional logit with an outside option: each cause's best article has log-odds that are linear in its
features, "none of these" has 0, and the probabilities are their shares. The weights maximise the likelihood of the
labels, held back towards the weights they start from, so that features which the pastes say little about stay put. A
paste whose right article was not retrieved counts as one that has none: staying quiet is the right thing there.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from bot.matching.features import NAMES
from bot.matching.matcher import Matcher
from bot.matching.parameters import Parameters
from bot.matching.query import Query
from bot.transcript import read

STEPS = 3000
RATE = 0.02
HELD_BACK = 0.01  # how strongly weights are held to where they start


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled paste, compared with the articles.

    Attributes:
        features: One row an article: its features, and 1 for the bias.
        rivals: For each article, what it competes as, numbered.
        right: The numbers that are right; empty: none of these.
    """

    features: NDArray[np.float64]
    rivals: NDArray[np.intp]
    right: frozenset[int]


def prepare(matcher: Matcher, text: str, expected: Collection[str]) -> Case | None:
    """Compare a labelled paste with the articles; None when nothing was retrieved.

    Args:
        matcher: The matcher to fit.
        text: The paste, rebuilt and masked.
        expected: Ids or causes of the articles that are right; empty: must stay quiet.
    """
    scored = [item for item in matcher.score(Query.of(text, read(text))) if not item.verdict.excluded]
    if not scored:
        return None
    numbers: dict[str, int] = {}
    rivals = [numbers.setdefault(item.rival, len(numbers)) for item in scored]
    right = {
        number
        for item, number in zip(scored, rivals, strict=True)
        if item.entry.article in expected or item.entry.cause in expected
    }
    rows = np.array([[*item.features.vector(), 1.0] for item in scored])
    return Case(rows, np.array(rivals, dtype=np.intp), frozenset(right))


def fit(cases: Sequence[Case], start: Parameters, name: str) -> Parameters:
    """The parameter set that fits these cases best.

    Args:
        cases: What ``prepare`` made of labelled pastes.
        start: The set to start from; its thresholds are kept.
        name: The new set's name, a date.
    """
    origin = np.array([*(start.weights[feature] for feature in NAMES), start.bias])
    weights = origin.copy()
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):  # Adam (Kingma and Ba, 2015)
        gradient = sum((_gradient(case, weights) for case in cases), np.zeros_like(weights)) / max(len(cases), 1)
        gradient += 2 * HELD_BACK * (weights - origin)
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        weights -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    rounded = [round(float(weight), 3) for weight in weights]
    return replace(
        start, name=name, weights=MappingProxyType(dict(zip(NAMES, rounded[:-1], strict=True))), bias=rounded[-1]
    )


def _gradient(case: Case, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The gradient of the negative log-likelihood of one case."""
    logits = case.features @ weights
    heads = [int(max(np.flatnonzero(case.rivals == rival), key=lambda row: logits[row])) for rival in set(case.rivals)]
    top = max(0.0, float(logits[heads].max()))
    odds = np.exp(logits[heads] - top)
    none = float(np.exp(-top))
    shares = odds / (odds.sum() + none)
    right = np.array([int(case.rivals[row]) in case.right for row in heads])
    wanted = np.where(right, shares, 0.0)
    wanted = wanted / wanted.sum() if right.any() else wanted
    gradient: NDArray[np.float64] = (shares - wanted) @ case.features[heads]
    return gradient
