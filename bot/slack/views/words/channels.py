"""Words about channels: how the bot behaves in each."""

from collections.abc import Mapping
from typing import Final

from bot.support.model import Mode

MODES: Final[Mapping[Mode, str]] = {
    Mode.ON: "on",
    Mode.ASKED: "when asked",
    Mode.SHADOW: "shadow",
    Mode.OFF: "off",
}
MEANS: Final[Mapping[Mode, str]] = {
    Mode.ON: "I speak up when I am sure, and always reply when asked.",
    Mode.ASKED: "I reply when I am mentioned, and keep quiet otherwise.",
    Mode.SHADOW: (
        "I reply when I am mentioned. What I would have said otherwise I only keep, masked, so that support people can "
        "judge it in my Home."
    ),
    Mode.OFF: "I say nothing, also when mentioned, and keep nothing.",
}
BUTTONS: Final[Mapping[Mode, str]] = {
    Mode.ON: "On",
    Mode.ASKED: "When asked",
    Mode.SHADOW: "Shadow",
    Mode.OFF: "Off",
}
PRIVATE_FIRST: Final = "Answers are shown to the poster alone first, who can share them."
PUBLIC_FIRST: Final = "Answers are posted in the thread."
MAKE_PRIVATE: Final = "Show answers privately first"
MAKE_PUBLIC: Final = "Post answers at once"
NEVER_SET: Final = "Nobody has changed this; it is how I begin."
WATCH_USAGE: Final = "`/kb watch off`, `asked`, `shadow` or `on` sets it, and so do these buttons."
DIRECT: Final = "This is a direct message: I always reply here, and nothing needs to be set."
MAY_NOT: Final = "Only support people and curators can change how I behave in a channel; please ask one of them."
NOBODY_MAY: Final = (
    "Nobody is set up to change how I behave yet: whoever runs me can set `SUPPORT` or `CURATORS` to the ids of people "
    "or user groups."
)
SHARED_CHANNEL: Final = "In a channel shared with another organisation I speak only when asked, whatever is set here."


WHO_MAY: Final = "Support people and curators can change this."


def title(channel: str, mode: str) -> str:
    """How the bot behaves in a channel."""
    return f"In {channel} I am *{mode}*."


def title_plain(mode: str) -> str:
    """The same for notifications."""
    return f"In this channel I am {mode}."


def set_by(who: str, when: str) -> str:
    """Who changed it last."""
    return f"Set by {who}, {when}"


def unknown_mode(word: str) -> str:
    """``/kb watch`` and a word that is no mode."""
    return f"I do not know the mode “{word}”: it is off, asked, shadow or on."


OFF_HERE: Final = (
    "I am switched off in this channel. Send me the error directly, or type `/kb` and its lines: then only you see the "
    "answer."
)
