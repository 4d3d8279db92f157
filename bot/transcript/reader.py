"""Reading a paste: lines, dialogue, protocol, failure, facts, each from what the one before found."""

import unicodedata

from bot.transcript.dialects import hear
from bot.transcript.failure import find_failure
from bot.transcript.ftp import exchanges_of, replies_of
from bot.transcript.model import Actor, Transcript
from bot.transcript.observe import facts_of, steps_of
from bot.transcript.page import Page
from bot.transcript.protocols import FTP, protocol_of
from bot.transcript.quoting import quoted_codes
from bot.transcript.said import Tone

MAX_CHARACTERS = 64 * 1024


def read(text: str) -> Transcript:
    """Read a paste as an FTP dialogue.

    Args:
        text: The pasted text, rebuilt from Slack and with its secrets masked; what exceeds 64 Ki characters is not read.

    Returns:
        The transcript. Any text can be read: one that shows no FTP has no failure and says so in its facts.
    """
    said = hear(unicodedata.normalize("NFC", text[:MAX_CHARACTERS]))
    page = Page("\n".join(line.raw for line in said).casefold())
    replies = dict(replies_of(said))
    exchanges = exchanges_of(said, replies)
    quoted = {
        index: codes
        for index, line in enumerate(said)
        if line.actor in {Actor.NOTICE, Actor.PROSE}
        and line.tone is not Tone.OUTPUT
        and (codes := quoted_codes(line.text))
    }
    protocol = protocol_of(said, page, frozenset(code for codes in quoted.values() for code in codes))
    failure = find_failure(said, replies, quoted, page) if protocol == FTP else None
    return Transcript(
        lines=tuple(line.as_line() for line in said),
        exchanges=exchanges,
        steps=steps_of(said, exchanges, failure),
        failure=failure,
        protocol=protocol,
        facts=facts_of(said, exchanges, quoted, failure, protocol, page),
    )
