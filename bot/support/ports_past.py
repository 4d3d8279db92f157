"""Protocols of the outside, as in ``bot.support.ports``: of looking back."""

from datetime import datetime
from typing import Protocol

from bot.analytics.gaps import FEW, Gap
from bot.analytics.replay import Said


class Replays(Protocol):
    """Past pastes, to be decided anew."""

    def said(self, *, since: datetime, until: datetime) -> list[Said]:
        """The pastes kept in [since, until) that still have their text, oldest first, and what people said of them."""
        ...


class Gaps(Protocol):
    """Failures that no article resolved."""

    def gaps(
        self,
        *,
        since: datetime,
        until: datetime,
        limit: int,
        workspace: str | None = None,
        cluster: str | None = None,
        fewest: int = FEW,
    ) -> list[Gap]:
        """The failures of [since, until) that no article resolved, those of most pastes first."""
        ...
