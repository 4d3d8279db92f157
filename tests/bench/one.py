# ruff: noqa: T201  its output is read by the process that started it
"""One engine at one size in a process of its own, so that memory is its own; started by ``run``.

Prints one JSON object: seconds, megabytes, and a ``Run`` for each set of pastes.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from tests.bench.measure import Run, ask, memory, read_pastes

ONE_THREAD = ("OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1", "MKL_NUM_THREADS=1", "RAYON_NUM_THREADS=1")


@dataclass(frozen=True, slots=True)
class Figures:
    """What one process measured.

    Attributes:
        seconds: To build, or to start from what a build left.
        resident: Memory after all pastes, in MB.
        peak: The most it ever was, in MB.
        base: What the process had before it built or started, in MB: Python, the libraries, the articles read.
        runs: Name of a set → what came of its pastes.
    """

    seconds: float
    resident: float
    peak: float
    base: float
    runs: dict[str, Run]


def run(engine: str, verb: str, entries: Path, pastes: Mapping[str, Path], folder: Path, most: int = 0) -> Figures:
    """Measure in a new process, on the cores of this one.

    Args:
        verb: ``build`` or ``start``.
        most: How many pastes of each set at the most; 0 for all.
    """
    task = {
        "engine": engine,
        "verb": verb,
        "entries": str(entries),
        "pastes": {name: str(path) for name, path in pastes.items()},
        "folder": str(folder),
        "most": most,
    }
    command = ["env", *ONE_THREAD, sys.executable, "-m", "tests.bench.one", json.dumps(task)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    value = json.loads(done.stdout.splitlines()[-1])
    return Figures(**{**value, "runs": {name: Run(**each) for name, each in value["runs"].items()}})


def measure(task: Mapping[str, Any]) -> Figures:
    """Measure in this process."""
    from tests.bench.corpus import ids, load  # noqa: PLC0415  after the process has begun: see main
    from tests.bench.engines import ENGINES  # noqa: PLC0415  as above

    kind = ENGINES[task["engine"]]
    source, folder = Path(task["entries"]), Path(task["folder"])
    known = ids(source)
    entries = load(source) if task["verb"] == "build" else []
    base = memory()
    start = perf_counter()
    engine = kind.build(entries, folder) if task["verb"] == "build" else kind.start(folder)
    seconds = perf_counter() - start
    del entries
    runs = {}
    for name, path in task["pastes"].items():
        pastes = read_pastes(Path(path))
        step = max(1, len(pastes) // task["most"]) if task["most"] else 1
        runs[name] = ask(engine.find, pastes[::step], known)
    return Figures(seconds, memory(), memory("VmHWM"), base, runs)


if __name__ == "__main__":
    print(json.dumps(asdict(measure(json.loads(sys.argv[1])))))
