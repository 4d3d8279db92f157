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
from typing import Final

VARIABLE: Final = "PROMETHEUS_MULTIPROC_DIR"


def share_counts() -> None:
    """Let the processes that are forked from this one count together.

    Raises:
        RuntimeError: It is too late: the counters are made already.
    """
    if "prometheus_client" in sys.modules:
        raise RuntimeError("share_counts() comes before the import of bot.metrics.")
    folder, owner = tempfile.mkdtemp(prefix="kbbot-metrics-"), os.getpid()
    os.environ[VARIABLE] = folder  # noqa: TID251  nothing is read here, and the library looks nowhere else

    def remove() -> None:
        if os.getpid() == owner:  # forked processes inherit what is to be done at exit
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
