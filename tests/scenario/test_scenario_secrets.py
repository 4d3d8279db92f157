"""A secret in a paste is stored and logged nowhere, masked in every echo, and its poster is told."""

import pytest

from tests.fakes.delivery import slash_command
from tests.scenario.office import BLOCKS, SECRET, TEXT, WITH_SECRET

KINDS = {
    "password": WITH_SECRET,
    "url": f"curl: (67) Access denied: 530\n$ curl ftp://dora:{SECRET}@files.example.com/in/",
    "in a code block": f"```\n{WITH_SECRET}\n```",
}


@pytest.fixture
def nothing_leaks(logged):
    """Look everywhere: the database while jobs are open and after, the log, and all that was said."""

    def check(bot):
        assert SECRET not in bot.everything_stored()
        assert SECRET not in logged()
        assert not any(SECRET in str(call.payload) for call in bot.slack.calls)

    return check


@pytest.mark.parametrize("form", [BLOCKS, TEXT])
@pytest.mark.parametrize("name", list(KINDS))
def test_in_a_post(bot, nothing_leaks, name, form):
    event = bot.slack.user_says(bot.slack.general, bot.slack.alice, KINDS[name])
    if form == TEXT:
        del event["event"]["blocks"]
    bot.wire.send(event)
    nothing_leaks(bot)
    bot.work()
    nothing_leaks(bot)
    (warning,) = bot.private()
    assert "edit" in bot.slack.shown(warning).lower()


def test_its_poster_is_told_even_when_nothing_else_is_said(bot, nothing_leaks):
    post = bot.says(bot.slack.general, bot.slack.alice, f"ncftp> quote PASS {SECRET}\nok then")
    assert bot.replies(post) == []
    assert len(bot.private()) == 1
    nothing_leaks(bot)


def test_in_a_direct_message_the_warning_is_a_normal_message(bot, nothing_leaks):
    place = bot.slack.open_im(bot.slack.alice)
    post = bot.says(place, bot.slack.alice, WITH_SECRET)
    assert len(bot.replies(post)) == 2
    assert bot.private() == []
    nothing_leaks(bot)


def test_an_edit_that_takes_it_out_leaves_no_trace(bot, nothing_leaks):
    post = bot.says(bot.slack.general, bot.slack.alice, WITH_SECRET)
    bot.deliver(bot.slack.user_edits(bot.slack.general, post["ts"], WITH_SECRET.replace(SECRET, "gone")))
    nothing_leaks(bot)
    assert len(bot.replies(post)) == 1


def test_in_a_command(bot, nothing_leaks):
    bot.wire.send(slash_command(bot.slack, WITH_SECRET))
    nothing_leaks(bot)
    bot.work()
    nothing_leaks(bot)


def test_when_everything_fails(bot, nothing_leaks):
    for method in ("chat.postMessage", "chat.postEphemeral"):
        bot.slack.fail_next(method, status=503, times=99)
    bot.says(bot.slack.general, bot.slack.alice, f"<@{bot.slack.bot_user}> {WITH_SECRET}")
    bot.skip_waits()
    nothing_leaks(bot)
    assert {job["kind"] for job in bot.rows("jobs") if job["dead_at"]} == {"reply", "warning", "response"}
