"""What an operator's tools ask a process: ``/healthz``, ``/readyz``, ``/metrics``.

``/healthz`` says that the process answers, ``/readyz`` whether it can do its work, with a reason for each part that
cannot, and ``/metrics`` what it counted. A restart helps where the first is silent; where the second says no, it waits
for what is named.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, values
from prometheus_client.multiprocess import MultiProcessCollector

from bot.errors import BotError

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

    from prometheus_client.registry import Collector

HEALTH: Final = "/healthz"
READY: Final = "/readyz"
METRICS: Final = "/metrics"
PATHS: Final = frozenset({HEALTH, READY, METRICS})

Checks = Mapping[str, Callable[[], None]]


class Probes:
    """A WSGI application.

    Args:
        checks: What must be so for the process to do its work, in the order of asking; a check that fails raises a
            ``BotError``. What comes after it rests on it and is not asked.
        lookups: What is looked up when the counts are asked for.
    """

    def __init__(self, checks: Checks | None = None, *lookups: "Collector") -> None:
        self._checks = checks or {}
        self._lookups = lookups

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Fulfils WSGI."""
        path, method = environ.get("PATH_INFO", ""), environ.get("REQUEST_METHOD", "")
        if path not in PATHS:
            return answer(start_response, HTTPStatus.NOT_FOUND)
        if method not in {"GET", "HEAD"}:
            return answer(start_response, HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": "GET, HEAD"})
        if path == HEALTH:
            return answer(start_response, HTTPStatus.OK)
        if path == READY:
            ready, found = self.readiness()
            status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
            body = json.dumps({"ready": ready, "checks": found}).encode()
            return answer(start_response, status, {"Content-Type": "application/json"}, body)
        return answer(start_response, HTTPStatus.OK, {"Content-Type": CONTENT_TYPE_LATEST}, self.metrics())

    def readiness(self) -> tuple[bool, Mapping[str, str]]:
        """Whether the process can do its work, and for each check ``ok``, a sentence, or ``not asked``."""
        found = dict.fromkeys(self._checks, "not asked")
        for name, check in self._checks.items():
            try:
                check()
            except BotError as error:
                found[name] = error.sentence
                return False, found
            found[name] = "ok"
        return True, found

    def metrics(self) -> bytes:
        """The counts, of all processes of this web server where they share them."""
        registry = CollectorRegistry()
        if values.ValueClass._multiprocess:  # noqa: SLF001  the library has no other word for it
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library's
        else:
            registry.register(REGISTRY)
        for lookup in self._lookups:
            registry.register(lookup)
        return generate_latest(registry)


def answer(
    start_response: "StartResponse",
    status: HTTPStatus,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
) -> Iterable[bytes]:
    """Answer a request; with the status in words where there is no body."""
    text = status.phrase.encode() if body is None else body
    sent = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(text)), **(headers or {})}
    start_response(f"{status.value} {status.phrase}", list(sent.items()))
    return [text]
