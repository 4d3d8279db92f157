"""The ``chat.*`` and ``reactions.*`` methods."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from tests.fakes.blocks import check_message
from tests.fakes.hooks import bot_author, content_of, post_ephemeral
from tests.fakes.protocol import Call, Refused, check_ts, method, refuse_if

if TYPE_CHECKING:
    from tests.fakes.workspace import Channel, Message

AUTHORSHIP = {"as_user": "flag", "icon_emoji": "text", "icon_url": "text", "username": "text"}
CONTENT = {
    "text": "text", "blocks": "json", "attachments": "json", "markdown_text": "text", "parse": "text",
    "link_names": "flag", "mrkdwn": "flag",
}  # fmt: skip
POSTED = CONTENT | AUTHORSHIP | {
    "thread_ts": "text", "reply_broadcast": "flag", "unfurl_links": "flag", "unfurl_media": "flag",
    "metadata": "json",
}  # fmt: skip
WRITE = ("chat:write",)


def _target(call: Call) -> Channel:
    """Where a message goes: a conversation, or a person, whose direct message is opened."""
    user = call.slack.users.get(call["channel"])
    if not user:
        return call.slack.visible(call["channel"])
    if user.is_bot:
        raise Refused("cannot_dm_bot")
    return call.slack.channels[call.slack.open_im(user.id)]


def _content(call: Call) -> Message:
    content = content_of(call.args)
    if "markdown_text" in call.args:
        content["text"] = call["markdown_text"]
    return content


def _own(call: Call, channel: Channel, refusal: str) -> Message:
    """The bot's message that a call names."""
    check_ts(call["ts"], "message_not_found")
    message = channel.messages.get(call["ts"])
    if not message or message.get("subtype") == "tombstone":
        raise Refused("message_not_found")
    if message.get("bot_id") != call.slack.bot_id:
        raise Refused(refusal)
    return message


@method("chat.postMessage", {"channel": "text"}, POSTED, scopes=WRITE, takes_json=True)
def post_message(call: Call) -> dict[str, Any]:
    channel = call.slack.writable(_target(call))
    check_ts(call.get("thread_ts"), "invalid_thread_ts")
    refuse_if(check_message(call.args))
    message = _content(call) | bot_author(call.slack)
    if "metadata" in call.args:
        message["metadata"] = copy.deepcopy(call["metadata"])
    kept = call.slack.store(channel, message, call.get("thread_ts"))
    if call.get("reply_broadcast") and "thread_ts" in kept:
        kept["subtype"] = "thread_broadcast"
    return {"channel": channel.id, "ts": kept["ts"], "message": call.slack.wire(channel, kept, metadata=True)}


@method(
    "chat.postEphemeral",
    {"channel": "text", "user": "text"},
    CONTENT | AUTHORSHIP | {"thread_ts": "text"},
    scopes=WRITE,
    takes_json=True,
)
def post_ephemeral_message(call: Call) -> dict[str, Any]:
    channel = call.slack.writable(call.channel())
    if call["user"] not in channel.members:
        raise Refused("user_not_in_channel")
    check_ts(call.get("thread_ts"), "invalid_thread_ts")
    refuse_if(check_message(call.args))
    message = _content(call) | bot_author(call.slack)
    return {"message_ts": post_ephemeral(call.slack, channel.id, call["user"], message, call.get("thread_ts"))}


@method(
    "chat.update",
    {"channel": "text", "ts": "text"},
    CONTENT | {"as_user": "flag", "reply_broadcast": "flag", "metadata": "json", "file_ids": "json"},
    scopes=WRITE,
    takes_json=True,
)
def update(call: Call) -> dict[str, Any]:
    """Blocks and attachments that are not named stay, an empty list removes them."""
    channel = call.channel()
    message = _own(call, channel, "cant_update_message")
    refuse_if(check_message(call.args, update=True))
    for name in ("blocks", "attachments", "metadata"):
        if name in call.args:
            message.pop(name, None)
    content = _content(call)
    if "text" not in call.args and "markdown_text" not in call.args:
        del content["text"]
    message |= content | {"edited": {"user": call.slack.bot_id, "ts": call.slack.next_ts()}}
    shown = call.slack.wire(channel, message)
    return {"channel": channel.id, "ts": call["ts"], "text": message["text"], "message": shown}


@method("chat.delete", {"channel": "text", "ts": "text"}, {"as_user": "flag"}, scopes=WRITE, takes_json=True)
def delete(call: Call) -> dict[str, Any]:
    channel = call.channel()
    _own(call, channel, "cant_delete_message")
    call.slack.remove(channel, call["ts"])
    return {"channel": channel.id, "ts": call["ts"]}


@method("chat.getPermalink", {"channel": "text", "message_ts": "text"})
def permalink(call: Call) -> dict[str, Any]:
    channel = call.channel()
    message = _found(channel, call["message_ts"])
    link = f"https://helpdesk.slack.example/archives/{channel.id}/p{message['ts'].replace('.', '')}"
    if message.get("thread_ts", message["ts"]) != message["ts"]:
        link += f"?thread_ts={message['thread_ts']}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


UNFURL = {
    "channel": "text", "ts": "text", "source": "text", "unfurl_id": "text", "unfurls": "json", "metadata": "json",
    "user_auth_blocks": "json", "user_auth_message": "text", "user_auth_required": "flag", "user_auth_url": "text",
}  # fmt: skip


@method("chat.unfurl", {}, UNFURL, scopes=("links:write",), takes_json=True)
def unfurl(call: Call) -> dict[str, Any]:
    """Attach a preview to a message: by channel and ts, for links that stand in it."""
    for name in ("channel", "ts"):
        if name not in call.args:
            raise Refused(f"missing_{name}")
    unfurls, metadata = call.get("unfurls"), call.get("metadata")
    if unfurls is None and metadata is None:
        raise Refused("missing_unfurls")
    channel = call.slack.channels.get(call["channel"])
    if not channel:
        raise Refused("cannot_find_channel")
    message = channel.messages.get(call["ts"])
    if not message:
        raise Refused("cannot_find_message")
    previews = [_preview(url, shown, message) for url, shown in _unfurls(unfurls).items()]
    entities = metadata.get("entities") if isinstance(metadata, dict) else None
    if metadata is not None and not (isinstance(entities, list) and entities):
        raise Refused("invalid_metadata_format")
    if previews:
        message.setdefault("attachments", []).extend(previews)
    if entities:
        message["unfurled_entities"] = copy.deepcopy(entities)
    return {}


def _unfurls(unfurls: Any) -> dict[str, Any]:
    if unfurls is None:
        return {}
    if not isinstance(unfurls, dict) or not unfurls:
        raise Refused("invalid_unfurls_format")
    return unfurls


def _preview(url: str, shown: Any, message: Message) -> dict[str, Any]:
    if url.replace("&", "&amp;") not in message["text"] and url not in json.dumps(message.get("blocks", [])):
        raise Refused("cannot_unfurl_message")
    if not isinstance(shown, dict):
        raise Refused("cannot_parse_attachment")
    refuse_if(check_message({"text": "-", "attachments": [shown]}))
    return copy.deepcopy(shown) | {"from_url": url, "is_app_unfurl": True}


# ---- reactions

ITEM = {"channel": "text", "timestamp": "text", "file": "text", "file_comment": "text"}


def _found(channel: Channel, ts: str) -> Message:
    message = channel.messages.get(ts)
    if not message or message.get("subtype") == "tombstone":
        raise Refused("message_not_found")
    return message


def _item(call: Call) -> tuple[Channel, Message]:
    if "file" in call.args or "file_comment" in call.args:
        raise Refused("not_reactable")
    if "channel" not in call.args or "timestamp" not in call.args:
        raise Refused("no_item_specified")
    check_ts(call["timestamp"], "bad_timestamp")
    channel = call.channel()
    return channel, _found(call.slack.joined(channel), call["timestamp"])


def _emoji(call: Call) -> str:
    name: str = call["name"]
    base, _, tone = name.partition("::")
    if base not in call.slack.emoji or (tone and not tone.startswith("skin-tone-")):
        raise Refused("invalid_name")
    return name


@method("reactions.add", {"name": "text"}, ITEM, scopes=("reactions:write",), takes_json=True)
def add_reaction(call: Call) -> dict[str, Any]:
    name = _emoji(call)
    channel, message = _item(call)
    if channel.archived:
        raise Refused("is_archived")
    react(message, call.slack.bot_user, name)
    return {}


def react(message: Message, user: str, name: str) -> None:
    """Somebody reacts to a message, once."""
    reactions = message.setdefault("reactions", [])
    existing = next((one for one in reactions if one["name"] == name), None)
    if existing and user in existing["users"]:
        raise Refused("already_reacted")
    if not existing:
        existing = {"name": name, "users": [], "count": 0}
        reactions.append(existing)
    existing["users"].append(user)
    existing["count"] += 1


@method("reactions.remove", {"name": "text"}, ITEM, scopes=("reactions:write",), takes_json=True)
def remove_reaction(call: Call) -> dict[str, Any]:
    name = _emoji(call)
    _, message = _item(call)
    unreact(message, call.slack.bot_user, name)
    return {}


def unreact(message: Message, user: str, name: str) -> None:
    existing = next((one for one in message.get("reactions", []) if one["name"] == name), None)
    if not existing or user not in existing["users"]:
        raise Refused("no_reaction")
    existing["users"].remove(user)
    existing["count"] -= 1
    if not existing["users"]:
        message["reactions"].remove(existing)


@method("reactions.get", {}, ITEM | {"full": "flag"}, scopes=("reactions:read",))
def get_reactions(call: Call) -> dict[str, Any]:
    channel, message = _item(call)
    return {"type": "message", "channel": channel.id, "message": call.slack.wire(channel, message)}
