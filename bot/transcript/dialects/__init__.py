"""Dialects: how the programs of thirty years write down an FTP session, and how a line of theirs is read.

Every line goes through the same three steps.

1. *Front.* What loggers and consoles put before it is stripped piece by piece: stamps, levels, process ids, sources
   (``front``).
2. *Voice.* The first voice that knows the form tells who speaks and leaves the bare words: labels in thirty languages
   (``labels``, ``clients``), arrows and debug output (``clients``), prompts (``consoles``), server logs (``logs``),
   exceptions that quote a reply and bare lines (``words``). What people note down as a command and its answer in one
   line (``STOR x -> 553 …``) is two (``joining``).
3. *Joining.* Lines that a terminal broke are joined, and what stands between ``230-`` and ``230 `` belongs to that
   reply (``joining``).

A line that no voice knows is prose where it stands bare, and a notice where a program's front stood before it. The
form is recognised line by line: people paste a console, a server's log and a sentence of their own into one message.
"""

from collections.abc import Callable

from bot.transcript.dialects.clients import arrowed, labelled, python_ftplib, zos
from bot.transcript.dialects.consoles import prompted
from bot.transcript.dialects.front import clean, strip_front
from bot.transcript.dialects.joining import answered, join_broken, mark_replies, mark_told_again
from bot.transcript.dialects.logs import extended, told, transfers, vsftpd, w3c
from bot.transcript.dialects.words import bare_command, bare_reply, own_words, quoted_reply
from bot.transcript.lines import physical_lines
from bot.transcript.model import Actor
from bot.transcript.said import Said, Tone

# In the order of certainty.
_VOICES: tuple[Callable[[Said], bool], ...] = (
    labelled,
    arrowed,
    python_ftplib,
    prompted,
    zos,
    vsftpd,
    w3c,
    extended,
    transfers,
    told,
    quoted_reply,
    bare_reply,
    bare_command,
    own_words,
)


def hear(text: str) -> list[Said]:
    """Every line of a paste with its speaker, in order."""
    first: dict[str, list[Said]] = {}  # logs say the same again and again
    said: list[Said] = []
    for number, raw in physical_lines(text):
        known = first.get(raw)
        said += [one.again(number) for one in known] if known else first.setdefault(raw, _heard(number, raw))
    said = join_broken(said)
    mark_told_again(said)
    mark_replies(said)
    return said


def _heard(number: int, raw: str) -> list[Said]:
    said = hear_line(number, raw)
    return [said, *answered(said)]


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
