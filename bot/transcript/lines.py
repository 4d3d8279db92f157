r"""From pasted text to lines: quoting and code fences undone, escaped and joined dialogues split again.

A paste is cut at its line breaks. Then, on few lines only:

* Markdown quoting (``> `` before lines that follow each other) and code fences are dropped, unless ``>`` is a client's
  arrow.
* Of a line of JSON the values that begin like a dialogue stand for themselves.
* A reply that is printed as a list of numbers, its bytes, is read.
* A line that holds the two characters ``\n`` where a reply, command or label follows was escaped by a program
  (JSON, ``repr``): it is split there.
* A long line that is clearly a dialogue run together is split before prompts, labels, commands and reply codes.

Pieces of one pasted line share its number. Where ``bot.paste`` left lines out, the numbers go on behind them.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, islice, pairwise

from bot.paste import gap
from bot.transcript.verbs import VERBS

MAX_LINES = 4000

_BREAK = re.compile(r"\r\n|\n|\r")
_FENCE = re.compile(r"\s*(?:```|~~~)[\w+-]{0,20}\s*$")
_QUOTE = re.compile(r"\s?(?:>\s?){1,5}")
_ARROW_COMMAND = re.compile(rf"\s?>{{1,3}} ?(?:{'|'.join(sorted(VERBS))})\b")

# A reply, a command, an arrow: what nobody but a dialogue begins with. A part of a verbose pattern.
START = rf"""
    (?: [1-6]\d\d (?: [- ]\S | $ ) | (?: {"|".join(sorted(VERBS))} ) (?: [ ] | $ )
      | ftp> | [<>]{{1,3}}[ ] | -{{1,4}}>[ ] | <-{{1,4}}[ ] )
"""
# {"message": "530 Login incorrect", …}
_JSON_VALUE = re.compile(rf'(?<=":) [ ]? " (?={START}) ( (?: [^"\\] | \\. )*+ ) "', re.VERBOSE)

# Two characters, backslash and n, before what begins a line of a dialogue, or at the end of the text.
_ESCAPED = re.compile(
    r"""
    (?: \\r )? \\n
    (?= \s{0,3}
        (?: \d{3}[ -] | [<>*-]{1,4}[ ] | [A-Z]{3,4}\b | [A-Z][a-z]{3,9}: | ftp> | \\r | \\n | ['\"]?$ | \s{2} ) )
    """,
    re.VERBOSE,
)
# … where the escaped text begins: "log":"220 ready\r\n"
_OPENED = re.compile(r"(?<=[:=,(\[{ ])[\"'](?=\d{3}[ -]|[<>]{1,3}[ ])")
_CRLF = re.compile(r"\\r\\n")

# What begins a line of a dialogue. The codes are those of RFC 959 that begin a reply, before a capital or quote.
_STARTS = re.compile(
    r"""
    (?<= [\s.:>)!?] )
    (?= ftp>
      | [1-5][0-5]\d (?: - | [ ] (?=[A-Z"'(]) )                     # 331 Password required
      | (?: User|Name|USER|NAME|Benutzer|Utilisateur|Usuario ) [ ] \( [^()\s]{1,80} : [^)\s]{1,40} \)
      | (?: Password|PASSWORD|Kennwort ):
      | (?: Status|Command|Response|Error|STATUS|COMMAND|RESPONSE|ERROR ):[ \t]
      | (?: Befehl|Antwort|Fehler|Commande|Réponse|Erreur|Comando|Respuesta|Risposta|Errore ):[ \t]
      | -{2,3}>[ ] | <-{2,3}[ ]
      | (?: Connected|CONNECTED ) [ ](?i:to)[ ] | (?: Login|LOGIN ) [ ](?i:failed)\b
      | (?: Remote|REMOTE ) [ ](?i:system[ ]type)
      | (?P<verb> USER|PASS|PASV|EPSV|PORT|LIST|STOR|RETR|CWD|TYPE|QUIT|AUTH )\b
        (?! [ ] (?: and|or|first|command|AND|OR|FIRST|COMMAND )\b )
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
# Rust and others print a reply by the numbers of its bytes: body: [53, 51, 48, 32, 78, 111]
_BYTES = re.compile(r"\[((?:4[89]|5[0-3]), ?(?:4[89]|5[0-3]), ?(?:4[89]|5[0-7]), ?(?:32|45)(?:, ?\d{1,3}){0,999})\]")
_LONG = 100
_MIN_STARTS = 3
_MAX_PIECES = 400


def physical_lines(text: str) -> list[tuple[int, str]]:
    """The lines of a paste with their numbers; empty lines and code fences left out; at most ``MAX_LINES``."""
    numbered = list(_with_text(_numbered(_BREAK.split(text, 4 * MAX_LINES))))
    pieces = ((number, piece) for number, line in _unquoted(numbered) for piece in _pieces(line))
    return list(islice(_with_text(pieces), MAX_LINES))


def _numbered(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Number lines from 1, over the gaps of a shortened text."""
    number = 1
    for line in lines:
        skipped = gap(line) if line.startswith("[…") else None
        if skipped is None:
            yield number, line
            number += 1
        else:
            number = max(number + min(skipped, 0), 1)
            yield number, line
            number += max(skipped, 0)


def _with_text(numbered: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in numbered if line and not line.isspace() and not _FENCE.match(line))


def _unquoted(numbered: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Take quoting off runs of lines, unless the paste has a client's arrows."""
    if any(line.startswith(("<", "* <", "*  ", "* ")) for _, line in numbered):
        yield from numbered
        return
    for quoted, group in groupby(numbered, key=lambda pair: pair[1].lstrip().startswith(">")):
        run = list(group)
        if quoted and len(run) > 1 and not all(_ARROW_COMMAND.match(line) for _, line in run):
            yield from _with_text((number, _QUOTE.sub("", line, count=1)) for number, line in run)
        else:
            yield from run


def _pieces(line: str) -> list[str]:
    if ", 32, " in line and (parts := _BYTES.split(line))[1:]:
        return [piece for place, part in enumerate(parts) for piece in (_of_bytes(part) if place % 2 else [part])]
    if "==> " in line:
        return _WGET.split(line)[:_MAX_PIECES]
    if line.startswith("{") and (parts := _JSON_VALUE.split(line))[1:]:
        return [piece for part in parts for piece in _unescaped(part.replace('\\"', '"'))][:_MAX_PIECES]
    if "\\n" in line and (_CRLF.search(line) or _ESCAPED.search(line)):
        return _unescaped(line)
    if len(line) >= _LONG:
        starts = [match.start() for match in islice(_STARTS.finditer(line), _MAX_PIECES) if _begins(line, match)]
        if len(starts) >= _MIN_STARTS:
            return [line[begin:end].rstrip() for begin, end in pairwise([0, *starts, len(line)])]
    return [line]


def _of_bytes(numbers: str) -> list[str]:
    return bytes(int(number) % 256 for number in numbers.split(",")).decode(errors="replace").splitlines()


def _unescaped(line: str) -> list[str]:
    """Split at escaped line breaks; what is left of quotes and brackets goes."""
    parts = (part for whole in _CRLF.split(line) for part in _ESCAPED.split(whole))
    pieces = [piece.strip("'\"` ") for part in parts for piece in _OPENED.split(part)]
    return [piece for piece in pieces if piece.strip("{}[](),;:")][:_MAX_PIECES]


def _begins(line: str, match: re.Match[str]) -> bool:
    if match["verb"] is None:
        return True
    before = line[max(0, match.start() - 12) : match.start()].split()
    return not before or before[-1].lower() not in _IN_SENTENCE
