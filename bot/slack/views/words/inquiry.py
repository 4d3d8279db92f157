"""Words of the question that is asked once, when nobody said what became of a paste."""

from typing import Final


def solved_by(who: str, title: str) -> str:
    """Did the article that is shown solve it?"""
    return f"{who}, did *{title}* solve this? A word from you helps the next person who sees this error."


def solved(who: str) -> str:
    """Is it solved, where no article is shown in full?"""
    return f"{who}, is this solved by now? A word from you helps the next person who sees this error."


ONCE: Final = "I ask this only once."
NOTED: Final = "Thank you, I have noted that. My answer above is up to date."
GONE: Final = "The message I asked about was deleted."
