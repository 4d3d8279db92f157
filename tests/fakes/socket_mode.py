"""Socket Mode: the WebSocket server that ``apps.connections.open`` points to.

A connection is greeted with ``hello``; after that the server sends *envelopes* and the app acknowledges each by its
``envelope_id``, some with a payload. An event that was not acknowledged is sent again as a new envelope with the same
``event_id`` inside. Any open connection may get an envelope (docs.slack.dev/apis/events-api/using-socket-mode).
"""

from __future__ import annotations

import itertools
import json
import secrets
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs, urlsplit

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

if TYPE_CHECKING:
    from types import TracebackType

    from slack_sdk.socket_mode.client import BaseSocketModeClient
    from websockets.http11 import Request, Response

# Slack pings its clients. Here often: slack_sdk's client closes only after its next read, which a ping brings about.
PING_SECONDS = 0.2
RETRIES = 3


def close_client(client: BaseSocketModeClient) -> None:
    """Close slack_sdk's built-in client, without the second for which it would wait on its empty queue."""
    client.closed = True
    client.message_queue.put(None)
    client.close()


@dataclass
class Envelope:
    """What was sent, and what came back."""

    id: str
    kind: str  # events_api, interactive, slash_commands
    payload: dict[str, Any]
    accepts_response: bool
    attempt: int = 0
    ack: dict[str, Any] | None = None
    sent_again: bool = False

    def wire(self, reason: str) -> str:
        body: dict[str, Any] = {
            "envelope_id": self.id,
            "type": self.kind,
            "payload": self.payload,
            "accepts_response_payload": self.accepts_response,
        }
        if self.kind == "events_api":
            body |= {"retry_attempt": self.attempt, "retry_reason": reason}
        return json.dumps(body)


class SocketModeServer:
    """The server; a context manager.

    Attributes:
        strays: What the app sent that acknowledges nothing: malformed, unknown or unasked-for. Slack drops it; a
            test asserts that there is none.
        opened: How many connections were accepted so far.
    """

    def __init__(self, app_id: str) -> None:
        self._app_id = app_id
        self._tickets: set[str] = set()
        self._numbers = itertools.count(1)
        self._changed = threading.Condition()
        self._connections: list[ServerConnection] = []
        self.envelopes: dict[str, Envelope] = {}
        self.strays: list[str] = []
        self.opened = 0
        self._server = serve(
            self._talk,
            "127.0.0.1",
            0,
            process_request=self._admit,
            compression=None,
            ping_interval=PING_SECONDS,
            ping_timeout=20,
            close_timeout=1,
        )
        self._port = self._server.socket.getsockname()[1]
        self._thread = threading.Thread(target=self._server.serve_forever)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()

    def new_url(self) -> str:
        """The URL for one connection; its ticket works once."""
        ticket = secrets.token_hex(8)
        self._tickets.add(ticket)
        return f"ws://127.0.0.1:{self._port}/link/?ticket={ticket}&app_id={self._app_id}"

    # ---- a connection

    def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        ticket = parse_qs(urlsplit(request.path).query).get("ticket", [""])[0]
        with self._changed:
            if ticket in self._tickets:
                self._tickets.remove(ticket)
                return None
        return connection.respond(401, "invalid ticket\n")

    def _talk(self, connection: ServerConnection) -> None:
        with self._changed:
            self._connections.append(connection)
            self.opened += 1
            hello = self._hello(len(self._connections))
            self._changed.notify_all()
        try:
            connection.send(hello)
            for frame in connection:
                self._heard(frame)
        except ConnectionClosed:  # the app left without a closing handshake, as slack_sdk does
            pass
        finally:
            with self._changed:
                self._connections.remove(connection)
                self._changed.notify_all()

    def _hello(self, connections: int) -> str:
        debug = {"host": "applink-fake", "build_number": 1, "approximate_connection_time": 3600}
        hello = {"type": "hello", "num_connections": connections, "debug_info": debug}
        return json.dumps(hello | {"connection_info": {"app_id": self._app_id}})

    def _heard(self, frame: str | bytes) -> None:
        """Take an acknowledgement; whatever else comes is a stray."""
        text = frame if isinstance(frame, str) else frame.decode(errors="replace")
        try:
            ack = json.loads(text)
            envelope = self.envelopes[ack["envelope_id"]]
        except (ValueError, KeyError, TypeError):
            self.strays.append(text)
            return
        with self._changed:
            unasked = "payload" in ack and not envelope.accepts_response
            if envelope.ack is not None or unasked or set(ack) - {"envelope_id", "payload"}:
                self.strays.append(text)
            if envelope.ack is None:
                envelope.ack = ack
            self._changed.notify_all()

    # ---- what a test does

    @property
    def connected(self) -> int:
        """Open connections."""
        with self._changed:
            return len(self._connections)

    def wait_connected(self, count: int = 1, *, opened: int = 0, timeout: float = 10) -> None:
        """Wait until so many connections are open, and so many were opened in all.

        Raises:
            TimeoutError: It did not come to that.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._connections) == count and self.opened >= opened, timeout):
                raise TimeoutError(f"{len(self._connections)} connections, not {count}, after {timeout} s")

    def send(
        self,
        kind: str,
        payload: dict[str, Any],
        *,
        accepts_response: bool | None = None,
        attempt: int = 0,
        reason: str = "",
    ) -> str:
        """Send an envelope over one of the open connections, in turn; returns its id."""
        asked = kind != "events_api" if accepts_response is None else accepts_response
        number = next(self._numbers)
        envelope = Envelope(f"envelope-{number:08d}", kind, payload, asked, attempt)
        with self._changed:
            if not self._connections:
                raise ConnectionError("no open connection: wait_connected() first")
            self.envelopes[envelope.id] = envelope
            connection = self._connections[number % len(self._connections)]
        connection.send(envelope.wire(reason))
        return envelope.id

    def wait_ack(self, envelope_id: str, timeout: float = 3) -> dict[str, Any]:
        """The acknowledgement of an envelope: ``{"envelope_id": …}`` and perhaps ``payload``.

        Raises:
            TimeoutError: None came; Slack waits three seconds.
        """
        envelope = self.envelopes[envelope_id]
        with self._changed:
            if not self._changed.wait_for(lambda: envelope.ack is not None, timeout):
                raise TimeoutError(f"no acknowledgement of {envelope_id} ({envelope.kind}) after {timeout} s")
        assert envelope.ack is not None
        return envelope.ack

    def unacknowledged(self) -> list[Envelope]:
        """Events without an acknowledgement which were not yet sent again three times. Only events are sent again."""
        with self._changed:
            return [
                one
                for one in self.envelopes.values()
                if one.kind == "events_api" and one.ack is None and not one.sent_again and one.attempt < RETRIES
            ]

    def resend(self, reason: str = "timeout") -> list[str]:
        """Send every unacknowledged event again, each as a new envelope; returns the new ids."""
        sent = []
        for old in self.unacknowledged():
            old.sent_again = True
            sent.append(self.send(old.kind, old.payload, attempt=old.attempt + 1, reason=reason))
        return sent

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask every connected client to connect anew; the old connections stay until the clients leave."""
        with self._changed:
            connections = list(self._connections)
        for connection in connections:
            connection.send(json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "fake"}}))

    def drop(self) -> None:
        """Cut every connection, without a word."""
        with self._changed:
            connections = list(self._connections)
        for connection in connections:
            connection.close_socket()
