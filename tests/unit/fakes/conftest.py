"""A running fake and a real client for it; no test may leave a thread behind."""

import threading

import pytest
from slack_sdk import WebClient

from tests.fakes.slack import FakeSlack


@pytest.fixture(autouse=True)
def no_thread_is_left():
    before = set(threading.enumerate())
    yield
    begun = [thread for thread in threading.enumerate() if thread not in before]
    for thread in begun:  # websockets' keepalive ends a moment after its connection, and nobody waits for it
        thread.join(5)
    left = [thread for thread in begun if thread.is_alive()]
    assert not left, left


@pytest.fixture
def slack():
    with FakeSlack() as fake:
        yield fake


@pytest.fixture
def client(slack):
    return WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
