import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from urllib.error import HTTPError

import pytest

from bot.errors import StoreError
from bot.metrics import BacklogCollector, refused
from bot.support.model import JobState
from bot.web.probes import Probes
from bot.web.server import beside, check_free


def ask(probes, path, method="GET"):
    """Status, content type and body."""
    said = {}

    def start_response(status, headers):
        said.update(dict(headers), status=int(status.split()[0]))

    body = b"".join(probes({"PATH_INFO": path, "REQUEST_METHOD": method}, start_response))
    assert said["Content-Length"] == str(len(body))
    return said["status"], said["Content-Type"], body.decode()


def fine():
    """A check that holds."""


def broken():
    raise StoreError("The database is down; start it.")


CHECKS = [
    ("nothing to check", {}, 200, {}),
    ("all is well", {"database": fine, "index": fine}, 200, {"database": "ok", "index": "ok"}),
    (
        "what rests on the broken one is not asked",
        {"database": broken, "index": pytest.fail},
        503,
        {"database": "The database is down; start it.", "index": "not asked"},
    ),
    (
        "the last one",
        {"database": fine, "index": broken},
        503,
        {"database": "ok", "index": "The database is down; start it."},
    ),
]


@pytest.mark.parametrize(("name", "checks", "status", "said"), CHECKS, ids=[case[0] for case in CHECKS])
def test_readiness_says_why(name, checks, status, said):
    answered, kind, body = ask(Probes(checks), "/readyz")
    assert (answered, kind) == (status, "application/json")
    assert json.loads(body) == {"ready": status == 200, "checks": said}


def test_healthy_while_nothing_else_is():
    assert ask(Probes({"database": broken}), "/healthz")[0] == 200


@pytest.mark.parametrize(
    ("path", "method", "status"), [("/", "GET", 404), ("/readyz", "POST", 405), ("/metrics", "HEAD", 200)]
)
def test_other_questions(path, method, status):
    assert ask(Probes(), path, method)[0] == status


def counted(text, name):
    """The value of a line of the metrics; None where there is none."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else None


def test_counts_are_handed_out():
    before = counted(ask(Probes(), "/metrics")[2], 'kbbot_requests_refused_total{status="401"}') or 0
    refused.labels(401).inc()
    assert counted(ask(Probes(), "/metrics")[2], 'kbbot_requests_refused_total{status="401"}') == before + 1


def test_the_backlog_is_looked_up(store, clock):
    with store.begin() as tx:
        for number in range(3):
            tx.jobs.add(f"delivery:{number}", "delivery", {}, workspace="T1", now=clock.now())
    clock.advance(90)
    body = ask(Probes({}, BacklogCollector(store, clock)), "/metrics")[2]
    assert counted(body, "kbbot_database_up") == 1
    assert counted(body, 'kbbot_jobs{state="ready"}') == 3
    assert counted(body, 'kbbot_jobs{state="dead"}') == 0
    assert counted(body, "kbbot_oldest_job_seconds") == 90


def test_every_state_but_done_is_counted(store, clock):
    with store.begin() as tx:
        backlog = tx.jobs.backlog(now=clock.now())
    assert set(backlog.counts) == set(JobState) - {JobState.DONE}
    assert backlog.oldest_seconds == 0


class Broken:
    def read(self):
        raise StoreError("The database is down.")


def test_counts_are_handed_out_without_a_database(clock):
    body = ask(Probes({}, BacklogCollector(Broken(), clock)), "/metrics")[2]
    assert counted(body, "kbbot_database_up") == 0
    assert "kbbot_jobs{" not in body


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(port, path):
    """Status and body, once somebody listens."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as response:
                return response.status, response.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            time.sleep(0.05)
    raise TimeoutError


def test_a_worker_answers_beside_its_work(port):
    with beside(Probes({"database": broken}), "127.0.0.1", port):
        assert fetch(port, "/healthz")[0] == 200
        assert fetch(port, "/readyz")[0] == 503
    check_free("127.0.0.1", port)


def test_a_worker_without_a_port_answers_nothing():
    with beside(Probes(), "127.0.0.1", None):
        pass


# A web server of two processes that count every request, and say which process answered it.
PROGRAM = """
import os, sys
from pathlib import Path
from bot.web.shared import share_counts
share_counts(Path(sys.argv[2]), Path(sys.argv[3]))
from bot.metrics import refused
from bot.web.probes import PATHS, Probes
from bot.web.server import serve

probes = Probes()

def application(environ, start_response):
    if environ["PATH_INFO"] in PATHS:
        return probes(environ, start_response)
    refused.labels(400).inc()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Connection", "close")])
    return [str(os.getpid()).encode()]

serve(application, "127.0.0.1", int(sys.argv[1]), processes=2)
"""


@pytest.mark.parametrize("memory", ["/dev/shm", "/nowhere"])  # noqa: S108  as in bot.web.shared
def test_the_processes_of_a_web_server_count_together(port, tmp_path, memory):
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(port), str(tmp_path / "counts"), memory])
    try:
        answered = [fetch(port, "/any")[1]]
        while len(set(answered)) < 2 or len(answered) < 20:
            answered.append(fetch(port, "/any")[1])
            assert len(answered) < 2_000, "one process answers everything"
        for _ in range(3):
            assert counted(fetch(port, "/metrics")[1], 'kbbot_requests_refused_total{status="400"}') == len(answered)
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
    assert not list(tmp_path.glob("counts/*"))
