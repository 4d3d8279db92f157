"""The table, the bars, the picture of the curves, and the page with all three."""

import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.corpus import Sample
from tests.bench.measure import Run, auroc, within
from tests.bench.one import Figures

OURS = "ours"
LARGE, MIDDLE, SMALL = 57_000, 5_700, 150


@dataclass(frozen=True, slots=True)
class Row:
    """One engine at one size."""

    engine: str
    size: int
    built: Figures
    started: Figures | None

    @property
    def serving(self) -> Figures:
        """The process that serves: started from disk where that is possible."""
        return self.started or self.built

    def run(self, name: str) -> Run:
        """What came of a set of pastes."""
        return self.serving.runs.get(name, Run(0, 0, [], [], [], [], []))

    @property
    def auroc(self) -> float:
        """How well its confidence tells noisy pastes whose article is there from those whose is not."""
        return auroc(self.run("noisy").present, self.run("absent").absent)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its heading, and its value in a row."""

    name: str
    value: Callable[[Row], float]
    form: str = ".1f"

    def cell(self, row: Row) -> str:
        """The value as text; a dash where there is none."""
        value = self.value(row)
        return "–" if value != value else format(value, self.form)  # noqa: PLR0124  not a number


COLUMNS = (
    Column("p50 ms", lambda row: within(row.run("noisy").times, 0.5), ".2f"),
    Column("p99 ms", lambda row: within(row.run("noisy").times, 0.99), ".2f"),
    Column("build s", lambda row: row.built.seconds, ".2f"),
    Column("start s", lambda row: row.started.seconds if row.started else float("nan"), ".2f"),
    Column("resident MB", lambda row: row.serving.resident, ".0f"),
    Column("noisy", lambda row: row.run("noisy").accuracy, ".1%"),
    Column("FTP noisy", lambda row: row.run("ftp_noisy").accuracy, ".1%"),
    Column("titles", lambda row: row.run("title").accuracy, ".1%"),
    Column("verbatim", lambda row: row.run("verbatim").accuracy, ".1%"),
    Column("AUROC", lambda row: row.auroc, ".3f"),
)


def table(rows: Sequence[Row]) -> str:
    """All figures as a Markdown table."""
    lines = [
        "| engine | articles | " + " | ".join(column.name for column in COLUMNS) + " |",
        "| --- |" + " ---: |" * (len(COLUMNS) + 1),
    ]
    for row in sorted(rows, key=lambda row: (row.size, row.engine != OURS)):
        cells = [row.engine, f"{row.size:,}", *(column.cell(row) for column in COLUMNS)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def bars(rows: Sequence[Row]) -> str:
    """What is asked of our engine, beside what was measured, as a Markdown table."""
    ours = {row.size: row for row in rows if row.engine == OURS}
    value = {(column.name, size): column.value(row) for size, row in ours.items() for column in COLUMNS}
    large = {name: number for (name, size), number in value.items() if size == LARGE}
    asked: list[tuple[str, float | None, float, str]] = []  # what, measured, bar (negative: at least), form
    asked += [
        ("p50, a paste, 57,000 articles, ms", large.get("p50 ms"), 3, ".2f"),
        ("p99, a paste, 57,000 articles, ms", large.get("p99 ms"), 15, ".2f"),
        ("p99, a paste, 150 articles, ms", value.get(("p99 ms", SMALL)), 5, ".2f"),
        ("build, 57,000 articles, s", large.get("build s"), 90, ".1f"),
        ("start from cache, 57,000 articles, s", large.get("start s"), 2, ".2f"),
        ("resident memory, 57,000 articles, MB", large.get("resident MB"), 500, ".0f"),
        ("accuracy, noisy, 57,000 articles", large.get("noisy"), -0.97, ".1%"),
        ("accuracy, FTP noisy, 57,000 articles", large.get("FTP noisy"), -0.96, ".1%"),
        ("accuracy, titles, 57,000 articles", large.get("titles"), -0.975, ".1%"),
        ("accuracy, verbatim, 57,000 articles", large.get("verbatim"), -1, ".1%"),
        ("AUROC, present against absent, 57,000 articles", large.get("AUROC"), -0.96, ".3f"),
    ]
    if (middle := value.get(("p50 ms", MIDDLE))) and "p50 ms" in large:
        asked.insert(2, ("p50, 57,000 articles against 5,700, times", large["p50 ms"] / middle, 3, ".2f"))
    lines = ["| what | asked | measured | |", "| --- | ---: | ---: | --- |"]
    for what, measured, bar, form in asked:
        at_least = bar < 0
        shown = "–" if measured is None or measured != measured else format(measured, form)  # noqa: PLR0124  as above
        met = measured is not None and (measured >= -bar if at_least else measured <= bar)
        sign = "≥" if at_least else "≤"
        lines.append(f"| {what} | {sign} {_bar(abs(bar), form)} | {shown} | {'met' if met else '**not met**'} |")
    return "\n".join(lines)


def _bar(bar: float, form: str) -> str:
    return f"{bar:.3%}".replace("00%", "%").replace(".0%", "%") if form.endswith("%") else f"{bar:g}"


def picture(rows: Sequence[Row], path: Path) -> None:
    """Draw time, memory, building and accuracy over the number of articles."""
    import matplotlib as mpl  # noqa: PLC0415  only the picture needs it

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415  as above
    from matplotlib.ticker import FuncFormatter, PercentFormatter  # noqa: PLC0415  as above

    mpl.rcParams.update({"font.size": 10, "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True})
    mpl.rcParams.update({"grid.alpha": 0.25, "svg.hashsalt": "kbbot"})
    figure, axes = plt.subplots(2, 2, figsize=(10, 7.4), layout="constrained")
    engines = sorted({row.engine for row in rows}, key=lambda name: (name != OURS, name))
    colours = dict(zip(engines, ("#0b6e4f", "#c8553d", "#3d5a9e", "#e0a100", "#7d5ba6"), strict=False))
    panels = (
        ("Time for a noisy paste (line: p50, dashes: p99)", "ms", ("p50 ms", "p99 ms")),
        ("Resident memory", "MB", ("resident MB",)),
        ("Building the index (line), starting from disk (dashes)", "s", ("build s", "start s")),
        ("A right article first, noisy pastes", "", ("noisy",)),
    )
    values = {column.name: column.value for column in COLUMNS}
    for axis, (title, unit, names) in zip(axes.flat, panels, strict=True):
        for engine in reversed(engines):
            mine = sorted((row for row in rows if row.engine == engine), key=lambda row: row.size)
            for name, style in zip(names, ("-", "--"), strict=False):
                axis.plot(
                    [row.size for row in mine],
                    [values[name](row) for row in mine],
                    style,
                    color=colours[engine],
                    marker="o",
                    markersize=5 if style == "-" else 3,
                    linewidth=(2.4 if engine == OURS else 1.5) if style == "-" else 1,
                    label=engine if style == "-" else None,
                )
        axis.set_title(title, fontsize=10.5, loc="left")
        axis.set_ylabel(unit)
        axis.set_xscale("log")
        axis.set_xticks(sorted({row.size for row in rows}))
        axis.xaxis.set_major_formatter(FuncFormatter(lambda size, _: f"{size:,.0f}"))
        if unit:
            axis.set_yscale("log")
            axis.yaxis.set_major_formatter(FuncFormatter(lambda number, _: f"{number:g}"))
        else:
            axis.set_ylim(top=1.01)
            axis.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        axis.minorticks_off()
        axis.set_xlabel("articles")
    handles, labels = axes[0, 0].get_legend_handles_labels()
    figure.legend(handles[::-1], labels[::-1], loc="outside lower center", ncols=len(engines), frameon=False)
    figure.savefig(path, dpi=110, metadata={"Software": None})
    plt.close(figure)


def page(rows: Sequence[Row], sample: Sample, folder: Path) -> None:
    """Write the page and the picture."""
    picture(rows, folder / "benchmarks.png")
    source = f"{len(sample.articles):,} " + (
        "articles of a public archive of Microsoft Knowledge Base articles"
        if sample.folder
        else "articles of `kb_data`"
    )
    text = PAGE.format(
        table=table(rows),
        bars=bars(rows),
        source=source,
        absent=len(sample.absent),
        machine=f"{processor()}, Python {platform.python_version()}",
    )
    (folder / "benchmarks.md").write_text(text, encoding="utf-8")


def processor() -> str:
    """The name of the processor."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "a processor")


PAGE = """# Benchmarks

Written by `make bench`; the code is in `tests/bench/`. Last measured on one core of: {machine}.

![Time, memory, building and accuracy over the number of articles](benchmarks.png)

## All engines

{table}

## What is asked of ours

{bars}

## How it is measured

- **Articles.** {source},
  of which {absent} are left out of every index. Smaller sizes are parts of it; larger ones are grown by variation: an
  article keeps its sentences and common words and takes most of its other words from a second article of the same
  product; numbers and addresses are new; the vocabulary goes on growing as it does in the sample (Heaps' law); and no
  line stays as it was, so that the original stays the best answer.
- **Pastes.** Labelled ones that come with the archive: *noisy* and *FTP noisy* (a message as people paste it: wrapped
  anew, mistyped, stamped, with other names and words around), *titles* (retold), *verbatim* (a whole symptom), and
  *absent*, whose articles are in no index. Fresh ones: `python -m tests.bench.noise --seed 8 --out FILE`. Without
  the archive, all are made freshly. At 150 articles, only the pastes whose article is among them count for accuracy.
- **Accuracy**: a right article is first. **AUROC**: how often the highest confidence of a noisy paste is above that of
  an absent one (for the others: their score as it is, which they do not mean as a confidence).
- **Time**: a noisy paste, from the text as Slack sends it to the ranked articles; ours with reading, masking and
  evidence. **Build**: from articles in memory to the first question. **Start**: the same from what the engine kept on
  disk.
  **Resident**: the serving process with Python and its libraries, after all pastes.
- Every engine and size has a process of its own, kept on one core with one thread. `rapidfuzz` scans every document
  with `fuzz.ratio`, its most accurate scorer here, and is asked about 100 pastes of each set, `fts5` (SQLite) about
  60; `bm25s` and `tantivy` get all. The last three look for any of the words.

The matcher alone: `python -m tests.bench.ours --size 57000 [--fresh SEED] [--misses]`.
"""
