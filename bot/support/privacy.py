"""Forgetting people and workspaces, and letting details go with time. What is counted stays as it was."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What became of what was known of a person.

    Attributes:
        token: What stands in its place.
        texts: How many pastes lost their text.
        rows: How many rows named the person.
        jobs: How many jobs, not done yet, were dropped.
    """

    token: str
    texts: int
    rows: int
    jobs: int


class Privacy(Protocol):
    """What is known of people."""

    def forget(self, person: str) -> Forgotten:
        """Erase the texts of somebody's pastes, and replace whatever names this person by a token, everywhere."""
        ...

    def forget_workspace(self, workspace: str) -> int:
        """Delete every row of a workspace; how many."""
        ...

    def blur(self, older_than: datetime) -> bool:
        """Give people pseudonyms in a day's worth of what is older; whether there is more."""
        ...
