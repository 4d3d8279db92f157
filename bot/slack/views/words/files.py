"""Words about files that cannot be read: what is wrong, and what to do."""

from typing import Final

_LINES: Final = "Paste the lines around the error instead."


def _named(name: str) -> str:
    """A file's name, in quotation marks; it is plain text."""
    return f"“{name}”" if name else "the file"


def image(name: str) -> str:
    """A picture."""
    return f"I cannot read pictures such as {_named(name)}. Copy the lines as text, or add the log as a .txt file."


def no_text(name: str) -> str:
    """A binary file, or of a kind that holds no log."""
    return f"I read text only, and {_named(name)} is something else. Add the log as a .txt or .log file."


def empty(name: str) -> str:
    """Nothing in it."""
    return f"There is no text in {_named(name)}. {_LINES}"


def too_large(name: str) -> str:
    """More than is read."""
    return f"I read files of up to 64 MB, and {_named(name)} is larger. Cut out the part around the error."


def gone(name: str) -> str:
    """Deleted meanwhile, or kept from the bot."""
    return f"Slack does not show me {_named(name)} any more. {_LINES}"


def elsewhere(name: str) -> str:
    """Kept by another service."""
    return f"I cannot open {_named(name)}, because it is not kept in Slack. {_LINES}"


def sign_in(name: str) -> str:
    """A page came instead: the scope is missing."""
    return (
        f"Slack gave me its sign-in page instead of {_named(name)}: whoever runs me can add the permission files:read. "
        f"Until then, paste the lines around the error."
    )
