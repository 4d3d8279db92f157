r"""The voices of clients' logs: labels, arrows, and the debug output of libraries.

A voice looks at ``said.text``, from which the front is already gone, and either fills in the line and returns true, or
leaves it alone.
"""

import re

from bot.transcript.dialects.front import strip_front
from bot.transcript.dialects.labels import Label, Labelled, split_label
from bot.transcript.dialects.utter import as_command, as_notice, as_reply, as_typed, styled, unquoted
from bot.transcript.dialects.words import quoted_reply
from bot.transcript.said import Said, Tone


def labelled(said: Said) -> bool:
    """``Response:  530 …``, ``Befehl: …``, ``[Command] PASV``, ``COMMAND:> …``, ``> Response: 426 …``."""
    text = said.text
    if text.startswith(("> ", "< ", "- ")):
        text = text[2:].lstrip()
    split = split_label(text)
    if split is None:
        return False
    if split.label is None:
        return _unknown_label(said, split)
    rest = split.rest.strip()
    if split.style == "labels>":  # CuteFTP puts its stamp after the label
        rest = strip_front(rest).text
    if split.label in {Label.REPLY, Label.COMMAND}:
        fill, other = (as_reply, as_command) if split.label is Label.REPLY else (as_command, as_reply)
        # In a server's log "Sent" is a reply.
        heard = styled(said, split.style, fill(said, rest) or (split.style == "log" and other(said, rest)))
        return heard or (split.style != "log" and as_notice(said, rest, Tone.PLAIN, split.style))
    return _told(said, rest, split)


# "Main PID: 421 (vsftpd)", "Rows: 550 in all": the number after such a label is no reply.
_OF_A_NUMBER = re.compile(
    r"(?i)(?:\w{2,12} )?(?:pid|id|size|port|line|rows?|items|count|total|tasks|room|build)[ \t]?[:：]"
)
_REPLY_OR_COMMAND = re.compile(r"[1-5][0-5]\d[ -](?!(?:was|is|are|were|means)\b)\S|[A-Z]{3,4}(?: \S|$)")


def _unknown_label(said: Said, split: Labelled) -> bool:
    """A word before a reply, or before a command in capitals, is a label: that reads the languages that are missing."""
    if _REPLY_OR_COMMAND.match(split.rest) is None or _OF_A_NUMBER.match(said.text) is not None:
        return False
    heard = as_reply(said, split.rest, bare=True) or as_command(said, split.rest, bare=True)
    return styled(said, split.style, heard)


def _told(said: Said, rest: str, split: Labelled) -> bool:
    """Status and error lines; some of them tell a reply again, or hold another form of line."""
    said.text = rest
    if arrowed(said) or quoted_reply(said) or (split.style == "log" and labelled(said)):
        return True
    if split.label is Label.STATUS:
        return as_notice(said, rest, Tone.STATUS, split.style)
    if as_reply(said, rest, bare=True):
        said.tone = Tone.QUOTED
        return True
    return as_notice(said, rest, Tone.ERROR, "error" if split.style == "labels" else split.style)


_ARROW = re.compile(
    r"""
    (?: \[connection\][ ] )?
    (?P<arrow> -{1,4}> | <-{1,4} | ={1,3}> | <={1,3} | >{1,3} | <{1,3} | → | ←
        | (?: -{4} | \* | \*{4} ) (?=[ ]) ) \s*
    (?P<rest> .* )
    """,
    re.VERBOSE | re.DOTALL,
)
# Only servers speak after these; pyftpdlib's "<-" and "<==" are what it hears.
_INBOUND = frozenset({"<", "<<", "<<<", "<--", "<---", "<----"})
_PROGRESS = frozenset({"*", "****", "----"})
_WGET = re.compile(r" \.\.\.(?: |$)| not (?:needed|required)\.")


def arrowed(said: Said) -> bool:
    """``---> PASV``, ``<--- 227 …``, ``> USER``, ``< 331 …``, ``* Closing``, ``[connection] > 'PASV'``, ``==> 220``."""
    if said.text.startswith("[parser]"):  # node-ftp says everything twice
        return as_notice(said, said.text, Tone.OUTPUT, "node-ftp")
    match = _ARROW.match(said.text)
    if match is None:
        return False
    arrow, rest = match["arrow"], match["rest"].strip()
    style = "node-ftp" if said.text.startswith("[connection]") else f"arrow {arrow}"
    if arrow in _PROGRESS:
        return as_notice(said, rest, Tone.PLAIN if arrow == "****" else Tone.STATUS, style)
    if arrow == "==>" and _WGET.search(rest):  # what follows the dots stands in a line of its own: see ``lines``
        heard = as_command(said, rest.partition(" ...")[0])
        return styled(said, "wget", heard or as_notice(said, rest, Tone.STATUS))
    if as_reply(said, rest) or (arrow not in _INBOUND and as_command(said, rest)):
        return styled(said, style, heard=True)
    return "<" in arrow and as_notice(said, rest, Tone.PLAIN, style)


_FTPLIB = re.compile(r"\*(?P<what>cmd|put|get|resp|retr|welcome|put urgent|mirror)\*\s*(?P<rest>.*)", re.DOTALL)


def python_ftplib(said: Said) -> bool:
    r"""``*cmd* 'USER bob'``, ``*get* '331 …\n'``, ``*resp* '331 …'``; debug level 2 says everything twice."""
    match = _FTPLIB.match(said.text)
    if match is None:
        return False
    what, rest = match["what"], unquoted(match["rest"])
    said.style = "ftplib"
    if what in {"get", "welcome", "resp"}:
        if not as_reply(said, rest):
            return as_notice(said, rest)
        said.tone = Tone.QUOTED if what == "resp" else Tone.PLAIN  # see ``joining``
        return True
    return (what == "cmd" and as_command(said, rest)) or as_notice(said, rest, Tone.OUTPUT)


_ZOS = re.compile(r"(?P<sent>EZA1701I\s{1,3}>>>)|(?P<typed>EZA1736I)|EZ[AY]\d{4}[A-Z]")


def zos(said: Said) -> bool:
    """z/OS: ``EZA1701I >>> STOR x`` is what its client sends, ``EZA1736I PUT x`` what was typed, the rest messages."""
    match = _ZOS.match(said.text)
    if match is None:
        return False
    rest = said.text[match.end() :].strip()
    if match["sent"] and as_command(said, rest):
        return styled(said, "zos", heard=True)
    if match["typed"]:
        return as_typed(said, rest, "zos>")
    return as_notice(said, said.text, said.tone, "zos")
