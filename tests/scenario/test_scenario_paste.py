"""Somebody pastes an error: where, in what form, over which transport."""

import pytest

from tests.scenario.office import BLOCKS, CHROOT, HOME, TEXT

pytestmark = pytest.mark.parametrize("form", [BLOCKS, TEXT])


def test_in_a_channel_the_reply_stands_in_the_thread(bot, form):
    post = bot.says(bot.slack.general, bot.slack.alice, HOME, form)
    (reply,) = bot.replies(post)
    assert "iis-home-dir-inaccessible" in bot.slack.shown(reply)
    assert reply["thread_ts"] == post["ts"]
    assert bot.in_channel(bot.slack.general) == []


def test_in_a_thread_it_joins_it(bot, form):
    root = bot.says(bot.slack.general, bot.slack.alice, "the upload job is red again", form)
    assert bot.replies(root) == []
    post = bot.says(bot.slack.general, bot.slack.bob, f"```\n{CHROOT}\n```", form, thread_ts=root["ts"])
    (reply,) = bot.replies(post)
    assert reply["thread_ts"] == root["ts"]
    assert "vsftpd-writable-chroot" in bot.slack.shown(reply)


def test_in_a_direct_message_it_always_replies(bot, form):
    place = bot.slack.open_im(bot.slack.alice)
    post = bot.says(place, bot.slack.alice, "how do I make coffee", form)
    assert len(bot.replies(post)) == 1


def test_when_mentioned_it_always_replies(bot, form):
    post = bot.says(bot.slack.general, bot.slack.alice, f"<@{bot.slack.bot_user}> any idea about this?", form)
    (reply,) = bot.replies(post)
    assert bot.slack.bot_user not in bot.slack.shown(reply)


def test_other_talk_leaves_no_trace(bot, form):
    post = bot.says(bot.slack.general, bot.slack.alice, "Lunch at one? The pizzeria is closed.", form)
    assert bot.replies(post) == []
    assert "pizzeria" not in bot.everything_stored()
    assert set(bot.decisions().values()) <= {"ignored", None}
    assert bot.rows("pastes") == []


def test_a_failure_it_is_not_sure_of_is_kept_but_not_answered(office, form):
    with office(sure=False) as bot:
        post = bot.says(bot.slack.general, bot.slack.alice, HOME, form)
        assert bot.replies(post) == []
        assert [row["ticket"] for row in bot.rows("pastes")] == [None]
        assert "observed" in bot.decisions().values()


def test_two_pastes_in_a_thread_share_a_ticket(bot, form):
    first = bot.says(bot.slack.general, bot.slack.alice, HOME, form)
    bot.says(bot.slack.general, bot.slack.alice, CHROOT, form, thread_ts=first["ts"])
    assert len(bot.replies(first)) == 2
    assert len(bot.rows("tickets")) == 1
