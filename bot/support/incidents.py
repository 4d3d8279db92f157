"""Noticing incidents: a failure that hits more people at once than usual is recorded, said once, and followed.

``watch`` runs once a minute. What is unusual is decided in ``bot.analytics.incidents``. What was usual is only looked
up where several people hit on one failure within the hour, so most looks cost one query.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
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
    """Look for incidents: open those that begin, follow those that go on, close those that are over.

    Looking only reads, so nobody waits for it; what was found is written at once.
    """
    now = desk.clock.now()
    with desk.store.read() as tx:
        recent = tx.incidents.recent(now - LONGEST)
        known = tx.incidents.current(now - 2 * LONGEST)
        by_workspace: dict[str, list[Observation]] = defaultdict(list)
        for observation in recent:
            by_workspace[observation.workspace].append(observation)
        workspaces = {*by_workspace, *(incident.workspace for incident in known if incident.ended_at is None)}
        looks = [_Look(desk, tx, workspace, now) for workspace in sorted(workspaces)]
        for look in looks:
            own = [incident for incident in known if incident.workspace == look.workspace]
            look.at([observation.arrival for observation in by_workspace[look.workspace]], own)
    writes = [write for look in looks for write in look.writes]
    if writes:
        with desk.store.begin() as tx:
            for write in writes:
                write(tx)


class _Look:
    """One look at one workspace.

    Attributes:
        writes: What is to be written of what was seen.
    """

    def __init__(self, desk: "Desk", tx: "Transaction", workspace: str, now: datetime) -> None:
        self.workspace = workspace
        self.writes: list[Callable[[Transaction], None]] = []
        self._says = bool(desk.incident_channel)
        self._tx = tx
        self._now = now
        self._usual: Usual | None = None

    def at(self, arrivals: list[Arrival], known: list[Incident]) -> None:
        for incident in known:
            if incident.ended_at is None:
                self._follow(incident, arrivals)
        fresh = _unknown(arrivals, known, self._now)
        for rise in rising(fresh, self.usual) if self._hits_several(fresh) else ():
            pastes = sum(one.cluster == rise.cluster and one.at >= rise.started_at for one in arrivals)
            self.writes.append(partial(self._open, rise, pastes))

    @property
    def usual(self) -> Usual:
        """What is usual; looked up when it is first asked for."""
        if self._usual is None:
            until = self._now - LONGEST
            self._usual = self._tx.incidents.usual(self.workspace, since=until - LEARNED, until=until)
        return self._usual

    def _hits_several(self, fresh: list[Arrival]) -> bool:
        """Whether any failure hit several people, in a workspace that is known for long enough."""
        several = any(len({one.author for one in each}) >= LEAST for each in by_cluster(fresh).values())
        return several and self.usual.span >= _KNOWN_LEAST

    def _follow(self, incident: Incident, arrivals: list[Arrival]) -> None:
        """See how an incident grew, or that it is over."""
        pastes = [observation.arrival for observation in self._tx.incidents.observations(incident)]
        people = len({one.author for one in pastes})
        last_at = max((one.at for one in pastes), default=incident.last_at)
        last_hour = [one for one in arrivals if one.at > self._now - LONGEST]
        over = is_over(last_hour, self.usual, incident.cluster, self._now)
        if over or (people, len(pastes)) != (incident.people, incident.pastes):
            self.writes.append(
                partial(self._note, incident, people=people, pastes=len(pastes), last_at=last_at, over=over)
            )

    def _open(self, rise: Rise, pastes: int, tx: "Transaction") -> None:
        opened = tx.incidents.open(self.workspace, rise, pastes=pastes)
        if opened is not None:
            self._say(tx, opened, "new")

    def _note(
        self, incident: Incident, tx: "Transaction", *, people: int, pastes: int, last_at: datetime, over: bool
    ) -> None:
        tx.incidents.grew(incident.id, people=people, pastes=pastes, last_at=last_at)
        if over:
            tx.incidents.ended(incident.id, at=self._now)
        self._say(tx, incident, "over" if over else f"{people}:{pastes}")

    def _say(self, tx: "Transaction", incident: Incident, what: str) -> None:
        """Order that the channel read it."""
        if not self._says:
            return
        tx.jobs.add(
            f"{INCIDENT}:{incident.id}:{what}",
            INCIDENT,
            {"incident": incident.id},
            workspace=self.workspace,
            lane=f"{INCIDENT}:{incident.id}",
            now=self._now,
        )


def _unknown(arrivals: Iterable[Arrival], known: list[Incident], now: datetime) -> list[Arrival]:
    """What belongs to no incident that is known."""
    until = {incident.cluster: incident.ended_at or now for incident in known}
    return [one for one in arrivals if one.cluster not in until or one.at > until[one.cluster]]
