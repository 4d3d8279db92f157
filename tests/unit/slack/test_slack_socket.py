import json
import re
import threading
import time
from types import SimpleNamespace

import pytest
import structlog

from bot.errors import ConfigurationError
from bot.slack.bolt_app import build_bolt_app
from bot.slack.intake import Intake
from bot.slack.socket import Client, next_attempt, run_socket_mode
from tests.fakes.slack import FakeSlack

PATIENCE = 10


class Nothing:
    """No store is needed where nothing is delivered."""


@pytest.fixture
def slack():
    with FakeSlack() as fake:
        yield fake


@pytest.fixture
def app(slack):
    intake = Intake(Nothing(), slack.clock)
    return build_bolt_app(token=slack.bot_token, signing_secret="", api_url=slack.api_url, intake=intake)


class Thread(threading.Thread):
    """Runs Socket Mode; ``error`` is what it raised."""

    def __init__(self, app, token, connections=1):
        super().__init__()
        self.stop = threading.Event()
        self.error = None
        self._work = (app, token, self.stop)
        self._connections = connections

    def run(self):
        try:
            run_socket_mode(*self._work, connections=self._connections)
        except ConfigurationError as error:
            self.error = error

    def end(self):
        self.stop.set()
        self.join(PATIENCE)
        assert not self.is_alive()


def wait_until(happened):
    for _ in range(500):
        if happened():
            return
        time.sleep(0.01)
    raise TimeoutError


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr("bot.slack.socket.FIRST_WAIT", 0.05)


def test_it_connects_and_closes_cleanly(slack, app):
    thread = Thread(app, slack.app_token)
    thread.start()
    slack.socket.wait_connected()
    thread.end()
    slack.socket.wait_connected(0)
    assert thread.error is None


@pytest.mark.parametrize("token", ["xapp-wrong", "xoxb-0-fake-bot"])
def test_a_wrong_token_is_said_in_a_sentence(slack, app, token):
    thread = Thread(app, token)
    thread.start()
    thread.join(PATIENCE)
    assert "SLACK_APP_TOKEN" in str(thread.error)
    assert token not in str(thread.error)


def test_it_waits_for_the_network(slack, app):
    slack.fail_next("apps.connections.open", status=503)
    slack.fail_next("apps.connections.open")
    thread = Thread(app, slack.app_token)
    thread.start()
    slack.socket.wait_connected()
    thread.end()


def test_it_stops_while_it_waits_for_the_network(slack, app):
    slack.fail_next("apps.connections.open", status=503, times=99)
    thread = Thread(app, slack.app_token)
    thread.start()
    slack.wait_for(lambda: slack.called("apps.connections.open"))
    thread.end()


def test_several_connections_are_open_and_close_in_a_way_that_slack_notices(slack, app):
    thread = Thread(app, slack.app_token, connections=3)
    with structlog.testing.capture_logs() as logs:
        thread.start()
        slack.socket.wait_connected(3)
        opened = list(slack.socket._connections)
        thread.end()
    slack.socket.wait_connected(0)
    assert [one.protocol.close_rcvd.code for one in opened] == [1000, 1000, 1000]
    assert not any("share this app token" in line["event"] for line in logs)


def test_it_says_why_slack_closes_a_connection(slack, app):
    thread = Thread(app, slack.app_token)
    with structlog.testing.capture_logs() as logs:
        thread.start()
        slack.socket.wait_connected()
        slack.socket.disconnect("refresh_requested")
        slack.socket.wait_connected(1, opened=2)
        slack.socket.disconnect("too_many_websockets")
        wait_until(lambda: any("closes the connection" in line["event"] for line in logs))
        thread.end()
    assert [line["reason"] for line in logs if "reason" in line] == ["too_many_websockets"]
    assert not any("share this app token" in line["event"] for line in logs)  # a renewed one is counted with the old


PACE = [
    ("the first", [], 0.0),
    ("after one", [100.0], 100.0),
    ("after one that lasted", [100.0, 4000.0], 4000.0),
    ("the second within a minute waits", [100.0, 110.0], 111.0),
    ("and each further one twice as long", [100.0, 110.0, 120.0, 130.0], 134.0),
    ("but no longer than a minute", [100.0 + n for n in range(8)], 167.0),
]


@pytest.mark.parametrize(("name", "opened", "expected"), PACE, ids=[case[0] for case in PACE])
def test_reconnecting_is_slowed_down(name, opened, expected, monkeypatch):
    monkeypatch.setattr("bot.slack.socket.FIRST_WAIT", 1.0)
    assert next_attempt(opened) == expected


SILENT = [
    ("never answered", 11.0, None, True),
    ("answered once", 11.0, 5.0, False),
    ("has time left", 9.0, None, False),
]


@pytest.mark.parametrize(("name", "age", "answered", "given_up"), SILENT, ids=[case[0] for case in SILENT])
def test_a_connection_that_never_answered_is_given_up(name, age, answered, given_up, monkeypatch):
    client = Client.__new__(Client)  # without its threads
    client.ping_interval = 2.0
    client._opened = [1000.0]
    client.current_session = SimpleNamespace(last_ping_pong_time=answered, is_active=lambda: True)
    closed = []
    monkeypatch.setattr(Client, "disconnect", lambda _client: closed.append(True))
    monkeypatch.setattr("bot.slack.socket.monotonic", lambda: 1000.0 + age)
    client.check_answers()
    assert bool(closed) is given_up


def test_other_connections_are_noted(slack, app):
    first, second = Thread(app, slack.app_token), Thread(app, slack.app_token)
    first.start()
    slack.socket.wait_connected(1)
    with structlog.testing.capture_logs() as logs:
        second.start()
        slack.socket.wait_connected(2)
        wait_until(lambda: any("share this app token" in line["event"] for line in logs))
    first.end()
    second.end()
    assert [line["connections"] for line in logs if "connections" in line] == [2]


def send_to_all(slack, frame):
    """Send a frame that is no envelope."""
    for connection in list(slack.socket._connections):
        connection.send(frame)


@pytest.mark.parametrize("frame", [b"PASS blue-heron-4711", '{"text": "PASS blue-heron-4711"'])
def test_what_it_cannot_read_is_not_quoted_in_the_log(slack, app, caplog, frame):
    thread = Thread(app, slack.app_token)
    thread.start()
    slack.socket.wait_connected()
    send_to_all(slack, frame)
    wait_until(lambda: re.search("unsupported data frame|Failed to process", caplog.text))
    thread.end()
    assert "blue-heron" not in caplog.text
    assert "Traceback" not in caplog.text


def test_after_an_error_in_the_middle_of_a_frame_it_connects_anew(slack, app, monkeypatch):
    monkeypatch.setattr("bot.slack.socket.BUFFER", 16)  # so that the client exceeds the depth of recursion
    thread = Thread(app, slack.app_token)
    thread.start()
    slack.socket.wait_connected()
    send_to_all(slack, json.dumps({"type": "events_api", "text": "x" * 50_000}))
    slack.socket.wait_connected(1, opened=2)
    thread.end()
