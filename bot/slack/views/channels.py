"""How the bot behaves in a channel: shown, changed, and said where it matters."""

from bot.slack.message import Message
from bot.slack.views import parts
from bot.slack.views.words import channels as words


def off_message() -> Message:
    """The bot was asked in a channel where it is off."""
    return parts.message(words.OFF_HERE, [parts.section(words.OFF_HERE)])
