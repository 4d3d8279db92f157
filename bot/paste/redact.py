"""Secrets out of a paste, with everything that matters for matching left in."""

from dataclasses import dataclass
from typing import Any

from bot.paste.secret_rules import FINDERS, KINDS, Secret
from bot.paste.secret_values import MASK


@dataclass(frozen=True, slots=True)
class Redaction:
    """A text without its secrets.

    Attributes:
        text: The text, each secret replaced by ``***``.
        kinds: What was found, each once: ``password``, ``account``, ``url-password``, ``private-key``, ``token``. Empty
            where every secret was masked before, and where only passwords of anonymous logins were masked.
    """

    text: str
    kinds: tuple[str, ...]


def redact(text: str) -> Redaction:
    """Mask the secrets of a text.

    Commands, user names, hosts, reply codes and what servers say stay. Applied to its own result it changes nothing.
    Call it after ``rebuild``: Slack's links and emoji hide parts of a secret from it.
    """
    lowered = text.lower()
    secrets = [secret for words, find in FINDERS if any(word in lowered for word in words) for secret in find(text)]
    if not secrets:
        return Redaction(text, ())
    found = {secret.kind for secret in secrets}
    return Redaction(_masked(text, secrets), tuple(kind for kind in KINDS if kind in found))


def _masked(text: str, secrets: list[Secret]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end, _ in sorted(secrets, key=lambda secret: secret[:2]):
        if start >= done:
            pieces += (text[done:start], MASK)
        done = max(done, end)
    return "".join((*pieces, text[done:]))


def redact_tree(value: Any) -> tuple[Any, tuple[str, ...]]:
    """Mask the secrets in every string of a JSON value; keys, numbers and the shape stay.

    Returns:
        A new value, and the kinds that were found. Not recursive: no depth of nesting is too much.
    """
    found: set[str] = set()
    root: list[Any] = [value]
    todo: list[dict[Any, Any] | list[Any]] = [root]
    while todo:
        container = todo.pop()
        places = container.items() if isinstance(container, dict) else enumerate(container)
        for place, item in list(places):
            if isinstance(item, str):
                redaction = redact(item)
                found.update(redaction.kinds)
                container[place] = redaction.text
            elif isinstance(item, dict | list | tuple):
                copy = dict(item) if isinstance(item, dict) else list(item)
                container[place] = copy
                todo.append(copy)
    return root[0], tuple(kind for kind in KINDS if kind in found)
