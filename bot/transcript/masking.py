"""Masking: what differs from one session to the next gives way to a placeholder, so that lines can be compared.

One ordered table of small patterns, combined into one pass; of two that fit at the same place the first wins. A
pattern is bare syntax; where syntax is not enough, its function decides (a dotted word may be a host, a version or a
file name).

What tells causes apart is kept: reply codes, event ids, message ids such as EZA1636I, error codes (``0x800704C7``,
``error 10060``, ``errno 111``, ``rc = 413``), the ports of FTP and SSH, TLS versions, the major version of software
(``3.x``), ``anonymous``, and the class of an address (``<ip:private>``).
"""

import re
from collections.abc import Callable
from itertools import groupby
from typing import NamedTuple

from bot.transcript import codes
from bot.transcript.addresses import address_class
from bot.transcript.names import is_file, is_host, software_major

Decide = Callable[[re.Match[str]], str]


class Mask(NamedTuple):
    """A row of the table.

    Attributes:
        name: The name of the row, and of its group.
        pattern: A verbose pattern.
        replace: The placeholder, or the function that decides.
        opens: How the words begin, as ``one|two``, with which the pattern can begin before a blank.
    """

    name: str
    pattern: str
    replace: str | Decide
    opens: str = ""


# ------------------------------------------------------------------------------------------------- what decides

_KEPT_PORTS = frozenset({"20", "21", "22", "989", "990"})
_NO_NAMES = frozenset(
    (
        "accepted access account account's accounts already and anonymous as at authenticated authentication be"
        " by can cannot could credentials data database does doesn't exists failed file folder for found from"
        " group had has have id identity in interface is isolation limit list logged login may must name names no"
        " not number of ok okay on or password permission permissions quota rejected rights session sessions"
        " settings should success successfully that the this to too unable unknown was were when who will with"
        " without you your"
    ).split(),
)
_UNKNOWN_HOSTS = frozenset(
    "a an any control data ftp host it localhost my our port remote server servers site that the this your".split()
)
# What stands before a number that is a code; in a server's log, the reply code: 530 1326 41 are reply, Win32 status and
# sub-status.
_BEFORE_CODES = (
    *("error", "errors", "errno", "err", "code", "codes", "rc", "status", "reason", "event", "id", "exit", "alert"),
    *("returned", "hresult", "win32", "curl", "fehler", "erreur", "errore", "erro", "ошибка", "number", "nr", "utf"),
    *("iso", "rfc", "level", "data", "kb"),
)
_NO_CODES = ("uid", "gid", "pid", "sid")
# Of Windows Sockets and WinINet: in brackets they stand without a word.
_WINDOWS_CODES = frozenset((10013, *range(10035, 10068), *range(11001, 11005), 12002, 12007, 12029, 12030, 12031))
_REPLY_BEFORE = re.compile(r"(?<!\d)[45]\d\d(?: \d{1,5})?$")
_BETWEEN = "]\"'`*:=#([ \t."
_KEPT_NUMBERS = codes.KNOWN | _WINDOWS_CODES
_LOOK_BACK = 24
_LONGEST_CODE = 10


def _port(port: str) -> str:
    return port if port in _KEPT_PORTS else "<port>"


def _quad(match: re.Match[str]) -> str:
    port = match["quad_port"]
    return f"<ip:{address_class(match['quad_ip'])}>" + (f":{_port(port)}" if port else "")


def _six(match: re.Match[str]) -> str:
    return f"<hostport:{address_class(match['six_ip'])}>"


def _eprt(match: re.Match[str]) -> str:
    address = match["eprt_ip"]
    return f"|<hostport:{address_class(address) if '.' in address else 'ip6'}>|"


def _ip6(match: re.Match[str]) -> str:
    mapped = match["ip6_mapped"]
    if mapped:
        return f"<ip:{address_class(mapped)}>"
    return "<ip6:loopback>" if match[0].strip("[]") == "::1" else "<ip6>"


def _dotted(match: re.Match[str]) -> str:
    word = match["dotted_word"]
    rest = match[0][len(word) :]
    major = software_major(word)
    if major is not None:
        return major + rest
    if is_file(word):
        return "<path>" + rest
    if is_host(word):
        return "<host>" + (f":{_port(rest[1:])}" if rest[:1] == ":" else rest)
    return match[0]


def _relative(match: re.Match[str]) -> str:
    """``in/2024/x.csv`` is a path, ``SSL/TLS`` and ``Kbytes/sec`` are none."""
    word = match[0]
    first, _, last = word.rpartition("/")
    if "/" in first or is_file(last):
        return "<path>"
    major = software_major(last)
    return word if major is None else f"{first}/{major}"


def _quoted(match: re.Match[str]) -> str:
    return "<path>" if is_file(match[0][1:-1]) else match[0]


def _user(match: re.Match[str]) -> str:
    return match["user_word"] + _name(match["user_who"])


def _required(match: re.Match[str]) -> str:
    return match["required_word"] + _name(match["required_who"])


def _name(who: str) -> str:
    return who if who.lower() in _NO_NAMES else "<user>"


def _prompt(match: re.Match[str]) -> str:
    who = match["login_prompt_who"]
    return f"{match['login_prompt_word']} (<host>):" + (f" {_name(who)}" if who else "")


def _reached(match: re.Match[str]) -> str:
    who = match["reached_who"]
    return match["reached_word"] + (who if who.lower() in _UNKNOWN_HOSTS else "<host>")


def _number(match: re.Match[str]) -> str:
    """A number that stands alone: a code is kept, an amount is not."""
    digits, text, start = match["number_digits"], match.string, match.start()
    if int(digits) in _KEPT_NUMBERS or (digits in _KEPT_PORTS and text[start - 1 : start] == ":"):
        return digits
    return digits if len(digits) <= _LONGEST_CODE and _is_code(text[max(0, start - _LOOK_BACK) : start]) else "<n>"


def _is_code(before: str) -> bool:
    """Whether a number is a code, by what stands before it."""
    before = before.removesuffix("-").rstrip(_BETWEEN)
    word = before.lower()
    return (word.endswith(_BEFORE_CODES) and not word.endswith(_NO_CODES)) or _REPLY_BEFORE.search(before) is not None


# ------------------------------------------------------------------------------------------------------ the table

_DAY, _MONTH, _TWO_MONTH = "(?: 0?[1-9] | [12]\\d | 3[01] )", "(?: 0?[1-9] | 1[0-2] )", "(?: 0[1-9] | 1[0-2] )"
_WEEKDAY = "(?: Mon|Tue|Wed|Thu|Fri|Sat|Sun )"
_MONTH_NAME = "(?: Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec ) [a-z]{0,6}"
# 10:00, 9:02:10 AM, 10:00:00.123 +0100, 09:02:11 CET
_CLOCK = r"""
    (?: [01]?\d | 2[0-3] ) :[0-5]\d (?: :[0-5]\d (?: [.,:]\d{1,9} )? )? (?: [ ]?[AaPp]\.?[Mm]\b )?
    (?: Z\b | [ ]? [+-]\d\d:?\d\d\b | [ ] (?: UTC|GMT|CES?T|BST|MSK|JST|IST|[ECMP][SD]T )\b )?
"""
_OCTET = r"(?: \d{1,3} | x{1,3} | X{1,3} | y{2,3} | _ | \*{1,3} )"

_TABLE: tuple[Mask, ...] = (
    Mask("url", r"(?i: ftps? | ftpes | sftp | https? | file ) :// [^\s'\"<>`)\]]+", "<url>"),
    Mask("uuid", r"\{? [0-9a-fA-F]{8} (?: -[0-9a-fA-F]{4} ){3} -[0-9a-fA-F]{12} \}?", "<uuid>"),
    Mask(
        "date",
        rf"""
        (?: \d{{4}} [-/.] {_MONTH} [-/.] {_DAY}                      # 2024-01-02
          | {_DAY} [-/.] {_DAY} [-/.] \d{{4}}                        # 02/01/2024, 1.2.2024
          | {_DAY} [-/] {_DAY} [-/] \d\d | \d\d \. \d\d \. \d\d     # 1/2/24, 02.01.24; but 1.0.49 is a version
          | \d{{4}} 年 {_MONTH} 月 {_DAY} 日
          | (?: {_WEEKDAY} ,? [ ]{{1,2}} )? {_DAY} [-/ ] {_MONTH_NAME} [-/ ] (?: \d{{4}} | \d\d (?! : ) )  # 02/Jan/2024
        )
        (?: [T ,_:]{{1,2}} {_CLOCK} )?
        (?! [.\w]{{0,9}}\d )
        """,
        "<time>",
        "mon|tue|wed|thu|fri|sat|sun",
    ),
    Mask(
        "stamp",
        rf"""
        (?: {_WEEKDAY} ,? [ ]{{1,2}} )? {_MONTH_NAME} [ ]{{1,2}} \d{{1,2}}
        (?: ,?[ ]\d{{4}} (?: ,?[ ] {_CLOCK} )? | [ ]{_CLOCK} (?: [ ]\d{{4}}\b )? )  # Mar  5 09:02:11 2024
        """,
        "<time>",
        "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec",
    ),
    # 20240102T100000Z and the time of MDTM (RFC 3659, 2.3); seconds since 1970
    Mask(
        "digits_time",
        rf"(?: 19 | 20 ) \d\d {_TWO_MONTH} [0-3]\d (?: [T_-]? [0-2]\d[0-5]\d[0-5]\d (?: \.\d{{1,6}} )? Z? ) (?! \w )"
        r"| 1[4-9]\d{8} (?: \.\d{1,9} )? (?! [\w.] )",
        "<time>",
    ),
    Mask("time", rf"{_CLOCK} (?! [\d:] )", "<time>"),
    # (192,0,2,1,195,80): 227 and PORT (RFC 959, 4.1.2)
    Mask("six", rf"(?P<six_ip> {_OCTET},{_OCTET},{_OCTET},{_OCTET} ),\d{{1,3}},\d{{1,3}}", _six),
    # |1|192.0.2.1|5282| of EPRT and (|||5282|) of 229 (RFC 2428)
    Mask("eprt", r"\|[12]\| (?P<eprt_ip> [0-9A-Fa-f.:]{2,45} ) \|\d{1,5}\|", _eprt),
    Mask("epsv", r"\|\|\|\d{1,5}\|", "|||<port>|"),
    # 192.0.2.1, 192.0.2.1:21, 10.0.xxx.xxx
    Mask(
        "quad",
        rf"(?P<quad_ip> {_OCTET}\.{_OCTET}\.{_OCTET}\.{_OCTET} ) (?! [\w.]{{0,9}}\d ) (?: :(?P<quad_port>\d{{1,5}}) )?",
        _quad,
    ),
    # [2001:db8::1], ::1, ::ffff:192.0.2.1
    Mask(
        "ip6",
        r"""
        \[? (?: [0-9A-Fa-f]{1,4} (?: :[0-9A-Fa-f]{1,4} ){7}                        # eight groups
              | (?: (?: [0-9A-Fa-f]{1,4}: ){1,7} : | :: )                          # zeros left out
                (?: (?: [0-9A-Fa-f]{1,4}: ){0,5}
                    (?: (?P<ip6_mapped> \d{1,3} (?: \.\d{1,3} ){3} ) | [0-9A-Fa-f]{1,4} ) )?
            ) \]? (?: (?<= \] ) :\d{1,5} )? (?! \w )
        """,
        _ip6,
    ),
    # 0x800704C7 is an error code, 0x00007ffc0de12340 an address
    Mask("error_hex", r"0x[0-9a-fA-F]{1,8} (?! [0-9a-fA-F] )", lambda match: match[0]),
    Mask("hex", r"0x[0-9a-fA-F]{9,16} | (?= [0-9a-f]{0,15}\d ) (?= \d{0,15}[a-f] ) [0-9a-f]{12,64} (?! \w )", "<hex>"),
    # EZA1636I, TCP3D2C, Q269241
    Mask("message_id", r"[A-Z]{1,4} \d{3,6} [A-Z]? (?! [\w.] )", lambda match: match[0]),
    # [pid 2211]  vsftpd[2211]:  pid=2211
    Mask(
        "pid",
        r"(?P<pid_word> \[?(?i:pid)[ =:]{1,2} | [a-z][\w-]{1,20}\[ (?= \d{1,8}\]: ) ) \d{1,8}",
        lambda match: f"{match['pid_word']}<pid>",
        "pid",
    ),
    # User (ftp.example.com:(none)): bob    Name (ftp.example.com:bob): bob
    Mask(
        "login_prompt",
        r"""
        (?P<login_prompt_word> User | USER | user | Name | NAME | name | Benutzer | Utilisateur | Usuario | Utente )
        [ ] \( [^()\s]{1,120} (?: \( [^()\s]{1,10} \) )? \) [ ]? : (?: [ ] (?P<login_prompt_who> \S{1,64} ) )?
        """,
        _prompt,
        "user|name|benutzer|utilisateur|usuario|utente",
    ),
    # Password required for bob
    Mask(
        "required",
        r"""
        (?P<required_word> (?i: (?: password | kennwort | passwort ) [ ]
            (?: required | is[ ]required | erforderlich | needed ) [ ] (?: for | für ) [ ] (?: user [ ] )? ) )
        (?P<required_who> \S{1,64}? ) (?= [.,:]? (?: \s | $ ) )
        """,
        _required,
        "pass|kennwort",
    ),
    # User bob cannot log in, USER bob, user 'bob', user [bob]
    Mask(
        "user",
        r"""
        (?P<user_word> (?: User | USER | user | Benutzer ) [ ] ['"\[]? )
        (?P<user_who> [^\s'"\],.;:()<>] [^\s'"\];:()<>]{0,63}? ) (?= ['"\]]? [.,;:)]? (?: \s | $ ) )
        """,
        _user,
        "user|benutzer",
    ),
    Mask("pass", r"(?: PASS | pass ) [ ] \S{1,64} (?= \s* $ )", "pass <secret>", "pass"),
    # bob@example.com, and the anonymous password lftp@
    Mask("email", r"[A-Za-z0-9._%+-]{1,64}+ @ (?: [A-Za-z0-9-]{1,63} (?: \.[A-Za-z0-9-]{1,63} ){0,8} )?", "<email>"),
    # 550 in box/a b.txt: No such file …
    Mask(
        "reply_path",
        r"(?<= ^55\d[ ] ) (?= [^:\n\"]{0,200}? (?: [/\\] | \.\w ) ) [^:\n\"]{1,255} (?= :[ ][A-Za-z] )",
        "<path>",
    ),
    # "/srv/ftp/in box", 'report.csv'
    Mask(
        "quoted_path",
        r"\" (?: / | \.{1,2}/ | [A-Za-z]:[\\/] ) [^\"\n]{0,255} \" | ' (?: / | [A-Za-z]:[\\/] ) [^'\n]{0,255} '",
        "<path>",
    ),
    Mask("quoted_file", r"\" [^\"\n/:]{1,120} \" | ' [^'\n/:]{1,120} '", _quoted),
    Mask("windows_path", r"(?: [A-Za-z]:\\ | \\\\ ) [^\s'\"<>|*?]{0,255}", "<path>"),
    Mask("unix_path", r"(?: ~ | \.{1,2} )? / [^\s'\"<>|,;:)\]]{0,255}", "<path>"),
    # connecting to fileserver, ENOTFOUND fileserver
    Mask(
        "reached",
        r"""
        (?P<reached_word> (?: [Cc]onnect(?:ed|ing)?[ ]to | ENOTFOUND | EAI_AGAIN | [Uu]nknown[ ]host | resolve[ ]host:?
            | lookup ) [ ] )
        (?P<reached_who> [A-Za-z0-9_*][A-Za-z0-9_*-]{0,62} ) (?= [.,:]? (?: \s | $ ) )
        """,
        _reached,
        "connect|enotfound|eai|unknown|resolve|lookup",
    ),
    Mask(
        "port",
        r"(?P<port_word> (?i:ports?) [ :=]{1,3} ) (?P<port_digits> \d{1,5} (?: -\d{1,5} )? ) (?! ,?\d )",
        lambda m: m["port_word"] + _port(m["port_digits"]),
        "port",
    ),
    # TLSv1.2, TLS 1.3, SSL 3.0
    Mask(
        "tls_version",
        r"(?i: tls | ssl ) [ ]? v? [ ]? \d (?: \.\d )? (?! [\w.] )",
        lambda match: match[0],
        "tls|ssl",
    ),
    # 20 seconds, 0.04 secs, 12 %
    Mask(
        "duration",
        r"""
        \d{1,18}+ (?: \.\d{1,6} )?
        (?P<duration_unit> [ ]? (?: [Ss]ec(?: ond )?s? | s | ms | msec | [Mm]in(?: ute )?s? | [Hh]ours? | % ) | [hmd] )
        (?! \w )
        """,
        lambda match: f"<n>{match['duration_unit']}",
    ),
    # 1,234 bytes, 2.1 MB
    Mask(
        "size",
        r"""
        \d{1,18}+ (?: [.,]\d{1,6} ){0,6}
        [ ]? (?: [Bb]ytes? | [Oo]ctets? | [KMGTkmgt]i?[Bb] (?:ytes?)? | [KMGT]o ) (?! \w )
        """,
        "<size>",
    ),
    # ftp.example.com, 3.0.5, report.csv, FluentFTP.FtpException
    Mask(
        "dotted",
        r"(?P<dotted_word> [A-Za-z0-9_-]{1,63} (?: \.[A-Za-z0-9_-]{1,63} ){1,12}+ ) (?: :\d{1,5} (?! \d ) )?+",
        _dotted,
    ),
    Mask("relative", r"[A-Za-z0-9_.-]{1,64}+ (?: /[A-Za-z0-9_.%~+-]{1,128} ){1,20}+", _relative),
    # 20 seconds, (8), 10060; 8-bit stays
    Mask("number", r"(?P<number_digits> \d{1,18}+ ) (?! -bit | \w )", _number),
)

# A mask begins where a word begins, and with a letter that a pattern can begin with: so the pass stays linear. Most
# words are followed by a blank and open no mask, unless it is the path in a reply.
_OPENS = "|".join(
    f"[{first}{first.upper()}] (?i: {'|'.join(word[1:] for word in words)} )"
    for first, words in groupby(
        sorted({word for mask in _TABLE for word in mask.opens.split("|") if word}), key=lambda word: word[0]
    )
)
_BEGIN = rf"""
    (?<! [\w.@>-] ) (?= [A-Za-z0-9_/~.\\|{{] | (?<! : ) :: | \*{{1,3}}\. | \[[p0-9A-Fa-f:] | ["'][^\s"'] )
    (?! (?! {_OPENS} ) (?<! ^55\d[ ] ) [A-Za-z]{{1,64}}+ (?: [ ,;)] | $ ) )
"""
# The empty group at its end names the row. (A group round the row would hide from the compiler how it begins.)
_PASS = re.compile(
    _BEGIN + "(?:" + "|".join(f"(?:{mask.pattern}\n)(?P<{mask.name}>)" for mask in _TABLE) + ")",
    re.VERBOSE,
)
_REPLACE = {mask.name: mask.replace for mask in _TABLE}
_LONGEST = 4_096  # characters
_SPACES = re.compile(r"\s+")
_PLAIN = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u200b": None}
)


def mask_line(text: str) -> str:
    """The line with everything that differs between sessions masked, in lower case, runs of blanks folded.

    The same function serves lines of pastes and lines of symptoms; it is linear in the length of the line. Of a line
    of more than 4,096 characters only these are masked, and returned: no symptom is longer.
    """
    text = text[:_LONGEST]
    if not text.isascii():
        text = text.translate(_PLAIN)
    return _SPACES.sub(" ", _PASS.sub(_replaced, text)).strip().lower()


def _replaced(match: re.Match[str]) -> str:
    replace = _REPLACE[match.lastgroup or ""]
    return replace if isinstance(replace, str) else replace(match)
