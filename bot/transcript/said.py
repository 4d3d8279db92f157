"""One line as a dialect heard it: the working value between the paste and the frozen ``Line``."""

from dataclasses import dataclass
from enum import Enum, auto

from bot.transcript.model import Actor, Line


class Tone(Enum):
    """How a line was said, where that matters for finding the failure."""

    PLAIN = auto()
    ERROR = auto()  # a program marks the line as an error
    STATUS = auto()  # a program marks the line as progress
    QUOTED = auto()  # a reply told again by a program: an exception, a log entry; no part of the dialogue
    OUTPUT = auto()  # a directory listing, a stack frame, a hex dump: numbers in it mean nothing
    SHELL = auto()  # a command for the shell, or for the client alone


@dataclass(slots=True)
class Said:
    """What was heard in one line.

    Attributes:
        number: The line's place in the paste, from 1.
        raw: The line as pasted.
        text: The line without what programs put around it.
        actor: Who speaks.
        code: The reply code of a reply, also for its continuation lines.
        command: The verb of a command; for a server log's entry that holds command and reply, the command.
        argument: What follows the verb.
        last: Whether a reply ends with this line (RFC 959, 4.2).
        tone: How it was said.
        style: The form in which the line was written, for telling the client.
        program: The daemon that logged the line, by what it put in front.
    """

    number: int
    raw: str
    text: str
    actor: Actor = Actor.PROSE
    code: int | None = None
    command: str | None = None
    argument: str = ""
    last: bool = True
    tone: Tone = Tone.PLAIN
    style: str = ""
    program: str = ""

    def again(self, number: int) -> "Said":
        """The same, said in another line."""
        return Said(
            number,
            self.raw,
            self.text,
            self.actor,
            self.code,
            self.command,
            self.argument,
            self.last,
            self.tone,
            self.style,
            self.program,
        )

    def as_line(self) -> Line:
        """The frozen line of the transcript."""
        return Line(
            number=self.number,
            raw=self.raw,
            text=self.text,
            actor=self.actor,
            code=self.code if self.actor is Actor.REPLY else None,
            command=self.command if self.actor is Actor.COMMAND else None,
        )
