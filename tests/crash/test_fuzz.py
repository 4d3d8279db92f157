"""10,000 deliveries of every wrong kind: none stored when unsigned, none read beyond the bound, none answered with 5xx.

They go through the application that gunicorn serves, with Bolt behind it and a database under it, without a socket in
between: the raw bytes are what is tried here.
"""

import io
import json
import random
import time
from collections import Counter
from typing import NamedTuple
from urllib.parse import urlencode

import pytest
import structlog

from bot.app import SystemClock
from bot.slack import ids
from bot.slack.bolt_app import build_bolt_app
from bot.slack.intake import Intake, Limits
from bot.store.engine import connect
from bot.store.store import SqlStore
from bot.web.wsgi import EVENTS, build_wsgi
from tests.fakes.delivery import (
    FORM,
    encode,
    event_message,
    message_action,
    message_changed,
    message_deleted,
    shortcut,
    signature,
    slash_command,
)
from tests.fakes.slack import FakeSlack

ROUNDS = 10_000
MOST = 200_000  # bytes of a body; the bot's own bound is a megabyte
JSON = "application/json"
ALLOWED = {
    "unsigned": {401},
    "forged": {401},
    "replayed": {401},
    "early": {401},
    "truncated": {401},
    "oversized": {413},
    "wrongly typed": {200, 400},
    "noise": {200, 400, 401, 413},
    "sound": {200},
}
ODD = (
    None, True, 0, -1, 1e308, "", "x" * 5000, "\0", "\ud800", "💥", [], {}, [[[]]], {"": ""}, ["a", 1], {"id": {}},
    "xoxb-1", "1e999", "%00", "payload=", "<@U1>", {"type": "event_callback"}, 10**400,
)  # fmt: skip


class Counted(io.BytesIO):
    """A body that knows how much was read of it."""

    most = 0

    def read(self, size: int | None = -1) -> bytes:
        found = super().read(size)
        type(self).most = max(self.most, self.tell())
        return found


class Sent(NamedTuple):
    body: bytes
    content_type: str
    stamp: str
    sign: str | None
    length: str | None  # instead of the true one


class Wire:
    """Calls the application as a WSGI server does."""

    def __init__(self, application, secret: str) -> None:
        self.application, self.secret = application, secret

    def send(self, sent: Sent) -> int:
        body, content_type, stamp, sign, length = sent
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": EVENTS,
            "QUERY_STRING": "",
            "CONTENT_TYPE": content_type,
            "CONTENT_LENGTH": str(len(body)) if length is None else length,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.input": Counted(body),
            "HTTP_X_SLACK_REQUEST_TIMESTAMP": stamp,
        }
        if sign is not None:
            environ["HTTP_X_SLACK_SIGNATURE"] = sign
        statuses: list[str] = []
        answer = self.application(environ, lambda status, headers, *_: statuses.append(status))
        b"".join(answer)
        return int(statuses[-1].split()[0])


@pytest.fixture
def receiver(url):
    store = SqlStore(connect(url))
    with FakeSlack() as slack:
        app = build_bolt_app(
            token=slack.bot_token,
            signing_secret=slack.signing_secret,
            api_url=slack.api_url,
            intake=Intake(store, SystemClock(), Limits(queue=100, per_user=60, per_channel=60)),
        )
        yield Wire(build_wsgi(app, slack.signing_secret, SystemClock(), MOST), slack.signing_secret), slack, store
    store.close()


def payloads(slack: FakeSlack) -> list[dict]:
    """One sound delivery of each kind."""
    message = slack.user_says(slack.general, slack.alice, "530 Login incorrect.")
    press = {"type": "button", "action_id": "solved", "value": "answer:1", "action_ts": "1700000000.000100"}
    pressed = {
        "type": "block_actions",
        "team": {"id": slack.team_id},
        "user": {"id": slack.alice},
        "container": {"type": "message", "message_ts": message["event"]["ts"], "channel_id": slack.general},
        "actions": [press],
        "response_url": f"{slack.base_url}/actions/x",
        "trigger_id": "1.2.3",
    }
    return [
        message,
        event_message(slack, "hello"),
        message_changed(slack, slack.general, message["event"] | {"text": "421"}, message["event"]),
        message_deleted(slack, slack.general, message["event"]),
        slash_command(slack, "530"),
        pressed,
        {"type": "url_verification", "token": "t", "challenge": "c"},
        {"type": "app_rate_limited", "minute_rate_limited": 1, "team_id": "T", "api_app_id": "A", "token": "t"},
        shortcut(slack, ids.PASTE_AN_ERROR),
        message_action(slack, ids.FIND_THE_CAUSE, message["event"]),
        {
            "type": "view_submission",
            "team": {"id": "T"},
            "user": {"id": "U"},
            "view": {
                "id": "V",
                "hash": "1.a",
                "type": "modal",
                "callback_id": ids.PASTE_MODAL,
                "private_metadata": '{"channel":"C1"}',
                "state": {"values": {"paste": {"paste": {"type": "plain_text_input", "value": "530 no"}}}},
            },
            "trigger_id": "1.2",
        },
    ]


def twisted(value, dice: random.Random, depth: int = 0):
    """A payload of which one part, anywhere, is of a wrong type, missing, or doubled."""
    if isinstance(value, dict) and value and (depth < 1 or dice.random() < 0.6):
        name = dice.choice(list(value))
        rest = {key: part for key, part in value.items() if key != name}
        return rest if dice.random() < 0.1 else {**rest, name: twisted(value[name], dice, depth + 1)}
    if isinstance(value, list) and value and dice.random() < 0.6:
        at = dice.randrange(len(value))
        return [*value[:at], twisted(value[at], dice, depth + 1), *value[at + dice.randrange(2) :]]
    return dice.choice(ODD)


def written(payload, dice: random.Random) -> tuple[bytes, str]:
    """As Slack writes it, or in another of the forms there are."""
    way = dice.random()
    if way < 0.6 and isinstance(payload, dict):
        try:
            return encode(payload)
        except (TypeError, UnicodeEncodeError):
            pass
    raw = json.dumps(payload)
    return (raw.encode(), JSON) if way < 0.8 else (urlencode({"payload": raw}).encode(), FORM)


def noise(dice: random.Random) -> bytes:
    return dice.choice((
        lambda: dice.randbytes(dice.randrange(400)),
        lambda: b"[" * dice.randrange(20_000),
        lambda: b'{"a":' * dice.randrange(20_000),
        lambda: b"payload=" + dice.randbytes(50).hex().encode(),
        lambda: b"&".join([b"a=1"] * dice.randrange(2_000)),
        lambda: b"payload=%7B" * 3,
        lambda: b"ssl_check=1&token=" + dice.randbytes(4),
        lambda: b'{"type": ' + b"9" * 5_000 + b"}",
    ))()  # fmt: skip


def stored(store: SqlStore) -> int:
    with store.engine.begin() as connection:
        return connection.exec_driver_sql(
            "SELECT (SELECT count(*) FROM inbox) + (SELECT count(*) FROM jobs)"
        ).scalar_one()


def made(kind: str, sound: list[dict], secret: str, dice: random.Random) -> Sent:
    """A delivery of a kind. What is not Slack's, or not of now, is of sound shape."""
    now = int(time.time())  # noqa: TID251  the application compares with the real time
    stamp, length = str(now), None
    body, content_type = written(dice.choice(sound), dice)
    if kind == "replayed":
        stamp = str(now - dice.choice((302, 4_000, 10**9)))
    elif kind == "early":
        stamp = str(now + dice.choice((302, 10**12)))
    elif kind == "oversized":
        body += b" " * (MOST + dice.randrange(MOST))
        length = dice.choice((None, None, "9" * 30, str(MOST + 1)))
    elif kind == "wrongly typed":
        body, content_type = written(twisted(dice.choice(sound), dice), dice)
    elif kind == "noise":
        body, content_type = noise(dice), dice.choice((content_type, "text/plain", "", "multipart/form-data", "é"))
        length = dice.choice((None, None, None, "", "-1", "1e3", "0x10", "٣"))
    sign: str | None = signature("another secret" if kind == "forged" else secret, stamp, body)
    if kind == "unsigned":
        sign = dice.choice((None, "", "v0=", "v0=" + "0" * 64, "v1=" + sign[3:], sign[:-1], "v0=é"))
        stamp = dice.choice((stamp, "", "soon", "-1", "９" * 10))
    elif kind == "truncated":  # the signature is of the whole
        body = body[: dice.randrange(len(body))]
    return Sent(body, content_type, stamp, sign, length)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_deliveries_of_every_wrong_kind(receiver):
    wire, slack, store = receiver
    dice = random.Random(20261122)
    sound = payloads(slack)
    seen: Counter[tuple[str, int]] = Counter()
    for kind, allowed in ALLOWED.items():
        before = stored(store)
        for _ in range(ROUNDS // len(ALLOWED) + 1):
            sent = made(kind, sound, wire.secret, dice)
            status = wire.send(sent)
            seen[kind, status] += 1
            assert status in allowed, (kind, status, sent._replace(body=sent.body[:300]))
        if 200 not in allowed:
            assert stored(store) == before, kind
    assert seen.total() >= ROUNDS
    assert Counted.most <= MOST + 1
    assert seen["sound", 200] == ROUNDS // len(ALLOWED) + 1
    print(dict(sorted(seen.items())))  # noqa: T201  `pytest -s` shows the figures


@pytest.fixture(autouse=True)
def _silent():
    """Ten thousand lines of log help nobody."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("CRITICAL"))
    yield
    structlog.reset_defaults()
