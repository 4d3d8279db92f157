"""Words of the modals that show more of an answer: the whole article, and why it was chosen."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.matching.model import Bearing

FULL_TITLE: Final = "Article"  # titles of modals: at most 24 characters
WHY_TITLE: Final = "Why this article"
GONE_TITLE: Final = "No longer here"

LINES: Final = "Your paste beside the article"
FOR: Final = "What speaks for it"
AGAINST: Final = "What speaks against it"
MISSING: Final = "What your paste does not show"
OTHERS: Final = "What else may fit"
NOTHING_ELSE: Final = "Nothing else fits well enough to be named."
ERASED: Final = "The text of this paste was erased or edited since, so its lines cannot be shown any more."
SHOW_INSTEAD: Final = "Show instead"
SHOWN_INSTEAD: Final = "The reply now shows the article you chose."
APPLIES_TO: Final = "Applies to"
REFERENCES: Final = "References"
NEXT_PAGE: Final = "Next page"
PREVIOUS_PAGE: Final = "Previous page"
LEGEND: Final = "= the same in the article, ≈ alike (the article’s line stands beneath)"


def page(number: int, count: int) -> str:
    """Where one is in a long article."""
    return f"Page {number} of {count}"


def _required(named: str, bearing: Bearing) -> str:
    return f"It shows {named}." if bearing is Bearing.FOR else f"It would have to show {named}."


def _excluded(named: str, _bearing: Bearing) -> str:
    return f"It shows {named}, which the article rules out."


ASKED: Final[Mapping[str, Callable[[str, Bearing], str]]] = {"require": _required, "exclude": _excluded}
"""How evidence that an article asks for is said, by the part of the evidence."""
