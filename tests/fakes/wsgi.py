"""Serves a WSGI application on a loopback port while a test runs."""

from __future__ import annotations

import contextlib
import socket
import threading
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = False  # server_close waits for them
    request_queue_size = 64


class _Handler(WSGIRequestHandler):
    timeout = 5

    def address_string(self) -> str:
        """Without a look-up of the name."""
        return str(self.client_address[0])

    def finish(self) -> None:
        """Take what is still being sent: to close on it would reset the connection, and the answer would be lost."""
        with contextlib.suppress(OSError):
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_WR)
            while self.connection.recv(1 << 16):
                pass
        super().finish()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  http.server's signature
        """Say nothing."""


@contextmanager
def serve_wsgi(app: Callable[..., Iterable[bytes]]) -> Iterator[str]:
    """Gives the server's URL, without a path."""
    server = make_server("127.0.0.1", 0, app, server_class=_Server, handler_class=_Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
