"""Ticket numbers of other systems, named in a thread, are kept with the ticket and shown."""

import pytest

from tests.scenario.office import BLOCKS, HOME, TEXT

HELPERS = "C0000000001"


@pytest.fixture
def helped(office):
    with office(helpers=(HELPERS,)) as bot:
        assert bot.slack.add_channel("ftp-helpers") == HELPERS
        yield bot


def pasted(bot, channel=None, words=HOME):
    post = bot.says(channel or bot.slack.general, bot.slack.alice, words)
    return post, bot.replies(post)[0]


def says(bot, post, words, user=None, form=BLOCKS, **where):
    place = {"channel": post["channel"], "thread_ts": post["ts"]} | where
    return bot.says(place.pop("channel"), user or bot.slack.bob, words, form, **place)


def links(bot):
    return [(row["system"], row["number"]) for row in bot.rows("analytics_links")]


@pytest.mark.parametrize("form", [BLOCKS, TEXT])
def test_a_number_in_the_thread_is_linked_and_shown(bot, form):
    post, _ = pasted(bot)
    says(bot, post, "I opened INC0012345 for this, see https://jira.example.com/browse/OPS-7", form=form)
    (reply,) = bot.replies(post)
    assert "Also known as" in bot.slack.shown(reply)
    assert "<https://jira.example.com/browse/OPS-7|OPS-7>" in bot.slack.shown(reply)
    assert sorted(links(bot)) == [("jira", "OPS-7"), ("servicenow", "INC0012345")]
    assert bot.kinds() == ["linked", "linked"]
    assert [row["outcome"] for row in bot.rows("analytics_tickets")] == ["unknown"]


def test_nothing_else_of_the_message_is_kept(one_bot):
    post, _ = pasted(one_bot)
    says(one_bot, post, "my boss is furious, it is ticket #4711 now")
    assert links(one_bot) == [("other", "#4711")]
    assert "furious" not in one_bot.everything_stored()


def test_a_number_is_linked_once(one_bot):
    post, _ = pasted(one_bot)
    said = says(one_bot, post, "INC0012345")
    says(one_bot, post, "INC0012345, I said")
    one_bot.deliver(one_bot.slack.user_edits(post["channel"], said["ts"], "INC0012345 and OPS-7"))
    assert links(one_bot) == [("servicenow", "INC0012345"), ("jira", "OPS-7")]


@pytest.mark.parametrize(
    "words", ["RFC-959 says so, and UTF-8", "500 OOPS, error #530", "no number", "AES-256 of TLS-1.2"]
)
def test_what_only_looks_like_a_number_is_not_linked(one_bot, words):
    post, _ = pasted(one_bot)
    says(one_bot, post, words)
    assert links(one_bot) == []


def test_a_number_elsewhere_is_not_linked(one_bot):
    post, _ = pasted(one_bot)
    one_bot.says(post["channel"], one_bot.slack.bob, "INC0012345 is done")
    other = one_bot.says(post["channel"], one_bot.slack.bob, "lunch?")
    says(one_bot, other, "INC0012345 is done")
    assert links(one_bot) == []


def test_the_packet_knows_it_and_so_does_the_thread_when_helpers_name_one(helped):
    post, reply = pasted(helped)
    helped.presses(reply, "ask_a_person")
    says(helped, post, "INC0012345")
    (packet,) = helped.in_channel(HELPERS)
    assert "INC0012345" in helped.slack.shown(packet)
    says(helped, packet, "we track it as OPS-7", channel=HELPERS, thread_ts=packet["ts"])
    packet, _ = helped.slack.thread(HELPERS, packet["ts"])
    assert "OPS-7" in helped.slack.shown(packet)
    assert links(helped) == [("servicenow", "INC0012345"), ("jira", "OPS-7")]
    assert "OPS-7" not in helped.slack.shown(helped.replies(post)[0])  # it was said in another conversation


def test_a_number_named_in_private_stays_there(helped):
    private = helped.slack.add_channel("secret-project", "group")
    post, reply = pasted(helped, private)
    helped.presses(reply, "ask_a_person")
    says(helped, post, "INC0012345")
    assert "INC0012345" in helped.slack.shown(helped.replies(post)[0])
    assert "INC0012345" not in helped.slack.shown(helped.in_channel(HELPERS)[0])
