"""An incident is said once in the support channel, kept up to date there, and ends."""

import pytest

from bot.support.incidents import EVERY_MINUTE
from bot.worker.schedule import Schedule
from tests.scenario.office import CHROOT, HOME

MINUTE = 60.0


@pytest.fixture
def bot(office):
    with office(incidents=True) as running:
        running.schedule = Schedule(running.store, running.desk.clock, [EVERY_MINUTE])
        running.says(running.slack.general, running.slack.alice, CHROOT)
        with running.store.engine.begin() as connection:  # long ago, so that it knows the place
            connection.exec_driver_sql("UPDATE pastes SET created_at = '2020-01-01 00:00:00.000000'")
        yield running


def minutes_pass(bot, minutes=1):
    for _ in range(minutes):
        bot.slack.clock.advance(MINUTE)
        bot.schedule()
        bot.work()


def hit(bot, name, channel=None):
    """Somebody runs into the failure."""
    person = bot.slack.add_user(name)
    bot.slack.channels[channel or bot.slack.general].members.append(person)
    return bot.says(channel or bot.slack.general, person, HOME)


def said(bot):
    return bot.in_channel(bot.desk.incident_channel)


def test_it_is_said_once_with_the_tickets_followed_and_over(bot):
    for name in ("dora", "emil"):
        hit(bot, name)
        minutes_pass(bot)
    assert said(bot) == []
    post = hit(bot, "fay")
    minutes_pass(bot)
    (message,) = said(bot)
    assert "3 people have the same FTP failure right now" in message["text"]
    shown = bot.slack.shown(message)
    assert "Log in" in message["text"]
    assert "refused" in shown or "530" in shown
    assert post["ts"].replace(".", "") in shown  # a link to it
    assert "home directory inaccessible" not in shown  # nothing of a paste

    hit(bot, "gil")
    minutes_pass(bot, 3)
    (message,) = said(bot)
    assert "4 people" in message["text"]

    minutes_pass(bot, 62)
    (message,) = said(bot)
    assert "Over: 4 people had the same FTP failure" in message["text"]
    minutes_pass(bot, 5)
    assert len(said(bot)) == 1


def test_private_conversations_count_and_are_not_linked(bot):
    for name in ("dora", "emil", "fay"):
        person = bot.slack.add_user(name)
        bot.says(bot.slack.open_im(person), person, HOME)
    minutes_pass(bot)
    (message,) = said(bot)
    assert "3 people" in message["text"]
    assert "archives" not in bot.slack.shown(message)


def test_one_person_with_many_pastes_is_no_incident(bot):
    for _ in range(5):
        bot.says(bot.slack.general, bot.slack.alice, HOME)
    minutes_pass(bot, 2)
    assert said(bot) == []


def test_a_post_that_slack_took_and_did_not_acknowledge_is_not_repeated(bot):
    for name in ("dora", "emil", "fay"):
        hit(bot, name)
    bot.slack.clock.advance(MINUTE)
    bot.schedule()
    bot.slack.fail_next("chat.postMessage", after_storing=True)
    bot.work()
    bot.skip_waits()
    assert len(said(bot)) == 1
