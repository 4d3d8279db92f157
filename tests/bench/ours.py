# ruff: noqa: T201  a benchmark prints
"""The matcher alone, on one core: ``python -m tests.bench.ours --size 57000``.

``--fresh SEED`` asks freshly made pastes as well (``noise``), ``--misses`` names what was answered wrongly.
"""

import argparse
import tempfile
from pathlib import Path

from tests.bench.corpus import ARCHIVE, Sample, entries
from tests.bench.engines import Ours
from tests.bench.measure import auroc, pin, within
from tests.bench.one import Figures, run
from tests.bench.pastes import paste_sets


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=57_000)
    parser.add_argument("--archive", type=Path, default=ARCHIVE)
    parser.add_argument("--fresh", type=int, metavar="SEED", default=None)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    pin()
    sample = Sample.read(options.archive)
    pastes = paste_sets(sample, options.fresh)
    with tempfile.TemporaryDirectory() as folder:
        source = entries(sample, options.size)
        built = run("ours", "build", source, pastes, Path(folder))
        started = run("ours", "start", source, pastes, Path(folder)) if Ours.keeps else None
    print(f"{options.size:,} articles, one core, one thread")
    print(f"build {built.seconds:.1f} s   resident {built.resident:.0f} MB   peak {built.peak:.0f} MB")
    if started is not None:
        print(f"start {started.seconds:.2f} s   resident {started.resident:.0f} MB   peak {started.peak:.0f} MB")
    show(started or built, misses=options.misses)


def show(figures: Figures, *, misses: bool) -> None:
    """Print what came of each set of pastes."""
    print(
        f"{'pastes':14}{'asked':>7}{'right':>7}{'accuracy':>10}{'p50 ms':>9}{'p99 ms':>9}{'cpu p50':>9}{'cpu p99':>9}"
    )
    for name, each in figures.runs.items():
        accuracy = f"{each.accuracy:.1%}" if each.asked else "–"
        print(f"{name:14}{each.asked:7}{each.right:7}{accuracy:>10}", end="")
        print("".join(f"{within(times, share):9.2f}" for times in (each.times, each.busy) for share in (0.5, 0.99)))
    for present, absent in (("noisy", "absent"), ("fresh_noisy", "fresh_absent")):
        if present in figures.runs and absent in figures.runs:
            print(f"AUROC {present} {auroc(figures.runs[present].present, figures.runs[absent].absent):.4f}")
    if misses:
        for name, each in figures.runs.items():
            for paste, first, right in each.misses:
                print(f"{name} {paste}: {first or 'nothing'} instead of {' or '.join(right)}")


if __name__ == "__main__":
    main()
