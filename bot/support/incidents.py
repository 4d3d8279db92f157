"""Noticing incidents: a failure that hits more people at once than usual is recorded, said once, and followed.

``watch`` runs once a minute. What is unusual is decided in ``bot.analytics.incidents``. What was usual is only looked
up where several people hit on one failure within the hour, so most looks cost one query.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Protocol

from bot.analytics.incidents import LEARNED, LEAST, LONGEST, Arrival, Rise, Usual, by_cluster, is_over, rising
from bot.support.model import Incident, Observation
from bot.support.schedule import Periodic

if TYPE_CHECKING:
    from bot.support.desk import Desk
    from bot.support.ports import Transaction

WATCH: Final = "watch"  # a job: look for incidents
INCIDENT: Final = "incident"  # a job: bring what the channel reads of an incident in line with what is stored
EVERY_MINUTE: Final = Periodic(WATCH, timedelta(minutes=1))
_KNOWN_LEAST: Final = timedelta(days=1)  # what is younger has no usual rate


class Incidents(Protocol):
    """Incidents, and the pastes that make them."""

    def recent(self, since: datetime) -> list[Observation]:
        """The failures kept since a time, of all workspaces; those that were deleted are none."""
        ...

    def usual(self, workspace: str, *, since: datetime, until: datetime) -> Usual:
        """What a workspace saw within a time; what belongs to incidents does not count."""
        ...

    def current(self, ended_since: datetime) -> list[Incident]:
        """The incidents that go on, or ended since a time."""
        ...

    def open(self, workspace: str, rise: Rise, *, pastes: int) -> Incident | None:
        """A new incident; None where one of this cluster goes on."""
        ...

    def get(self, incident: int) -> Incident:
        """An incident by its id."""
        ...

    def grew(self, incident: int, *, people: int, pastes: int, last_at: datetime) -> None:
        """Note how many people it has hit so far."""
        ...

    def ended(self, incident: int, *, at: datetime) -> None:
        """Note that it is over."""
        ...

    def said(self, incident: int, *, channel: str, ts: str) -> None:
        """Note where it was said."""
        ...

    def observations(self, incident: Incident) -> list[Observation]:
        """The pastes that belong to an incident, oldest first."""
        ...


def watch(desk: "Desk") -> None:
    """Look for incidents: open those that begin, follow those that go on, close those that are over."""
    now = desk.clock.now()
    with desk.store.begin() as tx:
        recent = tx.incidents.recent(now - LONGEST)
        known = tx.incidents.current(now - 2 * LONGEST)
        by_workspace: dict[str, list[Observation]] = defaultdict(list)
        for observation in recent:
            by_workspace[observation.workspace].append(observation)
        workspaces = {*by_workspace, *(incident.workspace for incident in known if incident.ended_at is None)}
        for workspace in sorted(workspaces):
            own = [incident for incident in known if incident.workspace == workspace]
            _Look(desk, tx, workspace, now).at(by_workspace[workspace], own)


class _Look:
    """One look at one workspace."""

    def __init__(self, desk: "Desk", tx: "Transaction", workspace: str, now: datetime) -> None:
        self._desk = desk
        self._tx = tx
        self._workspace = workspace
        self._now = now
        self._usual: Usual | None = None

    def at(self, recent: list[Observation], known: list[Incident]) -> None:
        arrivals = [observation.arrival for observation in recent]
        for incident in known:
            if incident.ended_at is None:
                self._follow(incident, arrivals)
        for rise in rising(self._candidates(arrivals, known), self.usual) if self._several(arrivals, known) else ():
            pastes = sum(one.cluster == rise.cluster and one.at >= rise.started_at for one in arrivals)
            opened = self._tx.incidents.open(self._workspace, rise, pastes=pastes)
            if opened is not None:
                self._say(opened, "new")

    @property
    def usual(self) -> Usual:
        """What is usual; looked up when it is first asked for."""
        if self._usual is None:
            until = self._now - LONGEST
            self._usual = self._tx.incidents.usual(self._workspace, since=until - LEARNED, until=until)
        return self._usual

    def _several(self, arrivals: list[Arrival], known: list[Incident]) -> bool:
        """Whether any failure hit several people."""
        clusters = by_cluster(self._candidates(arrivals, known)).values()
        return any(len({one.author for one in each}) >= LEAST for each in clusters) and self.usual.span >= _KNOWN_LEAST

    def _candidates(self, arrivals: Iterable[Arrival], known: list[Incident]) -> list[Arrival]:
        """What belongs to no incident that is known."""
        until = {incident.cluster: incident.ended_at or self._now for incident in known}
        return [one for one in arrivals if one.cluster not in until or one.at > until[one.cluster]]

    def _follow(self, incident: Incident, arrivals: list[Arrival]) -> None:
        """Note how an incident grew, or that it is over."""
        pastes = [observation.arrival for observation in self._tx.incidents.observations(incident)]
        people = len({one.author for one in pastes})
        last_at = max((one.at for one in pastes), default=incident.last_at)
        grown = (people, len(pastes)) != (incident.people, incident.pastes)
        if grown:
            self._tx.incidents.grew(incident.id, people=people, pastes=len(pastes), last_at=last_at)
        over = is_over(
            [one for one in arrivals if one.at > self._now - LONGEST], self.usual, incident.cluster, self._now
        )
        if over:
            self._tx.incidents.ended(incident.id, at=self._now)
        if over or grown:
            self._say(incident, "over" if over else f"{people}:{len(pastes)}")

    def _say(self, incident: Incident, what: str) -> None:
        if self._desk.incident_channel:
            self._tx.jobs.add(
                f"{INCIDENT}:{incident.id}:{what}",
                INCIDENT,
                {"incident": incident.id},
                workspace=self._workspace,
                lane=f"{INCIDENT}:{incident.id}",
                now=self._now,
            )
