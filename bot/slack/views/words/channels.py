"""Words about channels: how the bot behaves in each."""

from typing import Final

OFF_HERE: Final = (
    "I am switched off in this channel. Send me the error directly, or type `/kb` and its lines: then only you see the "
    "answer."
)
