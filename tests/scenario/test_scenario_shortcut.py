"""The shortcut of a message: *Find the cause*."""

from bot.slack import ids
from tests.fakes.delivery import message_action
from tests.scenario.office import HOME


def finds(bot, post, **fields):
    """Somebody chooses the shortcut of a message."""
    message = {"channel": post["channel"], "ts": post["ts"]}
    return bot.deliver(message_action(bot.slack, ids.FIND_THE_CAUSE, message, **fields))


def posted(bot, channel, words=HOME, **fields):
    """A message that the bot was never told of."""
    return bot.slack.user_says(channel, bot.slack.alice, words, **fields)["event"]


def test_a_message_is_answered_in_its_thread(bot):
    post = posted(bot, bot.slack.general)
    assert finds(bot, post, user=bot.slack.bob) == 200
    (reply,) = bot.replies(post)
    assert "iis-home-dir-inaccessible" in bot.slack.shown(reply)
    assert bot.rows("pastes")[0]["author"] == bot.slack.alice


def test_where_the_bot_is_not_only_who_asked_is_answered(bot):
    place = bot.slack.add_channel("elsewhere", bot=False)
    finds(bot, posted(bot, place), user=bot.slack.bob)
    (private,) = bot.private(bot.slack.bob)
    assert "iis-home-dir-inaccessible" in bot.slack.shown(private)
    assert bot.slack.posted() == []
