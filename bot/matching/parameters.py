"""Parameter sets of the matcher: dated and frozen. A set is never edited; a better one is added and made current.

A set is a file in ``sets/``, written by ``kbbot fit``. An answer stores the name of the set that chose it, so that sets
can be compared by what became of their answers. A set weighs the features of its day: one that has gone since then is
passed over, and one that came later adds nothing.
"""

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from operator import mul
from types import MappingProxyType
from typing import Any

CURRENT = "2026-11-30c"


@dataclass(frozen=True, slots=True)
class Weights:
    """How features become log-odds.

    Attributes:
        features: For each feature, what it adds to the log-odds of an article against "none of these".
        bias: The log-odds of an article of which nothing is known.
        slope, shift: What makes the log-odds honest on pastes that nothing was fitted to: they are multiplied by the
            one and increased by the other.
    """

    features: Mapping[str, float]
    bias: float
    slope: float = 1.0
    shift: float = 0.0

    def judge(self, names: Iterable[str]) -> Callable[[Iterable[float]], float]:
        """What makes log-odds of the values of these features."""
        vector = [self.features.get(name, 0.0) for name in names]

        def log_odds(values: Iterable[float]) -> float:
            return self.slope * (self.bias + math.fsum(map(mul, vector, values))) + self.shift

        return log_odds


@dataclass(frozen=True, slots=True)
class Parameters:
    """One set.

    Attributes:
        name: The date it was frozen, with a letter for a second one on the same day.
        own: For our own articles, which are read as dialogues and have evidence.
        imported: For imported ones, whose texts are all there is.
        answer: From this probability on, the bot answers.
        leading, together: It answers as well from the first on, where the best two causes have the second together: the
            doubt is then which of them it is, and not whether it is something else.
        suggest: From this one on, it suggests.
        documents: How many stored symptoms are compared line by line.
        retrieved: How many stored symptoms are compared word by word.
        made: How the set was made.
        checked: On how many labelled pastes, which nothing was fitted to, its promises were found to come true.
    """

    name: str
    own: Weights
    imported: Weights
    answer: float
    suggest: float
    leading: float = 1.0
    together: float = 1.0
    documents: int = 32
    retrieved: int = 256
    made: str = "fitted"
    checked: int = 0

    def as_json(self) -> str:
        """The set as the text of its file."""
        return json.dumps(_plain(self), indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Parameters":
        """Read what ``as_json`` wrote."""
        values = json.loads(text)
        for kind in ("own", "imported"):
            weights = values[kind]
            values[kind] = Weights(**{**weights, "features": MappingProxyType(weights["features"])})
        return cls(**values)


@cache
def parameter_set(name: str = CURRENT) -> Parameters:
    """The set of this name.

    Raises:
        KeyError: There is no such set.
    """
    file = files(__package__) / "sets" / f"{name}.json"
    if not file.is_file():
        raise KeyError(name)
    return Parameters.from_json(file.read_text(encoding="utf-8"))


def parameter_sets() -> tuple[str, ...]:
    """The names of all sets, oldest first."""
    folder = files(__package__) / "sets"
    return tuple(sorted(file.name.removesuffix(".json") for file in folder.iterdir() if file.name.endswith(".json")))


def _plain(value: Any) -> Any:
    if isinstance(value, Parameters | Weights):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return dict(value) if isinstance(value, Mapping) else value
