"""The pool: the words of all symptoms of a cause together.

People seldom tell one stored symptom; they tell a little of several. So a word also speaks for every cause in whose
symptoms it stands more often than in others: by the logarithm of how much more often, held back where there are few
symptoms to tell by (naive Bayes, without what would speak against a cause: nobody tells everything).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.runs import Numbers, spans

HELD_BACK = 100  # so many symptoms with the words of all causes are added to those of each
MOST_FACTOR = 3.0  # what a word of the decisive line counts at the most
HALF_SAID = 3.0  # so much (in nats) for the best cause is half convincing
BEST = 3  # causes whose articles are compared in any case

Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pool:
    """What each word says about causes.

    Attributes:
        cause: For each article, the number of its cause; -1 for an imported one.
        offsets: For each word, where its causes start, and where those of the last word end.
        causes: The causes that the words speak for, word by word.
        worth: How much each does, in nats.
    """

    cause: Numbers
    offsets: NDArray[np.int64]
    causes: Numbers
    worth: Weights

    @classmethod
    def of(cls, cause: Sequence[int], entry: Numbers, word: Numbers, owners: Numbers, words: int) -> "Pool":
        """Count the words of each cause's symptoms.

        Args:
            cause: For each article, the number of its cause; -1 for an imported one.
            entry: For each document, the place of its article.
            word: The different words of all documents, document by document.
            owners: For each of them, its document.
            words: How many words there are.
        """
        numbers = np.array(cause, dtype=np.int32)
        of_document = numbers[entry] if len(numbers) else np.zeros(0, dtype=np.int32)
        own = of_document >= 0
        documents = np.bincount(of_document[own]).astype(np.float64)
        speaks = own[owners] if len(owners) else np.zeros(0, dtype=np.bool_)
        count = len(documents)
        both = word[speaks].astype(np.int64) * max(count, 1) + of_document[owners[speaks]]
        pairs, often = np.unique(both, return_counts=True)
        spoken, causes = pairs // max(count, 1), pairs % max(count, 1)
        anywhere = (np.bincount(word[speaks], minlength=words) + 0.5) / (documents.sum() + 1)
        there = (often + HELD_BACK * anywhere[spoken]) / (documents[causes] + HELD_BACK)
        worth = np.log(there / anywhere[spoken])
        kept = worth > 0
        return cls(
            cause=numbers,
            offsets=np.concatenate([[0], np.cumsum(np.bincount(spoken[kept], minlength=words))]).astype(np.int64),
            causes=causes[kept].astype(np.int32),
            worth=worth[kept].astype(np.float32),
        )

    def spoken_for(self, numbers: Numbers, factors: Weights) -> Weights:
        """For each cause, how much these words speak for it, from 0 to 1, beside the one that they speak for most.

        Args:
            numbers: The words of a paste.
            factors: How much each counts.
        """
        if not len(self.causes):
            return np.zeros(int(self.cause.max(initial=-1)) + 1, dtype=np.float32)
        places, ends = spans(self.offsets, numbers)
        weights = self.worth[places] * np.repeat(np.minimum(factors, MOST_FACTOR), np.diff(ends, prepend=0))
        scores: NDArray[Any] = np.bincount(self.causes[places], weights, minlength=int(self.cause.max(initial=-1)) + 1)
        shares: Weights = (scores / (float(scores.max(initial=0.0)) + HALF_SAID)).astype(np.float32)
        return shares

    def articles(self, spoken_for: Weights) -> list[int]:
        """The articles of the causes that are spoken for most."""
        best = [cause for cause in np.argsort(-spoken_for, kind="stable")[:BEST].tolist() if spoken_for[cause]]
        return np.flatnonzero(np.isin(self.cause, best)).tolist() if best else []
