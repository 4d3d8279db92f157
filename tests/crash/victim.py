"""The bot's own program, which is struck at a named point, once.

    python -m tests.crash.victim POINT HOW MARKER DATABASE worker

A point is a function of the program, before or after it runs. ``HOW`` is ``kill`` (SIGKILL), ``stop`` (SIGSTOP: the
process stands still and may be woken), or ``cut`` (PostgreSQL ends all connections). The file ``MARKER`` is there once
it was struck; a process that finds it is left alone.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from slack_sdk import WebClient

from bot.cli.main import run
from bot.slack.intake import Intake
from bot.slack.messenger import Messenger
from bot.store.tickets import SqlTickets
from bot.worker.loop import Worker


class Point(NamedTuple):
    owner: type
    function: str
    before: bool
    kind: str = ""  # of the job, where the function gets one


RECEIVER = {
    "before the commit": Point(Intake, "_keep", before=False),
    "after the commit, before the acknowledgement": Point(Intake, "take", before=False),
}
WORKER = {
    "after the claim": Point(Worker, "_handle", before=True, kind="delivery"),
    "before the ticket is committed": Point(SqlTickets, "add_paste", before=False),
    "after the ticket is committed": Point(Worker, "_finish", before=True, kind="delivery"),
    "between the jobs": Point(Worker, "_finish", before=False, kind="delivery"),
    "before posting": Point(Messenger, "post_once", before=True),
    "after posting": Point(WebClient, "chat_postMessage", before=False),
    "before the reply is noted": Point(SqlTickets, "replied", before=False),
    "after posting, before finishing": Point(Worker, "_finish", before=True, kind="reply"),
    "after finishing": Point(Worker, "_finish", before=False, kind="reply"),
}


def strike(how: str, marker: Path, database: str) -> None:
    try:
        marker.touch(exist_ok=False)
    except FileExistsError:
        return
    if how == "cut":
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    else:
        os.kill(os.getpid(), signal.SIGKILL if how == "kill" else signal.SIGSTOP)


def install(point: Point, hit: Callable[[], None]) -> None:
    original = getattr(point.owner, point.function)

    def struck(*args: Any, **kwargs: Any) -> Any:
        here = not point.kind or args[1].kind == point.kind
        if here and point.before:
            hit()
        result = original(*args, **kwargs)
        if here and not point.before:
            hit()
        return result

    setattr(point.owner, point.function, struck)


if __name__ == "__main__":
    _, name, how, marker, database, *arguments = sys.argv
    install({**RECEIVER, **WORKER}[name], lambda: strike(how, Path(marker), database))
    sys.exit(run(["--db", database, *arguments]))
