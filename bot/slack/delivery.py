"""Deliveries: what Slack sends, read into what is kept of it.

``parse`` is pure. Of a delivery it keeps the few fields that a use case needs. The text is rebuilt from the message's
blocks, cut to a bound, and its secrets are masked, so nothing unmasked is ever stored; tokens, the text before an edit
and everything unknown are dropped.

Every delivery has a key, the same when it is delivered again:

- an event: ``event_id``. A new post has a second key, its *twin*, made of channel and ts: a mention is delivered both
  as ``message`` and as ``app_mention``, and whichever comes first is the one that counts. Both show that the bot was
  mentioned, because its user id (``authorizations``) stands in the text.
- a slash command: ``trigger_id``; a press: ``action_ts``, ``action_id`` and who pressed.

What is answered by nobody (bots, joins, unfurls, greetings …) gets a decision in one word instead of a job.

Sources (docs.slack.dev): apis/events-api, reference/events/message, interactivity/implementing-slash-commands,
reference/interaction-payloads/block_actions-payload.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl

from bot.paste import clean, rebuild
from bot.slack import ids
from bot.slack.greeting import is_greeting
from bot.support.desk import lane_of

MESSAGE: Final = "message"
EDIT: Final = "edit"
DELETION: Final = "deletion"
COMMAND: Final = "command"
ACTION: Final = "action"
OTHER: Final = "other"

# Decisions on deliveries that get no job.
BOT: Final = "bot"  # posted by a bot, this one included
HIDDEN: Final = "hidden"  # joins, topics, pins …
UNCHANGED: Final = "unchanged"  # an edit that leaves the text as it is: unfurls, reactions, thread counts
GREETING: Final = "greeting"
EMPTY: Final = "empty"  # no text, and nobody asked
IGNORED: Final = "ignored"  # of no kind that the bot knows

POSTS = frozenset({None, "file_share", "thread_broadcast", "me_message"})
SLACKBOT = "USLACKBOT"
MOST_FIELDS = 200  # of a form; Slack sends about fifteen

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is kept of a delivery.

    Attributes:
        key: The same for a delivery that is sent again.
        kind: ``message``, ``edit``, ``deletion``, ``command``, ``action`` or ``other``.
        lane: The thread; deliveries of one lane are handled in order.
        payload: JSON values, masked; ``kind`` and ``secrets`` (kinds of secrets found) among them.
        twin: The second key of a new post.
        decision: Set where there is nothing to do, in one word; ``payload`` is empty then.
    """

    key: str
    workspace: str
    kind: str
    lane: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
    twin: str | None = None
    decision: str | None = None


def read_body(raw: bytes) -> Fields:
    """The body of an HTTP delivery: JSON, a form, or JSON in the form's field ``payload``.

    Raises:
        ValueError: It is none of these.
    """
    try:
        text = raw.decode("utf-8")
        if not text.startswith("{"):
            form = dict(parse_qsl(text, keep_blank_values=True, strict_parsing=True, max_num_fields=MOST_FIELDS))
            if "payload" not in form:
                return form
            text = form["payload"]
        body = json.loads(text)
    except RecursionError:
        raise ValueError("The body is nested too deeply.") from None
    if not isinstance(body, dict):
        raise ValueError("The body is no object.")  # noqa: TRY004  its content is wrong, not the caller's type
    return body


def key_of(body: Fields) -> str:
    """The key of a delivery.

    Raises:
        ValueError: It has none, or not of the shape that Slack documents.
    """
    kind = _words(body, "type") or ("command" if "command" in body else None)
    if kind == "event_callback":
        _branch(body, "event", needed=True)
        return f"event:{_needed(body, 'event_id')}"
    if kind == "command":
        return f"command:{_needed(body, 'trigger_id')}"
    if kind == "block_actions":
        action = _pressed(body)
        user = _needed(_branch(body, "user", needed=True), "id")
        return f"action:{_needed(action, 'action_ts')}:{_needed(action, 'action_id')}:{user}"
    for name in ("trigger_id", "action_ts", "minute_rate_limited"):
        if isinstance(body.get(name), str | int) and kind:
            return f"{kind}:{body[name]}"
    raise ValueError("This is no delivery of Slack's.")


def parse(body: Fields) -> Delivery | None:
    """Read a delivery. None where it has no key; what else is wrong with its shape makes it ``ignored``."""
    try:
        key = key_of(body)
    except ValueError:
        return None
    try:
        workspace = workspace_of(body)
        if body.get("type") == "event_callback":
            return _event(body, key, workspace)
        if body.get("type") == "block_actions":
            return _action(body, key, workspace)
        if "command" in body:
            return _command(body, key, workspace)
    except (ValueError, RecursionError):
        workspace = "unknown"
    return Delivery(key, workspace, OTHER, decision=IGNORED)


def workspace_of(body: Fields) -> str:
    """The workspace the app is installed in, or the organisation where the installation is the organisation's.

    Raises:
        ValueError: The delivery names neither.
    """
    installed = next(iter(_authorizations(body)), {})
    candidates = (
        _words(installed, "team_id"),
        _words(body, "team_id"),
        _words(_branch(body, "team"), "id"),
        _words(_branch(body, "user"), "team_id"),
        _words(installed, "enterprise_id"),
        _words(body, "enterprise_id"),
        _words(_branch(body, "enterprise"), "id"),
    )
    found = next((one for one in candidates if one), None)
    if found is None:
        raise ValueError("The workspace is missing.")
    return found


def _event(body: Fields, key: str, workspace: str) -> Delivery:
    event = _branch(body, "event", needed=True)
    kind, subtype = _words(event, "type"), _words(event, "subtype")
    if kind == "app_mention" or (kind == "message" and subtype in POSTS):
        return _post(body, event, key, workspace)
    if kind == "message" and subtype == "message_changed":
        return _edit(body, event, key, workspace)
    if kind == "message" and subtype == "message_deleted":
        return _deletion(event, key, workspace, _branch(event, "previous_message"))
    return Delivery(key, workspace, OTHER, decision=HIDDEN if kind == "message" else IGNORED)


def _post(body: Fields, event: Fields, key: str, workspace: str) -> Delivery:
    twin = f"post:{workspace}:{_needed(event, 'channel')}:{_needed(event, 'ts')}"
    if _is_bot(body, event):
        return Delivery(key, workspace, MESSAGE, twin=twin, decision=BOT)
    payload = _message(body, event, event, MESSAGE)
    if is_greeting(payload["text"]):
        return Delivery(key, workspace, MESSAGE, twin=twin, decision=GREETING)
    if not payload["asked"] and not payload["text"].strip():
        return Delivery(key, workspace, MESSAGE, twin=twin, decision=EMPTY)
    return _delivery(key, workspace, payload, twin=twin)


def _edit(body: Fields, event: Fields, key: str, workspace: str) -> Delivery:
    message, before = _branch(event, "message", needed=True), _branch(event, "previous_message")
    if _words(message, "subtype") == "tombstone":  # what is left of a deleted message that has replies
        return _deletion({**event, "deleted_ts": _needed(message, "ts")}, key, workspace, message)
    if _is_bot(body, message):
        return Delivery(key, workspace, EDIT, decision=BOT)
    if _words(message, "subtype") not in POSTS:
        return Delivery(key, workspace, EDIT, decision=HIDDEN)
    if before and rebuild(*_written(message)) == rebuild(*_written(before)):
        return Delivery(key, workspace, EDIT, decision=UNCHANGED)
    payload = _message(body, event, message, EDIT)
    told = clean(*_written(before)).kinds
    payload["secrets"] = [kind for kind in payload["secrets"] if kind not in told]
    payload["asked"] = payload["asked"] and not is_greeting(payload["text"])
    return _delivery(key, workspace, payload)


def _deletion(event: Fields, key: str, workspace: str, message: Fields) -> Delivery:
    if _words(message, "bot_id"):
        return Delivery(key, workspace, DELETION, decision=BOT)
    ts = _needed(event, "deleted_ts")
    payload = {"kind": DELETION, "channel": _needed(event, "channel"), "ts": ts, "thread_ts": _thread(message, ts)}
    return _delivery(key, workspace, payload)


def _command(body: Fields, key: str, workspace: str) -> Delivery:
    found = clean(_words(body, "text") or "")
    payload = {
        "kind": COMMAND,
        "channel": _needed(body, "channel_id"),
        "ts": _needed(body, "trigger_id"),
        "thread_ts": None,
        "user": _needed(body, "user_id"),
        "text": found.text,
        "response_url": _needed(body, "response_url"),
        "secrets": list(found.kinds),
    }
    return _delivery(key, workspace, payload)


def _action(body: Fields, key: str, workspace: str) -> Delivery:
    action, container = _pressed(body), _branch(body, "container")
    name = ids.action_of(_needed(action, "action_id"))
    if name is None:
        return Delivery(key, workspace, ACTION, decision=IGNORED)
    ts = _needed(container, "message_ts")
    payload = {
        "kind": ACTION,
        "action": name,
        "value": _words(action, "value") or "",
        "user": _needed(_branch(body, "user", needed=True), "id"),
        "channel": _words(container, "channel_id") or _needed(_branch(body, "channel"), "id"),
        "ts": ts,
        "thread_ts": _thread(container, ts) or _thread(_branch(body, "message"), ts),
        # In a message that all see, a response URL would answer outside of the thread.
        "response_url": _words(body, "response_url") if container.get("is_ephemeral") is True else None,
    }
    return _delivery(key, workspace, payload)


def _delivery(key: str, workspace: str, payload: Mapping[str, Any], *, twin: str | None = None) -> Delivery:
    lane = lane_of(workspace, payload["channel"], payload["thread_ts"] or payload["ts"])
    return Delivery(key, workspace, payload["kind"], lane, payload, twin)


def _message(body: Fields, event: Fields, message: Fields, kind: str) -> dict[str, Any]:
    """The payload of a post or an edit. ``event`` names the channel, ``message`` is what was posted."""
    bots = _bot_users(body)
    found = clean(*_written(_without_mentions(message, bots)))
    channel, ts = _needed(event, "channel"), _needed(message, "ts")
    direct = _words(event, "channel_type") == "im" or channel.startswith("D")
    mentioned = _words(event, "type") == "app_mention" or any(_mentions(message, bot) for bot in bots)
    return {
        "kind": kind,
        "channel": channel,
        "ts": ts,
        "thread_ts": _thread(message, ts),
        "user": _words(message, "user") or "",
        "text": found.text,
        "asked": direct or mentioned,
        "shared": body.get("is_ext_shared_channel") is True,
        "private": _words(event, "channel_type") != "channel",  # a mention does not say where
        "secrets": list(found.kinds),
    }


def _written(message: Fields) -> tuple[str, list[Any] | None]:
    """What somebody wrote: the text and the blocks."""
    blocks = message.get("blocks")
    return _words(message, "text") or "", blocks if isinstance(blocks, list) else None


def _is_bot(body: Fields, message: Fields) -> bool:
    user = _words(message, "user")
    automatic = any(message.get(name) for name in ("bot_id", "app_id", "bot_profile"))
    return automatic or user is None or user == SLACKBOT or user in _bot_users(body)


def _bot_users(body: Fields) -> frozenset[str]:
    """The bot's user ids."""
    found = (_words(one, "user_id") for one in _authorizations(body) if one.get("is_bot") is True)
    return frozenset(user for user in found if user)


def _mentions(value: Any, user: str) -> bool:
    if _is_mention(value, user):
        return True
    if isinstance(value, Mapping):
        return any(_mentions(value.get(name), user) for name in ("text", "blocks", "elements"))
    if isinstance(value, list):
        return any(_mentions(one, user) for one in value)
    return isinstance(value, str) and (f"<@{user}>" in value or f"<@{user}|" in value)


def _is_mention(value: Any, user: str) -> bool:
    return isinstance(value, Mapping) and value.get("type") == "user" and value.get("user_id") == user


def _without_mentions(message: Fields, users: frozenset[str]) -> Fields:
    """The message with these people's mentions taken out, of the text and of the blocks."""

    def strip(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {name: strip(one) for name, one in value.items()}
        if isinstance(value, list):
            return [strip(one) for one in value if not any(_is_mention(one, user) for user in users)]
        return value

    text, blocks = _written(message)
    for user in users:
        text = re.sub(rf"<@{re.escape(user)}(?:\|[^>]{{0,200}})?>", "", text)
    return {"text": text.strip(), "blocks": strip(blocks)}


def _thread(message: Fields, ts: str) -> str | None:
    """The root of the thread it stands in; None for a root."""
    thread = _words(message, "thread_ts")
    return thread if thread and thread != ts else None


def _pressed(body: Fields) -> Fields:
    actions = body.get("actions")
    if not isinstance(actions, list) or not actions or not isinstance(actions[0], Mapping):
        raise ValueError("A press without an action.")
    return actions[0]


def _authorizations(body: Fields) -> list[Fields]:
    found = body.get("authorizations")
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _words(fields: Fields, name: str) -> str | None:
    """A field that holds a string, or None where there is none."""
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{name} is no string.")
    return value or None


def _needed(fields: Fields, name: str) -> str:
    value = _words(fields, name)
    if value is None:
        raise ValueError(f"{name} is missing.")
    return value


def _branch(fields: Fields, name: str, *, needed: bool = False) -> Fields:
    """A field that holds an object; an empty one where there is none, unless it is needed."""
    value = fields.get(name)
    if isinstance(value, Mapping):
        return value
    if needed:
        raise ValueError(f"{name} is missing.")
    return {}
