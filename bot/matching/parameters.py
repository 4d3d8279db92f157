"""Parameter sets of the matcher: dated and frozen. A set is never edited; a better one is added and made current.

An answer stores the name of the set that chose it, so that old answers can be reproduced and sets compared.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Parameters:
    """One set.

    Attributes:
        name: The date it was frozen, with a letter for a second one on the same day.
        weights: For each feature, what it adds to the log-odds of an article against "none of these".
        bias: The log-odds of an article of which nothing is known.
        answer: From this probability on, the bot answers.
        suggest: From this one on, it suggests.
        documents: How many stored symptoms are compared line by line.
    """

    name: str
    weights: Mapping[str, float]
    bias: float
    answer: float
    suggest: float
    documents: int


SETS: Mapping[str, Parameters] = MappingProxyType(
    {
        parameters.name: parameters
        for parameters in (
            Parameters(
                name="2026-11-22",
                weights=MappingProxyType(
                    {
                        "decisive": 3.0,
                        "found": 3.0,
                        "covered": 3.0,
                        "order": 2.0,
                        "lines": 1.0,
                        "reply": 1.0,
                        "step": 0.7,
                        "required": 1.5,
                        "missing": -1.5,
                        "server": 0.5,
                        "protocol": 1.0,
                        "title": 1.0,
                    }
                ),
                bias=-5.0,
                answer=0.75,
                suggest=0.25,
                documents=48,
            ),
        )
    }
)

CURRENT = SETS["2026-11-22"]
