"""What an interaction hands to the app: a ``trigger_id`` (3 s, once), a ``response_url`` (30 min, 5 times).

Sources: docs.slack.dev/interactivity/handling-user-interaction; views.open.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fakes.blocks import check_message, with_ids
from tests.fakes.protocol import Refused, check_ts, refuse_if

if TYPE_CHECKING:
    from tests.fakes.views import View
    from tests.fakes.workspace import Message, Workspace

TRIGGER_SECONDS = 3
URL_SECONDS = 30 * 60
URL_USES = 5
FIELDS = {
    "text": str, "blocks": list, "attachments": list, "response_type": str, "replace_original": bool,
    "delete_original": bool, "thread_ts": str, "metadata": dict, "mrkdwn": bool, "unfurl_links": bool,
    "unfurl_media": bool,
}  # fmt: skip


@dataclass
class Trigger:
    user: str
    born: float
    view: View | None = None  # the view it was pressed in
    used: bool = False


@dataclass
class Hook:
    """A ``response_url``: whom it answers, where, and which message it was pressed in (None: a command)."""

    channel: str
    user: str
    born: float
    original: str | None = None
    uses: int = 0


class Hooks:
    """All triggers and response URLs that were handed out."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._triggers: dict[str, Trigger] = {}
        self._urls: dict[str, Hook] = {}

    def trigger(self, user: str, view: View | None = None) -> str:
        key = f"{self._workspace.new_id('')}.{self._workspace.new_id('')}.fake"
        self._triggers[key] = Trigger(user, self._workspace.now(), view)
        return key

    def spend(self, trigger_id: str) -> Trigger:
        """Use a trigger up.

        Raises:
            Refused: ``invalid_trigger_id``, ``exchanged_trigger_id``, ``expired_trigger_id``.
        """
        trigger = self._triggers.get(trigger_id)
        if not trigger:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self._workspace.now() - trigger.born > TRIGGER_SECONDS:
            raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger

    def response_url(self, channel: str, user: str, original: str | None = None) -> str:
        key = self._workspace.new_id("R")
        self._urls[key] = Hook(channel, user, self._workspace.now(), original)
        return f"{self._workspace.base_url}/actions/{self._workspace.team_id}/{key}/fake"

    def respond(self, key: str, payload: Any) -> None:
        """What a POST to a response URL does.

        Raises:
            Refused: ``expired_url``, ``used_url``, ``invalid_payload`` or what is wrong with the message.
        """
        hook = self._urls.get(key)
        if not hook or self._workspace.now() - hook.born > URL_SECONDS:
            raise Refused("expired_url", status=404)
        if hook.uses >= URL_USES:
            raise Refused("used_url", status=404)
        _check_body(payload)
        hook.uses += 1
        self.apply(hook, payload)

    def answer_command(self, channel: str, user: str, payload: dict[str, Any]) -> None:
        """The message in a command's acknowledgement."""
        _check_body(payload)
        self.apply(Hook(channel, user, 0), payload)

    def apply(self, hook: Hook, payload: dict[str, Any]) -> None:
        original = self._original(hook)
        if payload.get("delete_original"):
            if original:
                self._delete(hook, original)
        elif payload.get("replace_original") and original:
            self._replace(original, payload)
        else:
            hook.original = self._post(hook, payload)

    def _original(self, hook: Hook) -> Message | None:
        for one in self._workspace.ephemeral:
            if hook.original == one["ts"] and hook.channel == one["channel"]:
                return one
        return self._workspace.channels[hook.channel].messages.get(hook.original or "")

    def _delete(self, hook: Hook, original: Message) -> None:
        if original in self._workspace.ephemeral:
            self._workspace.ephemeral.remove(original)
        else:
            self._workspace.remove(self._workspace.channels[hook.channel], original["ts"])

    def _replace(self, original: Message, payload: dict[str, Any]) -> None:
        for name in ("text", "blocks", "attachments"):
            original.pop(name, None)
        original |= content_of(payload)
        if "to" not in original:
            original["edited"] = {"user": self._workspace.bot_id, "ts": self._workspace.next_ts()}

    def _post(self, hook: Hook, payload: dict[str, Any]) -> str:
        thread = payload.get("thread_ts")
        message = content_of(payload) | bot_author(self._workspace)
        if payload.get("response_type", "ephemeral") == "in_channel":
            channel = self._workspace.channels[hook.channel]
            return str(self._workspace.store(channel, message, thread)["ts"])
        return post_ephemeral(self._workspace, hook.channel, hook.user, message, thread)


def _check_body(payload: Any) -> None:
    if not isinstance(payload, dict):
        raise Refused("invalid_payload")
    wrong = [name for name, value in payload.items() if not isinstance(value, FIELDS.get(name, ()))]
    if wrong or payload.get("response_type", "ephemeral") not in {"ephemeral", "in_channel"}:
        raise Refused("invalid_payload", [f"[ERROR] {name}" for name in wrong or ["response_type"]])
    check_ts(payload.get("thread_ts"), "invalid_thread_ts")
    if not payload.get("delete_original"):
        refuse_if(check_message(payload))


def content_of(payload: dict[str, Any]) -> Message:
    """The parts of a payload that make the message."""
    content = {
        name: copy.deepcopy(payload[name])
        for name in ("text", "blocks", "attachments", "metadata", "mrkdwn")
        if payload.get(name) not in (None, [])
    }
    if "blocks" in content:
        content["blocks"] = with_ids(content["blocks"])
    return {"text": ""} | content


def bot_author(workspace: Workspace) -> Message:
    return {"user": workspace.bot_user, "bot_id": workspace.bot_id, "app_id": workspace.app_id}


def post_ephemeral(workspace: Workspace, channel: str, user: str, message: Message, thread: str | None) -> str:
    """Show a message to one person; returns its ``message_ts``."""
    shown = {"type": "message", "ts": workspace.next_ts(), "channel": channel, "to": user, "is_ephemeral": True}
    workspace.ephemeral.append(shown | message | ({"thread_ts": thread} if thread else {}))
    return str(shown["ts"])
