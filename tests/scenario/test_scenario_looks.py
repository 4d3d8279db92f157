"""More than an answer shows: the whole article, why it was chosen, what else may fit; and the question that decides."""

import json
from datetime import UTC, datetime

import pytest

from bot.kb.article import Article
from bot.slack import delivery, ids, jobs
from bot.slack.listeners.action import on_action
from bot.slack.private import place_of
from bot.slack.views import words
from bot.slack.views.words import looks
from bot.support.model import Job, JobState
from tests.fakes.delivery import view_action
from tests.scenario.office import HOME, HTTP, SOCKET

UNCLEAR = "Our upload stops with:\n425 Failed to establish connection."


@pytest.fixture(params=[HTTP, SOCKET])
def unsure_bot(request, office):
    """A bot whose matcher thinks of several articles."""
    with office(transport=request.param, sure=False) as bot:
        yield bot


def asked(bot, text=HOME):
    """The reply to somebody who mentioned the bot."""
    said = bot.says(bot.slack.general, bot.slack.alice, f"<@{bot.slack.bot_user}> {text}")
    [reply] = bot.replies(said)
    return said, reply


def pressed_in_modal(bot, action, value=None):
    return bot.deliver(view_action(bot.slack, bot.modal()["id"], action, value=value))


def test_why_this_shows_lines_and_reasons(bot):
    _, reply = asked(bot)
    assert bot.presses(reply, ids.WHY) == 200
    shown = bot.slack.shown(bot.modal())
    assert bot.modal()["title"]["text"] == looks.WHY_TITLE
    for wanted in (looks.LINES, "530 User cannot log in, home directory inaccessible.", looks.FOR):
        assert wanted in shown
    assert bot.kinds() == []


def test_the_full_article_opens_with_all_of_it(bot):
    _, reply = asked(bot)
    bot.presses(reply, ids.FULL_ARTICLE)
    shown = bot.slack.shown(bot.modal())
    for wanted in (words.CAUSE, words.RESOLUTION, words.VERIFY, looks.REFERENCES):
        assert f"*{wanted}*" in shown


def test_what_could_not_open_is_told_privately(one_bot):
    bot = one_bot
    _, reply = asked(bot)
    for action, wanted in ((ids.WHY, looks.LINES), (ids.FULL_ARTICLE, words.CAUSE)):
        bot.slack.fail_next("views.open", "expired_trigger_id")
        bot.presses(reply, action)
        bot.skip_waits()
        assert wanted in bot.slack.shown(bot.private()[-1])


def test_another_candidate_is_shown_instead(unsure_bot):
    bot = unsure_bot
    said, reply = asked(bot)
    bot.presses(reply, "show_1")
    [shown] = bot.replies(said)
    first = shown["blocks"][0]["text"]["text"]
    bot.presses(shown, ids.WHY)
    pressed_in_modal(bot, f"{ids.SHOW_CANDIDATE}_3")  # beyond what was suggested
    [shown] = bot.replies(said)
    assert shown["blocks"][0]["text"]["text"] != first
    assert looks.SHOWN_INSTEAD in bot.slack.shown(bot.modal())
    assert bot.kinds() == ["chosen", "chosen"]
    assert [row["in_full"] for row in bot.rows("answers")].count(1) == 1


def test_a_long_article_is_turned_page_by_page(one_bot):
    bot = one_bot
    long = Article(
        "long-one", "A long one", resolution="\n\n".join(f"{n}. Step {n}. {'word ' * 100}" for n in range(400))
    )
    with bot.store.begin() as tx:
        kept = [stored.article for stored in tx.articles.current()]
        tx.articles.sync([*kept, long], now=bot.desk.clock.now())
    bot.asks("long-one")
    bot.presses(bot.private()[-1], ids.OPEN_ARTICLE)
    seen = bot.slack.shown(bot.modal())
    page = 1
    while f"{ids.PAGE}_2" in str(bot.modal()):
        pressed_in_modal(bot, f"{ids.PAGE}_2")
        page += 1
        seen += bot.slack.shown(bot.modal())
        assert looks.page(page, page).split(" of")[0] in bot.slack.shown(bot.modal())
    assert page > 2
    assert all(f"Step {n}." in seen for n in range(400))
    pressed_in_modal(bot, f"{ids.PAGE}_1")
    assert looks.page(page - 1, page) in bot.slack.shown(bot.modal())


def test_an_article_that_was_looked_up_opens(bot):
    bot.asks("passive mode firewall")
    listed = bot.private()[-1]
    assert bot.presses(listed, f"{ids.OPEN_ARTICLE}_1") == 200
    assert f"*{words.RESOLUTION}*" in bot.slack.shown(bot.modal())


def test_a_retired_article_says_so(one_bot):
    bot = one_bot
    bot.asks("passive mode firewall")
    listed = bot.private()[-1]
    with bot.store.begin() as tx:
        tx.articles.sync([Article("other", "Other", resolution="Ask.")], now=bot.desk.clock.now())
    bot.presses(listed, f"{ids.OPEN_ARTICLE}_1")
    assert "is not in use" in bot.slack.shown(bot.modal())  # and not that it is looked up, for ever
    assert bot.private() == [listed]


def test_a_modal_whose_job_is_given_up_says_so(one_bot, monkeypatch):
    bot = one_bot
    _, reply = asked(bot)
    with monkeypatch.context() as broken:
        broken.setattr(type(bot.desk.records), "of", None)
        bot.presses(reply, ids.WHY)
        bot.skip_waits()
    assert jobs.FAILED in bot.slack.shown(bot.modal())


def test_a_retired_article_is_said_privately_where_no_modal_opened(one_bot):
    bot = one_bot
    bot.asks("passive mode firewall")
    listed = bot.private()[-1]
    with bot.store.begin() as tx:
        tx.articles.sync([Article("other", "Other", resolution="Ask.")], now=bot.desk.clock.now())
    bot.slack.fail_next("views.open", "expired_trigger_id")
    bot.presses(listed, f"{ids.OPEN_ARTICLE}_1")
    bot.skip_waits()
    assert "is not in use" in bot.slack.shown(bot.private()[-1])


def test_the_question_that_decides_leads_to_the_article(bot):
    said, reply = asked(bot, UNCLEAR)
    assert "active or passive?" in bot.slack.shown(reply)
    assert "active or passive?" in reply["text"]
    bot.presses(reply, f"{ids.DECIDES}_2")
    [shown] = bot.replies(said)
    assert "Passive" in shown["blocks"][0]["text"]["text"]
    [event] = bot.rows("events")
    assert (event["kind"], json.loads(event["detail"])) == ("chosen", {"by": "question"})


def test_something_else_turns_all_choices_down(unsure_bot):
    bot = unsure_bot
    said, _ = asked(bot)
    [paste] = bot.rows("pastes")
    pressed = {
        "action": ids.DECIDES,
        "value": ids.value_of("paste", paste["id"]),
        "user": bot.slack.alice,
        "response_url": None,
        **place_of(said),
    }
    on_action(bot.desk, bot.messenger, pressed, job(f"{delivery.ACTION}:1"))
    bot.work()
    assert set(bot.kinds()) == {"rejected"}
    assert words.EXHAUSTED_TITLE in bot.slack.shown(bot.replies(said)[0])


def job(key):
    return Job(1, "T1", key, "delivery", "", {}, 1, "worker", datetime(2026, 11, 30, tzinfo=UTC), JobState.RUNNING)
