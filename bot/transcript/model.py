"""What a transcript is read into. All values are frozen; line numbers count the lines of the paste from 1."""

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """A step of an FTP session, in the order in which they happen."""

    RESOLVE = "resolve"  # the host's name becomes an address
    CONNECT = "connect"  # TCP to the control port
    GREETING = "greeting"  # 220, or 120, or 421 (RFC 959, 5.4)
    TLS = "tls"  # AUTH TLS and the handshake (RFC 4217), or the handshake of implicit TLS
    LOGIN = "login"  # USER, PASS, ACCT
    DIRECTORY = "directory"  # CWD, PWD, MKD, RMD, SITE, SIZE … all that needs no data connection, except the next four
    DATA = "data"  # PORT, EPRT, PASV, EPSV, PROT, and opening the data connection
    TRANSFER = "transfer"  # LIST, NLST, MLSD, RETR, STOR, APPE and their completion
    CLOSE = "close"  # QUIT, time-outs of an idle session, TLS shutdown


class Actor(StrEnum):
    """Who speaks in a line."""

    COMMAND = "command"  # the client sends a command of the protocol
    REPLY = "reply"  # the server answers with a reply code, or continues a multi-line reply
    NOTICE = "notice"  # a program (client, library, daemon) says something in its own words
    PROSE = "prose"  # a person tells it, or it cannot be told


class StepState(StrEnum):
    """How far a step came."""

    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the paste.

    Attributes:
        number: Its place in the paste, from 1.
        raw: The line as it stands in the paste (after Slack's mangling was undone).
        text: The line without timestamps, prompts, quoting, and the client's words for "Command:" or "Response:".
        actor: Who speaks.
        code: The reply code of a REPLY (100–599), else None. A continuation line carries the code of its reply.
        command: The verb of a COMMAND in capitals (``STOR``), else None.
    """

    number: int
    raw: str
    text: str
    actor: Actor
    code: int | None = None
    command: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply of the server, multi-line replies joined (RFC 959, 4.2)."""

    code: int
    text: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A command with its replies. The greeting is an exchange whose command is empty."""

    command: str
    argument: str
    replies: tuple[Reply, ...]
    line: int | None = None


@dataclass(frozen=True, slots=True)
class FailurePoint:
    """Where the session failed.

    Attributes:
        step: The step that failed, or None where the paste does not tell.
        command: The command that was answered by the failure (``PASS``), or None.
        code: The reply code, or None where no reply came (a time-out, a refused connection).
        line: The number of the decisive line.
        text: The decisive line's ``text``.
    """

    step: Step | None
    command: str | None
    code: int | None
    line: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """A paste read as an FTP dialogue.

    Attributes:
        lines: Every non-empty line of the paste.
        exchanges: Commands and their replies, in order.
        steps: The steps that the paste shows something of, in order of Step; at most one is FAILED.
        failure: Where it failed; None for a clean session and for what is no FTP failure.
        protocol: ``ftp`` where the paste shows FTP, else ``smtp``, ``nntp``, ``pop3``, ``imap``, ``ssh``, ``http``,
            ``ldap``, ``smb`` …, or None where nothing shows.
        facts: What evidence of articles can ask for; see ``bot.transcript.facts``.
    """

    lines: tuple[Line, ...]
    exchanges: tuple[Exchange, ...]
    steps: tuple[tuple[Step, StepState], ...]
    failure: FailurePoint | None
    protocol: str | None
    facts: frozenset[str]
