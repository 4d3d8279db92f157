"""The numbers in Slack: asked for with ``/kb stats``, and told to a channel once a week."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.slack import jobs
from bot.support.schedule import Periodic
from bot.support.stats import DIGEST, WEEK, Reporting, every_week
from bot.worker.schedule import Schedule
from tests.scenario.office import HOME


def one_private(bot, user):
    (message,) = bot.private(user)
    return message


def types(message):
    return [block["type"] for block in message["blocks"]]


def solve_some(bot, count=12):
    """People paste the same error, and it is solved each time."""
    for _ in range(count):
        message = bot.says(bot.slack.general, bot.slack.alice, HOME)
        bot.presses(bot.replies(message)[0], "solved")


def test_support_people_see_articles_and_others_totals(bot):
    solve_some(bot, 2)
    bot.asks("stats", user=bot.slack.bob)
    assert types(one_private(bot, bot.slack.bob))[-2:] == ["data_table", "context"]
    bot.asks("STATS", user=bot.slack.alice)
    shown = bot.private(bot.slack.alice)[-1]
    assert "data_table" not in types(shown)
    assert "On 2 of 2 tickets" in shown["text"]
    assert "too few to say" in shown["text"]


def test_a_rate_is_said_where_enough_people_said_something(one_bot):
    solve_some(one_bot)
    one_bot.asks("stats", user=one_bot.slack.bob)
    shown = one_private(one_bot, one_bot.slack.bob)
    assert "On 12 of 12 tickets (100%)" in shown["text"]
    assert "an answer solved 100% (7" in shown["text"]
    (table,) = [block for block in shown["blocks"] if block["type"] == "data_table"]
    assert [cell["text"] for cell in table["rows"][1][1:5]] == ["12", "12", "0", "100%"]


def test_nothing_happened_yet(one_bot):
    one_bot.asks("stats")
    assert "No ticket was opened" in one_private(one_bot, one_bot.slack.alice)["text"]


@pytest.mark.parametrize("status", [400])
def test_where_charts_are_refused_the_same_is_said_plainly(one_bot, status):
    solve_some(one_bot, 1)
    one_bot.slack.fail_next("response_url", status=status)
    one_bot.asks("stats", user=one_bot.slack.bob)
    shown = one_private(one_bot, one_bot.slack.bob)
    assert set(types(shown)) == {"header", "context", "section"}
    assert "Confirmed: *1*" in json.dumps(shown["blocks"])


def test_more_words_than_a_subcommand_has_are_looked_up(one_bot):
    one_bot.asks("stats of passive mode transfers")
    assert "No ticket" not in one_private(one_bot, one_bot.slack.alice)["text"]


# ---- the digest


@pytest.fixture
def digesting(one_bot):
    """A bot with a channel for the digest, and what orders periodic work."""
    one_bot.desk = replace(one_bot.desk, reporting=Reporting(one_bot.slack.general))
    one_bot.worker._handlers = jobs.handlers(one_bot.desk, one_bot.messenger)
    return one_bot


def to_next_monday(bot):
    """Let time pass until the week is over and people come to work."""
    now = bot.slack.clock.now()
    monday = Periodic(DIGEST, WEEK).start(now) + WEEK + timedelta(hours=8)
    bot.slack.clock.advance((monday - now).total_seconds())


def schedules(bot, count=1):
    weekly = [work for work in jobs.periodic(bot.desk) if work.kind == DIGEST]
    return [Schedule(bot.store, bot.desk.clock, weekly) for _ in range(count)]


def test_a_week_is_told_once_whatever_the_number_of_workers(digesting):
    bot = digesting
    solve_some(bot, 1)
    workers = schedules(bot, 3)
    for _ in range(3):
        to_next_monday(bot)
        for _ in range(2):
            for order in workers:
                order()
            bot.work()
    posts = bot.in_channel(bot.slack.general)
    assert len(posts) == 3
    assert all(post["text"].startswith("Support last week") for post in posts)
    assert "On 1 of 1 tickets" in posts[0]["text"]
    assert "No ticket was opened" in posts[1]["text"]
    assert [row["workspace"] for row in bot.rows("jobs") if row["kind"] == DIGEST] == ["*"] * 3


def test_nothing_is_told_where_no_channel_is_set(one_bot):
    assert schedules(one_bot)[0]._periodic == ()


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_the_digest_comes_on_mondays_of_the_zone(zone):
    work = every_week(zone)
    for day in range(0, 365, 5):
        start = work.start(datetime(2026, 1, 15, tzinfo=UTC) + timedelta(days=day)).astimezone(ZoneInfo(zone))
        assert (start.weekday(), start.hour in {7, 8}) == (0, True)


@pytest.mark.parametrize("code", ["invalid_blocks", "msg_blocks_too_long"])
def test_a_digest_whose_charts_are_refused_is_told_plainly(digesting, code):
    bot = digesting
    solve_some(bot, 1)
    to_next_monday(bot)
    bot.slack.fail_next("chat.postMessage", code)
    schedules(bot)[0]()
    bot.work()
    (post,) = bot.in_channel(bot.slack.general)
    assert "data_visualization" not in types(post)


def test_a_digest_whose_fate_is_unknown_is_not_posted_twice(digesting):
    bot = digesting
    solve_some(bot, 1)
    to_next_monday(bot)
    bot.slack.fail_next("chat.postMessage", status=504, after_storing=True)
    schedules(bot)[0]()
    bot.work()
    bot.skip_waits()
    assert len(bot.in_channel(bot.slack.general)) == 1


def test_a_digest_to_a_channel_without_the_bot_says_why_in_the_log(digesting, logged):
    bot = digesting
    to_next_monday(bot)
    bot.slack.fail_next("chat.postMessage", "not_in_channel")
    schedules(bot)[0]()
    bot.work()
    assert "The bot is not in this conversation" in logged()
    assert bot.in_channel(bot.slack.general) == []
