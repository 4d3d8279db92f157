"""Words about a failure that several people have at once."""

from typing import Final

from bot.support.together import MANY

SHOW_HERE: Final = "Show it here"
SAME_PLAIN: Final = "Others here have the same failure, and the answer stands in their thread."


def same_from(people: int) -> str:
    """On the answer for all."""
    number = f"{people} people" if people < MANY else f"{people} people or more"
    return f"*The same failure from {number} in this channel.* The others were led here."


def same_as(link: str, people: int, article: str) -> str:
    """Instead of an answer: leads to the one for all; ``link`` names it."""
    return f"{people} people have the same failure right now. {link}: {article}"


THE_ANSWER: Final = "The answer is here"


def solved_there(who: str) -> str:
    """Somebody said there that it solved it; that resolves nobody else's ticket."""
    return f"{who} says that it solved it there. Did it solve yours too?"
