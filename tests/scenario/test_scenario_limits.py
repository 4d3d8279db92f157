"""More than the bot can do at once, and a database that cannot be written: nothing is lost, and it is said once."""

import threading

import pytest
from sqlalchemy import event

from bot.slack.intake import Intake, Limits
from bot.slack.jobs import LATE
from bot.support.model import JobState
from tests.scenario.office import HOME

LIMITS = Limits(queue=3, per_user=4, per_channel=1000)


@pytest.fixture
def busy_bot(one_bot):
    """A bot whose intake has low limits: ``take`` stores without working it off."""
    one_bot.intake = Intake(one_bot.store, one_bot.desk.clock, LIMITS)
    return one_bot


def take(bot, channel, user, words, **fields):
    said = bot.slack.user_says(channel, user, words, **fields)
    assert bot.intake.receive(said) == "taken"
    return said["event"]


def told(bot):
    return [one for one in bot.slack.posted() if one.payload["text"] == LATE]


def test_beyond_the_depth_of_the_queue_each_channel_is_told_once_and_all_is_answered(busy_bot):
    bot, slack = busy_bot, busy_bot.slack
    other = slack.add_channel("elsewhere")
    posts = [take(bot, slack.general, slack.alice, f"{HOME}\n{number}") for number in range(6)]
    posts += [take(bot, other, slack.bob, f"{HOME}\n{number}") for number in range(2)]
    bot.work()
    assert sorted(one.payload["channel"] for one in told(bot)) == sorted([slack.general, other])
    answers = [[one for one in bot.replies(post) if one["text"] != LATE] for post in posts]
    assert [len(found) for found in answers] == [1] * 8


def test_who_says_nothing_of_a_failure_is_not_told(busy_bot):
    bot, slack = busy_bot, busy_bot.slack
    partners = slack.add_channel("with-partners", shared=True)
    for number in range(6):
        take(bot, slack.general, slack.alice, f"lunch at {number}?")
        take(bot, partners, slack.bob, HOME)
    bot.work()
    assert told(bot) == []


def test_the_notice_goes_before_what_waits(busy_bot):
    bot, slack = busy_bot, busy_bot.slack
    for number in range(5):
        take(bot, slack.general, slack.alice, f"{HOME}\n{number}")
    bot.worker.run_once()
    assert len(told(bot)) == 1


def test_who_posts_too_much_goes_behind_the_others_and_is_answered_too(busy_bot):
    bot, slack = busy_bot, busy_bot.slack
    flood = [take(bot, slack.general, slack.alice, f"<@{slack.bot_user}> {HOME}\n{n}") for n in range(8)]
    late = take(bot, slack.general, slack.bob, f"<@{slack.bot_user}> {HOME}")
    bot.work()
    order = [one.payload["thread_ts"] for one in bot.slack.posted() if one.payload["text"] != LATE]
    assert order.index(late["ts"]) < order.index(flood[4]["ts"])
    assert sorted(order) == sorted(post["ts"] for post in [*flood, late])


# ---- a database that cannot be written


# What a transaction begins with while the database is broken, and once it is mended.
FULL = ("PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000")  # it is cut to what there is already
READ_ONLY = ("PRAGMA query_only = ON", "SELECT 1")  # a connection stays so: it has to be thrown away


LARGE = "226 Transfer complete.\n" * 1_000 + HOME


@pytest.mark.parametrize(("state", "why"), [(FULL, "disk is full"), (READ_ONLY, "cannot be written")])
def test_a_database_that_cannot_be_written_is_said_and_recovers_by_itself(one_bot, logged, state, why):
    bot, slack = one_bot, one_bot.slack
    waiting = slack.user_says(slack.general, slack.alice, HOME)
    assert bot.wire.send(waiting).status == 200
    broken, mended = state
    first = [broken]
    event.listen(bot.store.engine, "begin", lambda connection: connection.exec_driver_sql(first[0]))
    refused = slack.user_says(slack.general, slack.alice, LARGE)
    assert bot.wire.send(refused).status == 500
    stop = threading.Event()
    thread = threading.Thread(target=bot.worker.run, args=(stop,))
    thread.start()
    try:
        assert why in logged()
        first[0] = mended
        assert bot.wire.send(refused, retry_num=1).status == 200
        slack.wait_for(lambda: len(slack.posted()) == 2, 15)
    finally:
        stop.set()
        thread.join(10)
    assert [len(bot.replies(one["event"])) for one in (waiting, refused)] == [1, 1]
    with bot.store.begin() as tx:
        assert tx.jobs.list([JobState.DEAD], now=bot.desk.clock.now()) == []
