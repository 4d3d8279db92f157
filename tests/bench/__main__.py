# ruff: noqa: T201  a benchmark prints
"""All engines at all sizes: ``make bench``, or ``python -m tests.bench --help``.

Each engine is built, and then started anew from what it kept on disk, at each size in a process of its own, on one core
with one thread. Prints the table and writes it to ``docs/benchmarks.md`` with a picture of the curves.
"""

import argparse
import tempfile
from pathlib import Path
from time import perf_counter

from tests.bench.corpus import ARCHIVE, ROOT, Sample, entries
from tests.bench.engines import ENGINES
from tests.bench.measure import pin
from tests.bench.one import run
from tests.bench.pastes import paste_sets
from tests.bench.report import Row, page, table

SIZES = (150, 5_700, 57_000)
SLOW = {"rapidfuzz": 100, "fts5": 60}  # engine → about how many pastes of a set it is asked


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archive", type=Path, default=ARCHIVE, help="the sample; without it kb_data is grown")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--engines", nargs="+", choices=list(ENGINES), default=list(ENGINES))
    parser.add_argument("--out", type=Path, default=ROOT / "docs", help="where the page and the picture go")
    options = parser.parse_args()
    pin()
    began = perf_counter()
    sample = Sample.read(options.archive)
    pastes = paste_sets(sample)
    rows: list[Row] = []
    for size in options.sizes:
        source = entries(sample, size)
        for engine in options.engines:
            print(f"{perf_counter() - began:5.0f} s  {engine} at {size:,}", flush=True)
            most = SLOW.get(engine, 0)
            with tempfile.TemporaryDirectory() as folder:
                keeps = ENGINES[engine].keeps
                built = run(engine, "build", source, {} if keeps else pastes, Path(folder), most)
                started = run(engine, "start", source, pastes, Path(folder), most) if keeps else None
            rows.append(Row(engine, size, built, started))
    print(table(rows))
    page(rows, sample, options.out)
    print(f"{perf_counter() - began:5.0f} s in all; written to {options.out}/benchmarks.md and benchmarks.png")


if __name__ == "__main__":
    main()
