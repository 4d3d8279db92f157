"""Deliveries that come at the same moment, to several receivers, on both databases."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import text

from bot import logs, metrics
from bot.errors import StoreError
from bot.slack.intake import Intake, Limits
from bot.store.engine import connect
from bot.store.store import SqlStore
from bot.support.model import NEW, OVER_RATE, JobState
from tests.fakes.slack import FakeSlack
from tests.scenario.office import HOME, mention

POSTS = 60


@pytest.fixture
def slack():
    return FakeSlack()


def ordered(store, clock):
    with store.begin() as tx:
        return tx.jobs.list(list(JobState), now=clock.now(), limit=1000)


def test_two_receivers_with_eight_threads_each_keep_everything_once(url, slack, clock):
    channels = [slack.general, slack.add_channel("elsewhere")]
    people = [slack.alice, slack.bob]
    said = [
        slack.user_says(channels[number % 2], people[number // 2 % 2], f"<@{slack.bot_user}> {HOME}\n{number}")
        for number in range(POSTS)
    ]
    twins = [mention(one, slack, f"EvMention{number}") for number, one in enumerate(said)]
    with closing(SqlStore(connect(url))) as one, closing(SqlStore(connect(url))) as other:
        limits = Limits(queue=10, per_user=1000, per_channel=1000)
        receivers = [Intake(one, clock, limits), Intake(other, clock, limits)]
        ways = [*zip(said, twins, strict=True), *zip(reversed(twins), reversed(said), strict=True)]
        with ThreadPoolExecutor(16) as threads:
            outcomes = Counter(
                threads.map(
                    lambda pair: receivers[pair[0] % 2].receive(pair[1]),
                    enumerate(event for pair in ways for event in pair),
                )
            )
        jobs = ordered(one, clock)
    assert outcomes == {"taken": POSTS, "twin": POSTS, "known": 2 * POSTS}
    kinds = Counter(job.kind for job in jobs)
    assert kinds["delivery"] == POSTS
    assert 1 <= kinds["busy"] <= 2  # once for each channel in which somebody waited
    for job in jobs:
        assert job.payload["request"] == logs.request_of(job.key.partition(":")[2])


def test_those_of_one_group_are_counted_one_by_one(url, slack, clock, monkeypatch):
    with closing(SqlStore(connect(url))) as store:
        intake = Intake(store, clock, Limits(per_user=5))
        deliveries = []
        monkeypatch.setattr(intake, "_group", type("One", (), {"keep": staticmethod(deliveries.append)}))
        for number in range(8):
            intake.receive(slack.user_says(slack.general, slack.alice, f"{HOME}\n{number}"))
        with store.begin() as tx:
            assert intake._keep(tx, deliveries) == ["taken"] * 8
        with store.engine.begin() as connection:
            found = connection.execute(text("SELECT priority FROM jobs")).scalars().all()
    assert Counter(found) == {NEW: 5, OVER_RATE: 3}


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_nothing_is_stored_of_what_is_not_acknowledged(url, slack, clock, monkeypatch):
    with closing(SqlStore(connect(url))) as store:
        begin = store.begin

        @contextmanager
        def broken():
            with begin() as tx:
                yield tx
                raise StoreError("The disk is full.")

        intake, event = Intake(store, clock), slack.user_says(slack.general, slack.alice, HOME)
        monkeypatch.setattr(store, "begin", broken)
        with pytest.raises(StoreError):
            intake.receive(event)
        monkeypatch.setattr(store, "begin", begin)
        assert ordered(store, clock) == []
        assert intake.receive(event) == "taken"
        assert intake.receive(event) == "known"


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_counter_that_fails_fails_no_delivery(url, slack, clock, monkeypatch):
    def full(*_labels):
        raise OSError("No space left on device")

    for counter in (metrics.deliveries, metrics.jobs_run, metrics.job_seconds):
        monkeypatch.setattr(counter, "labels", full)
    with closing(SqlStore(connect(url))) as store:
        assert Intake(store, clock).receive(slack.user_says(slack.general, slack.alice, HOME)) == "taken"
        (job,) = ordered(store, clock)
    with metrics.timed_job(job):
        pass
