"""What the receiver promises: stored before acknowledged, once, and only what Slack signed."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest

from tests.fakes.delivery import HttpDelivery, event_message, slash_command
from tests.fakes.workspace import BOT
from tests.scenario.office import HOME, SOCKET, mention

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("order", ["message first", "mention first"])
def test_message_and_mention_of_one_post_are_answered_once(bot, order):
    event = bot.slack.user_says(bot.slack.general, bot.slack.alice, f"<@{bot.slack.bot_user}> {HOME}")
    twins = [event, mention(event, bot.slack)]
    for one in twins if order == "message first" else reversed(twins):
        assert bot.deliver(one) == 200
    assert len(bot.replies(event["event"])) == 1
    assert bot.rows("pastes")[0]["asked"]


def test_a_delivery_that_comes_again_changes_nothing(bot):
    event = bot.slack.user_says(bot.slack.general, bot.slack.alice, HOME)
    assert [bot.deliver(event) for _ in range(3)] == [200, 200, 200]
    assert len(bot.replies(event["event"])) == 1
    assert len([job for job in bot.rows("jobs") if job["kind"] == "delivery"]) == 1


@pytest.mark.parametrize("failure", [{"error": "ratelimited", "retry_after": 30}, {"status": 500}, {}])
def test_it_is_stored_before_the_acknowledgement_whatever_auth_test_says(bot, failure):
    bot.slack.fail_next("auth.test", **failure, times=9)
    event = bot.slack.user_says(bot.slack.general, bot.slack.alice, HOME)
    assert bot.wire.send(event).status == 200
    assert [job["kind"] for job in bot.rows("jobs")] == ["delivery"]
    bot.work()
    assert len(bot.replies(event["event"])) == 1


def test_what_cannot_be_stored_is_not_acknowledged_and_comes_again(bot, logged):
    event = bot.slack.user_says(bot.slack.general, bot.slack.alice, HOME)
    with sqlite3.connect(bot.store.engine.url.database) as connection:
        connection.execute("ALTER TABLE jobs RENAME TO jobs_away")
    assert bot.wire.send(event).status != 200
    assert bot.rows("inbox") == []
    with sqlite3.connect(bot.store.engine.url.database) as connection:
        connection.execute("ALTER TABLE jobs_away RENAME TO jobs")
    assert bot.wire.send(event, retry_num=1).status == 200
    bot.work()
    assert len(bot.replies(event["event"])) == 1
    assert "for dora" not in logged()


@pytest.mark.parametrize(
    "fields",
    [
        {"bot_id": BOT},
        {"bot_id": "B0SOMEBODY", "subtype": "bot_message"},
        {"subtype": "channel_join"},
        {"user": "USLACKBOT"},
    ],
)
def test_bots_itself_and_joins_are_not_answered(bot, fields):
    assert bot.deliver(event_message(bot.slack, HOME, **fields)) == 200
    assert bot.slack.posted() == []
    assert bot.rows("jobs") == []
    assert "for dora" not in bot.everything_stored()


def test_its_own_reply_delivered_back_is_not_answered(bot):
    post = bot.says(bot.slack.general, bot.slack.alice, HOME)
    (reply,) = bot.replies(post)
    bot.deliver(event_message(bot.slack, reply["text"], user=bot.slack.bot_user, thread_ts=post["ts"]))
    assert len(bot.replies(post)) == 1


@pytest.mark.parametrize("words", ["hi", "thanks!", "ok"])
def test_a_greeting_is_not_answered_even_when_asked(bot, words):
    place = bot.slack.open_im(bot.slack.alice)
    bot.says(place, bot.slack.alice, words)
    bot.says(bot.slack.general, bot.slack.alice, f"<@{bot.slack.bot_user}> {words}")
    assert bot.slack.posted() == []


def test_in_a_channel_shared_with_others_it_speaks_only_when_asked(one_bot):
    place = one_bot.slack.add_channel("with-partners", shared=True)
    post = one_bot.says(place, one_bot.slack.alice, HOME)
    assert one_bot.replies(post) == []
    asked = one_bot.says(place, one_bot.slack.alice, f"<@{one_bot.slack.bot_user}> {HOME}")
    assert len(one_bot.replies(asked)) == 1


def test_an_event_of_another_kind_is_acknowledged_and_forgotten(bot):
    event = bot.slack.user_says(bot.slack.general, bot.slack.alice, HOME)
    post = event["event"]
    reaction = bot.slack.user_reacts(bot.slack.general, post["ts"], bot.slack.bob, "eyes")
    assert bot.deliver(reaction) == 200
    assert list(bot.decisions().values()) == ["ignored"]


# ---- over HTTP


def test_a_forged_signature_is_refused_and_nothing_is_stored(one_bot):
    event = one_bot.slack.user_says(one_bot.slack.general, one_bot.slack.alice, HOME)
    forger = HttpDelivery(f"{one_bot.url}/slack/events", "another-secret")
    assert forger.send(event).status == 401
    assert one_bot.wire.send(event, signature="v0=00").status == 401
    assert one_bot.wire.send(event, signature="v0=é").status == 401
    assert one_bot.rows("inbox") == []


@pytest.mark.parametrize("timestamp", [-301, 301, "soon", "", "9" * 40])
def test_a_stale_timestamp_is_refused(one_bot, timestamp):
    event = one_bot.slack.user_says(one_bot.slack.general, one_bot.slack.alice, HOME)
    stamp = int(one_bot.slack.now()) + timestamp if isinstance(timestamp, int) else timestamp
    assert one_bot.wire.send(event, timestamp=stamp).status == 401
    assert one_bot.rows("inbox") == []


@pytest.mark.parametrize(
    ("name", "body", "content_type"),
    [
        ("no JSON", b"{", "application/json"),
        ("a list", b"[1]", "application/json"),
        ("words", b"hello", "text/plain"),
        ("not UTF-8", b"\xff", "application/json"),
        ("empty", b"", "application/json"),
        ("no event", b'{"type": "event_callback", "event_id": "Ev1"}', "application/json"),
        ("no id", b'{"type": "event_callback", "event": {"type": "message"}}', "application/json"),
        ("odd authorizations", b'{"type":"event_callback","event_id":"E","event":{},"authorizations":{"a":1}}', "x/y"),
        ("odd team", b'{"type":"event_callback","event_id":"E","event":{},"team":7}', "application/json"),
        ("payload that is no object", b"payload=[]", FORM),
        ("nested deeply", b'{"a":' + b"[" * 100_000, "application/json"),
    ],
)
def test_a_malformed_body_is_refused(one_bot, name, body, content_type):
    assert one_bot.wire.send_raw(body, content_type).status == 400, name
    assert one_bot.rows("inbox") == []


def test_a_body_that_is_too_large_is_refused(one_bot):
    assert one_bot.wire.send_raw(b'{"a":"' + b"x" * 1_000_000 + b'"}').status == 413


def test_a_large_paste_is_taken(one_bot):
    post = one_bot.says(one_bot.slack.general, one_bot.slack.alice, "226 Transfer complete.\n" * 8_000 + HOME)
    assert len(one_bot.replies(post)) == 1


def test_slack_checks_that_somebody_is_there(one_bot):
    challenge = {"type": "url_verification", "token": "t", "challenge": "abc"}
    answer = one_bot.wire.send(challenge)
    assert (answer.status, answer.body) == (200, {"challenge": "abc"})
    assert one_bot.wire.send_raw(urlencode({"ssl_check": "1", "token": "t"}).encode(), FORM).status == 200
    assert one_bot.rows("inbox") == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/healthz", 200), ("GET", "/slack/events", 405), ("GET", "/", 404), ("POST", "/elsewhere", 404)],
)
def test_other_paths(one_bot, method, path, status):
    connection = HTTPConnection(urlsplit(one_bot.url).netloc, timeout=5)
    connection.request(method, path)
    assert connection.getresponse().status == status
    connection.close()


def test_a_command_that_bolt_would_mistake_for_an_interaction(one_bot):
    command = slash_command(one_bot.slack, "payload too large 552")
    assert one_bot.deliver(command) == 200
    assert len(one_bot.private()) == 1


# ---- over the socket


def test_after_a_lost_connection_the_delivery_comes_again(office):
    with office(transport=SOCKET, ping=0.3) as bot:
        bot.slack.socket.drop()
        bot.slack.socket.wait_connected(opened=2, timeout=20)
        post = bot.says(bot.slack.general, bot.slack.alice, HOME)
        assert len(bot.replies(post)) == 1
        assert bot.slack.socket.strays == []


def test_a_burst_of_large_pastes_is_taken(office):
    with office(transport=SOCKET) as bot, ThreadPoolExecutor(20) as people:
        large = "226 Transfer complete.\n" * 1_700 + HOME
        posts = [bot.slack.user_says(bot.slack.general, bot.slack.alice, f"{large}\n{number}") for number in range(20)]
        assert [answer.status for answer in people.map(bot.wire.send, posts)] == [200] * len(posts)


def test_a_payload_that_cannot_be_read_is_acknowledged(office, logged):
    with office(transport=SOCKET) as bot:
        odd = {"type": "event_callback", "event_id": "E", "event": {}, "authorizations": {"a": 1}}
        assert bot.wire.send(odd).status == 200
        assert bot.wire.send({"type": "event_callback"}).status == 200
        assert bot.rows("inbox") == []
        assert "malformed" in logged()


def test_json_is_read_as_it_was_sent(one_bot):
    event = one_bot.slack.user_says(one_bot.slack.general, one_bot.slack.alice, "Übertragung gescheitert 🙁\n" + HOME)
    one_bot.wire.send_raw(json.dumps(event, ensure_ascii=False).encode())
    one_bot.work()
    assert "Übertragung gescheitert" in one_bot.rows("pastes")[0]["text"]
