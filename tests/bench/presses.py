# ruff: noqa: T201  a load test prints
"""Presses: how fast interactions are acknowledged and modals opened when fifty come at the same moment.

``python -m tests.bench.presses`` runs the web process of the Procfile beside a stand-in for Slack whose calls take
250 ms, and sends fifty commands that each open a modal, all at once, each on a connection of its own: first with a
database at rest, then while another process holds it for two seconds. Status 1 where a bar does not hold.
"""

import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, nullcontext

from bot.slack.interactions import external_id_of
from tests.bench.load import SECRET, Bars, Office, office, wait_for
from tests.fakes.delivery import HttpDelivery, slash_command
from tests.fakes.slack import FakeSlack

IN_FLIGHT = 50
SLACK_MS = 250
HELD = 2.0  # seconds
ACK, OPENED, ACK_HELD = 1.0, 1.0, 3.0


@contextmanager
def held(url: str) -> Iterator[None]:
    """Keep others from writing to a SQLite database for two seconds."""
    begun = threading.Event()

    def hold() -> None:
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), timeout=10, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            begun.set()
            time.sleep(HELD)
            connection.execute("ROLLBACK")

    thread = threading.Thread(target=hold)
    thread.start()
    begun.wait()
    try:
        yield
    finally:
        thread.join()


def press_all(bot: Office, port: int) -> tuple[list[float], list[float]]:
    """Send all at once; seconds until each was acknowledged, and until each modal was open."""
    commands = [slash_command(FakeSlack(), "") | {"trigger_id": f"{time.monotonic_ns()}.{n}"} for n in range(IN_FLIGHT)]
    wire = HttpDelivery(f"http://127.0.0.1:{port}/slack/events", SECRET, timeout=10)
    ready = threading.Barrier(IN_FLIGHT)

    def press(command: dict) -> tuple[float, float]:
        ready.wait()
        began = time.monotonic()
        status = wire.send(command).status
        if status != 200:
            raise RuntimeError(f"acknowledged with {status}")
        return began, time.monotonic() - began

    with ThreadPoolExecutor(IN_FLIGHT) as people:
        pressed = list(people.map(press, commands))
    ids = [external_id_of(f"command:{command['trigger_id']}") for command in commands]
    wait_for(lambda: set(ids) <= set(bot.slack.opens()), 10, "modals are not open")
    opens = bot.slack.opens()
    if any(len(opens[one]) != 1 for one in ids):
        raise RuntimeError("a modal was opened twice")
    return [took for _, took in pressed], [opens[one][0] - began for one, (began, _) in zip(ids, pressed, strict=True)]


def main() -> int:
    """Measure and print."""
    bars = Bars()
    with office("sqlite", SLACK_MS) as bot:
        port = bot.start("web")
        press_all(bot, port)  # the first of all loads what is loaded late
        for name, most, hold in (("at rest", ACK, nullcontext()), ("held", ACK_HELD, held(bot.url))):
            with hold:
                acks, opens = press_all(bot, port)
            print(f"{IN_FLIGHT} in flight, database {name}")
            bars.check("the last acknowledgement, seconds", max(acks), most)
            bars.check("the last modal open, seconds", max(opens), OPENED)
    return 0 if bars.hold else 1


if __name__ == "__main__":
    sys.exit(main())
