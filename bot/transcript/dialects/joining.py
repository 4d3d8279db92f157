"""Lines that belong together: broken ones are joined, and replies of several lines are marked as one.

And what belongs apart: a command and the answer to it that somebody noted down in one line.
"""

import re
from bisect import bisect_left
from collections import defaultdict

from bot.transcript.dialects.utter import as_command, as_reply
from bot.transcript.model import Actor
from bot.transcript.said import Said, Tone

_NARROWEST, _WIDEST = 60, 120  # characters: what programs that wrap lines wrap them at
_CLOSED = (".", "!", "?", ";", ":", ")", "]", "}", '"', "'", "”", "。")
_MOST_LINES = 200
# Where Node.js shows the line that threw: "/srv/app/node_modules/ftp/lib/client.js:316"
_PLACE = re.compile(r"(?:file://)?(?:/|[A-Za-z]:[\\/])[^\n]{1,240}\.[cm]?[jt]s:\d{1,7}")
# "STOR x -> 553 Could not …", "| CWD /out | 550 Permission denied |": the answer stands behind an arrow or in a cell.
_ANSWER = re.compile(
    r"""
    (?<= [ \t] ) (?: -{1,2}> | ={1,2}> | [→⇒»←|:–—…✓✔✅✗✘❌] | \.{3} ) [ \t]{1,8}
    (?= [1-5][0-5]\d (?: [ -][A-Za-z/'"<(] | [ \t|]* $ ) )
    """,
    re.VERBOSE,
)
# What is a command without doubt may go on otherwise: "STOR x: 553 Could …", "CWD /x failed (550 No …)".
_ERROR = re.compile(
    r"""
    (?: [ \t] (?: failed|fails|error|returned|returns|gives|gave|gets|got|answered|says|said ) [:;,]? [ \t]{1,4} \(?
      | [:;,] [ \t]{0,4} | [ \t]{1,4} \( )
    (?= [45][0-5]\d [ -][A-Z/'"<(] )
    """,
    re.VERBOSE,
)
_LISTS_COMMANDS = frozenset({211, 214})  # the replies to FEAT (RFC 2389) and HELP


def answered(said: Said) -> list[Said]:
    """Cut the answer off a command that is noted down with it, and give it as a reply of its own."""
    if said.actor is Actor.REPLY or (said.command and said.actor is not Actor.COMMAND) or said.tone is Tone.OUTPUT:
        return []
    if said.style.startswith(("labels", "boxed", "arrow")):  # a client logs the answer in a line of its own
        return []
    found = _ANSWER.search(said.text) or (_ERROR.search(said.text) if said.command else None)
    if found is None:
        return []
    asked, reply = said.again(said.number), Said(said.number, said.raw, "", style=said.style)
    words, answer = said.text[: found.start()].rstrip(), said.text[found.end() :].rstrip("| \t")
    if said.command:
        asked.text, asked.argument = words, words.partition(" ")[2].lstrip()
    elif not as_command(asked, words, bare=True):
        return []
    if not as_reply(reply, answer.removesuffix(")") if found[0].endswith("(") else answer, bare=True):
        return []
    said.actor, said.text, said.command, said.argument = asked.actor, asked.text, asked.command, asked.argument
    return [reply]


def join_broken(said: list[Said]) -> list[Said]:
    """Join what a mail program or terminal broke: a line in small letters whose first word did not fit the line before.

    Also marks the lines of source code that Python and Node.js show of what threw.
    """
    width = max((len(line.raw) for line in said), default=0)
    joined: list[Said] = []
    for line in said:
        before = joined[-1] if joined else None
        if before is not None and line.actor is Actor.PROSE and line.number == before.number + 1:
            if (before.text.startswith('File "') and line.raw[:1].isspace()) or _PLACE.fullmatch(before.raw.strip()):
                line.actor, line.tone = Actor.NOTICE, Tone.OUTPUT
            elif width <= _WIDEST and _continues(before, line, width):
                before.text = f"{before.text} {line.text}"
                before.raw = f"{before.raw}\n{line.raw}"
                continue
        joined.append(line)
    return joined


def _continues(before: Said, line: Said, width: int) -> bool:
    if before.actor not in {Actor.REPLY, Actor.NOTICE} or before.tone is Tone.OUTPUT or before.text.endswith(_CLOSED):
        return False
    first = line.raw.partition(" ")[0]
    small = line.text[:1].islower() or line.text[:1] == "("
    return small and len(before.raw) >= _NARROWEST and len(before.raw) + 1 + len(first) > width


def mark_replies(said: list[Said]) -> None:
    """Give the lines within a reply of several lines the code of that reply (RFC 959, 4.2).

    A reply that is never closed goes on only as long as its lines repeat its code.
    """
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
        places = ends[line.code]
        following = bisect_left(places, index)
        end = places[following] if following < len(places) else None
        last = len(said) if end is None else min(end, index + _MOST_LINES)
        while index < last and _belongs(said[index], line.code, closed=end is not None):
            said[index].actor, said[index].code, said[index].last = Actor.REPLY, line.code, False
            said[index].command = None
            index += 1


def _belongs(line: Said, code: int, *, closed: bool) -> bool:
    """Whether a line can stand inside a reply of several lines."""
    if line.actor is Actor.REPLY:
        return line.code == code and not line.last
    if line.actor is Actor.COMMAND and (line.style or code not in _LISTS_COMMANDS):
        return False
    return closed and line.tone is Tone.PLAIN


def mark_told_again(said: list[Said]) -> None:
    """Take the replies that ftplib tells twice (debug level 2) for told again; those of level 1 are the dialogue."""
    wire = any(line.style == "ftplib" and line.raw.lstrip().startswith("*get*") for line in said)
    for line in said:
        if line.style == "ftplib" and line.tone is Tone.QUOTED and not wire:
            line.tone = Tone.PLAIN
