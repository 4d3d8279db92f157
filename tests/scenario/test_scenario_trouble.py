"""What goes wrong between the bot and Slack, and what people notice of it."""

import threading

import pytest

from bot.support.model import JobState
from tests.scenario.office import HOME, PATIENCE


def asked(bot, words=HOME):
    return bot.says(bot.slack.general, bot.slack.alice, f"<@{bot.slack.bot_user}> {words}")


def states(bot, kind):
    """The states of the jobs of a kind."""
    with bot.store.begin() as tx:
        found = tx.jobs.list(list(JobState), now=bot.desk.clock.now())
    return [job.state.value for job in found if job.kind == kind]


@pytest.mark.parametrize("failure", [{"status": 504}, {"status": 500}, {"error": "internal_error"}, {}])
def test_a_post_that_succeeded_although_the_call_failed_is_not_repeated(one_bot, failure):
    one_bot.slack.fail_next("chat.postMessage", **failure, after_storing=True)
    post = asked(one_bot)
    assert states(one_bot, "reply") == ["waiting"]
    one_bot.skip_waits()
    (reply,) = one_bot.replies(post)
    assert len(one_bot.slack.posted()) == 1
    one_bot.presses(reply, "solved")
    assert "Resolved by" in one_bot.slack.shown(one_bot.replies(post)[0])


def test_a_shared_answer_is_not_repeated_either(one_bot):
    one_bot.asks(HOME)
    one_bot.slack.fail_next("chat.postMessage", status=504, after_storing=True)
    one_bot.presses(one_bot.private()[0], "share")
    one_bot.skip_waits()
    assert len(one_bot.in_channel(one_bot.slack.general)) == 1
    assert one_bot.kinds() == ["shared"]


def test_a_post_that_failed_is_repeated(one_bot):
    one_bot.slack.fail_next("chat.postMessage", status=503, times=3)
    post = asked(one_bot)
    one_bot.skip_waits()
    assert len(one_bot.replies(post)) == 1


def test_without_the_scope_to_look_the_reply_is_offered_privately(one_bot):
    one_bot.slack.revoke_scope("channels:history")
    one_bot.slack.fail_next("chat.postMessage", status=504, after_storing=True)
    post = asked(one_bot)
    one_bot.skip_waits()
    assert len(one_bot.slack.posted()) == 1
    (offered,) = one_bot.private()
    assert states(one_bot, "reply") == ["done"]
    one_bot.presses(offered, "share")
    assert [one["thread_ts"] for one in one_bot.replies(post)] == [post["ts"], post["ts"]]


def test_slack_asks_for_patience_and_gets_it(one_bot):
    one_bot.slack.fail_next("chat.postMessage", "ratelimited", retry_after=40)
    before = one_bot.desk.clock.now()
    post = asked(one_bot)
    with one_bot.store.begin() as tx:
        (waiting,) = tx.jobs.list([JobState.WAITING], now=before)
    assert 40 <= (waiting.due_at - before).total_seconds() < 60
    one_bot.skip_waits()
    assert len(one_bot.replies(post)) == 1


def test_a_burst_of_limits_gives_nothing_up(one_bot):
    one_bot.slack.fail_next("chat.postMessage", "ratelimited", retry_after=1, times=12)
    post = asked(one_bot)
    one_bot.skip_waits()
    assert len(one_bot.replies(post)) == 1


def test_whoever_asked_is_told_once_when_nothing_helps(one_bot, logged):
    one_bot.slack.fail_next("chat.postMessage", status=503, times=99)
    asked(one_bot)
    one_bot.skip_waits()
    assert states(one_bot, "reply") == ["dead"]
    (note,) = one_bot.private()
    (dead,) = [job for job in one_bot.rows("jobs") if job["dead_at"]]
    assert dead["attempts"] == 8
    assert f"job {dead['id']}" in one_bot.slack.shown(note)
    assert f"'job': {dead['id']}" in logged()


def test_what_a_person_can_mend_is_said_at_once(one_bot):
    one_bot.slack.fail_next("chat.postMessage", "restricted_action_thread_only_channel")
    asked(one_bot)
    assert states(one_bot, "reply") == ["dead"]
    (note,) = one_bot.private()
    assert "workspace admin" in one_bot.slack.shown(note)


def test_nobody_is_told_who_did_not_ask(one_bot):
    one_bot.slack.fail_next("chat.postMessage", "is_archived")
    one_bot.says(one_bot.slack.general, one_bot.slack.alice, HOME)
    assert states(one_bot, "reply") == ["dead"]
    assert one_bot.private() == []


def test_with_a_revoked_token_nothing_is_lost(one_bot):
    one_bot.slack.revoke_token()
    post = asked(one_bot)
    assert states(one_bot, "reply") == ["dead"]
    one_bot.slack.tokens[one_bot.slack.bot_token].revoked = False
    with one_bot.store.begin() as tx:
        tx.jobs.revive(None, now=one_bot.desk.clock.now())
    one_bot.work()
    assert len(one_bot.replies(post)) == 1


def test_a_response_url_that_ran_out(one_bot):
    one_bot.slack.fail_next("response_url", status=404)
    one_bot.asks(HOME)
    assert states(one_bot, "reply") == ["dead"]


def test_a_reply_that_somebody_deleted_is_not_posted_again(one_bot):
    post = asked(one_bot)
    (reply,) = one_bot.replies(post)
    del one_bot.slack.channels[one_bot.slack.general].messages[reply["ts"]]
    one_bot.deliver(one_bot.slack.user_edits(one_bot.slack.general, post["ts"], HOME + "\nquit"))
    assert one_bot.replies(post) == []
    assert states(one_bot, "reply") == ["done", "done"]


def test_the_worker_runs_beside_the_receiver_until_it_is_stopped(bot):
    stop = threading.Event()
    thread = threading.Thread(target=bot.worker.run, args=(stop,))
    thread.start()
    try:
        posts = [bot.slack.user_says(bot.slack.general, bot.slack.alice, HOME) for _ in range(5)]
        for post in posts:
            assert bot.wire.send(post).status == 200
        bot.slack.wait_for(lambda: len(bot.slack.posted()) == 5, PATIENCE)
    finally:
        stop.set()
        thread.join(PATIENCE)
    assert [len(bot.replies(post["event"])) for post in posts] == [1] * 5
