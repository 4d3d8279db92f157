"""What people press under a reply, and what becomes of the ticket."""

import re

import pytest

from tests.fakes.delivery import block_action
from tests.scenario.office import CHROOT, HOME, HTTP, SOCKET

CHECK = "white_check_mark"
RESOLVED = re.compile(r"Resolved\W+by")


def pasted(bot, words=HOME, **fields):
    post = bot.says(bot.slack.general, bot.slack.alice, words, **fields)
    (reply,) = bot.replies(post)
    return post, reply


def test_solved_is_recorded_and_shown(bot):
    post, reply = pasted(bot)
    assert bot.presses(reply, "solved", user=bot.slack.bob) == 200
    (now,) = bot.replies(post)
    assert now["ts"] == reply["ts"]
    assert RESOLVED.search(bot.slack.shown(now))
    assert bot.slack.bob in bot.slack.shown(now)
    assert bot.slack.reactions(post["channel"], post["ts"]) == {CHECK: [bot.slack.bot_user]}
    assert [(row["kind"], row["actor"]) for row in bot.rows("events")] == [("solved", bot.slack.bob)]
    assert [row["outcome"] for row in bot.rows("analytics_tickets")] == ["confirmed"]


def test_reopened_takes_it_back(bot):
    post, reply = pasted(bot)
    bot.presses(reply, "solved")
    bot.presses(reply, "reopen")
    (now,) = bot.replies(post)
    assert not RESOLVED.search(bot.slack.shown(now))
    assert bot.slack.reactions(post["channel"], post["ts"]) == {}
    assert bot.kinds() == ["solved", "reopened"]


def test_the_first_who_says_solved_stands(one_bot):
    post, reply = pasted(one_bot)
    second = block_action(one_bot.slack, reply, "solved", user=one_bot.slack.carol)
    one_bot.presses(reply, "solved", user=one_bot.slack.bob)
    one_bot.deliver(second)
    assert one_bot.slack.bob in one_bot.slack.shown(one_bot.replies(post)[0])
    assert one_bot.kinds() == ["solved"]


def test_not_this_shows_the_next_or_says_there_is_none(bot):
    post, reply = pasted(bot)
    before = bot.slack.shown(reply)
    bot.presses(reply, "not_this")
    (now,) = bot.replies(post)
    assert bot.slack.shown(now) != before
    assert bot.kinds() == ["rejected"]
    assert len(bot.rows("pastes")) == 1


def test_a_press_delivered_twice_is_one_event(bot):
    _, reply = pasted(bot)
    press = block_action(bot.slack, reply, "not_this")
    bot.deliver(press)
    bot.deliver(press)
    assert bot.kinds() == ["rejected"]


@pytest.fixture(params=[HTTP, SOCKET])
def suggested(request, office):
    """A bot that suggested several articles, the paste, and the reply."""
    with office(transport=request.param, sure=False) as bot:
        post = bot.says(bot.slack.general, bot.slack.alice, f"<@{bot.slack.bot_user}> {HOME}")
        (reply,) = bot.replies(post)
        yield bot, post, reply


def test_a_suggestion_is_opened(suggested):
    bot, post, reply = suggested
    bot.presses(reply, "show_1")
    (now,) = bot.replies(post)
    bot.presses(now, "solved")
    assert bot.kinds() == ["chosen", "solved"]


def test_none_of_the_suggestions_fits(suggested):
    bot, post, reply = suggested
    bot.presses(reply, "none_of_these")
    (now,) = bot.replies(post)
    assert "show_1" not in bot.slack.shown(now)
    assert set(bot.kinds()) == {"rejected"}
    assert [row["outcome"] for row in bot.rows("analytics_tickets")] == ["unsolved"]


@pytest.fixture(params=[HTTP, SOCKET])
def helped(request, office):
    """A bot with people who help: a person, a user group and a channel."""
    with office(transport=request.param, helpers=("U0CAROL000", "S0HELPERS0", "C0000000001")) as bot:
        assert bot.slack.add_channel("ftp-helpers") == "C0000000001"
        yield bot


def test_ask_a_person_asks_in_the_thread_and_in_the_channel(helped):
    post, reply = pasted(helped)
    helped.presses(reply, "ask_a_person", user=helped.slack.bob)
    now, packet = helped.replies(post)
    assert helped.slack.bob in helped.slack.shown(now)
    assert "<@U0CAROL000>" in helped.slack.shown(packet)
    assert "<!subteam^S0HELPERS0>" in helped.slack.shown(packet)
    (elsewhere,) = helped.in_channel("C0000000001")
    assert "for dora" in helped.slack.shown(elsewhere)
    assert post["ts"].replace(".", "") in helped.slack.shown(elsewhere)
    assert helped.kinds() == ["escalated"]
    assert [row["outcome"] for row in helped.rows("analytics_tickets")] == ["escalated"]


def test_helpers_who_can_be_reached_are_asked(helped):
    post, reply = pasted(helped)
    helped.slack.channels["C0000000001"].members.remove(helped.slack.bot_user)
    helped.presses(reply, "ask_a_person")
    assert len(helped.replies(post)) == 2
    assert helped.in_channel("C0000000001") == []


def test_from_a_private_reply_a_person_is_asked_directly(helped):
    helped.asks(HOME)
    (reply,) = helped.private()
    helped.presses(reply, "ask_a_person")
    direct = helped.slack.open_im("U0CAROL000")
    assert len(helped.in_channel(direct)) == 1
    assert len(helped.in_channel("C0000000001")) == 1


def test_where_only_a_group_helps_a_private_reply_is_shared_first(office):
    with office(helpers=("S0HELPERS0",)) as bot:
        bot.asks(HOME)
        (reply,) = bot.private()
        bot.presses(reply, "ask_a_person")
        assert "share it here first" in bot.slack.shown(bot.private()[1])
        assert bot.kinds() == []
        bot.presses(bot.private()[0], "share")
        (shared,) = bot.in_channel(bot.slack.general)
        bot.presses(shared, "ask_a_person")
        packet = bot.slack.thread(bot.slack.general, shared["ts"])[-1]
        assert "<!subteam^S0HELPERS0>" in bot.slack.shown(packet)


def test_whoever_asks_is_told_when_no_helper_can_be_reached(office):
    with office(helpers=("C0NOWHERE0",)) as bot:
        _, reply = pasted(bot)
        bot.presses(reply, "ask_a_person")
        (note,) = bot.private()
        assert "C0NOWHERE0" in bot.slack.shown(note)
        assert "/invite" in bot.slack.shown(note)


def test_each_paste_of_a_thread_is_resolved_by_itself(one_bot):
    first, reply = pasted(one_bot)
    one_bot.presses(reply, "solved")
    second = one_bot.says(one_bot.slack.general, one_bot.slack.bob, CHROOT, thread_ts=first["ts"])
    one_bot.presses(one_bot.replies(second)[1], "solved", user=one_bot.slack.bob)
    assert RESOLVED.search(one_bot.slack.shown(one_bot.replies(second)[1]))
    assert one_bot.slack.reactions(second["channel"], second["ts"]) == {CHECK: [one_bot.slack.bot_user]}


def test_without_helpers_that_is_said_privately(bot):
    post, reply = pasted(bot)
    bot.presses(reply, "ask_a_person", user=bot.slack.bob)
    assert len(bot.replies(post)) == 1
    (note,) = bot.private(bot.slack.bob)
    assert note["thread_ts"] == post["ts"]
    assert bot.kinds() == []


def test_a_button_of_an_answer_that_is_gone_says_so(one_bot):
    _, reply = pasted(one_bot)
    press = block_action(one_bot.slack, reply, "solved")
    press["actions"][0]["value"] = "answer:999"
    one_bot.deliver(press)
    (note,) = one_bot.private()
    assert "no longer have" in one_bot.slack.shown(note)
    assert "refused" in one_bot.decisions().values()


def test_without_the_scope_for_reactions_the_reply_stands(one_bot, logged):
    one_bot.slack.revoke_scope("reactions:write")
    for words in (HOME, CHROOT):
        post, reply = pasted(one_bot, words)
        one_bot.presses(reply, "solved")
        assert RESOLVED.search(one_bot.slack.shown(one_bot.replies(post)[0]))
        assert one_bot.slack.reactions(post["channel"], post["ts"]) == {}
    assert logged().count("reactions:write is missing: add it under OAuth & Permissions") == 1
