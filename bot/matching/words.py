"""Words of masked lines: what retrieval and coverage count."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from bot.transcript import mask_line

# A placeholder of the mask, a word with inner dots, dashes or underscores, or a number.
WORD = re.compile(r"<[a-z0-9:-]{1,24}>|[^\W_][\w.'/\\-]{0,40}[^\W_]|[^\W_]")

# Chinese and Japanese are written without spaces: there each two characters that follow each other count as a word.
_UNSPACED = re.compile(r"([\u3040-\u30ff\u3400-\u9fff]{2,})")

STOP = frozenset(
    """
    a an and any are as at be been but by can do for from get gets got had has have how i if in into is it its just me
    my of on only or our so some still that the their them then there they this to up us very was we were what when
    where which who why will with would you your
    """.split()
)


def words(masked: str) -> list[str]:
    """The words of a masked line, in order; those that stand everywhere are left out."""
    found = [word for word in WORD.findall(masked) if word not in STOP]
    return found if masked.isascii() else [piece for word in found for piece in _pieces(word)]


def _pieces(word: str) -> Iterator[str]:
    """A word, or the pairs of characters in it where it is written without spaces."""
    for piece in _UNSPACED.split(word):
        if _UNSPACED.fullmatch(piece):
            yield from ("".join(pair) for pair in pairwise(piece))
        elif piece:
            yield piece


def masked_lines(text: str) -> list[str]:
    """The non-empty lines of a text, masked."""
    return [masked for line in text.splitlines() if (masked := mask_line(line).strip())]


def all_words(lines: Iterable[str]) -> set[str]:
    """The different words of masked lines."""
    return {word for line in lines for word in words(line)}
