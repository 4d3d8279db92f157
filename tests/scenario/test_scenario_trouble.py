"""What goes wrong between the bot and Slack, and what people notice of it."""

import threading

import pytest

from bot.support.model import JobState
from tests.fakes.delivery import block_action
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
    assert states(one_bot, "reply") == ["done"]
    (answer,) = one_bot.private()
    assert "iis-home-dir-inaccessible" in one_bot.slack.shown(answer)


def test_a_paste_box_that_was_open_for_an_hour_is_answered(bot):
    bot.asks("")
    bot.slack.clock.advance(3600)
    bot.submits({"paste": HOME})
    (answer,) = bot.private()
    assert "iis-home-dir-inaccessible" in bot.slack.shown(answer)
    bot.presses(answer, "share")
    assert len(bot.in_channel(bot.slack.general)) == 1


@pytest.mark.parametrize("place", ["a channel without the bot", "the direct message"])
def test_what_comes_too_late_is_said_in_the_direct_message(one_bot, place):
    away = one_bot.slack.add_channel("away", bot=False)
    one_bot.asks("", channel=away if place.startswith("a channel") else one_bot.slack.open_im(one_bot.slack.alice))
    one_bot.slack.clock.advance(3600)
    one_bot.submits({"paste": HOME})
    direct = one_bot.slack.open_im(one_bot.slack.alice)
    (answer,) = one_bot.in_channel(direct)
    assert "iis-home-dir-inaccessible" in one_bot.slack.shown(answer)
    one_bot.presses(answer, "solved")
    (answer,) = one_bot.in_channel(direct)
    assert "Resolved by" in one_bot.slack.shown(answer)


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


HELPERS = "C0000000001"


@pytest.fixture
def helped(office):
    """A bot whose helpers have a channel."""
    with office(helpers=(HELPERS,)) as bot:
        assert bot.slack.add_channel("ftp-helpers") == HELPERS
        yield bot


def escalated(bot):
    post = asked(bot)
    bot.presses(bot.replies(post)[0], "ask_a_person")
    return post


@pytest.mark.parametrize("failure", [{"status": 504}, {"error": "internal_error"}, {}])
def test_a_packet_that_was_posted_although_the_call_failed_is_not_repeated(helped, failure):
    post = asked(helped)
    helped.slack.fail_next("chat.postMessage", **failure, after_storing=True)
    helped.presses(helped.replies(post)[0], "ask_a_person")
    helped.skip_waits()
    (packet,) = helped.in_channel(HELPERS)
    helped.presses(packet, "claim", user=helped.slack.bob)
    assert "takes care of this" in helped.slack.shown(helped.in_channel(HELPERS)[0])


def test_a_packet_waits_as_long_as_slack_asks(helped):
    post = asked(helped)
    helped.slack.fail_next("chat.postMessage", "ratelimited", retry_after=40, times=3)
    helped.presses(helped.replies(post)[0], "ask_a_person")
    helped.skip_waits()
    assert len(helped.in_channel(HELPERS)) == 1
    assert helped.private() == []


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("is_archived", "archived"),
        ("not_in_channel", "/invite"),
        ("channel_not_found", "/invite"),
        ("restricted_action", "workspace admin"),
        ("token_revoked", "SLACK_BOT_TOKEN"),
    ],
)
def test_where_nobody_can_be_asked_whoever_asked_is_told_once_and_may_ask_again(helped, code, advice):
    post = asked(helped)
    helped.slack.fail_next("chat.postMessage", code)
    helped.presses(helped.replies(post)[0], "ask_a_person")
    (note,) = helped.private()
    assert advice in helped.slack.shown(note)
    assert states(helped, "escalation") == ["dead"]
    (reply,) = helped.replies(post)
    assert "asked a person" not in helped.slack.shown(reply)
    helped.presses(reply, "ask_a_person")
    assert len(helped.in_channel(HELPERS)) == 1
    assert helped.kinds() == ["escalated", "unreached", "escalated"]
    assert len(helped.private()) == 1


def test_without_the_scope_to_look_a_packet_is_not_repeated(helped):
    post = asked(helped)
    helped.slack.revoke_scope("channels:history")
    helped.slack.fail_next("chat.postMessage", status=504, after_storing=True)
    helped.presses(helped.replies(post)[0], "ask_a_person")
    helped.skip_waits()
    assert len(helped.in_channel(HELPERS)) == 1
    assert states(helped, "escalation") == ["dead"]
    (note,) = helped.private()
    assert "may have posted" in helped.slack.shown(note)


def test_a_packet_that_somebody_deleted_is_not_posted_again(helped):
    escalated(helped)
    (packet,) = helped.in_channel(HELPERS)
    late = block_action(helped.slack, packet, "claim", user=helped.slack.bob)
    del helped.slack.channels[HELPERS].messages[packet["ts"]]
    helped.deliver(late)
    assert helped.in_channel(HELPERS) == []
    assert helped.kinds() == ["escalated", "claimed"]
    assert states(helped, "notice") == ["done"]


@pytest.mark.parametrize("code", ["is_archived", "not_in_channel", "cant_update_message"])
def test_a_packet_that_cannot_be_changed_any_more_is_left_in_silence(helped, code):
    post = escalated(helped)
    helped.slack.fail_next("chat.update", code, times=1)
    helped.presses(helped.replies(post)[0], "solved")
    assert states(helped, "notice") == ["dead"]
    assert helped.kinds() == ["escalated", "solved"]
    assert "Resolved by" in helped.slack.shown(helped.replies(post)[0])
    assert helped.private() == []


def test_a_helper_who_left_keeps_no_other_from_being_asked(office):
    with office(helpers=("U0GONE0000", "U0CAROL000")) as bot:
        bot.asks(HOME)
        bot.slack.fail_next("chat.postMessage", "user_disabled")
        bot.presses(bot.private()[0], "ask_a_person")
        assert len(bot.in_channel(bot.slack.open_im("U0CAROL000"))) == 1
        assert len(bot.private()) == 1


def test_while_slack_does_not_say_who_helps_a_press_waits(office):
    with office(support=("S0000000001",)) as bot:
        dora = bot.slack.add_user("dora")
        bot.slack.usergroups["S0000000001"] = {"id": "S0000000001", "users": [dora]}
        post = asked(bot)
        bot.slack.fail_next("usergroups.users.list", status=503, times=2)
        bot.presses(bot.replies(post)[0], "solved", user=dora)
        assert bot.kinds() == []
        bot.skip_waits()
        assert bot.kinds() == ["solved"]


def test_whoever_presses_from_outside_the_conversation_is_told_nothing_twice(one_bot):
    post = asked(one_bot)
    stranger = one_bot.slack.add_user("stranger")  # looks at a public channel without being in it
    one_bot.presses(one_bot.replies(post)[0], "solved", user=stranger)
    assert one_bot.kinds() == []
    assert one_bot.private(stranger) == []
    assert states(one_bot, "delivery").count("dead") == 1
    assert len(one_bot.slack.called("chat.postEphemeral")) <= 2
