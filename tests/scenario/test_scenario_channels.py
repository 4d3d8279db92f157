"""Channels differ: in each the bot speaks, waits to be asked, only remembers, or is silent."""

import pytest

from bot.support.model import Mode
from tests.fakes.delivery import block_action
from tests.scenario.office import CHROOT, HOME, mention


def setting(bot, mode=Mode.ON, *, channel=None, private_first=False):
    """How the bot is to behave in a channel from now on."""
    with bot.store.begin() as tx:
        now = bot.desk.clock.now()
        place = channel or bot.slack.general
        tx.channels.set(bot.slack.team_id, place, mode, private_first=private_first, by=bot.slack.bob, at=now)


def kept_texts(bot):
    """Where the text of a post may be kept."""
    return str(bot.rows("jobs")) + str(bot.rows("pastes"))


@pytest.mark.parametrize(
    ("mode", "uninvited", "kept", "shadow"),
    [
        (Mode.ON, 1, 1, False),
        (Mode.SHADOW, 0, 1, True),
        (Mode.ASKED, 0, 1, False),
        (Mode.OFF, 0, 0, False),
    ],
)
def test_uninvited(bot, mode, uninvited, kept, shadow):
    setting(bot, mode)
    post = bot.says(bot.slack.general, bot.slack.alice, HOME)
    assert len(bot.replies(post)) == uninvited
    pastes = bot.rows("pastes")
    assert len(pastes) == kept
    assert [bool(paste["shadow"]) for paste in pastes] == [shadow] * kept
    assert bot.private() == []
    assert ("dora" in kept_texts(bot)) == bool(kept)


@pytest.mark.parametrize("mode", [Mode.ON, Mode.SHADOW, Mode.ASKED])
def test_asked_it_replies(bot, mode):
    setting(bot, mode)
    post = bot.says(bot.slack.general, bot.slack.alice, f"<@{bot.slack.bot_user}> {HOME}")
    assert len(bot.replies(post)) == 1
    assert not bot.rows("pastes")[0]["shadow"]


def test_asked_where_it_is_off_it_says_so_to_whoever_asked_and_keeps_nothing(bot):
    setting(bot, Mode.OFF)
    post = bot.says(bot.slack.general, bot.slack.alice, f"<@{bot.slack.bot_user}> {HOME}")
    assert bot.replies(post) == []
    (told,) = bot.private()
    assert "switched off in this channel" in told["text"]
    assert bot.rows("pastes") == []
    assert "dora" not in kept_texts(bot)


def test_a_direct_message_and_a_command_are_answered_wherever_it_is_off(bot):
    direct = bot.slack.open_im(bot.slack.alice)
    setting(bot, Mode.OFF, channel=direct)
    setting(bot, Mode.OFF)
    assert len(bot.replies(bot.says(direct, bot.slack.alice, HOME))) == 1
    bot.asks(HOME)
    assert any("iis-home-dir-inaccessible" in bot.slack.shown(one) for one in bot.private())


def test_an_edit_adds_no_reply_where_it_waits_to_be_asked(one_bot):
    bot = one_bot
    setting(bot, Mode.ASKED)
    post = bot.says(bot.slack.general, bot.slack.alice, HOME)
    bot.deliver(bot.slack.user_edits(post["channel"], post["ts"], CHROOT))
    assert bot.replies(post) == []
    setting(bot, Mode.SHADOW)
    bot.deliver(bot.slack.user_edits(post["channel"], post["ts"], HOME))
    assert bot.replies(post) == []
    assert bot.rows("pastes")[0]["shadow"]


def test_what_was_kept_in_the_shadow_is_answered_once_it_is_asked(one_bot):
    bot = one_bot
    setting(bot, Mode.SHADOW)
    post = bot.says(bot.slack.general, bot.slack.alice, HOME)
    bot.deliver(bot.slack.user_edits(post["channel"], post["ts"], f"<@{bot.slack.bot_user}> {HOME}"))
    assert len(bot.replies(post)) == 1
    assert not bot.rows("pastes")[0]["shadow"]


def test_in_a_channel_shared_with_another_organisation_it_waits_to_be_asked(bot):
    shared = bot.slack.add_channel("with-partners", shared=True)
    assert bot.replies(bot.says(shared, bot.slack.alice, HOME)) == []
    assert [row["shadow"] for row in bot.rows("pastes")] == [0]
    assert len(bot.replies(bot.says(shared, bot.slack.alice, f"<@{bot.slack.bot_user}> {CHROOT}"))) == 1


def test_an_answer_is_shown_to_the_poster_first_and_shared_by_a_press(bot):
    setting(bot, private_first=True)
    post = bot.says(bot.slack.general, bot.slack.alice, HOME)
    assert bot.replies(post) == []
    (offered,) = bot.private()
    assert "iis-home-dir-inaccessible" in bot.slack.shown(offered)
    assert bot.private(bot.slack.bob) == []
    bot.presses(offered, "share")
    (reply,) = bot.replies(post)
    assert reply["thread_ts"] == post["ts"]
    bot.presses(reply, "solved")
    assert "Resolved by" in bot.replies(post)[0]["text"]
    assert bot.kinds() == ["shared", "solved"]


def test_what_was_offered_privately_follows_an_edit_privately(one_bot):
    bot = one_bot
    setting(bot, private_first=True)
    post = bot.says(bot.slack.general, bot.slack.alice, HOME)
    bot.deliver(bot.slack.user_edits(post["channel"], post["ts"], CHROOT))
    assert bot.replies(post) == []
    assert "vsftpd-writable-chroot" in bot.slack.shown(bot.private()[-1])


@pytest.mark.parametrize(
    ("kind", "words", "private"),
    [("channel", HOME, False), ("group", HOME, True), ("mpim", HOME, True)],
)
def test_whether_a_paste_is_private_is_kept(bot, kind, words, private):
    place = bot.slack.add_channel("elsewhere", kind)
    bot.says(place, bot.slack.alice, words)
    assert [bool(row["private"]) for row in bot.rows("pastes")] == [private]


def test_what_nobody_else_sees_is_private(bot):
    bot.asks(HOME)
    bot.says(bot.slack.open_im(bot.slack.alice), bot.slack.alice, HOME)
    assert [bool(row["private"]) for row in bot.rows("pastes")] == [True, True]


def test_watch_shows_everybody_how_it_behaves_and_lets_support_change_it(bot):
    bot.asks("watch")
    (shown,) = bot.private()
    assert "I am *on*" in bot.slack.shown(shown)
    assert "watch_off" not in bot.slack.shown(shown)
    bot.asks("watch", user=bot.slack.bob)
    (shown,) = bot.private(bot.slack.bob)
    bot.presses(shown, "watch_shadow", user=bot.slack.bob)
    bot.presses(shown, "private_first", user=bot.slack.bob)
    (shown,) = bot.private(bot.slack.bob)
    assert "I am *shadow*" in bot.slack.shown(shown)
    assert "to the poster alone first" in bot.slack.shown(shown)
    (row,) = bot.rows("channels")
    assert (row["mode"], row["private_first"], row["set_by"]) == ("shadow", 1, bot.slack.bob)
    bot.presses(shown, "post_at_once", user=bot.slack.bob)
    assert bot.rows("channels")[0]["private_first"] == 0


@pytest.mark.parametrize("word", ["off", "asked", "shadow", "on", "OFF"])
def test_watch_sets_the_mode_that_is_named(one_bot, word):
    bot = one_bot
    bot.asks(f"watch {word}", user=bot.slack.bob)
    assert bot.rows("channels")[0]["mode"] == word.lower()
    assert bot.private(bot.slack.bob)[0]["text"].startswith("In this channel I am")


def test_whoever_may_not_change_it_is_told_who_may(one_bot):
    bot = one_bot
    bot.asks("watch off")
    assert "Only support people and curators" in bot.private()[0]["text"]
    assert bot.rows("channels") == []
    bot.asks("watch", user=bot.slack.bob)
    (shown,) = bot.private(bot.slack.bob)
    bot.deliver(as_if_by(bot, shown, "watch_off"))
    assert bot.rows("channels") == []


def as_if_by(bot, shown, action):
    """A press of alice's on a button that only bob sees: as nobody can do, but somebody might try."""
    payload = block_action(bot.slack, shown, action, user=bot.slack.bob)
    payload["user"]["id"] = bot.slack.alice
    return payload


def test_a_mode_that_does_not_exist_is_named(one_bot):
    bot = one_bot
    bot.asks("watch <!channel>", user=bot.slack.bob)
    (told,) = bot.private(bot.slack.bob)
    assert "it is off, asked, shadow or on" in told["text"]
    assert "<!channel>" not in bot.slack.shown(told)


def test_in_a_direct_message_there_is_nothing_to_set(one_bot):
    bot = one_bot
    bot.asks("watch off", user=bot.slack.bob, channel=bot.slack.open_im(bot.slack.bob))
    assert "I always reply here" in bot.private(bot.slack.bob)[0]["text"]
    assert bot.rows("channels") == []


def test_a_mention_does_not_say_where_it_stands_but_the_channel_is_known(one_bot):
    bot, slack = one_bot, one_bot.slack
    for place, kind in ((slack.general, "channel"), (slack.add_channel("secret-plans", "group"), "group")):
        for words in (HOME, f"<@{slack.bot_user}> {CHROOT}"):
            event = slack.user_says(place, slack.alice, words)
            bot.deliver(mention(event, slack, f"Ev{kind}") if "<@" in words else event)
        assert [bool(row["private"]) for row in bot.rows("pastes") if row["channel"] == place] == [kind == "group"] * 2


def test_where_nothing_is_known_of_a_channel_it_counts_as_private(one_bot):
    bot, slack = one_bot, one_bot.slack
    bot.deliver(mention(slack.user_says(slack.general, slack.alice, f"<@{slack.bot_user}> {HOME}"), slack))
    assert bot.rows("pastes")[0]["private"]


def test_nothing_is_shared_where_it_is_off(one_bot):
    bot = one_bot
    bot.asks(HOME)
    bot.asks("wrong-credentials")
    answer, article = bot.private()
    setting(bot, Mode.OFF)
    bot.presses(answer, "share")
    bot.presses(article, "share_article")
    assert bot.in_channel(bot.slack.general) == []
    assert ["switched off in this channel" in told["text"] for told in bot.private()[2:]] == [True, True]
