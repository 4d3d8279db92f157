"""Events: posts, edits, deletions, and who opens the Home tab, read into deliveries. See ``bot.slack.reading``."""

import re
from collections.abc import Mapping
from typing import Any, Final

from bot.paste import clean, rebuild
from bot.slack.delivery import (
    BOT,
    DELETION,
    EDIT,
    EMPTY,
    GREETING,
    HIDDEN,
    HOME,
    IGNORED,
    MESSAGE,
    OTHER,
    REACTION,
    UNCHANGED,
    Delivery,
    twin_of,
    with_job,
)
from bot.slack.fields import Fields, authorizations, branch, needed, needed_branch, words
from bot.slack.files import files_of, may_be_text
from bot.slack.greeting import is_greeting
from bot.support.desk import flow_of, lane_of
from bot.support.model import Spot
from bot.support.reaction import CHECK_MARKS

POSTS: Final = frozenset({None, "file_share", "thread_broadcast", "me_message"})
REACTIONS: Final = frozenset({"reaction_added", "reaction_removed"})
SLACKBOT: Final = "USLACKBOT"


def read_event(body: Fields, key: str, workspace: str) -> Delivery:
    """What happened in a conversation.

    Raises:
        ValueError: Something that is needed is missing.
    """
    event = needed_branch(body, "event")
    kind, subtype = words(event, "type"), words(event, "subtype")
    if kind == "app_mention" or (kind == "message" and subtype in POSTS):
        return _post(body, event, key, workspace)
    if kind == "message" and subtype == "message_changed":
        return _edit(body, event, key, workspace)
    if kind == "message" and subtype == "message_deleted":
        return _deletion(event, key, workspace, branch(event, "previous_message"))
    if kind in REACTIONS:
        return _reaction(body, event, key, workspace)
    if kind == "app_home_opened":
        return _home(event, key, workspace)
    return Delivery(key, workspace, OTHER, decision=HIDDEN if kind == "message" else IGNORED)


def _reaction(body: Fields, event: Fields, key: str, workspace: str) -> Delivery:
    """A check mark of a person's, given or taken away; of all others only the key is kept."""
    item, user = branch(event, "item"), needed(event, "user")
    if user in _bot_users(body):
        return Delivery(key, workspace, REACTION, decision=BOT)
    if words(event, "reaction") not in CHECK_MARKS or words(item, "type") != "message":
        return Delivery(key, workspace, REACTION, decision=IGNORED)
    payload = {
        "kind": REACTION,
        "channel": needed(item, "channel"),
        "ts": needed(item, "ts"),
        "thread_ts": None,
        "user": user,
        "name": needed(event, "reaction"),
        "added": words(event, "type") == "reaction_added",
    }
    return with_job(key, workspace, payload)


def _post(body: Fields, event: Fields, key: str, workspace: str) -> Delivery:
    channel, ts, user = needed(event, "channel"), needed(event, "ts"), words(event, "user") or ""
    twin = twin_of(workspace, channel, ts)
    own = user in _bot_users(body)
    spot = None if own else Spot(flow_of(channel, thread_of(event, ts)), ts, user)
    if _is_bot(body, event):
        return Delivery(key, workspace, MESSAGE, twin=twin, spot=spot, decision=BOT)
    payload = _message(body, event, event, MESSAGE)
    with_files = any(may_be_text(file) for file in files_of(event.get("files")))
    if is_greeting(payload["text"]) and not with_files:
        return Delivery(key, workspace, MESSAGE, twin=twin, spot=spot, decision=GREETING)
    if not payload["asked"] and not payload["text"].strip() and not with_files:
        return Delivery(key, workspace, MESSAGE, twin=twin, spot=spot, decision=EMPTY)
    return with_job(key, workspace, payload, twin=twin, spot=spot)


def _edit(body: Fields, event: Fields, key: str, workspace: str) -> Delivery:
    message, before = needed_branch(event, "message"), branch(event, "previous_message")
    if words(message, "subtype") == "tombstone":  # what is left of a deleted message that has replies
        return _deletion({**event, "deleted_ts": needed(message, "ts")}, key, workspace, message)
    if _is_bot(body, message):
        return Delivery(key, workspace, EDIT, decision=BOT)
    if words(message, "subtype") not in POSTS:
        return Delivery(key, workspace, EDIT, decision=HIDDEN)
    if before and _content(message) == _content(before):
        return Delivery(key, workspace, EDIT, decision=UNCHANGED)
    payload = _message(body, event, message, EDIT)
    if not payload["asked"] and not any(_content(message)):  # its files were deleted, and there was nothing else
        return _deletion({**event, "deleted_ts": payload["ts"]}, key, workspace, message)
    told = clean(*written(before)).kinds
    payload["secrets"] = [kind for kind in payload["secrets"] if kind not in told]
    payload["asked"] = payload["asked"] and not is_greeting(payload["text"])
    return with_job(key, workspace, payload)


def _deletion(event: Fields, key: str, workspace: str, message: Fields) -> Delivery:
    if words(message, "bot_id"):
        return Delivery(key, workspace, DELETION, decision=BOT)
    ts = needed(event, "deleted_ts")
    payload = {"kind": DELETION, "channel": needed(event, "channel"), "ts": ts, "thread_ts": thread_of(message, ts)}
    return with_job(key, workspace, payload)


def _home(event: Fields, key: str, workspace: str) -> Delivery:
    """Somebody opened the app: its Home tab, which is drawn anew, or its messages, which need nothing."""
    if words(event, "tab") != "home":
        return Delivery(key, workspace, HOME, decision=IGNORED)
    user = needed(event, "user")
    payload = {
        "kind": HOME,
        "user": user,
        "channel": needed(event, "channel"),
        "ts": None,
        "thread_ts": None,
        "hash": words(branch(event, "view"), "hash"),  # of what they see until then, if anything
    }
    return Delivery(key, workspace, HOME, lane_of(workspace, user, HOME), payload)


def _message(body: Fields, event: Fields, message: Fields, kind: str) -> dict[str, Any]:
    """The payload of a post or an edit. ``event`` names the channel, ``message`` is what was posted."""
    bots = _bot_users(body)
    found = clean(*written(_without_mentions(message, bots)))
    channel, ts = needed(event, "channel"), needed(message, "ts")
    files = files_of(message.get("files"))
    direct = words(event, "channel_type") == "im" or channel.startswith("D")
    mentioned = words(event, "type") == "app_mention" or any(_mentions(message, bot) for bot in bots)
    return {
        "kind": kind,
        "channel": channel,
        "ts": ts,
        "thread_ts": thread_of(message, ts),
        "user": words(message, "user") or "",
        "text": found.text,
        "asked": direct or mentioned,
        "shared": body.get("is_ext_shared_channel") is True,
        # A mention does not say in what kind of conversation it stands.
        "private": words(event, "channel_type") != "channel" if "channel_type" in event else None,
        "secrets": list(found.kinds),
        **({"files": [file.as_json() for file in files]} if files else {}),
    }


def _content(message: Fields) -> tuple[str, list[str]]:
    """What an edit can change: the text, and which files may be read."""
    return rebuild(*written(message)), [file.id for file in files_of(message.get("files")) if may_be_text(file)]


def written(message: Fields) -> tuple[str, list[Any] | None]:
    """What somebody wrote: the text and the blocks."""
    blocks = message.get("blocks")
    return words(message, "text") or "", blocks if isinstance(blocks, list) else None


def _is_bot(body: Fields, message: Fields) -> bool:
    user = words(message, "user")
    automatic = any(message.get(name) for name in ("bot_id", "app_id", "bot_profile"))
    return automatic or user is None or user == SLACKBOT or user in _bot_users(body)


def _bot_users(body: Fields) -> frozenset[str]:
    """The bot's user ids."""
    found = (words(one, "user_id") for one in authorizations(body) if one.get("is_bot") is True)
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

    text, blocks = written(message)
    for user in users:
        text = re.sub(rf"<@{re.escape(user)}(?:\|[^>]{{0,200}})?>", "", text)
    return {"text": text.strip(), "blocks": strip(blocks)}


def thread_of(message: Fields, ts: str) -> str | None:
    """The root of the thread it stands in; None for a root."""
    thread = words(message, "thread_ts")
    return thread if thread and thread != ts else None
