"""Words about what people say after an answer: solved, not this, and why."""

from collections.abc import Mapping
from typing import Final

from bot.support.model import Reason

SOLVED_OTHERWISE: Final = "Solved another way"
SHOW_AGAIN: Final = "Show it again"
WHY_NOT: Final = "Why not? (optional)"

REASONS: Final[Mapping[Reason, str]] = {
    Reason.ANOTHER_ERROR: "Another error",
    Reason.DID_NOT_HELP: "Tried, did not help",
    Reason.NOT_MY_SERVER: "Not my server",
}


def turned_down(title: str, who: str, reason: Reason | None) -> str:
    """An article that was not it, who said so, and why."""
    return f"{title} ({who})" if reason is None else f"{title} ({who}: {REASONS[reason].lower()})"


def solved_otherwise(who: str, article: str, how: str) -> str:
    """Solved, but by none of the answers; the article, inline code, and how it was done may both be empty."""
    said = f"*Resolved by {who}*{f' with {article}' if article else ''}"
    if how:
        return f"{said}: {how}"
    return f"{said}." if article else f"{said}, by something else."


def only_the_poster(who: str) -> str:
    """To somebody who pressed what only the poster and support people may."""
    return (
        f"Thank you. Only {who}, who pasted this, and support people can say what became of it. "
        "If you have the same error, paste yours; anybody can press *Ask a person*."
    )


def linked(numbers: str) -> str:
    """Tickets of other systems that people named in the thread."""
    return f"Also known as {numbers}"
