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
