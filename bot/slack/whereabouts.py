"""Where the bot is, whom it asks, and what reaches it: the doctor's rounds.

Each look needs an optional scope or two. Where one is missing, what cannot be told is said, and that is no failure.

Sources (docs.slack.dev/reference/methods): users.conversations, conversations.info, users.info, usergroups.users.list.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from slack_sdk import WebClient

from bot.errors import BotError
from bot.slack.finding import Finding
from bot.slack.refusals import MissingScopeError, RefusedError, explained
from bot.support.model import ChannelSetting, Mode

PAGE: Final = 200
NAMED: Final = 20  # channels that are named one by one
QUIET: Final = timedelta(days=7)  # without a delivery of a kind before that is worth a word

KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "message": ("posts", "Event Subscriptions lists the events of manifest.json, and the bot is in the channel"),
    "command": ("commands", "Slash Commands has /kb, and the app was reinstalled since it was added"),
    "action": ("presses of buttons", "Interactivity is on"),
    "home": ("looks at the Home tab", "App Home has its Home tab on, and app_home_opened is subscribed to"),
}
"""Kinds of deliveries, what they are, and what must be so for them to arrive."""

_TYPES: Final = {"channels:read": "public_channel", "groups:read": "private_channel"}
_HISTORIES: Final = {False: "channels:history", True: "groups:history"}


def look_at_channels(client: WebClient, granted: set[str], settings: Mapping[str, ChannelSetting]) -> Iterator[Finding]:
    """The channels that the bot is in, and how it behaves there.

    Args:
        client: Of the bot's token.
        granted: The scopes it has.
        settings: How channels were set.
    """
    types = [kind for scope, kind in _TYPES.items() if scope in granted]
    if not types:
        yield Finding(ok=True, what="In which channels the bot is cannot be told without the scope channels:read.")
        return
    try:
        channels = list(_conversations(client, types))
    except BotError as error:
        yield Finding(ok=False, what="The channels that the bot is in cannot be listed.", advice=error.sentence)
        return
    if not channels:
        yield Finding(
            ok=True, what="The bot is in no channel.", advice="Invite it with /invite where errors are posted."
        )
    for channel in channels[:NAMED]:
        yield _channel(channel, settings.get(channel["id"], ChannelSetting()), granted)
    if len(channels) > NAMED:
        yield Finding(ok=True, what=f"The bot is in {len(channels) - NAMED} more channels.")


def look_at_people(client: WebClient, named: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Whether those whom settings name can be asked.

    Args:
        client: Of the bot's token.
        named: By the name of the setting, ids of people, user groups and channels.
    """
    looks = {"U": _person, "W": _person, "S": _group, "C": _place, "G": _place}
    for setting, idents in named.items():
        for ident in idents:
            look = looks.get(ident[:1])
            if look is None:
                what = f"{setting} names {ident}, which is no id of a person, a user group or a channel."
                yield Finding(ok=False, what=what, advice="Copy the id from its profile or details in Slack.")
                continue
            try:
                yield look(client, setting, ident)
            except MissingScopeError as error:
                what = f"{setting} names {ident}, which cannot be looked at without the scope {error.scope}."
                yield Finding(ok=True, what=what)
            except BotError as error:
                yield Finding(ok=False, what=f"{setting} names {ident}, which cannot be used.", advice=error.sentence)


def look_at_deliveries(seen: Mapping[str, datetime], now: datetime) -> Iterator[Finding]:
    """What reached the bot of late; that nothing did is no failure, for nobody may have done anything.

    Args:
        seen: When a delivery of each kind came last.
        now: The time.
    """
    for kind, (name, needed) in KINDS.items():
        last = seen.get(kind)
        if last is not None and now - last <= QUIET:
            yield Finding(ok=True, what=f"The last of the {name} came at {last:%Y-%m-%d %H:%M} UTC.")
        else:
            advice = f"If there were some, see that {needed}."
            yield Finding(ok=True, what=f"No {name} came in the last {QUIET.days} days.", advice=advice)


def _conversations(client: WebClient, types: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    cursor: str | None = None
    while cursor != "":
        with explained("users.conversations"):
            page = client.users_conversations(types=",".join(types), limit=PAGE, cursor=cursor)
        yield from page["channels"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""


def _channel(channel: Mapping[str, Any], setting: ChannelSetting, granted: set[str]) -> Finding:
    """One channel that the bot is in."""
    name, private = f"#{channel.get('name', channel['id'])}", bool(channel.get("is_private"))
    history = _HISTORIES[private]
    mode = f"{setting.mode.value}, private first" if setting.private_first else setting.mode.value
    what = f"In {name} ({channel['id']}) the bot is {mode}."
    if channel.get("is_archived"):
        return Finding(ok=True, what=what, advice="The channel is archived: nothing can be said there.")
    if setting.mode in {Mode.ON, Mode.SHADOW} and history not in granted:
        return Finding(ok=True, what=what, advice=f"Without the scope {history} it hears only mentions there.")
    if channel.get("is_ext_shared") and setting.mode in {Mode.ON, Mode.SHADOW}:
        return Finding(ok=True, what=what, advice="It is shared with another organisation: the bot speaks when asked.")
    return Finding(ok=True, what=what)


def _person(client: WebClient, setting: str, ident: str) -> Finding:
    try:
        with explained("users.info"):
            user = client.users_info(user=ident)["user"]
    except RefusedError as error:
        what = f"{setting} names {ident}, who is nobody in this workspace ({error.code})."
        return Finding(ok=False, what=what, advice="Copy the member id from the person's profile in Slack.")
    if user.get("deleted"):
        what = f"{setting} names {ident} ({user.get('name')}), whose account is deactivated."
        return Finding(ok=False, what=what, advice="Name somebody else.")
    return Finding(ok=True, what=f"{setting} names {ident} ({user.get('name')}), who can be asked.")


def _group(client: WebClient, setting: str, ident: str) -> Finding:
    try:
        with explained("usergroups.users.list"):
            members = client.usergroups_users_list(usergroup=ident)["users"]
    except RefusedError as error:
        what = f"{setting} names {ident}, which is no user group of this workspace ({error.code})."
        return Finding(
            ok=False, what=what, advice="Copy the id from the group's details in Slack, or enable the group."
        )
    if not members:
        return Finding(ok=False, what=f"{setting} names the user group {ident}, which is empty.", advice="Add people.")
    return Finding(ok=True, what=f"{setting} names the user group {ident}; members: {len(members)}.")


def _place(client: WebClient, setting: str, ident: str) -> Finding:
    with explained("conversations.info"):
        channel = client.conversations_info(channel=ident)["channel"]
    name = f"#{channel.get('name', ident)}"
    if channel.get("is_archived"):
        what = f"{setting} names {name} ({ident}), which is archived."
        return Finding(ok=False, what=what, advice="Unarchive it, or name another channel.")
    if not channel.get("is_member"):
        what = f"{setting} names {name} ({ident}), where the bot is no member."
        return Finding(ok=False, what=what, advice="Add it there with /invite.")
    return Finding(ok=True, what=f"{setting} names {name} ({ident}), where the bot can ask.")
