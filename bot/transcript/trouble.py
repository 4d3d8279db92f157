"""What a walk through a paste collects: signs of trouble, and what went well."""

from dataclasses import dataclass

from bot.transcript.model import Step
from bot.transcript.phrases import Weight


@dataclass(frozen=True, slots=True)
class Trouble:
    """A sign of trouble.

    Attributes:
        index: Where it stands.
        step: What it speaks of.
        firm: Whether the dialogue or the words tell the step; else it is a guess by the code or by custom.
        command, argument: What was answered by it.
        code: The reply code.
        weight: How much it says.
        silent: Nobody says it: the paste ends without an answer.
    """

    index: int
    step: Step | None
    firm: bool
    command: str | None
    argument: str
    code: int | None
    weight: Weight
    silent: bool = False

    @classmethod
    def told(cls, index: int, step: Step, command: str | None = None) -> "Trouble":
        """Make a trouble of what is only told, without a code: that something failed at a step."""
        return cls(index, step, firm=True, command=command, argument="", code=None, weight=Weight.THAT)

    @classmethod
    def unsaid(cls, index: int, step: Step) -> "Trouble":
        """Make a trouble of silence after what went well: no command failed, and nothing follows."""
        return cls(index, step, firm=True, command=None, argument="", code=None, weight=Weight.HINT, silent=True)


@dataclass(frozen=True, slots=True)
class Success:
    """A reply that did not refuse, and the command that it answered."""

    index: int
    command: str
    argument: str
    code: int
