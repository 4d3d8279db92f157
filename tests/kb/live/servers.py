"""Servers with a generated configuration, each started where packages put it and gone with its `with` block."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.kb.live import box

_WAIT = 15.0  # seconds until a server must listen
_ALL = "0.0.0.0"  # noqa: S104  of a network that has nothing but a loopback
_LISTENING = "0A"  # TCP_LISTEN in /proc/net/tcp


@dataclass(frozen=True, slots=True)
class Server:
    """Where a running server is, and what it has printed.

    Attributes:
        host: The name that clients are given.
        port: The port of the control connection.
        console: What the process writes to its terminal.
    """

    host: str
    port: int
    console: Path

    def printed(self, about: str = "") -> str:
        """The lines on the server's terminal that hold a word."""
        return box.log(str(self.console), about=about)

    def at(self, host: str) -> "Server":
        """The same server under another name or address."""
        return replace(self, host=host)


@contextmanager
def vsftpd(*, port: int = 21, **options: str) -> Iterator[Server]:
    """vsftpd with local users who may write; `options` are lines of vsftpd.conf, added or replaced.

    A line that is not there takes vsftpd's default, and None removes a line.
    """
    _vsftpd_conf(port, options)
    with _running(["vsftpd", "/etc/vsftpd.conf"], port) as server:
        yield server


def vsftpd_console(*, port: int = 21, by: tuple[str, ...] = (), **options: str) -> str:
    """What vsftpd prints when it is started with these options, `by` a program like setpriv, and does not stay up."""
    _vsftpd_conf(port, options)
    return _console(["vsftpd", "/etc/vsftpd.conf"], by)


@contextmanager
def proftpd(*lines: str, port: int = 21, modules: str = "") -> Iterator[Server]:
    """ProFTPD with local users; `lines` are added to proftpd.conf, `modules` are names like `tls` to load."""
    with _running(_proftpd(lines, port, modules), port) as server:
        yield server


def proftpd_console(*lines: str, port: int = 21, modules: str = "") -> str:
    """What ProFTPD prints when it is started with these lines and does not stay up."""
    return _console(_proftpd(lines, port, modules))


@contextmanager
def pure_ftpd(*options: str, port: int = 21) -> Iterator[Server]:
    """Pure-FTPd with these options of its command line, as `pure-ftpd-wrapper` makes them of `/etc/pure-ftpd/conf`."""
    with _running(["pure-ftpd", "--bind", f",{port}", "--dontresolve", *options], port) as server:
        yield server


@contextmanager
def pyftpdlib(*lines: str, port: int = 21, address: str = _ALL, by: tuple[str, ...] = ()) -> Iterator[Server]:
    """pyftpdlib on an address; `lines` are Python about `handler` and `users`."""
    with _running([*by, *_pyftpdlib(lines, port, address)], port) as server:
        yield server


def pyftpdlib_console(*lines: str, port: int = 21, by: tuple[str, ...] = ()) -> str:
    """What pyftpdlib prints when it does not stay up."""
    return _console(_pyftpdlib(lines, port), by)


@contextmanager
def sshd(port: int = 22) -> Iterator[Server]:
    """OpenSSH."""
    key = Path("/etc/ssh/box_key")
    key.parent.mkdir(exist_ok=True)
    key.unlink(missing_ok=True)
    box.must("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key))
    conf = box.write("/etc/ssh/box_config", f"Port {port}\nHostKey {key}\nPidFile none\nUsePAM no\n")
    with _running([f"{box.ROOT}/usr/sbin/sshd", "-D", "-e", "-f", str(conf)], port) as server:
        yield server


@contextmanager
def process(*command: str, port: int) -> Iterator[Server]:
    """Any other program that listens on this port."""
    with _running(list(command), port) as server:
        yield server


def certificate(name: str = box.HOST, *, days: int = 30, authority: bool = True, bits: int = 2048) -> Path:
    """A certificate with its key in one PEM file, signed by the box's authority or by itself.

    Returns:
        The file; `AUTHORITY` is the file that a client may trust.
    """
    folder = Path("/etc/ssl/box")
    folder.mkdir(parents=True, exist_ok=True)
    if not AUTHORITY.exists():
        new = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=Example CA"]
        box.must(*new, "-keyout", f"{folder}/ca.key", "-out", str(AUTHORITY))
    pem = folder / f"{name}.pem"
    key = folder / "server.key"
    signed = ["-CA", str(AUTHORITY), "-CAkey", f"{folder}/ca.key"] if authority else []
    new = ["openssl", "req", "-x509", "-newkey", f"rsa:{bits}", "-nodes", "-days", str(days), "-subj", f"/CN={name}"]
    box.must(*new, "-addext", f"subjectAltName=DNS:{name}", *signed, "-keyout", str(key), "-out", str(pem))
    return box.write(pem, key.read_text() + pem.read_text(), 0o600)


AUTHORITY = Path("/etc/ssl/box/ca.pem")


def _vsftpd_conf(port: int, options: dict[str, str]) -> None:
    defaults = {
        "listen": "YES",
        "listen_port": str(port),
        "background": "NO",
        "anonymous_enable": "NO",
        "local_enable": "YES",
        "write_enable": "YES",
        "pam_service_name": "vsftpd",
        "secure_chroot_dir": "/run/vsftpd/empty",
        "xferlog_enable": "YES",
        "seccomp_sandbox": "NO",
    }
    lines = [f"{key}={value}" for key, value in (defaults | options).items() if value is not None]
    box.write("/etc/vsftpd.conf", "\n".join(lines) + "\n")


def _proftpd(lines: tuple[str, ...], port: int, modules: str) -> list[str]:
    loaded = [f"LoadModule mod_{name}.c" for name in modules.split()]
    conf = [
        f"ModulePath {box.ROOT}/usr/lib/proftpd",
        *loaded,
        'ServerName "files"',
        f"Port {port}",
        "UseIPv6 off",
        "UseReverseDNS off",
        "User nobody",
        "Group nogroup",
        "ScoreboardFile /run/proftpd/scoreboard",
        "PidFile /run/proftpd/pid",
        "DelayTable none",
        "WtmpLog off",
        *lines,
    ]
    box.write("/etc/proftpd/proftpd.conf", "\n".join(conf) + "\n")
    return ["proftpd", "--nodaemon", "--config", "/etc/proftpd/proftpd.conf"]


def _pyftpdlib(lines: tuple[str, ...], port: int, address: str = _ALL) -> list[str]:
    script = box.write(
        "/srv/server.py", _PYFTPDLIB.format(lines="\n".join(lines), address=address, port=port, password=box.PASSWORD)
    )
    return [sys.executable, "-W", "ignore", str(script)]


@contextmanager
def _running(command: list[str], port: int) -> Iterator[Server]:
    console = Path("/srv/console.log")
    with console.open("w") as output:
        # In a process namespace of its own a server dies with all the sessions that it has forked. The shell is its
        # process 1, whose signals are special.
        process = subprocess.Popen(
            ["unshare", "--pid", "--fork", "--kill-child=KILL", "sh", "-c", '"$@"; exit $?', "sh", *command],
            stdin=output,  # where vsftpd writes its errors
            stdout=output,
            stderr=subprocess.STDOUT,
            env=box.ENVIRONMENT,
            cwd="/srv",
        )
    server = Server(box.HOST, port, console)
    try:
        deadline = time.monotonic() + _WAIT
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command[0]} does not listen on {port}: {server.printed()}")
            time.sleep(0.05)
        yield server
    finally:
        process.kill()
        process.wait()
        while _listens(port):
            time.sleep(0.05)


def _console(command: list[str], by: tuple[str, ...] = ()) -> str:
    # vsftpd writes its errors to where it reads.
    done = box.run("sh", "-c", '"$@" 0>/srv/console.log >&0 2>&0', "sh", "timeout", "4", *by, *command)
    printed = Path("/srv/console.log").read_text(errors="replace")
    if done.returncode in {0, 124}:  # 124: it was still running
        raise RuntimeError(f"{command[0]} started: {printed}")
    return f"# {' '.join(command)}\n{printed}"


def _listens(port: int) -> bool:
    sockets = Path("/proc/self/net/tcp").read_text() + Path("/proc/self/net/tcp6").read_text()
    return re.search(rf":{port:04X} [0-9A-F]+:0000 {_LISTENING} ", sockets) is not None


_PYFTPDLIB = """\
import logging
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler
from pyftpdlib.servers import FTPServer
users = DummyAuthorizer()
users.add_user("ida", "{password}", "/srv/ftp/ida", perm="elradfmwMT")
handler = FTPHandler
handler.authorizer = users
{lines}
handler.authorizer = users
logging.basicConfig(level=logging.INFO)
server = FTPServer(("{address}", {port}), handler)
server.serve_forever()
"""
