"""Periodic work, once in each period on both databases."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import structlog

from bot.errors import StoreError
from bot.store.store import SqlStore
from bot.support.model import JobState
from bot.support.schedule import MONDAY, Periodic
from bot.worker.loop import Worker
from bot.worker.schedule import Schedule
from tests.fakes.clock import FakeClock

MINUTE, DAY, WEEK = timedelta(minutes=1), timedelta(days=1), timedelta(weeks=1)
LOOK, DIGEST = Periodic("look", MINUTE), Periodic("digest", WEEK)


def keys(store: SqlStore, clock: FakeClock) -> list[str]:
    with store.begin() as tx:
        return [job.key for job in tx.jobs.list(list(JobState), now=clock.now())]


@pytest.mark.parametrize(
    ("name", "work", "now", "expected"),
    [
        ("a minute", LOOK, datetime(2026, 11, 22, 12, 0, 59, tzinfo=UTC), datetime(2026, 11, 22, 12, 0, tzinfo=UTC)),
        ("its first moment", LOOK, MONDAY, MONDAY),
        ("before all", LOOK, MONDAY - timedelta(seconds=1), MONDAY - MINUTE),
        ("a Sunday", DIGEST, datetime(2026, 11, 22, 23, 59, tzinfo=UTC), datetime(2026, 11, 16, tzinfo=UTC)),
        (
            "Mondays at nine",
            Periodic("digest", WEEK, MONDAY + timedelta(hours=9)),
            datetime(2026, 11, 23, 8, 59, tzinfo=UTC),
            datetime(2026, 11, 16, 9, tzinfo=UTC),
        ),
    ],
)
def test_a_period_begins(name: str, work: Periodic, now: datetime, expected: datetime):
    assert work.start(now) == expected, name


def test_each_period_has_one_job_however_many_ask(store: SqlStore, clock: FakeClock):
    processes = [Schedule(store, clock, [LOOK, DIGEST]) for _ in range(3)]
    for _ in range(4):
        for process in processes:
            process()
        clock.advance(30)
    assert keys(store, clock) == [
        "look:2026-11-22T12:00:00+00:00",
        "digest:2026-11-16T00:00:00+00:00",
        "look:2026-11-22T12:01:00+00:00",
    ]


def test_processes_that_ask_in_the_same_moment(store: SqlStore, clock: FakeClock):
    together = threading.Barrier(4, timeout=10)

    def ask() -> None:
        schedule = Schedule(store, clock, [LOOK])
        together.wait()
        schedule()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert keys(store, clock) == ["look:2026-11-22T12:00:00+00:00"]


def test_a_job_that_was_deleted_since_is_not_added_again_in_its_period(store: SqlStore, clock: FakeClock):
    Schedule(store, clock, [DIGEST])()
    with store.begin() as tx:
        tx.jobs.finish(tx.jobs.claim("w", now=clock.now(), lease=MINUTE), now=clock.now())
        tx.jobs.prune(done_before=clock.now() + DAY, dead_before=None, limit=9)
    Schedule(store, clock, [DIGEST])()
    assert keys(store, clock) == []


def test_a_machine_whose_clock_is_behind_orders_nothing(store: SqlStore, clock: FakeClock):
    Schedule(store, clock, [LOOK])()
    Schedule(store, FakeClock(clock.now() - MINUTE), [LOOK])()
    assert keys(store, clock) == ["look:2026-11-22T12:00:00+00:00"]


def test_periods_without_a_worker_are_left_out(store: SqlStore, clock: FakeClock):
    schedule = Schedule(store, clock, [LOOK])
    schedule()
    clock.advance(DAY)
    schedule()
    assert len(keys(store, clock)) == 2


def test_between_two_periods_the_database_is_left_alone(store: SqlStore, clock: FakeClock, monkeypatch):
    schedule = Schedule(store, clock, [LOOK])
    schedule()
    monkeypatch.setattr(store, "begin", lambda: pytest.fail("nothing is due"))
    clock.advance(59)
    schedule()


def test_a_database_that_cannot_be_used_is_asked_again(store: SqlStore, clock: FakeClock, monkeypatch):
    schedule = Schedule(store, clock, [LOOK])

    def broken() -> None:
        raise StoreError("Locked.")

    with monkeypatch.context() as patch, structlog.testing.capture_logs() as logs:
        patch.setattr(store, "begin", broken)
        schedule()
    assert [line["why"] for line in logs] == ["Locked."]
    schedule()
    assert len(keys(store, clock)) == 1


def test_a_worker_that_is_never_idle_orders_it_too(store: SqlStore, clock: FakeClock):
    stop, seen = threading.Event(), []

    def busy(job) -> None:
        seen.append(job.kind)
        with store.begin() as tx:
            tx.jobs.add(f"busy:{len(seen)}", "busy", {}, workspace="T1", now=clock.now())
        clock.advance(20)
        if seen.count("look") == 2:
            stop.set()

    with store.begin() as tx:
        tx.jobs.add("busy", "busy", {}, workspace="T1", now=clock.now())
    Worker(
        store,
        {"busy": busy, "look": busy},
        clock,
        owner="w",
        lease=timedelta(hours=1),
        poll=0.01,
        on_idle=lambda: pytest.fail("it is never idle"),
        on_turn=Schedule(store, clock, [LOOK]),
    ).run(stop)
    assert seen.count("look") == 2
