import threading
from datetime import timedelta

import pytest
import structlog

from bot.errors import ConfigurationError, RetryLaterError, SlackError, StoreError, UnknownRowError
from bot.store.engine import connect
from bot.store.migrate import upgrade
from bot.store.store import SqlStore
from bot.support.fence import Ending, Fenced
from bot.support.model import JobState
from bot.worker.loop import ATTEMPTS, DEATHS, Worker
from tests.fakes.clock import FakeClock

LEASE = timedelta(seconds=60)
PASTED = "PASS blue-heron-4711"


@pytest.fixture(scope="session")
def url(tmp_path_factory):
    found = f"sqlite:///{tmp_path_factory.mktemp('worker') / 'jobs.db'}"
    upgrade(found)
    return found


@pytest.fixture
def store(url):
    found = SqlStore(connect(url))
    with found.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM jobs")
    yield found
    found.close()


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def work(store, clock):
    """Order a job, and make a worker whose handler is given."""

    def make(handler, *, lease=LEASE, on_buried=None):
        with store.begin() as tx:
            tx.jobs.add("k1", "kind", {"text": PASTED}, workspace="T1", now=clock.now())
        return Worker(store, {"kind": handler}, clock, owner="w1", lease=lease, poll=0.01, on_buried=on_buried)

    return make


def fails(*errors):
    """A handler that raises these, one after another, then does its work."""
    left = list(errors)

    def handler(*_job):
        if left:
            raise left.pop(0)

    return handler


def only_job(store, clock):
    with store.begin() as tx:
        (job,) = tx.jobs.list(list(JobState), now=clock.now())
    return job


def test_a_job_is_run_and_finished(work, store, clock):
    seen = []
    worker = work(seen.append)
    assert worker.run_once()
    assert not worker.run_once()
    assert [job.payload for job in seen] == [{"text": PASTED}]
    assert only_job(store, clock).state is JobState.DONE


def test_waits_double(work, store, clock):
    worker = work(fails(*[OSError("no")] * 3))
    waits = []
    for _ in range(3):
        assert worker.run_once()
        waits.append((only_job(store, clock).due_at - clock.now()).total_seconds())
        clock.advance(waits[-1])
    assert all(base <= wait <= base * 1.25 for base, wait in zip((5, 10, 20), waits, strict=True))
    assert worker.run_once()
    assert only_job(store, clock).state is JobState.DONE


def test_after_eight_attempts_it_is_given_up(work, store, clock):
    buried = []
    worker = work(fails(*[OSError("no")] * 99), on_buried=lambda job, error: buried.append((job.attempts, error)))
    while worker.run_once():
        clock.advance(3600)
    assert only_job(store, clock).state is JobState.DEAD
    assert [(attempts, type(error)) for attempts, error in buried] == [(ATTEMPTS, OSError)]


def test_slack_is_given_the_time_it_asks_for_more_often_than_that(work, store, clock):
    worker = work(fails(*[RetryLaterError("Later.", 40)] * 20))
    for _ in range(20):
        assert worker.run_once()
        wait = (only_job(store, clock).due_at - clock.now()).total_seconds()
        assert 40 <= wait <= 50
        clock.advance(wait)
    assert worker.run_once()
    assert only_job(store, clock).state is JobState.DONE


def test_what_repeating_does_not_change_is_given_up_at_once(work, store, clock):
    buried = []
    worker = work(fails(SlackError("Archived.")), on_buried=lambda job, _: buried.append(job.key))
    worker.run_once()
    job = only_job(store, clock)
    assert (job.state, job.last_error, buried) == (JobState.DEAD, "Archived.", ["k1"])


def test_who_cannot_be_told_stops_nobody(work, store, clock):
    worker = work(fails(SlackError("Archived.")), on_buried=fails(OSError("no")))
    assert worker.run_once()
    assert only_job(store, clock).state is JobState.DEAD


def test_a_kind_that_only_a_newer_version_knows_waits_for_its_workers(store, clock):
    with store.begin() as tx:
        tx.jobs.add("k1", "kind", {}, workspace="T1", now=clock.now())
    old = Worker(store, {}, clock, owner="old", lease=LEASE, poll=0.01)
    for _ in range(ATTEMPTS - 1):
        assert old.run_once()
        assert only_job(store, clock).state is JobState.WAITING
        clock.advance(timedelta(minutes=10))
    seen = []
    assert Worker(store, {"kind": seen.append}, clock, owner="new", lease=LEASE, poll=0.01).run_once()
    assert len(seen) == 1


def test_a_kind_that_nobody_knows_is_given_up(store, clock):
    with store.begin() as tx:
        tx.jobs.add("k1", "kind", {}, workspace="T1", now=clock.now())
    worker = Worker(store, {}, clock, owner="w1", lease=LEASE, poll=0.01)
    for _ in range(ATTEMPTS):
        assert worker.run_once()
        clock.advance(timedelta(minutes=10))
    job = only_job(store, clock)
    assert (job.state, job.last_error) == (JobState.DEAD, "No handler knows jobs of the kind kind.")


def test_a_job_that_kills_every_worker_is_given_up(work, store, clock):
    seen = []
    worker = work(seen.append)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE jobs SET attempts = ?", (DEATHS,))
    worker.run_once()
    assert only_job(store, clock).state is JobState.DEAD
    assert seen == []


@pytest.mark.parametrize("error", [ValueError(PASTED), ConfigurationError("Set PORT."), StoreError("Locked.")])
def test_the_log_says_what_happened_and_nothing_of_the_paste(work, store, clock, error):
    worker = work(fails(error))
    with structlog.testing.capture_logs() as logs:
        worker.run_once()
    (line,) = logs
    assert (line["kind"], line["key"], line["attempt"], line["outcome"]) == ("kind", "k1", 1, "retry")
    assert line["ms"] >= 0
    assert PASTED not in str(line)
    assert PASTED not in only_job(store, clock).last_error
    assert ("test_worker_loop.py:" in line["why"]) is isinstance(error, ValueError)


def test_the_lease_is_renewed_while_a_handler_runs(work, store, clock):
    leased = []

    def slow(_job):
        for _ in range(100):
            clock.advance(0.05)
            leased.append(only_job(store, clock).due_at)
            if leased[-1] > leased[0]:
                return
            threading.Event().wait(0.01)

    work(slow, lease=timedelta(seconds=0.1)).run_once()
    assert leased[-1] > leased[0]
    assert only_job(store, clock).state is JobState.DONE


def test_who_lost_the_lease_does_not_finish(work, store, clock):
    def overtaken(_job):
        clock.advance(61)
        with store.begin() as tx:
            assert tx.jobs.claim("w2", now=clock.now(), lease=LEASE)

    with structlog.testing.capture_logs() as logs:
        work(overtaken).run_once()
    assert logs[-1]["outcome"] == "lost"
    assert only_job(store, clock).state is JobState.RUNNING


def test_an_interrupted_job_is_given_back(work, store, clock):
    worker = work(fails(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        worker.run_once()
    assert only_job(store, clock).state is JobState.READY
    worker.run_once()
    assert only_job(store, clock).state is JobState.DONE


def test_told_to_stop_it_finishes_its_job_and_takes_no_other(work, store, clock):
    stop = threading.Event()
    worker = work(lambda _job: stop.set())
    with store.begin() as tx:
        tx.jobs.add("k2", "kind", {}, workspace="T1", now=clock.now())
    worker.run(stop)
    with store.begin() as tx:
        states = [job.state for job in tx.jobs.list(list(JobState), now=clock.now())]
    assert states == [JobState.DONE, JobState.READY]


def test_a_database_that_cannot_be_used_is_waited_for(work, store, clock, monkeypatch):
    stop = threading.Event()
    worker = work(lambda _job: stop.set())
    monkeypatch.setattr("bot.worker.loop.BROKEN_WAIT", 0.01)
    begin, broken = store.begin, [StoreError("Locked."), StoreError("Locked.")]

    def sometimes():
        if broken:
            raise broken.pop()
        return begin()

    monkeypatch.setattr(store, "begin", sometimes)
    with structlog.testing.capture_logs() as logs:
        worker.run(stop)
    assert [line["why"] for line in logs if line["log_level"] == "error"] == ["Locked.", "Locked."]
    assert only_job(store, clock).state is JobState.DONE


def test_what_names_nothing_in_the_database_is_given_up_at_once(work, store, clock):
    work(fails(UnknownRowError("paste", 77))).run_once()
    job = only_job(store, clock)
    assert (job.state, job.attempts, job.last_error) == (JobState.DEAD, 1, "There is no paste 77 in the database.")


def test_a_handler_that_finds_its_job_taken_over_leaves_it_alone(work, store, clock):
    def overtaken(job):
        clock.advance(61)
        with store.begin() as tx:
            assert tx.jobs.claim("w2", now=clock.now(), lease=LEASE)
        with Fenced(store, job).begin():
            pytest.fail("it must not come to this")

    with structlog.testing.capture_logs() as logs:
        work(overtaken).run_once()
    assert logs[-1]["outcome"] == "lost"
    assert only_job(store, clock).owner == "w2"


def test_what_can_wait_is_done_when_no_job_is_due(store, clock):
    stop, calls = threading.Event(), []

    def idle():
        calls.append(1)
        if len(calls) == 3:
            stop.set()
        raise StoreError("Locked.")

    worker = Worker(store, {}, clock, owner="w1", lease=LEASE, poll=0.01, on_idle=idle)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.worker.loop.BROKEN_WAIT", 0.01)
        worker.run(stop)
    assert len(calls) == 3


def add(store, clock, *keys, lane=""):
    with store.begin() as tx:
        for key in keys:
            tx.jobs.add(key, "kind", {}, workspace="T1", now=clock.now(), lane=lane)


def states(store, clock):
    with store.begin() as tx:
        return {job.key: job.state for job in tx.jobs.list(list(JobState), now=clock.now())}


def noted(store):
    with store.engine.begin() as connection:
        return list(connection.exec_driver_sql("SELECT decision FROM inbox WHERE key = 'd1'").scalars())


@pytest.fixture
def delivery(store, clock):
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM inbox")
    with store.begin() as tx:
        tx.inbox.receive("d1", workspace="T1", kind="message", at=clock.now())


@pytest.mark.usefixtures("delivery")
def test_what_a_handler_leaves_is_written_as_its_job_is_finished(work, store, clock):
    def fails_once(tx):
        tx.inbox.decided("d1", "replied")
        if left:
            raise left.pop()

    left = [OSError("no")]
    worker = work(lambda _job: Ending(fails_once))
    worker.run_once()
    assert (noted(store), only_job(store, clock).attempts) == ([None], 1)
    clock.advance(60)
    worker.run_once()
    assert (noted(store), only_job(store, clock).state) == (["replied"], JobState.DONE)


@pytest.mark.usefixtures("delivery")
def test_what_the_handler_of_a_lost_job_leaves_is_not_written(work, store, clock):
    lost = []

    def overtaken(_job):
        clock.advance(61)
        with store.begin() as tx:
            assert tx.jobs.claim("w2", now=clock.now(), lease=LEASE)
        return Ending(lambda tx: tx.inbox.decided("d1", "replied"), lost=lambda: lost.append(1))

    work(overtaken).run_once()
    assert (noted(store), lost, only_job(store, clock).owner) == ([None], [1], "w2")


def test_the_next_job_is_claimed_as_one_is_finished(work, store, clock, monkeypatch):
    stop, begin, begun = threading.Event(), store.begin, []

    def counted():
        begun.append(1)
        return begin()

    def handler(job):
        if job.key == "k3":
            stop.set()

    worker = work(handler)
    add(store, clock, "k2", "k3")
    monkeypatch.setattr(store, "begin", counted)
    worker.run(stop)
    assert len(begun) == 4  # the first claim, and one for each job
    monkeypatch.undo()
    assert set(states(store, clock).values()) == {JobState.DONE}


def test_threads_run_jobs_at_the_same_time_and_keep_the_order_of_a_lane(store, clock):
    stop, together, order = threading.Event(), threading.Barrier(3, timeout=10), []
    guard = threading.Lock()

    def handler(job):
        if job.lane:
            with guard:
                order.append(job.key)
                if len(order) == 3:
                    stop.set()
        else:
            together.wait()  # broken unless three of them run

    add(store, clock, "a", "b", "c")
    add(store, clock, "l1", "l2", "l3", lane="L")
    Worker(store, {"kind": handler}, clock, owner="w1", lease=LEASE, poll=0.01).run(stop, threads=4)
    assert order == ["l1", "l2", "l3"]
    assert set(states(store, clock).values()) == {JobState.DONE}


def test_what_does_not_end_in_time_is_given_back(store, clock):
    stop, hangs, let_go = threading.Event(), threading.Event(), threading.Event()

    def handler(_job):
        hangs.set()
        stop.set()
        let_go.wait(10)

    add(store, clock, "a")
    worker = Worker(store, {"kind": handler}, clock, owner="w1", lease=LEASE, poll=0.01)
    worker.run(stop, threads=2, grace=0.05)
    job = only_job(store, clock)
    assert hangs.is_set()
    assert (job.state, job.owner, job.attempts) == (JobState.READY, None, 1)
    let_go.set()


def test_a_thread_that_fails_ends_the_worker(store, clock):
    def broken():
        raise MemoryError

    worker = Worker(store, {}, clock, owner="w1", lease=LEASE, poll=0.01, on_idle=broken)
    with pytest.raises(MemoryError):
        worker.run(threading.Event(), threads=3)
