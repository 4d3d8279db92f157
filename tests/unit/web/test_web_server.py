import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection

import pytest

from bot.errors import ConfigurationError
from bot.web.server import check_free

PROGRAM = """
import sys
from bot.web.server import serve

def application(environ, start_response):
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(len(body)).encode()]

serve(application, "127.0.0.1", int(sys.argv[1]))
"""


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def server(port):
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(port)], stderr=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def ask(port, body=b""):
    """The answer, once somebody listens."""
    for _ in range(200):
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("POST", "/", body)
            return connection.getresponse().read()
        except ConnectionRefusedError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise TimeoutError


def test_it_serves_until_it_is_told_to_stop(server, port):
    assert ask(port, b"x" * 100_000) == b"100000"
    server.send_signal(signal.SIGTERM)
    assert server.wait(15) == 0


def test_a_port_in_use_is_said_in_a_sentence(port):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with pytest.raises(ConfigurationError, match=f"Port {port} on 127.0.0.1 is in use"):
            check_free("127.0.0.1", port)


def test_an_address_of_another_machine():
    with pytest.raises(ConfigurationError, match="cannot be listened on"):
        check_free("192.0.2.1", 3000)
