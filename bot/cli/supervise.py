"""Two processes as one command: started together, stopped together."""

import signal
import subprocess
import sys
import time
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.cli.context import Context

GRACE_SECONDS = 10.0


def supervise(receiver: list[str], worker: list[str], own: "Context") -> int:
    """Run a receiver and a worker until one of them ends or a signal comes; then stop the other.

    Returns:
        The exit status: 0 after a signal, else that of the process which ended by itself.
    """
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    base = [sys.executable, "-m", "bot", *(["--db", own.db] if own.db else [])]
    children = [subprocess.Popen([*base, *one], start_new_session=True) for one in (receiver, worker)]  # noqa: S603  ourselves
    try:
        while not stopping:
            ended = next((child for child in children if child.poll() is not None), None)
            if ended is not None:
                return ended.returncode or 1
            time.sleep(0.1)
        return 0
    finally:
        _stop(children)


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
