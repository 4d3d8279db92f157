"""Several people at once: one answer for all of them, and a budget of replies."""

from itertools import pairwise

import pytest

from tests.scenario.office import CHROOT, HOME, HTTP, SOCKET


@pytest.fixture(params=[HTTP, SOCKET])
def crowd(request, office):
    """A bot, and three people who post the same failure, each in words of their own."""
    with office(transport=request.param) as bot:
        slack = bot.slack
        bot.posts = [
            bot.says(slack.general, user, HOME.replace("dora", name))
            for user, name in ((slack.alice, "dora"), (slack.bob, "nils"), (slack.carol, "ines"))
        ]
        yield bot


def answers(bot):
    """What each of the three shows."""
    return [bot.slack.shown(bot.replies(post)[0]) for post in bot.posts]


def test_the_third_is_led_to_the_first_which_says_how_many_have_it(crowd):
    bot, slack = crowd, crowd.slack
    first, second, third = answers(bot)
    assert "The same failure from 3 people in this channel" in first
    assert "iis-home-dir-inaccessible" in first
    where = bot.replies(bot.posts[0])[0]["ts"].replace(".", "")
    for led in (second, third):
        assert "3 people have the same failure right now" in led
        assert f"/p{where}" in led
        assert "Resolution" not in led
    assert slack.channels[slack.general].pins == [bot.replies(bot.posts[0])[0]["ts"]]
    assert [len(bot.replies(post)) for post in bot.posts] == [1, 1, 1]
    assert len(bot.rows("tickets")) == 3
    assert [row["same_as"] for row in bot.rows("pastes")] == [None, 1, 1]


def test_a_fourth_is_counted_once_however_often_they_post(crowd):
    bot, slack = crowd, crowd.slack
    dave = slack.add_user("dave")
    for _ in range(2):
        bot.says(slack.general, dave, HOME)
    assert "The same failure from 4 people" in answers(bot)[0]


def test_a_crowd_is_counted_in_tens(crowd):
    bot, slack = crowd, crowd.slack
    updates = []
    for number in range(4, 21):
        bot.says(slack.general, slack.add_user(f"person{number}"), HOME)
        first = bot.replies(bot.posts[0])[0]["ts"]
        updates.append(len([call for call in slack.called("chat.update") if call.payload["ts"] == first]))
    assert [after - before for before, after in pairwise(updates)] == [1] * 6 + [0] * 9 + [1]
    assert "The same failure from 20 people or more in this channel" in answers(bot)[0]


def test_what_solved_the_first_is_offered_to_the_others_and_resolves_only_the_first(crowd):
    bot, slack = crowd, crowd.slack
    bot.presses(bot.replies(bot.posts[0])[0], "solved")
    first, second, third = answers(bot)
    assert "Resolved by" in first
    assert slack.channels[slack.general].pins == []
    for led in (second, third):
        assert f"<@{slack.alice}> says that it solved it there. Did it solve yours too?" in led
    assert [slack.reactions(slack.general, post["ts"]) != {} for post in bot.posts] == [True, False, False]
    bot.presses(bot.replies(bot.posts[1])[0], "solved", user=slack.bob)
    assert "Resolved by" in answers(bot)[1]
    assert bot.kinds() == ["solved", "solved"]


def test_the_offer_is_taken_back_with_the_resolution(crowd):
    bot = crowd
    bot.presses(bot.replies(bot.posts[0])[0], "solved")
    bot.presses(bot.replies(bot.posts[0])[0], "reopen")
    assert "says that it solved it there" not in answers(bot)[1]


def test_whoever_wants_it_gets_the_whole_article(crowd):
    bot, slack = crowd, crowd.slack
    bot.presses(bot.replies(bot.posts[2])[0], "show_1", user=slack.carol)
    assert "Resolution" in answers(bot)[2]
    bot.presses(bot.replies(bot.posts[1])[0], "not_this", user=slack.bob)
    assert "have the same failure right now" not in answers(bot)[1]


def test_where_the_first_is_deleted_the_others_get_the_article(crowd):
    bot, slack = crowd, crowd.slack
    bot.deliver(slack.user_deletes(slack.general, bot.posts[0]["ts"]))
    for post in bot.posts[1:]:
        assert "Resolution" in slack.shown(bot.replies(post)[0])


def test_where_the_first_turned_out_to_be_something_else_the_others_get_the_article(crowd):
    bot = crowd
    bot.presses(bot.replies(bot.posts[0])[0], "not_this")
    for shown in answers(bot)[1:]:
        assert "Resolution" in shown


def test_an_edit_is_read_by_itself(crowd):
    bot, slack = crowd, crowd.slack
    bot.deliver(slack.user_edits(slack.general, bot.posts[2]["ts"], CHROOT))
    assert "vsftpd-writable-chroot" in answers(bot)[2]


def test_asked_directly_everybody_gets_a_whole_answer(one_bot):
    bot, slack = one_bot, one_bot.slack
    for user in (slack.alice, slack.bob, slack.carol):
        post = bot.says(slack.general, user, f"<@{slack.bot_user}> {HOME}")
        assert "Resolution" in slack.shown(bot.replies(post)[0])


@pytest.mark.parametrize("name", ["one person", "other channels", "other failures"])
def test_what_is_no_crowd(one_bot, name):
    bot, slack = one_bot, one_bot.slack
    people = [slack.alice, slack.bob, slack.carol]
    posts = {
        "one person": [(slack.general, slack.alice, HOME)] * 3,
        "other channels": [(slack.add_channel(f"team-{user}"), user, HOME) for user in people],
        "other failures": [(slack.general, *one) for one in zip(people, (HOME, CHROOT, HOME), strict=True)],
    }[name]
    for place, user, words in posts:
        post = bot.says(place, user, words)
        assert "Resolution" in slack.shown(bot.replies(post)[-1])
    assert slack.called("pins.add") == []


def test_half_an_hour_later_it_is_no_crowd_any_more(office):
    with office(transport=SOCKET) as bot:
        slack = bot.slack
        for user, minutes in ((slack.alice, 0), (slack.bob, 0), (slack.carol, 31)):
            slack.clock.advance(minutes * 60)
            post = bot.says(slack.general, user, HOME)
        assert "Resolution" in slack.shown(bot.replies(post)[0])


def test_without_the_scope_nothing_is_pinned_and_nothing_else_is_missing(office):
    with office() as bot:
        slack = bot.slack
        slack.revoke_scope("pins:write")
        posts = [bot.says(slack.general, user, HOME) for user in (slack.alice, slack.bob, slack.carol)]
        assert "The same failure from 3 people" in slack.shown(bot.replies(posts[0])[0])
        assert slack.channels[slack.general].pins == []


@pytest.mark.parametrize("transport", [HTTP, SOCKET])
def test_beyond_the_budget_answers_are_shown_to_their_posters_alone(office, transport):
    with office(transport=transport, budget=2) as bot:
        slack = bot.slack
        posts = [bot.says(slack.general, slack.alice, words) for words in (HOME, CHROOT, HOME, CHROOT)]
        assert [len(bot.replies(post)) for post in posts] == [1, 1, 0, 0]
        offered = bot.private()
        assert len(offered) == 2
        assert len(bot.rows("tickets")) == 4
        bot.presses(offered[1], "share")
        assert len(bot.replies(posts[3])) == 1
        slack.clock.advance(61)
        assert len(bot.replies(bot.says(slack.general, slack.alice, HOME))) == 1


def test_who_asks_is_answered_beyond_the_budget(office):
    with office(budget=1) as bot:
        slack = bot.slack
        bot.says(slack.general, slack.alice, HOME)
        post = bot.says(slack.general, slack.alice, f"<@{slack.bot_user}> {CHROOT}")
        assert len(bot.replies(post)) == 1
        other = slack.add_channel("elsewhere")
        assert len(bot.replies(bot.says(other, slack.alice, HOME))) == 1
