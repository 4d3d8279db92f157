"""A workspace one can talk to: servers, log of calls, scripted faults, and the people of a test."""

from __future__ import annotations

import contextlib
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from tests.fakes import events
from tests.fakes.api_chat import react, unreact
from tests.fakes.composer import compose
from tests.fakes.server import Fault, HttpServer
from tests.fakes.socket_mode import SocketModeServer
from tests.fakes.workspace import ALL_SCOPES, Clock, Message, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType


class RunningClock:
    """The real time, which a test can put forward."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead  # noqa: TID251  Slack has a clock of its own

    def advance(self, seconds: float) -> None:
        self._ahead += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Call:
    """One call of the app.

    Attributes:
        method: A Web API method, or ``response_url``, ``file``, ``ack``, ``ack_command``.
        payload: The arguments, JSON decoded, without the token.
        response: What the app got; None if the connection was dropped.
        at: When, in seconds since the epoch.
        stored: Whether the call took effect, which a fault may have hidden from the app.
    """

    method: str
    payload: dict[str, Any]
    response: Any
    at: float
    stored: bool


class FakeSlack(Workspace):
    """A context manager::

        with FakeSlack() as slack:
            client = WebClient(token=slack.bot_token, base_url=slack.api_url)

    Args:
        scopes: What the bot token is granted.
        clock: The workspace's time, such as a ``FakeClock``; the real time if left out.
    """

    signing_secret = "fake-signing-secret"

    def __init__(self, scopes: Iterable[str] = ALL_SCOPES, clock: Clock | None = None) -> None:
        super().__init__(clock or RunningClock(), scopes)
        self.calls: list[Call] = []
        self._faults: dict[str, list[Fault]] = defaultdict(list)
        self._running = contextlib.ExitStack()
        self.socket: SocketModeServer  # these two are known once the servers listen
        self.api_url: str

    def __enter__(self) -> Self:
        self.socket = self._running.enter_context(SocketModeServer(self.app_id))
        self.socket_url = self.socket.new_url
        self.base_url = self._running.enter_context(HttpServer(self)).url
        self.api_url = f"{self.base_url}/api/"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running.close()

    # ---- faults

    def fail_next(
        self,
        method: str,
        error: str | None = None,
        *,
        status: int | None = None,
        retry_after: int | None = None,
        times: int = 1,
        after_storing: bool = False,
    ) -> None:
        """Let the next calls of a method fail.

        Args:
            method: A Web API method, or ``response_url``, ``file``.
            error: Slack's error code; ``ratelimited`` comes with status 429 and ``Retry-After``.
            status: An HTTP status; without error and status the connection is dropped.
            retry_after: Seconds to wait, for ``ratelimited``.
            times: How many calls fail.
            after_storing: The call takes effect, and the app does not learn of it.
        """
        with self.changed:
            self._faults[method].append(Fault(error, status, retry_after, times, after_storing))

    def take_fault(self, method: str) -> Fault | None:
        waiting = self._faults[method]
        if not waiting:
            return None
        fault = waiting[0]
        fault.times -= 1
        if not fault.times:
            waiting.pop(0)
        return fault

    def revoke_scope(self, *scopes: str) -> None:
        self.tokens[self.bot_token].scopes.difference_update(scopes)

    def grant_scope(self, *scopes: str) -> None:
        self.tokens[self.bot_token].scopes.update(scopes)

    def revoke_token(self) -> None:
        """The app is uninstalled: its bot token stops working."""
        self.tokens[self.bot_token].revoked = True

    # ---- the log

    def log(self, method: str, payload: dict[str, Any], response: Any, *, stored: bool) -> None:
        with self.changed:
            self.calls.append(Call(method, payload, response, self.now(), stored))
            self.changed.notify_all()

    def called(self, method: str) -> list[Call]:
        """The calls of one method, oldest first."""
        with self.changed:
            return [call for call in self.calls if call.method == method]

    def posted(self, channel: str | None = None) -> list[Call]:
        """Posts that stand or stood in a conversation, also those whose answer was lost."""
        return [
            call
            for call in self.called("chat.postMessage")
            if call.stored and channel in {None, self._conversation(call.payload["channel"])}
        ]

    def _conversation(self, target: str) -> str:
        """A post to a person stands in the direct message with them."""
        return self.open_im(target) if target in self.users else target

    def wait_for(self, happened: Callable[[], Any], timeout: float = 5) -> Any:
        """Wait until a condition on this fake holds, looking after every call; returns its value.

        Raises:
            TimeoutError: It did not come to hold; the last calls are named.
        """
        with self.changed:
            value = self.changed.wait_for(happened, timeout)
            if not value:
                last = [(call.method, call.response) for call in self.calls[-5:]]
                raise TimeoutError(f"not within {timeout} s; the last calls: {last}")
            return value

    def calls_as_json(self) -> list[dict[str, Any]]:
        """What the app sent, ``{"method", "payload"}`` a call: what a checker of payloads reads."""
        with self.changed:
            return [{"method": call.method, "payload": call.payload} for call in self.calls]

    def write_log(self, path: Path | str) -> None:
        """Write the same as JSON lines."""
        with Path(path).open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(line) + "\n" for line in self.calls_as_json())

    def event_for(self, channel: str, ts: str) -> dict[str, Any]:
        """The ``message`` event of a message that stands in a conversation, such as the bot's own."""
        with self.changed:
            where = self.channels[channel]
            return events.event_of(self, where, where.messages[ts])

    # ---- what people do

    def user_says(
        self,
        channel: str,
        user: str,
        text: str,
        *,
        blocks: list[dict[str, Any]] | None = None,
        thread_ts: str | None = None,
        files: list[dict[str, Any]] | None = None,
        **fields: Any,
    ) -> dict[str, Any]:
        """Somebody posts; returns the ``message`` event Slack delivers.

        Args:
            channel: Where.
            user: Who.
            text: What was typed or pasted; the composer makes rich text of it and escapes the fallback.
            blocks: Use these instead of the composer's.
            thread_ts: The thread's parent.
            files: File objects from :meth:`add_file`.
            fields: Further fields of the message, such as ``subtype``.
        """
        wire_text, made = compose(text)
        body: Message = {"user": user, "text": wire_text, "client_msg_id": self.new_id("msg-")}
        if made or blocks is not None:
            body["blocks"] = made if blocks is None else blocks
        if files:
            body |= {"files": files, "upload": False}
        with self.changed:
            where = self.channels[channel]
            kept = self.store(where, body | fields, thread_ts)
            return events.event_of(self, where, kept)

    def user_deletes_file(self, channel: str, ts: str, file: str) -> dict[str, Any]:
        """A file of a message is deleted; what is left of it says so. Returns the ``message_changed`` event."""
        with self.changed:
            where = self.channels[channel]
            message = where.messages[ts]
            before = self.wire(where, message)
            gone = {"id": file, "mode": "tombstone"}
            message["files"] = [gone if one["id"] == file else one for one in message["files"]]
            del self.files[file], self.contents[file]
            return events.message_changed(self, channel, self.wire(where, message), before)

    def user_edits(self, channel: str, ts: str, text: str) -> dict[str, Any]:
        """The author edits a message; returns the ``message_changed`` event."""
        wire_text, blocks = compose(text)
        with self.changed:
            where = self.channels[channel]
            message = where.messages[ts]
            before = self.wire(where, message)
            message |= {"text": wire_text, "blocks": blocks, "edited": {"user": message["user"], "ts": self.next_ts()}}
            return events.message_changed(self, channel, self.wire(where, message), before)

    def user_deletes(self, channel: str, ts: str) -> dict[str, Any]:
        """The author deletes a message; returns the event: with replies below, the parent becomes a tombstone."""
        with self.changed:
            where = self.channels[channel]
            before = self.wire(where, where.messages[ts])
            self.remove(where, ts)
            if ts in where.messages:
                return events.message_changed(self, channel, self.wire(where, where.messages[ts]), before)
            return events.message_deleted(self, channel, before)

    def user_reacts(self, channel: str, ts: str, user: str, name: str, *, remove: bool = False) -> dict[str, Any]:
        """Somebody adds or takes back a reaction; returns the event."""
        with self.changed:
            message = self.channels[channel].messages[ts]
            (unreact if remove else react)(message, user, name)
            item = {"type": "message", "channel": channel, "ts": ts}
            kind = "reaction_removed" if remove else "reaction_added"
            about = {"user": user, "reaction": name, "item": item, "item_user": message["user"]}
            return events.envelope(self, {"type": kind, "event_ts": self.next_ts()} | about)
