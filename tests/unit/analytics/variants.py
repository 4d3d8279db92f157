"""Variants of one failure: the same paste from other hosts, users and times, in other programs, and mangled."""

import random
import re
from collections.abc import Iterator

from bot.paste import clean
from bot.transcript import Exchange, Transcript
from tests.unit.paste.mangling import Composer, as_text

_QUAD = re.compile(r"(?<![\d.,])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_SIX = re.compile(r"(?<!\d)(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3})(?!\d)")
_HOST = re.compile(r"\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:example(?:\.com|\.org|\.net)?|corp)\b")
_CLOCK = re.compile(r"\b([01]\d|2[0-3]):([0-5]\d):([0-5]\d)\b")
_DAY = re.compile(r"\b(20\d\d)([-/])(0\d|1[0-2])\2([0-2]\d|3[01])\b")
_FILE = re.compile(r"\b(?!vsftpd|proftpd|php|config)[a-z][a-z_-]{2,20}(?=\.(?:csv|txt|bin|zip|jpg|pdf|xml)\b)")
_PID = re.compile(r"(?<=\[)\d{3,6}(?=\])")
_USERS = re.compile(
    r"(?:\bUSER |\b[Uu]ser |\)\): |:\w+\): |[Pp]assword required for |Benutzer )"
    r"([a-z]{2,12})\b(?! (?:cannot|is|was|has|not))"
)
_NO_NAMES = {
    "anonymous",
    "ftp",
    "cannot",
    "name",
    "unknown",
    "limit",
    "not",
    "does",
    "list",
    "account",
    "guest",
    "and",
    "or",
    "user",
    "can",
}
_NAMES = ("petra", "olaf", "jmiller", "web12", "deploy", "kundeb", "marta", "svc_ftp")
_HOSTS = ("files.north.example", "upload.lager.example", "srv-02.example.org")
_FTP_HOSTS = ("ftp.seven.example.net", "ftp.north.example", "ftp.lager.example.org")
_WORDS = ("orders", "export", "bestand", "photo_jan", "daily-dump")

# How programs write down a dialogue: what is sent, what comes back, and how it begins.
FORMS = {
    "FileZilla": ("Command:\t{}", "Response:\t{}", "Status:\tConnecting to {host}:21..."),
    "FileZilla, in German": ("Befehl:\t{}", "Antwort:\t{}", "Status:\tVerbinde mit {host}:21..."),
    "lftp": ("---> {}", "<--- {}", "---- Connecting to {host} port 21"),
    "curl": ("> {}", "< {}", "* Connected to {host} (192.0.2.7) port 21 (#0)"),
    "ftplib": ("*cmd* '{}'", "*resp* '{}'", "*resp* '220 {host}'"),
    "basic-ftp": ("> {}", "< {}", "Connected to {host}:21"),
    "WinSCP": (
        "> 2026-01-02 10:00:00.200 {}",
        "< 2026-01-02 10:00:00.300 {}",
        ". 2026-01-02 10:00:00.000 Connecting to {host} ...",
    ),
    "rclone": ('2026/01/02 10:00:00 DEBUG : FTP Tx: "{}"', '2026/01/02 10:00:00 DEBUG : FTP Rx: "{}"', ""),
    "linux-ftp": ("---> {}", "{}", "Connected to {host}."),
}
COMPOSERS = (
    Composer(),
    Composer(links=False, emoticons=False),
    Composer(fence=("```", "```")),
    Composer(fence=("```\n", "\n```"), before="hi all, since today:"),
    Composer(quote=True),
    Composer(curly=True, hard_spaces=True),
    Composer(after="any idea?"),
)


def elsewhere(text: str, seed: int) -> str:
    """The same failure of somebody else, at another time: each name and number is replaced wherever it stands."""
    some = random.Random(seed)

    def quad(match: re.Match[str]) -> str:
        first, second = int(match[1]), int(match[2])
        last = f"{some.randrange(1, 250)}.{some.randrange(1, 250)}"
        if first in {10, 127, 0} or (first, second) in {(192, 168), (169, 254)} or first == 172:
            return f"{first}.{second}.{last}" if first else match[0]
        return f"{some.choice((81, 93, 185, 203))}.{some.randrange(1, 250)}.{last}"

    def six(match: re.Match[str]) -> str:
        address = quad(re.match(_QUAD, ".".join(match.groups()[:4])))
        return f"{address.replace('.', ',')},{some.randrange(4, 250)},{some.randrange(1, 250)}"

    text = _once(_SIX, text, six)
    text = _once(_QUAD, text, quad)
    text = _once(_HOST, text, lambda m: some.choice(_FTP_HOSTS if "ftp" in m[0] else _HOSTS))
    text = _once(_FILE, text, lambda _: some.choice(_WORDS))
    text = _CLOCK.sub(lambda _: f"{some.randrange(24):02}:{some.randrange(60):02}:{some.randrange(60):02}", text)
    text = _DAY.sub(lambda m: f"{some.randrange(2019, 2027)}{m[2]}{some.randrange(1, 13):02}{m[2]}{m[4]}", text)
    text = _PID.sub(lambda _: str(some.randrange(1000, 60_000)), text)
    for name in sorted(set(_USERS.findall(text)) - _NO_NAMES):
        text = re.sub(rf"\b{name}\b", some.choice(_NAMES), text)
    return text


def _once(pattern: re.Pattern[str], text: str, replace) -> str:
    """Replace what a pattern finds, the same by the same."""
    known: dict[str, str] = {}

    def put(match: re.Match[str]) -> str:
        if match[0] not in known:
            known[match[0]] = replace(match)
        return known[match[0]]

    return pattern.sub(put, text)


def mangled(text: str) -> Iterator[str]:
    """The paste as it comes out of Slack, undone as far as that goes."""
    for composer in COMPOSERS:
        yield clean(as_text(text, composer)).text


def retold(transcript: Transcript) -> Iterator[tuple[str, str]]:
    """A dialogue that ends with a reply, as other programs write it down: the program and the text."""
    spoken = _up_to_the_failure(transcript)
    for name, (sent, got, opening) in FORMS.items() if len(spoken) > 1 else ():
        lines = [opening.format(host="files.example")] if opening else []
        for exchange in spoken:
            words = f"{exchange.command} {exchange.argument}".strip()
            lines += [sent.format(words)] if words else []
            lines += [got.format(reply.text) for reply in exchange.replies]
        yield name, "\n".join(lines)


def _up_to_the_failure(transcript: Transcript) -> list[Exchange]:
    line = transcript.failure.line if transcript.failure else None
    for number, exchange in enumerate(transcript.exchanges):
        if any(line in reply.lines for reply in exchange.replies):
            spoken = list(transcript.exchanges[: number + 1])
            whole = all("\n" not in reply.text for each in spoken for reply in each.replies)
            return spoken if whole and exchange.command else []
    return []
