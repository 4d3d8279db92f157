"""What a paste asks of an index: its words and pairs of words, each by how telling it is."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.index import Index, Weights
from bot.matching.query import Query
from bot.matching.runs import Numbers

MOST_REPAIRS = 16  # words of a paste that are taken for slips
REPAIRED = 0.8  # what such a word counts


@dataclass(frozen=True, slots=True)
class Asked:
    """A paste, weighed by an index.

    Attributes:
        numbers: The words that the index knows, as numbers, sorted.
        factors: How much each counts, by the lines it stands in.
        weights: The same, times how telling the word is.
        pairs: The pairs of such words, as numbers, sorted.
        pair_weights: A pair is as telling as its less telling word.
        all_words, all_pairs: The weights together, with those of words that the index does not know.
        told: For each line of the paste, how telling it is.
        spoken_for: For each cause, how much the words speak for it, beside the one they speak for most.
    """

    index: Index
    query: Query
    numbers: Numbers
    factors: Weights
    weights: Weights
    pairs: NDArray[np.int64]
    pair_weights: Weights
    all_words: float
    all_pairs: float
    told: Weights
    spoken_for: Weights

    @classmethod
    def of(cls, index: Index, query: Query) -> "Asked":
        """Weigh the words once for all articles."""
        words = {word: place for place, word in enumerate(query.words)}
        factors = np.fromiter(query.words.values(), dtype=np.float32, count=len(words))
        numbers = index.lexicon.numbers(list(words))
        slips = [(place, word) for word, place in words.items() if numbers[place] < 0][:MOST_REPAIRS]
        for place, word in slips:
            meant = index.lexicon.repair(word)
            if meant is not None:
                numbers[place] = meant
                factors[place] *= REPAIRED
        known = numbers >= 0
        rarity = np.full(len(words), index.unseen, dtype=np.float32)
        rarity[known] = index.lexicon.rarity[numbers[known]]
        weights = rarity * factors
        telling = dict(zip(words, rarity.tolist(), strict=True))
        told = [sum(telling[word] for word in dict.fromkeys(line.words)) for line in query.lines]
        pairs = np.array([(words[a], words[b]) for a, b in query.pairs], dtype=np.int32).reshape(-1, 2)
        pair_weights = np.minimum(weights[pairs[:, 0]], weights[pairs[:, 1]])
        found = known[pairs].all(axis=1)
        numbered = index.pair(numbers[pairs[found, 0]], numbers[pairs[found, 1]])
        unique_words, first_word = _strongest(numbers[known], weights[known])
        unique_pairs, first_pair = _strongest(numbered, pair_weights[found])
        return cls(
            index=index,
            query=query,
            numbers=unique_words,
            factors=factors[known][first_word],
            weights=weights[known][first_word],
            pairs=unique_pairs,
            pair_weights=pair_weights[found][first_pair],
            all_words=float(weights.sum()),
            all_pairs=float(pair_weights.sum()),
            told=np.array(told, dtype=np.float32),
            spoken_for=index.pool.spoken_for(unique_words, factors[known][first_word]),
        )


def _strongest(numbers: NDArray[Any], weights: Weights) -> tuple[NDArray[Any], NDArray[np.intp]]:
    """The different numbers, sorted, each with the place where it weighs most."""
    order = np.lexsort((-weights, numbers))
    ordered = numbers[order]
    first = np.append(True, ordered[1:] != ordered[:-1])[: len(order)]
    return ordered[first], order[first]
