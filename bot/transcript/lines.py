"""From pasted text to lines: quoting and code fences undone, escaped and joined dialogues split again.

A paste is cut at its line breaks. Then, on few lines only:

* Markdown quoting (``> `` before every line) and code fences are dropped, unless ``>`` is a client's arrow.
* A line that holds the two characters ``\\n`` where a reply, command or label follows was escaped by a program
  (JSON, ``repr``): it is split there.
* A long line that is clearly a dialogue run together is split before prompts, labels and reply codes.

Pieces of one pasted line share its number.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from bot.transcript.verbs import VERBS

_BREAK = re.compile(r"\r\n|\n|\r")
_FENCE = re.compile(r"\s*(?:```|~~~)[\w+-]{0,20}\s*$")
_QUOTE = re.compile(r"\s?(?:>\s?){1,5}")
_ARROW_COMMAND = re.compile(r"\s?>{1,3} ?(?:%s)\b" % "|".join(sorted(VERBS)))  # noqa: UP031  the pattern has braces
_QUOTED_SHARE = 0.9

# Two characters, backslash and n, before what begins a line of a dialogue, or at the end of the text.
_ESCAPED = re.compile(
    r"(?:\\r)?\\n(?=\s{0,3}(?:\d{3}[ -]|[<>*-]{1,4}[ ]|[A-Z]{3,4}\b|[A-Z][a-z]{3,9}:|ftp>|\\r|\\n|['\"]?$|\s{2}))"
)
_CRLF = re.compile(r"\\r\\n")

# What begins a line of a dialogue. The codes are those of RFC 959 that begin a reply, before a capital letter or quote.
_STARTS = re.compile(
    r"""
    (?<= [\s.:>)!?] )
    (?= ftp>
      | [1-5][0-5]\d (?: - | [ ] (?=[A-Z"'(]) )                                # 331 Password required
      | (?:User|Name|USER|NAME|Benutzer|Utilisateur|Usuario) [ ] \( [^()\s]{1,80} : [^)\s]{1,40} \)
      | (?:Password|PASSWORD|Kennwort):
      | (?:Status|Command|Response|Error|STATUS|COMMAND|RESPONSE|ERROR):[ \t]
      | (?:Befehl|Antwort|Fehler|Commande|Réponse|Erreur|Comando|Respuesta|Risposta|Errore):[ \t]
      | -{2,3}>[ ] | <-{2,3}[ ]
      | (?:Connected|CONNECTED)[ ](?i:to)[ ] | (?:Login|LOGIN)[ ](?i:failed)\b | (?:Remote|REMOTE)[ ](?i:system[ ]type)
      | (?P<verb> USER|PASS|PASV|EPSV|PORT|LIST|STOR|RETR|CWD|TYPE|QUIT|AUTH )\b (?! [ ](?:and|or|first|command|AND|OR|FIRST|COMMAND)\b )
    )
    """,
    re.VERBOSE,
)
# A verb after one of these is part of a sentence: "Please login with USER and PASS".
_IN_SENTENCE = frozenset(
    "with and or the a an use using no of for invalid unknown illegal command to your send requires not".split()
)
# wget writes two commands into a line, and the outcome of each after dots.
_WGET = re.compile(r"(?<=\.)\s{1,8}(?==+> )|(?<= \.\.\.) (?=\S)")
_LONG = 100
_MIN_STARTS = 3
_MAX_PIECES = 400
MAX_LINES = 4000


def physical_lines(text: str) -> list[tuple[int, str]]:
    """The lines of a paste with their numbers, from 1; empty lines and code fences left out; at most ``MAX_LINES``."""
    numbered = [
        (number, line)
        for number, line in enumerate(_BREAK.split(text, 4 * MAX_LINES), 1)
        if line and not line.isspace() and not _FENCE.match(line)
    ]
    return list(islice(_split_all(_unquoted(numbered)), MAX_LINES))


def _unquoted(numbered: list[tuple[int, str]]) -> list[tuple[int, str]]:
    quoted = sum(line.lstrip().startswith(">") for _, line in numbered)
    if not quoted or quoted < _QUOTED_SHARE * len(numbered):
        return numbered
    arrows = sum(_ARROW_COMMAND.match(line) is not None for _, line in numbered)
    if arrows == quoted or any(line.lstrip().startswith(("<", "*")) for _, line in numbered):
        return numbered
    bare = ((number, _QUOTE.sub("", line, count=1)) for number, line in numbered)
    return [(number, line) for number, line in bare if line and not line.isspace() and not _FENCE.match(line)]


def _split_all(numbered: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for number, line in numbered:
        for piece in _pieces(line):
            if piece and not piece.isspace():
                yield number, piece


def _pieces(line: str) -> list[str]:
    if "==> " in line:
        return _WGET.split(line)[:_MAX_PIECES]
    if "\\n" in line:
        pieces = [part for whole in _CRLF.split(line) for part in _ESCAPED.split(whole)]
        if len([piece for piece in pieces if piece.strip("'\"` ")]) > 1:
            return pieces[:_MAX_PIECES]
    if len(line) >= _LONG:
        starts = [match.start() for match in islice(_STARTS.finditer(line), _MAX_PIECES) if _begins(line, match)]
        if len(starts) >= _MIN_STARTS:
            return _cut(line, starts)
    return [line]


def _begins(line: str, match: re.Match[str]) -> bool:
    if match["verb"] is None:
        return True
    before = line[max(0, match.start() - 12) : match.start()].split()
    return not before or before[-1].lower() not in _IN_SENTENCE


def _cut(line: str, starts: list[int]) -> list[str]:
    edges = [0, *starts, len(line)]
    return [line[a:b].rstrip() for a, b in zip(edges, edges[1:], strict=False) if b > a]
