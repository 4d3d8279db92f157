"""Socket Mode: deliveries over WebSockets that the bot opens, so no public address is needed.

Source: docs.slack.dev/apis/events-api/using-socket-mode. Slack refreshes a connection about every hour; the built-in
client of slack_sdk reconnects by itself. With more than one connection, deliveries come in meanwhile. An event that is
not acknowledged is sent again, but a press is not.

That client reads what comes without a pause by recursion, one level for each buffer, and after an error it goes on in
the middle of a frame. So the buffer is large, and an error closes the connection: a new one begins at a frame. It also
quotes what it received in its log, where pasted text must not stand.

Slack goes on sending to a connection that is gone, until it learns of that, for hours (python-slack-sdk, issue
1940). What is sent to such a ghost is late, and a press is lost. Against ghosts,

- a connection is closed with WebSocket's closing frame, which the client itself does not send;
- reconnecting is slowed down when it comes often, so that a bad network or ``too_many_websockets`` does not leave a
  ghost each second;
- a connection that never answered a ping is given up: the client would trust it for ever;
- how many connections Slack counts is compared with how many there are, in the log and in the metrics.
"""

import json
import logging
import re
import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.builtin.frame_header import FrameHeader
from slack_sdk.socket_mode.builtin.internals import _build_data_frame_for_sending
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.errors import ConfigurationError, RetryLaterError
from bot.metrics import socket_connections
from bot.slack.client import quiet_logger
from bot.slack.doctor import token_advice
from bot.slack.refusals import MissingScopeError, RefusedError, UnreachableError, explained

if TYPE_CHECKING:
    from slack_sdk.socket_mode.builtin.connection import Connection
    from slack_sdk.socket_mode.client import BaseSocketModeClient
    from slack_sdk.socket_mode.request import SocketModeRequest

PING = 2.0  # seconds; a lost connection is noticed after four or five pings, and nothing comes in meanwhile
THREADS = 32  # that store deliveries, each connection; those that wait must not keep a modal from opening
BUFFER = 1 << 16  # bytes; with the client's own 1,024 a megabyte that comes at once exceeds the depth of recursion
MOMENT = 0.02  # seconds
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # seconds between attempts to connect
OFTEN = 60.0  # seconds within which a second new connection is one too many to be chance
SILENT_PINGS = 5  # as many as the client itself allows a connection that has answered before
NORMAL_CLOSURE = (1000).to_bytes(2, "big")  # RFC 6455, section 7.4.1

log = structlog.get_logger()


class Client(SocketModeClient):
    """A connection that is renewed when it is lost; it leaves no ghost where that can be helped.

    Attributes:
        renewed: Slack counts one connection more than there are, for the old one was closed after the new one opened.
    """

    def __init__(self, app: App, app_token: str, ping: float) -> None:
        logger = quiet_logger("socket")
        logger.addFilter(_without_quotes)
        self.renewed = False
        self._opened: deque[float] = deque(maxlen=8)
        super().__init__(
            app_token,
            logger=logger,
            web_client=app.client,
            ping_interval=ping,
            receive_buffer_size=BUFFER,
            concurrency=THREADS,
        )
        self.on_error_listeners.append(lambda _error: self.disconnect())
        self.on_message_listeners.append(_note_disconnect)

    def connect(self) -> None:
        """Open a connection, and only then close the one before."""
        self.renewed = self.is_connected()
        self._opened.append(monotonic())
        super().connect()

    def connect_to_new_endpoint(self, force: bool = False) -> None:
        """Renew the connection, unless that was done too often of late; the client asks again after the next ping."""
        if monotonic() >= next_attempt(self._opened):
            super().connect_to_new_endpoint(force)

    def disconnect(self) -> None:
        """Close the connection in a way that Slack notices."""
        if self.current_session is not None:
            _say_goodbye(self.current_session)
        with suppress(AttributeError):  # Slack said goodbye too, and the client's reader has just closed it
            super().disconnect()

    def check_answers(self) -> None:
        """Give up a connection that never answered a ping."""
        session, opened = self.current_session, self._opened[-1]
        if session is None or session.last_ping_pong_time is not None or not session.is_active():
            return
        if monotonic() - opened > SILENT_PINGS * self.ping_interval:
            log.warning("socket mode connection never answered")
            self.disconnect()


def next_attempt(opened: Sequence[float]) -> float:
    """When the next connection may be opened: at once after one that lasted, else after a wait that doubles each time.

    Args:
        opened: When the ones before were opened, in seconds.
    """
    if not opened:
        return 0.0
    recent = sum(1 for at in opened if at > opened[-1] - OFTEN) - 1
    return opened[-1] + (min(FIRST_WAIT * 2 ** (recent - 1), LONGEST_WAIT) if recent else 0.0)


class Handler(SocketModeHandler):
    """Bolt's handler; it also acknowledges a payload that Bolt cannot read, which sending again would not mend."""

    def __init__(self, app: App, client: Client) -> None:  # Bolt's own would make a client of its own
        self.app, self.client = app, client
        client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]  # as Bolt's own

    def handle(self, client: SocketModeClient, req: "SocketModeRequest") -> None:  # type: ignore[override]  # as Bolt
        """Hand a delivery to Bolt and acknowledge it once it is stored."""
        try:
            super().handle(client, req)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            log.warning("delivery malformed", why=type(error).__name__)
            client.send_socket_mode_response(SocketModeResponse(envelope_id=req.envelope_id))


def run_socket_mode(
    app: App, app_token: str, stop: threading.Event, *, connections: int = 1, ping: float = PING
) -> None:
    """Receive deliveries until told to stop, then close the connections.

    Args:
        app: From ``build_bolt_app``.
        app_token: The app-level token, ``xapp-…``, with the scope ``connections:write``.
        stop: Set from a signal handler.
        connections: How many to keep open. Slack allows an app ten in all.
        ping: Seconds between two pings.

    Raises:
        ConfigurationError: Slack does not accept the app-level token.
    """
    clients = [Client(app, app_token, ping) for _ in range(connections)]
    for client in clients:
        client.message_listeners.append(_Ghosts(clients).note)
        Handler(app, client)
    try:
        if all(_connect(client, stop) for client in clients):
            log.info("socket mode connected", here=connections)
            while not stop.wait(ping):
                _watch(clients)
    finally:
        _close_all(clients)
        log.info("socket mode closed")


def _watch(clients: Sequence[Client]) -> None:
    for client in clients:
        client.check_answers()
    socket_connections.labels("here").set(sum(client.is_connected() for client in clients))


class _Ghosts:
    """Compares the connections that Slack counts with those that this process has."""

    def __init__(self, clients: Sequence[Client]) -> None:
        self._clients = clients

    def note(self, client: "BaseSocketModeClient", message: dict[str, Any], _raw: str | None = None) -> None:
        """Say when there are more: other processes with the same token, or ghosts. Each gets its share."""
        if message.get("type") != "hello":
            return
        counted = int(message.get("num_connections") or 1)
        socket_connections.labels("slack").set(counted)
        here = sum(one.is_connected() for one in self._clients)
        if counted > max(here, 1) + getattr(client, "renewed", False):
            log.warning("other connections share this app token", connections=counted, here=here)


def _note_disconnect(raw: str) -> None:
    """Say why Slack wants a connection to end, where that is not the hourly refresh."""
    if '"disconnect"' not in raw[:200]:
        return
    with suppress(ValueError, AttributeError):
        message = json.loads(raw)
        if message.get("type") == "disconnect" and message.get("reason") not in {"refresh_requested", "warning"}:
            log.warning("slack closes the connection", reason=str(message.get("reason")))


def _say_goodbye(session: "Connection") -> None:
    """Send WebSocket's closing frame; on a network that is gone it goes nowhere."""
    frame = _build_data_frame_for_sending(NORMAL_CLOSURE, FrameHeader.OPCODE_CLOSE)
    with session.sock_send_lock, suppress(OSError):
        if session.sock is not None:
            session.sock.send(frame)


def _close_all(clients: Sequence[Client]) -> None:
    """Close all connections side by side, for each may take its time."""
    threads = [threading.Thread(target=_close, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _close(client: Client) -> None:
    """Close the connection, in an order in which the client neither waits nor forgets.

    It would wait up to a second for a message before it sees that it is closed, leave open a connection that it makes
    anew at this moment, and read for ever where its reader begins only now: that takes back that it was told to end.
    """
    client.closed = True
    client.auto_reconnect_enabled = client.default_auto_reconnect_enabled = False
    client.message_queue.put(None)
    client.message_processor.event.set()
    client.message_processor.thread.join()  # it may be about to open a connection because Slack asked for a new one
    if client.current_app_monitor.is_alive():
        client.current_app_monitor.event.set()
        client.current_app_monitor.thread.join()
    client.current_session_runner.event.set()
    client.disconnect()
    while client.current_session_runner.is_alive():
        client.current_session_state.terminated = True
        client.current_session_runner.thread.join(MOMENT)
    client.close()


def _connect(client: Client, stop: threading.Event) -> bool:
    """Open the connection, however long the network needs; False when told to stop before that."""
    wait = FIRST_WAIT
    while not stop.is_set():
        try:
            with explained("apps.connections.open"):
                client.connect()
        except MissingScopeError as error:
            raise ConfigurationError(token_advice(f"it lacks {error.scope}")) from None
        except RefusedError as error:
            raise ConfigurationError(token_advice(error.code)) from None
        except (UnreachableError, RetryLaterError) as error:
            log.warning("socket mode cannot connect yet", why=error.sentence, wait=wait)
        else:
            return True
        stop.wait(wait)
        wait = min(2 * wait, LONGEST_WAIT)
    return False


def _without_quotes(record: logging.LogRecord) -> bool:
    """Leave of what the client logs only what kind of thing happened; what it also raises is said elsewhere."""
    record.msg, record.args = re.split(r"[(:]", record.getMessage(), maxsplit=1)[0].strip(), ()
    record.exc_info = record.exc_text = record.stack_info = None
    return record.msg != "Failed to retrieve WSS URL"
