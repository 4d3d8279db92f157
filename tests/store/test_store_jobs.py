"""Durable work: who may claim what, and when."""

import threading
import time
from collections import Counter
from datetime import datetime, timedelta

import pytest

from bot.errors import StoreError
from bot.store.jobs import SqlJobs
from bot.store.store import SqlStore
from bot.support.model import Job, JobState
from tests.fakes.clock import FakeClock

LEASE = timedelta(seconds=60)


class Desk:
    """Each call in a transaction of its own, at the clock's time."""

    def __init__(self, store: SqlStore, clock: FakeClock):
        self._store = store
        self.clock = clock

    def add(self, key: str, lane: str = "", **more) -> bool:
        with self._store.begin() as tx:
            more = {"workspace": "T1", **more}
            return tx.jobs.add(key, "reply", {"key": key}, lane=lane, now=self.clock.now(), **more)

    def claim(self, owner: str = "w1") -> Job | None:
        with self._store.begin() as tx:
            return tx.jobs.claim(owner, now=self.clock.now(), lease=LEASE)

    def claim_keys(self, owner: str = "w1") -> list[str]:
        keys = []
        while job := self.claim(owner):
            keys.append(job.key)
        return keys

    def do(self, what: str, *args, **kwargs):
        with self._store.begin() as tx:
            return getattr(tx.jobs, what)(*args, **kwargs)

    def finish(self, job: Job) -> bool:
        return self.do("finish", job, now=self.clock.now())

    def all(self, *states: JobState) -> list[Job]:
        return self.do("list", states or tuple(JobState), now=self.clock.now())


@pytest.fixture
def desk(store: SqlStore, clock: FakeClock) -> Desk:
    return Desk(store, clock)


def test_the_oldest_due_job_comes_first(desk: Desk):
    for key in "abc":
        assert desk.add(key)
    assert desk.claim_keys() == ["a", "b", "c"]


def test_a_claimed_job_says_what_to_do(desk: Desk):
    desk.add("a", lane="L")
    job = desk.claim("w7")
    assert job == Job(
        id=job.id,
        workspace="T1",
        key="a",
        kind="reply",
        lane="L",
        payload={"key": "a"},
        attempts=1,
        owner="w7",
        due_at=desk.clock.now() + LEASE,
        state=JobState.RUNNING,
    )


def test_a_key_is_added_once_even_after_it_is_done(desk: Desk):
    assert desk.add("a")
    assert not desk.add("a")
    desk.finish(desk.claim())
    assert not desk.add("a")
    assert desk.claim() is None


def test_a_scheduled_job_waits(desk: Desk):
    desk.add("later", due_at=desk.clock.now() + timedelta(hours=1))
    desk.add("now")
    assert desk.claim_keys() == ["now"]
    desk.clock.advance(timedelta(hours=1))
    assert desk.claim_keys() == ["later", "now"]  # the lease of the other one has ended too


def test_a_lane_goes_one_by_one_and_does_not_hold_up_others(desk: Desk):
    for key, lane in [("a1", "A"), ("a2", "A"), ("b1", "B"), ("free1", ""), ("free2", "")]:
        desk.add(key, lane)
    a1 = desk.claim()
    assert desk.claim_keys() == ["b1", "free1", "free2"]
    desk.finish(a1)
    assert desk.claim_keys() == ["a2"]


def test_lanes_of_two_workspaces_are_two_lanes(desk: Desk):
    desk.add("a", "L")
    desk.add("b", "L", workspace="T2")
    assert desk.claim_keys() == ["a", "b"]


def test_a_lane_waits_for_a_job_that_is_retried_and_goes_on_after_one_that_is_buried(desk: Desk):
    for key in ("a1", "a2"):
        desk.add(key, "A")
    desk.do("retry", desk.claim(), due_at=desk.clock.now() + timedelta(seconds=5), error="busy")
    assert desk.claim() is None
    desk.clock.advance(5)
    again = desk.claim()
    assert (again.key, again.attempts, again.last_error) == ("a1", 2, "busy")
    desk.do("bury", again, now=desk.clock.now(), error="refused")
    assert desk.claim_keys() == ["a2"]


def test_a_lane_stays_with_the_job_that_has_begun_when_an_older_one_appears(desk: Desk):
    """On PostgreSQL ids are given before rows are committed, so an older one can appear late; staged here by hand."""
    desk.add("older", "A", due_at=desk.clock.now() + timedelta(days=1))
    desk.add("begun", "")
    begun = desk.claim()
    with desk._store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE jobs SET lane = 'A' WHERE key = 'begun'")
    desk.clock.advance(timedelta(days=1))
    assert desk.claim("w2").id == begun.id  # its lease has ended: it goes first, and alone
    assert desk.claim("w3") is None


def test_the_job_of_a_dead_worker_returns_and_the_dead_one_is_fenced_off(desk: Desk):
    desk.add("a", "A")
    lost = desk.claim("w1")
    desk.clock.advance(59)
    assert desk.claim("w2") is None
    desk.clock.advance(1)
    taken = desk.claim("w2")
    assert (taken.id, taken.attempts) == (lost.id, 2)
    assert not desk.finish(lost)
    assert not desk.do("renew", lost, now=desk.clock.now(), lease=LEASE)
    assert not desk.do("retry", lost, due_at=desk.clock.now(), error="late")
    assert not desk.do("bury", lost, now=desk.clock.now(), error="late")
    assert desk.finish(taken)
    assert not desk.finish(taken)


def test_the_same_worker_is_fenced_off_from_its_own_older_claim(desk: Desk):
    desk.add("a")
    first = desk.claim("w1")
    desk.clock.advance(LEASE)
    second = desk.claim("w1")
    assert not desk.finish(first)
    assert desk.finish(second)


def test_a_renewed_lease_lasts_longer(desk: Desk):
    desk.add("a")
    job = desk.claim("w1")
    desk.clock.advance(50)
    assert desk.do("renew", job, now=desk.clock.now(), lease=LEASE)
    desk.clock.advance(50)
    assert desk.claim("w2") is None
    assert desk.finish(job)


def test_a_finished_job_keeps_no_payload(desk: Desk):
    desk.add("a")
    desk.finish(desk.claim())
    assert [(job.state, job.payload) for job in desk.all()] == [(JobState.DONE, {})]
    with desk._store.engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT payload FROM jobs").scalar() is None


def test_dead_jobs_are_seen_and_revived(desk: Desk):
    for key in ("a", "b", "c"):
        desk.add(key)
        desk.do("bury", desk.claim(), now=desk.clock.now(), error=f"{key} failed")
    dead = desk.all(JobState.DEAD)
    assert [(job.key, job.last_error, job.payload) for job in dead] == [
        (key, f"{key} failed", {"key": key}) for key in ("a", "b", "c")
    ]
    assert desk.claim() is None
    assert desk.do("revive", [dead[1].id, 999], now=desk.clock.now()) == 1
    revived = desk.claim()
    assert (revived.key, revived.attempts) == ("b", 2)  # it may have done its work before
    assert desk.do("revive", [], now=desk.clock.now()) == 0
    assert desk.do("revive", None, now=desk.clock.now()) == 2
    assert desk.claim_keys() == ["a", "c"]


def test_states_are_listed_and_counted(desk: Desk):
    for key in ("done", "dead", "running", "waiting", "ready"):
        desk.add(key)
    desk.finish(desk.claim())
    desk.do("bury", desk.claim(), now=desk.clock.now(), error="x")
    desk.claim()
    desk.do("retry", desk.claim(), due_at=desk.clock.now() + timedelta(seconds=9), error="x")
    assert [job.state.value for job in desk.all()] == ["done", "dead", "running", "waiting", "ready"]
    assert [job.key for job in desk.all(JobState.READY, JobState.WAITING)] == ["waiting", "ready"]
    assert desk.do("list", [JobState.READY], now=desk.clock.now(), limit=0) == []
    assert desk.do("counts", now=desk.clock.now()) == dict.fromkeys(JobState, 1)
    desk.clock.advance(LEASE)  # the lease ends, the back-off too
    assert desk.do("counts", now=desk.clock.now()) == {
        JobState.READY: 3,
        JobState.WAITING: 0,
        JobState.RUNNING: 0,
        JobState.DONE: 1,
        JobState.DEAD: 1,
    }


def test_text_no_database_can_hold_survives_in_a_payload(store: SqlStore, clock: FakeClock):
    payload = {"text": "nul \0, half a pair \ud83d, ⚠ 中"}
    with store.begin() as tx:
        tx.jobs.add("odd \0\ud83d", "reply", payload, workspace="T1", now=clock.now())
        assert not tx.jobs.add("odd \0\ud83d", "reply", payload, workspace="T1", now=clock.now())
        job = tx.jobs.claim("w", now=clock.now(), lease=LEASE)
    assert job.payload == payload


class Racer(threading.Thread):
    """A worker that notes what it ran, and when another one ran a job of the same lane."""

    guard = threading.Lock()

    def __init__(self, owner: str, store: SqlStore, clock: FakeClock, ran: list[str], busy: Counter[str]):
        super().__init__(name=owner)
        self.store, self.clock, self.ran, self.busy = store, clock, ran, busy
        self.overlaps: list[str] = []

    def run(self) -> None:
        left = 1
        while left:
            with self.store.begin() as tx:
                job = tx.jobs.claim(self.name, now=self.clock.now(), lease=LEASE)
                left = tx.jobs.counts(now=self.clock.now())[JobState.READY]
            if job:
                self.work(job)

    def work(self, job: Job) -> None:
        with self.guard:
            self.busy[job.lane] += 1
            self.ran.append(job.key)
            if self.busy[job.lane] > 1:
                self.overlaps.append(job.key)
        time.sleep(0.001)
        with self.guard:
            self.busy[job.lane] -= 1
        with self.store.begin() as tx:
            assert tx.jobs.finish(job, now=self.clock.now())


def test_racing_workers_run_every_job_once_and_lanes_in_order(store: SqlStore, clock: FakeClock):
    lanes = {f"lane{n}": [f"{n}-{place}" for place in range(6)] for n in range(4)}
    with store.begin() as tx:
        for place in range(6):
            for lane, keys in lanes.items():
                tx.jobs.add(keys[place], "reply", {}, workspace="T1", lane=lane, now=clock.now())
    ran: list[str] = []
    busy: Counter[str] = Counter()
    racers = [Racer(f"w{n}", store, clock, ran, busy) for n in range(4)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(60)
    assert [key for racer in racers for key in racer.overlaps] == []
    assert sorted(ran) == sorted(key for keys in lanes.values() for key in keys)
    for keys in lanes.values():
        assert [key for key in ran if key in keys] == keys


def _claim_in_thread(jobs: SqlJobs, owner: str, now: datetime, found: list[Job | None]) -> threading.Thread:
    thread = threading.Thread(target=lambda: found.append(jobs.claim(owner, now=now, lease=LEASE)))
    thread.start()
    return thread


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_two_open_transactions_cannot_claim_two_jobs_of_a_lane(store: SqlStore, clock: FakeClock):
    """The claim of a younger job is not committed when an older one appears: nobody sees it, but the index does."""
    engine = store.engine
    with engine.connect() as slow_adder, engine.connect() as first, engine.connect() as second:
        older, younger = slow_adder.begin(), first.begin()
        SqlJobs(slow_adder).add("older", "reply", {}, workspace="T1", lane="A", now=clock.now())
        with store.begin() as tx:
            tx.jobs.add("younger", "reply", {}, workspace="T1", lane="A", now=clock.now())
        assert SqlJobs(first).claim("w1", now=clock.now(), lease=LEASE).key == "younger"
        older.commit()
        found: list[Job | None] = []
        with second.begin():
            thread = _claim_in_thread(SqlJobs(second), "w2", clock.now(), found)
            thread.join(0.3)
            assert thread.is_alive()  # it waits to see what becomes of the other claim
            younger.commit()
            thread.join(10)
        assert found == [None]
    with store.begin() as tx:
        assert tx.jobs.counts(now=clock.now())[JobState.RUNNING] == 1


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_claim_in_progress_is_skipped_not_waited_for(store: SqlStore, clock: FakeClock):
    with store.begin() as tx:
        for key in ("a", "b"):
            tx.jobs.add(key, "reply", {}, workspace="T1", now=clock.now())
    with store.begin() as one, store.begin() as other:
        assert one.jobs.claim("w1", now=clock.now(), lease=LEASE).key == "a"
        assert other.jobs.claim("w2", now=clock.now(), lease=LEASE).key == "b"


def test_a_job_ordered_in_a_transaction_that_fails_is_not_there(store: SqlStore, clock: FakeClock):
    def fail() -> None:
        with store.begin() as tx:
            tx.inbox.receive("Ev1", workspace="T1", kind="event", at=clock.now())
            tx.jobs.add("a", "reply", {}, workspace="T1", now=clock.now())
            raise StoreError("no")

    with pytest.raises(StoreError, match="no"):
        fail()
    with store.begin() as tx:
        assert tx.jobs.list(JobState, now=clock.now()) == []
        assert tx.inbox.receive("Ev1", workspace="T1", kind="event", at=clock.now())
