"""Lists of runs, one after the other in a flat array: how the index keeps what has no fixed length."""

from array import array
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
Offsets = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of values.

    Attributes:
        values: All values.
        offsets: Where each run starts, and where the last one ends.
    """

    values: NDArray[Any]
    offsets: Offsets

    def join(self, places: Numbers) -> tuple[NDArray[Any], Offsets]:
        """Some runs joined, with where each of them ends there."""
        spread, ends = spans(self.offsets, places)
        return self.values[spread], ends

    def texts(self, places: NDArray[np.integer[Any]]) -> list[str]:
        """Some runs of bytes as texts."""
        data = self.values.data
        starts, ends = self.offsets[places].tolist(), self.offsets[places + 1].tolist()
        return [str(data[start:end], "utf-8") for start, end in zip(starts, ends, strict=True)]


class Texts:
    """Runs of bytes in the making."""

    def __init__(self) -> None:
        self._text = bytearray()
        self._offsets = array("q", [0])

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def add(self, text: str) -> None:
        """Add a text."""
        self._text += text.encode()
        self._offsets.append(len(self._text))

    def runs(self) -> Runs:
        """All texts, each a run."""
        return Runs(np.frombuffer(bytes(self._text), dtype=np.uint8), np.array(self._offsets, dtype=np.int64))


def spans(offsets: Offsets, places: Numbers) -> tuple[Offsets, Offsets]:
    """The places of all values of some runs, one run after the other, and where each run ends among them."""
    starts = offsets[places]
    lengths = offsets[places + 1] - starts
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + lengths, lengths), ends
