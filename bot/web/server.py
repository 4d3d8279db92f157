"""The HTTP servers: gunicorn with processes and threads, and a small one beside a worker that answers its probes."""

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EADDRINUSE
from socketserver import TCPServer, ThreadingMixIn
from typing import TYPE_CHECKING, Any, Final
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # gunicorn has no types
from gunicorn.glogging import Logger  # type: ignore[import-untyped]  # as above
from prometheus_client import values
from prometheus_client.multiprocess import mark_process_dead

from bot.errors import ConfigurationError

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

THREADS: Final = 64  # those that wait for the database must not keep a modal from opening
GRACE: Final = 8  # seconds for requests to end after SIGTERM; an operator waits for ten


class _Log(Logger):  # type: ignore[misc]  # as above
    """Gunicorn's lines go where all others go, in the same form."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        self.error_log.setLevel(logging.WARNING)


class Server(BaseApplication):  # type: ignore[misc]  # as above
    """Gunicorn for one application, configured here and not by files or the environment.

    Args:
        application: What to serve.
        host: The address to listen on.
        port: The port to listen on.
        processes: How many processes share the port.
    """

    def __init__(self, application: "WSGIApplication", host: str, port: int, processes: int) -> None:
        self._application = application
        self._options: dict[str, Any] = {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "worker_class": "gthread",
            "workers": processes,
            "threads": THREADS,
            "graceful_timeout": GRACE,
            "logger_class": _Log,
            "child_exit": _forget,
            "proc_name": "kbbot web",
            "control_socket_disable": True,
        }
        super().__init__()

    def load_config(self) -> None:
        """Hand the options to gunicorn."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> "WSGIApplication":
        """What to serve; gunicorn calls this in its worker."""
        return self._application


def _forget(_server: object, process: Any) -> None:
    """Take a process that ended out of the gauges that only the living count for."""
    if values.ValueClass._multiprocess:  # noqa: SLF001  the library has no other word for it
        mark_process_dead(process.pid)  # type: ignore[no-untyped-call]  # the library's


def serve(application: "WSGIApplication", host: str, port: int, processes: int = 1) -> None:
    """Serve until SIGTERM or SIGINT; ends by ``SystemExit``.

    Gunicorn forks: what the application holds must survive that, so no database connection may be open now.

    Args:
        application: From ``bot.web.wsgi.build_wsgi``.
        host: The address to listen on.
        port: The port to listen on.
        processes: How many processes share the port; more than one need ``bot.web.shared.share_counts`` before.

    Raises:
        ConfigurationError: The address cannot be listened on.
    """
    check_free(host, port)
    Server(application, host, port, processes).run()


class _Beside(ThreadingMixIn, WSGIServer):
    daemon_threads = True  # who asks slowly holds up no end

    def __init__(self, address: tuple[str, int], handler: type[WSGIRequestHandler]) -> None:
        self.address_family = _family(address[0])
        super().__init__(address, handler)

    def server_bind(self) -> None:
        """As in HTTPServer, without its look-up of the host's name."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]  # type: ignore[assignment]  # of an IP socket
        self.setup_environ()


class _Quiet(WSGIRequestHandler):
    timeout = 5  # seconds

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  http.server's signature
        """Say nothing of who asked."""

    def address_string(self) -> str:
        """Without a look-up of the name."""
        return str(self.client_address[0])


@contextmanager
def beside(application: "WSGIApplication", host: str, port: int | None) -> Iterator[None]:
    """Serve an application from a thread while the block runs; nothing where there is no port.

    Raises:
        ConfigurationError: The address cannot be listened on.
    """
    if port is None:
        yield
        return
    check_free(host, port, "METRICS_PORT")
    with _Beside((host, port), _Quiet) as server:
        server.set_app(application)
        thread = threading.Thread(target=server.serve_forever, name="probes", daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def check_free(host: str, port: int, setting: str = "PORT") -> None:
    """Check that an address can be listened on; gunicorn itself would try for five seconds and say less.

    Args:
        host: The address.
        port: The port.
        setting: The setting that names the port.

    Raises:
        ConfigurationError: It is in use, or not this machine's.
    """
    with socket.socket(_family(host), socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == EADDRINUSE:
                raise ConfigurationError(
                    f"Port {port} on {host} is in use: stop the other program, or set {setting} to another one."
                ) from None
            raise ConfigurationError(
                f"{host}:{port} cannot be listened on ({error.strerror}): check HOST and {setting}."
            ) from None
