"""Rates, priorities, and what becomes of what is old."""

from datetime import timedelta

import pytest

from bot.errors import UnknownRowError
from bot.store.store import SqlStore
from bot.support.fence import Fenced, LeaseLostError
from bot.support.model import NEW, NORMAL, OVER_RATE, JobState
from bot.worker.housekeeping import BATCH, PAUSE, Housekeeping
from tests.fakes.clock import FakeClock
from tests.store.make import LINE, candidate, decision, imported, post, report

LEASE = timedelta(seconds=60)
DAY = timedelta(days=1)


def counted(store: SqlStore, clock: FakeClock, name: str, times: int, *, per_minute: float, workspace: str = "T1"):
    with store.begin() as tx:
        return [
            tx.inbox.is_over_rate(name, per_minute, workspace=workspace, at=clock.now()) for _ in range(times)
        ].count(True)


def test_a_rate_is_a_minute_s_worth_at_once_and_then_one_after_another(store: SqlStore, clock: FakeClock):
    assert counted(store, clock, "user:U1", 30, per_minute=30) == 0
    assert counted(store, clock, "user:U1", 1, per_minute=30) == 1
    clock.advance(4)
    assert counted(store, clock, "user:U1", 2, per_minute=30) == 1
    assert counted(store, clock, "user:U2", 1, per_minute=30) == 0
    assert counted(store, clock, "user:U1", 1, per_minute=30, workspace="T2") == 0


def test_who_was_over_the_rate_for_long_has_to_pause_for_a_minute_or_two(store: SqlStore, clock: FakeClock):
    assert counted(store, clock, "user:U1", 500, per_minute=30) == 470
    clock.advance(63)
    assert counted(store, clock, "user:U1", 1, per_minute=30) == 0
    clock.advance(120)
    assert counted(store, clock, "user:U1", 30, per_minute=30) == 0


def test_what_was_begun_goes_before_what_is_new_and_that_before_what_is_too_much(store: SqlStore, clock: FakeClock):
    with store.begin() as tx:
        for key, priority in [("flood", OVER_RATE), ("new", NEW), ("reply", NORMAL), ("new too", NEW)]:
            tx.jobs.add(key, "kind", {}, workspace="T1", now=clock.now(), priority=priority)
    with store.begin() as tx:
        claims = [tx.jobs.claim("w", now=clock.now(), lease=LEASE) for _ in range(5)]
    assert [job and job.key for job in claims] == ["reply", "new", "new too", "flood", None]


def test_a_lane_keeps_its_order_whatever_the_priorities(store: SqlStore, clock: FakeClock):
    with store.begin() as tx:
        tx.jobs.add("first", "kind", {}, workspace="T1", now=clock.now(), lane="L", priority=OVER_RATE)
        tx.jobs.add("second", "kind", {}, workspace="T1", now=clock.now(), lane="L", priority=NORMAL)
        assert tx.jobs.claim("w", now=clock.now(), lease=LEASE).key == "first"


def test_a_program_of_the_revision_before_goes_on_adding_jobs(store: SqlStore, clock: FakeClock):
    with store.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO jobs (workspace, key, kind, lane, payload, attempts, added_at, due_at) VALUES"
            " ('T1', 'old', 'kind', '', '{}', 0, '2026-11-22 12:00:00.000000', '2026-11-22 12:00:00.000000')"
        )
    clock.advance(DAY)
    with store.begin() as tx:
        assert tx.jobs.claim("w", now=clock.now(), lease=LEASE).key == "old"


@pytest.mark.parametrize(("depth", "behind"), [(1, True), (3, True), (4, False)])
def test_the_queue_is_too_long_when_so_many_jobs_are_due(store: SqlStore, clock: FakeClock, depth: int, behind: bool):
    with store.begin() as tx:
        for number in range(4):
            later = clock.now() + timedelta(hours=number // 3)
            tx.jobs.add(f"{number}", "kind", {}, workspace="T1", now=clock.now(), due_at=later)
        assert tx.jobs.is_behind(depth, now=clock.now()) is behind


def test_a_worker_that_stood_still_writes_nothing(store: SqlStore, clock: FakeClock):
    with store.begin() as tx:
        tx.jobs.add("a", "kind", {}, workspace="T1", now=clock.now())
        lost = tx.jobs.claim("w1", now=clock.now(), lease=LEASE)
    with Fenced(store, lost).begin() as tx:
        tx.inbox.receive("written", workspace="T1", kind="event", at=clock.now())
    clock.advance(LEASE)
    with store.begin() as tx:
        held = tx.jobs.claim("w2", now=clock.now(), lease=LEASE)
    with pytest.raises(LeaseLostError), Fenced(store, lost).begin():
        pytest.fail("it must not come to this")
    with Fenced(store, held).begin() as tx:
        assert not tx.inbox.receive("written", workspace="T1", kind="event", at=clock.now())


def _work(store: SqlStore, clock: FakeClock) -> None:
    """A delivery, a job in every state, and a paste."""
    with store.begin() as tx:
        tx.inbox.receive("event:1", workspace="T1", kind="message", at=clock.now())
        tx.inbox.is_over_rate("user:U1", 30, workspace="T1", at=clock.now())
        for key in ("done", "dead", "open"):
            tx.jobs.add(key, "kind", {"text": LINE}, workspace="T1", now=clock.now())
        tx.jobs.finish(tx.jobs.claim("w", now=clock.now(), lease=LEASE), now=clock.now())
        tx.jobs.bury(tx.jobs.claim("w", now=clock.now(), lease=LEASE), now=clock.now(), error="no")
        tx.articles.add([imported("Q1")], now=clock.now())
        place = {"workspace": "T1", "channel": "C1", "thread_ts": post().ts}
        ticket = tx.tickets.open(**place, author="U1", at=clock.now())
        decided = decision(candidate("Q1"))
        paste = tx.tickets.add_paste(post(), decided, ticket=ticket.id, kb_revision=1, at=clock.now())
        shown = {"rank": 1, "confidence": 0.9, "band": decided.band, "full": True, "at": clock.now()}
        tx.tickets.add_answer(paste, article="Q1", article_revision=1, **shown)


def _left(store: SqlStore, clock: FakeClock) -> tuple[int, list[str], str, str]:
    with store.begin() as tx:
        jobs = [job.key for job in tx.jobs.list(list(JobState), now=clock.now())]
        paste = tx.tickets.paste_at(workspace="T1", channel="C1", ts=post().ts)
    with store.engine.begin() as connection:
        deliveries = connection.exec_driver_sql("SELECT count(*) FROM inbox").scalar_one()
    return deliveries, jobs, paste.text, str(paste.decision)


def test_what_is_old_goes_in_its_time_and_what_is_open_stays(store: SqlStore, clock: FakeClock):
    tidy = Housekeeping(store, clock, keep_deliveries=30 * DAY, keep_texts=365 * DAY)
    _work(store, clock)
    tidy()
    assert _left(store, clock)[:3] == (1, ["done", "dead", "open"], LINE)
    clock.advance(30 * DAY + PAUSE)
    tidy()
    assert _left(store, clock)[:3] == (0, ["dead", "open"], LINE)
    clock.advance(335 * DAY)
    tidy()
    deliveries, jobs, words, decided = _left(store, clock)
    assert (deliveries, jobs, words) == (0, ["open"], "")
    assert LINE not in decided
    with store.begin() as tx:
        (article,) = report(tx, clock.now() - 400 * DAY, clock.now()).tables["article"].rows
    assert (article.key, article.count("shown")) == ("Q1", 1)  # history stays


def test_texts_are_kept_for_ever_where_that_is_wanted(store: SqlStore, clock: FakeClock):
    _work(store, clock)
    clock.advance(4000 * DAY)
    Housekeeping(store, clock, keep_deliveries=30 * DAY, keep_texts=None)()
    assert _left(store, clock)[:3] == (0, ["dead", "open"], LINE)


def test_much_that_is_old_goes_a_little_at_a_time(store: SqlStore, clock: FakeClock):
    with store.begin() as tx:
        for number in range(BATCH + 1):
            tx.inbox.receive(f"event:{number}", workspace="T1", kind="message", at=clock.now())
    clock.advance(31 * DAY)
    tidy = Housekeeping(store, clock, keep_deliveries=30 * DAY, keep_texts=None)
    counts = []
    for _ in range(3):
        tidy()
        with store.engine.begin() as connection:
            counts.append(connection.exec_driver_sql("SELECT count(*) FROM inbox").scalar_one())
    assert counts == [1, 0, 0]


@pytest.mark.parametrize("what", ["paste", "get"])
def test_what_is_not_there_is_said_by_its_id(store: SqlStore, what: str):
    with pytest.raises(UnknownRowError, match=r"There is no (paste|ticket) 77"), store.begin() as tx:
        getattr(tx.tickets, what)(77)
