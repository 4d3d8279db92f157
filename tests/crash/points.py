"""Struck at every named point, on both databases: every paste is answered exactly once.

Not collected by ``make test``, which runs two of them (``test_crash.py``): ``make chaos`` runs this file.
"""

import os
import signal
import time

import pytest

from bot.slack.intake import Intake
from bot.support.model import JobState
from tests.crash.scene import LEASE, end, environment, free_port, libpq, restart, start, survivor, work_off
from tests.crash.victim import RECEIVER, WORKER
from tests.fakes.delivery import HttpDelivery
from tests.fakes.server import Fault
from tests.scenario.office import HOME

PATIENCE = 20.0  # seconds for a process to start


def says(bot, words=HOME, **fields):
    return bot.slack.user_says(bot.slack.general, bot.slack.alice, f"<@{bot.slack.bot_user}> {words}", **fields)


def accept(bot, event):
    """What the receiver does, without the process around it."""
    return Intake(bot.store, bot.desk.clock).receive(event)


def wait_for(happened, seconds=PATIENCE):
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def victim(bot, url, folder, point, how, *command, lease=LEASE):
    told = environment(bot.slack, port=free_port(), cache=folder, lease=lease)
    process = start(
        ["tests.crash.victim", point, how, str(folder / "struck"), libpq(url), *command], told, folder / "log"
    )
    return process, f"http://127.0.0.1:{told['PORT']}/slack/events"


def answered_once(bot, *events):
    for event in events:
        assert len(bot.replies(event["event"])) == 1
    pastes = bot.rows("pastes")
    assert len(pastes) == len(events)
    assert all(paste["ticket"] and paste["reply_ts"] for paste in pastes)
    assert {row["kind"] for row in bot.rows("jobs") if row["dead_at"]} == set()


def check_receiver(url, folder, point, how):
    with survivor(url) as bot:
        event = says(bot)
        process, address = victim(bot, url, folder, point, how, "web")
        try:
            wire = HttpDelivery(address, bot.slack.signing_secret)
            wait_for(lambda: (folder / "struck").exists() or wire.send(event).status == 200)
            wait_for((folder / "struck").exists)
            assert wire.send(event, retry_num=1).status in {0, 200}
        finally:
            end(process)
        assert accept(bot, event) in {"known", "taken"}  # Slack tries again
        work_off(bot)
        answered_once(bot, event)


def check_worker(url, folder, point, how):
    with survivor(url) as bot:
        event = says(bot)
        assert accept(bot, event) == "taken"
        process, _ = victim(bot, url, folder, point, how, "worker")
        try:
            wait_for((folder / "struck").exists)
            if how == "kill":
                assert process.wait(PATIENCE) == -signal.SIGKILL
            elif how == "stop":
                work_off(bot)
                os.kill(process.pid, signal.SIGCONT)
                process.terminate()
                assert process.wait(PATIENCE) == 0
            work_off(bot)
        finally:
            end(process)
        answered_once(bot, event)


@pytest.mark.parametrize("point", RECEIVER)
def test_a_receiver_is_killed(url, tmp_path, point):
    check_receiver(url, tmp_path, point, "kill")


@pytest.mark.parametrize("point", WORKER)
def test_a_worker_is_killed(url, tmp_path, point):
    check_worker(url, tmp_path, point, "kill")


# In the middle of a transaction it holds locks, and nobody takes over: until it wakes, on PostgreSQL at most a minute.
OUTSIDE = [point for point in WORKER if point not in {"before the ticket is committed", "before the reply is noted"}]


@pytest.mark.parametrize("point", OUTSIDE)
def test_a_worker_stands_still_for_longer_than_its_lease_and_wakes(url, tmp_path, point):
    check_worker(url, tmp_path, point, "stop")


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("point", [*RECEIVER, *WORKER])
def test_the_database_ends_the_connection(url, tmp_path, point):
    (check_receiver if point in RECEIVER else check_worker)(url, tmp_path, point, "cut")


def slow_to_answer(slack, seconds):
    """Slack lets every call wait, and does nothing in the end."""

    def hang(_method):
        slack.changed.wait_for(lambda: False, seconds)  # gives the lock away
        return Fault(None, None, None, 1, after_storing=False)

    slack.take_fault = hang


@pytest.mark.parametrize("hangs", [False, True])
def test_told_to_stop_under_load_a_worker_ends_in_time_and_loses_nothing(url, tmp_path, hangs):
    with survivor(url) as bot:
        events = [says(bot, f"{HOME}\nCase {number}.") for number in range(40)]
        for event in events:
            accept(bot, event)
        told = environment(bot.slack, port=free_port(), cache=tmp_path, lease=60)
        workers = [start(["bot", "--db", url, "worker"], told, tmp_path / "log") for _ in range(2)]
        try:
            wait_for(lambda: len(bot.slack.posted()) > 5)
            if hangs:
                slow_to_answer(bot.slack, 12)
                time.sleep(1)
            for process in workers:
                process.terminate()
            assert [process.wait(10) for process in workers] == [0, 0]
        finally:
            for process in workers:
                end(process)
        bot.slack.__dict__.pop("take_fault", None)
        with bot.store.begin() as tx:
            assert not tx.jobs.list([JobState.RUNNING], now=bot.desk.clock.now())  # finished, or given back
        work_off(bot)
        answered_once(bot, *events)


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_the_database_is_restarted_between_any_two_steps(url):
    with survivor(url) as bot:
        events = []
        for _ in range(3):
            events.append(says(bot))
            accept(bot, events[-1])
            restart(url)
            work_off(bot)
        answered_once(bot, *events)
