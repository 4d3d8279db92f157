"""Bytes into text, and long texts into short ones."""

import codecs
import re
from collections.abc import Iterator
from heapq import merge
from itertools import pairwise

from bot.errors import PasteError

_SHARE = 4  # head and tail get a quarter of the bound each, the lines around errors the rest
_LINES_AROUND = 3  # before and after an error
_LONGEST_WINDOW = 4_096  # characters; one window may not use up the room of all others
_MARKER_ROOM = 64  # characters
_SMALLEST = 1_024  # characters

# Parts of words, since a search for a plain string is much faster than one that folds case.
_ERROR_WORDS = (
    *("rror", "RROR", "ailed", "AILED", "ailure", "enied", "DENIED", "efused", "REFUSED", "imed out", "imeout"),
    *("TIMEDOUT", "annot ", "an't ", "nable to", "xception", "raceback", "OOPS", "nvalid", "ncorrect", "borted"),
    *("RESET", "reset by", "ot found", "ot logged", "ot allowed"),
)
_NEGATIVE_REPLY = re.compile(r"[45](?<![\d.,:]\d)\d\d[ -]")  # RFC 959, 4.2; not a part of an address or a number
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROL = 0.05  # share of control characters above which it is no text


def bounded(text: str, limit: int = 65_536) -> str:
    """Shorten a text to at most ``limit`` characters.

    Kept are the head, the tail and the lines around what looks like an error, in order; a line
    ``[… 118 lines left out …]`` stands for each gap.

    Args:
        text: The text.
        limit: Characters; a bound below 1,024 counts as 1,024.
    """
    limit = max(limit, _SMALLEST)
    if len(text) <= limit:
        return text
    room = limit // _SHARE - _MARKER_ROOM
    spans = [(0, _line_end_before(text, room))]
    tail = _line_start_after(text, len(text) - room)
    left = limit - spans[0][1] - (len(text) - tail) - _MARKER_ROOM
    for start, end in _windows(text, spans[0][1], tail):
        joins = start - spans[-1][1] <= _MARKER_ROOM  # a marker would be as long as what it stands for
        cost = end - spans[-1][1] if joins else end - start + _MARKER_ROOM
        if cost > left:
            break
        left -= cost
        spans.append((spans.pop()[0] if joins else start, end))
    return _joined(text, [*spans, (tail, len(text))])


def _windows(text: str, head: int, tail: int) -> Iterator[tuple[int, int]]:
    """Yield the lines around every error between head and tail, in order, none of them twice."""
    position = head
    replies = (match.start() for match in _NEGATIVE_REPLY.finditer(text, head, tail))
    for error in merge(replies, *(_occurrences(text, word, head, tail) for word in _ERROR_WORDS)):
        if error < position:
            continue
        start = end = error
        floor, ceiling = max(start - _LONGEST_WINDOW // 2, position), min(start + _LONGEST_WINDOW // 2, tail)
        for _ in range(_LINES_AROUND + 1):
            start = text.rfind("\n", floor, start)
            if start < 0:
                break
        for _ in range(_LINES_AROUND + 1):
            end = text.find("\n", end, ceiling) + 1
            if end == 0:
                break
        start, end = (floor if start < 0 else start + 1), end or ceiling
        yield start, end
        position = end


def _occurrences(text: str, word: str, start: int, end: int) -> Iterator[int]:
    found = text.find(word, start, end)
    while found >= 0:
        yield found
        found = text.find(word, found + len(word), end)


def _line_end_before(text: str, most: int) -> int:
    """Find where to cut at ``most`` or a little before: behind a line, else at a space, else there."""
    for sign in ("\n", " "):
        if cut := text.rfind(sign, most // 2, most) + 1:
            return cut
    return most


def _line_start_after(text: str, least: int) -> int:
    """Find where to cut at ``least`` or a little behind: behind a line, else at a space, else there."""
    for sign in ("\n", " "):
        if cut := text.find(sign, least, (least + len(text)) // 2) + 1:
            return cut
    return least


def _joined(text: str, spans: list[tuple[int, int]]) -> str:
    pieces = [text[: spans[0][1]]]
    for (_, gap), (start, end) in pairwise(spans):
        pieces += (_marker(text, gap, start), text[start:end])
    return "".join(pieces)


def _marker(text: str, start: int, end: int) -> str:
    """Say what is left out: lines, or characters where a line is cut inside."""
    if end - start <= _MARKER_ROOM:
        return text[start:end]
    lines = text.count("\n", start, end)
    what = f"{lines} lines" if lines > 1 else "1 line" if lines else f"{end - start} characters"
    return f"{'' if text[start - 1] == chr(10) else chr(10)}[… {what} left out …]\n"


def check_text(data: bytes) -> str:
    """Decode a file or standard input: UTF-8, UTF-16 or UTF-32 with their marks, UTF-8 without, else Windows-1252.

    Returns:
        The text, its lines ended by single line feeds.

    Raises:
        PasteError: There is nothing in it, or it is no text.
    """
    text = _decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise PasteError("There is no text in it; paste the lines that the FTP program printed.")
    if "\0" in text or len(_CONTROL.findall(text)) > _MOST_CONTROL * len(text):
        raise PasteError("This is a binary file, not a log; save the log as plain text (UTF-8) and try again.")
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
