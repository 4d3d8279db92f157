"""The words of our own articles: hosts that might be somebody's, commands outside code, names spelt wrongly.

All checks are heuristic, on the strict side: an author who disagrees puts the words in backticks or rephrases them.
"""

import ipaddress
import re
from collections.abc import Iterator

from bot.kb.article import Article

SPELLINGS = (
    "FTP",
    "FTPS",
    "SFTP",
    "PASV",
    "EPSV",
    "EPRT",
    "STOR",
    "RETR",
    "MLSD",
    "NLST",
    "TLS",
    "NAT",
    "PAM",
    "IIS",
    "IPv4",
    "IPv6",
    "SELinux",
    "vsftpd",
    "ProFTPD",
    "Pure-FTPd",
    "pyftpdlib",
    "FileZilla",
    "WinSCP",
    "lftp",
    "OpenSSH",
    "OpenSSL",
    "GnuTLS",
    "WordPress",
    "systemd",
    "firewalld",
    "nftables",
    "Docker",
    "Kubernetes",
    "cPanel",
    "Plesk",
    "DirectAdmin",
    "Synology",
    "QNAP",
    "Azure",
    "Cloudflare",
    "PowerShell",
    "macOS",
)
# Other ways to write them, and words that are often written wrongly; small letters.
MISSPELLINGS = {
    "ftp-s": "FTPS",
    "s-ftp": "SFTP",
    "ftp/s": "FTPS",
    "vs-ftpd": "vsftpd",
    "pro-ftpd": "ProFTPD",
    "pureftpd": "Pure-FTPd",
    "pure ftpd": "Pure-FTPd",
    "file zilla": "FileZilla",
    "win-scp": "WinSCP",
    "open ssl": "OpenSSL",
    "open ssh": "OpenSSH",
    "gnu tls": "GnuTLS",
    "se linux": "SELinux",
    "word press": "WordPress",
    "direct admin": "DirectAdmin",
    "passiv mode": "passive mode",
    "pasive": "passive",
    "authentification": "authentication",
    "certficate": "certificate",
    "certifcate": "certificate",
    "anonymus": "anonymous",
    "anonymos": "anonymous",
    "permision": "permission",
    "adress": "address",
    "directoy": "directory",
    "conection": "connection",
    "recieve": "receive",
    "seperate": "separate",
    "trasfer": "transfer",
}

_MISSPELT = re.compile(rf"(?<![\w/-])(?:{'|'.join(map(re.escape, MISSPELLINGS))})(?![\w/-])", re.IGNORECASE)
_FENCE = re.compile(r"^ {0,12}(`{3,}|~{3,})")
_SPAN = re.compile(r"`[^`\n]{1,300}`")
_IPV4 = re.compile(r"(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\d)")
_PORT_TUPLE = re.compile(r"\((\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),\d{1,3},\d{1,3}\)")
_IPV6 = re.compile(r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:.])")
_NUMBERING = re.compile(r"(?:versions?|release|build|sections?|chapter|OID|§|v)[ :]{0,2}$", re.IGNORECASE)
_HOST = re.compile(r"(?<![\w.\\/%-])(?:[A-Za-z0-9-]{1,63}\.){1,8}([a-z]{2,6})(?![\w-]|\.\w)")
_URL = re.compile(r"(?:https?|ftps?|sftp)://(?:[^\s/@]{1,64}@)?([A-Za-z0-9.-]{1,120})", re.IGNORECASE)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in its last 32 bits
# Top-level domains of the public internet that no file's suffix is spelt like.
_PUBLIC = frozenset(
    (
        "com net org edu gov info biz io eu de uk fr nl at ch it es ru cn jp br au us ca se dk fi cz be pt kr tv cc "
        "cloud dev app"
    ).split()
)
_DOCUMENTATION = re.compile(r"(?:.*\.)?(?:example(?:\.(?:com|net|org|edu))?|test|invalid|localhost)", re.IGNORECASE)
# Dotted names that are no hosts: libraries, a program, and the address that curl prints with its own errors.
_NO_HOSTS = frozenset(
    {"java.net", "commons.net", "system.net", "asp.net", "vb.net", "ado.net", "socket.io", "winscp.com", "curl.se"}
)
_PROMPT = re.compile(
    r"\s{0,12}(?:[-*] |\d{1,2}[.)] )?"
    r"(?:\$ \S|[A-Z]:\\[^>\s]{0,60}>|PS [A-Z]:\\|(?:ftp|lftp|sftp)> ?\S|mysql> |"
    r"(?:sudo|systemctl|setsebool|semanage|restorecon|firewall-cmd|iptables|ufw|netsh|chmod|chown|usermod|icacls|appcmd|"
    r"apt-get|dnf|yum) [a-z0-9/-])"
)


def without_code(text: str) -> str:
    """The text without fenced blocks and code spans; every line keeps its number."""
    lines: list[str] = []
    fence = ""
    for line in text.split("\n"):
        match = _FENCE.match(line)
        code = bool(match or fence)
        if match and not fence:
            fence = match[1]
        elif match and match[1].startswith(fence):
            fence = ""
        lines.append("" if code else _SPAN.sub("` `", line))
    return "\n".join(lines)


def bare_commands(article: Article) -> Iterator[str]:
    """A sentence for each line that looks like a command but is not set as code."""
    for line in without_code("\n\n".join(parts(article))).split("\n"):
        if _PROMPT.match(line):
            yield f"the command '{line.strip()[:60]}' belongs in backticks or a fenced block"


def misspelt(article: Article) -> Iterator[str]:
    """A sentence for each name that is not spelt as its owners spell it; code is left alone."""
    prose = "\n".join(map(without_code, [article.title, *parts(article)]))
    for name in SPELLINGS:
        pattern = rf"(?<![\w/.@:%=-])(?i:{re.escape(name)})(?![\w/@:=-]|\.\w)"
        wrong = next((word for word in re.findall(pattern, prose) if word != name), None)
        if wrong is not None:
            yield f"'{wrong}' is spelt '{name}'"
    for wrong in dict.fromkeys(word.lower() for word in _MISSPELT.findall(prose)):
        yield f"'{wrong}' is spelt '{MISSPELLINGS[wrong]}'"


def real_hosts(article: Article) -> Iterator[str]:
    """A sentence for each address or host name that may be somebody's.

    Allowed are those set aside for documentation (RFC 5737, 3849, 2606), and private, loopback and unspecified
    addresses. References are titles, so a link is a host as well.
    """
    texts = [article.title, *article.symptoms, *parts(article), *article.references, *article.tests.find]
    text = "\n".join([*texts, *article.tests.miss])
    named = dict.fromkeys([*_addresses(text), *_hosts(text)])
    for name in named:
        yield f"'{name}' may be somebody's; use example.com, 192.0.2.1 or 2001:db8::1"


def parts(article: Article) -> list[str]:
    """The text above the symptoms, and those below them."""
    return [article.summary, article.cause, article.resolution, article.workaround, article.verify, article.more]


def _addresses(text: str) -> Iterator[str]:
    for match in _IPV4.finditer(text):
        if _is_public(match[0]) and not _is_numbering(text, match.start()):
            yield match[0]
    for match in _PORT_TUPLE.finditer(text):
        if _is_public(".".join(match.groups())):
            yield match[0]
    for match in _IPV6.finditer(text):
        if _is_public(match[0]):
            yield match[0]


def _is_numbering(text: str, start: int) -> bool:
    """Whether four numbers with dots follow a word that makes them a version or a section."""
    return _NUMBERING.search(text[max(0, start - 12) : start]) is not None


def _is_public(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if parsed in _NAT64:
        parsed = ipaddress.IPv4Address(int(parsed) & 0xFFFF_FFFF)
    return parsed.is_global


def _hosts(text: str) -> Iterator[str]:
    for match in _HOST.finditer(text):
        if match[1] in _PUBLIC and not _is_reserved(match[0]):
            yield match[0]
    for match in _URL.finditer(text):
        host = match[1].rstrip(".-")
        if "." in host and not _is_reserved(host) and not _is_number(host):
            yield host


def _is_reserved(host: str) -> bool:
    return _DOCUMENTATION.fullmatch(host) is not None or host.lower() in _NO_HOSTS


def _is_number(host: str) -> bool:
    return host.replace(".", "").isdigit()
