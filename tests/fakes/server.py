"""The HTTP server: Web API, response URLs and file downloads on one loopback port.

Every request is answered under the fake's lock, so that state changes as a whole, and is written to the log of calls.
A scripted fault takes the place of the answer; with ``after_storing`` the work is done first.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.fakes import api_chat, api_conversations, api_pins, api_team, api_views
from tests.fakes.protocol import METHODS, Call, Method, Refused, arguments
from tests.fakes.workspace import Token

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from tests.fakes.slack import FakeSlack

FAMILIES = (api_chat, api_conversations, api_pins, api_team, api_views)  # importing them registers their methods
LOGIN_PAGE = b"<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in</body></html>"


@dataclass(frozen=True)
class Reply:
    """What goes back over the wire; a body of None drops the connection without an answer."""

    body: bytes | None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/json; charset=utf-8"

    @classmethod
    def of(cls, body: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None) -> Reply:
        return cls(json.dumps(body).encode(), status, headers or {})


@dataclass
class Fault:
    """What a scripted failure answers. Without error and status the connection is dropped."""

    error: str | None
    status: int | None
    retry_after: int | None
    times: int
    after_storing: bool

    def reply(self) -> Reply:
        if self.status == 429 or self.error == "ratelimited":
            headers = {"Retry-After": str(self.retry_after or 1)}
            return Reply.of({"ok": False, "error": self.error or "ratelimited"}, 429, headers)
        if self.error:
            return Reply.of({"ok": False, "error": self.error}, self.status or 200)
        if self.status:
            page = f"<html><body><h1>{self.status}</h1></body></html>".encode()
            return Reply(page, self.status, content_type="text/html; charset=utf-8")
        return Reply(None)


@dataclass(frozen=True)
class Request:
    """An HTTP request, as far as it matters here."""

    path: list[str]
    query: dict[str, str]
    token: str | None
    content_type: str
    body: bytes

    def given(self, declared: Method | None) -> dict[str, Any]:
        """The arguments as sent: query, then form or JSON body.

        Raises:
            Refused: ``invalid_json``, ``json_not_object``, ``invalid_post_type``.
        """
        if not self.body:
            return dict(self.query)
        if self.content_type == "application/x-www-form-urlencoded":
            return self.query | dict(parse_qsl(self.body.decode(), keep_blank_values=True))
        if self.content_type != "application/json":
            raise Refused("invalid_post_type")
        try:
            parsed = json.loads(self.body)
        except ValueError:
            raise Refused("invalid_json") from None
        if not isinstance(parsed, dict):
            raise Refused("json_not_object")
        # read methods do not look into a JSON body
        return self.query | (parsed if declared is None or declared.takes_json else {})


def web_api(slack: FakeSlack, request: Request) -> Reply:
    """Answer a Web API call."""
    name = "/".join(request.path[1:])
    declared = METHODS.get(name)
    try:
        given = request.given(declared)
    except Refused as refusal:
        slack.log(name, {}, refusal.body(), stored=False)
        return Reply.of(refusal.body())
    token_argument = given.pop("token", None)
    kinds = {**declared.required, **declared.optional} if declared else {}
    logged = {key: _decoded(value) if kinds.get(key) == "json" else value for key, value in given.items()}

    def work() -> Reply:
        if not declared:
            raise Refused("unknown_method", req_method=name)
        token = authenticate(slack, declared, request.token or token_argument)
        call = Call(slack, token, {})
        call.need_scope(*declared.scopes)
        call.args = arguments(declared, given)
        if call.args.pop("team_id", slack.team_id) != slack.team_id:
            raise Refused("team_access_not_granted")
        answered = {"ok": True} | declared.run(call)
        return Reply.of(answered, headers={"x-oauth-scopes": ",".join(sorted(token.scopes))})

    return answer(slack, name, logged, work)


def _decoded(value: Any) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value


def authenticate(slack: FakeSlack, declared: Method, value: str | None) -> Token:
    if declared.token == "none":
        return Token("", "none", set())
    if not value:
        raise Refused("not_authed")
    token = slack.tokens.get(value)
    if not token:
        raise Refused("invalid_auth")
    if token.revoked:
        raise Refused("token_revoked")
    if token.kind != declared.token:
        raise Refused("not_allowed_token_type")
    return token


def answer(
    slack: FakeSlack,
    name: str,
    payload: dict[str, Any],
    work: Callable[[], Reply],
) -> Reply:
    """Do the work or play the scripted fault, and log which."""
    fault = slack.take_fault(name)
    stored = False
    reply = fault.reply() if fault else None
    if not fault or fault.after_storing:
        try:
            earned, stored = work(), True
        except Refused as refusal:
            status = refusal.more.pop("status", 200)
            earned = Reply.of(refusal.body(), status)
        reply = reply or earned
    assert reply
    slack.log(name, payload, _decoded((reply.body or b"null").decode()), stored=stored)
    return reply


def response_url(slack: FakeSlack, request: Request) -> Reply:
    """Answer a POST to a response URL: ``ok`` in plain text, or an error with a status that says so."""
    parsed = _decoded(request.body.decode(errors="replace"))
    payload = parsed if isinstance(parsed, dict) else {"body": parsed}

    def work() -> Reply:
        try:
            slack.hooks.respond(request.path[2], parsed)
        except Refused as refusal:
            refusal.more.setdefault("status", 400)
            raise
        return Reply(b"ok", content_type="text/plain; charset=utf-8")

    return answer(slack, "response_url", payload, work)


def download(slack: FakeSlack, request: Request) -> Reply:
    """The bytes of a file. Without a good token Slack answers 200 with its sign-in page."""
    key = request.path[1].partition("-")[2]
    token = slack.tokens.get(request.token or "")
    allowed = token and not token.revoked and "files:read" in token.scopes
    fault = slack.take_fault("file")
    slack.log("file", {"file": key}, {"ok": bool(allowed) and not fault}, stored=False)
    if fault:
        return fault.reply()
    if not allowed:
        return Reply(LOGIN_PAGE, content_type="text/html; charset=utf-8")
    if key not in slack.contents:
        return Reply(b"", 404, content_type="text/html; charset=utf-8")
    return Reply(slack.contents[key], content_type=slack.files[key]["mimetype"])


ROUTES = {"api": web_api, "actions": response_url, "files-pri": download}


class _Handler(BaseHTTPRequestHandler):
    timeout = 5  # a caller that says nothing must not hold up the end of a test
    server: _Server

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  http.server's signature
        """Say nothing."""

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        parts = urlsplit(self.path)
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        request = Request(
            [unquote(part) for part in parts.path.strip("/").split("/")],
            dict(parse_qsl(parts.query, keep_blank_values=True)),
            token if scheme == "Bearer" else None,
            self.headers.get_content_type(),
            self.rfile.read(length),
        )
        route = ROUTES.get(request.path[0])
        with self.server.slack.changed:
            reply = route(self.server.slack, request) if route else Reply(b"not found", 404)
            self.server.slack.changed.notify_all()
        self._send(reply)

    def _send(self, reply: Reply) -> None:
        self.close_connection = True
        if reply.body is None:
            return
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)


class _Server(ThreadingHTTPServer):
    request_queue_size = 64
    daemon_threads = False  # server_close waits for them: no thread outlives the test

    def __init__(self, slack: FakeSlack) -> None:
        self.slack = slack
        super().__init__(("127.0.0.1", 0), _Handler)

    def server_bind(self) -> None:
        """As in HTTPServer, without its look-up of the host's name."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]


class HttpServer:
    """Starts and stops the server; ``url`` has no path."""

    def __init__(self, slack: FakeSlack) -> None:
        self._server = _Server(slack)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
