"""Looking for sentences: which phrase of the table stands in a line, and what it says of the session.

Phrases are plain text, matched case-folded at word boundaries: the search stays linear, and nobody needs to know
regular expressions to add one.

``Weight.WHAT``    says what failed; its step overrules the step that the dialogue had reached
``Weight.BROKEN``  a connection was refused, timed out or broke: the dialogue tells where; its step is the default
``Weight.THAT``    says that something failed, often as a consequence of a line before it
``Weight.HINT``    people's own words, or a warning: used where nothing better is said
"""

from dataclasses import dataclass

from bot.transcript.model import Step
from bot.transcript.page import Page, words_of
from bot.transcript.phrases import PHRASES, Weight


@dataclass(frozen=True, slots=True)
class Sentence:
    """A phrase, the step it speaks of, its weight, and the words that a paste must have for it to stand there."""

    phrase: str
    step: Step | None
    weight: Weight
    words: frozenset[str] = frozenset()


SENTENCES = tuple(
    Sentence(phrase, step, weight, words_of(phrase) if phrase.isascii() else frozenset())
    for step, weight, rows in PHRASES
    for row in rows
    for phrase in row.split("|")
)


def relevant(page: Page) -> tuple[Sentence, ...]:
    """The sentences that stand anywhere in a paste: heaviest first, and of equal weight the longest first."""
    text, words = page.text, page.words
    found = [sentence for sentence in SENTENCES if sentence.words <= words and sentence.phrase in text]
    return tuple(sorted(found, key=lambda sentence: (-sentence.weight, -len(sentence.phrase))))


def heaviest(line: str, sentences: tuple[Sentence, ...]) -> Sentence | None:
    """The first of the relevant sentences that stands in a case-folded line."""
    return next((sentence for sentence in sentences if _stands(sentence.phrase, line)), None)


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
