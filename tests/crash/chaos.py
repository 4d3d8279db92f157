"""``python -m tests.crash.chaos``: 500 pastes while processes are killed, Slack fails, and the database is restarted.

A fake Slack delivers pastes over signed HTTP, as Slack does: again when it was not acknowledged in time, and some of
them twice. The bot's own programs run beside it, ``web`` and ``worker`` processes, and are killed with -9 at random and
started again. A tenth of the bot's calls to Slack is limited (429), fails (500), or takes effect and loses its answer.

Afterwards every paste has exactly one answer in its thread, in the order of the pastes, and every ticket its reply.
The run fails where that is not so, and where too little went wrong: it must have been a trial.
"""

# ruff: noqa: T201  a command prints

import argparse
import random
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import text

from bot.store import migrate
from bot.store.engine import connect
from bot.store.store import SqlStore
from bot.support.model import JobState
from tests.crash.scene import OPEN, end, environment, free_port, load_articles, restart, start
from tests.fakes.delivery import HttpDelivery
from tests.fakes.server import Fault, _Server
from tests.fakes.slack import FakeSlack
from tests.scenario.office import CHROOT, HOME, mention
from tests.store import postgres

LEASE = 2.0  # seconds; the bot's own setting is 60
RETRIES = (0.5, 3.0, 6.0)  # seconds between deliveries of one event; Slack waits 0, 60 and 300
RESTART = 30.0  # seconds at most for a receiver to start again, which on a busy machine outlasts such short waits
DUPLICATES = 0.1  # of the deliveries come twice although they were acknowledged
TWINS = 0.1  # of the mentions come as app_mention too
FOLLOW_UPS = 0.3  # of the pastes stand in the thread of an earlier one
FAULTS = 0.1  # of the bot's calls
LATENCY = 0.03  # seconds that Slack takes for a call: most of a worker's time, so most kills hit a claimed job
KILLS, CLAIMED, FAULTED = 40, 25, 30  # a run with less of these proves nothing
CHANNELS = 5


class Shape(NamedTuple):
    web: int
    workers: int
    restarts: int  # of the database's server


SHAPES = {"sqlite": Shape(1, 2, 0), "postgresql": Shape(2, 3, 2)}


class RoughSlack(FakeSlack):
    """Fails for a tenth of the calls, and is slow."""

    def __init__(self, dice: random.Random) -> None:
        super().__init__()
        self.dice = dice
        self.faults: Counter[str] = Counter()

    def take_fault(self, method: str) -> Fault | None:
        self.changed.wait(LATENCY)  # gives the lock away: other calls go on
        if self.dice.random() >= FAULTS:
            return None
        name, fault = self.dice.choice((
            ("429", Fault("ratelimited", None, 1, 1, after_storing=False)),
            ("500", Fault(None, 500, None, 1, after_storing=False)),
            ("lost before", Fault(None, None, None, 1, after_storing=False)),
            ("503 after storing", Fault(None, 503, None, 1, after_storing=True)),
            ("lost answer", Fault(None, None, None, 1, after_storing=True)),
        ))  # fmt: skip
        self.faults[name] += 1
        return fault


@dataclass
class Process:
    """One of the bot's processes, started anew whenever it is gone."""

    command: str
    told: dict[str, str]
    url: str
    log: Path
    popen: object = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        self.popen = start(["bot", "--db", self.url, self.command], self.told, self.log)

    def keep_alive(self) -> None:
        if self.popen.poll() is not None:
            self.start()

    def kill(self) -> None:
        end(self.popen)

    @property
    def port(self) -> str:
        return self.told["PORT"]


@dataclass
class Figures:
    """What happened in a run."""

    pastes: int
    kills: Counter[str] = field(default_factory=Counter)
    claimed: int = 0  # kills that left a job claimed by the dead
    restarts: int = 0
    deliveries: int = 0
    unacknowledged: int = 0
    lost: int = 0
    twice: int = 0
    without_reply: int = 0
    out_of_order: int = 0
    left: Counter[str] = field(default_factory=Counter)
    given_up: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def enough(self) -> bool:
        """Whether it was a trial."""
        return self.kills.total() >= KILLS and self.claimed >= CLAIMED


class Chaos:
    def __init__(self, url: str, slack: RoughSlack, shape: Shape, folder: Path, pastes: int, seed: int) -> None:
        self.url, self.slack, self.shape, self.pastes = url, slack, shape, pastes
        self.dice = random.Random(seed)
        self.store = SqlStore(connect(url))
        self.figures = Figures(pastes)
        self.channels = [slack.general, *(slack.add_channel(f"incident-{n}") for n in range(1, CHANNELS))]
        self.said: list[dict] = []
        self.roots: list[dict] = []  # of threads to which nobody is posting just now
        self.guard = threading.Lock()

        def process(command: str, number: int) -> Process:
            told = environment(slack, port=free_port(), cache=folder / "cache", lease=LEASE) | {"RETRY_SECONDS": "1"}
            return Process(command, told, url, folder / f"{command}-{number}.log")

        self.web = [process("web", number) for number in range(shape.web)]
        self.workers = [process("worker", number) for number in range(shape.workers)]

    # ---- what people do

    def deliver(self, number: int) -> None:
        """One paste, until it is acknowledged; a thread's later pastes come after its earlier ones."""
        dice = random.Random(self.dice.random() + number)
        with self.guard:
            roots = self.roots if dice.random() < FOLLOW_UPS else []
            root = roots.pop(dice.randrange(len(roots))) if roots else None
        channel = root["channel"] if root else dice.choice(self.channels)
        who = dice.choice([self.slack.alice, self.slack.bob, self.slack.carol])
        words = f"<@{self.slack.bot_user}> {dice.choice((HOME, CHROOT))}\nCase {number}."
        with self.slack.changed:
            event = self.slack.user_says(channel, who, words, **({"thread_ts": root["ts"]} if root else {}))
        events = [event, mention(event, self.slack, f"EvMention{number}")] if dice.random() < TWINS else [event]
        for one in events:
            acknowledged = self.send(one, dice)
            if acknowledged and dice.random() < DUPLICATES:
                self.send(one, dice)
            if not acknowledged:
                with self.guard:
                    self.figures.unacknowledged += 1
        with self.guard:
            self.said.append(event["event"])
            self.roots.append(root or event["event"])

    def send(self, event: dict, dice: random.Random) -> bool:
        for attempt in range(len(RETRIES) + 1):
            wire = HttpDelivery(
                f"http://127.0.0.1:{dice.choice(self.listening() or self.web).port}/slack/events",
                self.slack.signing_secret,
            )
            with self.guard:
                self.figures.deliveries += 1
            if wire.send(event, retry_num=attempt or None).status == 200:
                return True
            if attempt < len(RETRIES):
                time.sleep(RETRIES[attempt])
                deadline = time.monotonic() + RESTART
                while attempt and not self.listening() and time.monotonic() < deadline:
                    time.sleep(0.1)
        return False

    # ---- what goes wrong

    def at_work(self) -> list[Process]:
        """The worker processes which have claimed a job that is not finished."""
        with self.store.engine.begin() as connection:
            owners = connection.execute(
                text("SELECT owner FROM jobs WHERE owner IS NOT NULL AND done_at IS NULL AND dead_at IS NULL")
            ).scalars()
            numbers = {owner.rpartition(":")[2] for owner in owners}
        return [process for process in self.workers if str(process.popen.pid) in numbers]

    def kill_one(self, until: float) -> None:
        """Kill a worker in the middle of a job, or now and then a receiver."""
        if self.dice.random() < 0.2 and len(self.listening()) == len(self.web):
            process = self.dice.choice(self.web)
            process.kill()
        else:
            while not (at_work := self.at_work()):
                if time.monotonic() > until:
                    return
                self.keep_alive()
                time.sleep(0.005)
            process = self.dice.choice(at_work)
            process.kill()
            self.figures.claimed += process in self.at_work()  # it may have finished in the last moment
        self.figures.kills[process.command] += 1
        process.start()

    def listening(self) -> list[Process]:
        """The receivers that a router would send a request to."""

        def listens(process: Process) -> bool:
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", int(process.port))) == 0

        return [process for process in self.web if listens(process)]

    def keep_alive(self) -> None:
        for process in [*self.web, *self.workers]:
            process.keep_alive()

    def rage(self, busy: threading.Event, until: float) -> None:
        """Kill until there was enough of it and all is delivered, at an even pace."""
        figures = self.figures
        pace = (until - time.monotonic()) / (KILLS * 2)
        restarts = [KILLS * (number + 1) // (self.shape.restarts + 1) for number in range(self.shape.restarts)]
        while time.monotonic() < until and (busy.is_set() or not figures.enough()):
            self.keep_alive()
            if restarts and figures.kills.total() >= restarts[0]:
                restarts.pop(0)
                restart(self.url)
                figures.restarts += 1
            self.kill_one(until)
            time.sleep(self.dice.uniform(0.5, 1.5) * pace)

    # ---- the run

    def run(self, seconds: float) -> Figures:
        began = time.monotonic()
        busy = threading.Event()
        busy.set()
        raging = threading.Thread(target=self.rage, args=(busy, began + seconds * 0.7))
        raging.start()
        with ThreadPoolExecutor(24) as people:
            every = seconds * 0.5 / self.pastes  # spread over the first half

            def at(number: int) -> None:
                time.sleep(max(0.0, began + 2 + number * every - time.monotonic()))
                self.deliver(number)

            for done in [people.submit(at, number) for number in range(self.pastes)]:
                done.result()
        busy.clear()
        raging.join()
        self.drain(began + seconds)
        self.figures.seconds = time.monotonic() - began
        self.judge()
        return self.figures

    def drain(self, until: float) -> None:
        while time.monotonic() < until:
            self.keep_alive()
            with self.store.begin() as tx:
                counts = tx.jobs.counts(now=self.slack.clock.now())
            if not any(counts[state] for state in OPEN):
                break
            time.sleep(0.2)
        with self.store.begin() as tx:
            counts = tx.jobs.counts(now=self.slack.clock.now())
            dead = tx.jobs.list([JobState.DEAD], now=self.slack.clock.now())
        self.figures.given_up = [f"{job.key}, {job.attempts} attempts: {job.last_error}" for job in dead]
        self.figures.left = Counter({state.value: counts[state] for state in (*OPEN, JobState.DEAD) if counts[state]})

    def judge(self) -> None:
        with self.store.engine.begin() as connection:
            rows = connection.execute(text("SELECT channel, ts, ticket, reply_ts FROM pastes")).all()
        replies = {(row.channel, row.ts): row.reply_ts for row in rows if row.ticket is not None}
        mine: Counter[str] = Counter()
        standing: set[tuple[str, str]] = set()
        for channel in self.channels:
            for one in self.slack.messages(channel):
                if one.get("bot_id") == self.slack.bot_id:
                    mine[one["metadata"]["event_payload"]["key"]] += 1
                    standing.add((channel, one["ts"]))
        figures = self.figures
        figures.twice = sum(number - 1 for number in mine.values())
        figures.without_reply = sum(1 for (channel, _), ts in replies.items() if (channel, ts) not in standing)
        figures.lost = sum(1 for one in self.said if not replies.get((one["channel"], one["ts"])))
        figures.lost += self.pastes - len(self.said)
        threads: dict[str, list[tuple[str, str]]] = {}
        for one in self.said:
            answered = replies.get((one["channel"], one["ts"]))
            if answered:
                threads.setdefault(one.get("thread_ts", one["ts"]), []).append((one["ts"], answered))
        for pairs in threads.values():
            ordered = [answer for _, answer in sorted(pairs)]
            figures.out_of_order += sum(1 for before, after in pairwise(ordered) if before > after)

    def close(self) -> None:
        for process in [*self.web, *self.workers]:
            process.kill()
        self.store.close()


def report(name: str, figures: Figures, slack: RoughSlack, shape: Shape) -> bool:
    """Print the figures; whether all is well."""
    posts = len(slack.posted())
    print(f"{name}: {shape.web} web, {shape.workers} workers, {figures.seconds:.0f} s")
    print(f"  pastes {figures.pastes}, deliveries {figures.deliveries}, calls {len(slack.calls)}, posts {posts}")
    print(f"  kills {figures.kills.total()} ({dict(figures.kills)}), with a job claimed {figures.claimed}")
    print(f"  restarts of the database {figures.restarts}, faults {slack.faults.total()} {dict(slack.faults)}")
    wrong = {
        "lost": figures.lost,
        "posted twice": figures.twice,
        "tickets without their reply": figures.without_reply,
        "out of order": figures.out_of_order,
        "never acknowledged": figures.unacknowledged,
        "jobs left": figures.left.total(),
    }
    print("  " + ", ".join(f"{what} {number}" for what, number in wrong.items()), dict(figures.left) or "")
    for job in figures.given_up:
        print("  given up:", job)
    if not figures.enough() or slack.faults.total() < FAULTED or figures.restarts < shape.restarts:
        print("  FAILED: too little went wrong to prove anything")
        return False
    if any(wrong.values()):
        print("  FAILED")
        return False
    return True


def run(name: str, url: str, options: argparse.Namespace) -> bool:
    shape = SHAPES[name]
    folder = Path(tempfile.mkdtemp(prefix="kbbot-chaos-"))
    load_articles(url)
    with RoughSlack(random.Random(options.seed)) as slack:
        chaos = Chaos(url, slack, shape, folder, options.pastes, options.seed)
        try:
            figures = chaos.run(options.seconds)
        finally:
            chaos.close()
        well = report(name, figures, slack, shape)
    if well:
        shutil.rmtree(folder)
    else:
        print(f"  logs of the processes: {folder}")
    return well


def main() -> int:
    _Server.handle_error = lambda *_: None  # that the killed do not wait for an answer is no news
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=SHAPES, action="append")
    parser.add_argument("--pastes", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=110, help="for each database")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    well = []
    for name in options.database or SHAPES:
        with ExitStack() as stack:
            if name == "sqlite":
                url = f"sqlite:///{stack.enter_context(tempfile.TemporaryDirectory())}/kb.db"
                migrate.upgrade(url)
            else:
                server = stack.enter_context(postgres.running(durable=True))
                url = stack.enter_context(server.database())
            well.append(run(name, url, options))
    return 0 if all(well) else 1


if __name__ == "__main__":
    sys.exit(main())
