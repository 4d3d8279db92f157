"""People who help: what they are told, taking a ticket on, and saying what solved it."""

import json

import pytest

from tests.fakes.delivery import block_action, view_submission
from tests.scenario.office import HOME, HTTP, SOCKET

HELPERS = "C0000000001"
LINE = "for dora"  # of what is pasted


def ready(bot):
    assert bot.slack.add_channel("ftp-helpers") == HELPERS
    return bot


@pytest.fixture(params=[HTTP, SOCKET])
def helped(request, office):
    """A bot whose helpers have a channel."""
    with office(transport=request.param, helpers=(HELPERS,)) as bot:
        yield ready(bot)


@pytest.fixture
def desk(office):
    """The same, where the transport makes no difference."""
    with office(helpers=(HELPERS,)) as bot:
        yield ready(bot)


def asked(bot, channel=None, words=HOME):
    """A paste whose poster asked a person; and the reply."""
    post = bot.says(channel or bot.slack.general, bot.slack.alice, words)
    (reply,) = bot.replies(post)
    bot.presses(reply, "ask_a_person")
    return post, bot.replies(post)[0]


def packet(bot):
    (found,) = bot.in_channel(HELPERS)
    return found


def shown(bot, message):
    return bot.slack.shown(message)


def outcomes(bot):
    return [row["outcome"] for row in bot.rows("analytics_tickets")]


def test_claimed_in_the_packet_and_in_the_thread(helped):
    bot = helped
    post, _ = asked(bot)
    bot.presses(packet(bot), "claim", user=bot.slack.bob)
    said = f"<@{bot.slack.bob}> takes care of this."
    assert said in shown(bot, packet(bot))
    assert said in shown(bot, bot.replies(post)[0])
    assert bot.kinds() == ["escalated", "claimed"]
    assert outcomes(bot) == ["escalated"]


def test_of_two_who_claim_the_first_has_it_and_the_second_is_told(desk):
    _, _ = asked(desk)
    late = block_action(desk.slack, packet(desk), "claim", user=desk.slack.carol)
    desk.presses(packet(desk), "claim", user=desk.slack.bob)
    desk.deliver(late)
    assert f"<@{desk.slack.bob}> takes care of this." in shown(desk, packet(desk))
    (note,) = desk.private(desk.slack.carol)
    assert f"<@{desk.slack.bob}> takes care of this already." in shown(desk, note)
    assert desk.kinds() == ["escalated", "claimed"]


def test_released_somebody_else_can_take_it_on(helped):
    bot = helped
    asked(bot)
    bot.presses(packet(bot), "claim", user=bot.slack.bob)
    bot.presses(packet(bot), "release", user=bot.slack.bob)
    assert "takes care" not in shown(bot, packet(bot))
    bot.presses(packet(bot), "claim", user=bot.slack.carol)
    assert f"<@{bot.slack.carol}> takes care of this." in shown(bot, packet(bot))
    assert bot.kinds() == ["escalated", "claimed", "released", "claimed"]


def test_resolved_with_an_article_that_was_shown(helped):
    bot = helped
    post, _ = asked(bot)
    bot.presses(packet(bot), "resolve", user=bot.slack.bob)
    answer = str(bot.rows("answers")[0]["id"])
    assert bot.submits({"solving_answer": answer, "solving_note": "moved it"}, user=bot.slack.bob) == 200
    for message in (packet(bot), bot.replies(post)[0]):
        assert f"Resolved by <@{bot.slack.bob}> with" in shown(bot, message)
        assert "moved it" in shown(bot, message)
    assert bot.kinds() == ["escalated", "solved"]
    assert outcomes(bot) == ["confirmed"]


def test_resolved_with_an_answer_of_before_an_edit(desk):
    bot = desk
    post, _ = asked(bot)
    bot.presses(packet(bot), "resolve", user=bot.slack.bob)
    bot.deliver(bot.slack.user_edits(bot.slack.general, post["ts"], HOME + "\nftp> bye"))
    (answer, *_) = bot.rows("answers")
    bot.submits({"solving_answer": str(answer["id"])}, user=bot.slack.bob)
    assert outcomes(bot) == ["confirmed"]


def test_resolved_with_another_article(desk):
    post, _ = asked(desk)
    desk.presses(packet(desk), "resolve", user=desk.slack.bob)
    desk.submits({"solving_article": "q269241"}, user=desk.slack.bob)
    shown_first = desk.rows("answers")[0]["article"]
    solved = desk.rows("events")[-1]
    if shown_first == "Q269241":
        assert (solved["kind"], solved["article"]) == ("solved", None)
    else:
        assert (solved["kind"], solved["article"]) == ("resolved_by_person", "Q269241")
        assert "`Q269241`" in shown(desk, desk.replies(post)[0])


def test_resolved_by_other_means_and_reopened(helped):
    bot = helped
    post, _ = asked(bot)
    bot.presses(packet(bot), "claim", user=bot.slack.bob)
    bot.presses(packet(bot), "resolve", user=bot.slack.bob)
    bot.submits({"solving_note": "The disk was full. <!channel>\nPASS hunter2"}, user=bot.slack.bob)
    for message in (packet(bot), bot.replies(post)[0]):
        assert f"Resolved by <@{bot.slack.bob}>" in shown(bot, message)
        assert "The disk was full." in shown(bot, message)
        assert "<!channel>" not in shown(bot, message)
    assert outcomes(bot) == ["resolved_by_person"]
    assert "hunter2" not in bot.everything_stored()
    bot.presses(packet(bot), "reopen_paste", user=bot.slack.bob)
    assert outcomes(bot) == ["unsolved"]
    assert "Resolved by" not in shown(bot, packet(bot))


def test_an_article_that_there_is_not_is_said(desk):
    asked(desk)
    desk.presses(packet(desk), "resolve", user=desk.slack.bob)
    desk.submits({"solving_article": "no-such-article"}, user=desk.slack.bob)
    (note,) = desk.private(desk.slack.bob)
    assert "no article no-such-article" in shown(desk, note)
    assert desk.kinds() == ["escalated"]


def test_who_says_it_second_is_told_who_was_first(desk):
    _, reply = asked(desk)
    desk.presses(packet(desk), "resolve", user=desk.slack.bob)
    desk.presses(reply, "solved")
    desk.submits({"solving_note": "something else"}, user=desk.slack.bob)
    (note,) = desk.private(desk.slack.bob)
    assert f"<@{desk.slack.alice}> has already said what solved it" in shown(desk, note)
    assert desk.kinds() == ["escalated", "solved"]
    assert f"Resolved by <@{desk.slack.alice}>" in shown(desk, packet(desk))


def test_reopened_in_the_thread_the_packet_says_how_to_ask_again(helped):
    post, reply = asked(helped)
    helped.presses(reply, "solved")
    helped.presses(helped.replies(post)[0], "reopen")
    assert "open again" in shown(helped, packet(helped))
    helped.presses(helped.replies(post)[0], "ask_a_person")
    assert len(helped.in_channel(HELPERS)) == 2
    assert outcomes(helped) == ["escalated"]


def test_who_may_not_say_so_learns_it_before_the_modal_asks_anything(helped):
    asked(helped)
    dora = helped.slack.add_user("dora")
    helped.slack.channels[helped.slack.general].members.append(dora)
    press = block_action(helped.slack, packet(helped), "resolve", user=dora)
    press["channel"] = {"id": helped.slack.general, "name": "general"}  # as if from a packet in the thread
    press["container"] |= {"channel_id": helped.slack.general}
    helped.deliver(press)
    assert f"Only <@{helped.slack.alice}>" in shown(helped, helped.modal(dora))
    assert not helped.modal(dora)["submit"]
    assert helped.kinds() == ["escalated"]


def test_who_may_not_say_so_any_more_learns_it_after_the_modal_too(desk):
    post, _ = asked(desk)
    desk.presses(packet(desk), "resolve", user=desk.slack.bob)
    dora = desk.slack.add_user("dora")
    desk.slack.channels[desk.slack.general].members.append(dora)
    submission = view_submission(desk.slack, desk.modal(desk.slack.bob)["id"], user=desk.slack.bob)
    submission["user"]["id"] = dora
    place = json.loads(submission["view"]["private_metadata"]) | {"channel": post["channel"], "thread_ts": post["ts"]}
    submission["view"]["private_metadata"] = json.dumps(place)
    desk.deliver(submission)
    assert f"Only <@{desk.slack.alice}>" in shown(desk, desk.private(dora)[0])
    assert desk.kinds() == ["escalated"]


def test_solved_in_the_thread_redraws_the_packet(helped):
    _, reply = asked(helped)
    helped.presses(reply, "solved")
    assert f"Resolved by <@{helped.slack.alice}>" in shown(helped, packet(helped))
    late = packet(helped)
    assert "claim" not in [one.get("action_id") for block in late["blocks"] for one in block.get("elements", [])]


def test_nobody_else_takes_it_on_in_the_thread(office):
    with office(helpers=("U0CAROL000",)) as bot:
        post = bot.says(bot.slack.general, bot.slack.alice, HOME)
        bot.presses(bot.replies(post)[0], "ask_a_person")
        _, asking = bot.replies(post)
        bot.presses(asking, "claim")
        assert "Only support people" in shown(bot, bot.private()[0])
        bot.presses(asking, "claim", user=bot.slack.carol)
        assert bot.kinds() == ["escalated", "claimed"]


def test_whoever_sees_the_channel_of_helpers_is_one_of_them(desk):
    dora = desk.slack.add_user("dora")
    desk.slack.channels[HELPERS].members.append(dora)
    asked(desk)
    desk.presses(packet(desk), "claim", user=dora)
    assert f"<@{dora}> takes care of this." in shown(desk, packet(desk))


def test_where_people_paste_in_the_channel_of_helpers_being_there_gives_no_say(desk):
    dora = desk.slack.add_user("dora")
    desk.slack.channels[HELPERS].members.append(dora)
    post, reply = asked(desk, HELPERS)
    desk.presses(reply, "solved", user=dora)
    assert f"Only <@{desk.slack.alice}>" in shown(desk, desk.private(dora)[0])
    packet = desk.slack.messages(HELPERS)[-1]
    desk.presses(packet, "claim", user=dora)  # but taking it on takes nothing from anybody
    assert desk.kinds() == ["escalated", "claimed"]
    assert f"<@{dora}> takes care of this." in shown(desk, desk.replies(post)[0])


@pytest.mark.parametrize("kind", ["group", "mpim"])
def test_what_was_pasted_in_private_stays_there_until_the_poster_shows_it(helped, kind):
    desk = helped
    private = desk.slack.add_channel("secret-project", kind)
    post, reply = asked(desk, private, f"<@{desk.slack.bot_user}> {HOME}")
    assert LINE not in shown(desk, packet(desk))
    assert "Line " not in shown(desk, packet(desk))
    assert "Log in ✗ failed with 530" in shown(desk, packet(desk))
    assert "but not the lines you pasted" in shown(desk, reply)
    (confirm,) = [one["confirm"] for block in reply["blocks"] for one in block.get("elements", []) if "confirm" in one]
    assert f"<#{HELPERS}>" in confirm["text"]["text"]
    desk.presses(reply, "show_lines", user=desk.slack.bob)
    assert LINE not in shown(desk, packet(desk))
    desk.presses(reply, "show_lines")
    assert LINE in shown(desk, packet(desk))
    assert "show_lines" not in shown(desk, desk.replies(post)[0])


def test_a_direct_message_stays_private_too(desk):
    direct = desk.slack.open_im(desk.slack.alice)
    asked(desk, direct)
    assert LINE not in shown(desk, packet(desk))


def test_in_a_direct_message_people_are_asked_directly(office):
    with office(helpers=("U0CAROL000", "S0000000001")) as bot:
        direct = bot.slack.open_im(bot.slack.alice)
        post, reply = asked(bot, direct)
        assert len(bot.replies(post)) == 1
        (packet,) = bot.in_channel(bot.slack.open_im("U0CAROL000"))
        assert "asks for a person in private" in shown(bot, packet)
        assert LINE not in shown(bot, packet)
        bot.presses(packet, "claim", user=bot.slack.carol)
        assert bot.kinds() == ["escalated", "claimed"]
        bot.presses(reply, "show_lines")
        assert LINE in shown(bot, bot.in_channel(bot.slack.open_im("U0CAROL000"))[0])


def test_in_a_direct_message_a_group_cannot_be_asked(office):
    with office(helpers=("S0000000001",)) as bot:
        post, _ = asked(bot, bot.slack.open_im(bot.slack.alice))
        assert "do not see this conversation" in shown(bot, bot.replies(post)[-1])
        assert bot.kinds() == []


def test_a_private_answer_to_a_command_stays_private_too(desk):
    desk.asks(HOME)
    (reply,) = desk.private()
    desk.presses(reply, "ask_a_person")
    assert LINE not in shown(desk, packet(desk))
    assert desk.kinds() == ["escalated"]


def test_a_paste_that_is_deleted_leaves_the_packet(helped):
    post, _ = asked(helped)
    assert LINE in shown(helped, packet(helped))
    helped.deliver(helped.slack.user_deletes(post["channel"], post["ts"]))
    assert LINE not in shown(helped, packet(helped))
    assert "its message was deleted" in shown(helped, packet(helped))
