"""What the doctor finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        ok: Whether it is as it should be.
        what: What was found.
        advice: What to do, or what to know; empty where there is nothing.
    """

    ok: bool
    what: str
    advice: str = ""
