"""What loggers, consoles and people put in front of a line: quoting, time stamps, levels, process ids, sources.

``strip_front`` takes pieces off as long as one of the table's patterns fits, at most eight, and stops at a label such
as ``[Response]``. All patterns are anchored, and their repetitions bounded.
"""

import re
from typing import NamedTuple

from bot.transcript.dialects.labels import LABEL_WORDS, split_label
from bot.transcript.lines import START

_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_WEEKDAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_ZONE = r"(?: Z\b | [ ]? (?: [+-]\d\d:?\d\d | UTC|GMT|CES?T|BST|MSK|JST|IST|[ECMP][SD]T )\b )"
_TABLE: tuple[tuple[str, str], ...] = (
    ("markup", r"[`_](?=[A-Za-z\[(<>\d])|“|\u2022[ ]?"),
    ("bytes", r"b(?=['\"][^'\"\n]{3})"),
    (
        "dated",
        rf"""
        [\[<(]? (?: {_WEEKDAY},?[ ] )?
        (?: \d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}                         # 2024-01-02, 2024/1/2
          | \d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}}                         # 1/14/2026, 02.01.2024
          | \d{{1,2}}[-/.]\d{{1,2}} (?: [-/.]\d\d )? (?! \d )           # 08-02, 02.01.24
          | \d{{1,2}}[-/ ]{_MONTH}[-/ ]\d{{2,4}} | {_MONTH}[ ]{{1,2}}\d{{1,2}},?[ ]\d{{4}} (?! : )  # 2/Jan/2024
          | \d{{4}}年\d{{1,2}}月\d{{1,2}}日 | (?: 19 | 20 )\d{{6}} )
        [T ,_:-]{{1,3}}
        (?: \d{{1,2}}:\d\d (?: :\d\d )? (?: [.,:]\d{{1,9}} )? | \d{{6}} (?! \d ) )  # 10:00:00.000
        (?: [ ]?[AaPp]\.?[Mm]\.?\b )? {_ZONE}?
        [\])>]? [ \t:|,-]* (?! <DIR> )
        (?: \d{{1,7}}[ ]\d{{1,4}}[ ] (?= {LABEL_WORDS}[ ]?[:：] ) )?      # FileZilla's log file: … 1234 1 Command: …
        """,
    ),
    ("winscp", r"[.<>!*][ ]\d{4}-\d\d-\d\d[ ]\d\d:\d\d:\d\d\.\d{3}[ ]"),
    ("timed", r"[\[<(]? \d{1,2}:\d\d:\d\d (?: [.,:]\d{1,9} )? (?: [ ]?[AaPp][Mm]\b )? [\])>]? [ \t:|,-]+"),
    (
        "syslog",
        rf"""
        (?: <\d{{1,3}}> )? \[? (?: {_WEEKDAY}[ ,]{{1,2}} )?           # Tue Mar  5 09:02:11 2024
        {_MONTH}[ ]{{1,2}}\d{{1,2}}[ ]\d\d:\d\d:\d\d (?: \.\d{{1,9}} )? {_ZONE}? (?: [ ]\d{{4}}\b )? \]?
        (?: [ ][\w.-]{{1,64}} (?= [ ]{START} ) )? [ ]*              # … srv1 220 ready
        """,
    ),
    (
        "daemon",
        r"""
        (?: [\w.-]{1,64}[ ] )?
        (?: vsftpd|proftpd|pure-ftpd|in\.ftpd|ftpd|wu-ftpd|tnftpd|bftpd ) (?: \[\d{1,8}\]:? | : ) [ ]?
        (?: [\w.-]{1,64}[ ]\([^()\n]{1,120}\):[ ]                   # ProFTPD: host (client[192.0.2.1]):
          | \([^()\s]{1,80}\)[ ] )?                                 # Pure-FTPd: (?@192.0.2.1)
        (?: -[ ] )? (?: [\d.]{7,15}:[ ] )?                          # ProFTPD starting: 0.0.0.0:
        """,
    ),
    # mod_tls/2.4.2[5386]:   <tls:17>: of ProFTPD's trace log
    ("proftpd_module", r"mod_\w{2,20}/\d[\w.]{0,12}\[\d{1,8}\]:[ ]|<[a-z][a-z.]{1,20}:\d{1,2}>:[ ]"),
    ("process_number", r"\d{2,8}>[ ](?=(?i:recv|sent|received|command|reply|response)[ ]?:[ ])"),  # 771> Recv: PASV
    ("process", r"(?:[\w.-]{1,64}[ ])?[\w./-]{2,40}\[\d{1,8}\]:[ ]"),  # srv1 backup[771]: …
    ("rfc5424", r"<\d{1,3}>\d[ ]\S{10,40}[ ](?:[\w.:/-]{1,64}[ ]){4}(?:-|\[[^\]\n]{0,200}\])[ ]"),
    ("container", r"std(?:out|err)[ ][FP][ ]"),
    ("klog", r"[IWEF]\d{4}[ ]\d\d:\d\d:\d\d\.\d{6}[ ]{1,7}\d{1,8}[ ][\w.-]{1,60}:\d{1,6}\][ ]"),
    ("elapsed", rf"\[?[ ]{{0,6}}\+?\d{{1,6}}(?::\d\d)?\.\d{{3,9}}s?\]?[ \t]{{1,4}}(?={START})"),
    ("epoch", r"\[?\d{10}(?:\.\d{1,9})?\]?[ \t:]+"),
    ("compose", r"[a-z][\w.-]{1,40}[ ]{1,20}\|[ ]{1,2}"),  # ftp-1  | …
    ("logcat", r"[VDIWEF]/[\w.-]{1,40}[ ]?\([ ]{0,6}\d{1,6}\):[ ]?"),  # I/flutter ( 6120): …
    # (000012)15.03.2012 14:03:11 - bob (192.0.2.1)> …
    (
        "filezilla_server",
        r"""
        \(\d{1,8}\)[ ]? \d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[ ]{1,2} \d{1,2}:\d\d (?: :\d\d )? (?: [ ][AP]M )? [ ]?-[ ]?
        [^>\n]{0,80}? \([^)\n]{1,60}\)>[ ]?
        """,
    ),
    # FTP Session 41 192.0.2.1 bob [Response] …
    (
        "filezilla_session",
        r"FTP[ ]Session[ ]\d{1,9}[ ][\w.:\[\]-]{2,60}(?:[ ][^\s\[]{1,60})?[ ](?=\[)|FTP[ ]Server[ ](?=\[)",
    ),
    # << [FTP Session 3 192.0.2.7 bob] 220 …   !! [FTP Server] …
    ("filezilla_log", r"(?:<<|>>|==|!!|D[A-Z])[ ]\[[A-Z][^\]\n]{2,100}\][ ]"),
    # 192.0.2.7:49461-[bob] …   []@192.0.2.7:49460 …   192.0.2.7:49461 ==> …
    (
        "pyftpdlib",
        r"""
        (?: \d{1,3}\. ){3}\d{1,3}:\d{1,5} (?: -\[[^\]\n]{0,60}\][ ]? | [ ](?= [<=]= ) )
        | \[[^\]\n]{0,60}\]@[\d.]{7,15}:\d{1,5}[ ]
        """,
    ),
    # (not logged in) [000001] [192.0.2.7] - USER …   bob [bob] [000001] [192.0.2.7] - 230 …
    (
        "session_log",
        r"""
        (?: \([^()\n]{1,40}\) | [^\s\[]{1,60} ) (?: [ ]\[[^\]\n]{0,60}\] ){0,2}
        [ ]\[\d{1,10}\] [ ]\[[\da-f.:]{3,45}\] [ ]-[ ]
        """,
    ),
    ("twisted", r"\[FTP\w{1,40},client\][ ](?:--> |<-- )?"),  # [FTPClient,client] --> 220 …, <-- USER …
    ("tornado", r"\[[DIWEC][ ]\d{2,4}-?\d\d-?\d\d[ ]\d\d:\d\d:\d\d(?:\.\d{1,6})?[^\]\n]{0,40}\][ ]"),
    (
        "level",
        r"""
        (?: \#\# )? [\[<(][ ]?
            (?i: trace|debug|info|notice|warn|warning|error|fatal|critical|severe|verbose|dbg|err|inf|wrn )
            [\])>] :? [ \t]*                                        # [debug]  ##[error]  [info]:
        | (?: <\d{1,3}> )?
          (?: TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE|TRC|DBG|INF|WRN|ERR|VRB ) (?! :> )
            (?: [ \t]*[:|-]+[ \t]* | [ \t]+ ) (?= \S )
        """,
    ),
    # client.js:278   ftp.rb:360:in `getresp':
    (
        "source",
        r"""
        [\w./-]{1,80} \. (?: js|ts|py|rb|go|java|cs|php|c|cpp ) (?: [ ]\[\w{1,8}\] )? :\d{1,6} (?: :\d{1,6} )? :?
        (?: [ \t]+ | in[ ][`'][^'\n]{1,60}':[ ] ) (?= \S )
        """,
    ),
    # System.Net Information: 0 : [4812] FtpControlStream#2383799 - …
    (
        "dotnet",
        r"""
        System\.Net (?:\.Sockets)? [ ] (?: Verbose|Information|Warning|Error ): [ ]\d{1,6}[ ]:[ ] (?: \[\d{1,8}\][ ] )?
        (?: FtpControlStream\#\d{1,12}[ ]-[ ] )?
        """,
    ),
    ("goftp", r"goftp:[ ]\d{1,6}\.\d{3}[ ]\#\d{1,4}[ ]"),
    # an item of a list, or a numbered line
    ("item", rf"(?: [-+|\#\u2022] | // | (?:[Ll]ine[ ])?\d{{1,4}}[.):|] )[ ]{{1,3}}(?={START})"),
    ("perl", r"Net::FTP (?: =GLOB\(0x[0-9a-f]{1,16}\) )? (?= <<< | >>> | :[ ] )"),
    # [pid 2211]  [192.0.2.7]  [R]: but neither [SSL: …] nor [Errno 111]
    (
        "box",
        r"\[ (?! SSL | Errno | WinError | connection\] | parser\] | \d{3}\] ) [\w .:@/-]{0,40} \]:? [ \t]+ (?= \S )",
    ),
)
# After a stamp: host, process, logger, thread; each has something that words have not.
_LOGGER = re.compile(
    rf"""
    (?! {START} | \S{{0,60}} (?: rror | xception ) )
    (?: (?! AUTHINFO ) (?= \S{{0,59}}[\d.:$/@|-] | [A-Z]{{1,8}}[ ] ) [\w.$/@+*:|-]{{1,60}} [ ]{{1,48}} ){{1,8}}?
    (?= {START} | \[[ ]{{0,20}}[\w.:-]{{1,40}}\][ ] )
    """,
    re.VERBOSE,
)
_FRONT = re.compile("|".join(f"(?P<{name}>{pattern}\n)" for name, pattern in _TABLE), re.VERBOSE)
_PROGRAMS = {
    "filezilla_server": "filezilla-server",
    "filezilla_session": "filezilla-server",
    "filezilla_log": "filezilla-server",
    "proftpd_module": "proftpd",
    "pyftpdlib": "pyftpdlib",
    "winscp": "winscp",
}
_NOT_LOGGED = frozenset({"markup", "bytes", "item"})
_DAEMON = re.compile(r"(?:vsftpd|proftpd|pure-ftpd|in\.ftpd|wu-ftpd|tnftpd|bftpd|ftpd)(?=[\[:])")
_ERROR_LEVEL = re.compile(r"(?i)[#\[<( ]{0,4}(?:error|fatal|critical|severe|err)\b")
_MOST_PIECES = 8
_LONGEST_LABEL = 40  # characters

_ANSI = re.compile(r"\x1b\[[0-9;]{0,12}[A-Za-z]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\ufeff]")
_BOLD = re.compile(r"(?<!\*)\*\*(?!\*)")
_BOLD_WORD = re.compile(r"(?<!\*)\*\*[^\W\d_]")
_LISTING = re.compile(
    r"""
      (?:\[[ ]?)?['"]?[-dlbcps][rwxsStTl-]{9}[+.@]?\s    # drwxr-xr-x, also printed as a string
    | \d\d-\d\d-\d{2,4}\s{1,4}\d\d:\d\d(?:[AP]M)?\s{1,20}(?:<DIR>|\d)   # 06-30-07  08:05PM  <DIR>
    | (?:[A-Za-z.]{2,12}=[^;\s]{0,60};){2,12}[ ]                    # type=file;size=3; x
    | total[ ]\d{1,12}$
    """,
    re.VERBOSE,
)


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
    """The line without terminal colours, control characters, Markdown's bold and code, and the blanks round it."""
    if "\x1b" in raw:
        raw = _ANSI.sub("", raw)
    text = _CONTROL.sub("", raw.replace("\t", " ")).replace("\xa0", " ").strip()
    if "`" in text:
        text = text.strip("`").strip()
    return _BOLD.sub("", text) if "**" in text and _BOLD_WORD.search(text) else text


def is_listing(text: str) -> bool:
    """Whether the line is an entry of a directory listing (Unix or DOS style, or RFC 3659)."""
    return _LISTING.match(text) is not None


def strip_front(text: str) -> Front:
    """Take off what stands in front of a line, piece by piece."""
    error = logged = False
    program = ""
    position = 0
    for _ in range(_MOST_PIECES):
        match = _FRONT.match(text, position)
        if match is None and logged and split_label(text[position : position + _LONGEST_LABEL]) is None:
            match = _LOGGER.match(text, position)
        if match is None or match.end() == position:
            break
        name = match.lastgroup or "logger"
        if name == "box" and (labelled := split_label(match[0])) is not None and labelled.label is not None:
            break
        logged = logged or name not in _NOT_LOGGED
        error = error or (name == "level" and _ERROR_LEVEL.match(match[0]) is not None)
        program = program or _program(name, match[0])
        position = match.end()
        while text[position : position + 1] == " ":
            position += 1
    rest = text[position:]
    return Front(rest, error, logged, program) if rest else Front(text)


def _program(name: str, front: str) -> str:
    if name == "daemon":
        found = _DAEMON.search(front)
        return found[0] if found else ""
    return _PROGRAMS.get(name, "")
