"""What people say after an answer: who may, why not, another way, and taking it back."""

import pytest

from tests.fakes.blocks import interactive
from tests.fakes.delivery import block_action
from tests.scenario.office import CHROOT, HOME


def pasted(bot, words=HOME, **fields):
    post = bot.says(bot.slack.general, bot.slack.alice, words, **fields)
    (reply,) = bot.replies(post)
    return post, reply


def somebody_else(bot):
    """Neither the poster nor one of the support people."""
    dora = bot.slack.add_user("dora")
    bot.slack.channels[bot.slack.general].members.append(dora)
    return dora


def outcomes(bot):
    return [row["outcome"] for row in bot.rows("analytics_tickets")]


def why(message, reason):
    """The value of a reason in the menu of a message."""
    (menu,) = [one for block in message["blocks"] for one in interactive(block) if one["action_id"] == "why_not"]
    (value,) = [one["value"] for one in menu["options"] if one["value"].startswith(f"{reason}:")]
    return value


def says_why(bot, post, reason, **fields):
    """Somebody chooses a reason."""
    (now,) = bot.replies(post)
    bot.presses(now, "why_not", value=why(now, reason), **fields)


def older(bot, post):
    """The reply as it was before there was a menu: a button for each reason."""
    message = bot.slack.channels[post["channel"]].messages[bot.replies(post)[0]["ts"]]
    (row,) = [block for block in message["blocks"] if any(one["action_id"] == "why_not" for one in interactive(block))]
    menu, again = row["elements"]
    answer = again["value"]
    reasons = [one["value"].removesuffix(f":{answer}") for one in menu["options"]]
    row["elements"] = [again | {"action_id": f"why_{reason}", "value": answer} for reason in reasons] + [again]


REASONS = ["another_error", "did_not_help", "not_my_server"]


@pytest.mark.parametrize("reason", REASONS)
def test_not_this_can_say_why(bot, reason):
    post, reply = pasted(bot)
    bot.presses(reply, "not_this")
    says_why(bot, post, reason)
    (now,) = bot.replies(post)
    assert f"<@{bot.slack.alice}>: " in bot.slack.shown(now)
    assert "Why not?" not in bot.slack.shown(now)
    assert [(row["kind"], row["reason"]) for row in bot.rows("events")] == [("rejected", None), ("rejected", reason)]
    assert outcomes(bot) == ["unsolved"]


@pytest.mark.parametrize("reason", REASONS)
def test_the_buttons_of_an_older_message_still_say_why(bot, reason):
    post, reply = pasted(bot)
    bot.presses(reply, "not_this")
    older(bot, post)
    bot.presses(bot.replies(post)[0], f"why_{reason}")
    assert [(row["kind"], row["reason"]) for row in bot.rows("events")] == [("rejected", None), ("rejected", reason)]
    assert "Why not?" not in bot.slack.shown(bot.replies(post)[0])


def test_a_reason_that_is_none_is_said_to_be_gone(bot):
    post, reply = pasted(bot)
    bot.presses(reply, "not_this")
    (now,) = bot.replies(post)
    payload = block_action(bot.slack, now, "why_not", value=why(now, "another_error"))
    payload["actions"][0]["selected_option"]["value"] = "weather:answer:1"
    bot.deliver(payload)
    assert bot.kinds() == ["rejected"]
    assert "refused" in bot.decisions().values()


def test_a_reason_holds_for_all_that_were_turned_down_together(office):
    with office(sure=False) as bot:
        post = bot.says(bot.slack.general, bot.slack.alice, f"<@{bot.slack.bot_user}> {HOME}")
        bot.presses(bot.replies(post)[0], "none_of_these")
        says_why(bot, post, "not_my_server")
        said = [row["reason"] for row in bot.rows("events")]
        assert len(said) % 2 == 0
        assert said == [None] * (len(said) // 2) + ["not_my_server"] * (len(said) // 2)


def test_not_this_is_taken_back(bot):
    post, reply = pasted(bot)
    before = bot.slack.shown(reply)
    bot.presses(reply, "not_this")
    bot.presses(bot.replies(post)[0], "show_again")
    (now,) = bot.replies(post)
    assert now["text"] == reply["text"]
    assert before
    bot.presses(now, "solved")
    assert bot.kinds() == ["rejected", "chosen", "solved"]
    assert outcomes(bot) == ["confirmed"]


def test_solved_another_way_and_reopened(bot):
    post, reply = pasted(bot)
    bot.presses(reply, "not_this")
    bot.presses(bot.replies(post)[0], "solved_otherwise")
    (now,) = bot.replies(post)
    assert f"Resolved by <@{bot.slack.alice}>" in bot.slack.shown(now)
    assert bot.slack.reactions(post["channel"], post["ts"]) == {"white_check_mark": [bot.slack.bot_user]}
    assert outcomes(bot) == ["resolved_by_person"]
    bot.presses(now, "reopen_paste")
    assert bot.slack.reactions(post["channel"], post["ts"]) == {}
    assert bot.kinds() == ["rejected", "resolved_by_person", "reopened"]
    assert outcomes(bot) == ["unsolved"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((), "solved"),
        ((), "not_this"),
        (("not_this",), "why_not"),
        (("not_this",), "show_again"),
        (("not_this",), "solved_otherwise"),
        (("solved",), "reopen"),
        (("not_this", "solved_otherwise"), "reopen_paste"),
    ],
)
def test_only_the_poster_and_support_say_what_became_of_it(bot, first, second):
    post, _ = pasted(bot)
    for action in first:
        bot.presses(bot.replies(post)[0], action)
    before = bot.kinds()
    dora = somebody_else(bot)
    (now,) = bot.replies(post)
    value = why(now, "another_error") if second == "why_not" else None
    bot.presses(now, second, user=dora, value=value)
    assert bot.kinds() == before
    (note,) = bot.private(dora)
    assert f"Only <@{bot.slack.alice}>" in bot.slack.shown(note)
    assert "not_yours" in bot.decisions().values()
    bot.presses(bot.replies(post)[0], second, user=bot.slack.bob, value=value)
    assert len(bot.kinds()) == len(before) + 1


def test_anybody_looks_at_suggestions_and_asks_a_person(office):
    with office(sure=False, helpers=("U0CAROL000",)) as bot:
        dora = somebody_else(bot)
        post = bot.says(bot.slack.general, bot.slack.alice, f"<@{bot.slack.bot_user}> {HOME}")
        bot.presses(bot.replies(post)[0], "show_1", user=dora)
        bot.presses(bot.replies(post)[0], "ask_a_person", user=dora)
        assert bot.kinds() == ["chosen", "escalated"]


def test_a_member_of_a_user_group_is_support(office):
    with office(support=("S0000000001",)) as bot:
        dora = somebody_else(bot)
        bot.slack.usergroups["S0000000001"] = {"id": "S0000000001", "users": [dora]}
        _, reply = pasted(bot)
        bot.slack.fail_next("usergroups.users.list", "ratelimited", retry_after=1)
        bot.presses(reply, "solved", user=dora)
        assert bot.kinds() == []
        bot.skip_waits()
        assert bot.kinds() == ["solved"]


def test_without_the_scope_for_groups_whoever_is_in_one_is_told_the_same(office, logged):
    with office(support=("S0000000001",)) as bot:
        dora = somebody_else(bot)
        bot.slack.usergroups["S0000000001"] = {"id": "S0000000001", "users": [dora]}
        bot.slack.revoke_scope("usergroups:read")
        for words in (HOME, CHROOT):
            _, reply = pasted(bot, words)
            bot.presses(reply, "solved", user=dora)
        assert bot.kinds() == []
        assert len(bot.private(dora)) == 2
        assert logged().count("usergroups:read is missing") == 1


def test_two_at_once_are_one_solution(one_bot):
    post, reply = pasted(one_bot)
    presses = [
        block_action(one_bot.slack, reply, "solved", user=who) for who in (one_bot.slack.bob, one_bot.slack.carol)
    ]
    presses.append(block_action(one_bot.slack, reply, "not_this"))
    for press in presses:
        one_bot.wire.send(press)
    one_bot.work()
    assert one_bot.kinds() == ["solved"]
    assert f"Resolved by <@{one_bot.slack.bob}>" in one_bot.slack.shown(one_bot.replies(post)[0])
