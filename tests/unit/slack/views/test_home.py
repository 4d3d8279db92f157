"""App Home, `/kb mine`, `/kb watch`, and a failure that many have: what they say, and that Slack takes it."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from home_samples import IN_THREAD, PLACE, URL, home, hostile_home, overview, support_home, ticket
from view_samples import HELP, NOW, hostile, hostile_reply, paste, reply

from bot.analytics.model import Rate
from bot.slack.sendable import assert_sendable
from bot.slack.views.channels import direct_message, off_message, watch_message
from bot.slack.views.home import home_view, mine_message, web_address
from bot.slack.views.reply import reply_message
from bot.slack.views.together import in_company
from bot.slack.views.words import home as words
from bot.support.model import ChannelSetting, Mode, Outcome
from bot.support.overview import Place, Shadow
from bot.support.reply import ReplyKind, Together

HOMES = {"usual": home(), "empty": home(tickets=(), helpful=()), "support": support_home(), "hostile": hostile_home()}


def text_of(message):
    return json.dumps(message.blocks, ensure_ascii=False)


@pytest.mark.parametrize("url", [URL, None])
@pytest.mark.parametrize("shown", HOMES.values(), ids=HOMES)
def test_every_home_can_be_published(shown, url, validator):
    view = home_view(shown, url)
    assert_sendable(view, "home")
    call = {"user_id": "U1", "view": {"type": "home", "blocks": list(view.blocks)}}
    assert validator.check_call("views.publish", call) == []
    assert "<!channel>" not in text_of(view)
    assert "<@U123>" not in text_of(view)


def test_a_home_has_few_blocks():
    assert len(home_view(support_home(), URL).blocks) <= 40


def test_support_people_see_more():
    assert words.WAITING_TITLE in text_of(home_view(support_home(), URL))
    assert words.WAITING_TITLE not in text_of(home_view(home(), URL))


@pytest.mark.parametrize("outcome", Outcome)
def test_every_state_of_a_ticket_has_words(outcome):
    assert words.OUTCOMES[outcome] in text_of(home_view(home(tickets=(ticket(outcome),)), URL))


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (PLACE, "https://helpdesk.slack.example/archives/C0123ABC/p1795370000000100"),
        (IN_THREAD, "https://helpdesk.slack.example/archives/C0123ABC/p1795370001000100"
         "?thread_ts=1795370000.000100&cid=C0123ABC"),
        (Place("C1", None), None),
    ],
)  # fmt: skip
def test_web_addresses_have_the_form_of_permalinks(place, expected):
    assert web_address(URL, place) == expected


@pytest.mark.parametrize(
    ("shadow", "expected"),
    [
        (Shadow(0, Rate(0, 0)), "would have said nothing in the last 30 days."),
        (Shadow(1, Rate(0, 0)), "would have answered once in the last 30 days. Nobody has judged any of them yet."),
        (Shadow(9, Rate(1, 2)), "People judged 2 of them: 1 was right. That is too few to say how often I am right."),
        (Shadow(23, Rate(11, 12)), "People judged 12 of them: 11 were right. That is 92%, and most likely between"),
    ],
)
def test_how_often_it_would_have_been_right_is_said_with_its_number(shadow, expected):
    assert expected in text_of(home_view(home(support=overview(shadow=shadow)), URL))


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (timedelta(days=3, hours=5), "3 days"),
        (timedelta(hours=1, minutes=59), "1 hour"),
        (timedelta(minutes=2), "2 minutes"),
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(seconds=-5), "less than a minute"),
    ],
)
def test_ages(since, expected):
    assert words.age(since) == expected


def test_my_tickets_are_a_useful_text_too(accepted):
    message = mine_message(home().tickets, URL)
    accepted(message)
    assert "Log in failed with 530" in message.text
    accepted(mine_message((), None))
    accepted(mine_message(hostile_home().tickets, URL))


@pytest.mark.parametrize("may_change", [True, False])
@pytest.mark.parametrize("private_first", [True, False])
@pytest.mark.parametrize("mode", Mode)
def test_watch_says_what_each_mode_means(mode, private_first, may_change, accepted):
    setting = ChannelSetting(mode, private_first=private_first, set_by="U0BERT", set_at=NOW)
    message = watch_message("C0123ABC", setting, may_change=may_change)
    accepted(message)
    assert f"watch_{mode.value}" not in text_of(message)
    assert ("watch_" in text_of(message)) == may_change


def test_short_messages_about_channels(accepted):
    accepted(off_message())
    accepted(direct_message())
    accepted(watch_message("C0123ABC", ChannelSetting(), may_change=False))


LEADER = paste(id=1, author="U0CLEO")
COMPANY = {
    "first of three": Together(3),
    "first of two": Together(2),
    "led": Together(4, LEADER),
    "led, and solved there": Together(4, LEADER, "U0CLEO"),
}


@pytest.mark.parametrize("private", [True, False])
@pytest.mark.parametrize("link", [f"{URL}archives/C1/p1", None])
@pytest.mark.parametrize("together", COMPANY.values(), ids=COMPANY)
def test_a_failure_that_many_have_can_be_said(together, link, private, accepted):
    for one in (reply(), reply(help=HELP), hostile_reply(ReplyKind.ARTICLE), reply(article=None, answer=None)):
        shown = replace(one, together=together)
        accepted(in_company(shown, reply_message(shown), link, private=private))


def test_the_answer_for_all_is_marked_from_three_people_on():
    shown = reply_message(reply())
    assert in_company(reply(together=Together(2)), shown, None) == shown
    assert "3 people" in in_company(reply(together=Together(3)), shown, None).text
    assert in_company(reply(), shown, None) == shown


def test_titles_are_no_mrkdwn():
    view = home_view(home(tickets=(ticket(title=hostile(300)),)), URL)
    assert "<!here>" not in text_of(view)
