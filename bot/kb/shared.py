"""Runs of words that our articles share with other texts: what others wrote is theirs, only error texts are common.

Words are compared without their case, whatever stands between them. Of an article only the prose counts: fenced
blocks, code, quotations and front matter (but for the title) are left out, since error texts, commands and settings
cannot be said in other words.
"""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from bot.kb.files import sources
from bot.kb.microsoft import decode
from bot.kb.wording import without_code

_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r'"[^"\n]{1,300}"|[“„][^“”„\n]{1,300}[“”]')
_TITLE = re.compile(r"title:\s")


class Run(NamedTuple):
    """Words that stand in two texts.

    Attributes:
        file, line: Where they begin in ours.
        other, other_line: Where they begin in the other text.
        words: As many as follow each other in both.
    """

    file: str
    line: int
    other: str
    other_line: int
    words: str


def shared_runs(ours: Path, theirs: Path, shortest: int = 12) -> Iterator[Run]:
    """The longest runs of words in which prose of ours and another text agree.

    Args:
        ours: A file, folder or archive; only Markdown articles count.
        theirs: A file, folder or archive of texts.
        shortest: The number of words from which a run counts.

    Raises:
        ArticleError: There is nothing at one of the paths.
    """
    texts = {
        source.name: prose(text)
        for source in sources(ours)
        if source.why is None and (text := decode(source.data)).startswith("---")
    }
    folded = {name: _words(text) for name, text in texts.items()}
    places: dict[tuple[str, ...], tuple[str, int]] = {}
    for name, mine in folded.items():
        for at in range(len(mine) - shortest + 1):
            places.setdefault(tuple(mine[at : at + shortest]), (name, at))
    for source in sources(theirs):
        text = decode(source.data).replace("\\n", " ")  # ends of lines within JSON
        other = _words(text)
        at = 0
        while at <= len(other) - shortest:
            place = places.get(tuple(other[at : at + shortest]))
            if place is None:
                at += 1
                continue
            name, start = place
            length = _agreement(folded[name][start:], other[at:])
            words = " ".join(other[at : at + length])
            yield Run(name, _line(texts[name], start), source.name, _line(text, at), words)
            at += length


def prose(markdown: str) -> str:
    """What an article says in its own words; every line keeps its number."""
    lines = markdown.replace("\r\n", "\n").split("\n")
    end = next((number for number, line in enumerate(lines[1:], start=1) if line.rstrip() == "---"), 0)
    front = [_TITLE.sub("", line) if _TITLE.match(line) else "" for line in lines[: end + 1]]
    return _QUOTED.sub(" ", without_code("\n".join([*front, *lines[end + 1 :]])))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _agreement(one: list[str], other: list[str]) -> int:
    """How many words two lists have in common from their beginnings."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (word, twin) in pairs if word != twin), min(len(one), len(other)))


def _line(text: str, nth: int) -> int:
    """The number of the line, from 1, of a text's nth word, from 0."""
    lowered = text.lower()
    word = next(islice(_WORD.finditer(lowered), nth, None))
    return lowered.count("\n", 0, word.start()) + 1
