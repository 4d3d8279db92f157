"""A bot in this process, and beside it processes of the bot that may be killed, on the same database and fake Slack."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg

from bot.app import KB_DATA, SystemClock
from bot.errors import StoreError
from bot.kb.files import read_articles
from bot.store.engine import connect
from bot.store.index_files import IndexFiles
from bot.store.store import SqlStore
from bot.support.knowledge import Knowledge
from bot.support.model import JobState
from tests.fakes.slack import FakeSlack
from tests.scenario.office import Running, open_office
from tests.store import postgres

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = ("iis-home-dir-inaccessible.md", "vsftpd-writable-chroot.md", "wrong-credentials.md")
LEASE = 1.0  # seconds; also what a test waits until a dead worker's job is taken over
OPEN = (JobState.READY, JobState.WAITING, JobState.RUNNING)


def load_articles(url: str) -> None:
    """A few articles of the real knowledge base: a process starts faster with few."""
    store = SqlStore(connect(url))
    found = [one for name in ARTICLES for one in read_articles(KB_DATA / name).articles]
    with store.begin() as tx:
        tx.articles.add(found, now=SystemClock().now())
    store.close()


def libpq(url: str) -> str:
    """A database's URL as psycopg reads it."""
    return re.sub(r"^postgresql\+psycopg", "postgresql", url)


def restart(url: str) -> None:
    """Restart the PostgreSQL server as after a crash; one that was not started by the tests ends its connections."""
    with psycopg.connect(libpq(url), autocommit=True) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
        data = Path(row[0] if row else "")
        try:
            server = Path((data / "postmaster.opts").read_text(encoding="utf-8").split()[0])
        except OSError:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            return
    command = (server.with_name("pg_ctl"), "-D", data, "-w", "-m", "immediate", "-l", data.parent / "log", "restart")
    assert postgres._run(*command)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(slack: FakeSlack, *, port: int, cache: Path, lease: float = LEASE) -> dict[str, str]:
    """What a process of the bot is told; nothing of this machine's own settings."""
    return {
        "PATH": os.environ["PATH"],  # noqa: TID251  a child's
        "PYTHONPATH": str(ROOT),
        "SLACK_MODE": "http",
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "PORT": str(port),
        "LEASE_SECONDS": str(lease),
        "POLL_SECONDS": "0.02",
        "LOG_LEVEL": "ERROR",
        "CACHE_FOLDER": str(cache),
    }


def start(arguments: list[str], told: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Start a process in a folder without settings, in a group of its own."""
    with log.open("ab") as out:
        return subprocess.Popen(
            [sys.executable, "-m", *arguments],
            env=dict(told),
            cwd=log.parent,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process that we started, with all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


@contextlib.contextmanager
def survivor(url: str, **options: object) -> Iterator[Running]:
    """The bot that goes on, in this process."""
    load_articles(url)
    store = SqlStore(connect(url))
    try:
        with (
            tempfile.TemporaryDirectory() as cache,
            open_office(url, Knowledge(store, IndexFiles(Path(cache))), **options) as bot,
        ):
            yield bot
    finally:
        store.close()


def work_off(bot: Running, seconds: float = 30) -> None:
    """Run jobs until none is left: those whose lease has to end first, and those that wait, too."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(StoreError):  # as the worker's loop, which looks again
            bot.work()
            with bot.store.begin() as tx:
                if not tx.jobs.list(OPEN, now=bot.desk.clock.now()):
                    return
        time.sleep(0.05)
    with bot.store.begin() as tx:
        raise TimeoutError(f"jobs are left: {tx.jobs.list(OPEN, now=bot.desk.clock.now())}")
