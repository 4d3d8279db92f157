"""Ticket numbers of other systems, as people name them in a thread: ``INC0012345``, ``ABC-123``, ``#123``, addresses.

A number is taken only where it can hardly be anything else. Texts about FTP are full of names that look alike: of
standards (``RFC-959``), encodings (``ISO-8859-1``), ciphers (``AES-256``), codes (``#530``), hosts (``FTP-01``). Text
that shows an error is read more strictly: a bare number counts only behind a word such as *ticket*.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol
from urllib.parse import urlsplit

MOST: Final = 5  # of one message
_READ: Final = 20_000  # characters of a message


class System(StrEnum):
    """Where a ticket number comes from."""

    SERVICENOW = "servicenow"
    JIRA = "jira"
    GITHUB = "github"
    GITLAB = "gitlab"
    ZENDESK = "zendesk"
    LINEAR = "linear"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Link:
    """A ticket of another system.

    Attributes:
        number: As people name it: ``INC0012345``, ``ABC-123``, ``#123``, ``owner/repository#123``.
        url: Its address, where somebody gave it; without query, which may hold a secret.
        channel: The conversation it was named in; it is shown to those who could read it there.
    """

    system: System
    number: str
    url: str | None = None
    channel: str = ""


class Links(Protocol):
    """Tickets of other systems in the database."""

    def add(self, ticket: int, link: Link, *, workspace: str, by: str, at: datetime) -> bool:
        """Link a ticket to another one; False when it is linked already."""
        ...

    def of(self, ticket: int) -> list[Link]:
        """What a ticket is linked to, in the order it was named."""
        ...


_URL: Final = re.compile(r"https?://[^\s<>|\"'`]{4,500}", re.IGNORECASE)
_KEY: Final = r"[A-Z][A-Z0-9]{1,9}-[1-9]\d{0,6}"
_SNOW: Final = r"(?:INC|REQ|RITM|SCTASK|TASK|CHG|PRB|CS|HRC)\d{7,10}"

_BY_ADDRESS: Final = (
    (System.GITHUB, re.compile(r"/([\w.-]+/[\w.-]+)/(?:issues|pull)/(\d{1,7})(?=/|$)"), "{0}#{1}", "github"),
    (System.GITLAB, re.compile(r"/([\w./-]+?)/-/(?:issues|merge_requests)/(\d{1,7})(?=/|$)"), "{0}#{1}", ""),
    (System.ZENDESK, re.compile(r"/(?:agent/)?(?:tickets|requests)/(\d{1,9})(?=/|$)"), "#{0}", "zendesk"),
    (System.LINEAR, re.compile(rf"/issue/({_KEY})(?=/|$)"), "{0}", "linear.app"),
    (System.JIRA, re.compile(rf"/(?:browse|issues)/({_KEY})(?=/|$)"), "{0}", ""),
)
"""System, what the path must have, how its number is named, and a part of the host's name."""

_BARE_SNOW: Final = re.compile(rf"(?<![\w-]){_SNOW}(?![\w-])")
_BARE_KEY: Final = re.compile(rf"(?<![\w./:@#=\\-]){_KEY}(?![\w/\\@:=-]|\.\w)")
_BARE_NUMBER: Final = re.compile(r"(?<![\w&/#=.:-])#[1-9]\d{0,6}(?![\w#-]|\.\d)")
_TICKET_WORD: Final = re.compile(
    r"\b(?:tickets?|issues?|cases?|incidents?|jira|bugs?|servicenow|zendesk|github|gitlab|PR|MR)\b[\s:(\[]{0,3}$",
    re.IGNORECASE,
)
_COUNTED: Final = re.compile(
    r"\b(?:line|step|error|err|attempt|try|session|port|pid|job|code|reply|response|row|column|channel|server|host|thread|"
    r"socket|connection|part|chunk|file|user|version|build|release|exit|status|option|number|no|nr|point|question|rule|"
    r"node|disk|drive|slot|page|chapter|section|figure|table|item|transfer|worker|process|queue)\W{0,2}$",
    re.IGNORECASE,
)

_NO_PROJECT: Final = frozenset(
    # Standards, formats and encodings
    "RFC STD BCP ISO ISO8859 IEC IEEE ANSI ASCII EBCDIC UTF UCS UTC GMT CP IBM WINDOWS WIN KOI8 BIG5 EUC GB LATIN BASE "
    "CRC CVE "
    # Ciphers, hashes, keys, protocols
    "SHA SHA1 SHA2 SHA3 MD AES DES RSA DSA DH DHE ECDHE ECDSA ED EC RC RC4 GCM CBC CHACHA20 POLY1305 CURVE SECP "
    "PKCS X509  TLS SSL SSH SFTP FTP FTPS FTPES FTPD SCP TFTP HTTP HTTPS HTTP2 SMTP IMAP POP3 DNS DHCP LDAP NTLM "
    "SMB NFS TCP UDP ICMP  IP IPV IPV4 IPV6 IPSEC NAT VPN LAN WAN VLAN WLAN MTU MODE TYPE PORT PASV EPSV EPRT "
    "PBSZ PROT SITE FEAT MLSD REST "
    # What is counted, and codes
    "ERR ERROR ERRNO WINERROR WSA CODE EXIT RC STATUS LINE STEP PID TID JOB RETRY TRY TEST PART PHASE STAGE LEVEL "
    "LAYER OS "
    # Machines, programs, releases
    "SRV SERVER HOST NODE WEB DB NAS DC PC VM SQL MAIL PROXY FW PROD DEV QA UAT STAGING BACKUP DISK RAID USB COM "
    "LPT SP SR V VER VERSION BUILD R2 RHEL SLES UBUNTU DEBIAN CENTOS AIX HP HPUX ZOS MVS VSE AS OS400 PHP PERL "
    "JAVA JDK JRE NET PY KB MS IIS VSFTPD PROFTPD PUREFTPD FILEZILLA WINSCP CURL LFTP OPENSSL GNUTLS "
    "COVID".split()
)


def named(text: str, *, strict: bool = False) -> tuple[Link, ...]:
    """The ticket numbers in a text, each once, the first few.

    Args:
        text: What somebody wrote, rebuilt and masked.
        strict: The text shows an error: of bare numbers only those count that follow a word such as *ticket*, and
            ServiceNow's, which look like nothing else.
    """
    text = text[:_READ]
    found = {(link.system, link.number): link for link in _of_addresses(text)}
    for link in _bare(_URL.sub(" ", text), strict=strict):
        if not any(link.number == number for _, number in found):
            found[link.system, link.number] = link
    return tuple(found.values())[:MOST]


def _of_addresses(text: str) -> Iterator[Link]:
    for match in _URL.finditer(text):
        try:
            address = urlsplit(match.group().rstrip(".,;:!?)]}"))
            host = (address.hostname or "").lower()
        except ValueError:  # an address of brackets that do not fit
            continue
        snow = re.search(rf"(?<![A-Za-z]){_SNOW}(?!\d)", address.path + "?" + address.query)
        if snow is not None:
            yield Link(System.SERVICENOW, snow.group())
            continue
        for system, pattern, name, part in _BY_ADDRESS:
            in_path = pattern.search(address.path)
            if in_path is not None and part in host:
                url = f"{address.scheme}://{host}{address.path}"
                yield Link(system, name.format(*(group.strip("/") for group in in_path.groups())), url)
                break


def _bare(text: str, *, strict: bool) -> Iterator[Link]:
    for match in _BARE_SNOW.finditer(text):
        yield Link(System.SERVICENOW, match.group())
    for match in _BARE_KEY.finditer(text):
        project = match.group().rpartition("-")[0]
        if project not in _NO_PROJECT and (not strict or _is_announced(text, match.start())):
            yield Link(System.JIRA, match.group())
    for match in _BARE_NUMBER.finditer(text):
        announced = _is_announced(text, match.start())
        if announced or not (strict or _is_counted(text, match)):
            yield Link(System.OTHER, match.group())


def _is_announced(text: str, at: int) -> bool:
    """Whether a word such as *ticket* stands before."""
    return _TICKET_WORD.search(text[max(0, at - 24) : at]) is not None


def _is_counted(text: str, match: re.Match[str]) -> bool:
    """Whether ``#530`` is a reply code, or ``#2`` the second of something."""
    number = int(match.group()[1:])
    is_code = 100 <= number <= 699  # noqa: PLR2004  replies of RFC 959 and RFC 2228
    return is_code or number < 10 or _COUNTED.search(text[max(0, match.start() - 24) : match.start()]) is not None  # noqa: PLR2004  one digit
