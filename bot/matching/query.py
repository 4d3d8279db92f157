"""A paste as the matcher compares it: its lines masked, each with how much it has to say."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.matching.evidence import fold
from bot.matching.words import words
from bot.transcript import Actor, Line, Transcript, mask_line

MOST_LINES = 60  # compared line by line; a longer paste is represented by its most telling ones

DECISIVE = 3.0
ERROR = 1.5
TOLD = 1.0  # what programs and people say in their own words
SENT = 0.5  # commands: what was being done
SUCCESS = 0.3  # success is no evidence of failure, but tells the server and the step


@dataclass(frozen=True, slots=True)
class QueryLine:
    """A line of the paste, masked.

    Attributes:
        words: Its words, in order.
        factor: How much it counts.
    """

    line: Line
    masked: str
    words: tuple[str, ...]
    factor: float


@dataclass(frozen=True, slots=True)
class Query:
    """A paste ready to be compared.

    Attributes:
        lines: The lines to compare, in the order of the paste.
        words: The different words, each with the highest factor of the lines it stands in.
        pairs: The different pairs of words that follow each other, also over the end of a line (pastes are wrapped).
        decisive: The decisive line, if a failure was found.
        folded: The text in which phrases are looked for.
    """

    transcript: Transcript
    lines: tuple[QueryLine, ...]
    words: dict[str, float]
    pairs: tuple[tuple[str, str], ...]
    decisive: QueryLine | None
    folded: str

    @property
    def all_factors(self) -> NDArray[np.float32]:
        """For each line, how much it counts."""
        return np.array([line.factor for line in self.lines], dtype=np.float32)

    @property
    def factors(self) -> NDArray[np.float32]:
        """For each line, how much it counts, at most 1."""
        return np.array([min(line.factor, 1.0) for line in self.lines], dtype=np.float32)

    @classmethod
    def of(cls, text: str, transcript: Transcript) -> "Query":
        """Mask and weigh the lines of a paste."""
        decisive_number = transcript.failure.line if transcript.failure else None
        factors = [DECISIVE if line.number == decisive_number else _factor(line) for line in transcript.lines]
        chosen: dict[int, QueryLine] = {}
        seen: set[str] = set()
        # The most telling first: of a long paste no more are masked than will be compared.
        for place in sorted(range(len(factors)), key=lambda place: -factors[place]):
            line = transcript.lines[place]
            if line.text in seen:
                continue
            masked = mask_line(line.text).strip()
            if masked and masked not in seen:
                chosen[place] = QueryLine(line, masked, tuple(words(masked)), factors[place])
            seen |= {line.text, masked}
            if len(chosen) == MOST_LINES:
                break
        lines = [chosen[place] for place in sorted(chosen)]
        weighted: dict[str, float] = {}
        for each in lines:
            for word in each.words:
                weighted[word] = max(weighted.get(word, 0.0), each.factor)
        decisive = next((line for line in lines if line.line.number == decisive_number), None)
        pairs = tuple(dict.fromkeys(pairwise(word for each in lines for word in each.words)))
        return cls(transcript, tuple(lines), weighted, pairs, decisive, fold(text))


def _factor(line: Line) -> float:
    if line.actor is Actor.COMMAND:
        return SENT
    if line.actor is Actor.REPLY and line.code is not None:
        return ERROR if line.code >= 400 else SUCCESS  # noqa: PLR2004  RFC 959, 4.2: 4yz and 5yz are failures
    return TOLD
