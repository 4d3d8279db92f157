"""The lexicon: every word of the stored symptoms, how telling it is, and the word that a slip of the pen meant.

Words are kept sorted, as bytes, in one array that can be mapped from a file; a word's number is its place there. A slip
is found by deletions (Garbe's method): two words are one edit apart only if they, or what is left of them without one
letter, are the same. The deletions of all words are kept as sorted checksums; what they find is then compared for real.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from bot.matching.runs import Numbers

LONGEST = 40  # bytes of a word that count
SHORTEST_SLIP = 4  # a shorter word is one edit away from too many others
LONGEST_SLIP = 16


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words.

    Attributes:
        words: The words, sorted.
        rarity: For each, how telling it is (its inverse document frequency in nats).
        deletions: Checksums of the words and of what they are without one letter, sorted.
        deleted: For each checksum, the number of its word.
    """

    words: NDArray[np.bytes_]
    rarity: NDArray[np.float32]
    deletions: NDArray[np.uint32]
    deleted: Numbers

    @classmethod
    def of(cls, words: NDArray[np.bytes_], rarity: NDArray[np.float32]) -> "Lexicon":
        """A lexicon of sorted words."""
        numbers: list[int] = []
        checksums: list[int] = []
        for number, word in enumerate(words.tolist()):
            if _may_slip(word):
                for left in _deletions(word):
                    checksums.append(crc32(left))
                    numbers.append(number)
        deletions = np.array(checksums, dtype=np.uint32)
        order = np.argsort(deletions, kind="stable")
        return cls(words, rarity, deletions[order], np.array(numbers, dtype=np.int32)[order])

    def numbers(self, words: Sequence[str]) -> Numbers:
        """The numbers of words; -1 for one that is not here."""
        if not words or not len(self.words):
            return np.full(len(words), -1, dtype=np.int32)
        wanted = np.array([key(word) for word in words], dtype=self.words.dtype)
        places = np.minimum(np.searchsorted(self.words, wanted), len(self.words) - 1)
        return np.where(self.words[places] == wanted, places, -1).astype(np.int32)

    def repair(self, word: str) -> int | None:
        """The number of the commonest word that is one edit away from a word that is not here.

        An edit is a letter too much, too few or another, or two letters changed about.
        """
        wanted = key(word)
        if not _may_slip(wanted):
            return None
        checksums = np.array([crc32(left) for left in _deletions(wanted)], dtype=np.uint32)
        first = np.searchsorted(self.deletions, checksums, side="left")
        after = np.searchsorted(self.deletions, checksums, side="right")
        near = {
            number
            for start, end in zip(first.tolist(), after.tolist(), strict=True)
            for number in self.deleted[start:end].tolist()
            if OSA.distance(wanted, self.words[number], score_cutoff=1) <= 1
        }
        return min(near, key=lambda number: (float(self.rarity[number]), number), default=None)


def key(word: str) -> bytes:
    """A word as it is kept."""
    return word.encode()[:LONGEST]


def _may_slip(word: bytes) -> bool:
    return SHORTEST_SLIP <= len(word) <= LONGEST_SLIP and word.isalpha()


def _deletions(word: bytes) -> Iterator[bytes]:
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
