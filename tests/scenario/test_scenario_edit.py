"""A paste is edited or deleted, and the reply follows."""

from tests.fakes.events import message_changed
from tests.scenario.office import CHROOT, HOME


def test_an_edit_updates_the_reply(bot):
    post = bot.says(bot.slack.general, bot.slack.alice, HOME)
    (before,) = bot.replies(post)
    bot.deliver(bot.slack.user_edits(bot.slack.general, post["ts"], CHROOT))
    (after,) = bot.replies(post)
    assert after["ts"] == before["ts"]
    assert "vsftpd-writable-chroot" in bot.slack.shown(after)
    assert bot.kinds() == ["revised"]


def test_an_edit_that_makes_a_paste_of_a_message_is_answered(bot):
    post = bot.says(bot.slack.general, bot.slack.alice, "does anybody know this one?")
    bot.deliver(bot.slack.user_edits(bot.slack.general, post["ts"], HOME))
    assert len(bot.replies(post)) == 1


def test_an_unfurl_changes_nothing(bot):
    post = bot.says(bot.slack.general, bot.slack.alice, HOME)
    message = bot.slack.messages(bot.slack.general)[0]
    unfurled = message | {"attachments": [{"from_url": "https://files.example/", "text": "a page"}]}
    bot.deliver(message_changed(bot.slack, bot.slack.general, unfurled, message))
    assert len(bot.replies(post)) == 1
    assert bot.kinds() == []
    assert len(bot.slack.called("chat.update")) == 0


def test_a_deletion_takes_the_reply_back_and_the_text_away(bot):
    post = bot.says(bot.slack.general, bot.slack.alice, HOME)
    assert len(bot.replies(post)) == 1
    bot.deliver(bot.slack.user_deletes(bot.slack.general, post["ts"]))
    assert bot.replies(post) == []
    assert "for dora" not in bot.everything_stored()
    assert bot.kinds() == ["withdrawn"]


def test_a_deletion_before_the_reply_leaves_nothing_in_the_channel(one_bot):
    event = one_bot.slack.user_says(one_bot.slack.general, one_bot.slack.alice, HOME)
    one_bot.wire.send(event)
    deleted = one_bot.slack.user_deletes(one_bot.slack.general, event["event"]["ts"])
    one_bot.work()
    assert one_bot.in_channel(one_bot.slack.general) == []
    one_bot.deliver(deleted)
    assert one_bot.slack.messages(one_bot.slack.general) == []
    assert [job for job in one_bot.rows("jobs") if job["dead_at"]] == []


def test_a_deletion_of_what_was_never_kept(one_bot):
    post = one_bot.says(one_bot.slack.general, one_bot.slack.alice, "lunch?")
    one_bot.deliver(one_bot.slack.user_deletes(one_bot.slack.general, post["ts"]))
    assert "unknown" in one_bot.decisions().values()
