"""The voices of bare lines: unmarked replies and commands, exceptions that tell a reply, programs' own words."""

import re

from bot.transcript.dialects.front import is_listing
from bot.transcript.dialects.utter import as_command, as_notice, as_reply, styled
from bot.transcript.said import Said, Tone

_EXCEPTION = re.compile(
    r"""
    (?: [-=]{0,3} [>!] [ ]{0,3} )?                                  # ---> of .NET
    [\w.$<>']{0,80} (?: [Ee]rror | ERROR | Exception | error_(?: perm | temp | reply | proto ) | Errore | Erreur )
    (?: [ ]? [\[(] [^\])\n]{0,60} [\])] )? [ ]? : \s{0,4}           # FTPError (control socket):
    """,
    re.VERBOSE,
)
_MOST_NESTED = 4


def quoted_reply(said: Said) -> bool:
    """``ftplib.error_perm: 550 …``, ``Error: FTPError: 530 …``: a reply that an exception tells again."""
    position = 0
    for _ in range(_MOST_NESTED):
        match = _EXCEPTION.match(said.text, position)
        if match is None:
            break
        position = match.end()
    if not position or not as_reply(said, said.text[position:], bare=True):
        return False
    said.tone = Tone.QUOTED
    return styled(said, said.style or "exception", heard=True)


def bare_reply(said: Said) -> bool:
    """``530 Login incorrect.``"""  # noqa: D415  the example is the description
    return as_reply(said, said.text, bare=True)


def bare_command(said: Said) -> bool:
    """``PASV``, ``STOR report.csv``, ``pasv``."""
    return as_command(said, said.text, bare=True)


_OUTPUT = re.compile(
    r"""
      at[ ](?:async[ ]|new[ ])? [\w$<>\[\]`]{1,80} (?: [.:]{1,2}[\w$<>\[\]`]{1,80} ){1,16} [ ]?
        (?: \[as[ ][^\]\n]{1,60}\][ ] )? \(                         # Java, .NET, JavaScript: at a.b.c(
    | at[ ](?:async[ ])? [\w$<>.]{1,160} [ ] \( [^)\n]{1,240} :\d{1,7} \)  # at emitTwo (events.js:126:13)
    | at[ ][\w./\\:@-]{1,240} :\d{1,7} :\d{1,7} $                   # at /srv/up.js:3:1
    | (?: bei | à | в | en | in | w | em | o | 在 | 場所 | a[ ]következő[ ]helyen: ) [ ]        # .NET, translated
        [\w$<>`]{1,80} (?: \.[\w$<>`]{1,80} ){1,16} \(
    | File[ ]\" | Traceback[ ]\( | \.{3}[ ]\d{1,3}[ ]more | from[ ][\w./-]{1,120}:\d
    | -{3} | [0-9a-f]{8}[ ]{2}(?:[0-9a-f]{2}[ ]){4}                 # rules and hex dumps
    | \#(?: Software | Version | Date | Fields ):                   # the head of a W3C log
    | \[…[ ].{1,40}[ ]left[ ]out[ ]…\]
    """,
    re.VERBOSE,
)
_LFTP = re.compile(
    r"(?:ls|cls|cd|mirror|m?put|m?get|pget|mkdir|rm|mv|nlist|open|login|du|find|cat|more|source|quote|chmod): "
    r"(?i:fatal error|errore fatale|erreur fatale|schwerer fehler|error fatal|login failed|access failed)\s?:",
)
_NOTICE = re.compile(
    r"""
      (?: ftp | lftp | curl | wget | tnftp | ncftp\w{0,5} ): | \#[ ][A-Z]\w{2,40}\(
    | Connected[ ]to[ ] | Connecting[ ]to[ ] | Trying[ ] | Not[ ]connected | Login[ ](?:failed|successful)
    | Remote[ ]system[ ]type | Using[ ]\w{4,6}[ ]mode | Connection[ ]closed | Invalid[ ]command | \?Invalid
    | (?: PHP[ ] )? (?: Warning | Notice | Fatal[ ]error ): | Caused[ ]by: | Unhandled | --\d{4}- | Exception | System\.
    | [\w.]{0,80} (?: Exception | Error )\b | [a-z]{2,12}:[ ][A-Z]\w{1,12}[ ]\w{3,8}: | \d{1,12}[ ]bytes[ ]
    | (?: local | remote ):[ ] | ![ ] | done\.?$ | =>[ ] | Resolving[ ] | Logging[ ]in | couldn't[ ]connect
    """,
    re.VERBOSE | re.IGNORECASE,
)


def own_words(said: Said) -> bool:
    """What programs say in their own words, stack frames, and listings."""
    if is_listing(said.text) or _OUTPUT.match(said.text):
        return as_notice(said, said.text, Tone.OUTPUT)
    if _LFTP.match(said.text):
        return as_notice(said, said.text, Tone.ERROR, "lftp")
    return _NOTICE.match(said.text) is not None and as_notice(said, said.text, said.tone)
