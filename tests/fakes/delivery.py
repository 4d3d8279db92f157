"""How a delivery reaches the app: over signed HTTP or over Socket Mode, with the same ``send``.

The builders of ``events``, ``interactions`` and ``composer`` can be imported from here too.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import time
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from urllib.parse import urlencode, urlsplit

from tests.fakes.acks import AckRefused, apply_ack
from tests.fakes.composer import compose, rich_text
from tests.fakes.events import (
    Payload,
    app_home_opened,
    envelope,
    event_app_mention,
    event_message,
    event_of,
    link_shared,
    message_changed,
    message_deleted,
)
from tests.fakes.interactions import (
    block_action,
    message_action,
    shortcut,
    slash_command,
    view_action,
    view_closed,
    view_submission,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fakes.slack import FakeSlack

__all__ = [
    "AckRefused",
    "Delivered",
    "Delivery",
    "HttpDelivery",
    "SocketDelivery",
    "app_home_opened",
    "block_action",
    "compose",
    "envelope",
    "event_app_mention",
    "event_message",
    "event_of",
    "link_shared",
    "message_action",
    "message_changed",
    "message_deleted",
    "rich_text",
    "shortcut",
    "slash_command",
    "view_action",
    "view_closed",
    "view_submission",
]

PATIENCE = 3.0  # seconds: Slack waits as long for an acknowledgement
FORM = "application/x-www-form-urlencoded"


class Delivered(NamedTuple):
    """How the app answered; a status of 0: not in time, or not at all.

    Over Socket Mode an acknowledgement is a 200 and ``body`` its payload. Over HTTP ``body`` is decoded JSON, or text.
    """

    status: int
    body: Any


class Delivery(Protocol):
    """Either way of delivering."""

    def send(self, payload: Payload, retry_num: int | None = None, retry_reason: str | None = None) -> Delivered: ...


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """``v0=`` and the HMAC-SHA256 of ``v0:timestamp:body`` (verifying-requests-from-slack)."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class HttpDelivery:
    """Delivers by signed HTTP POST.

    Args:
        url: The app's endpoint.
        signing_secret: The app's.
        slack: Where the app's answers take effect; without it they are only returned.
        timeout: Seconds to wait for the answer.
        now: The time by which requests are dated.
    """

    def __init__(
        self,
        url: str,
        signing_secret: str,
        slack: FakeSlack | None = None,
        timeout: float = PATIENCE,
        now: Callable[[], float] = time.time,  # noqa: TID251  most apps compare with real time
    ) -> None:
        self._now = now
        self._url = urlsplit(url)
        self._secret = signing_secret
        self._slack = slack
        self._timeout = timeout

    def send(
        self,
        payload: Payload,
        retry_num: int | None = None,
        retry_reason: str | None = None,
        timestamp: int | str | None = None,
        signature: str | None = None,
    ) -> Delivered:
        """Deliver a payload: events as JSON, commands and interactions as forms.

        Args:
            payload: From a builder.
            retry_num: 1 to 3 for a repetition.
            retry_reason: Such as ``http_timeout``; by default that.
            timestamp: Instead of now, to be too old.
            signature: Instead of the right one.
        """
        headers = {}
        if retry_num is not None:
            headers = {"X-Slack-Retry-Num": str(retry_num), "X-Slack-Retry-Reason": retry_reason or "http_timeout"}
        body, content_type = encode(payload)
        answer = self.send_raw(body, content_type, headers, timestamp, signature)
        if answer.status == 200 and self._slack:
            apply_ack(self._slack, payload, answer.body)
        return answer

    def send_raw(
        self,
        body: bytes,
        content_type: str = "application/json",
        headers: dict[str, str] | None = None,
        timestamp: int | str | None = None,
        sign: str | None = None,
    ) -> Delivered:
        """Deliver any bytes, signed: for bodies Slack would not send."""
        stamp = str(int(self._now()) if timestamp is None else timestamp)
        sent = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(self._secret, stamp, body) if sign is None else sign,
        }
        connection = http.client.HTTPConnection(self._url.hostname or "", self._url.port, timeout=self._timeout)
        try:
            connection.request("POST", self._url.path or "/", body, sent | (headers or {}))
            response = connection.getresponse()
            return Delivered(response.status, _body(response.read(), response.getheader("Content-Type", "")))
        except (TimeoutError, http.client.RemoteDisconnected, ConnectionError):
            return Delivered(0, None)
        finally:
            connection.close()


def encode(payload: Payload) -> tuple[bytes, str]:
    """The body of a delivery over HTTP, and its content type."""
    if payload.get("type") in {"event_callback", "url_verification", "app_rate_limited"}:
        return json.dumps(payload).encode(), "application/json"
    if "command" in payload:
        return urlencode(payload).encode(), FORM
    return urlencode({"payload": json.dumps(payload)}).encode(), FORM


def _body(raw: bytes, content_type: str) -> Any:
    text = raw.decode(errors="replace")
    return json.loads(text) if text and content_type.startswith("application/json") else text


class SocketDelivery:
    """Delivers over the fake's Socket Mode connection, to which the app has to be connected.

    Args:
        slack: The fake.
        timeout: Seconds to wait for the acknowledgement.
    """

    def __init__(self, slack: FakeSlack, timeout: float = PATIENCE) -> None:
        self._slack = slack
        self._timeout = timeout

    def send(self, payload: Payload, retry_num: int | None = None, retry_reason: str | None = None) -> Delivered:
        """Deliver a payload and wait for its acknowledgement."""
        kind = "slash_commands" if "command" in payload else "interactive"
        if payload.get("type") == "event_callback":
            kind = "events_api"
        reason = (retry_reason or "timeout") if retry_num else ""
        sent = self._slack.socket.send(kind, payload, attempt=retry_num or 0, reason=reason)
        try:
            answer = self._slack.socket.wait_ack(sent, self._timeout).get("payload")
        except TimeoutError:
            return Delivered(0, None)
        apply_ack(self._slack, payload, answer)
        return Delivered(200, answer)
