import socket

import pytest
import structlog

from bot.errors import RetryLaterError
from bot.slack.message import Message
from bot.slack.messenger import build_messenger
from bot.slack.refusals import FateUnknownError, MissingScopeError, RefusedError, UnreachableError
from tests.fakes.delivery import slash_command
from tests.fakes.slack import FakeSlack

HELLO = Message("Hello.", ({"type": "section", "text": {"type": "mrkdwn", "text": "Hello."}},))
CHANGED = Message("Changed.", ({"type": "section", "text": {"type": "mrkdwn", "text": "Changed."}},))
KEY = "reply:1"


@pytest.fixture
def slack():
    with FakeSlack() as fake:
        yield fake


@pytest.fixture
def messenger(slack):
    return build_messenger(token=slack.bot_token, api_url=slack.api_url)


@pytest.fixture
def root(slack):
    return slack.user_says(slack.general, slack.alice, "help")["event"]["ts"]


def test_a_post_carries_its_key(slack, messenger, root):
    ts = messenger.post_once(slack.general, root, HELLO, KEY, 1)
    (message,) = [one for one in slack.messages(slack.general) if one["ts"] == ts]
    assert message["metadata"] == {"event_type": "kbbot_post", "event_payload": {"key": KEY}}
    assert message["thread_ts"] == root


@pytest.mark.parametrize("threaded", [True, False])
def test_a_second_attempt_finds_the_post_behind_many_others(slack, messenger, root, threaded):
    thread = root if threaded else None
    ts = messenger.post_once(slack.general, thread, HELLO, KEY, 1)
    for number in range(450):
        slack.user_says(slack.general, slack.bob, f"line {number}", thread_ts=thread)
    assert messenger.post_once(slack.general, thread, HELLO, KEY, 2) == ts
    assert len(slack.posted()) == 1


def test_a_second_attempt_posts_what_it_does_not_find(slack, messenger, root):
    messenger.post_once(slack.general, root, HELLO, "another key", 1)
    messenger.post_once(slack.general, root, HELLO, KEY, 2)
    assert len(slack.posted()) == 2


@pytest.mark.parametrize("threaded", [True, False])
def test_where_it_may_not_look_it_does_not_post_again(slack, messenger, root, threaded):
    slack.revoke_scope("channels:history")
    with pytest.raises(FateUnknownError, match="channels:history"):
        messenger.post_once(slack.general, root if threaded else None, HELLO, KEY, 2)
    assert slack.posted() == []


def test_a_person_is_written_to_directly_and_once(slack, messenger):
    first = messenger.send_once(slack.carol, None, HELLO, KEY, 1)
    assert first.channel == slack.open_im(slack.carol)
    assert messenger.send_once(slack.carol, None, HELLO, KEY, 2) == first
    assert len(slack.messages(first.channel)) == 1


def test_without_the_scope_to_find_their_conversation_a_person_is_not_written_to_twice(slack, messenger):
    slack.revoke_scope("im:write", "im:history")
    messenger.post_once(slack.carol, None, HELLO, KEY, 1)
    with pytest.raises(FateUnknownError):
        messenger.post_once(slack.carol, None, HELLO, KEY, 2)
    assert len(slack.messages(slack.open_im(slack.carol))) == 1


def test_nothing_lands_in_the_channel_when_the_thread_is_gone(slack, messenger, root):
    slack.user_deletes(slack.general, root)
    with pytest.raises(RefusedError) as caught:
        messenger.post_once(slack.general, root, HELLO, KEY, 1)
    assert caught.value.code == "thread_not_found"
    assert slack.messages(slack.general) == []


def test_a_message_that_cannot_be_sent_is_not_sent(slack, messenger):
    with pytest.raises(ValueError, match="text is empty"):
        messenger.post_once(slack.general, None, Message("", HELLO.blocks), KEY, 1)
    assert slack.calls == []


def test_a_post_is_changed_and_taken_back(slack, messenger):
    ts = messenger.post_once(slack.general, None, HELLO, KEY, 1)
    assert messenger.update(slack.general, ts, CHANGED)
    (message,) = slack.messages(slack.general)
    assert message["text"] == "Changed."
    assert message["metadata"]["event_payload"] == {"key": KEY}
    messenger.delete(slack.general, ts)
    messenger.delete(slack.general, ts)
    assert not messenger.update(slack.general, ts, HELLO)
    assert slack.messages(slack.general) == []


def test_one_person_sees_it(slack, messenger, root):
    messenger.ephemeral(slack.general, slack.alice, HELLO, root)
    (message,) = slack.ephemerals(slack.alice)
    assert (message["text"], message["thread_ts"]) == ("Hello.", root)


def test_a_private_answer_and_its_change(slack, messenger):
    url = slack.hooks.response_url(slack.general, slack.alice)
    messenger.respond(url, HELLO)
    (message,) = slack.ephemerals(slack.alice)
    again = slack.hooks.response_url(slack.general, slack.alice, message["ts"])
    messenger.respond(again, CHANGED, replace_original=True)
    assert [one["text"] for one in slack.ephemerals(slack.alice)] == ["Changed."]


@pytest.mark.parametrize(("status", "error"), [(404, RefusedError), (503, UnreachableError), (429, RetryLaterError)])
def test_a_private_answer_that_is_refused(slack, messenger, status, error):
    slack.fail_next("response_url", status=status)
    with pytest.raises(error):
        messenger.respond(slack.hooks.response_url(slack.general, slack.alice), HELLO)


def test_reactions_are_added_once_and_taken_back_once(slack, messenger, root):
    for _ in range(2):
        messenger.add_reaction(slack.general, root, "eyes")
    assert slack.reactions(slack.general, root) == {"eyes": [slack.bot_user]}
    for _ in range(2):
        messenger.remove_reaction(slack.general, root, "eyes")
    assert slack.reactions(slack.general, root) == {}


def test_a_refused_reaction_is_said_once_and_harms_nothing(slack, messenger, root):
    slack.revoke_scope("reactions:write")
    with structlog.testing.capture_logs() as logs:
        for _ in range(3):
            messenger.add_reaction(slack.general, root, "eyes")
    (line,) = logs
    assert line["why"].startswith("The scope reactions:write is missing: add it under OAuth & Permissions")


def test_a_link_to_a_message(slack, messenger, root):
    assert root.replace(".", "") in messenger.permalink(slack.general, root)
    assert messenger.permalink(slack.general, "1.000001") is None


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        ({"error": "ratelimited", "retry_after": 7}, RetryLaterError, "later"),
        ({"status": 429, "retry_after": 7}, RetryLaterError, "later"),
        ({"status": 500}, UnreachableError, "HTTP 500"),
        ({"status": 504}, UnreachableError, "HTTP 504"),
        ({}, UnreachableError, "could not be reached"),
        ({"error": "internal_error"}, UnreachableError, "failed"),
        ({"error": "invalid_auth"}, RefusedError, "SLACK_BOT_TOKEN"),
        ({"error": "not_in_channel"}, RefusedError, "/invite"),
        ({"error": "channel_not_found"}, RefusedError, "/invite"),
        ({"error": "is_archived"}, RefusedError, "archived"),
        ({"error": "something_new"}, RefusedError, "something_new"),
    ],
)
def test_what_slack_says_becomes_a_sentence(slack, messenger, fault, error, words):
    slack.fail_next("chat.postMessage", **fault)
    with pytest.raises(error, match=words) as caught:
        messenger.post_once(slack.general, None, HELLO, KEY, 1)
    assert slack.bot_token not in str(caught.value)
    assert len(slack.called("chat.postMessage")) == 1, "the client itself must not try again"
    if error is RetryLaterError:
        assert caught.value.after == 7


def test_a_missing_scope_is_named(slack, messenger):
    slack.revoke_scope("chat:write")
    with pytest.raises(MissingScopeError, match=r"The scope chat:write is missing: add it under OAuth & Permissions"):
        messenger.post_once(slack.general, None, HELLO, KEY, 1)


def test_nobody_there():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/api/"
        with pytest.raises(UnreachableError):
            build_messenger(token="xoxb-1", api_url=url).post_once("C1", None, HELLO, KEY, 1)


TABLE = {"type": "data_table", "caption": "c", "rows": [[{"type": "raw_text", "text": "a"}]] * 2}
CHART = {"type": "data_visualization", "title": "t", "chart": {"type": "pie", "segments": [{"label": "a", "value": 1}]}}
SECTION = {"type": "section", "text": {"type": "plain_text", "text": "the same"}}


def test_newer_blocks_that_are_refused_are_said_plainly_and_so_from_then_on(slack, messenger):
    rich = Message("numbers", (SECTION, TABLE), (SECTION,))
    slack.fail_next("chat.postMessage", "invalid_blocks")
    messenger.post_once(slack.general, None, rich, "k1", 1)
    messenger.post_once(slack.general, None, rich, "k2", 1)
    messenger.post_once(slack.general, None, Message("chart", (CHART,), (SECTION,)), "k3", 1)
    sent = [[block["type"] for block in call.payload["blocks"]] for call in slack.called("chat.postMessage")]
    assert sent == [["section", "data_table"], ["section"], ["section"], ["data_visualization"]]


@pytest.mark.parametrize("how", ["update", "ephemeral", "response"])
def test_newer_blocks_are_said_plainly_wherever_they_stand(slack, messenger, how):
    rich = Message("numbers", (TABLE,), (SECTION,))
    ts = messenger.post_once(slack.general, None, Message("x", (SECTION,)), "k", 1)
    if how == "update":
        slack.fail_next("chat.update", "invalid_blocks")
        assert messenger.update(slack.general, ts, rich)
        assert slack.messages(slack.general)[-1]["blocks"][0]["type"] == "section"
    elif how == "response":
        asked = slash_command(slack, "stats")
        slack.fail_next("response_url", status=400)
        messenger.respond(asked["response_url"], rich)
        assert slack.ephemerals(slack.alice)[-1]["blocks"][0]["type"] == "section"
    else:
        slack.fail_next("chat.postEphemeral", "invalid_blocks")
        messenger.ephemeral(slack.general, slack.alice, rich)
        assert slack.ephemerals(slack.alice)[-1]["blocks"][0]["type"] == "section"


def test_blocks_that_have_no_plainer_form_are_refused(slack, messenger):
    slack.fail_next("chat.postMessage", "invalid_blocks")
    with pytest.raises(RefusedError):
        messenger.post_once(slack.general, None, Message("x", (SECTION,)), "k", 1)
