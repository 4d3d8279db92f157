"""Interactions: commands, presses, shortcuts and submissions, read into deliveries. See ``bot.slack.reading``.

What opens a modal names it here (``Opening``): a press of ``ids.OPENS_VIEW`` a loading view, which its listener fills;
the command alone and the global shortcut the paste box, which needs nothing more.
"""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from bot.paste import clean, rebuild
from bot.slack import ids
from bot.slack.delivery import (
    ACTION,
    COMMAND,
    IGNORED,
    OPENED,
    OTHER,
    SHORTCUT,
    SUBMISSION,
    Delivery,
    Opening,
    with_job,
)
from bot.slack.events import thread_of, written
from bot.slack.fields import Fields, branch, needed, needed_branch, words
from bot.slack.files import files_of
from bot.slack.modal import metadata_of, read_metadata
from bot.slack.private import PLACE
from bot.slack.views.modals import loading_modal, paste_modal
from bot.slack.views.notes import usage_message
from bot.slack.views.words import modals as said

_CHOSEN: Final = ("selected_option", "selected_options")
_PICKED: Final = (
    *("value", "selected_user", "selected_users", "selected_channel", "selected_channels", "selected_conversation"),
    *("selected_conversations", "selected_date", "selected_time"),
)


def read_interaction(body: Fields, key: str, workspace: str) -> Delivery:
    """What a person did, other than to post.

    Raises:
        ValueError: Something that is needed is missing.
    """
    match body.get("type"):
        case "block_actions":
            return _action(body, key, workspace)
        case "shortcut":
            return _paste_box(body, key, workspace, {"channel": _user(body)})
        case "message_action":
            return _shortcut(body, key, workspace)
        case "view_submission":
            return _submission(body, key, workspace)
    if "command" in body:
        return _command(body, key, workspace)
    return Delivery(key, workspace, OTHER, decision=IGNORED)


def pressed(body: Fields) -> Fields:
    """The element that was pressed.

    Raises:
        ValueError: There is none.
    """
    actions = body.get("actions")
    if not isinstance(actions, list) or not actions or not isinstance(actions[0], Mapping):
        raise ValueError("A press without an action.")
    return actions[0]


def external_id_of(key: str) -> str:
    """The id of the view that a delivery opens: the same when it is delivered again, so it opens once."""
    return f"kbbot-{hashlib.sha256(key.encode()).hexdigest()[:32]}"


def _command(body: Fields, key: str, workspace: str) -> Delivery:
    found = clean(words(body, "text") or "")
    channel, url = needed(body, "channel_id"), needed(body, "response_url")
    if not found.text.strip():
        return _paste_box(body, key, workspace, {"channel": channel, "response_url": url})
    payload = {
        "kind": COMMAND,
        "channel": channel,
        "ts": needed(body, "trigger_id"),
        "thread_ts": None,
        "user": needed(body, "user_id"),
        "text": found.text,
        "response_url": url,
        "secrets": list(found.kinds),
    }
    return with_job(key, workspace, payload)


def _paste_box(body: Fields, key: str, workspace: str, place: Fields) -> Delivery:
    """Somebody wants to paste: the paste box is all that is shown, until it is submitted."""
    opening = Opening(
        needed(body, "trigger_id"),
        external_id_of(key),
        paste_modal(metadata_of(**place)),
        plainer=paste_modal(metadata_of(**place), files=False),
        otherwise=usage_message(),
        place=place,
    )
    kind = COMMAND if "command" in body else SHORTCUT
    return Delivery(key, workspace, kind, decision=OPENED, opening=opening)


def _action(body: Fields, key: str, workspace: str) -> Delivery:
    action, container = pressed(body), branch(body, "container")
    name = ids.action_of(needed(action, "action_id"))
    if name is None:
        return Delivery(key, workspace, ACTION, decision=IGNORED)
    if name == ids.PASTE_HERE:
        return _paste_box(body, key, workspace, {"channel": _user(body)})
    payload = {
        "kind": ACTION,
        "action": name,
        "value": _value(action),
        "user": _user(body),
        **(_in_view(body) if container.get("type") == "view" else _in_message(body, container)),
    }
    if name not in ids.OPENS_VIEW:
        return with_job(key, workspace, payload)
    in_modal = branch(body, "view").get("type") == "modal"
    opening = Opening(needed(body, "trigger_id"), external_id_of(key), loading_modal(), pushed=in_modal)
    return with_job(key, workspace, payload | {"view": opening.external_id}, opening=opening)


def _in_message(body: Fields, container: Fields) -> dict[str, Any]:
    """Where the button stands that was pressed in a message."""
    ts = needed(container, "message_ts")
    return {
        "channel": words(container, "channel_id") or needed(branch(body, "channel"), "id"),
        "ts": ts,
        "thread_ts": thread_of(container, ts) or thread_of(branch(body, "message"), ts),
        # In a message that all see, a response URL would answer outside of the thread.
        "response_url": words(body, "response_url") if container.get("is_ephemeral") is True else None,
    }


def _in_view(body: Fields) -> dict[str, Any]:
    """Where a person is who did something in a view, and what stands in its inputs.

    A modal remembers where it was asked for. Nothing else is known of a Home tab than whose it is: the person's direct
    message with the bot is the place then.
    """
    view = needed_branch(body, "view")
    metadata = words(view, "private_metadata") or ""
    remembered = read_metadata(metadata)
    place = {name: remembered.get(name) for name in PLACE if isinstance(remembered.get(name), str)}
    values, secrets = _inputs(view)
    files = [file for state in _states(view).values() for file in files_of(state.get("files"))]
    return {
        "channel": _user(body),
        "ts": None,
        "thread_ts": None,
        "response_url": None,
        **place,
        "user": _user(body),
        "view_id": needed(view, "id"),
        "private_metadata": metadata,
        "values": values,
        "secrets": secrets,
        **({"files": [file.as_json() for file in files]} if files else {}),
    }


def _inputs(view: Fields) -> tuple[dict[str, str | list[str]], list[str]]:
    """What stands in each input of a view, by its action id, and the kinds of secrets found in it.

    An empty input has an empty text or list.
    """
    values: dict[str, str | list[str]] = {}
    secrets: list[str] = []
    for action, state in _states(view).items():
        entered = _entered(state)
        found = [clean(one) for one in ([entered] if isinstance(entered, str) else entered)]
        values[action] = found[0].text if isinstance(entered, str) else [one.text for one in found]
        secrets += [kind for one in found for kind in one.kinds if kind not in secrets]
    return values, secrets


def _states(view: Fields) -> dict[str, Fields]:
    """The state of each input, by its action id."""
    inputs = _mappings(list(branch(branch(view, "state"), "values").values()))
    return {str(action): state for one in inputs for action, state in one.items() if isinstance(state, Mapping)}


def _shortcut(body: Fields, key: str, workspace: str) -> Delivery:
    """*Find the cause*, of a message: as if its author had asked about it, but who asked is told."""
    if words(body, "callback_id") != ids.FIND_THE_CAUSE:
        return Delivery(key, workspace, SHORTCUT, decision=IGNORED)
    message, user = needed_branch(body, "message"), _user(body)
    files = files_of(message.get("files"))
    ts = words(body, "message_ts") or needed(message, "ts")
    found = clean(*written(message))
    payload = {
        "kind": SHORTCUT,
        "channel": needed(needed_branch(body, "channel"), "id"),
        "ts": ts,
        "thread_ts": thread_of(message, ts),
        "user": user,
        "own": words(message, "app_id") in {words(body, "api_app_id")} - {None},
        "author": words(message, "user") if not message.get("bot_id") else None,
        "text": found.text,
        "asked": True,
        "response_url": words(body, "response_url"),
        "secrets": list(found.kinds) if words(message, "user") == user else [],
        **({"files": [file.as_json() for file in files]} if files else {}),
    }
    return with_job(key, workspace, payload)


def _submission(body: Fields, key: str, workspace: str) -> Delivery:
    """Somebody submitted a modal. The acknowledgement closes it; where it cannot be stored, it stays as it is."""
    callback = words(needed_branch(body, "view"), "callback_id") or ""
    pasted = callback == ids.PASTE_MODAL
    payload = {"kind": SUBMISSION, "callback_id": callback, "asked": pasted, **_in_view(body)}
    if pasted and not any(payload["values"].values()):
        return Delivery(key, workspace, SUBMISSION, errors={ids.PASTE: said.NOTHING_ENTERED})
    return with_job(key, workspace, payload)


def _user(body: Fields) -> str:
    return words(body, "user_id") or needed(needed_branch(body, "user"), "id")


def _value(action: Fields) -> str:
    """What a button carries, or the option that was chosen of a menu."""
    return words(action, "value") or words(branch(action, "selected_option"), "value") or ""


def _entered(state: Fields) -> str | list[str]:
    kind = state.get("type")
    if kind == "rich_text_input":
        value = state.get("rich_text_value")
        return rebuild("", [value] if isinstance(value, Mapping) else None)
    if kind == "file_input":
        return [needed(one, "id") for one in _mappings(state.get("files"))]
    for name in _CHOSEN:
        if name in state:
            value = state[name]
            if isinstance(value, list):
                return [needed(one, "value") for one in _mappings(value)]
            return words(branch(state, name), "value") or ""
    for name in _PICKED:
        if name in state:
            value = state[name]
            return [str(one) for one in value] if isinstance(value, list) else str(value or "")
    return ""


def _mappings(value: Any) -> list[Fields]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
