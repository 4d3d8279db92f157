"""Counts that the processes of one web server share.

prometheus-client keeps them in files of one folder, which it takes from the environment when it is imported. So the
folder is made before ``bot.metrics`` is imported, by the process that forks the others, and removed when it ends.

Source: prometheus.github.io/client_python/multiprocess.
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

MEMORY: Final = Path("/dev/shm")  # noqa: S108  the system's own place for it; the folder in it is private
VARIABLE: Final = "PROMETHEUS_MULTIPROC_DIR"


def share_counts(disk: Path, memory: Path = MEMORY) -> None:
    """Let the processes that are forked from this one count together.

    Args:
        disk: Where the folder is made; not a place from which the system deletes what is old.
        memory: A file system in memory, used instead where there is one: a full disk must not stop the counting.

    Raises:
        RuntimeError: It is too late: the counters are made already.
        OSError: The folder cannot be made.
    """
    if "prometheus_client" in sys.modules:
        raise RuntimeError("share_counts() comes before the import of bot.metrics.")
    parent = memory if os.access(memory, os.W_OK | os.X_OK) else disk
    parent.mkdir(parents=True, exist_ok=True)
    folder, owner = tempfile.mkdtemp(prefix="kbbot-metrics-", dir=parent), os.getpid()
    os.environ[VARIABLE] = folder  # noqa: TID251  nothing is read here, and the library looks nowhere else

    def remove() -> None:
        if os.getpid() == owner:  # forked processes inherit what is to be done at exit
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
