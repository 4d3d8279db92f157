"""Filling in a line: what a voice does once it has recognised the form."""

import re

from bot.transcript.codes import KNOWN
from bot.transcript.model import Actor
from bot.transcript.said import Said, Tone
from bot.transcript.verbs import client_word, split_command

_REPLY = re.compile(r"([1-6]\d\d)(?:(-|\s)(.*)|$)", re.DOTALL)
# After a bare number these make it an amount, not a reply: "200 files", "500 MB".
_AMOUNT = re.compile(
    r"""
    (?: files? | bytes? | [kmgtKMGT]i?[bB] (?: ytes? )? | users | times? | ms | sec (?: onds? | s )?
      | min (?: utes? )? | hours? | days? | of | from | x | % | € | \$ | clients? | customers? | items? | rows?
      | lines? | pics? | photos? | images? | folders? | requests? | connections? | people | more )\b
    | \| [ ]{2}                                               # a compiler shows the line of a program
    """,
    re.VERBOSE,
)
_OF_SERVERS = frozenset({454, 554})  # ProFTPD's, in no RFC
_QUOTES = frozenset("'\"`")


def unquoted(text: str) -> str:
    """Take off quotes, also Python's ``b'…'``, and the escaped line break before the closing one."""
    text = text.strip()
    if text[:2] in {"b'", 'b"'}:
        text = text[1:]
    if text[:1] in _QUOTES and text:
        text = text[1:].rstrip(",;)")
        if text[-1:] in _QUOTES:
            text = text[:-1]
    elif text[-1:] in _QUOTES and text.count(text[-1]) == 1:
        text = text[:-1]
    return text.removesuffix("\\n").removesuffix("\\r").strip()


def as_reply(said: Said, text: str, *, bare: bool = False) -> bool:
    """Fill in a reply of the server. Bare, it must be a known code and no amount of something."""
    text = unquoted(text)
    match = _REPLY.match(text)
    if match is None:
        return False
    code = int(match[1])
    if bare and not _stands_alone(code, (match[3] or "").lstrip()):
        return False
    said.actor, said.text, said.code, said.last = Actor.REPLY, text, code, match[2] != "-"
    return True


def _stands_alone(code: int, text: str) -> bool:
    """Whether a bare number and the text behind it are a reply."""
    return (code in KNOWN or code in _OF_SERVERS) and not _AMOUNT.match(text)


def as_command(said: Said, text: str, *, bare: bool = False) -> bool:
    """Fill in a command of the protocol."""
    text = unquoted(text)
    split = split_command(text, bare=bare)
    if split is None:
        return False
    said.actor, said.text = Actor.COMMAND, text
    said.command, said.argument = split
    return True


def as_typed(said: Said, text: str, style: str) -> bool:
    """Fill in what was typed at a client's prompt."""
    said.style, said.actor, said.text = style, Actor.COMMAND, text.strip()
    said.command, said.argument = client_word(text)
    if said.command is None:
        said.tone = Tone.SHELL
    return True


def as_notice(said: Said, text: str, tone: Tone = Tone.PLAIN, style: str = "") -> bool:
    """Fill in what a program says in its own words."""
    said.actor, said.text, said.tone = Actor.NOTICE, text, tone
    said.style = style or said.style
    return True


def styled(said: Said, style: str, heard: bool) -> bool:
    """Note the form of a line, if it was recognised."""
    if heard:
        said.style = style
    return heard
