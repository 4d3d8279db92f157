"""App Home: what somebody sees of the bot when they open it, and `/kb mine`."""

import re

import pytest

from bot.support.model import Mode
from tests.fakes.delivery import app_home_opened, view_action
from tests.scenario.office import CHROOT, HOME


def test_it_shows_my_tickets_and_nobody_elses(bot):
    slack = bot.slack
    post = bot.says(slack.general, slack.alice, HOME)
    bot.says(slack.general, slack.bob, CHROOT)
    bot.presses(bot.replies(post)[0], "solved")
    bot.opens_home()
    shown = slack.shown(bot.home())
    assert "✓ Solved by an article" in shown
    assert f"https://helpdesk.slack.example/archives/{slack.general}/p{post['ts'].replace('.', '')}" in shown
    assert "writable" not in shown
    assert "Waiting for a person" not in shown
    assert "solved the ticket it was shown on" in shown


def test_a_first_look_has_a_sentence_for_everything_that_is_not_there_yet(bot):
    bot.opens_home(bot.slack.bob)
    shown = bot.slack.shown(bot.home(bot.slack.bob))
    for sentence in ("You have none yet", "Nobody has said yet", "Nobody waits", "No failure in a public channel"):
        assert sentence in shown


def test_support_people_see_what_waits_for_them(bot):
    slack = bot.slack
    post = bot.says(slack.general, slack.alice, HOME)
    bot.presses(bot.replies(post)[0], "not_this")
    setting(bot, Mode.ASKED)
    bot.says(slack.general, slack.carol, CHROOT)
    bot.opens_home(slack.bob)
    shown = slack.shown(bot.home(slack.bob))
    assert "Not solved: *1*" in shown
    assert "refusing to run with writable root" in shown
    assert "once, by 1 person" in shown
    assert "pia" not in shown


def test_who_asked_a_person_waits_in_the_home_of_support(office):
    with office(helpers=("U0BOB00000",)) as bot:
        post = bot.says(bot.slack.general, bot.slack.alice, HOME)
        bot.presses(bot.replies(post)[0], "ask_a_person")
        bot.opens_home(bot.slack.bob)
        shown = bot.slack.shown(bot.home(bot.slack.bob))
        assert "*Log in failed with 530*" in shown
        assert f"<@{bot.slack.alice}> has waited" in shown
        assert "nobody has it yet" in shown


@pytest.mark.parametrize("kind", ["group", "mpim"])
def test_nothing_of_a_private_conversation_is_shown_to_others(office, kind):
    with office(helpers=("U0BOB00000",)) as bot:
        slack = bot.slack
        place = slack.add_channel("secret-plans", kind, [slack.alice])
        post = bot.says(place, slack.alice, HOME)
        bot.presses(bot.replies(post)[0], "ask_a_person")
        setting(bot, Mode.ASKED, place)
        bot.says(place, slack.alice, CHROOT)
        bot.opens_home(slack.bob)
        shown = slack.shown(bot.home(slack.bob))
        assert "A private conversation" in shown
        assert re.search(r"\b530\b", shown) is None  # not where a time has those digits among its own
        assert "chroot" not in shown
        assert "No failure in a public channel" in shown


def test_support_people_judge_what_it_would_have_said(bot):
    slack = bot.slack
    setting(bot, Mode.SHADOW)
    bot.says(slack.general, slack.alice, HOME)
    bot.says(slack.general, slack.carol, CHROOT)
    bot.opens_home(slack.bob)
    home = bot.home(slack.bob)
    assert "would have answered 2 times" in slack.shown(home)
    assert "Nobody has judged any of them yet" in slack.shown(home)
    values = [one["value"] for block in home["blocks"] for one in block.get("elements", []) if "action_id" in one]
    first, second = dict.fromkeys(value for value in values if value.startswith("paste:"))
    bot.presses_in_view(home, "shadow_right", user=slack.bob, value=first)
    bot.presses_in_view(home, "shadow_wrong", user=slack.bob, value=second)
    shown = slack.shown(bot.home(slack.bob))
    assert "People judged 2 of them: 1 was right. That is too few to say" in shown
    assert "shadow_right" not in shown


def test_who_is_not_support_cannot_judge(one_bot):
    bot, slack = one_bot, one_bot.slack
    setting(bot, Mode.SHADOW)
    bot.says(slack.general, slack.alice, HOME)
    bot.opens_home(slack.bob)
    (paste,) = bot.rows("pastes")
    payload = view_press(bot, bot.home(slack.bob), "shadow_right", paste["id"])
    bot.deliver(payload)
    assert bot.rows("verdicts") == []


def view_press(bot, home, action, paste):
    """A press of alice's in bob's Home."""
    payload = view_action(bot.slack, home["id"], action, user=bot.slack.bob, value=f"paste:{paste}")
    payload["user"]["id"] = bot.slack.alice
    return payload


def test_the_paste_box_opens_from_it(bot):
    bot.opens_home()
    bot.presses_in_view(bot.home(), "paste_here")
    assert bot.modal()["callback_id"] == "paste_modal"
    bot.submits({"paste": {"type": "plain_text_input", "value": HOME}})
    (place,) = [one.id for one in bot.slack.channels.values() if one.kind == "im"]
    assert any("iis-home-dir-inaccessible" in bot.slack.shown(one) for one in bot.slack.messages(place))


def test_curators_see_which_channels_were_set(one_bot):
    bot = one_bot
    setting(bot, Mode.OFF)
    for user, sees in ((bot.slack.bob, True), (bot.slack.alice, False)):
        bot.opens_home(user)
        assert (f"<#{bot.slack.general}>" in bot.slack.shown(bot.home(user))) == sees


def test_it_is_drawn_anew_each_time_and_an_old_look_does_not_win(one_bot):
    bot, slack = one_bot, one_bot.slack
    bot.opens_home()
    outdated = app_home_opened(slack, slack.alice)
    bot.says(slack.general, slack.alice, HOME)
    bot.opens_home()
    newest = bot.home()
    assert "iis" in slack.shown(newest).casefold()
    bot.deliver(outdated)
    assert bot.home()["hash"] == newest["hash"]
    assert "outdated" in bot.decisions().values()


def test_its_messages_tab_needs_nothing(one_bot):
    one_bot.opens_home(tab="messages")
    assert one_bot.home() is None
    assert one_bot.slack.called("views.publish") == []


def test_where_slack_does_not_say_where_the_workspace_is_there_are_no_links(one_bot):
    bot = one_bot
    bot.says(bot.slack.general, bot.slack.alice, HOME)
    bot.slack.fail_next("auth.test", status=500)
    bot.opens_home()
    assert "/archives/" not in bot.slack.shown(bot.home())
    assert f"<#{bot.slack.general}>" in bot.slack.shown(bot.home())
    bot.opens_home()
    assert "/archives/" in bot.slack.shown(bot.home())


def test_mine_lists_my_tickets_for_my_eyes_only(bot):
    bot.asks("mine")
    assert "You have none yet" in bot.private()[-1]["text"]
    bot.says(bot.slack.general, bot.slack.alice, HOME)
    bot.asks(CHROOT)
    bot.asks("mine")
    shown = bot.slack.shown(bot.private()[-1])
    assert "Log in failed with 530" in shown
    assert "a private answer" in shown
    assert bot.in_channel(bot.slack.general) == []


def setting(bot, mode, channel=None):
    """How the bot is to behave in a channel from now on."""
    with bot.store.begin() as tx:
        place, now = channel or bot.slack.general, bot.desk.clock.now()
        tx.channels.set(bot.slack.team_id, place, mode, private_first=False, by=bot.slack.bob, at=now)


def test_one_press_begins_an_article_of_what_was_left_unanswered(one_bot):
    bot, slack = one_bot, one_bot.slack
    setting(bot, Mode.ASKED)
    bot.says(slack.general, slack.carol, CHROOT)
    bot.opens_home(slack.bob)
    home = bot.home(slack.bob)
    said_before = len(slack.messages(slack.general))
    bot.presses_in_view(home, "draft_article", user=slack.bob, value="cluster:writable-chroot")
    (told,) = slack.messages(slack.open_im(slack.bob))
    assert "/kb draft-writable-chroot" in told["text"]
    assert len(slack.messages(slack.general)) == said_before
    drafts = [row for row in bot.rows("article_revisions") if row["article"] == "draft-writable-chroot"]
    assert len(drafts) == 1
    assert "pia" not in drafts[0]["document"]
    with bot.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE pastes SET withdrawn = 1")
    bot.presses_in_view(home, "draft_article", user=slack.bob, value="cluster:writable-chroot")
    assert "nothing to write of" in slack.messages(slack.open_im(slack.bob))[-1]["text"]
