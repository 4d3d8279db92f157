"""Reply codes that programs and people quote: ``(550) File unavailable``, ``Code: 503``, ``Reason 530 …``.

A three-digit number is a quoted reply code when it is an error code of FTP and either stands where a code is said to
stand (brackets, after "error", "code", "gives" …) or before words that a server would put there.
"""

import re

from bot.transcript import codes

# The number itself; what touches it would make it part of a time, a size, an address, a line or a version.
_NUMBER = re.compile(r"(?<![\w.,:/#$€%@+\\-])(?<!port )(?<!line )([45][0-5]\d)(?![\w%€$/\\@])(?![.,:]\d)(?!-\d)")
_BOXED = re.compile(r"(?<=[\[(:/=>])\s?([45][0-5]\d)(?=[\])]|$)")
_SAID_BEFORE = re.compile(
    r"(?i)(?:error|errors|err|code|codes|reason|response|reply|status|returned|returns|gives?|gave|got|get|with|says?|said|message|answers?"
    r"|answered|exception|failed|throws|fehler|erreur|errore|erro|antwort|meldung|server|suddenly|mode|action|\d\d\d|listing|was|it|then|login"
    r"|denied|directory|file)['\"`*:=\[( \-–>|]{1,8}$",
)
_SAID_AFTER = re.compile(
    r"[ :\-–]{1,4}[\"'(]?(?:[A-Z'\"]|cwd\b|no such|not |can't|cannot|file|permission|access|login|user|bad|unable|could|error|failed|command)",
)
_AMOUNT_AFTER = re.compile(
    r"[ ]?(?:[kKmMgGtT]i?[bB]?\b|bytes?|files?|users|times|ms\b|sec|min|hours?|days?|of\b|rows?|lines?|clients?|customers?|€|\$|%|px|people|chars?)",
)
_PLAIN = frozenset({500, 501, 502, 503, 504, 450, 451, 452})
_BEFORE = 24


def quoted_codes(text: str) -> list[int]:
    """The reply codes from 400 up that a sentence quotes, in order."""
    found: list[int] = []
    for match in _NUMBER.finditer(text):
        code = int(match[1])
        if code in codes.ERRORS and _is_said(text, match):
            found.append(code)
    for match in _BOXED.finditer(text):
        code = int(match[1])
        if code in codes.ERRORS and code not in found:
            found.append(code)
    return found


def _is_said(text: str, match: re.Match[str]) -> bool:
    before, after = text[max(0, match.start() - _BEFORE) : match.start()], text[match.end() : match.end() + _BEFORE]
    if _AMOUNT_AFTER.match(after):
        return False
    if _SAID_BEFORE.search(before):
        return True
    if int(match[1]) in _PLAIN:
        return _SAID_AFTER.match(after) is not None and not before.strip()
    return _SAID_AFTER.match(after) is not None or not after.strip(" .!?\"'`)")
