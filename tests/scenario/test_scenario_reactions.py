"""A check mark says that it is solved, and taken away it says that it is not."""

import pytest

from tests.scenario.office import HOME

MARKS = ["white_check_mark", "heavy_check_mark", "ballot_box_with_check"]


def pasted(bot):
    post = bot.says(bot.slack.general, bot.slack.alice, HOME)
    (reply,) = bot.replies(post)
    return post, reply


def outcomes(bot):
    return [row["outcome"] for row in bot.rows("analytics_tickets")]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("place", [0, 1], ids=["on the paste", "on the reply"])
def test_a_check_mark_by_the_poster_counts_as_solved(bot, mark, place):
    message = pasted(bot)[place]
    assert bot.reacts(message, mark) == 200
    assert bot.kinds() == ["solved"]
    assert outcomes(bot) == ["confirmed"]


def test_it_shows_who_and_the_bot_marks_the_paste_too(bot):
    post, reply = pasted(bot)
    bot.reacts(reply)
    (now,) = bot.replies(post)
    assert f"Resolved by <@{bot.slack.alice}>" in bot.slack.shown(now)
    assert bot.slack.reactions(post["channel"], post["ts"]) == {"white_check_mark": [bot.slack.bot_user]}


def test_taken_away_it_takes_back_what_it_said(bot):
    post, reply = pasted(bot)
    bot.reacts(post)
    bot.reacts(post, remove=True)
    assert bot.kinds() == ["solved", "reopened"]
    assert "Resolved by" not in bot.slack.shown(bot.replies(post)[0])
    assert bot.slack.reactions(post["channel"], post["ts"]) == {}
    bot.reacts(reply)
    assert outcomes(bot) == ["confirmed"]


@pytest.mark.parametrize(
    ("name", "who", "mark"),
    [("by somebody else", "dora", "white_check_mark"), ("another emoji", "alice", "eyes")],
)
def test_what_does_not_count(bot, name, who, mark):
    post, reply = pasted(bot)
    user = bot.slack.alice if who == "alice" else bot.slack.add_user(who)
    bot.reacts(reply, mark, user=user)
    bot.reacts(post, mark, user=user)
    assert bot.kinds() == [], name
    assert bot.private(user) == []


def test_support_people_may_say_it_too_and_the_bots_own_mark_says_nothing(bot):
    post, reply = pasted(bot)
    bot.reacts(reply, user=bot.slack.bob)
    assert bot.kinds() == ["solved"]
    bot.reacts(post, user=bot.slack.bot_user, remove=True)
    bot.reacts(reply, user=bot.slack.bot_user)
    assert bot.kinds() == ["solved"]


def test_the_mark_of_another_takes_nothing_back(bot):
    post, reply = pasted(bot)
    bot.presses(reply, "solved")
    bot.reacts(post, user=bot.slack.bob)
    bot.reacts(post, user=bot.slack.bob, remove=True)
    bot.reacts(reply)
    bot.reacts(reply, remove=True)
    assert bot.kinds() == ["solved"]


def test_where_nothing_is_shown_in_full_something_else_solved_it(office):
    with office(sure=False) as bot:
        post = bot.says(bot.slack.general, bot.slack.alice, f"<@{bot.slack.bot_user}> {HOME}")
        bot.reacts(post)
        assert bot.kinds() == ["resolved_by_person"]
        bot.reacts(post, remove=True)
        assert outcomes(bot) == ["unsolved"]


def test_a_mark_on_any_other_message_keeps_nothing_of_it(bot):
    post = bot.says(bot.slack.general, bot.slack.alice, "lunch?")
    bot.reacts(post)
    assert bot.kinds() == []
    assert [job["payload"] for job in bot.rows("jobs")] == [None, None]


def test_a_reaction_delivered_twice_is_one_event(bot):
    _, reply = pasted(bot)
    event = bot.slack.user_reacts(reply["channel"], reply["ts"], bot.slack.alice, "white_check_mark")
    bot.deliver(event)
    bot.deliver(event)
    assert bot.kinds() == ["solved"]
