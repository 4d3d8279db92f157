"""Dialects: how the programs of thirty years write down an FTP session, and how a line of theirs is read.

Every line goes through the same three steps.

1. *Front.* What loggers and consoles put before it is stripped piece by piece: stamps, levels, process ids, sources
   (``front``).
2. *Voice.* The first voice that knows the form tells who speaks and leaves the bare words: labels in thirty languages
   (``labels``), arrows, prompts, exceptions that quote a reply, server logs (``voices``, ``logs``).
3. *Replies of several lines.* What stands between ``230-`` and ``230 `` belongs to that reply (RFC 959, 4.2).

A line that no voice knows is prose where it stands bare, and a notice where a program's front stood before it. The
form is recognised line by line: people paste a console, a server's log and a sentence of their own into one message.
"""

from collections import defaultdict

from bot.transcript.dialects import voices
from bot.transcript.dialects.front import clean, strip_front
from bot.transcript.dialects.logs import vsftpd, w3c
from bot.transcript.lines import physical_lines
from bot.transcript.model import Actor
from bot.transcript.said import Said, Tone

_VOICES: tuple[voices.Voice, ...] = (
    voices.labelled,
    voices.arrowed,
    voices.python_ftplib,
    voices.prompted,
    voices.zos,
    vsftpd,
    w3c,
    voices.quoted_reply,
    voices.bare_reply,
    voices.bare_command,
    voices.client_notice,
)
_MAX_CONTINUATION = 200
_NARROWEST, _WIDEST = 60, 120  # characters: what programs that wrap lines wrap them at
_CLOSED = (".", "!", "?", ";", ":", ")", "]", "}", '"', "'", "”", "。")


def hear(text: str) -> list[Said]:
    """Every line of a paste with its speaker, in order."""
    said = _unwrapped([hear_line(number, raw) for number, raw in physical_lines(text)])
    _continue_replies(said)
    return said


def hear_line(number: int, raw: str) -> Said:
    """One line with its speaker."""
    front = strip_front(clean(raw))
    said = Said(number, raw, front.text, tone=Tone.ERROR if front.error else Tone.PLAIN, program=front.program)
    for voice in _VOICES:
        if voice(said):
            return said
    if front.logged:
        said.actor = Actor.NOTICE
    return said


def _unwrapped(said: list[Said]) -> list[Said]:
    """Join what a mail program or terminal broke: a line in small letters whose first word did not fit the line before.

    Also marks the lines of source code in Python's tracebacks.
    """
    width = max((len(line.raw) for line in said), default=0)
    joined: list[Said] = []
    for line in said:
        before = joined[-1] if joined else None
        if before is not None and line.actor is Actor.PROSE and line.number == before.number + 1:
            if before.text.startswith('File "') and line.raw[:1].isspace():
                line.actor, line.tone = Actor.NOTICE, Tone.OUTPUT
            elif width <= _WIDEST and _continues(before, line, width):
                before.text = f"{before.text} {line.text}"
                before.raw = f"{before.raw}\n{line.raw}"
                continue
        joined.append(line)
    return joined


def _continues(before: Said, line: Said, width: int) -> bool:
    if before.actor not in {Actor.REPLY, Actor.NOTICE} or before.tone is Tone.OUTPUT or len(before.raw) < _NARROWEST:
        return False
    if before.text.endswith(_CLOSED):
        return False
    first = line.raw.partition(" ")[0]
    return (line.text[:1].islower() or line.text[:1] == "(") and len(before.raw) + 1 + len(first) > width


def _continue_replies(said: list[Said]) -> None:
    """Give the lines within a reply of several lines the code of that reply."""
    ends: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(said):
        if line.actor is Actor.REPLY and line.last and line.code is not None:
            ends[line.code].append(index)
    index = 0
    while index < len(said):
        line = said[index]
        index += 1
        if line.actor is not Actor.REPLY or line.last or line.code is None:
            continue
        code, end = line.code, next((e for e in ends[line.code] if e >= index), None)
        while index < len(said) and (end is None or index < min(end, index + _MAX_CONTINUATION)):
            if not _belongs(said[index], code, closed=end is not None):
                break
            said[index].actor, said[index].code, said[index].last = Actor.REPLY, code, False
            said[index].command = None
            index += 1


def _belongs(line: Said, code: int, *, closed: bool) -> bool:
    """Whether a line can stand inside a reply of several lines."""
    if line.actor is Actor.REPLY:
        return line.code == code and not line.last
    if line.actor is Actor.COMMAND:
        return False
    return closed and line.tone is Tone.PLAIN
