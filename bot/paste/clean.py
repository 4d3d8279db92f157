"""The three steps as one."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.paste.bound import bounded
from bot.paste.redact import Redaction, redact
from bot.paste.slack_text import rebuild


def clean(text: str, blocks: Sequence[Mapping[str, Any]] | None = None) -> Redaction:
    """What a person pasted: rebuilt, cut to its bound, without its secrets.

    Args:
        text: The message's ``text``, or a paste from elsewhere.
        blocks: The message's ``blocks``, if it has any.
    """
    return redact(bounded(rebuild(bounded(text), blocks)))
