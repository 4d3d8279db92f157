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
    # JSON allows U+2028 and U+0085 inside a string, so only "\n" ends a line here
    for number, line in enumerate(read_bytes(source).decode("utf-8-sig", "replace").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError):
            fields = None
        if not isinstance(fields, dict) or "id" not in fields or not isinstance(fields.get("text"), str):
            raise PasteError(f'Line {number} of {source} is no JSON object with "id" and "text".')
        yield Row(str(fields["id"]), fields["text"], fields)


def expected(row: Row) -> tuple[str, ...]:
    """The ids or causes of the articles that are right for a labelled paste; none where the matcher must stay quiet.

    They stand in ``expected``, or as ``cause`` with other causes that would do in ``also_ok``.

    Raises:
        PasteError: What stands there is no list of them.
    """
    names = row.fields.get("expected") or []
    if "cause" in row.fields and "expected" not in row.fields:
        names = [row.fields["cause"], *(row.fields.get("also_ok") or [])]
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise PasteError(f'"expected" of the paste {row.id!r} is no list of article ids or causes.')
    return tuple(names)
