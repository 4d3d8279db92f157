"""The WebSocket server against slack_sdk's real built-in client."""

import json
import threading

import pytest
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.fakes.socket_mode import close_client


class Bot:
    """A Socket Mode client which remembers what it got, and acknowledges unless told not to."""

    def __init__(self, slack):
        self.got = []
        self.raw = []
        self.answer = SocketModeResponse
        self.client = SocketModeClient(
            slack.app_token, web_client=WebClient(base_url=slack.api_url), ping_interval=0.3, concurrency=2
        )
        self.client.message_listeners.append(lambda _client, message, _raw: self.raw.append(message))
        self.client.socket_mode_request_listeners.append(self.listen)
        self.client.connect()
        slack.socket.wait_connected()

    def listen(self, client, request):
        self.got.append(request)
        if self.answer:
            client.send_socket_mode_response(self.answer(request.envelope_id))


@pytest.fixture
def bot(slack):
    bot = Bot(slack)
    yield bot
    close_client(bot.client)


def test_hello_comes_first(slack, bot):
    slack.socket.wait_ack(slack.socket.send("events_api", {"type": "event_callback"}))
    assert bot.raw[0]["type"] == "hello"
    assert bot.raw[0]["num_connections"] == 1
    assert bot.raw[0]["connection_info"] == {"app_id": slack.app_id}


@pytest.mark.parametrize(("kind", "accepts"), [("events_api", False), ("interactive", True), ("slash_commands", True)])
def test_an_envelope_is_acknowledged(slack, bot, kind, accepts):
    sent = slack.socket.send(kind, {"n": 1})
    assert slack.socket.wait_ack(sent) == {"envelope_id": sent}
    (request,) = bot.got
    assert (request.type, request.payload, request.accepts_response_payload) == (kind, {"n": 1}, accepts)
    assert slack.socket.strays == []


def test_a_payload_comes_back_where_it_is_accepted(slack, bot):
    bot.answer = lambda envelope: SocketModeResponse(envelope, {"text": "hi"})
    assert slack.socket.wait_ack(slack.socket.send("slash_commands", {}))["payload"] == {"text": "hi"}
    assert slack.socket.strays == []
    slack.socket.wait_ack(slack.socket.send("events_api", {}))
    assert len(slack.socket.strays) == 1


def test_what_is_no_acknowledgement_is_a_stray(slack, bot):
    bot.answer = lambda _envelope: SocketModeResponse("unknown")
    sent = slack.socket.send("events_api", {})
    with pytest.raises(TimeoutError):
        slack.socket.wait_ack(sent, timeout=0.3)
    assert json.loads(slack.socket.strays[0]) == {"envelope_id": "unknown"}


def test_an_unacknowledged_event_is_sent_again(slack, bot):
    bot.answer = None
    first = slack.socket.send("events_api", {"event_id": "Ev1"})
    slack.socket.send("interactive", {})
    with pytest.raises(TimeoutError):
        slack.socket.wait_ack(first, timeout=0.2)
    bot.answer = SocketModeResponse
    (again,) = slack.socket.resend(reason="timeout")
    assert again != first
    slack.socket.wait_ack(again)
    events = [one for one in bot.got if one.type == "events_api"]
    assert [(one.retry_attempt, one.retry_reason) for one in events] == [(0, ""), (1, "timeout")]
    assert {one.payload["event_id"] for one in events} == {"Ev1"}
    assert slack.socket.resend() == []


@pytest.mark.usefixtures("bot")
def test_a_refresh_moves_the_client_to_a_new_connection(slack):
    slack.socket.disconnect("refresh_requested")
    slack.socket.wait_connected(1, opened=2)
    assert len(slack.called("apps.connections.open")) == 2
    slack.socket.wait_ack(slack.socket.send("events_api", {}))


@pytest.mark.usefixtures("bot")
def test_the_client_comes_back_after_a_cut(slack):
    slack.socket.drop()
    slack.socket.wait_connected(1, opened=2)
    slack.socket.wait_ack(slack.socket.send("events_api", {}))


def test_a_large_envelope_arrives_whole(slack, bot):
    slack.socket.wait_ack(slack.socket.send("events_api", {"text": "x" * 100_000}))
    assert len(bot.got[0].payload["text"]) == 100_000


def test_either_of_two_connections_gets_an_envelope(slack, bot):
    other = SocketModeClient(slack.app_token, web_client=WebClient(base_url=slack.api_url), ping_interval=0.3)
    arrived = threading.Event()

    def listen(client, request):
        arrived.set()
        client.send_socket_mode_response(SocketModeResponse(request.envelope_id))

    other.socket_mode_request_listeners.append(listen)
    other.connect()
    slack.socket.wait_connected(2)
    try:
        for _ in range(2):
            slack.socket.wait_ack(slack.socket.send("events_api", {}))
        assert arrived.is_set()
        assert len(bot.got) == 1
    finally:
        close_client(other)


def test_nobody_connected(slack):
    with pytest.raises(ConnectionError):
        slack.socket.send("events_api", {})
    with pytest.raises(TimeoutError):
        slack.socket.wait_connected(timeout=0.01)


def test_a_url_admits_one_connection_and_pings_are_answered(slack):
    url = slack.socket.new_url()
    with connect(url, compression=None) as connection:
        assert json.loads(connection.recv())["type"] == "hello"
        assert connection.ping("anyone").wait(2)
    with pytest.raises(InvalidStatus):
        connect(url)


def test_a_refused_connection_is_reported_to_the_client(slack):
    slack.fail_next("apps.connections.open", "invalid_auth")
    client = SocketModeClient(slack.app_token, web_client=WebClient(base_url=slack.api_url))
    try:
        with pytest.raises(Exception, match="invalid_auth"):
            client.connect()
    finally:
        close_client(client)
