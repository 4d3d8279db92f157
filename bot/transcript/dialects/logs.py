"""The voices of servers: their logs hold a command and its outcome in one line, or tell it in words."""

import re

from bot.transcript.dialects.utter import as_command, as_reply
from bot.transcript.model import Actor
from bot.transcript.said import Said, Tone
from bot.transcript.verbs import VERBS

# … 21 PASS - 530 1326 41 …   [1]USER anonymous 331 0   DataChannelOpened - - 425 10060 …
_W3C = re.compile(
    r"(?:^|[ \]])(?P<verb>(?<=\])[A-Z]{3,4}|[A-Z]{3,4}(?= \S{1,260} \d{3} \d)) (?P<argument>[^ \n]{1,260})"
    r" (?P<code>[1-5]\d\d)(?: \d{1,10}){0,6}(?= |$)",
)
# [pid 2] [bob] FTP response: Client "192.0.2.1", "530 Login incorrect."
_VSFTPD_WIRE = re.compile(r'FTP (?P<what>command|response): Client "[^"\n]{1,60}", "(?P<rest>[^"\n]{1,400})')
_VSFTPD = re.compile(
    r"(?P<how>OK|FAIL) (?P<what>LOGIN|UPLOAD|DOWNLOAD|MKDIR|DELETE|RENAME|RMDIR|CHMOD|APPEND): Client "
)
_VSFTPD_VERBS = {
    "LOGIN": "PASS",
    "UPLOAD": "STOR",
    "DOWNLOAD": "RETR",
    "MKDIR": "MKD",
    "DELETE": "DELE",
    "RENAME": "RNFR",
    "RMDIR": "RMD",
    "CHMOD": "SITE",
    "APPEND": "APPE",
}


# 192.0.2.7 UNKNOWN bob [05/Mar/2024:09:02:11 +0100] "PASS (hidden)" 230 -
_EXTENDED = re.compile(r'"(?P<rest>[A-Z]{3,4}(?: [^"\n]{1,260})?)" (?P<code>[1-5]\d\d)(?: (?:\d{1,15}|-))?(?= |$)')
# 1 192.0.2.7 2048 /srv/in/a.csv b _ i r bob ftp 0 * c: seconds, host, bytes, path, mode, action, direction, login, …
_XFERLOG = re.compile(
    r"\d{1,7} \S{1,255} \d{1,15} (?P<path>\S.{0,400}) [ab] [CUT_]{1,3} (?P<direction>[iod]) [agr]"
    r" .{1,128} (?P<status>[ci])$"
)
# pyftpdlib: STOR /srv/in/a.csv completed=1 bytes=2048 seconds=0.01
_PYFTPDLIB = re.compile(r"(?P<verb>STOR|STOU|APPE|RETR) (?P<path>\S.{0,400}?) completed=(?P<status>[01]) bytes=")
_XFERLOG_VERBS = {"i": "STOR", "o": "RETR", "d": "DELE"}
# What programs say of the wire in their own words: Go's and .NET's client libraries, Go's ftpserverlib.
_TOLD = re.compile(
    r"""
    (?: [Ss]ending[ ]command | Received[ ]response | got (?=[ ]\d{3}-) ) [ ] \[? (?P<rest> .{3,} ) $
    | (?: Received[ ]line | Sending[ ]answer ) \b .{1,200} [ ] line= (?P<line> .{3,} ) $
    """,
    re.VERBOSE,
)
_PURE_FTPD = re.compile(r"Command \[(?P<verb>[a-z]{3,4})\] \[(?P<argument>[^\]\n]{0,260})\]?")


def told(said: Said) -> bool:
    """``Sending command [USER bob]``, ``got 331-Please …``, ``Received line | … line=USER bob``."""
    match = _TOLD.match(said.text)
    if match is None:
        return False
    rest = match["line"] or match["rest"].removesuffix("]")
    if said.text.startswith("got "):  # secsy/goftp puts a dash between any code and its text
        rest = rest.replace("-", " ", 1)
    return as_reply(said, rest) or as_command(said, rest)


def extended(said: Said) -> bool:
    """ProFTPD's ExtendedLog, and others in the common log format."""
    match = _EXTENDED.search(said.text)
    if match is None or not as_command(said, match["rest"]):
        return False
    said.actor, said.style, said.tone = Actor.REPLY, "extended", Tone.PLAIN
    said.text, said.code = said.text[match.start() :], int(match["code"])
    return True


def transfers(said: Said) -> bool:
    """xferlog(5), which wu-ftpd, vsftpd and ProFTPD write; and what Pure-FTPd and pyftpdlib log, without replies."""
    match = _XFERLOG.match(said.text)
    if match is not None:
        said.command, said.argument = _XFERLOG_VERBS[match["direction"]], match["path"]
        said.actor, said.style = Actor.NOTICE, "xferlog"
        said.tone = Tone.ERROR if match["status"] == "i" else Tone.STATUS
        return True
    match = _PYFTPDLIB.match(said.text)
    if match is not None:
        said.actor, said.command, said.argument = Actor.NOTICE, match["verb"], match["path"]
        said.tone = Tone.STATUS if match["status"] == "1" else Tone.ERROR
        return True
    match = _PURE_FTPD.match(said.text)
    if match is None or match["verb"].upper() not in VERBS:
        return False
    said.actor, said.tone, said.command, said.argument = (
        Actor.NOTICE,
        Tone.STATUS,
        match["verb"].upper(),
        match["argument"],
    )
    return True


def w3c(said: Said) -> bool:
    """IIS's W3C extended log: ``PASS - 530 1326 41``, reply code, Win32 status, IIS sub-status."""
    match = _W3C.search(said.text)
    if match is None or match["verb"] not in VERBS:
        return False
    said.actor, said.style, said.tone = Actor.REPLY, "w3c", Tone.PLAIN
    said.text = said.text[match.start() :].strip(" ]")
    said.code, said.command, said.argument = int(match["code"]), match["verb"], match["argument"]
    return True


def vsftpd(said: Said) -> bool:
    """vsftpd.log, its own format, with and without ``log_ftp_protocol``."""
    wire = _VSFTPD_WIRE.match(said.text)
    if wire is not None:
        said.style = "vsftpd.log"
        return (as_command if wire["what"] == "command" else as_reply)(said, wire["rest"])
    match = _VSFTPD.match(said.text)
    if match is None:
        return False
    said.actor, said.style = Actor.NOTICE, "vsftpd.log"
    said.command = _VSFTPD_VERBS[match["what"]]
    said.tone = Tone.ERROR if match["how"] == "FAIL" else Tone.STATUS
    return True
