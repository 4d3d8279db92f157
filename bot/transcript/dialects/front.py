"""What loggers, consoles and people put in front of a line: quoting, time stamps, levels, process ids, sources.

``strip_front`` takes pieces off as long as one of the table's patterns fits, at most eight. All patterns are anchored and
their repetitions bounded.
"""

import re
from typing import NamedTuple

from bot.transcript.dialects.labels import split_label

_TABLE = (
    # (name, pattern)
    ("markup", r"[`_](?=[A-Za-z\[(<>\d])|\u201c|\ufeff|\u200b|\u2022[ ]?"),
    ("bytes", r"b(?=['\"][^'\"\n]{3})"),
    # 2024-01-02T10:00:00.000Z, 2024/01/02 10:00:00 +0100, [2024-01-02 10:00:00,000], <1/14/2026 9:02:10 AM>
    (
        "date and time",
        r"[\[<(]?(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{1,2}[-/.]\d{1,2}(?:[-/.]\d\d)?(?!\d))"
        r"[T ,_-]{1,3}\d{1,2}:\d\d(?::\d\d)?(?:[.,:]\d{1,9})?(?:[ ]?[AaPp]\.?[Mm]\.?\b)?"
        r"(?:Z|[ ]?(?:[+-]\d\d:?\d\d|UTC|GMT)\b)?[\])>]?[ \t:|,-]*(?!<DIR>)"
        # FileZilla's log file goes on with the process and the engine: 1234 1 Command: …
        r"(?:\d{1,7} \d{1,4} (?=[^\W\d_]{2,16}: ))?",
    ),
    # . 2024-01-02 10:00:00.000   (WinSCP's session log: the kind of the line, then the stamp)
    ("winscp", r"[.<>!*] \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} "),
    # 10:00:00, 19:48:58:194, [10:00:00.123], 10:00:00 AM
    (
        "time",
        r"[\[<(]?\d{1,2}:\d\d:\d\d(?:[.,:]\d{1,9})?(?:[ ]?[AaPp][Mm]\b)?[\])>]?[ \t:|,-]+",
    ),
    # Mar  5 09:02:11 host vsftpd[2211]:   Tue Mar  5 09:02:11 2024
    (
        "syslog",
        r"(?:<\d{1,3}>)?(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[ ,]{1,2})?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
        r"[ ]{1,2}\d{1,2} \d\d:\d\d:\d\d(?:\.\d{1,9})?(?: \d{4}\b)?[ ]*",
    ),
    # srv1 proftpd[404760] srv1 (host[192.0.2.1]):   srv1 pure-ftpd: (?@192.0.2.1)   vsftpd[22]:
    (
        "daemon",
        r"(?:[\w.-]{1,64} )?(?:vsftpd|proftpd|pure-ftpd|in\.ftpd|ftpd|wu-ftpd|tnftpd|bftpd)(?:\[\d{1,8}\]:?|:)[ ]?"
        r"(?:[\w.-]{1,64} \([^()\n]{1,120}\):[ ]|\([^()\s]{1,80}\)[ ])?(?:-[ ])?",
    ),
    ("epoch", r"\[?\d{10}(?:\.\d{1,9})?\]?[ \t:]+"),
    # name-1  | text (docker compose)
    ("compose", r"[a-z][\w.-]{1,40}[ ]{1,20}\|[ ]{1,2}"),
    # I/flutter ( 6120):  D/FTP(123):
    ("logcat", r"[VDIWEF]/[\w.-]{1,40}[ ]?\([ ]{0,6}\d{1,6}\):[ ]?"),
    # (000012) 15.03.2012 14:03:11 - bob (192.0.2.1)>   (the old FileZilla server; the stamp is in the middle)
    (
        "filezilla server",
        r"\(\d{1,8}\)[ ]?\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[ ]{1,2}\d{1,2}:\d\d(?::\d\d)?(?:[ ][AP]M)?[ ]?-[ ]?"
        r"[^>\n]{0,80}?\([^)\n]{1,60}\)>[ ]?",
    ),
    (
        "filezilla server session",
        r"FTP Session \d{1,9} [\w.:\[\]-]{2,60}(?: [^\s\[]{1,60})?[ ](?=\[)|FTP Server[ ](?=\[)",
    ),
    # 192.0.2.7:49461-[bob]   []@192.0.2.7:49460
    ("pyftpdlib", r"(?:\d{1,3}\.){3}\d{1,3}:\d{1,5}-\[[^\]\n]{0,60}\][ ]?|\[[^\]\n]{0,60}\]@[\d.]{7,15}:\d{1,5}[ ]"),
    ("pyftpdlib peer", r"(?:\d{1,3}\.){3}\d{1,3}:\d{1,5}[ ](?=[<=]=)"),
    # [I 2024-01-02 10:00:00]   (tornado's formatter, which pyftpdlib borrows)
    ("tornado", r"\[[DIWEC] \d{2,4}-?\d\d-?\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?[^\]\n]{0,40}\][ ]"),
    # [debug] [info]: [error]   WARN:  ERROR  DEBUG :   ##[error]
    (
        "level",
        r"(?:\#\#)?[\[<(](?i:trace|debug|info|notice|warn|warning|error|fatal|critical|severe|verbose|dbg|err|inf|wrn)[\])>]"
        r":?[ \t]*|(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE)(?:[ \t]*[:|-]+[ \t]*|[ \t]+)(?=\S)",
    ),
    # client.js:278   ftp.py:12:
    (
        "source",
        r"[\w./-]{1,80}\.(?:js|ts|py|rb|go|java|cs|php|c|cpp):\d{1,6}(?::\d{1,6})?:?"
        r"(?:[ \t]+|in [`'][^'\n]{1,60}':[ ])(?=\S)",
    ),
    # Net::FTP=GLOB(0x5581)<<< 220 ready   (Perl)
    ("perl", r"Net::FTP(?:=GLOB\(0x[0-9a-f]{1,16}\))?(?=<<<|>>>|:[ ])"),
    # [pid 2211]  [192.0.2.7]  [R]  [ftp-client 3]: but neither [SSL: …] nor [Errno 111]
    ("box", r"\[(?!SSL|Errno|WinError|WARN|connection\]|parser\]|\]|\d{3}\])[\w .:@/-]{1,40}\]:?[ \t]+(?=\S)"),
)
_FRONT = re.compile("|".join(f"(?P<{name.replace(' ', '_')}>{pattern})" for name, pattern in _TABLE))
_NO_LOG = frozenset({"markup", "bytes"})
_PROGRAMS = {
    "filezilla_server": "filezilla-server",
    "filezilla_server_session": "filezilla-server",
    "pyftpdlib": "pyftpdlib",
    "pyftpdlib_peer": "pyftpdlib",
    "winscp": "winscp",
}
_DAEMON = re.compile(r"(?:vsftpd|proftpd|pure-ftpd|in\.ftpd|wu-ftpd|tnftpd|bftpd|ftpd)(?=[\[:])")
_ERROR_LEVEL = re.compile(r"(?i)[#\[<( ]*(?:error|fatal|critical|severe|err)\b")
_ANSI = re.compile(r"\x1b\[[0-9;]{0,12}[A-Za-z]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\ufeff]")
_BOLD = re.compile(r"(?<!\*)\*\*(?!\*)")
_BOLD_WORD = re.compile(r"(?<!\*)\*\*[^\W\d_]")
_LISTING = re.compile(
    r"[-dlbcps][rwxsStTl-]{9}[+.@]?\s|\d\d-\d\d-\d{2,4}\s{1,4}\d\d:\d\d(?:[AP]M)?\s{1,20}(?:<DIR>|\d)"
)
_MAX_PIECES = 8


class Front(NamedTuple):
    """A line without its front.

    Attributes:
        text: What is left.
        error: A level in front marks the line as an error.
        logged: A program wrote the front: a stamp, a level, a source.
        program: The daemon whose log this is, or ``winscp``.
    """

    text: str
    error: bool = False
    logged: bool = False
    program: str = ""


def clean(raw: str) -> str:
    """The line without terminal colours, control characters and the blanks round it."""
    if "\x1b" in raw:
        raw = _ANSI.sub("", raw)
    text = _CONTROL.sub("", raw.replace("\t", " ")).replace("\xa0", " ").strip()
    if "`" in text:
        text = text.strip("`").strip()
    return _BOLD.sub("", text) if "**" in text and _BOLD_WORD.search(text) else text


def is_listing(text: str) -> bool:
    """Whether the line is an entry of a directory listing (Unix or DOS style)."""
    return _LISTING.match(text) is not None


def strip_front(text: str) -> Front:
    """Take off what stands in front of a line, piece by piece, up to a label such as ``[Response]``."""
    error = logged = False
    program = ""
    position = 0
    for _ in range(_MAX_PIECES):
        match = _FRONT.match(text, position)
        if match is None or match.end() == position:
            break
        name = match.lastgroup or ""
        if name == "box" and (labelled := split_label(match[0])) and labelled.label is not None:
            break
        logged = logged or name not in _NO_LOG
        error = error or (name == "level" and _ERROR_LEVEL.match(match[0]) is not None)
        program = program or _program(name, match[0])
        position = match.end()
    rest = text[position:].lstrip()
    return Front(rest, error, logged, program) if rest else Front(text)


def _program(name: str, front: str) -> str:
    if name == "daemon":
        found = _DAEMON.search(front)
        return found[0] if found else ""
    return _PROGRAMS.get(name, "")
