"""Looking for sentences: which phrase of the table stands in a line, and what it says of the session.

Phrases are plain text, matched case-folded at word boundaries: the search stays linear, and nobody needs to know
regular expressions to add one.

``Weight.WHAT``    says what failed; its step overrules the step that the dialogue had reached
``Weight.BROKEN``  a connection was refused, timed out or broke: the dialogue tells where; its step is the default
``Weight.THAT``    says that something failed, often as a consequence of a line before it
``Weight.HINT``    people's own words, or a warning: used where nothing better is said
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from bot.transcript.model import Step
from bot.transcript.page import Page, filed, words_of
from bot.transcript.phrases import PHRASES, Weight


@dataclass(frozen=True, slots=True)
class Sentence:
    """A phrase, the step it speaks of, its weight, and what a line must have for it to stand there.

    Attributes:
        phrase: The words, case-folded.
        step, weight: What they say.
        words: The words of a phrase in ASCII; other scripts write without spaces.
        characters: All characters.
        place: Its place in the table.
    """

    phrase: str
    step: Step | None
    weight: Weight
    words: frozenset[str]
    characters: frozenset[str]
    place: int

    @classmethod
    def of(cls, phrase: str, step: Step | None, weight: Weight, place: int = 0) -> "Sentence":
        """Make a sentence of a phrase."""
        words = words_of(phrase) if phrase.isascii() else frozenset()
        return cls(phrase, step, weight, words, frozenset(phrase), place)


_TABLE = ((phrase, step, weight) for step, weight, rows in PHRASES for row in rows for phrase in row.split("|"))
SENTENCES = tuple(Sentence.of(*row, place) for place, row in enumerate(_TABLE))
_FILED = filed(SENTENCES)
_OTHER_SCRIPTS = tuple(sentence for sentence in SENTENCES if not sentence.words)


class Sentences:
    """The sentences that stand anywhere in a paste, to be looked for in its lines.

    Each is filed under the one of its words (or characters) that the fewest of them have: a line is compared with few.
    """

    def __init__(self, page: Page) -> None:
        likely = [sentence for word in _FILED.keys() & page.words for sentence in _FILED[word]]
        found = [
            sentence
            for sentence in (likely if page.text.isascii() else (*likely, *_OTHER_SCRIPTS))
            if sentence.words <= page.words and sentence.characters <= page.characters and sentence.phrase in page.text
        ]
        # Heaviest first, of equal weight the longest first, then in the order of the table.
        self._ranked = sorted(found, key=lambda one: (-one.weight, -len(one.phrase), one.place))
        common = Counter(key for sentence in found for key in sentence.words or sentence.characters)
        self._ranks: defaultdict[str, list[int]] = defaultdict(list)
        for rank, sentence in enumerate(self._ranked):
            rarest = min(sentence.words or sentence.characters, key=lambda key: (common[key], key))
            self._ranks[rarest].append(rank)
        self._known: dict[str, Sentence | None] = {}  # logs say the same again and again

    def heaviest(self, line: str) -> Sentence | None:
        """The heaviest sentence that stands in a case-folded line."""
        if line not in self._known:
            self._known[line] = self._heaviest(line)
        return self._known[line]

    def _heaviest(self, line: str) -> Sentence | None:
        keys = self._ranks.keys() & (words_of(line) if line.isascii() else words_of(line) | set(line))
        ranks = sorted(rank for key in keys for rank in self._ranks[key])
        return next((self._ranked[rank] for rank in ranks if _stands(self._ranked[rank].phrase, line)), None)


def _stands(phrase: str, line: str) -> bool:
    """Whether a phrase stands in a line and is no part of longer words (ASCII; other scripts write without spaces)."""
    start = line.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        if not (_joins(line[start - 1 : start], phrase[0]) or _joins(line[end : end + 1], phrase[-1])):
            return True
        start = line.find(phrase, end)
    return False


def _joins(neighbour: str, edge: str) -> bool:
    return neighbour.isascii() and neighbour.isalnum() and edge.isascii() and edge.isalnum()
