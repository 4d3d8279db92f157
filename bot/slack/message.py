"""A message as views build it and the messenger sends it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Block = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """A message to Slack.

    Attributes:
        text: Plain text for notifications and screen readers, always useful by itself.
        blocks: Block Kit blocks as plain values.
    """

    text: str
    blocks: tuple[Block, ...]
