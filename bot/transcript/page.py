"""The paste as a bag of words, for the many questions of the kind "does this stand anywhere in it?".

A sign is a piece of case-folded text. A sign of letters and digits only must be a whole word of the paste; any other
sign may stand anywhere. Both are answered without regular expressions, so hundreds of signs cost little.
"""

import re

_WORD = re.compile(r"[^\W_]+")


class Page:
    """A case-folded paste and the set of its words."""

    __slots__ = ("text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = words_of(text)


class Signs:
    """A set of signs, written as ``one|two words|three``."""

    __slots__ = ("_phrases", "_words")

    def __init__(self, *signs: str) -> None:
        every = [sign for group in signs for sign in group.split("|")]
        self._words = frozenset(sign for sign in every if _WORD.fullmatch(sign))
        self._phrases = tuple(sign for sign in every if sign not in self._words)

    def count(self, page: Page) -> int:
        """How many different signs the page shows."""
        text = page.text
        return len(self._words & page.words) + sum(phrase in text for phrase in self._phrases)

    def on(self, page: Page) -> bool:
        """Whether the page shows any of the signs."""
        text = page.text
        return not self._words.isdisjoint(page.words) or any(phrase in text for phrase in self._phrases)


def words_of(text: str) -> frozenset[str]:
    """The words of a case-folded text: runs of letters and digits."""
    return frozenset(_WORD.findall(text))
