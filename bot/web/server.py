"""The HTTP server: gunicorn, with threads."""

import socket
from errno import EADDRINUSE
from typing import TYPE_CHECKING, Any, Final

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # gunicorn has no types

from bot.errors import ConfigurationError

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

THREADS: Final = 8
GRACE: Final = 10  # seconds for requests to end after SIGTERM


class Server(BaseApplication):  # type: ignore[misc]  # as above
    """Gunicorn for one application, configured here and not by files or the environment.

    Args:
        application: What to serve.
        host: The address to listen on.
        port: The port to listen on.
    """

    def __init__(self, application: "WSGIApplication", host: str, port: int) -> None:
        self._application = application
        self._options: dict[str, Any] = {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "worker_class": "gthread",
            "workers": 1,
            "threads": THREADS,
            "graceful_timeout": GRACE,
            "loglevel": "warning",
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


def serve(application: "WSGIApplication", host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; ends by ``SystemExit``.

    Gunicorn forks: what the application holds must survive that, so no database connection may be open now.

    Args:
        application: From ``bot.web.wsgi.build_wsgi``.
        host: The address to listen on.
        port: The port to listen on.

    Raises:
        ConfigurationError: The address cannot be listened on.
    """
    check_free(host, port)
    Server(application, host, port).run()


def check_free(host: str, port: int) -> None:
    """Check that an address can be listened on; gunicorn itself would try for five seconds and say less.

    Raises:
        ConfigurationError: It is in use, or not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == EADDRINUSE:
                raise ConfigurationError(
                    f"Port {port} on {host} is in use: stop the other program, or set PORT to another one."
                ) from None
            raise ConfigurationError(
                f"{host}:{port} cannot be listened on ({error.strerror}): check HOST and PORT."
            ) from None
