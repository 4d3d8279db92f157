"""Slack's and Markdown's marks, taken off: fences, inline code, emphasis of a whole line, quoting, odd characters."""

import re

_CHARACTERS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛", "'"),
        **dict.fromkeys("“”„‟", '"'),
        **dict.fromkeys("\u00a0\u2007\u202f\u3000", " "),
        **dict.fromkeys("\u2028\u2029\u0085\x0b\x0c\r", "\n"),
        # soft hyphen, zero-width and direction marks: invisible, and they keep words from being equal
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e", ""),
        # control characters, which no database or terminal should see
        **dict.fromkeys((chr(code) for code in range(32) if chr(code) not in "\t\n\x0b\x0c\r"), ""),
        "\x7f": "",
        # lone surrogates, which JSON allows and UTF-8 does not
        **dict.fromkeys((chr(code) for code in range(0xD800, 0xE000)), ""),
    }
)
_TERMINAL_COLOUR = re.compile(r"\x1b\[[0-9;?]{0,16}[A-Za-z]")

_FENCE = re.compile(r"`{3,}")
# GitHub's habit of naming the language; Slack shows the word as text. ``ftp`` is left out: it is a command.
_LANGUAGES = frozenset(
    "text txt log plain plaintext console shell sh bash zsh cmd bat powershell ps1 json yaml yml xml html ini conf "
    "diff python py php ruby java js javascript ts typescript csharp cs go rust sql".split()
)

# The lookarounds leave alone .NET's IProgress`1 and the quotes of GNU programs (`this').
_INLINE_CODE = re.compile(r"(?<![\w`])(`{1,2})(?!`)([^`\n]++)\1(?![\w`])")
_INLINE_CODE_OF_LINES = re.compile(r"^`([^`]++)`$", re.MULTILINE)
_EMPHASISED_LINE = re.compile(r"^([*_~])(\S.*)\1$", re.MULTILINE)

_DEEPEST_QUOTE = 8
_REPLY_MARK = re.compile(r"\s*<[\s\d'-]")
_SENT_BY_CLIENT = re.compile(
    r"(?:ABOR|ACCT|ADAT|ALLO|APPE|AUTH|AUTHINFO|AVBL|CCC|CDUP|CLNT|CMD|CWD|DELE|DSIZ|EHLO|EPRT|EPSV|FEAT|HELO|HELP|HOST"
    r"|LANG|LIST|LPRT|LPSV|MDTM|MFF|MFMT|MKD|MLSD|MLST|MODE|NLST|NOOP|OPTS|PASS|PASV|PBSZ|PORT|PROT|PWD|QUIT|RANG|REIN"
    r"|REST|RETR|RMD|RNFR|RNTO|SITE|SIZE|SMNT|STAT|STLS|STOR|STOU|STRU|SYST|TYPE|USER|XCRC|XCUP|XCWD|XMKD|XPWD|XRMD"
    r"|open|close|user|pass|quote|ls|dir|cd|lcd|pwd|put|mput|get|mget|mkdir|rmdir|rename|delete|mdelete|binary|bin|ascii"
    r"|passive|prompt|bye|quit|exit|mirror|set)(?![\w:])"
    r"|\w{1,64}\("  # FluentFTP writes its calls as ``>  UploadFile("a", "b")``
)


def straighten(text: str) -> str:
    """Straight quotes for curly ones, plain spaces, line feeds for every line end, nothing invisible."""
    text = text.replace("\r\n", "\n")
    if "\x1b" in text:
        text = _TERMINAL_COLOUR.sub("", text)
    return text.translate(_CHARACTERS)


def unfence(text: str) -> str:
    """Take the marks of code blocks off; a block that shares its line with other text gets lines of its own."""
    if "```" not in text:
        return text
    lines: list[str] = []
    inside = False
    for line in text.split("\n"):
        outside, *parts = _FENCE.split(line)
        if not parts or outside.strip():
            lines.append(outside)
        for number, part in enumerate(parts, 1):
            inside = not inside
            language = inside and number == len(parts) and part.strip() in _LANGUAGES
            if part.strip() and not language:
                lines.append(part if inside else part.lstrip())
    return "\n".join(lines)


def uncode(text: str) -> str:
    """Take the marks of inline code off, in a line or (as GitHub's habit is) around several lines."""
    if "`" not in text:
        return text
    return _INLINE_CODE_OF_LINES.sub(r"\1", _INLINE_CODE.sub(r"\2", text))


def unemphasise(text: str) -> str:
    """Take the marks off a line that is bold, italic or struck as a whole."""
    return _EMPHASISED_LINE.sub(_plain_line, text)


def _plain_line(match: re.Match[str]) -> str:
    mark, inner = match.groups()
    # ``*cmd* 'PASV*'`` is ftplib's log, ``***`` a mask: neither is one emphasised line
    several = f"{mark} " in inner or f" {mark}" in inner or inner.startswith(mark) or inner.endswith((mark, " "))
    return match.group() if several else inner


def unquote(text: str) -> str:
    """Take ``>`` off the lines of a quote.

    It is a quote where most lines start with ``>``, and not all of them are what a client sends. A client's log uses
    the same sign for its direction (curl, basic-ftp, FluentFTP): there ``<`` marks the replies, or every line with
    ``>`` holds a command; such lines stay as they are.
    """
    for _ in range(_DEEPEST_QUOTE):
        lines = text.split("\n")
        if not _is_quote(lines):
            return text
        text = "\n".join(line[1:].removeprefix(" ") if line.startswith(">") else line for line in lines)
    return text


def _is_quote(lines: list[str]) -> bool:
    quoted = [line[1:].strip() for line in lines if line.startswith(">")]
    others = [line for line in lines if line.strip() and not line.startswith(">")]
    if len(quoted) <= len(others) or any(_REPLY_MARK.match(line) for line in others):
        return False
    return any(line and not _SENT_BY_CLIENT.match(line) for line in quoted)


def trim(text: str) -> str:
    """Take trailing spaces off every line, and blank lines off both ends."""
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
