"""Builders of Events API deliveries, in the envelope Slack sends (docs.slack.dev/apis/events-api).

``slack`` is the fake whose ids and clock they bear.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from tests.fakes.composer import compose

if TYPE_CHECKING:
    from tests.fakes.workspace import Channel, Message, Workspace

VERIFICATION_TOKEN = "fake-verification-token"
Payload = dict[str, Any]


def envelope(slack: Workspace, event: dict[str, Any], *, event_id: str | None = None) -> Payload:
    """Any event, wrapped. What happened in a shared channel says so."""
    place = event.get("channel") or event.get("item", {}).get("channel")
    channel = slack.channels.get(place) if isinstance(place, str) else None
    authorization = {"enterprise_id": None, "team_id": slack.team_id, "user_id": slack.bot_user}
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": slack.team_id,
        "context_team_id": slack.team_id,
        "context_enterprise_id": None,
        "api_app_id": slack.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id or slack.new_id("Ev"),
        "event_time": int(slack.now()),
        "authorizations": [authorization | {"is_bot": True, "is_enterprise_install": False}],
        "is_ext_shared_channel": bool(channel and channel.shared),
        "event_context": "4-fake-event-context",
    }


def event_of(slack: Workspace, channel: Channel, message: Message) -> Payload:
    """The ``message`` event of a stored message, whoever wrote it."""
    event = copy.deepcopy(message) | {"channel": channel.id, "channel_type": channel.kind}
    return envelope(slack, event | {"event_ts": message["ts"]})


def event_message(
    slack: Workspace,
    text: str = "",
    *,
    user: str | None = None,
    channel: str | None = None,
    ts: str | None = None,
    thread_ts: str | None = None,
    blocks: list[dict[str, Any]] | None = None,
    channel_type: str | None = None,
    subtype: str | None = None,
    edited: dict[str, Any] | None = None,
    files: list[dict[str, Any]] | None = None,
    bot_id: str | None = None,
    **fields: Any,
) -> Payload:
    """A ``message`` event which is not stored anywhere: for deliveries no person caused, or odd ones.

    Args:
        slack: The fake.
        text: What was typed.
        user: Who, by default alice.
        channel: Where, by default #general.
        ts: When.
        thread_ts: The thread's parent.
        blocks: Instead of the composer's; an empty list leaves them out.
        channel_type: Instead of the conversation's own.
        subtype: Such as ``bot_message``, ``file_share``, ``channel_join``.
        edited: ``{"user", "ts"}``.
        files: File objects.
        bot_id: The author is a bot.
        fields: Anything else, such as ``previous_message``.
    """
    place = channel or slack.general
    stamp = ts or slack.next_ts()
    wire_text, made = compose(text)
    known = slack.channels.get(place)
    optional = {
        "blocks": (made if blocks is None else blocks) or None,
        "thread_ts": thread_ts,
        "subtype": subtype,
        "edited": edited,
        "files": files,
        "bot_id": bot_id,
        "client_msg_id": None if bot_id or subtype else slack.new_id("msg-"),
    }
    event = {
        "type": "message",
        "user": user or slack.alice,
        "text": wire_text,
        "ts": stamp,
        "team": slack.team_id,
        "channel": place,
        "channel_type": channel_type or (known.kind if known else "channel"),
        "event_ts": stamp,
    }
    return envelope(slack, event | {name: value for name, value in optional.items() if value is not None} | fields)


def event_app_mention(slack: Workspace, message_event: Payload) -> Payload:
    """The ``app_mention`` twin of a ``message`` event: the same channel and ts, another ``event_id``."""
    event = copy.deepcopy(message_event["event"]) | {"type": "app_mention"}
    event.pop("channel_type")
    return envelope(slack, event)


def _bare(message: Message) -> Message:
    """A message as it stands inside an event, which names the channel itself."""
    return {name: value for name, value in copy.deepcopy(message).items() if name != "channel"}


def message_changed(slack: Workspace, channel: str, message: Message, previous: Message) -> Payload:
    """A message was edited, unfurled or replied to. Only with an edit does its text differ."""
    stamp = slack.next_ts()
    event = {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "channel": channel,
        "channel_type": slack.channels[channel].kind,
        "message": _bare(message),
        "previous_message": _bare(previous),
        "ts": stamp,
        "event_ts": stamp,
    }
    return envelope(slack, event)


def message_deleted(slack: Workspace, channel: str, previous: Message) -> Payload:
    stamp = slack.next_ts()
    event = {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "channel": channel,
        "channel_type": slack.channels[channel].kind,
        "deleted_ts": previous["ts"],
        "previous_message": _bare(previous),
        "ts": stamp,
        "event_ts": stamp,
    }
    return envelope(slack, event)


def app_home_opened(slack: Workspace, user: str, tab: str = "home") -> Payload:
    """Somebody opens the app's ``home`` or ``messages`` tab."""
    home = slack.views.homes.get(user)
    event = {"type": "app_home_opened", "user": user, "channel": slack.open_im(user), "tab": tab}
    shown = {"view": slack.views.wire(home)} if home and tab == "home" else {}
    return envelope(slack, event | shown | {"event_ts": slack.next_ts()})


def link_shared(slack: Workspace, message_event: Payload, urls: list[str]) -> Payload:
    """The message of an event holds links of a domain the app unfurls."""
    message = message_event["event"]
    links = [{"url": url, "domain": url.split("/")[2]} for url in urls]
    event = {
        "type": "link_shared",
        "channel": message["channel"],
        "user": message["user"],
        "message_ts": message["ts"],
        "is_bot_user_member": slack.bot_user in slack.channels[message["channel"]].members,
        "links": links,
        "unfurl_id": f"{message['channel']}-{message['ts']}",
        "source": "conversations_history",
        "event_ts": slack.next_ts(),
    }
    if "thread_ts" in message:
        event["thread_ts"] = message["thread_ts"]
    return envelope(slack, event)
