import io
import json
import logging
import sys
from datetime import timedelta

import pytest
import structlog

from bot import logs
from bot.slack.reading import key_of

SECRET = "blue-heron-4711"


@pytest.fixture
def lines(monkeypatch):
    """What is logged as JSON, a line each."""
    out = io.StringIO()
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    monkeypatch.setattr(sys, "stdout", out)
    logs.configure("INFO", as_json=True)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    structlog.reset_defaults()
    root.handlers[:], root.level = before, level


def test_a_request_has_one_id_in_every_process():
    delivery = {"type": "event_callback", "event_id": "Ev1", "event": {"type": "message"}}
    assert logs.request_of(key_of(delivery)) == logs.request_of(key_of(dict(delivery)))
    assert logs.request_of("event:Ev1") != logs.request_of("event:Ev2")


def test_lines_and_jobs_carry_the_request(lines):
    with logs.in_request("abc"):
        structlog.get_logger().info("inside")
        assert logs.carried() == {"request": "abc"}
    structlog.get_logger().info("outside")
    assert logs.carried() == {}
    assert [line.get("request") for line in lines()] == ["abc", None]


def test_a_job_takes_its_request_along(store, clock):
    with logs.in_request("abc"), store.begin() as tx:
        tx.jobs.add("reply:1", "reply", {"paste": 1}, workspace="T1", now=clock.now())
    with store.begin() as tx:
        job = tx.jobs.claim("w", now=clock.now(), lease=timedelta(seconds=1))
    assert job.payload == {"paste": 1, "request": "abc"}


HIDDEN = [
    ("a command of FTP", lambda log: log.warning("odd", what=f"PASS {SECRET}")),
    ("a token", lambda log: log.warning("odd", what="xoxb-1234567890-abcdefghijkl")),
    ("in the middle of a structure", lambda log: log.warning("odd", what={"text": [f"PASS {SECRET}"]})),
    ("a library's line", lambda _: logging.getLogger("lib").warning("sent %s", f"PASS {SECRET}")),
]


@pytest.mark.parametrize(("name", "say"), HIDDEN, ids=[case[0] for case in HIDDEN])
def test_secrets_are_masked(name, say, lines):
    say(structlog.get_logger())
    (line,) = lines()
    assert SECRET not in str(line)
    assert "abcdefghijkl" not in str(line)
    assert "***" in str(line)


@pytest.mark.parametrize("log", [structlog.get_logger(), logging.getLogger("lib")], ids=["ours", "a library's"])
def test_an_exception_keeps_its_words(log, lines):
    try:
        int("pasted text")
    except ValueError:
        log.exception("failed")
    (line,) = lines()
    assert line["raised"].startswith("ValueError at ")
    assert "pasted text" not in str(line)


def test_what_is_long_is_cut(lines):
    structlog.get_logger().info("long", what="x" * 10_000)
    assert len(lines()[0]["what"]) == logs.LONGEST + 1


def test_libraries_are_heard_from_warnings_on(lines):
    logging.getLogger("lib").info("chatter")
    logging.getLogger("lib").warning("trouble")
    assert [(line["event"], line["logger"]) for line in lines()] == [("trouble", "lib")]
