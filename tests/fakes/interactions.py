"""Builders of what a person's press, command or submission delivers (docs.slack.dev/interactivity).

Each looks at the state of the fake and fails where a person could not have done it: a button that is not on the
message any more, a view that is closed, a required input left empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakes.blocks import all_blocks, interactive
from tests.fakes.events import VERIFICATION_TOKEN, Payload
from tests.fakes.workspace import DOMAIN, locked

if TYPE_CHECKING:
    from tests.fakes.views import View
    from tests.fakes.workspace import Message, Workspace


@locked
def slash_command(
    slack: Workspace, text: str = "", *, command: str = "/kb", user: str | None = None, channel: str | None = None
) -> Payload:
    """The form fields of a slash command; ``text`` arrives as it was typed."""
    who, place = slack.users[user or slack.alice], slack.channels[channel or slack.general]
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": slack.team_id,
        "team_domain": DOMAIN,
        "channel_id": place.id,
        "channel_name": "directmessage" if place.kind == "im" else place.name,
        "user_id": who.id,
        "user_name": who.name,
        "command": command,
        "text": text,
        "api_app_id": slack.app_id,
        "is_enterprise_install": "false",
        "response_url": slack.hooks.response_url(place.id, who.id),
        "trigger_id": slack.hooks.trigger(who.id),
    }


def _base(slack: Workspace, kind: str, user: str, view: View | None = None) -> Payload:
    name = slack.users[user].name
    return {
        "type": kind,
        "user": {"id": user, "username": name, "name": name, "team_id": slack.team_id},
        "api_app_id": slack.app_id,
        "token": VERIFICATION_TOKEN,
        "trigger_id": slack.hooks.trigger(user, view),
        "team": {"id": slack.team_id, "domain": DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _place(slack: Workspace, channel: str) -> dict[str, str]:
    return {"id": channel, "name": slack.channels[channel].name or "directmessage"}


@locked
def block_action(
    slack: Workspace, message: Message, action_id: str, *, user: str | None = None, value: str | None = None
) -> Payload:
    """A press of a button, or a choice, in a message.

    Args:
        slack: The fake.
        message: A message from ``messages``, ``thread`` or ``ephemerals``; what counts is what it shows now.
        action_id: The element.
        user: Who presses; alice by default.
        value: Which button, if several bear the ``action_id``; the option, for a select or menu.

    Raises:
        AssertionError: The message is gone, or shows no such element.
    """
    who, channel, ts = user or slack.alice, message["channel"], message["ts"]
    private = bool(message.get("is_ephemeral"))
    now = _current(slack, channel, ts, who if private else None)
    action = _action(slack, now.get("blocks", []), action_id, value, who)
    payload = _base(slack, "block_actions", who) | {
        "container": {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": private},
        "channel": _place(slack, channel),
        "state": {"values": {}},
        "response_url": slack.hooks.response_url(channel, who, ts),
        "actions": [action],
    }
    if "thread_ts" in now:
        payload["container"]["thread_ts"] = now["thread_ts"]
    if not private:  # an ephemeral message is not sent along
        payload["message"] = slack.wire(slack.channels[channel], now)
    return payload


def _current(slack: Workspace, channel: str, ts: str, recipient: str | None) -> Message:
    if recipient:
        found = [one for one in slack.ephemeral if one["ts"] == ts and one["to"] == recipient]
    else:
        kept = slack.channels[channel].messages.get(ts)
        found = [kept] if kept else []
    assert found, f"no message {ts} in {channel} that this person sees"
    return found[0]


def _action(
    slack: Workspace, blocks: list[dict[str, Any]], action_id: str, value: str | None, user: str
) -> dict[str, Any]:
    """The entry of ``actions`` for the element as it stands in the blocks."""
    pairs = [(block, one) for block in all_blocks(blocks) for one in interactive(block)]
    shown = [one.get("action_id") for _, one in pairs]
    fitting = [(block, one) for block, one in pairs if one.get("action_id") == action_id and _offers(one, value)]
    assert fitting, f"nothing shown has action_id {action_id!r} and value {value!r}; there are {shown}"
    block, element = fitting[0]
    only = element.get("visible_to_user_ids")
    assert only is None or user in only, f"{action_id!r} is not shown to {user}"
    action = {"type": element["type"], "block_id": block["block_id"], "action_id": action_id}
    return action | _chosen(element, value) | {"action_ts": slack.next_ts()}


def _options(element: dict[str, Any]) -> list[dict[str, Any]]:
    grouped = [one for group in element.get("option_groups", []) for one in group["options"]]
    return list(element.get("options", [])) + grouped


def _offers(element: dict[str, Any], value: str | None) -> bool:
    """Whether an element can give this value."""
    if value is None:
        return True
    if element["type"] == "feedback_buttons":
        return value in {element[name]["value"] for name in ("positive_button", "negative_button")}
    if options := _options(element):
        return value in {one["value"] for one in options}
    return element["type"] not in {"button", "icon_button"} or element.get("value") == value


def _chosen(element: dict[str, Any], value: str | None) -> dict[str, Any]:
    """The part of an action, or of a view's state, that says what was chosen."""
    kind = element["type"]
    if kind in {"button", "icon_button"}:
        return {"text": element["text"]} | ({"value": element["value"]} if "value" in element else {})
    if kind == "feedback_buttons":
        buttons = [element["positive_button"], element["negative_button"]]
        pressed = next(one for one in buttons if value in {None, one["value"]})
        return {"text": pressed["text"], "value": pressed["value"]}
    if options := _options(element):
        chosen = [one for one in options if one["value"] == value] if value else []
        if kind in {"checkboxes", "multi_static_select"}:
            return {"selected_options": chosen}
        return {"selected_option": chosen[0] if chosen else None}
    name = {
        "users_select": "selected_user",
        "channels_select": "selected_channel",
        "conversations_select": "selected_conversation",
        "datepicker": "selected_date",
        "timepicker": "selected_time",
        "datetimepicker": "selected_date_time",
    }.get(kind, "value")
    return {name: value}


# ---- views


@locked
def view_action(
    slack: Workspace, view_id: str, action_id: str, *, user: str | None = None, value: str | None = None
) -> Payload:
    """A press inside a modal or a Home tab."""
    who = user or slack.alice
    view = slack.views.find(view_id)
    action = _action(slack, view.payload["blocks"], action_id, value, who)
    shown = slack.views.wire(view)
    return _base(slack, "block_actions", who, view) | {
        "container": {"type": "view", "view_id": view_id},
        "view": shown,
        "state": shown["state"],
        "actions": [action],
    }


@locked
def view_submission(
    slack: Workspace, view_id: str, values: dict[str, dict[str, Any]] | None = None, *, user: str | None = None
) -> Payload:
    """Somebody submits a modal.

    Args:
        slack: The fake.
        view_id: The modal, which must be the one on top.
        values: block_id → action_id → what was entered; inputs left out keep what they start with.
        user: Who; alice by default.

    Raises:
        AssertionError: The modal is not on top, has no such input, or a required input is empty.
    """
    who = user or slack.alice
    view = slack.views.top(who)
    assert view, "no modal is open"
    assert view.id == view_id, f"{view.id} is on top, not {view_id}"
    assert view.payload.get("submit"), "the modal has no submit button"
    state = _state(view, values or {})
    payload = _base(slack, "view_submission", who, view)
    return payload | {"view": slack.views.wire(view, state), "response_urls": []}


def _state(view: View, entered: dict[str, dict[str, Any]]) -> dict[str, Any]:
    inputs = [one for one in view.payload["blocks"] if one["type"] == "input"]
    unknown = set(entered) - {one["block_id"] for one in inputs}
    assert not unknown, f"the modal has no inputs {sorted(unknown)}"
    state: dict[str, Any] = {}
    for block in inputs:
        element, key = block["element"], block["block_id"]
        given = entered.get(key, {})
        assert set(given) <= {element["action_id"]}, f"input {key} has only {element['action_id']!r}"
        value = given.get(element["action_id"], _initial(element))
        assert value or block.get("optional"), f"input {key} is required"
        _fits(element, key, value)
        state[key] = {element["action_id"]: {"type": element["type"]} | _entered(element, value)}
    return state


def _initial(element: dict[str, Any]) -> Any:
    if "initial_option" in element:
        return element["initial_option"]["value"]
    starts = [value for name, value in element.items() if name.startswith("initial_")]
    return starts[0] if starts else None


def _fits(element: dict[str, Any], key: str, value: Any) -> None:
    """A person cannot type more than an input takes."""
    if element["type"] == "plain_text_input" and value is not None:
        least, most = element.get("min_length", 0), element.get("max_length", 3000)
        assert least <= len(value) <= most, f"input {key} takes {least} to {most} characters"


def _entered(element: dict[str, Any], value: Any) -> dict[str, Any]:
    if element["type"] == "file_input":
        return {"files": value or []}
    if element["type"] == "rich_text_input":
        return {"rich_text_value": value}
    if isinstance(value, list):
        return {"selected_options": value}
    chosen = _chosen(element, value)
    assert value is None or any(chosen.values()), f"{value!r} is none of the options"
    return chosen


@locked
def view_closed(slack: Workspace, view_id: str, *, user: str | None = None, cleared: bool = False) -> Payload:
    """Somebody closes a modal (with ``cleared`` the whole stack); it is delivered if ``notify_on_close`` is set."""
    who = user or slack.alice
    view = slack.views.find(view_id)
    payload = _base(slack, "view_closed", who) | {"view": slack.views.wire(view), "is_cleared": cleared}
    del payload["trigger_id"]
    if cleared:
        slack.views.clear(who)
    else:
        slack.views.close(view)
    return payload


# ---- shortcuts


@locked
def shortcut(slack: Workspace, callback_id: str, *, user: str | None = None) -> Payload:
    """A global shortcut, from the lightning menu or the search."""
    who = user or slack.alice
    return _base(slack, "shortcut", who) | {"callback_id": callback_id, "action_ts": slack.next_ts()}


@locked
def message_action(slack: Workspace, callback_id: str, message: Message, *, user: str | None = None) -> Payload:
    """A message shortcut, from the menu of a message."""
    who, channel = user or slack.alice, message["channel"]
    kept = _current(slack, channel, message["ts"], None)
    return _base(slack, "message_action", who) | {
        "callback_id": callback_id,
        "action_ts": slack.next_ts(),
        "channel": _place(slack, channel),
        "message_ts": message["ts"],
        "message": slack.wire(slack.channels[channel], kept),
        "response_url": slack.hooks.response_url(channel, who),
    }
