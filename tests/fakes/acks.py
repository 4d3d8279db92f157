"""What Slack does with the app's answer to a delivery.

A command may answer with a message, a submitted modal with what becomes of it; to everything else Slack hears only
that it was received. An answer which Slack would refuse fails the test that caused it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakes.blocks import check_view
from tests.fakes.protocol import Refused, refuse_if

if TYPE_CHECKING:
    from tests.fakes.events import Payload
    from tests.fakes.slack import FakeSlack


class AckRefused(AssertionError):  # noqa: N818  reads as what happened, like Refused
    """The app answered a delivery with what Slack does not accept."""


def apply_ack(slack: FakeSlack, delivered: Payload, answer: Any) -> None:
    """Let the answer take effect.

    Args:
        slack: The fake.
        delivered: What was delivered.
        answer: The body of the acknowledgement: an object, a text, or nothing.

    Raises:
        AckRefused: Slack would show the person an error.
    """
    try:
        with slack.changed:
            if "command" in delivered:
                _command(slack, delivered, answer)
            elif delivered.get("type") == "view_submission":
                _submission(slack, delivered, answer)
            elif answer:
                _log(slack, "ack", answer)
            slack.changed.notify_all()
    except Refused as refusal:
        raise AckRefused(f"{refusal.code} {refusal.messages}: {answer!r}") from refusal


def _log(slack: FakeSlack, name: str, answer: Any) -> None:
    slack.log(name, answer if isinstance(answer, dict) else {"text": answer}, {"ok": True}, stored=True)


def _command(slack: FakeSlack, delivered: Payload, answer: Any) -> None:
    if not answer:
        return
    message = answer if isinstance(answer, dict) else {"text": answer}
    _log(slack, "ack_command", message)
    slack.hooks.answer_command(delivered["channel_id"], delivered["user_id"], message)


def _submission(slack: FakeSlack, delivered: Payload, answer: Any) -> None:
    """Close the modal, or do what ``response_action`` says."""
    if answer:
        _log(slack, "ack", answer)
    if answer and not isinstance(answer, dict):
        raise Refused("invalid_payload", ["a modal is not answered with text"])
    view = slack.views.get(delivered["view"]["id"])
    if view is None:
        return  # delivered again, after it was acknowledged
    action = (answer or {}).get("response_action")
    if action is None and not answer:
        slack.views.close(view)
    elif action == "clear":
        slack.views.clear(view.user)
    elif action in {"update", "push"}:
        refuse_if(check_view(answer.get("view"), "modal"))
        if action == "update":
            slack.views.update(view, answer["view"])
        else:
            slack.views.push(view.user, answer["view"])
    elif action == "errors":
        _check_errors(view.payload["blocks"], answer.get("errors"))
    else:
        raise Refused("invalid_payload", [f"response_action {action!r}"])


def _check_errors(blocks: list[dict[str, Any]], errors: Any) -> None:
    """Errors stand below inputs of the modal."""
    if not isinstance(errors, dict) or not errors or not all(isinstance(one, str) and one for one in errors.values()):
        raise Refused("invalid_payload", ["errors: input's block_id to sentence"])
    inputs = {block["block_id"] for block in blocks if block["type"] == "input"}
    if unknown := set(errors) - inputs:
        raise Refused("invalid_payload", [f"errors for {sorted(unknown)}, which are no inputs of the modal"])
