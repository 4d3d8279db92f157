"""A paste as it was heard: the lines with their speakers, and what is asked of them again and again."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from bot.transcript.dialects import hear
from bot.transcript.ftp import exchanges_of, replies_of
from bot.transcript.model import Actor, Exchange, Reply
from bot.transcript.page import Page
from bot.transcript.quoting import quoted_codes
from bot.transcript.said import Said, Tone
from bot.transcript.sentences import Sentences


@dataclass(frozen=True, slots=True)
class Heard:
    """A paste as it was heard.

    Attributes:
        said: The lines.
        page: The words of the paste.
        replies: The replies by the index of their first line in ``said``.
        exchanges: Commands and their replies.
        sentences: The sentences of programs and people that stand anywhere in the paste.
        quoted: The error codes that a line quotes outside of the dialogue, by its index in ``said``.
    """

    said: tuple[Said, ...]
    page: Page
    replies: Mapping[int, Reply]
    exchanges: tuple[Exchange, ...]
    quoted: Mapping[int, tuple[int, ...]]
    sentences: Sentences

    @classmethod
    def of(cls, text: str) -> "Heard":
        """Hear a pasted text."""
        said = tuple(hear(composed(text)))
        replies = dict(replies_of(said))
        page = Page("\n".join(dict.fromkeys(line.raw for line in said)).casefold())
        return cls(
            said=said,
            page=page,
            sentences=Sentences(page),
            replies=replies,
            exchanges=exchanges_of(said, replies),
            quoted={index: found for index, line in enumerate(said) if (found := _quoted(line))},
        )


# What people's systems take apart: letters with accents, and the syllables of Korean and Japanese.
_APART = re.compile(r"[^\W\d_][\u0300-\u036f\u3099\u309a]{1,4}|[\u1100-\u11ff]{2,3}")


def composed(text: str) -> str:
    """The text with its letters composed (NFC), a letter at a time: a long run of marks takes quadratic time."""
    if text.isascii() or _APART.search(text) is None:
        return text
    return _APART.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)


def _quoted(line: Said) -> tuple[int, ...]:
    if line.tone is Tone.OUTPUT or line.actor not in {Actor.NOTICE, Actor.PROSE}:
        return ()
    return tuple(quoted_codes(line.text))
