"""Reading a paste: what is heard, then its protocol, its failure and its facts, each from what the one before found."""

from bot.transcript.failure import find_failure
from bot.transcript.heard import Heard
from bot.transcript.model import Transcript
from bot.transcript.observe import facts_of
from bot.transcript.protocols import FTP, protocol_of
from bot.transcript.steps import steps_of
from bot.transcript.talk import is_talk

MAX_CHARACTERS = 64 * 1024


def read(text: str) -> Transcript:
    """Read a paste as an FTP dialogue.

    Args:
        text: The pasted text, rebuilt from Slack and with its secrets masked; what exceeds 64 Ki characters, or 4,000
            lines, is not read.

    Returns:
        The transcript. Any text can be read: one that shows no FTP has no failure, and says so in its facts.
    """
    heard = Heard.of(text[:MAX_CHARACTERS])
    protocol = protocol_of(heard)
    talk = is_talk(heard)
    failure = find_failure(heard) if protocol == FTP and not talk else None
    return Transcript(
        lines=tuple(line.as_line() for line in heard.said),
        exchanges=heard.exchanges,
        steps=steps_of(heard, failure),
        failure=failure,
        protocol=protocol,
        facts=facts_of(heard, failure, protocol) | ({"outcome:talk"} if talk else set()),
    )
