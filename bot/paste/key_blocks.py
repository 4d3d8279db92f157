"""Private keys in a text: where their secret lines are, also when the paste lost the key's head or foot.

Formats: PEM (RFC 7468: ``-----BEGIN … PRIVATE KEY-----``, OpenSSH's and OpenPGP's alike) and PuTTY's
``Private-Lines: N`` followed by base64 up to ``Private-MAC:``.
"""

import re
from collections.abc import Iterator

_MARGIN = r"[>| \t]*+"  # a key may stand in a quote
_BASE64 = rf"{_MARGIN}[A-Za-z0-9+/=]{{16,}}+"
_HEADER = rf"{_MARGIN}(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset):[^\n]*+"
_SHORT = rf"{_MARGIN}[A-Za-z0-9+/=]{{1,76}}"  # the last line of base64, where the others have been long
_END = r"[ \t\r]*+"

_PEM_HEAD = r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
_FROM_HEAD = re.compile(
    rf"(?:{_PEM_HEAD}|Private-Lines:[ \t]*\d{{1,9}}){_END}\n"
    rf"(?P<body>(?:(?:{_BASE64}|{_HEADER}|{_MARGIN}){_END}\n)*+(?:{_SHORT}{_END}(?=\n|\Z))?+)"
)
# as JSON and environment variables hold a key: ``-----BEGIN … KEY-----\nMIIE…\n-----END``
_IN_ONE_LINE = re.compile(
    rf"{_PEM_HEAD}(?P<body>(?:\\[nr]|[ ])*+(?:(?:Proc-Type|DEK-Info):[^\\\n]{{0,80}}(?:\\[nr])++){{0,3}}+"
    r"[A-Za-z0-9+/=]{16,}+(?:[A-Za-z0-9+/=]|\\[nr]|[ ])*+)"
)
_FOOT = re.compile(r"^[>| \t]*+(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|Private-MAC:)", re.MULTILINE)
_LONG_LINE = re.compile(rf"(?:{_BASE64}|{_HEADER}){_END}")
_SHORT_LINE = re.compile(_SHORT + _END)


def key_bodies(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the secret lines of every private key; a key with head and foot is found from both."""
    for pattern in (_FROM_HEAD, _IN_ONE_LINE):
        yield from (match.span("body") for match in pattern.finditer(text))
    floor = 0
    for foot in _FOOT.finditer(text):
        yield foot.start() - _height(text[floor : foot.start()]), foot.start()
        floor = foot.end()


def _height(above: str) -> int:
    """Count the characters above a key's foot that belong to the key."""
    height = 0
    for place, line in enumerate(reversed(above.split("\n")[:-1])):
        if not (_LONG_LINE.fullmatch(line) or (place == 0 and _SHORT_LINE.fullmatch(line))):
            break
        height += len(line) + 1
    return height
