# ruff: noqa: T201  a benchmark prints
"""The report and App Home's numbers over a million answers: ``python -m tests.bench.measures``.

Each figure is taken in a process of its own, which begins with nothing: the time of day that passes, the time of the
processor that this process (and PostgreSQL's server process beside it) took, and the most memory this process held.
What a worker does of itself when it is idle is done before: the facts of old rows are kept (``bot.store.kept``).
Beside the report of a month stand those of a year, and of all five years, in which every answer is part of the report.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from bot.analytics.model import Period
from bot.analytics.page import render
from bot.analytics.report import build, summary
from bot.kb.files import read_articles
from bot.settings import ROOT
from bot.store import migrate
from bot.store.engine import connect
from bot.store.store import SqlStore
from bot.worker.housekeeping import QUIET, keep_facts
from tests.bench.history import MONTH, NOW, Plans, make
from tests.bench.measure import memory
from tests.store import postgres

PERIODS = {"month": MONTH, "year": timedelta(days=365), "all five years": timedelta(days=5 * 366 + 40)}
SECONDS = {"sqlite": 20.0, "postgresql": 10.0}
HOME_SECONDS = {"sqlite": 1.0, "postgresql": 0.5}
MEGABYTES = 300
HOME = "home"


def measure(url: str, what: str) -> dict[str, float]:
    """What one report costs, or App Home's numbers of a week."""
    with closing(SqlStore(connect(url, statement_seconds=0))) as store, store.read() as tx:
        server = _server(tx)
        started, own, served = time.perf_counter(), time.process_time(), _processor(server)
        if what == HOME:
            summary(tx.reports, Period(NOW - timedelta(days=7), NOW), workspace="T1")
        else:
            render(build(tx.reports, Period(NOW - PERIODS[what], NOW), workspace="T1"), made_at=NOW)
        return {
            "seconds": time.perf_counter() - started,
            "processor": time.process_time() - own + _processor(server) - served,
            "megabytes": memory("VmHWM"),
        }


def _server(tx) -> int | None:
    """The process of the server that works for this connection."""
    connection = tx._connection
    if connection.dialect.name == "sqlite":
        return None
    return int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())


def _processor(process: int | None) -> float:
    """Seconds that a process has taken of the processor."""
    if process is None:
        return 0.0
    times = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def database(kind: str) -> Iterator[str]:
    """An empty database at the newest migration."""
    if kind == "postgresql":
        with postgres.running() as server, server.database() as url:
            yield url
        return
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/kb.db"
        migrate.upgrade(url)
        yield url


def bench(kind: str, answers: int) -> bool:
    """Fill a database, print all figures; whether the bars hold."""
    good = True
    with database(kind) as url:
        with closing(SqlStore(connect(url, statement_seconds=0))) as store:
            with store.begin() as tx:
                tx.articles.sync(read_articles(ROOT / "kb_data").articles, now=NOW)
            make(store.engine, answers)
            started, stretches = time.perf_counter(), 0
            while keep_facts(store, before=NOW - QUIET):
                stretches += 1
            print(
                f"       {stretches} stretches of old facts kept in {time.perf_counter() - started:.0f} s", flush=True
            )
        for what in (HOME, *PERIODS):
            command = [sys.executable, "-m", "tests.bench.measures", "--url", url, "--what", what]
            found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            limit = (HOME_SECONDS if what == HOME else SECONDS)[kind]
            holds = found["seconds"] <= limit and found["megabytes"] <= MEGABYTES
            good &= holds
            print(
                f"  {'ok  ' if holds else 'FAIL'} {what}: {found['seconds']:.2f} s (at most {limit:g};"
                f" {found['processor']:.2f} s of the processor), {found['megabytes']:.0f} MB (at most {MEGABYTES})",
                flush=True,
            )
        with closing(SqlStore(connect(url, statement_seconds=0))) as store:
            with Plans(store.engine) as plans, store.read() as tx:
                build(tx.reports, Period(NOW - MONTH, NOW), workspace="T1")
            for scan in plans.scans():
                print(f"       the month reads a whole table: {scan}")
            for line in sorted({line.strip() for plan in plans.plans().values() for line in plan if "USING" in line}):
                print(f"       {line}")
    return good


def main() -> int:
    """Measure on both databases."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.measures", description=__doc__.partition("\n")[0])
    parser.add_argument("--answers", type=int, default=1_000_000)
    parser.add_argument("--db", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--url", help=argparse.SUPPRESS)
    parser.add_argument("--what", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.url:
        print(json.dumps(measure(options.url, options.what)))
        return 0
    good = True
    for kind in ("sqlite", "postgresql") if options.db == "both" else (options.db,):
        load = ", ".join(f"{one:.2f}" for one in os.getloadavg())
        print(f"{options.answers:,} answers on {kind} (load average {load})", flush=True)
        good &= bench(kind, options.answers)
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
