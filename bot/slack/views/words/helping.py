"""Words for and about people who help."""

from typing import Final

CLAIM: Final = "Claim"
RELEASE: Final = "Release"
RESOLVED: Final = "Resolved"
SHOW_LINES: Final = "Show them the lines"

SHOW_LINES_TITLE: Final = "Show what you pasted?"
SHOW_LINES_YES: Final = "Show it"
SHOW_LINES_NO: Final = "Not now"

HIDDEN_LINES: Final = (
    "What was pasted stays in its private conversation, unless whoever pasted it shows it here: I have asked."
)


def show_lines(where: str) -> str:
    """What a press would show, and to whom; plain text."""
    return f"The lines you pasted, with passwords masked, will be seen by everybody in {where}. Nothing else is shared."


def hidden_from(where: str) -> str:
    """In a private conversation: what those who were asked elsewhere see."""
    return f"Those who help see in {where} which step failed, but not the lines you pasted."


def claimed(who: str) -> str:
    """Somebody took it on."""
    return f"{who} takes care of this."


def claimed_already(who: str) -> str:
    """To somebody who wanted to take it on, too late."""
    return f"{who} takes care of this already."


REOPENED: Final = "This is open again, but nobody asks for a person now: *Ask a person* in the reply does."
IN_PRIVATE: Final = "in private"
NOT_WANTED: Final = "Nobody needs to take care of this any more: it is resolved."


def resolved_already(who: str) -> str:
    """To somebody who said what solved it, too late."""
    return f"{who} has already said what solved it. *Reopen* takes that back."


# The modal, its title at most 24 characters
SOLUTION_TITLE: Final = "What solved it?"
SOLUTION_SUBMIT: Final = "Resolved"
SHOWN_ARTICLE: Final = "One of the articles that were shown"
SHOWN_PLACEHOLDER: Final = "None of them"
OTHER_ARTICLE: Final = "Or another article"
OTHER_ARTICLE_HINT: Final = "Its id, such as Q269241."
HOW: Final = "Or something else, in a few words"
HOW_HINT: Final = "It is shown in the thread. Leave out passwords."
SOLUTION_GONE: Final = "The dialog was closed before it opened: press *Resolved* again."
