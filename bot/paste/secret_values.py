"""What a secret looks like where it stands: how far it goes, and what only looks like one.

Three things look like passwords and are none: a mask that a client put there (``****``, ``(hidden)``), a reference to
a secret kept elsewhere (``${FTP_PASSWORD}``), and the words of a server or a person (``PASS command successful``).
"""

import re

MASK = "***"
Extent = tuple[int, int]

_LONGEST = 256  # characters looked at for the end of a value; a longer one runs to the end of its line

_NAME = r"(?:pass(?:word|wd|phrase|wort)?|pwd?|secret|token|(?:api[_-]?)?key)"
_MASK = re.compile(
    rf"""
    [`"'\\]*+
    (?: [*•●·∙xX\#?._-]{{3,}}+ | [*•●]++ | -(?=\s*(?:$|\d{{3}}\b))   # ****, xxxxx; a dash in server logs
      | \*?[<(\[{{]\ ?(?:your[ _-]?|the[ _-]?|my[ _-]?)?(?:ftp[ _-]?|user[ _-]?)?
        (?:{_NAME}|hidden|redacted|removed|masked|filtered|omitted|censored|not\ shown|none|empty|\*+|x{{3,}}|\.{{3}})
        (?:[ _-](?:hidden|removed|redacted|omitted|here))?\ ?[>)\]}}]\*?  # (hidden), <your password>
      | \*?(?:hidden|redacted|masked|filtered)\*?
      | \$\{{{{1,2}}[^{{}}\n]{{1,80}}\}}{{1,2}} | \{{\{{[^{{}}\n]{{1,80}}\}}\}}   # ${{FTP_PASSWORD}}
      | \$(?:\w{{1,40}}_)?{_NAME} | %(?:\w{{1,40}}_)?{_NAME}% )               # $FTP_PASSWORD, %FTP_PASSWORD%
    (?: [`"']++(?=[:.]) | [`"']*+(?= $ | [\s,;&|)\]}}>@<*\\] ) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_REFERENCE = re.compile(
    rf"(?:[$\w]{{1,40}}(?:\.|->|::))+{_NAME}(?:$|[\s,;)\]}}'\"])"  # config.password
    r"|(?:os\.|process\.)?(?:environ|env)\b|(?:\w{1,40}\.)?(?:getenv|getpass|input|read|prompt|env|config)\("
    r"|\$_(?:POST|GET|SERVER|ENV|REQUEST|SESSION)\b",
    re.IGNORECASE,
)

_REPLY_CODE = r"[1-6]\d\d[ -]"
_SWITCH = r"yes|no|none|null|nil|undefined|true|false|required|optional"
_SERVER_WORDS = (
    r"commands?|cmd|requires?|needed|need|expected|first|ok|okay|accepted|successful|succeeded|success|not|must|is|was"
    r"|has|and|or|failed|fails|failure|invalid|incorrect|wrong|rejected|denied|expired|unknown|error|understood"
    r"|response|reply|before|after|without|to"
)
_PEOPLES_WORDS = (
    r"phrase|through|the|it|this|that|them|by|over|your|my|our|a|an|on|in|for|with|both|all|correct|right|fine|works"
    r"|same|as|see|i|we|you|still|also|only|but|so|are|does|did|will|can|cannot|should|seems|login|logged|log|user"
    r"|username|access|authentication|auth|changed|reset|missing|empty|blank|please|enter|type|via"
    r"|using|mode|rate|along|me|us|because|when|if|then|at|of|try|again"
)
_WORD_END = r"\b[,.:;!)\]}\"']{0,4}(?:\s|$)"
_SWITCHED = re.compile(rf"(?:{_SWITCH}){_WORD_END}", re.IGNORECASE)
_SERVER_SAYS = re.compile(rf"(?:{_SWITCH}|{_SERVER_WORDS}){_WORD_END}|{_REPLY_CODE}", re.IGNORECASE)
_SOMEBODY_SAYS = re.compile(rf"(?:{_SWITCH}|{_SERVER_WORDS}|{_PEOPLES_WORDS}){_WORD_END}|{_REPLY_CODE}", re.IGNORECASE)

_ERROR_TEXT = re.compile(
    r"\b(?:E[A-Z]{4,12}|[45]\d\d[ -][A-Z]|(?i:error|connect|refused|denied|time[d-]? ?out|failed|cannot|could not"
    r"|unable|exception|incorrect|not logged))\b"
)

_ESCAPED_LINE_END = re.compile(r"\\r\\n|\\[rn](?=[\"']|\s|$|\d{3}[ -]|[A-Z]{3,4}\b|[<>-])")
# What follows the argument when a log puts the reply into the same line. A password with spaces and a reply code in it
# would be cut here; one that has only spaces is not.
_REPLY_IN_LINE = re.compile(r"[ \t]+(?:<|>|[-=]+>|→|\||(?:230|202|232|33[0-4]|421|50[0-4]|53[0-4]|550)(?=[ \t-]|$))")
_CLOSED = {quote: re.compile(rf"{quote}(?=[\s:,.;)\]}}]|$)") for quote in "\"'`"}

_OPENING_QUOTE = re.compile(r"(\\{0,8})([\"'`])")
_BEHIND_QUOTE = r"(?=[\s,;:.)\]}>=|&<*\\-]|$)"  # else the quote is a character of the value
_WORD = re.compile(r"\S+")


def is_mask(value: str) -> bool:
    """Whether a client, a person or this program already hid the value, or it names a variable that holds it."""
    return not value or value.isspace() or _MASK.match(value) is not None


def is_reference(value: str) -> bool:
    """Whether this is code that fetches a value: ``config.password``, ``os.environ["X"]``. Quoted text never is."""
    return _REFERENCE.match(value) is not None


def is_switch(value: str) -> bool:
    """Whether this says if there is a password, not which: ``(using password: YES)``, ``password=None``."""
    return _SWITCHED.match(value) is not None


def is_server_sentence(value: str) -> bool:
    """Whether these are words that servers put behind ``PASS`` (``PASS command successful``), or a reply."""
    return _SERVER_SAYS.match(value) is not None


def is_sentence(value: str) -> bool:
    """Whether these are words of a server or a person, or a reply (``Password: 230 Login ok``)."""
    return _SOMEBODY_SAYS.match(value) is not None


def is_error_text(value: str) -> bool:
    """Whether several words in quotes are the message that came: ``after the password: "connect ECONNREFUSED"``."""
    return " " in value.strip() and _ERROR_TEXT.search(value) is not None


def argument(text: str, start: int, quote: str) -> Extent:
    """Find the argument of a command: to the end of the line, or of the quotes it stands in.

    Args:
        text: The paste.
        start: Where the argument begins.
        quote: The quote in front of the command (``*cmd* 'PASS x'``), or nothing.
    """
    window = _window(text, start)
    end = len(window)
    quoted = quote and _CLOSED[quote].search(window)
    for stop in (_ESCAPED_LINE_END, _CLOSED[quote] if quoted else _REPLY_IN_LINE):
        if match := stop.search(window, 0, end):
            end = match.start()
    if end == _LONGEST:
        return start, _line_end(text, start)
    return start, start + len(window[:end].rstrip())


def assigned(text: str, start: int, *, whole_line: bool) -> Extent:
    """Find the value behind ``password=``, ``"password":`` or ``Password:``, without its quotes.

    A value in quotes ends with them; where the paste lost the closing quote, with the line. Others end at a space, or
    with the line where ``whole_line`` says that a prompt was answered.
    """
    window = _window(text, start)
    if opening := _OPENING_QUOTE.match(window):
        begin, end = opening.end(), _closing_quote(window, opening)
    else:
        word = _WORD.match(window)
        begin, end = 0, len(window) if whole_line else word.end() if word else 0
    if end == _LONGEST:
        return start + begin, _line_end(text, start)
    value = window[begin:end].rstrip()
    return start + begin, start + begin + len(value if opening else value.rstrip("\"'`,;)]}\\"))


def _closing_quote(window: str, opening: re.Match[str]) -> int:
    """Find the end of a value in quotes: the quote at the end of a word, else any, else the end of the line."""
    if window.startswith(MASK + opening[0], opening.end()):
        return opening.end() + len(MASK)
    quote = rf"(?<!\\){re.escape(opening[0])}"
    for pattern in (quote + _BEHIND_QUOTE, quote):
        if closing := re.compile(pattern).search(window, opening.end()):
            return closing.start()
    return len(window)


def _window(text: str, start: int) -> str:
    return text[start : start + _LONGEST].partition("\n")[0]


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
