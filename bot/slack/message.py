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
        plain: The same in blocks that every workspace takes, where ``blocks`` has newer ones; empty where it has none.
    """

    text: str
    blocks: tuple[Block, ...]
    plain: tuple[Block, ...] = ()

    @property
    def newer(self) -> frozenset[str]:
        """The types of block that only some workspaces take."""
        if not self.plain:
            return frozenset()
        return frozenset(str(block["type"]) for block in self.blocks) - {block["type"] for block in self.plain}
