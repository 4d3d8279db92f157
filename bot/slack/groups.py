"""The members of user groups, as Slack knows them, kept for some minutes.

The scope ``usergroups:read`` is optional. Where it is missing, a group has no members, which is logged once: people
that are named by their own ids go on counting. Where Slack cannot be asked right now, what it said last still holds.

Source: docs.slack.dev/reference/methods/usergroups.users.list.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import structlog

from bot.errors import BotError, SlackError
from bot.slack.refusals import MissingScopeError, RefusedError, explained

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.support.ports import Clock

KEPT: Final = timedelta(minutes=5)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Known:
    """What Slack said of a group, and until when it is believed unasked."""

    members: frozenset[str]
    until: datetime


class SlackGroups:
    """Fulfils ``bot.support.people.Groups``. Threads may share it: at worst two ask at once.

    Args:
        client: From ``bot.slack.client.build_client``.
        clock: The time.
    """

    def __init__(self, client: "WebClient", clock: "Clock") -> None:
        self._client = client
        self._clock = clock
        self._known: dict[tuple[str, str], _Known] = {}
        self._told: set[str] = set()

    def members(self, workspace: str, group: str) -> AbstractSet[str]:
        """The ids of a group's members; none where Slack does not tell.

        Raises:
            RetryLaterError: Slack limits the rate, and nothing is known yet.
            UnreachableError: Slack cannot be asked, and nothing is known yet.
        """
        now = self._clock.now()
        known = self._known.get((workspace, group))
        if known is not None and now < known.until:
            return known.members
        try:
            members = self._ask(group)
        except (MissingScopeError, RefusedError) as error:
            self._tell(group, error)
            members = frozenset()
        except BotError:
            if known is None:
                raise
            members = known.members
        self._known[workspace, group] = _Known(members, now + KEPT)
        return members

    def _ask(self, group: str) -> frozenset[str]:
        with explained("usergroups.users.list"):
            return frozenset(self._client.usergroups_users_list(usergroup=group)["users"])

    def _tell(self, group: str, error: SlackError) -> None:
        """Say it once, not at every press."""
        if error.sentence not in self._told:
            self._told.add(error.sentence)
            log.warning("members of a user group unknown", group=group, why=error.sentence)
