"""The ``conversations.*`` methods, and ``users.conversations``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakes.protocol import Call, Refused, check_ts, method, page

if TYPE_CHECKING:
    from tests.fakes.workspace import Channel, Message

PAGED = {"cursor": "text", "limit": "count"}
RANGE = PAGED | {"inclusive": "flag", "include_all_metadata": "flag", "latest": "text", "oldest": "text"}
KINDS = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
MOST_PEOPLE = 8


def _in_range(call: Call, messages: list[Message]) -> list[Message]:
    """Those between ``oldest`` and ``latest``; both bounds count with ``inclusive``."""
    for name in ("oldest", "latest"):
        check = call.get(name)
        if check not in (None, "0"):
            check_ts(check if "." in check else f"{check}.000000", f"invalid_ts_{name}")
    oldest, latest = float(call.get("oldest", 0)), float(call.get("latest", "inf"))
    inclusive = call.get("inclusive", False)
    return [
        one
        for one in messages
        if oldest < float(one["ts"]) < latest or (inclusive and float(one["ts"]) in {oldest, latest})
    ]


def _shown(call: Call, channel: Channel, messages: list[Message]) -> list[Message]:
    metadata = call.get("include_all_metadata", False)
    return [call.slack.wire(channel, one, metadata=metadata) for one in messages]


@method("conversations.replies", {"channel": "text", "ts": "text"}, RANGE)
def replies(call: Call) -> dict[str, Any]:
    """A thread, parent first; the timestamp of a reply gives that reply alone."""
    channel = call.slack.joined(call.channel("history"))
    check_ts(call["ts"], "thread_not_found")
    parent = channel.messages.get(call["ts"])
    if not parent:
        raise Refused("thread_not_found")
    found = [parent, *_in_range(call, call.slack.replies(channel, call["ts"]))]
    messages, rest = page(found, call, default=1000, most=1000)
    return {"messages": _shown(call, channel, messages)} | rest


@method("conversations.history", {"channel": "text"}, RANGE)
def history(call: Call) -> dict[str, Any]:
    """What stands in the conversation itself, newest first."""
    channel = call.slack.joined(call.channel("history"))
    top = [
        one
        for one in channel.messages.values()
        if one.get("thread_ts", one["ts"]) == one["ts"] or one.get("subtype") == "thread_broadcast"
    ]
    newest_first = sorted(_in_range(call, top), key=lambda one: one["ts"], reverse=True)
    messages, rest = page(newest_first, call, default=100, most=999)
    return {"messages": _shown(call, channel, messages), "pin_count": 0} | rest


@method("conversations.info", {"channel": "text"}, {"include_locale": "flag", "include_num_members": "flag"})
def info(call: Call) -> dict[str, Any]:
    channel = call.channel("read")
    members = {"num_members": len(channel.members)} if call.get("include_num_members") else {}
    return {"channel": channel.wire() | members}


@method("conversations.members", {"channel": "text"}, PAGED)
def members(call: Call) -> dict[str, Any]:
    channel = call.channel("read")
    people, rest = page(channel.members, call, default=100, most=1000)
    return {"members": people, "response_metadata": rest["response_metadata"]}


@method(
    "conversations.open",
    {},
    {"channel": "text", "users": "names", "return_im": "flag", "prevent_creation": "flag"},
    takes_json=True,
)
def open_conversation(call: Call) -> dict[str, Any]:
    """Open the direct message with one person, or with up to eight."""
    if "channel" in call.args:
        channel = call.channel()
        if channel.kind not in {"im", "mpim"}:
            raise Refused("method_not_supported_for_channel_type")
        call.need_scope(f"{channel.kind}:write")
        return {"channel": _opened(call, channel), "no_op": True, "already_open": True}
    people = [person for person in call.get("users", []) if person != call.slack.bot_user]
    if not people:
        raise Refused("users_list_not_supplied")
    if len(people) > MOST_PEOPLE:
        raise Refused("too_many_users")
    call.need_scope("im:write" if len(people) == 1 else "mpim:write")
    _reachable(call, people)
    if len(people) == 1:
        return {"channel": _opened(call, call.slack.channels[call.slack.open_im(people[0])])}
    for channel in call.slack.channels.values():
        if channel.kind == "mpim" and set(channel.members) == {*people, call.slack.bot_user}:
            return {"channel": _opened(call, channel), "no_op": True, "already_open": True}
    return {"channel": _opened(call, call.slack.channels[call.slack.add_channel("mpdm", "mpim", people)])}


def _opened(call: Call, channel: Channel) -> dict[str, Any]:
    return channel.wire() if call.get("return_im") else {"id": channel.id}


def _reachable(call: Call, people: list[str]) -> None:
    for person in people:
        user = call.slack.users.get(person)
        if not user:
            raise Refused("user_not_found")
        if user.deleted:
            raise Refused("user_disabled")
        if user.is_bot:
            raise Refused("cannot_dm_bot")


@method(
    "users.conversations",
    {},
    PAGED | {"exclude_archived": "flag", "types": "names", "user": "text"},
)
def of_user(call: Call) -> dict[str, Any]:
    """The conversations a person is in, of those the bot can see."""
    kinds = call.get("types", ["public_channel"])
    if not set(kinds) <= set(KINDS):
        raise Refused("invalid_types")
    wanted = {KINDS[kind] for kind in kinds}
    user = call.get("user", call.slack.bot_user)
    if user not in call.slack.users:
        raise Refused("user_not_found")
    found = []
    for channel in call.slack.channels.values():
        seen = channel.kind == "channel" or call.slack.bot_user in channel.members
        hidden = channel.archived and call.get("exclude_archived")
        if channel.kind in wanted and user in channel.members and seen and not hidden:
            found.append(channel)
    for kind in sorted(wanted):
        call.need_scope({"channel": "channels:read", "group": "groups:read"}.get(kind, f"{kind}:read"))
    shown, rest = page([channel.wire() for channel in found], call, default=100, most=999)
    return {"channels": shown, "response_metadata": rest["response_metadata"]}
