"""The slash command: private, until it is shared."""

import re

import pytest

from bot.kb.article import IMPORTED, Article
from tests.scenario.office import HOME, SECRET, WITH_SECRET

RESOLVED = re.compile(r"Resolved\W+by")


def one_private(bot, user=None):
    (message,) = bot.private(user)
    return message


@pytest.mark.parametrize("words", ["help", " HELP "])
def test_it_says_how_it_is_used(bot, words):
    assert bot.asks(words) == 200
    assert "Q269241" in bot.slack.shown(one_private(bot))
    assert bot.slack.posted() == []


@pytest.mark.parametrize("words", ["Q269241", "q269241"])
def test_an_article_by_its_id(bot, words):
    bot.asks(words)
    article = one_private(bot)
    assert "Q269241" in bot.slack.shown(article)
    assert bot.rows("pastes") == []
    bot.presses(article, "share_article")
    (shared,) = bot.in_channel(bot.slack.general)
    assert "share_article" not in bot.slack.shown(shared)
    assert "share_article" not in bot.slack.shown(one_private(bot))


@pytest.mark.parametrize("words", ["draft-walrus", "walrus"])
def test_a_draft_is_read_by_those_alone_who_look_after_the_articles(bot, words):
    draft = Article("draft-walrus", "The walrus refuses", status="draft", symptoms=("530 walrus",), origin=IMPORTED)
    with bot.store.begin() as tx:
        tx.articles.add([draft], now=bot.slack.clock.now())
    bot.asks(words)
    assert draft.title not in bot.slack.shown(one_private(bot))
    bot.asks(draft.id, user=bot.slack.bob)
    read = one_private(bot, bot.slack.bob)
    assert draft.title in bot.slack.shown(read)
    assert "share_article" not in bot.slack.shown(read)
    bot.presses(read, "open_article", user=bot.slack.bob)
    assert draft.title in bot.slack.shown(bot.modal(bot.slack.bob))


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        ("passive mode firewall", "passive"),
        ("vsftpd chroot writable", "vsftpd-writable-chroot"),
        ("Q269214", "Q269241"),
        ("vsftpd-writeable-chroot", "vsftpd-writable-chroot"),
        ("Q999999", "no article for"),
    ],
)
def test_words_list_the_nearest_articles(one_bot, words, nearest):
    one_bot.asks(words)
    assert words in one_bot.slack.shown(one_private(one_bot))
    assert nearest in one_bot.slack.shown(one_private(one_bot))
    assert one_bot.rows("pastes") == []


def test_a_paste_is_answered_privately_and_can_be_shared(bot):
    bot.asks(HOME, user=bot.slack.bob)
    private = one_private(bot, bot.slack.bob)
    assert "iis-home-dir-inaccessible" in bot.slack.shown(private)
    assert bot.slack.posted() == []
    bot.presses(private, "share", user=bot.slack.bob)
    (shared,) = bot.in_channel(bot.slack.general)
    assert "for dora" in bot.slack.shown(shared)
    assert bot.kinds() == ["shared"]
    bot.presses(shared, "solved", user=bot.slack.carol)
    assert RESOLVED.search(bot.slack.shown(bot.in_channel(bot.slack.general)[0]))
    assert [row["thread_ts"] for row in bot.rows("tickets")] == [shared["ts"]]


def test_the_private_reply_is_redrawn_in_place(bot):
    bot.asks(HOME)
    bot.presses(one_private(bot), "solved")
    assert RESOLVED.search(bot.slack.shown(one_private(bot)))
    assert bot.slack.posted() == []


def test_it_cannot_be_shared_where_the_bot_is_not(one_bot):
    place = one_bot.slack.add_channel("elsewhere", bot=False)
    one_bot.asks(HOME, channel=place)
    one_bot.presses(one_private(one_bot), "share")
    assert "invite" in one_bot.slack.shown(one_bot.private()[-1]).lower()
    one_bot.asks("Q269241", channel=place)
    one_bot.presses(one_bot.private()[-1], "share_article")
    assert "invite" in one_bot.slack.shown(one_bot.private()[-1]).lower()
    assert one_bot.slack.posted() == []
    assert one_bot.kinds() == []


def test_a_secret_in_a_command_is_masked_and_told(bot):
    bot.asks(WITH_SECRET)
    assert SECRET not in bot.everything_stored()
    assert len(bot.private()) == 2
    assert not any(SECRET in bot.slack.shown(message) for message in bot.private())
