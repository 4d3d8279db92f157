"""Nobody says anything: one question after a day, and after a week more the ticket is closed."""

from datetime import timedelta

import pytest

from bot.slack import jobs
from bot.support.desk import FOLLOW_UP, Patience
from bot.support.model import JobState
from bot.worker.schedule import Schedule
from tests.fakes.delivery import slash_command
from tests.scenario.office import HOME, HTTP, SOCKET

DAY = timedelta(days=1)
USUAL = Patience(DAY, 7 * DAY)


@pytest.fixture(params=[HTTP, SOCKET])
def patient(request, office):
    with office(transport=request.param, patience=USUAL, helpers=("U0CAROL000",)) as bot:
        yield bot


@pytest.fixture
def desk(office):
    with office(patience=USUAL, helpers=("U0CAROL000",)) as bot:
        yield bot


def wait(bot, days):
    """Time goes by, and a worker looks at its schedule."""
    bot.slack.clock.advance(days * 86_400)
    Schedule(bot.store, bot.desk.clock, jobs.periodic(bot.desk))()
    bot.work()


def pasted(bot, words=HOME, **where):
    return bot.says(where.pop("channel", bot.slack.general), bot.slack.alice, words, **where)


def outcomes(bot):
    return [row["outcome"] for row in bot.rows("analytics_tickets")]


def test_one_question_after_a_day_and_closed_after_a_week_more(patient):
    bot = patient
    post = pasted(bot)
    wait(bot, 0.9)
    assert len(bot.replies(post)) == 1
    wait(bot, 0.2)
    _, question = bot.replies(post)
    assert f"<@{bot.slack.alice}>, did" in bot.slack.shown(question)
    wait(bot, 3)
    wait(bot, 3)
    assert bot.kinds() == ["inquired"]
    wait(bot, 2)
    wait(bot, 9)
    assert bot.kinds() == ["inquired", "closed"]
    assert len(bot.replies(post)) == 2
    assert outcomes(bot) == ["unknown"]
    assert [row["look_at"] for row in bot.rows("tickets")] == [None]


@pytest.mark.parametrize(
    ("action", "kinds", "outcome"),
    [
        ("solved", ["inquired", "solved"], "confirmed"),
        ("not_this", ["inquired", "rejected"], "unsolved"),
        ("ask_a_person", ["inquired", "escalated"], "escalated"),
    ],
)
def test_the_question_is_answered_by_a_press(patient, action, kinds, outcome):
    bot = patient
    post = pasted(bot)
    wait(bot, 1.1)
    question = bot.replies(post)[1]
    bot.presses(question, action)
    thanked = bot.replies(post)[1]
    assert thanked["ts"] == question["ts"]
    assert "Thank you" in bot.slack.shown(thanked)
    assert not any(block["type"] == "actions" for block in thanked["blocks"])
    assert bot.kinds() == kinds
    assert outcomes(bot) == [outcome]


def test_the_question_is_answered_by_a_check_mark(patient):
    post = pasted(patient)
    wait(patient, 1.1)
    question = patient.replies(post)[1]
    patient.reacts(question)
    assert patient.kinds() == ["inquired", "solved"]
    assert "Thank you" in patient.slack.shown(patient.replies(post)[1])
    patient.reacts(question, remove=True)
    assert outcomes(patient) == ["unsolved"]


def test_a_later_press_counts_also_on_a_closed_ticket(desk):
    post = pasted(desk)
    wait(desk, 1.1)
    wait(desk, 7.5)
    assert desk.kinds() == ["inquired", "closed"]
    desk.presses(desk.replies(post)[0], "solved")
    assert outcomes(desk) == ["confirmed"]


@pytest.mark.parametrize("action", ["solved", "not_this", "ask_a_person"])
def test_who_said_something_is_not_asked(desk, action):
    post = pasted(desk)
    desk.presses(desk.replies(post)[0], action)
    before = len(desk.replies(post))
    wait(desk, 2)
    wait(desk, 9)
    assert len(desk.replies(post)) == before
    assert not {"inquired", "closed"} & set(desk.kinds())


def test_nobody_is_asked_about_what_was_deleted(desk):
    post = pasted(desk)
    desk.deliver(desk.slack.user_deletes(post["channel"], post["ts"]))
    wait(desk, 2)
    assert "inquired" not in desk.kinds()


def test_nobody_is_asked_where_the_bot_was_switched_off_since(desk):
    post = pasted(desk)
    desk.deliver(slash_command(desk.slack, "watch off", user=desk.slack.bob))
    with desk.store.read() as tx:
        assert tx.channels.setting(desk.slack.team_id, desk.slack.general).mode == "off"
    wait(desk, 2)
    wait(desk, 7)
    assert len(desk.replies(post)) == 1
    assert desk.kinds() == ["closed"]


def test_a_private_answer_is_not_asked_about_but_closed(desk):
    desk.asks(HOME)
    wait(desk, 2)
    wait(desk, 7)
    assert len(desk.private()) == 1
    assert desk.kinds() == ["closed"]


@pytest.mark.parametrize(("stored", "posts"), [(False, 1), (True, 2)])
def test_a_press_while_the_question_waits_to_be_asked_again(desk, stored, posts):
    post = pasted(desk)
    desk.slack.fail_next("chat.postMessage", status=503, after_storing=stored)
    wait(desk, 1.1)
    desk.presses(desk.replies(post)[0], "solved")
    desk.skip_waits()
    assert len(desk.replies(post)) == posts
    assert "did *" not in desk.slack.shown(desk.replies(post)[-1])
    assert outcomes(desk) == ["confirmed"]


@pytest.mark.parametrize("failure", [{"status": 504}, {"error": "internal_error"}, {}])
def test_a_question_that_was_posted_although_the_call_failed_is_not_repeated(desk, failure):
    post = pasted(desk)
    desk.slack.fail_next("chat.postMessage", **failure, after_storing=True)
    wait(desk, 1.1)
    desk.skip_waits()
    assert len(desk.replies(post)) == 2
    assert desk.kinds() == ["inquired"]


@pytest.mark.parametrize("code", ["is_archived", "not_in_channel", "channel_not_found", "token_revoked"])
def test_a_question_that_cannot_be_asked_is_given_up_in_silence(desk, code):
    post = pasted(desk)
    desk.slack.fail_next("chat.postMessage", code)
    wait(desk, 1.1)
    desk.skip_waits()
    with desk.store.read() as tx:
        assert [job.kind for job in tx.jobs.list([JobState.DEAD], now=desk.desk.clock.now())] == ["inquiry"]
    wait(desk, 9)
    assert len(desk.replies(post)) == 1
    assert desk.private() == []
    assert desk.kinds() == ["closed"]


def test_two_workers_look_at_once(desk):
    post = pasted(desk)
    desk.slack.clock.advance(1.1 * 86_400)
    for _ in range(3):
        Schedule(desk.store, desk.desk.clock, jobs.periodic(desk.desk))()
    desk.work()
    assert len(desk.replies(post)) == 2


def test_without_patience_nothing_is_looked_at(one_bot):
    pasted(one_bot)
    assert FOLLOW_UP not in [work.kind for work in jobs.periodic(one_bot.desk)]
    assert [row["look_at"] for row in one_bot.rows("tickets")] == [None]
