"""A running fake and a real client for it; no test may leave a thread behind."""

import pytest
from slack_sdk import WebClient

from tests.fakes.slack import FakeSlack
from tests.fakes.threads import none_left


@pytest.fixture(autouse=True)
def no_thread_is_left():
    with none_left():
        yield


@pytest.fixture
def slack():
    with FakeSlack() as fake:
        yield fake


@pytest.fixture
def client(slack):
    return WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
