"""Socket Mode: deliveries over a WebSocket that the bot opens, so no public address is needed.

Source: docs.slack.dev/apis/events-api/using-socket-mode. Slack refreshes the connection about every hour; the built-in
client of slack_sdk reconnects by itself. A delivery that is not acknowledged is sent again.

That client reads what comes without a pause by recursion, one level for each buffer, and after an error it goes on in
the middle of a frame. So the buffer is large, and an error closes the connection: a new one begins at a frame. It also
quotes what it received in its log, where pasted text must not stand.
"""

import logging
import re
import threading
from typing import TYPE_CHECKING, Any

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.errors import ConfigurationError, RetryLaterError
from bot.slack.client import quiet_logger
from bot.slack.doctor import token_advice
from bot.slack.refusals import MissingScopeError, RefusedError, UnreachableError, explained

if TYPE_CHECKING:
    from slack_sdk.socket_mode.builtin import SocketModeClient
    from slack_sdk.socket_mode.request import SocketModeRequest

PING = 2.0  # seconds; a lost connection is noticed after four or five pings, and nothing comes in meanwhile
BUFFER = 1 << 16  # bytes; with the client's own 1,024 a megabyte that comes at once exceeds the depth of recursion
MOMENT = 0.02  # seconds
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # seconds between attempts to connect

log = structlog.get_logger()


class Handler(SocketModeHandler):
    """Bolt's handler; it also acknowledges a payload that Bolt cannot read, which sending again would not mend."""

    def handle(self, client: "SocketModeClient", req: "SocketModeRequest") -> None:  # type: ignore[override]  # as Bolt's own
        """Hand a delivery to Bolt and acknowledge it once it is stored."""
        try:
            super().handle(client, req)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            log.warning("delivery malformed", why=type(error).__name__)
            client.send_socket_mode_response(SocketModeResponse(envelope_id=req.envelope_id))


def run_socket_mode(app: App, app_token: str, stop: threading.Event, *, ping: float = PING) -> None:
    """Receive deliveries until told to stop, then close the connection.

    Args:
        app: From ``build_bolt_app``.
        app_token: The app-level token, ``xapp-…``, with the scope ``connections:write``.
        stop: Set from a signal handler.
        ping: Seconds between two pings.

    Raises:
        ConfigurationError: Slack does not accept the app-level token.
    """
    logger = quiet_logger("socket")
    logger.addFilter(_without_quotes)
    handler = Handler(app, app_token, logger=logger, ping_interval=ping, receive_buffer_size=BUFFER)
    handler.client.message_listeners.append(_note_ghosts)
    handler.client.on_error_listeners.append(lambda _error: handler.client.disconnect())
    try:
        if _connect(handler, stop):
            log.info("socket mode connected")
            stop.wait()
    finally:
        _close(handler)
        log.info("socket mode closed")


def _close(handler: Handler) -> None:
    """Close the connection, in an order in which the client neither waits nor forgets.

    It would wait up to a second for a message before it sees that it is closed, leave open a connection that it makes
    anew at this moment, and read for ever where its reader begins only now: that takes back that it was told to end.
    """
    client = handler.client
    client.closed = True
    client.message_queue.put(None)
    if client.current_app_monitor.is_alive():
        client.current_app_monitor.event.set()
        client.current_app_monitor.thread.join()
    client.current_session_runner.event.set()
    client.disconnect()
    while client.current_session_runner.is_alive():
        client.current_session_state.terminated = True
        client.current_session_runner.thread.join(MOMENT)
    client.close()


def _connect(handler: Handler, stop: threading.Event) -> bool:
    """Open the connection, however long the network needs; False when told to stop before that."""
    wait = FIRST_WAIT
    while not stop.is_set():
        try:
            with explained("apps.connections.open"):
                handler.client.connect()
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


def _note_ghosts(_client: BaseSocketModeClient, message: dict[str, Any], _raw: str | None = None) -> None:
    """Say when other processes are connected with the same token: each delivery goes to only one of them."""
    if message.get("type") == "hello" and int(message.get("num_connections") or 1) > 1:
        log.warning("other connections share this app token", connections=message["num_connections"])
