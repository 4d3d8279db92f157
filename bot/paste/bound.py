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
_MARKER_ROOM, _MARKER_LINES = 96, 2  # characters, lines: those of the longest marker
_SMALLEST, _FEWEST = 1_024, 32  # characters, lines
_MARKER = re.compile(
    r"\[… (?:(?P<lines>\d{1,9}) lines?|(?P<characters>\d{1,9} characters)|the (?:rest|beginning) of the line)"
    r" left out …\]"
)

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
_SAMPLE, _SHORTEST, _MOST_ZERO = 4_096, 8, 0.8  # bytes, characters, share: of UTF-16 without its mark
_MOST_CONTROL = 0.05  # share of control characters above which it is no text


def bounded(text: str, limit: int = 65_536, lines: int = 1_500) -> str:
    """Shorten a text to at most ``limit`` characters and ``lines`` lines.

    Kept are the head, the tail and the lines around what looks like an error, in order; a line
    ``[… 118 lines left out …]`` stands for each gap.

    Args:
        text: The text.
        limit: Characters; a bound below 1,024 counts as 1,024.
        lines: Lines; a bound below 32 counts as 32.
    """
    limit, lines = max(limit, _SMALLEST), max(lines, _FEWEST)
    if len(text) <= limit and text.count("\n") < lines:
        return text
    room = limit // _SHARE - _MARKER_ROOM
    head = _line_end_before(text, min(room, _after_lines(text, lines // _SHARE)))
    tail = _line_start_after(text, max(len(text) - room, _before_lines(text, lines // _SHARE)))
    left = limit - head - (len(text) - tail) - _MARKER_ROOM
    lines_left = lines - 2 * (lines // _SHARE) - _MARKER_LINES
    spans = [(0, head)]
    for start, end in _windows(text, head, tail):
        joins = start - spans[-1][1] <= _MARKER_ROOM  # a marker would be as long as what it stands for
        begin = spans[-1][1] if joins else start
        cost = end - begin + (0 if joins else _MARKER_ROOM)
        cost_in_lines = text.count("\n", begin, end) + (0 if joins else _MARKER_LINES)
        if cost > left or cost_in_lines > lines_left:
            break
        left -= cost
        lines_left -= cost_in_lines
        spans.append((spans.pop()[0] if joins else start, end))
    return _joined(text, [*spans, (tail, len(text))])


def gap(line: str) -> int | None:
    """How many lines a marker stands for, so that those behind it can be numbered as they were.

    Returns:
        0 where a line lost its rest or its beginning, -1 where it goes on behind the marker; None for any other line.
    """
    match = _MARKER.fullmatch(line)
    if match is None:
        return None
    return int(match["lines"]) if match["lines"] else -1 if match["characters"] else 0


def _after_lines(text: str, count: int) -> int:
    """Find the end of the first lines."""
    end = 0
    for _ in range(count):
        end = text.find("\n", end) + 1
        if not end:
            return len(text)
    return end


def _before_lines(text: str, count: int) -> int:
    """Find where the last lines begin, less one character: ``_line_start_after`` looks for the next."""
    start = len(text)
    for _ in range(count):
        start = text.rfind("\n", 0, start)
        if start < 0:
            return 0
    return start


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
    """Say what is left out; of a line that is cut inside: its rest, its beginning, or characters between."""
    if end - start <= _MARKER_ROOM:
        return text[start:end]
    if start and text[start - 1] != "\n":
        rest = text.find("\n", start, end) + 1
        if not rest:
            return f"\n[… {end - start} characters left out …]\n"
        return "\n[… the rest of the line left out …]\n" + (_marker(text, rest, end) if rest < end else "")
    lines = text.count("\n", start, end)
    what = f"{lines} lines" if lines > 1 else "1 line" if lines else "the beginning of the line"
    return f"[… {what} left out …]\n"


def check_text(data: bytes) -> str:
    """Decode a file or standard input: UTF-8, UTF-16 or UTF-32 with their marks, or without; else Windows-1252.

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


def _unmarked_utf16(sample: bytes) -> str | None:
    """UTF-16 without its mark, as Windows programs write: every other byte of Latin letters is zero."""
    for encoding, zero in (("utf-16-le", 1), ("utf-16-be", 0)):
        zeros, others = sample[zero::2], sample[1 - zero :: 2]
        if len(zeros) >= _SHORTEST and zeros.count(0) > _MOST_ZERO * len(zeros) and not others.count(0):
            return encoding
    return None


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if unmarked := _unmarked_utf16(data[:_SAMPLE]):
        return data.decode(unmarked, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
