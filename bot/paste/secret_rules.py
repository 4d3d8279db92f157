"""Where secrets stand in the pastes of FTP users: one finder per way of writing them.

A finder yields ``Secret(start, end, kind)``; ``kind`` is None for what is masked without being a secret. All patterns
are anchored at a fixed word and bounded, so that each finder is linear in the length of the text.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from bot.paste.key_blocks import key_bodies
from bot.paste.secret_values import (
    MASK,
    argument,
    assigned,
    is_error_text,
    is_mask,
    is_reference,
    is_sentence,
    is_server_sentence,
    is_switch,
)

PASSWORD = "password"  # noqa: S105  the name of a kind
ACCOUNT = "account"
URL_PASSWORD = "url-password"  # noqa: S105  the name of a kind
PRIVATE_KEY = "private-key"
TOKEN = "token"  # noqa: S105  the name of a kind
KINDS = (PASSWORD, ACCOUNT, URL_PASSWORD, PRIVATE_KEY, TOKEN)


class Secret(NamedTuple):
    """A secret: ``text[start:end]``, and its kind, or None where it is masked but gives nothing away."""

    start: int
    end: int
    kind: str | None


Finder = Callable[[str], Iterator[Secret]]

_LONGEST_WORDS = 120  # characters looked at to tell words from a value
# The left edge of a word. Behind a mask there is none: what stood there may have been a letter, and what was no secret
# before masking must be none after it.
_EDGE = r"(?<![\w-])(?<!\*\*\*)"

# --- commands: PASS, ACCT -------------------------------------------------------------------------------------------

_COMMAND = re.compile(rf"(?:{_EDGE}|(?<=-)(?<!\w-)|(?<=\\[nrt]))(?:([Pp][Aa][Ss][Ss])|[Aa][Cc][Cc][Tt])[ \t]+(?=\S)")
# What stands in front of a command: a client's mark, a log's brackets, a quote, a prompt … No asterisk: this program
# leaves asterisks behind, and what it leaves must not turn the next word into a command.
_IN_FRONT = frozenset(">])}:：|\"'`#$%=;→»")
_BETWEEN_WORDS = frozenset("|/;,=")  # ``usage: user NAME|pass PASSWORD``
_ONE_WORD = re.compile(r"\S+[ \t\r]*(?:$|[<>|→]|[-=]+>|\d{3}[ -])")
_WORD_IN_FRONT = re.compile(
    r"(?:quote|quot|literal|raw|rawcmd|send|sending|sent|issue|issued|execute|executing|write|writing|cmd|command|client"
    r"|ftp|authinfo|debug|info|trace|verbose|fine|[cdeivw]|am|pm|utc|gmt|-+|[*•]|[\[(]?\d[\dTZ:.,+-]*[:.][\dTZ:.,+-]*|21)",
    re.IGNORECASE,
)
_ANONYMOUS_USER = re.compile(
    rf"{_EDGE}(?:user|name)\b[^\n]{{0,120}}?[ \t:](?:anonymous|ftp)(?=[\s\"'\\]|$)", re.IGNORECASE
)
_ANONYMOUS_PASSWORD = re.compile(
    r"[\w.+-]{0,64}@|-?(?:anonymous|anon|guest|ftp|lftp|ncftp|wget|curl|mozilla|chrome|ieuser)@[\w.-]{0,253}",
    re.IGNORECASE,
)
_ANONYMOUS_WORDS = frozenset({"anonymous", "anon", "guest", "ftp"})
_ADDRESS = re.compile(r"[\w.+-]{0,64}@[\w.-]{0,253}")


def commands(text: str) -> Iterator[Secret]:
    """``PASS x`` and ``ACCT x`` where a client sends them, in any dialect; ``pass x`` where nothing else is said."""
    anonymous = _ANONYMOUS_USER.search(text) is not None
    done = 0
    for match in _COMMAND.finditer(text):
        if match.start() < done:
            continue
        quote = _command_position(text, match.start())
        if quote is None:
            continue
        rest = _words(text, match.end())
        if is_mask(rest) or (is_server_sentence(rest) if match.group().isupper() else _is_prose(text, match, rest)):
            continue
        start, done = argument(text, match.end(), quote)
        if start < done:
            kind = PASSWORD if match[1] else ACCOUNT
            yield Secret(start, done, None if _is_anonymous(text[start:done], anonymous=anonymous) else kind)


def _words(text: str, start: int) -> str:
    return text[start : start + _LONGEST_WORDS].partition("\n")[0]


def _is_prose(text: str, command: re.Match[str], rest: str) -> bool:
    """Whether ``pass`` in small letters is an English word here; ``pass: x`` is left to another finder."""
    if text[command.start() - 1 : command.start()] in _BETWEEN_WORDS:
        return True
    return rest[0] in ":=" or MASK in rest or not _ONE_WORD.match(rest) or is_sentence(rest)


def _command_position(text: str, start: int) -> str | None:
    """Return the quote in front of a command (or nothing); None where the word stands in a sentence."""
    before = text[max(start - 40, 0) : start].rpartition("\n")[2]
    lead = before.rstrip()
    if not lead or before.endswith(("\t", "\\n", "\\r", "\\t")):
        return ""
    if lead[-1] in _IN_FRONT:
        return lead[-1] if lead == before and lead[-1] in "\"'`" else ""
    return "" if lead != before and _WORD_IN_FRONT.fullmatch(lead.rsplit(maxsplit=1)[-1]) else None


def _is_anonymous(value: str, *, anonymous: bool) -> bool:
    """Whether this is the password of an anonymous login.

    By convention (RFC 1635) that is the user's e-mail address or a word such as ``guest``, and every server accepts
    any: it opens nothing. It is masked, since it may be somebody's address, but nobody must be told to change it.
    """
    if "@" not in value:
        return value.casefold() in (_ANONYMOUS_WORDS if anonymous else {"anonymous"})
    return (_ADDRESS if anonymous else _ANONYMOUS_PASSWORD).fullmatch(value) is not None


# --- values with a name: password=x, "token": "x" -------------------------------------------------------------------

# Every name begins with one of these words: looking for them first, in lower case, is six times as fast.
_NAME_STARTS = (
    *"pass pw psw kennwort contrase senha wachtwoord hasło lösenord пароль 密 パスワード".split(),
    *"token api secret access".split(),
    "mot de passe",
)
_NAME_START = re.compile("|".join(_NAME_STARTS))
_NAME = (
    r"(?P<password>pass(?:[ _-]?(?:word|wd|phrase|code|wort))|passwort|kennwort|contrase[ñn]a|senha|mot de passe"
    r"|wachtwoord|hasło|lösenord|пароль|密码|密碼|パスワード|(?<![A-Za-z])(?:pass|pw)|(?<=[a-z])(?-i:Pass))"
    r"|(?P<token>(?<!unexpected )token|api[_-]?key|secret(?:[_-]?(?:access[_-]?)?key)?|(?<=aws_)access[_-]?key)"
)
_SEPARATOR = (
    r"(?:\s?(?:for|of|para|für|pour) [^\s:=]{1,80})?\*{0,2}[\"'`\\\]]{0,4}[ \t]*(?:=>|:=|={1,3}|[:：])(?:\*\* )?[ \t]*"
)
_NAMED = re.compile(
    rf"(?:{_NAME}){_SEPARATOR}(?=\S)"
    # the shell's PWD=/home/bob is a directory, and ``pwd:`` a command
    r"|(?P<pwd>(?<![A-Za-z])(?:pwd|psw)(?:[\"'`\\\]]{1,4}[ \t]*[:=]>?|[ \t]*=)[ \t]*(?=\S)(?![\"']?[/~]))",
    re.IGNORECASE,
)
_SHORTEST_TOKEN = 4  # characters


def named_values(text: str) -> Iterator[Secret]:
    """``password=x``, ``"password": "x"``, ``FTP_PASS: x``, ``Passwort: x``, ``api_key = x``, ``client_secret: x``."""
    done = 0
    for name in _NAME_START.finditer(_folded(text)):
        match = _NAMED.match(text, name.start()) if name.start() >= done else None
        if match is None:
            continue
        token = match["token"] is not None
        line_start = text.rfind("\n", max(match.start() - 80, 0), match.start()) + 1 or max(match.start() - 80, 0)
        prompt = not token and "=" not in match.group() and not text[line_start : match.start()].strip(" \t>*`-")
        start, end = assigned(text, match.end(), whole_line=prompt)
        done = end
        rest = _words(text, start)
        if start > match.end():  # in quotes
            talk = is_mask(rest[: end - start]) or is_error_text(rest[: end - start])
        else:
            talk = start == end or _is_talk(rest, match.group(), token=token)
        if talk:
            # a mask or a word stays one whatever happens to the words behind it: the search goes on there
            done = start + len(rest.partition(" ")[0])
            continue
        yield Secret(start, end, TOKEN if token else PASSWORD)


def _folded(text: str) -> str:
    """Fold to lower case without changing the length, which the letter İ alone would."""
    return text.replace("İ", "I").lower()


def _is_talk(rest: str, name: str, *, token: bool) -> bool:
    """Whether the rest of a line behind a name holds no secret: a mask, code, a switch, or words."""
    if is_mask(rest) or is_reference(rest) or (token and len(rest.split(maxsplit=1)[0]) < _SHORTEST_TOKEN):
        return True
    if "=" in name:
        return is_switch(rest)
    return is_sentence(rest) if token or " " in rest.rstrip() else is_server_sentence(rest)


_TAGGED = re.compile(
    r"(?:<|&lt;)[\w:.-]{0,30}(?:pass(?:word|wd|phrase)?|pwd|token|secret)(?:\s[^<>\n]{0,80})?(?:>|&gt;)"
    r"(?P<password>[^<\n]{1,512}?)(?=(?:<|&lt;)/)",
    re.IGNORECASE,
)
_NETRC = re.compile(
    rf"{_EDGE}(?:login|user|account)[ \t]+\S{{1,128}}\s{{1,20}}(?:password|passwd)[ \t]+(?P<password>\S+)",
    re.IGNORECASE,
)
_SAID = re.compile(
    rf"{_EDGE}(?:password|passwort|pass|pw|pwd)[ \t]+(?:is|was|ist|lautet)[ \t]+[\"'`]?"
    r"(?P<password>(?=\S{0,128}\d)(?=\S{0,128}[^\W\d_])\S{3,128}[^\s.,;:!?\"'`)])",
    re.IGNORECASE,
)

# --- command lines and code -----------------------------------------------------------------------------------------

_VALUE = r"(?:\"(?P<a>[^\"\n]+)|'(?P<b>[^'\n]+)|(?P<c>(?![\"'-])\S+))"
_OPTION = re.compile(
    rf"{_EDGE}(?:--?|[—–])(?:(?:ftp|http|proxy)-)?(?:password|passwd|passphrase|pass|pw)[ \t]+{_VALUE}", re.IGNORECASE
)
_SHORT_OPTION = re.compile(rf"{_EDGE}(?:ncftp\w{{0,5}}|sshpass)\b[^\n]{{0,200}}?[ \t]-p[ \t]*{_VALUE}")
# ``-u bob:x``, ``-u bob,x``, ``-U bob%x``, ``"-u","bob:x"``; not the numbers of ``docker run -u 1000:1000``
_USER_OPTION = re.compile(
    rf"{_EDGE}(?:-[uU]|(?:--|[—–])(?:proxy-|ftp-)?user)(?:[ \t=]{{0,3}}|[\"'],[ ]?)(?!\d+:\d+(?:\s|$))"
    r"(?:\"[^\s:,%\"]{0,128}[:,%](?P<a>[^\"\n]+)|'[^\s:,%']{0,128}[:,%](?P<b>[^'\n]+)"
    r"|(?![\"'])[^\s:,%\"']{0,128}[:,%](?!//)(?P<c>[^\s\"']+(?:[\"'][^\s\"']+)*))"
)

_ARGUMENT = r"[^,()\n]{0,200},\s{0,40}"
_QUOTED = r"(?P<quote>[\"'])(?P<password>(?:(?!(?P=quote))[^\n]){1,200})(?P=quote)"
_LOGIN_OF_PHP = re.compile(rf"{_EDGE}ftp_(?:ssl_)?login\s?\({_ARGUMENT}{_ARGUMENT}{_QUOTED}", re.IGNORECASE)
_LOGIN_CALL = re.compile(
    rf"(?:(?<!ftp)(?<!ssl)[._]login|{_EDGE}login|NetworkCredential)\s?\({_ARGUMENT}{_QUOTED}", re.IGNORECASE
)
_CONNECT_CALL = re.compile(
    rf"{_EDGE}(?:FTP|FTP_TLS|FTPClient|FTP\.(?:new|open))\s?\({_ARGUMENT}{_ARGUMENT}{_QUOTED}", re.IGNORECASE
)
_CURL_CALL = re.compile(
    r"USERPWD[\"']?\s?(?:,|=>|=)\s?(?P<quote>[\"'])[^:\"'\n]{0,128}:(?P<password>(?:(?!(?P=quote))[^\n]){1,200})"
)

_PROMPTED_USER = re.compile(
    rf"(?:{_EDGE}[nl]?c?ftp\b[^>\n]{{0,80}}>|^(?:open|ftp)\b[^\n]{{0,200}}\n)"
    r"[ \t]*user[ \t]+\S{1,128}[ \t]+(?P<password>\S+)",
    re.MULTILINE,
)
_IMAP_LOGIN = re.compile(
    rf"{_EDGE}(?:[A-Za-z]{{1,4}}\d{{1,6}}|[a.?])[ \t]LOGIN[ \t]+(?:\"[^\"\n]{{1,128}}\"|[^\s\"]{{1,128}})"
    r"[ \t]+\"?(?P<password>[^\s\"]+)"
)
_SASL = re.compile(
    rf"{_EDGE}AUTH(?:ENTICATE|INFO SASL)?[ \t]+(?:PLAIN|LOGIN|XOAUTH2|OAUTHBEARER)[ \t]+(?=[A-Z]*[a-z0-9+/=])"
    r"(?P<password>[A-Za-z0-9+/]{8,}={0,2})"
    rf"|{_EDGE}334 UGFzc3dvcmQ6\s{{1,4}}(?:[CS<>:-]+ ?)?(?P<answer>[A-Za-z0-9+/]{{4,}}={{0,2}})"
)


def _groups(pattern: re.Pattern[str], kind: str, *, talk: Callable[[str], bool] | None = None) -> Finder:
    """Make a finder of the named groups of a pattern."""

    def find(text: str) -> Iterator[Secret]:
        for match in pattern.finditer(text):
            group = match.lastgroup or 0
            value = match[group]
            if not (is_mask(value) or MASK in value or (talk and talk(value))):
                yield Secret(*match.span(group), kind)

    return find


# --- URLs, keys, tokens ---------------------------------------------------------------------------------------------

_URL = re.compile(
    r"://(?P<user>[^\s/:\[]{0,256}):"
    # the password ends at the last @ before the path; one with a slash in it, at the first @ unless that follows a port
    r"(?:(?P<plain>[^\s/]{0,512})@|(?!\d{1,5}(?:[/\s]|$))(?P<slashed>[^\s@]{1,128})@)"
)


def urls(text: str) -> Iterator[Secret]:
    """``ftp://user:password@host`` of any scheme, also with ``@`` or ``/`` in the password."""
    for match in _URL.finditer(text):
        group = "plain" if match["plain"] is not None else "slashed"
        if not is_mask(match[group]):
            public = match["user"].casefold() in {"anonymous", "ftp"}
            yield Secret(*match.span(group), None if public else URL_PASSWORD)


def keys(text: str) -> Iterator[Secret]:
    """Private keys in PEM and PuTTY's format."""
    for start, end in key_bodies(text):
        body = text[start:end]
        if not is_mask(body):
            yield Secret(start + len(body) - len(body.lstrip()), start + len(body.rstrip()), PRIVATE_KEY)


_TOKENS = re.compile(
    _EDGE + r"(?P<token>xox[a-z](?:\.xox[a-z])?-[\w-]{10,}|xapp-[\w-]{10,}|gh[pousr]_\w{16,}|github_pat_\w{20,}"
    r"|glpat-[\w-]{16,}|sk-[\w-]{20,}|(?:AKIA|ASIA)[A-Z0-9]{16}|eyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?)"
)
_WEBHOOK = re.compile(r"hooks\.slack\.com/services/(?P<token>[\w/]{10,})")
_AUTHORIZATION = re.compile(
    _EDGE + r"authorization[\"'\\]{0,4}[ \t]*[:=][ \t]*[\"'\\]{0,4}(?:(?:bearer|basic|token|negotiate|ntlm)[ \t]+)?+"
    r"(?P<token>[\w.~+/=-]{6,})|(?<![\w-])(?<!\*\*\*)bearer[ \t]+(?P<bearer>[\w.~+/=-]{16,})",
    re.IGNORECASE,
)

# Each finder with words of which the text, in lower case, must hold one: most pastes need few of the searches.
FINDERS: tuple[tuple[tuple[str, ...], Finder], ...] = (
    (("pass", "acct"), commands),
    (_NAME_STARTS, named_values),
    (("</", "&lt;/"), _groups(_TAGGED, PASSWORD)),
    (("passw",), _groups(_NETRC, PASSWORD, talk=is_sentence)),
    ((" is ", " was ", " ist ", " lautet "), _groups(_SAID, PASSWORD)),
    (("-pass", "-pw", "—pass", "–pass"), _groups(_OPTION, PASSWORD, talk=is_sentence)),
    (("ncftp", "sshpass"), _groups(_SHORT_OPTION, PASSWORD)),
    (("-u", "—user", "–user"), _groups(_USER_OPTION, PASSWORD)),
    (("login(", "login (", "networkcredential"), _groups(_LOGIN_OF_PHP, PASSWORD)),
    (("login(", "login (", "networkcredential"), _groups(_LOGIN_CALL, PASSWORD)),
    (("ftp(", "ftp (", "ftp_tls", "ftpclient", "ftp.new", "ftp.open"), _groups(_CONNECT_CALL, PASSWORD)),
    (("userpwd",), _groups(_CURL_CALL, PASSWORD)),
    (("user ", "user\t"), _groups(_PROMPTED_USER, PASSWORD, talk=is_sentence)),
    ((" login ",), _groups(_IMAP_LOGIN, PASSWORD)),
    (("auth", "334 "), _groups(_SASL, PASSWORD)),
    (("@",), urls),
    (("-----", "private-"), keys),
    (("xox", "xapp-", "gh", "glpat", "sk-", "akia", "asia", "eyj"), _groups(_TOKENS, TOKEN)),
    (("hooks.slack",), _groups(_WEBHOOK, TOKEN)),
    (("authorization", "bearer"), _groups(_AUTHORIZATION, TOKEN, talk=is_sentence)),
)
