"""What a workspace holds: people, conversations with their messages, files, tokens.

Messages are kept in Slack's own wire form, by conversation and timestamp. Nothing here listens or answers; this is
the state which the Web API methods and the people of a test change.
"""

from __future__ import annotations

import copy
import functools
import itertools
import json
import re
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

from tests.fakes.blocks import with_ids
from tests.fakes.emoji import STANDARD
from tests.fakes.hooks import Hooks
from tests.fakes.protocol import Refused
from tests.fakes.views import Views

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

TEAM = "T0HELPDESK"
APP = "A0KBBOT000"
BOT = "B0KBBOT000"
BOT_USER = "U0BOT00000"
ALICE, BOB, CAROL = "U0ALICE000", "U0BOB00000", "U0CAROL000"
GENERAL = "C0GENERAL0"
DOMAIN = "helpdesk"

ALL_SCOPES = frozenset({
    "app_mentions:read", "assistant:write", "channels:history", "channels:read", "chat:write", "commands",
    "files:read", "groups:history", "groups:read", "im:history", "im:read", "im:write", "links:read", "links:write",
    "mpim:history", "mpim:read", "mpim:write", "pins:write", "reactions:read", "reactions:write", "team:read",
    "usergroups:read", "users:read",
})  # fmt: skip

Message = dict[str, Any]


P = ParamSpec("P")
S = TypeVar("S", bound="Workspace")
R = TypeVar("R")


def locked(work: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """Do the work, whose first argument is the workspace, while no request changes anything."""

    @functools.wraps(work)
    def held(workspace: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with workspace.changed:
            return work(workspace, *args, **kwargs)

    return held


class Clock(Protocol):
    """What the fake needs of a clock; ``FakeClock`` fits."""

    def now(self) -> datetime: ...


@dataclass
class User:
    id: str
    name: str
    is_bot: bool = False
    deleted: bool = False
    team: str = TEAM

    def wire(self) -> dict[str, Any]:
        real = self.name.title()
        return {
            "id": self.id,
            "team_id": self.team,
            "name": self.name,
            "real_name": real,
            "deleted": self.deleted,
            "is_bot": self.is_bot,
            "is_stranger": self.team != TEAM,
            "is_app_user": False,
            "tz": "Europe/Berlin",
            "tz_offset": 3600,
            "profile": {"real_name": real, "display_name": self.name, "team": self.team},
        }


@dataclass
class Channel:
    """A conversation: ``kind`` is ``channel`` (public), ``group`` (private), ``im`` or ``mpim``."""

    id: str
    name: str
    kind: str
    members: list[str]
    archived: bool = False
    shared: bool = False  # with another organisation (Slack Connect)
    messages: dict[str, Message] = field(default_factory=dict)
    pins: list[str] = field(default_factory=list)

    @property
    def scope_group(self) -> str:
        """The first half of the scopes that open it: ``channels``, ``groups``, ``im``, ``mpim``."""
        return {"channel": "channels", "group": "groups"}.get(self.kind, self.kind)

    def wire(self) -> dict[str, Any]:
        flags = {
            "is_channel": self.kind == "channel",
            "is_group": self.kind == "group",
            "is_im": self.kind == "im",
            "is_mpim": self.kind == "mpim",
            "is_private": self.kind != "channel",
            "is_archived": self.archived,
            "is_ext_shared": self.shared,
            "is_shared": self.shared,
            "is_org_shared": False,
        }
        if self.kind == "im":
            other = next(member for member in self.members if member != BOT_USER)
            return {"id": self.id, "created": 1_700_000_000, "user": other, "is_open": True} | flags
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "created": 1_700_000_000,
            "creator": ALICE,
            "is_general": self.id == GENERAL,
            "is_member": BOT_USER in self.members,
            "topic": {"value": "", "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
            "context_team_id": TEAM,
            "shared_team_ids": [TEAM],
        } | flags


@dataclass
class Token:
    value: str
    kind: str  # "bot" or "app"
    scopes: set[str]
    revoked: bool = False


class Workspace:
    """One team with one installed app, three people and #general.

    Args:
        clock: The time of the workspace.
        scopes: What the bot token is granted.
    """

    def __init__(self, clock: Clock, scopes: Iterable[str]) -> None:
        self.clock = clock
        self.changed = threading.Condition(threading.RLock())  # held while a request, or a test, changes anything
        self.team_id, self.app_id, self.bot_id, self.bot_user = TEAM, APP, BOT, BOT_USER
        self.alice, self.bob, self.carol, self.general = ALICE, BOB, CAROL, GENERAL
        self.base_url = ""  # known once the server listens
        self.socket_url: Callable[[], str]  # a fresh URL for Socket Mode
        self._counter = itertools.count(1)
        self._last_ts = 0
        self.users = {one.id: one for one in (User(ALICE, "alice"), User(BOB, "bob"), User(CAROL, "carol"))}
        self.users[BOT_USER] = User(BOT_USER, "kbbot", is_bot=True)
        self.channels = {GENERAL: Channel(GENERAL, "general", "channel", [ALICE, BOB, CAROL, BOT_USER])}
        self.files: dict[str, dict[str, Any]] = {}
        self.contents: dict[str, bytes] = {}
        self.usergroups: dict[str, dict[str, Any]] = {}
        self.emoji: set[str] = set(STANDARD)
        self.ephemeral: list[Message] = []
        self.bot_token, self.app_token = "xoxb-0-fake-bot", "xapp-1-fake-app"
        self.tokens = {
            self.bot_token: Token(self.bot_token, "bot", set(scopes)),
            self.app_token: Token(self.app_token, "app", {"connections:write"}),
        }
        self.views = Views(self)
        self.hooks = Hooks(self)

    # ---- identity and time

    def now(self) -> float:
        return self.clock.now().timestamp()

    def new_id(self, prefix: str) -> str:
        return f"{prefix}{next(self._counter):010d}"

    @locked
    def next_ts(self) -> str:
        """A timestamp later than every one before, also where the clock stands still."""
        self._last_ts = max(self._last_ts + 1, int(self.now() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    # ---- building the world

    def add_user(self, name: str, *, is_bot: bool = False, deleted: bool = False, team: str = TEAM) -> str:
        user = User(self.new_id("U"), name, is_bot, deleted, team)
        self.users[user.id] = user
        return user.id

    @locked
    def add_channel(
        self,
        name: str,
        kind: str = "channel",
        members: Iterable[str] = (ALICE, BOB, CAROL),
        *,
        bot: bool = True,
        shared: bool = False,
    ) -> str:
        """A conversation; ``bot`` says whether the bot is a member."""
        people = [*members, *([BOT_USER] if bot else [])]
        channel = Channel(self.new_id("D" if kind == "im" else "C"), name, kind, people, shared=shared)
        self.channels[channel.id] = channel
        return channel.id

    @locked
    def open_im(self, user: str) -> str:
        """The direct message between the bot and a person."""
        for channel in self.channels.values():
            if channel.kind == "im" and set(channel.members) == {user, BOT_USER}:
                return channel.id
        return self.add_channel("", "im", [user])

    def add_usergroup(self, handle: str, users: Iterable[str]) -> str:
        key = self.new_id("S")
        group = {"id": key, "team_id": TEAM, "handle": handle, "name": handle, "users": list(users)}
        self.usergroups[key] = group | {"is_usergroup": True, "date_delete": 0, "is_external": False}
        return key

    def add_file(
        self, content: str | bytes, name: str = "transcript.txt", mimetype: str = "text/plain", user: str = ALICE
    ) -> dict[str, Any]:
        """Upload a file; returns the file object as it stands in an event's ``files``."""
        data = content.encode() if isinstance(content, str) else content
        key = self.new_id("F")
        url = f"{self.base_url}/files-pri/{TEAM}-{key}"
        suffix, in_url = name.rpartition(".")[2], re.sub(r"[^\w.-]+", "_", name).lower()
        self.contents[key] = data
        self.files[key] = {
            "id": key,
            "created": int(self.now()),
            "name": name,
            "title": name,
            "mimetype": mimetype,
            "filetype": "text" if suffix == "txt" else suffix,
            "pretty_type": "Plain Text",
            "user": user,
            "size": len(data),
            "mode": "snippet" if mimetype.startswith("text/") else "hosted",
            "is_external": False,
            "is_public": False,
            "file_access": "visible",
            "url_private": f"{url}/{in_url}",
            "url_private_download": f"{url}/download/{in_url}",
        }
        return copy.deepcopy(self.files[key])

    # ---- what the bot may see and do

    def visible(self, channel_id: str) -> Channel:
        """A conversation the bot can see: public ones, and private ones it is in."""
        channel = self.channels.get(channel_id)
        if not channel or (channel.kind != "channel" and BOT_USER not in channel.members):
            raise Refused("channel_not_found")
        return channel

    def joined(self, channel: Channel) -> Channel:
        if BOT_USER not in channel.members:
            raise Refused("not_in_channel")
        return channel

    def writable(self, channel: Channel) -> Channel:
        if channel.archived:
            raise Refused("is_archived")
        return self.joined(channel)

    # ---- messages

    def store(self, channel: Channel, message: Message, thread_ts: str | None = None) -> Message:
        """Keep a message. A thread whose parent is gone is dropped silently: Slack posts to the channel instead."""
        kept: Message = {"type": "message"} | copy.deepcopy(message)
        kept.setdefault("ts", self.next_ts())
        kept["team"] = TEAM
        if "blocks" in kept:
            kept["blocks"] = with_ids(kept["blocks"])
        parent = channel.messages.get(thread_ts or "")
        if parent and parent.get("thread_ts", parent["ts"]) != parent["ts"]:
            raise Refused("cannot_reply_to_message")
        if parent:
            kept |= {"thread_ts": parent["ts"], "parent_user_id": parent["user"]}
        channel.messages[kept["ts"]] = kept
        return kept

    def replies(self, channel: Channel, ts: str) -> list[Message]:
        return [one for one in channel.messages.values() if one.get("thread_ts") == ts and one["ts"] != ts]

    def remove(self, channel: Channel, ts: str) -> Message:
        """Delete a message; where replies hang on it a tombstone stays. Returns what stood there."""
        old = channel.messages[ts]
        if self.replies(channel, ts):
            gone = {"type": "message", "subtype": "tombstone", "hidden": True, "user": "USLACKBOT", "ts": ts}
            channel.messages[ts] = gone | {"thread_ts": ts, "text": "This message was deleted."}
        else:
            del channel.messages[ts]
        return old

    def wire(self, channel: Channel, message: Message, *, metadata: bool = False) -> Message:
        """A message as Slack returns it: thread figures added, metadata only when asked for."""
        shown = copy.deepcopy(message)
        if not metadata:
            shown.pop("metadata", None)
        if replies := self.replies(channel, message["ts"]):
            people = list(dict.fromkeys(one["user"] for one in replies))
            shown |= {"thread_ts": message["ts"], "reply_count": len(replies), "reply_users": people}
            shown |= {"reply_users_count": len(people), "latest_reply": replies[-1]["ts"], "subscribed": False}
        return shown

    # ---- what a test looks at

    @locked
    def messages(self, channel: str) -> list[Message]:
        """Everything that stands in a conversation, replies too, oldest first; each with its ``channel``."""
        where = self.channels[channel]
        kept = sorted(where.messages.values(), key=lambda one: one["ts"])
        return [self.wire(where, one, metadata=True) | {"channel": channel} for one in kept]

    def thread(self, channel: str, ts: str) -> list[Message]:
        """A parent and its replies."""
        return [one for one in self.messages(channel) if ts in {one["ts"], one.get("thread_ts")}]

    @locked
    def ephemerals(self, user: str, channel: str | None = None) -> list[Message]:
        """What only this person sees; ``ts`` is the message's, ``channel`` its conversation."""
        return [copy.deepcopy(one) for one in self.ephemeral if one["to"] == user and channel in {None, one["channel"]}]

    @locked
    def reactions(self, channel: str, ts: str) -> dict[str, list[str]]:
        """Names of emoji → who reacted."""
        return {one["name"]: list(one["users"]) for one in self.channels[channel].messages[ts].get("reactions", [])}

    def shown(self, message: Message) -> str:
        """All text a person reads in a message or view, for ``in`` checks: its fallback text and its blocks."""
        return str(message.get("text", "")) + "\n" + json.dumps(message.get("blocks", []), ensure_ascii=False)
