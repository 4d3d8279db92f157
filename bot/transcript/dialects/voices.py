"""The voices: each recognises one way in which programs write down who says what.

A voice looks at ``said.text`` (front already stripped), and either fills in the line and returns true, or leaves it
alone. The order of ``VOICES`` is the order of certainty.
"""

import re
from collections.abc import Callable

from bot.transcript.codes import KNOWN
from bot.transcript.dialects.front import is_listing, strip_front
from bot.transcript.dialects.labels import Label, split_label
from bot.transcript.model import Actor
from bot.transcript.said import Said, Tone
from bot.transcript.verbs import client_word, split_command

Voice = Callable[[Said], bool]

_REPLY = re.compile(r"([1-6]\d\d)(?:(-|\s)(.*)|$)", re.DOTALL)
# After a bare number these make it an amount, not a reply: "200 files", "500 MB".
_AMOUNT = re.compile(
    r"(?:files?|bytes?|[kmgtKMGT]i?[bB](?:ytes?)?|users|times?|ms|sec(?:onds?|s)?|min(?:utes?)?|hours?|days?|of|from|x|%|€|\$"
    r"|clients?|customers?|items?|rows?|lines?|pics?|photos?|images?|folders?|requests?|connections?|people|more)\b",
)
_QUOTES = "'\"`"


def _unquote(text: str) -> str:
    """Take off quotes, also Python's ``b'…'``, and the escaped line break before the closing one."""
    text = text.strip()
    if text[:2] in {"b'", 'b"'}:
        text = text[1:]
    if text[:1] and text[0] in _QUOTES:
        text = text[1:].rstrip(",;)")
        if text[-1:] and text[-1] in _QUOTES:
            text = text[:-1]
    elif text[-1:] in {"'", '"', "`"} and text.count(text[-1]) == 1:
        text = text[:-1]
    return text.removesuffix("\\n").removesuffix("\\r").strip()


def as_reply(said: Said, text: str, *, bare: bool = False) -> bool:
    """Fill in a reply of the server. Bare, it must be a known code and no amount of something."""
    text = _unquote(text)
    match = _REPLY.match(text)
    if match is None:
        return False
    code = int(match[1])
    if bare and (code not in KNOWN or _AMOUNT.match((match[3] or "").lstrip())):
        return False
    said.actor, said.text, said.code, said.last = Actor.REPLY, text, code, match[2] != "-"
    return True


def as_command(said: Said, text: str, *, bare: bool = False) -> bool:
    """Fill in a command of the protocol."""
    split = split_command(_unquote(text), bare=bare)
    if split is None:
        return False
    said.actor, said.text = Actor.COMMAND, _unquote(text)
    said.command, said.argument = split
    return True


def _as_typed(said: Said, text: str, style: str) -> bool:
    """Fill in what was typed at a client's prompt."""
    said.style, said.actor, said.text = style, Actor.COMMAND, text.strip()
    said.command, said.argument = client_word(text)
    if said.command is None:
        said.tone = Tone.SHELL
    return True


def _as_notice(said: Said, text: str, tone: Tone, style: str = "") -> bool:
    said.actor, said.text, said.tone = Actor.NOTICE, text, tone
    said.style = style or said.style
    return True


def labelled(said: Said) -> bool:
    """``Response:  530 …``, ``Befehl: …``, ``[Command] PASV``, ``COMMAND:> …``, ``> Response: 426 …``.

    A word that is no known label counts as one where a reply or a command in capitals follows it: that reads the
    languages that are missing.
    """
    text = said.text
    if text.startswith(("> ", "< ", "- ")):
        text = text[2:].lstrip()
    split = split_label(text)
    if split is None:
        return False
    label, rest, style = split
    if label is None:
        return _WORDY.match(rest) is not None and _styled(
            said, style, as_reply(said, rest, bare=True) or as_command(said, rest)
        )
    rest = strip_front(rest.strip()).text if style == "labels>" else rest.strip()
    if label is Label.REPLY:
        return _styled(said, style, as_reply(said, rest)) or (
            style != "log" and _as_notice(said, rest, Tone.PLAIN, style)
        )
    if label is Label.COMMAND:
        return _styled(said, style, as_command(said, rest)) or (
            style != "log" and _as_notice(said, rest, Tone.PLAIN, style)
        )
    said.text = rest
    if arrowed(said) or quoted_reply(said):
        return True
    if label is Label.ERROR:
        if as_reply(said, rest, bare=True):
            said.tone = Tone.QUOTED
            return True
        return _as_notice(said, rest, Tone.ERROR, "error" if style == "labels" else style)
    return _as_notice(said, rest, Tone.STATUS, style)


_WORDY = re.compile(r"[1-5][0-5]\d[ -]\S|[A-Z]{3,4}(?: \S|$)")


def _styled(said: Said, style: str, heard: bool) -> bool:
    if heard:
        said.style = style
    return heard


_ARROW = re.compile(
    r"(?:\[connection\][ ])?(?P<arrow>-{1,4}>|<-{1,4}|={1,3}>|<={1,3}|>{1,3}|<{1,3}|->|→|←|-{4}(?=[ ])|\*(?=[ ]))\s*(?P<rest>.*)",
    re.DOTALL,
)


# Only servers speak after these; pyftpdlib's "<-" and "<==" are what it hears.
_INBOUND = frozenset({"<", "<<", "<<<", "<---", "<----", "<--"})


def arrowed(said: Said) -> bool:
    """``---> PASV``, ``<--- 227 …``, ``> USER``, ``< 331 …``, ``* Closing``, ``[connection] > 'PASV'``, ``==> 220 …``."""
    if said.text.startswith("[parser]"):  # node-ftp says everything twice
        return _as_notice(said, said.text, Tone.OUTPUT, "node-ftp")
    match = _ARROW.match(said.text)
    if match is None:
        return False
    arrow, rest = match["arrow"], match["rest"].strip()
    style = "node-ftp" if said.text.startswith("[connection]") else f"arrow {arrow}"
    if arrow == "==>" and _WGET.search(rest):
        return _wget(said, rest)
    if arrow in {"*", "----"}:
        return _as_notice(said, rest, Tone.STATUS, style)
    if as_reply(said, rest) or (arrow not in _INBOUND and as_command(said, rest)):
        said.style = style
        return True
    if rest.startswith(("ftp>", "ftp:", "lftp ")):
        said.text = rest
        return prompted(said) or _as_notice(said, rest, Tone.PLAIN)
    if "<" in arrow and rest[:1] != "!":
        return _as_notice(said, rest, Tone.PLAIN, style)
    if arrow == "==>":
        return _as_notice(said, rest, Tone.STATUS, "wget")
    return False


_WGET = re.compile(r" \.\.\.(?: |$)| not (?:needed|required)\.")


def _wget(said: Said, text: str) -> bool:
    """``==> RETR x.iso ... done.``: a command; what follows the dots stands in a line of its own (see ``lines``)."""
    if as_command(said, text.partition(" ...")[0]):
        said.style = "wget"
        return True
    return _as_notice(said, text, Tone.STATUS, "wget")


_ZOS = re.compile(r"(?P<sent>EZA1701I\s{1,3}>>>)|(?P<typed>EZA1736I)|EZ[AY]\d{4}[A-Z]")


def zos(said: Said) -> bool:
    """z/OS: ``EZA1701I >>> STOR x`` is what its client sends, ``EZA1736I PUT x`` what was typed, the rest messages."""
    match = _ZOS.match(said.text)
    if match is None:
        return False
    rest = said.text[match.end() :].strip()
    if match["sent"] and as_command(said, rest):
        said.style = "zos"
        return True
    if match["typed"]:
        return _as_typed(said, rest, "zos>")
    return _as_notice(said, said.text, said.tone, "zos")


_FTPLIB = re.compile(r"\*(?P<what>cmd|put|get|resp|retr|welcome|put urgent|mirror)\*\s*(?P<rest>.*)", re.DOTALL)


def python_ftplib(said: Said) -> bool:
    """``*cmd* 'USER bob'``, ``*get* '331 …\\n'``, ``*resp* '331 …'``: the same twice with debug level 2."""
    match = _FTPLIB.match(said.text)
    if match is None:
        return False
    what, rest = match["what"], match["rest"]
    said.style = "ftplib"
    if what in {"get", "welcome"}:
        return as_reply(said, rest) or _as_notice(said, _unquote(rest), Tone.PLAIN)
    if what == "cmd":
        return as_command(said, rest) or _as_notice(said, _unquote(rest), Tone.PLAIN)
    if what == "resp" and as_reply(said, rest):
        said.tone = Tone.QUOTED
        return True
    return _as_notice(said, _unquote(rest), Tone.OUTPUT)


_PROMPT = re.compile(
    r"""
      (?P<ftp> (?i:ftp)> )                                          # ftp> put x
    | (?P<lftp> lftp[ ][^>\n]{0,100}> )                             # lftp bob@host:~> ls
    | (?P<ncftp> ncftp[ ][^>\n]{0,80}> )                            # ncftp / > put x
    | (?P<sftp> sftp> )
    | (?P<user> [^\W\d_]{3,16}[ ]\([^()\n]{1,120}:\([^()\n]{1,10}\)\)[ ]?: )   # User (host:(none)):
    | (?P<name> (?i:name)[ ]\([^()\n]{1,120}\)[ ]?: )               # Name (host:bob):
    | (?P<password> (?i:password|passwort|kennwort|mot[ ]de[ ]passe|contraseña|senha|hasło|пароль|wachtwoord|lösenord)
        [ ]?:(?=\s{0,4}\S{0,64}\s{0,4}$) )
    | (?P<to> \(to\)[ ] )
    | (?P<dos> (?:PS[ ])?[A-Za-z]:\\[^>\n]{0,120}> )                # C:\Users\bob> ftp host
    | (?P<unix> (?: [\w.+-]{1,32}@[\w.-]{1,64}(?:[: ][^#$%>\n]{0,80})?[#$%>] | \[[\w.-]{1,32}@[^\]\n]{1,80}\][#$%]
        | [$%](?=[ ]) | \#(?=[ ][a-z/]) | [\w-]{1,24}[ ]?[~:][^#$%>\s]{0,60}[ ]?[#$%] | [a-z][\w-]{0,15}% )(?=\s|$) )
    """,
    re.VERBOSE,
)


def prompted(said: Said) -> bool:
    """``ftp> put x``, ``User (host:(none)): bob``, ``Password:``, ``C:\\> ftp host``, ``$ ftp host``."""
    match = _PROMPT.match(said.text)
    if match is None:
        return False
    kind, rest = match.lastgroup or "", said.text[match.end() :].strip()
    if kind in {"ftp", "lftp", "ncftp", "sftp"}:
        return _as_typed(said, rest, f"{kind}>")
    said.actor, said.tone, said.style = Actor.COMMAND, Tone.SHELL, kind
    if kind in {"user", "name"}:
        default = said.text[: match.end()].rpartition(":")[0].rpartition(":")[2].strip("() ")
        said.command, said.argument, said.tone = "USER", rest or default, Tone.PLAIN
    elif kind == "password":
        said.command, said.argument, said.tone = "PASS", rest, Tone.PLAIN
    else:
        said.text = rest
    return True


_EXCEPTION = re.compile(
    r"(?:[-=]{0,3}[>!][ ]{0,3})?[\w.$<>']{0,80}(?:[Ee]rror|ERROR|Exception|error_(?:perm|temp|reply|proto)|Errore|Erreur)"
    r"(?:[ ]?[\[(][^\])\n]{0,60}[\])])?[ ]?:\s{0,4}",
)


def quoted_reply(said: Said) -> bool:
    """``ftplib.error_perm: 550 …``, ``Error: FTPError: 530 …``: a reply that an exception tells again."""
    position = 0
    for _ in range(4):
        match = _EXCEPTION.match(said.text, position)
        if match is None:
            break
        position = match.end()
    if not position or not as_reply(said, said.text[position:], bare=True):
        return False
    said.tone, said.style = Tone.QUOTED, said.style or "exception"
    return True


def bare_reply(said: Said) -> bool:
    """``530 Login incorrect.``"""
    return as_reply(said, said.text, bare=True)


def bare_command(said: Said) -> bool:
    """``PASV``, ``STOR report.csv``, ``pasv``."""
    return as_command(said, said.text, bare=True)


_FRAME = re.compile(
    r"at [\w.$<>\[\]` ]{1,160}[(:]|(?:bei|à|в|en|in|w|在|場所|o|em) [\w.$<>`]{3,160}\.[\w`<>]{1,80}\(|File \"|Traceback \(|\.{3} \d|---|"
    r"[0-9a-f]{8}  (?:[0-9a-f]{2} ){4}|from [\w./-]{1,120}:\d|\[… .{1,40} left out …\]",
)
_LFTP = re.compile(
    r"(?:ls|cls|cd|mirror|m?put|m?get|pget|mkdir|rm|mv|nlist|open|login|du|find|cat|more|source|quote|chmod): "
    r"(?i:fatal error|errore fatale|erreur fatale|schwerer fehler|error fatal|login failed|access failed)\s?:",
)
_NOTICE = re.compile(
    r"""
      ftp: | lftp: | curl: | wget: | ncftp\w{0,5}: | tnftp: | \#[ ][A-Z]\w{2,40}\(
    | Connected[ ]to[ ] | Connecting[ ]to[ ] | Trying[ ] | Not[ ]connected | Login[ ](?:failed|successful)
    | Remote[ ]system[ ]type | Using[ ]\w{4,6}[ ]mode | Connection[ ]closed | Invalid[ ]command | \?Invalid
    | (?:PHP[ ])?(?:Warning|Notice|Fatal[ ]error): | Caused[ ]by: | Unhandled | --\d{4}- | Exception | System\.
    | [\w.]{0,80}(?:Exception|Error)\b | [a-z]{2,12}:[ ][A-Z]\w{1,12}[ ]\w{3,8}: | \d{1,12}[ ]bytes[ ] | (?:local|remote):[ ]
    """,
    re.VERBOSE,
)


def client_notice(said: Said) -> bool:
    """What programs say in their own words, stack frames, and listings."""
    if is_listing(said.text) or _FRAME.match(said.text):
        return _as_notice(said, said.text, Tone.OUTPUT)
    if _LFTP.match(said.text):
        return _as_notice(said, said.text, Tone.ERROR, "lftp")
    if _NOTICE.match(said.text):
        return _as_notice(said, said.text, said.tone)
    return False
