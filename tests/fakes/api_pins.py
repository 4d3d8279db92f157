"""The ``pins.*`` methods."""

from __future__ import annotations

from typing import Any

from tests.fakes.protocol import Call, Refused, check_ts, method

SCOPES = ("pins:write",)


def _pinned(call: Call) -> list[str]:
    """The pins of the conversation, once it is sure that the message stands there."""
    channel = call.slack.writable(call.channel())
    check_ts(call["timestamp"], "bad_timestamp")
    message = channel.messages.get(call["timestamp"])
    if not message or message.get("subtype") == "tombstone":
        raise Refused("message_not_found")
    return channel.pins


@method("pins.add", {"channel": "text", "timestamp": "text"}, scopes=SCOPES, takes_json=True)
def add_pin(call: Call) -> dict[str, Any]:
    pins = _pinned(call)
    if call["timestamp"] in pins:
        raise Refused("already_pinned")
    pins.append(call["timestamp"])
    return {}


@method("pins.remove", {"channel": "text", "timestamp": "text"}, scopes=SCOPES, takes_json=True)
def remove_pin(call: Call) -> dict[str, Any]:
    pins = _pinned(call)
    if call["timestamp"] not in pins:
        raise Refused("no_pin")
    pins.remove(call["timestamp"])
    return {}
