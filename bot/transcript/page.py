"""The paste as a bag of words, for the many questions of the kind "does this stand anywhere in it?".

A sign is a piece of case-folded text. A sign of letters and digits only must be a whole word of the paste, unless its
script is written without blanks; any other sign begins with a word and may end within one. Both are answered without
regular expressions. A long text is searched only for those signs whose whole words and other characters it has, so
hundreds of signs cost little.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol, TypeVar

# Chinese, Japanese and Korean put no blank beside a foreign word: 连接ftp服务器失败
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+")
_WHOLE_WORD = re.compile(rf"[^\W_{_UNSPACED}]+")


class _Worded(Protocol):
    @property
    def words(self) -> frozenset[str]: ...


_T = TypeVar("_T", bound=_Worded)


class Sign(NamedTuple):
    """A piece of case-folded text, and the words and characters without which it cannot stand in a paste."""

    text: str
    words: frozenset[str]
    characters: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "Sign":
        """Make a sign of a piece of text; its last word may go on in the paste, unless something stands behind it."""
        matches = list(_WORD.finditer(text)) if text.isascii() else []  # other scripts write without spaces
        words = frozenset(match[0] for match in matches if match.end() < len(text))
        return cls(text, words, frozenset(text))


class Page:
    """A case-folded paste, its words and its characters."""

    __slots__ = ("characters", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = words_of(text)
        self.characters = frozenset(text)

    def shows(self, sign: Sign) -> bool:
        """Whether a sign stands anywhere in the paste."""
        return sign.words <= self.words and sign.characters <= self.characters and sign.text in self.text


class Signs:
    """A set of signs, written as ``one|two words|three``."""

    __slots__ = ("_filed", "_files", "_unfiled", "_words")

    def __init__(self, *signs: str) -> None:
        every = [sign for group in signs for sign in group.split("|")]
        self._words = frozenset(sign for sign in every if _WHOLE_WORD.fullmatch(sign))
        phrases = [Sign.of(sign) for sign in every if sign not in self._words]
        self._filed = filed(phrases)
        self._files = frozenset(self._filed)
        self._unfiled = tuple(sign for sign in phrases if not sign.words)

    def count(self, page: Page) -> int:
        """How many different signs the page shows."""
        return len(self._words & page.words) + sum(map(page.shows, self._likely(page)))

    def on(self, page: Page) -> bool:
        """Whether the page shows any of the signs."""
        if not self._words.isdisjoint(page.words):
            return True
        likely = self._likely(page)
        return bool(likely) and any(map(page.shows, likely))

    def _likely(self, page: Page) -> Sequence[Sign]:
        """The signs that the page may show, by its words."""
        if self._files.isdisjoint(page.words):
            return self._unfiled
        return [*self._unfiled, *(sign for word in self._files & page.words for sign in self._filed[word])]


def filed(items: Iterable[_T]) -> dict[str, list[_T]]:
    """What can only stand where certain words do, under the longest of them; what needs no word is left out.

    Of hundreds of phrases, only those whose word a text has need to be looked for in it.
    """
    found: dict[str, list[_T]] = {}
    for item in items:
        if item.words:
            found.setdefault(max(item.words, key=lambda word: (len(word), word)), []).append(item)
    return found


def words_of(text: str) -> frozenset[str]:
    """The words of a case-folded text: runs of letters and digits."""
    return frozenset(_WORD.findall(text))
