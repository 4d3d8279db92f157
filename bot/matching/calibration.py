"""Calibration: whether what the matcher promises comes true.

Promises are put in order and dealt into bins of equal count; in each, the mean promise is held against how often it
came true. Their mean distance is the expected calibration error. Chance alone makes one even where every promise is
exact, so it is read beside what an exact model of the same promises would show (by simulation).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

BINS = 5
SIMULATIONS = 2000


class Bin(NamedTuple):
    """Promises of about the same height.

    Attributes:
        promised: The mean promise, 0 to 1.
        observed: The share that came true.
        n: How many.
    """

    promised: float
    observed: float
    n: int


def bins(promises: Sequence[float], came_true: Sequence[bool], count: int = BINS) -> list[Bin]:
    """Promises and what came of them, in bins of equal count, lowest first."""
    order = np.argsort(np.asarray(promises, dtype=np.float64), kind="stable")
    parts = np.array_split(order, count)
    promised, observed = np.asarray(promises, dtype=np.float64), np.asarray(came_true, dtype=np.float64)
    return [Bin(float(promised[part].mean()), float(observed[part].mean()), len(part)) for part in parts if len(part)]


def expected_error(found: Sequence[Bin]) -> float:
    """The expected calibration error: the mean distance of promise and outcome."""
    total = sum(part.n for part in found)
    return sum(part.n * abs(part.promised - part.observed) for part in found) / total if total else 0.0


def chance_error(promises: Sequence[float], share: float = 0.95, seed: int = 0) -> float:
    """The calibration error that an exact model stays under with this probability, by chance alone."""
    exact = np.asarray(promises, dtype=np.float64)
    random = np.random.default_rng(seed)
    errors = [expected_error(bins(promises, list(random.random(len(exact)) < exact))) for _ in range(SIMULATIONS)]
    return float(np.quantile(errors, share)) if len(exact) else 0.0


def auroc(present: Sequence[float], absent: Sequence[float]) -> float:
    """How well a confidence tells pastes that have an answer from those that have none.

    The probability that one of the former has the higher confidence; 0.5 is guessing.
    """
    ordered = np.sort(np.asarray(absent, dtype=np.float64))
    values = np.asarray(present, dtype=np.float64)
    below = np.searchsorted(ordered, values, side="left")
    equal = np.searchsorted(ordered, values, side="right") - below
    return float(((below + equal / 2) / len(ordered)).mean()) if len(ordered) and len(values) else float("nan")
