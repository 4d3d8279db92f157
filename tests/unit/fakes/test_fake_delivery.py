"""Both ways of delivering, into a real bolt app."""

import logging
import threading
import time
from contextlib import contextmanager

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from tests.fakes.delivery import (
    HttpDelivery,
    SocketDelivery,
    app_home_opened,
    block_action,
    event_app_mention,
    event_message,
    link_shared,
    message_action,
    message_changed,
    shortcut,
    slash_command,
    view_submission,
)
from tests.fakes.socket_mode import close_client
from tests.fakes.wsgi import serve_wsgi

MODAL = {
    "type": "modal",
    "callback_id": "ask",
    "title": {"type": "plain_text", "text": "Ask"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "paste",
            "label": {"type": "plain_text", "text": "Transcript"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
}
ROW = {
    "type": "actions",
    "elements": [{"type": "button", "action_id": "solved", "text": {"type": "plain_text", "text": "Solved it"}}],
}


@pytest.fixture
def app(slack):
    app = App(
        client=WebClient(token=slack.bot_token, base_url=slack.api_url),
        signing_secret=slack.signing_secret,
        process_before_response=True,
        logger=logging.getLogger("quiet"),
    )

    @app.event("message")
    def on_message(event, client):
        if event.get("subtype") is None:
            thread = event.get("thread_ts", event["ts"])
            client.chat_postMessage(channel=event["channel"], text="seen", blocks=[ROW], thread_ts=thread)

    @app.event("app_mention")
    def on_mention():
        raise RuntimeError("the listener fails")

    @app.action("solved")
    def on_solved(ack, respond, body):
        ack()
        respond(text=f"solved by {body['user']['id']}", replace_original=True)

    @app.command("/kb")
    def on_command(ack, client, body):
        if body["text"]:
            client.views_open(trigger_id=body["trigger_id"], view=MODAL)
            ack()
        else:
            ack("usage: /kb TEXT")

    @app.view("ask")
    def on_submit(ack, view):
        pasted = view["state"]["values"]["paste"]["text"]["value"]
        if pasted == "?":
            ack(response_action="errors", errors={"paste": "That is no transcript."})
        else:
            ack()

    return app


@contextmanager
def over_http(slack, app):
    handler = SlackRequestHandler(app)
    with serve_wsgi(handler) as url:
        yield HttpDelivery(f"{url}/slack/events", slack.signing_secret, slack)


@contextmanager
def over_socket(slack, app):
    handler = SocketModeHandler(app, slack.app_token, ping_interval=0.5)
    handler.connect()
    slack.socket.wait_connected()
    try:
        yield SocketDelivery(slack, timeout=1)
    finally:
        close_client(handler.client)


@pytest.fixture(params=[over_http, over_socket], ids=["http", "socket"])
def delivery(request, slack, app):
    with request.param(slack, app) as way:
        yield way


def test_an_event_is_answered_in_its_thread(slack, delivery):
    event = slack.user_says(slack.general, slack.alice, "530 Login incorrect")
    assert delivery.send(event).status == 200
    ts = event["event"]["ts"]
    assert [one["text"] for one in slack.thread(slack.general, ts)] == ["530 Login incorrect", "seen"]


def test_a_failing_listener_is_not_acknowledged(slack, delivery):
    event = slack.user_says(slack.general, slack.alice, f"<@{slack.bot_user}> help")
    assert delivery.send(event_app_mention(slack, event)).status != 200


def test_a_press_takes_effect(slack, delivery):
    event = slack.user_says(slack.general, slack.alice, "530")
    delivery.send(event)
    answer = slack.thread(slack.general, event["event"]["ts"])[1]
    assert delivery.send(block_action(slack, answer, "solved", user=slack.bob)).status == 200
    changed = slack.thread(slack.general, event["event"]["ts"])[1]
    assert changed["text"] == f"solved by {slack.bob}"


def test_a_command_answers_in_its_acknowledgement(slack, delivery):
    assert delivery.send(slash_command(slack)).status == 200
    assert [one["text"] for one in slack.ephemerals(slack.alice)] == ["usage: /kb TEXT"]


def test_a_modal_from_opening_to_closing(slack, delivery):
    delivery.send(slash_command(slack, "ask"))
    modal = slack.views.top(slack.alice)
    delivery.send(view_submission(slack, modal.id, {"paste": {"text": "?"}}))
    assert slack.views.top(slack.alice) is modal
    delivery.send(view_submission(slack, modal.id, {"paste": {"text": "530"}}))
    assert slack.views.top(slack.alice) is None
    assert [call.payload["response_action"] for call in slack.called("ack")] == ["errors"]


def test_a_wrong_signature_or_an_old_one_is_refused(slack, app):
    event = slack.user_says(slack.general, slack.alice, "530")
    with over_http(slack, app) as http:
        assert http.send(event, signature="v0=00").status == 401
        assert http.send(event, timestamp=int(time.time()) - 301).status == 401  # noqa: TID251  the app uses real time
        assert http.send(event).status == 200
        assert http.send({"type": "url_verification", "challenge": "say this"}).body == {"challenge": "say this"}
        assert http.send_raw(b"type=x", "application/x-www-form-urlencoded", sign="v0=00").status == 401


def test_repetitions_say_so(slack, app):
    seen = []

    @app.middleware
    def note(req, next):  # noqa: A002  the name bolt calls it by
        seen.append((req.headers.get("x-slack-retry-num"), req.headers.get("x-slack-retry-reason")))
        next()

    event = slack.user_says(slack.general, slack.alice, "530")
    for way in (over_http, over_socket):
        with way(slack, app) as delivery:
            delivery.send(event, retry_num=2, retry_reason="http_error")
    assert seen == [(["2"], ["http_error"])] * 2


def test_an_app_that_is_too_slow_is_not_waited_for(slack, app):
    release = threading.Event()

    @app.shortcut("slow")
    def on_slow(ack):
        release.wait(5)
        ack()

    with over_http(slack, app) as http:
        http._timeout = 0.2
        assert http.send(shortcut(slack, "slow")).status == 0
        release.set()


def test_nobody_listens(slack):
    assert HttpDelivery("http://127.0.0.1:9/", slack.signing_secret).send(slash_command(slack)).status == 0


# ---- payloads


def test_an_event_bears_what_slack_says_of_it(slack):
    room = slack.add_channel("partners", "group", shared=True)
    payload = slack.user_says(room, slack.alice, "hello", files=[slack.add_file("530")])
    assert payload["authorizations"][0]["user_id"] == slack.bot_user
    assert payload["is_ext_shared_channel"] is True
    assert payload["event"]["channel_type"] == "group"
    assert payload["event"]["blocks"][0]["type"] == "rich_text"
    assert payload["event"]["files"][0]["url_private"].startswith(slack.base_url)
    mention = event_app_mention(slack, payload)
    assert mention["event"]["ts"] == payload["event"]["ts"]
    assert mention["event_id"] != payload["event_id"]


def test_edits_and_unfurls(slack):
    ts = slack.user_says(slack.general, slack.alice, "one")["event"]["ts"]
    edit = slack.user_edits(slack.general, ts, "two")["event"]
    assert (edit["previous_message"]["text"], edit["message"]["text"]) == ("one", "two")
    assert edit["message"]["edited"]["user"] == slack.alice
    (message,) = slack.messages(slack.general)
    unfurl = message_changed(slack, slack.general, message | {"attachments": [{}]}, message)["event"]
    assert unfurl["message"]["text"] == unfurl["previous_message"]["text"]
    deleted = slack.user_deletes(slack.general, ts)["event"]
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", ts)


def test_messages_nobody_wrote(slack):
    event = event_message(slack, "joined", subtype="channel_join", channel_type="mpim", bot_id="B1")["event"]
    assert (event["subtype"], event["channel_type"], event["bot_id"]) == ("channel_join", "mpim", "B1")
    assert "blocks" not in event_message(slack, "x", blocks=[])["event"]
    assert slack.messages(slack.general) == []


def test_other_payloads(slack):
    assert app_home_opened(slack, slack.alice)["event"]["tab"] == "home"
    said = slack.user_says(slack.general, slack.alice, "https://kb.example.com/530")
    assert link_shared(slack, said, ["https://kb.example.com/530"])["event"]["links"][0]["domain"] == "kb.example.com"
    (message,) = slack.messages(slack.general)
    payload = message_action(slack, "diagnose", message)
    assert payload["message"]["text"] == "<https://kb.example.com/530>"
    assert payload["response_url"].startswith(slack.base_url)
    assert "channel" not in payload["message"]
