"""The sets of labelled pastes: those that come with the archive, else freshly made ones."""

from pathlib import Path

from tests.bench.corpus import CACHE, Sample
from tests.bench.noise import KINDS, make, write

SETS = ("noisy", "ftp_noisy", "title", "verbatim", "absent")
SEED = 7


def paste_sets(sample: Sample, fresh: int | None = None) -> dict[str, Path]:
    """Name of a set → its file.

    Args:
        sample: Where the articles come from.
        fresh: The seed of pastes to make in addition; they are named ``fresh_…``.
    """
    if sample.folder is None:
        return _made(sample, SEED if fresh is None else fresh, "")
    found = {name: sample.folder / f"queries_{name}.jsonl" for name in SETS}
    return found if fresh is None else found | _made(sample, fresh, "fresh_")


def _made(sample: Sample, seed: int, prefix: str) -> dict[str, Path]:
    CACHE.mkdir(parents=True, exist_ok=True)
    found: dict[str, Path] = {}
    for kind in KINDS:
        path = CACHE / f"pastes-{'archive' if sample.folder else 'own'}-{kind}-{seed}.jsonl"
        rows = make(sample, kind, seed)
        if rows:
            write(rows, path)
            found[prefix + kind] = path
    return found
