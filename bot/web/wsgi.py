"""The WSGI application: the guard in front of Bolt."""

import hashlib
import hmac
import io
from collections.abc import Iterable
from http import HTTPStatus
from time import perf_counter
from typing import TYPE_CHECKING, Final

import structlog
from slack_bolt import App, BoltRequest
from slack_bolt.adapter.wsgi import SlackRequestHandler

from bot import metrics
from bot.slack.reading import key_of, read_body
from bot.web.probes import PATHS, Probes, answer

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from bot.support.ports import Clock

EVENTS: Final = "/slack/events"
OLDEST: Final = 300  # seconds

log = structlog.get_logger()


def build_wsgi(
    app: App, signing_secret: str, clock: "Clock", max_body: int = 1_000_000, probes: Probes | None = None
) -> "WSGIApplication":
    """The application that a WSGI server serves.

    Args:
        app: From ``bot.slack.bolt_app.build_bolt_app``.
        signing_secret: What Slack signs with.
        clock: The time, to tell how old a request is.
        max_body: Bytes; a larger body is not read.
        probes: What answers an operator's tools.
    """
    bolt = SlackRequestHandler(app, path=EVENTS)
    asked = probes or Probes()

    def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path, method = environ.get("PATH_INFO", ""), environ.get("REQUEST_METHOD", "")
        started = perf_counter()
        if path in PATHS:
            return asked(environ, start_response)
        if path != EVENTS:
            return answer(start_response, HTTPStatus.NOT_FOUND)
        if method != "POST":
            return answer(start_response, HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": "POST"})
        body = _read(environ, max_body)
        refused = (
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE if body is None else _refused(environ, body, signing_secret, clock)
        )
        if body is None or refused is not None:
            status = refused or HTTPStatus.BAD_REQUEST
            metrics.count(metrics.refused, str(status.value))
            log.warning("request refused", status=status.value)
            return answer(start_response, status)
        environ["CONTENT_LENGTH"] = str(len(body))
        environ["wsgi.input"] = io.BytesIO(body)
        answered = bolt(environ, start_response)
        metrics.observe(metrics.ack_seconds, perf_counter() - started)
        return answered

    return application


def _read(environ: "WSGIEnvironment", most: int) -> bytes | None:
    """The body; None when it is larger than it may be."""
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isascii() and length.isdecimal():
        return environ["wsgi.input"].read(int(length)) if int(length) <= most else None
    if not environ.get("wsgi.input_terminated"):
        return b""  # without a length, reading would wait for ever
    body: bytes = environ["wsgi.input"].read(most + 1)
    return body if len(body) <= most else None


def _refused(environ: "WSGIEnvironment", body: bytes, secret: str, clock: "Clock") -> HTTPStatus | None:
    """The status to refuse a request with; None when it may pass."""
    if not is_signed(
        body,
        timestamp=environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", ""),
        signature=environ.get("HTTP_X_SLACK_SIGNATURE", ""),
        secret=secret,
        now=clock.now().timestamp(),
    ):
        return HTTPStatus.UNAUTHORIZED
    return None if is_well_formed(body, environ.get("CONTENT_TYPE", "")) else HTTPStatus.BAD_REQUEST


def is_signed(body: bytes, *, timestamp: str, signature: str, secret: str, now: float) -> bool:
    """Whether Slack signed these bytes within the last five minutes.

    Source: docs.slack.dev/authentication/verifying-requests-from-slack.
    """
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 20):  # noqa: PLR2004  digits of a date
        return False
    expected = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    signed = hmac.compare_digest(f"v0={expected}".encode(), signature.encode("utf-8", "replace"))
    return signed and abs(now - int(timestamp)) <= OLDEST


def is_well_formed(body: bytes, content_type: str) -> bool:
    """Whether this is a delivery that the intake can tell from another, in a shape that Bolt can take apart."""
    try:
        fields = read_body(body)
        if fields.get("type") != "url_verification" and "ssl_check" not in fields:
            key_of(fields)
        BoltRequest(body=body.decode("utf-8"), headers={"content-type": content_type})
    except (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError):  # the last ones are Bolt's
        return False
    return True
