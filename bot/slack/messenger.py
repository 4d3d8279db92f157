"""The messenger: what the bot does in Slack, each call with what Slack may refuse explained.

A post carries its job's key as metadata (docs.slack.dev/messaging/message-metadata). A call can fail after the message
was stored, so an attempt after the first looks for the key before it posts. Where it may not look, the post is not
repeated: ``FateUnknownError``.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, Final, TypeVar

import structlog
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.errors import BotError
from bot.slack.client import TIMEOUT, build_client, quiet_logger
from bot.slack.files import Files
from bot.slack.ids import METADATA_EVENT, is_person
from bot.slack.refusals import (
    CLOSED,
    GONE,
    FateUnknownError,
    MissingScopeError,
    RefusedError,
    UnreachableError,
    explained,
    of_status,
)
from bot.slack.sendable import assert_modal, assert_sendable

if TYPE_CHECKING:
    from bot.slack.message import Message
    from bot.slack.modal import Modal

PAGE = 200  # messages a call
PAGES = 10  # of a channel's newest messages, when a post outside of threads is looked for

NOT_TAKEN: Final = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "http_400"})
"""What Slack says of blocks that it does not take; a response URL only has its status."""

Sent = TypeVar("Sent")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a post stands."""

    channel: str
    ts: str


def build_messenger(*, token: str, api_url: str, timeout: int = TIMEOUT) -> "Messenger":
    """A messenger of its own client.

    Args:
        token: The bot's token.
        api_url: The Web API's base address.
        timeout: Seconds for a call.
    """
    return Messenger(build_client(token, api_url, timeout))


class Messenger:
    """Speaks to Slack.

    Every method may raise what ``bot.slack.refusals.explained`` names.

    Args:
        client: From ``bot.slack.bolt_app.build_client``: it must not retry by itself.
    """

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self.files = Files(client)
        self._told: set[str] = set()
        self._not_taken: set[str] = set()  # types of block that Slack has refused
        self._workspace_url: str | None = None
        self._workspace: str | None = None

    def post_once(self, channel: str, thread_ts: str | None, message: "Message", key: str, attempt: int) -> str:
        """Post a message, unless an earlier attempt already has: ``send_once``; returns the post's ts."""
        return self.send_once(channel, thread_ts, message, key, attempt).ts

    def send_once(self, channel: str, thread_ts: str | None, message: "Message", key: str, attempt: int) -> Posted:
        """Post a message, unless an earlier attempt already has.

        Args:
            channel: The conversation, or a person, whose direct message with the bot is meant.
            thread_ts: The root of the thread; None posts in the conversation itself.
            message: What to post.
            key: What finds the post again; unique for it.
            attempt: 1 for the first, which looks for nothing. Others look before, and after: a worker that stood
                still while its job was taken over may have posted in between. The first post stays.

        Returns:
            Where it stands.

        Raises:
            FateUnknownError: An earlier attempt may have posted it, and nobody can tell.
            RefusedError: With ``thread_not_found`` where the thread is gone; nothing stays in the channel then.
        """
        assert_sendable(message)
        if attempt > 1:
            channel = self._direct_message(channel) if is_person(channel) else channel
            found = self._find(channel, thread_ts, key)
            if found is not None:
                return Posted(channel, found)

        def post(content: dict[str, Any]) -> SlackResponse:
            with explained("chat.postMessage"):
                return self._client.chat_postMessage(
                    channel=channel,
                    thread_ts=thread_ts,
                    **content,
                    metadata={"event_type": METADATA_EVENT, "event_payload": {"key": key}},
                    unfurl_links=False,
                    unfurl_media=False,
                )

        posted = self._say(message, post)
        ts = str(posted["ts"])
        if thread_ts is not None and posted["message"].get("thread_ts") is None:
            self.delete(str(posted["channel"]), ts)  # Slack posts in the channel when the thread's root was deleted
            raise RefusedError("thread_not_found", "The message that was to be answered is gone.")
        stays = self.keep_first(channel, thread_ts, key, ts) if attempt > 1 and thread_ts else ts
        return Posted(str(posted["channel"]), stays)

    def find(self, channel: str, thread_ts: str | None, key: str) -> Posted | None:
        """Where an earlier attempt has posted a message, if it has.

        Raises:
            FateUnknownError: Nobody can tell.
        """
        ts = self._find(channel, thread_ts, key)
        return None if ts is None else Posted(channel, ts)

    def keep_first(self, channel: str, thread_ts: str, key: str, ts: str) -> str:
        """Take this post back where another one of its key stands before it; the ts of the one that stays."""
        first = self._find(channel, thread_ts, key) or ts
        if first != ts:
            log.warning("posted twice, and taken back", key=key)
            self.delete(channel, ts)
        return first

    def update(self, channel: str, ts: str, message: "Message") -> bool:
        """Change a post of the bot's; False when it is gone."""
        assert_sendable(message)

        def change(content: dict[str, Any]) -> None:
            with explained("chat.update"):
                self._client.chat_update(channel=channel, ts=ts, **content)

        try:
            self._say(message, change)
        except RefusedError as error:
            if error.code in GONE:
                return False
            raise
        return True

    def delete(self, channel: str, ts: str) -> None:
        """Take back a post of the bot's; one that is gone already is fine."""
        try:
            with explained("chat.delete"):
                self._client.chat_delete(channel=channel, ts=ts)
        except RefusedError as error:
            if error.code not in GONE:
                raise

    def ephemeral(self, channel: str, user: str, message: "Message", thread_ts: str | None = None) -> None:
        """Show a message to one person. Slack does not promise that it is seen."""
        assert_sendable(message)

        def show(content: dict[str, Any]) -> None:
            with explained("chat.postEphemeral"):
                self._client.chat_postEphemeral(channel=channel, user=user, thread_ts=thread_ts, **content)

        self._say(message, show)

    def respond(self, response_url: str, message: "Message", *, replace_original: bool = False) -> None:
        """Answer a command or a press privately.

        Args:
            response_url: From the delivery; good for five answers within 30 minutes.
            message: What to say.
            replace_original: Redraw the message that the button stands in, which only this person sees.
        """
        assert_sendable(message)
        hook = WebhookClient(response_url, timeout=TIMEOUT, retry_handlers=[], logger=quiet_logger())

        def answer(content: dict[str, Any]) -> None:
            try:
                got = hook.send(**content, response_type="ephemeral", replace_original=replace_original)
            except (OSError, HTTPException) as error:
                raise UnreachableError(f"Slack could not be reached for a response ({type(error).__name__}).") from None
            if got.status_code != 200:  # noqa: PLR2004  HTTP's number
                raise of_status("answer privately", got.status_code, got.headers)

        self._say(message, answer)

    def open_view(self, trigger: str, external_id: str, modal: "Modal", *, pushed: bool = False) -> None:
        """Open a modal.

        Args:
            trigger: From the delivery; good for three seconds, once.
            external_id: What the view is found by later.
            modal: What it shows.
            pushed: The trigger comes from a modal, on top of which it goes.
        """
        assert_modal(modal)
        view = modal.view(external_id)
        with explained("views.push" if pushed else "views.open"):
            if pushed:
                self._client.views_push(trigger_id=trigger, view=view)
            else:
                self._client.views_open(trigger_id=trigger, view=view)

    def update_view(self, external_id: str, modal: "Modal") -> bool:
        """Change an open modal; False where it is closed or never opened."""
        assert_modal(modal)
        try:
            with explained("views.update"):
                self._client.views_update(external_id=external_id, view=modal.view(external_id))
        except RefusedError as error:
            if error.code in CLOSED:
                return False
            raise
        return True

    def add_reaction(self, channel: str, ts: str, name: str) -> None:
        """React to a message. A reaction is a courtesy: where it is refused, that is logged once and that is all."""
        with self._courtesy("already_reacted"), explained("reactions.add"):
            self._client.reactions_add(channel=channel, timestamp=ts, name=name)

    def remove_reaction(self, channel: str, ts: str, name: str) -> None:
        """Take a reaction back; as ``add_reaction``."""
        with self._courtesy("no_reaction"), explained("reactions.remove"):
            self._client.reactions_remove(channel=channel, timestamp=ts, name=name)

    def pin(self, channel: str, ts: str) -> None:
        """Pin a message to its channel; as ``add_reaction``."""
        with self._courtesy("already_pinned"), explained("pins.add"):
            self._client.pins_add(channel=channel, timestamp=ts)

    def unpin(self, channel: str, ts: str) -> None:
        """Take a pin back; as ``add_reaction``."""
        with self._courtesy("no_pin"), explained("pins.remove"):
            self._client.pins_remove(channel=channel, timestamp=ts)

    def publish_home(self, user: str, shown: "Message", seen: str | None = None) -> bool:
        """Put a view on somebody's Home tab, in place of what stands there.

        Args:
            user: Whose.
            shown: The view; its text is shown nowhere.
            seen: The ``hash`` of the view that it is to replace; None: whatever stands there.

        Returns:
            False where another one was published since.
        """
        assert_sendable(shown, "home")
        view = {"type": "home", "blocks": [dict(block) for block in shown.blocks]}
        try:
            with explained("views.publish"):
                self._client.views_publish(user_id=user, view=view, hash=seen)
        except RefusedError as error:
            if error.code == "hash_conflict":
                return False
            raise
        return True

    def workspace(self) -> str:
        """The id of the workspace that the token belongs to, asked for once."""
        if self._workspace is None:
            with explained("auth.test"):
                self._workspace = str(self._client.auth_test()["team_id"])
        return self._workspace

    def workspace_url(self) -> str | None:
        """The workspace's web address, asked for once; None where Slack cannot say it now."""
        if self._workspace_url is None:
            try:
                with explained("auth.test"):
                    self._workspace_url = str(self._client.auth_test()["url"])
            except BotError as error:
                log.warning("workspace not known", why=error.sentence)
        return self._workspace_url

    def permalink(self, channel: str, ts: str) -> str | None:
        """The web address of a message; None where it has none."""
        try:
            with explained("chat.getPermalink"):
                return str(self._client.chat_getPermalink(channel=channel, message_ts=ts)["permalink"])
        except RefusedError:
            return None

    def _direct_message(self, person: str) -> str:
        """The conversation with a person, which can be read by its own id only."""
        try:
            with explained("conversations.open"):
                return str(self._client.conversations_open(users=person)["channel"]["id"])
        except MissingScopeError as error:
            raise FateUnknownError(f"An earlier attempt may have sent this already; to find out, {error}") from None

    def _find(self, channel: str, thread_ts: str | None, key: str) -> str | None:
        """The ts of the post with this key; None when it is not there."""
        try:
            for message in self._thread(channel, thread_ts) if thread_ts else self._newest(channel):
                metadata = message.get("metadata") or {}
                if metadata.get("event_type") == METADATA_EVENT and metadata.get("event_payload", {}).get("key") == key:
                    return str(message["ts"])
        except MissingScopeError as error:
            raise FateUnknownError(f"An earlier attempt may have posted this already; to find out, {error}") from None
        return None

    def _thread(self, channel: str, thread_ts: str) -> Iterator[dict[str, Any]]:
        cursor: str | None = None
        while cursor != "":
            with explained("conversations.replies"):
                page = self._client.conversations_replies(
                    channel=channel, ts=thread_ts, include_all_metadata=True, limit=PAGE, cursor=cursor
                )
            yield from page["messages"]
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""

    def _newest(self, channel: str) -> Iterator[dict[str, Any]]:
        cursor: str | None = None
        for _ in range(PAGES):
            with explained("conversations.history"):
                page = self._client.conversations_history(
                    channel=channel, include_all_metadata=True, limit=PAGE, cursor=cursor
                )
            yield from page["messages"]
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    def _say(self, message: "Message", send: Callable[[dict[str, Any]], Sent]) -> Sent:
        """Send a message; in plain blocks where Slack refuses newer ones, and from then on wherever these stand."""
        plain = replace(message, blocks=message.plain) if message.plain else message
        if message.newer & self._not_taken:
            return send(_content(plain))
        try:
            return send(_content(message))
        except RefusedError as error:
            if plain is message or error.code not in NOT_TAKEN:
                raise
            self._not_taken |= message.newer
            log.warning("newer blocks refused, sent plainly", types=sorted(message.newer), why=error.code)
            return send(_content(plain))

    @contextmanager
    def _courtesy(self, fine: str) -> Iterator[None]:
        """Swallow what Slack refuses, but say it once; ``fine`` is the refusal that means it is so already."""
        try:
            yield
        except (RefusedError, MissingScopeError) as error:
            known = isinstance(error, RefusedError) and error.code == fine
            if not known and error.sentence not in self._told:
                self._told.add(error.sentence)
                log.warning("courtesy refused", why=error.sentence)


def _content(message: "Message") -> dict[str, Any]:
    """What is said, as arguments of a call."""
    return {"text": message.text, "blocks": [dict(block) for block in message.blocks]}
