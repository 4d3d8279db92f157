"""What the shortcut *Find the cause* says besides the answer."""

from bot.slack.message import Message
from bot.slack.views import parts
from bot.slack.views.words import modals as words


def answered_message(link: str) -> Message:
    """The message was answered already; where."""
    said = words.answered(parts.link(link, words.THE_ANSWER))
    return parts.message(said, [parts.section(said)])


def own_message() -> Message:
    """The message is the bot's own."""
    return parts.message(words.MY_OWN, [parts.section(words.MY_OWN)])
