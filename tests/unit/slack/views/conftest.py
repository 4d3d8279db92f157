"""Ways to look at a message that a view built."""

from collections.abc import Callable
from types import ModuleType

import pytest

from bot.slack.message import Message
from bot.slack.modal import Modal
from bot.slack.sendable import assert_modal, assert_sendable
from tests.fakes.blocks import check_view
from tests.fakes.checker import MISSING, load_checker


def _calls(message: Message) -> list[tuple[str, dict]]:
    """The calls with which a view's message may be sent."""
    body = {"text": message.text, "blocks": list(message.blocks)}
    return [
        ("chat.postMessage", {"channel": "C1", "thread_ts": "1795370000.000100", **body}),
        ("chat.update", {"channel": "C1", "ts": "1795370000.000100", **body}),
        ("chat.postEphemeral", {"channel": "C1", "user": "U1", **body}),
        ("response_url", {"response_type": "ephemeral", "replace_original": True, **body}),
    ]


@pytest.fixture(scope="session")
def validator() -> ModuleType:
    """The other checker of payloads."""
    found = load_checker()
    if found is None:
        pytest.skip(MISSING)
    return found


@pytest.fixture
def accepted(validator) -> Callable[[Message], None]:
    """Asserts that Slack would take the message, without an error and without a warning."""

    def check(message: Message) -> None:
        assert_sendable(message)
        for method, payload in _calls(message):
            assert validator.check_call(method, payload) == []

    return check


@pytest.fixture
def modal_accepted(validator) -> Callable[[Modal], None]:
    """Asserts that Slack would show the modal, newly opened or not, without an error and without a warning."""

    def check(modal: Modal) -> None:
        assert_modal(modal)
        view = modal.view("external-id")
        assert check_view(view) == []
        assert validator.check_call("views.open", {"trigger_id": "1.2.3", "view": view}) == []
        assert validator.check_call("views.update", {"external_id": "external-id", "view": view}) == []

    return check
