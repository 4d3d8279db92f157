"""A paste as it was heard: the lines with their speakers, and what is asked of them again and again."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from bot.transcript.dialects import hear
from bot.transcript.ftp import exchanges_of, replies_of
from bot.transcript.model import Actor, Exchange, Reply
from bot.transcript.page import Page
from bot.transcript.quoting import quoted_codes
from bot.transcript.said import Said, Tone
from bot.transcript.sentences import Sentence, relevant


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
    sentences: tuple[Sentence, ...]

    @classmethod
    def of(cls, text: str) -> "Heard":
        """Hear a pasted text."""
        said = tuple(hear(unicodedata.normalize("NFC", text)))
        replies = dict(replies_of(said))
        page = Page("\n".join(line.raw for line in said).casefold())
        return cls(
            said=said,
            page=page,
            sentences=relevant(page),
            replies=replies,
            exchanges=exchanges_of(said, replies),
            quoted={index: found for index, line in enumerate(said) if (found := _quoted(line))},
        )


def _quoted(line: Said) -> tuple[int, ...]:
    if line.tone is Tone.OUTPUT or line.actor not in {Actor.NOTICE, Actor.PROSE}:
        return ()
    return tuple(quoted_codes(line.text))
