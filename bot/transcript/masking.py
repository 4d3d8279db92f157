"""Masking: what differs from one session to the next gives way to a placeholder, so that lines can be compared.

One ordered table of small patterns, combined into one pass; of two that fit at the same place the first wins. A pattern
is bare syntax; where syntax is not enough, its function decides (a dotted word may be a host, a version or a file name).

Kept as they are: reply codes, event ids, message ids such as EZA1636I, error codes (``0x800704C7``, ``error 10060``,
``errno 111``, ``rc=413``, ``GnuTLS error -15``), TLS and SSL versions, and the name and major version of software.
The class of an address is kept (``<ip:private>``), because it often is the cause.
"""

import re
from collections.abc import Callable

from bot.transcript.addresses import address_class

Mask = Callable[[re.Match[str]], str]

# ---------------------------------------------------------------------------------------------------- what decides

_TLDS = frozenset(
    "com net org edu gov mil int info biz io de fr nl uk us eu it es pl ru cn jp br at ch be cz tr kr hu se no fi dk pt gr ie ro bg ua"
    " co me tv cc in au ca mx ar cl za sg hk tw nz il ir id vn th my ph by lt lv ee sk si hr rs cloud dev app online site shop tech xyz"
    " local localdomain lan internal intern corp home test example invalid localhost arpa tld host".split(),
)
_FILES = frozenset(
    "txt csv zip rar gz tgz tar bz2 xz 7z pdf doc docx xls xlsx ppt xml json html htm php js css jpg jpeg png gif bmp tif tiff mp3 mp4 avi mov"
    " wav mpg mkv iso img bin dat log ini bak sql exe dll msi apk jar war py sh bat ps1 scss less map svg ico ttf woff woff2 webp dsk deb rpm"
    " tmp part md yml yaml lock db mdb ts jsx tsx psd ai eps epub sav xtb mpq mbr edi ics vcf key pem crt cer p12 pfx".split(),
)
_LOWER_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.?|[A-Z0-9-]+(?:\.[A-Z0-9-]+)*\.?")
_NUMBERS = re.compile(r"\d+(?:\.\d+)+[a-z]?\d*")
_QUAD = 4


def _dotted(match: re.Match[str]) -> str:
    """A word with dots: a version, a host, a file name, or none of them."""
    word = match[0]
    bare = word.rstrip(".")
    rest = word[len(bare) :]
    if _NUMBERS.fullmatch(bare):
        return bare.partition(".")[0] + rest
    last = bare.rpartition(".")[2].lower()
    if last in _FILES:
        return "<path>" + rest
    if last in _TLDS and _LOWER_HOST.fullmatch(bare):
        return "<host>" + rest
    return word


def _quad(match: re.Match[str]) -> str:
    port = ":<port>" if match["quad_port"] else ""
    return f"<ip:{address_class(match['quad_ip'])}>{port}"


def _six(match: re.Match[str]) -> str:
    return f"<hostport:{address_class(match['six_ip'])}>"


def _ip6(match: re.Match[str]) -> str:
    text = match[0]
    if text.count(":") < 2 or not any(letter.isdigit() or letter in "abcdefABCDEF" for letter in text):  # noqa: PLR2004
        return text
    mapped = re.search(r"(\d{1,3}(?:\.\d{1,3}){3})", text)
    if mapped:
        return f"<ip:{address_class(mapped[1])}>"
    return "<ip6:loopback>" if text.strip("[]") == "::1" else "<ip6>"


_NEAR_ERROR = re.compile(
    r"(?i)(?:error|errno|err|code|codes|rc|status|reason|event|event id|eventid|id|curl:|win32|winerror|exit|alert|return code|returned|fehler"
    r"|erreur|errore|erro|ошибка|hresult|ssl|tls|sslv|tlsv|utf|iso|data|number|nr\.?|ipv|level|type|rfc|port 21|socket error|signal|bit)"
    r"[\]\"'`*:=#(\[ \t-]{0,6}-?$",
)
_CODE = re.compile(r"[1-6][0-5]\d$")
_LOOK_BACK = 22
_SMALL = 9


def _number(match: re.Match[str]) -> str:
    """A number that stands alone: kept as a code, else an amount."""
    text = match.string
    start = match.start()
    digits = match["digits"]
    if (
        _CODE.match(digits)
        and (start == 0 or text[start - 1] in "([\"'`* ")
        and text[match.end() : match.end() + 1] != "%"
    ):
        return match[0]
    if _NEAR_ERROR.search(text, max(0, start - _LOOK_BACK), start):
        return match[0]
    return "<n>" + (match["unit"] or "")


def _user(match: re.Match[str]) -> str:
    who = match["who"]
    kept = who if who.lower() in _NO_NAMES else "anonymous" if who.lower() == "anonymous" else "<user>"
    return match[0].replace(who, kept, 1) if kept != who else match[0]


_NO_NAMES = frozenset(
    "cannot can logged login name is not has was or and access unknown anonymous okay ok account with unable must accepted authenticated"
    " from to the limit does at successfully accounts in identity password permission rejected too".split(),
)


def _keep(match: re.Match[str]) -> str:
    return match[0]


def _as(placeholder: str) -> Mask:
    return lambda _: placeholder


def _group(placeholder: str) -> Mask:
    """Replace the group ``<name>_x`` of a pattern and keep what stands round it."""

    def mask(match: re.Match[str]) -> str:
        start, end = match.span(f"{match.lastgroup}_x")
        return match[0][: start - match.start()] + placeholder + match[0][end - match.start() :]

    return mask


_IP = r"(?:25[0-5]|2[0-4]\d|1?\d?\d|x{1,3}|X{1,3})"

# (name, pattern, what replaces it). Groups inside a pattern are named after it.
_TABLE: tuple[tuple[str, str, Mask], ...] = (
    # ftp://user:password@host/path, https://host/x?y
    ("url", r"(?i:ftps?|ftpes|sftp|https?|file)://[^\s'\"<>`)\]]+", _as("<url>")),
    # bob@example.com, and the anonymous password lftp@
    ("email", r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}", _as("<email>")),
    ("uuid", r"\{?[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\}?", _as("<uuid>")),
    # 2024-01-02T10:00:00.123Z, 2024-01-02, 01/02/2024 10:00 AM, 02.01.2024
    (
        "date",
        r"(?:\d{4}[-/.]\d\d[-/.]\d\d|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d\d))(?:[T ]{1,2}\d\d?:\d\d(?::\d\d)?(?:[.,]\d{1,9})?(?:[ ]?[AP]M\b)?"
        r"(?:Z|[ ]?[+-]\d\d:?\d\d)?)?(?![\w.]*\d)",
        _as("<time>"),
    ),
    # Tue Mar  5 09:02:11 2024
    (
        "stamp",
        r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?[ ]{1,2})?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}[ ]{1,2}\d{1,2}(?:,?[ ]\d{4}"
        r"|[ ]\d\d:\d\d(?::\d\d)?(?:[ ]\d{4})?)",
        _as("<time>"),
    ),
    # 10:00:00.000, 10:00 AM
    ("time", r"\d{1,2}:\d\d(?::\d\d(?:[.,:]\d{1,9})?(?:[ ]?[AaPp][Mm]\b)?|[ ]?[AaPp][Mm]\b)", _as("<time>")),
    # (192,0,2,1,195,80): the six numbers of 227 and PORT (RFC 959, 4.1.2)
    ("six", rf"(?P<six_ip>{_IP},{_IP},{_IP},{_IP}),\d{{1,3}},\d{{1,3}}", _six),
    # |1|192.0.2.1|5282| of EPRT and (|||5282|) of 229 (RFC 2428)
    (
        "eprt",
        rf"\|[12]\|(?P<eprt_ip>[0-9A-Fa-f.:]{{2,45}})\|\d{{1,5}}\|",
        lambda m: f"|<hostport:{_class_of(m['eprt_ip'])}>|",
    ),
    ("epsv", r"\|\|\|(?P<epsv_x>\d{1,5})\|", _group("<port>")),
    # 192.0.2.1, 192.0.2.1:21, 10.0.xxx.xxx
    ("quad", rf"(?P<quad_ip>{_IP}\.{_IP}\.{_IP}\.{_IP})(?![\w.]*\d)(?P<quad_port>:\d{{1,5}})?", _quad),
    # [2001:db8::1], ::1, ::ffff:192.0.2.1
    ("ip6", r"\[?(?:[0-9A-Fa-f]{1,4}:|:){2,8}(?:[0-9A-Fa-f]{1,4}|\d{1,3}(?:\.\d{1,3}){3})?\]?", _ip6),
    # 0x800704C7 is an error code, 0x7fffc0de1234 an address
    ("error_hex", r"0x[0-9a-fA-F]{1,8}(?![0-9a-fA-F])", _keep),
    ("hex", r"0x[0-9a-fA-F]{9,16}|(?=[0-9a-f]{0,15}\d)(?=\d{0,15}[a-f])[0-9a-f]{12,64}(?![\w])", _as("<hex>")),
    # EZA1636I, TCP3D2C, GSK codes, Q269241: message ids stay
    ("message_id", r"[A-Z]{2,4}\d{3,5}[A-Z]?(?![\w.])", _keep),
    # vsftpd[2211]:  [pid 2211]
    ("pid", r"(?:\[pid[ ]|[a-z][\w-]{1,20}\[)(?P<pid_x>\d{1,8})\](?=[: ])", _group("<pid>")),
    # User (ftp.example.com:(none)):   Name (ftp.example.com:bob):
    (
        "login_prompt",
        r"(?:User|USER|user|Name|NAME|Benutzer|Utilisateur|Usuario)[ ]\((?P<login_prompt_x>[^()\n]{1,120}):[^()\n]{0,40}(?:\([^()\n]{1,8}\))?\)",
        _group("<host>"),
    ),
    # Password required for bob
    (
        "required",
        r"(?i:password|kennwort|passwort)[ ](?i:required|is[ ]required|erforderlich)[ ](?i:for|für)[ ](?i:user[ ])?(?P<required_x>[^\s]{1,64}?)(?=[.,]?(?:\s|$))",
        _group("<user>"),
    ),
    # User bob cannot log in, USER bob, user 'bob'
    (
        "user",
        r"(?:User|USER|user|Benutzer|login:|Login:)[ ]['\"\[]?(?P<who>[^\s'\"\],.;:()]{1,64})(?=['\"\]]?[.,;:)]?(?:\s|$))",
        _user,
    ),
    # a quoted path: "/srv/ftp/in box"
    ("quoted_path", r"[\"'](?:/|\.{1,2}/|[A-Za-z]:[\\/])[^\"'\n]{0,255}[\"']", _as("<path>")),
    # C:\inetpub\ftproot
    ("windows_path", r"(?:[A-Za-z]:\\|\\\\)[^\s'\"<>|*?]{0,255}", _as("<path>")),
    # /srv/ftp/upload.txt, ~/x, ./x
    ("unix_path", r"(?:~|\.{1,2})?/[^\s'\"<>|,;:)\]]{1,255}", _as("<path>")),
    # pid=12, port 21, :2121
    ("port", r"(?P<port_word>(?i:ports?)[ :=]{1,3})\d{1,5}(?:-\d{1,5})?", lambda m: f"{m['port_word']}{_port(m)}"),
    # TLSv1.2, TLS 1.3, SSL 3.0: versions that matter
    ("tls_version", r"(?i:tls|ssl)[ ]?v?[ ]?\d(?:\.\d)?", _keep),
    # ftp.example.com, 3.0.5, report.csv, FluentFTP.FtpException
    ("dotted", r"[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){1,12}+(?::\d{1,5}(?!\d))?+\.?", _dotted),
    # 1,234 bytes; 20 seconds; 8-bit stays
    (
        "number",
        r"(?P<digits>\d{1,3}(?:[,.]\d{3}){1,5}|\d{1,18}+)(?!-bit)(?P<unit>[kKMGT]?i?[Bb]?(?![\w]))?(?![\w])",
        _number,
    ),
)

# A mask begins where a word begins, and with a letter that a pattern can begin with: that keeps the pass short and linear.
_BEGIN = r"(?<![\w.@-])(?=[A-Za-z0-9_/~.\\|:{]|\[[p0-9A-Fa-f:]|[\"'][/.A-Za-z])"
_PASS = re.compile(_BEGIN + "(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern, _ in _TABLE) + ")")
_MASKS = {name: mask for name, _, mask in _TABLE}
_SPACES = re.compile(r"\s+")


def _class_of(address: str) -> str:
    return address_class(address) if "." in address else "ip6"


def _port(match: re.Match[str]) -> str:
    return "21" if match[0].endswith(" 21") else "<port>"


def _replace(match: re.Match[str]) -> str:
    name = match.lastgroup or ""
    return _MASKS[name](match)


def mask_line(text: str) -> str:
    """The line with everything that differs between sessions masked, in lower case, runs of blanks folded.

    The same function serves lines of pastes and lines of symptoms; it is linear in the length of the line.
    """
    return _SPACES.sub(" ", _PASS.sub(_replace, text)).strip().lower()
