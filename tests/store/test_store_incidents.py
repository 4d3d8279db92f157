"""Incidents on both databases: what is recent and what usual, and how an incident goes."""

from datetime import timedelta

import pytest

from bot.analytics.incidents import LEARNED, Rise
from bot.errors import UnknownRowError
from bot.store.store import SqlStore
from bot.support.desk import Desk
from bot.support.incidents import INCIDENT, watch
from bot.support.model import JobState
from tests.fakes.clock import FakeClock
from tests.store.make import decision, post

CLUSTER = "login:login-refused"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def desk(store: SqlStore, clock: FakeClock) -> Desk:
    return Desk(store, None, clock, incident_channel="C9")


def paste(desk: Desk, author: str, *, workspace: str = "T1", ago: timedelta = MINUTE * 0) -> None:
    """Somebody pasted, a while ago; it is kept now."""
    now = desk.clock.now()
    ts = f"{(now - ago).timestamp():.6f}"
    with desk.store.begin() as tx:
        made = post(ts, author=author, workspace=workspace, channel=f"C{author}")
        assert tx.tickets.add_paste(made, decision(), ticket=None, kb_revision=1, at=now)


def incidents(desk: Desk):
    with desk.store.begin() as tx:
        return tx.incidents.current(desk.clock.now() - DAY)


def ordered(desk: Desk) -> list[str]:
    with desk.store.begin() as tx:
        return [job.key for job in tx.jobs.list(list(JobState), now=desk.clock.now())]


@pytest.fixture
def old(desk: Desk) -> Desk:
    """A desk that has been at work for a month, with a paste a week."""
    for week in range(5):
        paste(desk, f"W{week}")
        desk.clock.advance(7 * DAY)
    return desk


def test_a_failure_that_hits_several_people_is_an_incident_and_goes(old: Desk):
    for number in range(3):
        paste(old, f"U{number}")
        old.clock.advance(MINUTE)
        watch(old)
    (incident,) = incidents(old)
    assert (incident.workspace, incident.cluster, incident.people, incident.pastes) == ("T1", CLUSTER, 3, 3)
    assert (incident.started_at, incident.noticed_at) == (old.clock.now() - 3 * MINUTE, old.clock.now() - MINUTE)
    assert incident.usual == pytest.approx(4 / 28, rel=0.3)
    assert ordered(old) == [f"{INCIDENT}:{incident.id}:new"]

    paste(old, "U3")
    paste(old, "U3", ago=MINUTE)
    watch(old)
    watch(old)
    (grown,) = incidents(old)
    assert (grown.id, grown.people, grown.pastes, grown.ended_at) == (incident.id, 4, 5, None)
    assert ordered(old) == [f"{INCIDENT}:{incident.id}:new", f"{INCIDENT}:{incident.id}:4:5"]

    old.clock.advance(HOUR + MINUTE)
    watch(old)
    watch(old)
    (ended,) = incidents(old)
    assert ended.ended_at == old.clock.now()
    assert ordered(old)[-1] == f"{INCIDENT}:{incident.id}:over"
    assert len(ordered(old)) == 3


def test_after_its_end_only_new_pastes_begin_another(old: Desk):
    for number in range(4):
        paste(old, f"U{number}")
    watch(old)
    old.clock.advance(HOUR + MINUTE)
    watch(old)
    watch(old)
    assert [incident.ended_at is None for incident in incidents(old)] == [False]
    old.clock.advance(10 * MINUTE)
    for number in range(4):
        paste(old, f"V{number}", ago=number * MINUTE)
    watch(old)
    assert [incident.ended_at is None for incident in incidents(old)] == [False, True]


@pytest.mark.parametrize(
    ("name", "people", "expected"),
    [("two people", ["U1", "U2"], 0), ("one person", ["U1"] * 5, 0), ("three", ["U1", "U2", "U3"], 1)],
)
def test_people_count(old: Desk, name: str, people: list[str], expected: int):
    for number, author in enumerate(people):
        paste(old, author, ago=number * timedelta(seconds=1))
    watch(old)
    assert len(incidents(old)) == expected, name


def test_workspaces_are_apart(old: Desk):
    for number in range(3):
        paste(old, f"U{number}", workspace=f"T{number}")
    watch(old)
    assert incidents(old) == []


def test_what_piled_up_while_no_worker_ran_is_no_incident(old: Desk):
    for number in range(4):
        paste(old, f"U{number}", ago=number * 100 * MINUTE)
    watch(old)
    assert incidents(old) == []


def test_in_the_first_day_nothing_is_usual_yet(desk: Desk):
    for number in range(5):
        paste(desk, f"U{number}")
    watch(desk)
    assert incidents(desk) == []


def test_where_no_channel_is_set_it_is_recorded_and_not_said(old: Desk):
    quiet = Desk(old.store, None, old.clock)
    for number in range(3):
        paste(quiet, f"U{number}")
    watch(quiet)
    assert len(incidents(quiet)) == 1
    assert ordered(quiet) == []


def test_what_is_usual(old: Desk):
    now = old.clock.now()
    with old.store.begin() as tx:
        usual = tx.incidents.usual("T1", since=now - LEARNED, until=now)
        assert (usual.counts, usual.span) == ({CLUSTER: 4}, LEARNED)
        assert usual.rhythm[6 * 24 + 12] == 4  # Sundays at noon, UTC
        assert sum(usual.rhythm) == 4
        young = tx.incidents.usual("T1", since=now - 100 * DAY, until=now)
        assert (young.span, young.counts) == (35 * DAY, {CLUSTER: 5})
        assert tx.incidents.usual("T2", since=now - LEARNED, until=now).counts == {}


def test_the_pastes_of_an_incident_are_not_usual(old: Desk):
    began = old.clock.now()
    for number in range(6):
        paste(old, f"U{number}")
        old.clock.advance(MINUTE)
    watch(old)
    old.clock.advance(2 * HOUR)
    watch(old)
    with old.store.begin() as tx:
        usual = tx.incidents.usual("T1", since=began - LEARNED, until=old.clock.now())
    assert usual.counts == {CLUSTER: 4}


def test_one_of_a_cluster_goes_on_at_a_time(desk: Desk):
    rise = Rise(CLUSTER, desk.clock.now(), desk.clock.now(), 3, 0.1)
    with desk.store.begin() as tx:
        first = tx.incidents.open("T1", rise, pastes=3)
        assert tx.incidents.open("T1", rise, pastes=3) is None
        assert tx.incidents.open("T2", rise, pastes=3) is not None
        tx.incidents.ended(first.id, at=desk.clock.now())
        tx.incidents.said(first.id, channel="C9", ts="1.0")
        assert tx.incidents.open("T1", rise, pastes=3) is not None
        assert (tx.incidents.get(first.id).channel, tx.incidents.get(first.id).ts) == ("C9", "1.0")
        with pytest.raises(UnknownRowError):
            tx.incidents.get(99)
