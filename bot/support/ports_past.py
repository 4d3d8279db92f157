"""Protocols of the outside, as in ``bot.support.ports``: of looking back."""

from datetime import datetime
from typing import Protocol

from bot.analytics.facts import Facts, Stretch
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


class KeptFacts(Protocol):
    """Facts of old rows, kept beside the views. Claim, settle and put are a transaction each."""

    def claim(self, *, before: datetime) -> Stretch | None:
        """The next stretch to keep, of rows that are all older; None when all are kept."""
        ...

    def settle(self) -> bool:
        """Whether all that changed facts without seeing the last claim has ended."""
        ...

    def put(self, stretch: Stretch, facts: Facts | None) -> bool:
        """Keep what the view said; False where something changed since the claim."""
        ...
