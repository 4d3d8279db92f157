"""Reading pastes from files and standard input."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import PasteError, UsageError
from bot.paste import check_text, clean


def read_bytes(source: str) -> bytes:
    """All bytes of a file, or of standard input for ``-``.

    Raises:
        UsageError: There is no such file.
    """
    if source == "-":
        return sys.stdin.buffer.read()
    path = Path(source)
    if not path.is_file():
        raise UsageError(f"There is no file {source!r}; use - to read standard input.")
    return path.read_bytes()


def read_paste(source: str) -> str:
    """One paste, rebuilt, cut to its bound and masked.

    Raises:
        PasteError: It is empty or binary.
    """
    return clean(check_text(read_bytes(source))).text


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a JSON Lines file: a paste with its id and whatever else is there."""

    id: str
    text: str
    fields: dict[str, Any]


def read_rows(source: str) -> Iterator[Row]:
    """The rows of a JSON Lines file.

    Raises:
        PasteError: A line is no JSON object with ``id`` and ``text``; the sentence names it.
    """
    for number, line in enumerate(read_bytes(source).decode("utf-8", "replace").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except ValueError:
            fields = None
        if not isinstance(fields, dict) or "id" not in fields or not isinstance(fields.get("text"), str):
            raise PasteError(f'Line {number} of {source} is no JSON object with "id" and "text".')
        yield Row(str(fields["id"]), fields["text"], fields)
