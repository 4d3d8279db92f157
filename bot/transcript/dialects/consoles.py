r"""The voice of consoles: what stands at a prompt was typed."""

import re

from bot.transcript.dialects.utter import as_typed
from bot.transcript.model import Actor
from bot.transcript.said import Said, Tone

_PROMPT = re.compile(
    r"""
      (?P<ftp> (?i:ftp)> )                                          # ftp> put x
    | (?P<lftp> lftp[ ][^>\n]{0,100}> )                             # lftp bob@host:~> ls
    | (?P<ncftp> ncftp[ ][^>\n]{0,80}> )                            # ncftp / > put x
    | (?P<sftp> sftp> )
    | (?P<user> [^\W\d_]{3,16} [ ] \( [^()\n]{1,120} : \( [^()\n]{1,10} \)\) [ ]? : )  # User (host:(none)):
    | (?P<name> (?i:name) [ ] \( [^()\n]{1,120} \) [ ]? : )         # Name (host:bob):
    | (?P<password> (?i: password | passwort | kennwort | mot[ ]de[ ]passe | contraseña | senha | hasło | пароль
        | wachtwoord | lösenord ) [ ]? : (?= \s{0,4} \S{0,64} \s{0,4} $ ) )
    | (?P<to> \(to\) [ ] )                                          # BSD's open asks so
    | (?P<dos> (?: PS[ ] )? [A-Za-z]:\\ [^>\n]{0,120} > )           # C:\Users\bob> ftp host
    | (?P<unix> (?:
          [\w.+-]{1,32}@[\w.-]{1,64} (?: [: ][^\#$%>\n]{0,80} )? [\#$%>]   # bob@srv:~$
        | \[ [\w.-]{1,32}@[^\]\n]{1,80} \] [\#$%]                   # [bob@srv ~]#
        | [$%] (?= [ ] ) | \# (?= [ ][a-z/] )
        | [\w-]{1,24} [ ]? [~:][^\#$%>\s]{0,60} [ ]? [\#$%]         # srv ~ #
        | [a-z][\w-]{0,15} %
        ) (?= \s | $ ) )
    """,
    re.VERBOSE,
)
_CLIENTS = frozenset({"ftp", "lftp", "ncftp", "sftp"})


def prompted(said: Said) -> bool:
    r"""``ftp> put x``, ``User (host:(none)): bob``, ``Password:``, ``C:\> ftp host``, ``$ ftp host``.

    Where nothing was typed for ``Name (host:bob):``, bob is the answer. What was typed at a shell's prompt is no
    command of the protocol: it begins a new session.
    """
    match = _PROMPT.match(said.text)
    if match is None:
        return False
    kind, rest = match.lastgroup or "", said.text[match.end() :].strip()
    if kind in _CLIENTS:
        return as_typed(said, rest, f"{kind}>")
    said.actor, said.style = Actor.COMMAND, kind
    if kind in {"user", "name"}:
        default = match[0].rstrip(": ").rpartition(":")[2].strip("() ")
        said.command, said.argument = "USER", rest or default
    elif kind == "password":
        said.command, said.argument = "PASS", rest
    else:
        said.tone, said.text = Tone.SHELL, rest
    return True
