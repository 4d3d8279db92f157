# ruff: noqa: T201  a load test prints
"""Load: how fast deliveries are acknowledged and pastes answered, and what more workers and more history change.

``python -m tests.bench.load [ack|reply|workers|history …]`` runs the processes of the Procfile beside a stand-in for
Slack, prints the figures with the load average of the machine, and ends with status 1 where a bar does not hold.

- ``ack``: signed deliveries over HTTP, each on a connection of its own, sent at fixed times whatever the bot does: a
  slow answer does not slow the sender. Latency counts from the time a delivery was due. Four in ten are pastes, five
  are talk, one is sent again. Afterwards the workers drain what is left.
- ``reply``: pastes alone, each in a thread of its own, from the time it was due to the post that answers it.
- ``workers``: the same work done by one, two and four workers that are ready before it is there.
- ``history``: the report of one month, the reply to a paste, and the plans of their queries, with 100,000 and with
  1,000,000 older answers.

Slack's calls take 100 ms here, as they do; with ``--slack-ms 0`` the processors are all that is measured, and two
workers fill two of them.

SQLite and PostgreSQL both write what they acknowledge to the disk, as in production.
"""

import argparse
import asyncio
import itertools
import json
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from types import SimpleNamespace

from bot import logs
from bot.app import KB_DATA, SystemClock, bring_up_to_date, sync
from bot.kb.files import read_articles
from bot.slack.intake import Intake
from bot.store.engine import connect
from bot.store.store import SqlStore
from bot.support.model import JobState
from tests.bench.history import Plans, make, report_seconds
from tests.bench.stand_in import StandIn, stand_in
from tests.fakes.delivery import signature
from tests.fakes.slack import FakeSlack
from tests.store import postgres

SECRET = "load-signing-secret"
PEOPLE, CHANNELS = 200, 40  # enough of each that no limit on one of them is met
START = 60.0  # seconds for the processes to be ready

ACK_P99, REPLY_P50, REPLY_P99 = 0.100, 0.300, 1.500
TWO_WORKERS, GROWTH = 1.5, 1.5


@dataclass
class Bars:
    """What was measured against what, and whether all of it holds."""

    hold: bool = True

    def check(self, what: str, found: float, limit: float, *, most: bool = True) -> None:
        """Print a figure and its bar."""
        good = found <= limit if most else found >= limit
        self.hold &= good
        print(f"  {'ok  ' if good else 'FAIL'} {what}: {found:.3g} ({'at most' if most else 'at least'} {limit:g})")


class Office:
    """The bot's processes around one database."""

    def __init__(self, url: str, slack: StandIn) -> None:
        self.url, self.slack = url, slack
        self.store = SqlStore(connect(url))
        self._processes: list[tuple[str, subprocess.Popen[bytes]]] = []

    def start(self, name: str, **settings: object) -> int:
        """Start a process type and wait until it is ready; the port at which it can be asked."""
        port = free_port()
        given = {
            "DATABASE_URL": self.url,
            "SLACK_BOT_TOKEN": "xoxb-load",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": self.slack.api_url,
            "PORT" if name == "web" else "METRICS_PORT": port,
            "LOG_LEVEL": "WARNING",
            **settings,
        }
        environment = {**os.environ, **{key: str(value) for key, value in given.items()}}  # noqa: TID251  for a process
        self._processes.append((name, subprocess.Popen([sys.executable, "-m", "bot", name], env=environment)))
        wait_for(lambda: get(port, "/readyz")[0] == 200, START, f"{name} is not ready")
        return port

    def workers(self, number: int) -> list[int]:
        """Start workers."""
        return [self.start("worker") for _ in range(number)]

    def stop(self) -> None:
        """Stop all processes, as an operator would; nothing may be left running."""
        for _, process in self._processes:
            process.send_signal(signal.SIGTERM)
        for _, process in self._processes:
            if process.wait(15) != 0:
                raise RuntimeError(f"a process ended with {process.returncode}")
        self._processes.clear()

    def cpu_seconds(self, name: str) -> float:
        """What the processes of a type, and those that they started, have used of the processors."""
        return sum(cpu_seconds(process.pid) for kind, process in self._processes if kind == name)

    def open_jobs(self) -> int:
        """Jobs that are neither done nor given up."""
        with self.store.begin() as tx:
            counts = tx.jobs.counts(now=SystemClock().now())
        if counts[JobState.DEAD]:
            raise RuntimeError(f"{counts[JobState.DEAD]} jobs were given up")
        return counts[JobState.READY] + counts[JobState.RUNNING] + counts[JobState.WAITING]

    def drain(self, seconds: float) -> float:
        """Wait until no job is open; seconds it took."""
        started = time.monotonic()
        wait_for(lambda: self.open_jobs() == 0, seconds, "jobs are left", every=0.25)
        return time.monotonic() - started

    def take(self, deliveries: Sequence["Planned"]) -> None:
        """Store deliveries past the web process."""
        with self.store.begin() as tx:  # all at once: no worker begins before the last one is there
            intake = Intake(SimpleNamespace(begin=lambda: nullcontext(tx)), SystemClock())
            for one in deliveries:
                intake.receive(json.loads(one.body))


@dataclass(frozen=True)
class Planned:
    """A delivery, and the ts of its message where that is a paste."""

    body: bytes
    paste: str | None


def cpu_seconds(process: int) -> float:
    """What a process and those that it started have used of the processors; 0 where the system does not say."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return 0.0
    ticks = int(fields[11]) + int(fields[12])  # proc_pid_stat(5): utime and stime, of what follows the name
    return ticks / os.sysconf("SC_CLK_TCK") + sum(cpu_seconds(int(child)) for child in children)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port: int, path: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()
    except OSError:
        return 0, ""
    finally:
        connection.close()


def wait_for(happened, seconds: float, why: str, every: float = 0.1) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{why} after {seconds:g} s")
        time.sleep(every)


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The URL of a database with the real knowledge base."""
    with ExitStack() as stack:
        if kind == "postgresql":
            url = stack.enter_context(stack.enter_context(postgres.running(durable=True)).database())
        else:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="kbbot-load-"))
            url = f"sqlite:///{folder}/kbbot.db"
        bring_up_to_date(url)
        store = SqlStore(connect(url))
        sync(store, SystemClock(), KB_DATA)
        store.close()
        yield url


@contextmanager
def office(kind: str, slack_ms: float = 0) -> Iterator[Office]:
    with database(kind) as url, stand_in(slack_ms / 1000) as slack:
        running = Office(url, slack)
        try:
            yield running
        finally:
            running.stop()
            running.store.close()


def pastes(seed: int) -> Iterator[str]:
    """Pastes without end: the knowledge base's own symptoms with other names, files and addresses in them."""
    chance = random.Random(seed)
    symptoms = [symptom for article in read_articles(KB_DATA).articles for symptom in article.symptoms]
    while True:
        text = chance.choice(symptoms)
        number = chance.randrange(10_000)
        text = re.sub(r"\b(\w+)\.(txt|zip|csv|html)\b", rf"\g<1>{number}.\g<2>", text)
        yield f"Hi, upload {number} fails since {number % 24} o'clock:\n{text}"


TALK = ("Good morning!", "Lunch at 12?", "The deployment of the shop is done, thank you all", "lgtm",
        "Can somebody look at the printer on the second floor, please?")  # fmt: skip


def planned(number: int, *, share: float, seed: int = 1) -> list[Planned]:
    """Deliveries as Slack makes them: pastes to the bot, and talk; one in ten is sent again.

    Args:
        number: How many.
        share: How many of them are pastes, from 0 to 1; at 1 none is sent again.
        seed: Chooses which.
    """
    slack, chance, found = FakeSlack(), random.Random(seed), list[Planned]()
    people = [slack.add_user(f"person{n}") for n in range(PEOPLE)]
    channels = [slack.add_channel(f"channel{n}", members=people) for n in range(CHANNELS)]
    texts = pastes(seed)
    while len(found) < number:
        if share < 1 and found and chance.random() < 0.1:
            found.append(Planned(chance.choice(found[-200:]).body, None))
            continue
        is_paste = chance.random() < share / (0.9 if share < 1 else 1)
        words = f"<@{slack.bot_user}> {next(texts)}" if is_paste else chance.choice(TALK)
        event = slack.user_says(chance.choice(channels), chance.choice(people), words)
        found.append(Planned(json.dumps(event).encode(), event["event"]["ts"] if is_paste else None))
    return found


@dataclass(frozen=True)
class Sent:
    """When a delivery was due and how long its acknowledgement took, in seconds of the monotonic clock."""

    due: float
    took: float
    status: int


async def send_all(port: int, deliveries: Sequence[Planned], rate: float) -> list[Sent]:
    """Deliver at a fixed rate, whatever is answered."""
    started = time.monotonic() + 0.5

    async def send(number: int, one: Planned) -> Sent:
        due = started + number / rate
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        stamp = str(int(time.time()))  # noqa: TID251  the bot compares with real time
        lines = (
            "POST /slack/events HTTP/1.1",
            "Host: load.example",
            "Content-Type: application/json",
            f"Content-Length: {len(one.body)}",
            f"X-Slack-Request-Timestamp: {stamp}",
            f"X-Slack-Signature: {signature(SECRET, stamp, one.body)}",
            "Connection: close",
        )
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write("\r\n".join([*lines, "", ""]).encode() + one.body)
            status = int((await reader.readline()).split()[1])
            took = time.monotonic() - due
            writer.close()
        except (OSError, IndexError):
            return Sent(due, time.monotonic() - due, 0)
        return Sent(due, took, status)

    return list(await asyncio.gather(*itertools.starmap(send, enumerate(deliveries))))


def shares(found: Sequence[float]) -> tuple[float, float, float]:
    """The median, the 99th percentile and the largest."""
    ordered = sorted(found)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))], ordered[-1]


def told(found: Sequence[float]) -> str:
    return "p50 {:.0f} ms, p99 {:.0f} ms, longest {:.0f} ms".format(*(1000 * one for one in shares(found)))


def check_sent(sent: Sequence[Sent], deliveries: Sequence[Planned]) -> None:
    refused = [one.status for one in sent if one.status != 200]
    if refused or len(sent) != len(deliveries):
        raise RuntimeError(f"{len(refused)} deliveries were not acknowledged: {sorted(set(refused))}")


def latencies(
    slack: StandIn, deliveries: Sequence[Planned], sent: Sequence[Sent], *, all_answered: bool
) -> list[float]:
    """Seconds from when each paste was due to its reply; none may have two."""
    replies = slack.replies()
    due = {one.paste: at.due for one, at in zip(deliveries, sent, strict=True) if one.paste}
    twice = [ts for ts in due if len(replies.get(ts, ())) > 1]
    missing = [ts for ts in due if ts not in replies]
    if twice or (missing and all_answered):
        raise RuntimeError(f"{len(missing)} pastes have no reply, {len(twice)} have more than one")
    return [replies[ts][0] - at for ts, at in due.items() if ts in replies]


def ack(kind: str, options: argparse.Namespace, bars: Bars) -> None:
    """Acknowledgements at full rate, and what is left afterwards."""
    deliveries = planned(int(options.rate * options.seconds), share=options.share)
    with office(kind, options.slack_ms) as running:
        port = running.start("web", WEB_PROCESSES=options.web)
        running.workers(options.workers)
        before = running.cpu_seconds("web"), running.cpu_seconds("worker")
        sent = asyncio.run(send_all(port, deliveries, options.rate))
        check_sent(sent, deliveries)
        web = (running.cpu_seconds("web") - before[0]) / len(sent)
        left = running.open_jobs()
        took = running.drain(600)
        work = (running.cpu_seconds("worker") - before[1]) / sum(1 for one in deliveries if one.paste)
        answered = latencies(running.slack, deliveries, sent, all_answered=True)
    print(f"  {len(sent)} deliveries at {options.rate:g}/s, {options.web} web, {options.workers} workers: "
          f"{told([one.took for one in sent])}")  # fmt: skip
    print(
        f"  backlog at the end {left} jobs, drained in {took:.1f} s; {len(answered)} pastes answered, {told(answered)}"
    )
    print(f"  processor time: web {1000 * web:.1f} ms a delivery, workers {1000 * work:.1f} ms a paste")
    bars.check("acknowledgement p99, s", shares([one.took for one in sent])[1], ACK_P99)


def reply(kind: str, options: argparse.Namespace, bars: Bars) -> None:
    """From a paste to its reply."""
    deliveries = planned(int(options.pastes * options.seconds), share=1)
    with office(kind, options.slack_ms) as running:
        port = running.start("web", WEB_PROCESSES=options.web)
        running.workers(options.workers)
        sent = asyncio.run(send_all(port, deliveries, options.pastes))
        check_sent(sent, deliveries)
        running.drain(120)
        found = latencies(running.slack, deliveries, sent, all_answered=True)
    print(f"  {len(found)} pastes at {options.pastes:g}/s, {options.web} web, {options.workers} workers, "
          f"Slack {options.slack_ms:g} ms: {told(found)}")  # fmt: skip
    p50, p99, _ = shares(found)
    bars.check("paste to reply p50, s", p50, REPLY_P50)
    bars.check("paste to reply p99, s", p99, REPLY_P99)


def workers(kind: str, options: argparse.Namespace, bars: Bars) -> None:
    """The same work by one, two and four workers."""
    rates = {}
    for number in (1, 2, 4):
        with office(kind, options.slack_ms) as running:
            running.workers(number)
            deliveries = planned(options.jobs, share=1)
            running.take(deliveries)
            started = time.monotonic()
            running.drain(600)
            posts = sorted(at for times in running.slack.replies().values() for at in times)
        rates[number] = len(posts) / (posts[-1] - started)
        print(f"  {number} workers: {rates[number]:.1f} pastes/s")
    bars.check("two workers to one", rates[2] / rates[1], TWO_WORKERS, most=False)
    bars.check("four workers to two", rates[4] / rates[2], 1.0, most=False)


def history(kind: str, options: argparse.Namespace, bars: Bars) -> None:
    """What ten times as many older answers change."""
    reports, replies = [], []
    for older in (options.history // 10, options.history):
        with office(kind) as running:
            engine = running.store.engine
            make(engine, older)
            reports.append(report_seconds(running.store))
            with Plans(engine) as plans:
                report_seconds(running.store, 1)
            scans = plans.scans()
            port = running.start("web")
            running.workers(1)
            deliveries = planned(60, share=1)
            sent = asyncio.run(send_all(port, deliveries, 2))
            running.drain(120)
            replies.append(shares(latencies(running.slack, deliveries, sent, all_answered=True))[0])
        print(f"  {older:,} older answers: report of the month {1000 * reports[-1]:.0f} ms, "
              f"paste to reply p50 {1000 * replies[-1]:.0f} ms")  # fmt: skip
        for scan in scans:
            print(f"    reads a whole table: {scan}")
    bars.check("the report's growth", reports[1] / reports[0], GROWTH)
    bars.check("the reply's growth", replies[1] / replies[0], GROWTH)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.load", description=__doc__.partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--db", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=100, help="deliveries a second (ack)")
    parser.add_argument("--share", type=float, default=0.4, help="of deliveries that are pastes (ack)")
    parser.add_argument("--pastes", type=float, default=10, help="pastes a second (reply)")
    parser.add_argument("--jobs", type=int, default=400, help="pastes to work off (workers)")
    parser.add_argument("--history", type=int, default=1_000_000, help="older answers; a tenth of them first (history)")
    parser.add_argument("--web", type=int, default=2)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--slack-ms", type=float, default=100, help="how long each call of Slack's takes")
    options = parser.parse_args()
    logs.configure("WARNING", as_json=False)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is stopped
    bars = Bars()
    for part in options.parts or PARTS:
        for kind in ("sqlite", "postgresql") if options.db == "both" else (options.db,):
            print(f"{part} on {kind} (load average {', '.join(f'{one:.2f}' for one in os.getloadavg())})", flush=True)
            PARTS[part](kind, options, bars)
    return 0 if bars.hold else 1


PARTS = {"ack": ack, "reply": reply, "workers": workers, "history": history}

if __name__ == "__main__":
    raise SystemExit(main())
