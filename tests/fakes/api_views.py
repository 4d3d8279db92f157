"""The ``views.*`` methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakes.blocks import check_view
from tests.fakes.protocol import Call, Refused, method, refuse_if

if TYPE_CHECKING:
    from tests.fakes.hooks import Trigger

TRIGGERED = {"trigger_id": "text", "interactivity_pointer": "text"}


def _trigger(call: Call) -> Trigger:
    pointer = call.get("trigger_id") or call.get("interactivity_pointer")
    if not pointer:
        raise Refused("invalid_arguments", ["[ERROR] missing required field: trigger_id"])
    return call.slack.hooks.spend(pointer)


def _check_modal(call: Call) -> None:
    """A view that can be opened; an input for files takes the scope to read them (file-input-element)."""
    refuse_if(check_view(call["view"], "modal"))
    elements = [block.get("element", {}).get("type") for block in call["view"]["blocks"]]
    if "file_input" in elements:
        call.need_scope("files:read")


@method("views.open", {"view": "json"}, TRIGGERED, takes_json=True)
def open_view(call: Call) -> dict[str, Any]:
    _check_modal(call)
    trigger = _trigger(call)
    return {"view": call.slack.views.wire(call.slack.views.open(trigger.user, call["view"]))}


@method("views.push", {"view": "json"}, TRIGGERED, takes_json=True)
def push_view(call: Call) -> dict[str, Any]:
    """The trigger must come from a press inside the open modal."""
    _check_modal(call)
    trigger = _trigger(call)
    if not trigger.view or not call.slack.views.top(trigger.user):
        raise Refused("invalid_trigger_id")
    return {"view": call.slack.views.wire(call.slack.views.push(trigger.user, call["view"]))}


@method("views.update", {"view": "json"}, {"view_id": "text", "external_id": "text", "hash": "text"}, takes_json=True)
def update_view(call: Call) -> dict[str, Any]:
    if not call.get("view_id") and not call.get("external_id"):
        raise Refused("invalid_arguments", ["[ERROR] missing required field: view_id"])
    refuse_if(check_view(call["view"]))
    view = call.slack.views.find(call.get("view_id"), call.get("external_id"))
    return {"view": call.slack.views.wire(call.slack.views.update(view, call["view"], call.get("hash")))}


@method("views.publish", {"user_id": "text", "view": "json"}, {"hash": "text"}, takes_json=True)
def publish(call: Call) -> dict[str, Any]:
    if call["user_id"] not in call.slack.users:
        raise Refused("invalid_arguments", ["[ERROR] invalid user_id [json-pointer:/user_id]"])
    refuse_if(check_view(call["view"], "home"))
    view = call.slack.views.publish(call["user_id"], call["view"], call.get("hash"))
    return {"view": call.slack.views.wire(view)}
