"""Who may do more than ask: support people and curators.

Both are named by ids: of people (``U…``, ``W…``), or of user groups (``S…``), whose members are looked up wherever
they are kept. A channel (``C…``) names nobody by itself.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Protocol


class Groups(Protocol):
    """User groups."""

    def members(self, workspace: str, group: str) -> AbstractSet[str]:
        """The ids of a group's members; none where they cannot be known.

        Raises:
            BotError: They cannot be known right now; to be tried again.
        """
        ...


class NoGroups:
    """Where there are no user groups, as in the terminal. Fulfils ``Groups``."""

    def members(self, workspace: str, group: str) -> AbstractSet[str]:  # noqa: ARG002  the protocol's
        """Nobody."""
        return frozenset()


@dataclass(frozen=True, slots=True)
class People:
    """Support people, who may act on everybody's tickets, and curators, who look after articles and channels.

    Attributes:
        support: Ids of people and user groups.
        curators: As ``support``; empty, support people are the curators.
        groups: Where the members of user groups are looked up.
    """

    support: tuple[str, ...] = ()
    curators: tuple[str, ...] = ()
    groups: Groups = field(default_factory=NoGroups)

    def is_support(self, workspace: str, user: str) -> bool:
        """Whether somebody is one of the support people.

        Raises:
            BotError: A group's members cannot be known right now; to be tried again.
        """
        return self.is_named(self.support, workspace, user)

    def is_curator(self, workspace: str, user: str) -> bool:
        """Whether somebody is a curator; raises as ``is_support``."""
        return self.is_named(self.curators or self.support, workspace, user)

    def is_named(self, named: tuple[str, ...], workspace: str, user: str) -> bool:
        """Whether somebody is among these, by their own id or a group's; raises as ``is_support``."""
        # People first: to know them, nobody needs to be asked.
        groups = (one for one in named if one.startswith("S"))
        return user in named or any(user in self.groups.members(workspace, group) for group in groups)
