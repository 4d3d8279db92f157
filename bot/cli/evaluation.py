"""Figures of the matcher on labelled pastes."""

from collections.abc import Mapping, Sequence
from typing import Any, TextIO

from bot.matching import Band, Decision

BINS = 5


def measure(cases: Sequence[tuple[Sequence[str], Decision]]) -> dict[str, Any]:
    """The figures: ranking, precision when answering, quiet rate, calibration.

    Args:
        cases: The ids or causes that are right for a paste (none: must stay quiet), with the decision about it.
    """
    present = [(expected, decision) for expected, decision in cases if expected]
    absent = [decision for expected, decision in cases if not expected]
    places = [_place(expected, decision) for expected, decision in present]
    answered = [
        (decision, place) for (_, decision), place in zip(present, places, strict=True) if decision.band is Band.ANSWER
    ]
    wrong = sum(decision.band is Band.ANSWER for decision in absent)
    n = len(present)
    times = sorted(decision.elapsed_ms for _, decision in cases)
    return {
        "pastes": len(cases),
        "with_answer": n,
        "top_1": _share(sum(place == 1 for place in places), n),
        "top_3": _share(sum(place is not None and place <= 3 for place in places), n),  # noqa: PLR2004  top three
        "mrr": round(sum(1 / place for place in places if place) / n, 4) if n else None,
        "answered": _share(len(answered), n),
        "precision_when_answering": _share(sum(place == 1 for _, place in answered), len(answered) + wrong),
        "quiet_when_nothing_fits": _share(sum(decision.band is Band.QUIET for decision in absent), len(absent)),
        "answered_when_nothing_fits": _share(wrong, len(absent)),
        "calibration": _calibration(cases),
        "p50_ms": round(times[len(times) // 2], 2) if times else None,
        "p99_ms": round(times[int(len(times) * 0.99)], 2) if times else None,
    }


def show(figures: Mapping[str, Any], out: TextIO) -> None:
    """Print the figures as a table."""
    for name, value in figures.items():
        if name == "calibration":
            print("calibration               promised  observed      n", file=out)
            for promised, observed, n in value:
                print(f"{'':24}{promised:10.0%}{observed:10.0%}{n:7}", file=out)
        elif isinstance(value, Mapping):
            print(
                f"{name:28}{value['n']}/{value['of']} = {value['share']:.1%}" if value["of"] else f"{name:28}–",
                file=out,
            )
        else:
            print(f"{name:28}{value}", file=out)


def _place(expected: Sequence[str], decision: Decision) -> int | None:
    """Where the first right article stands, from 1."""
    right = {name.casefold() for name in expected}
    for place, candidate in enumerate(decision.candidates, start=1):
        if candidate.article.casefold() in right or (candidate.cause or "").casefold() in right:
            return place
    return None


def _share(n: int, of: int) -> dict[str, float]:
    return {"n": n, "of": of, "share": round(n / of, 4) if of else 0.0}


def _calibration(cases: Sequence[tuple[Sequence[str], Decision]]) -> list[tuple[float, float, int]]:
    """Promised and observed share of right first candidates, in bins of equal count."""
    pairs = sorted(
        (decision.candidates[0].confidence, float(_place(expected, decision) == 1))
        for expected, decision in cases
        if decision.candidates
    )
    bins: list[tuple[float, float, int]] = []
    for place in range(BINS):
        part = pairs[len(pairs) * place // BINS : len(pairs) * (place + 1) // BINS]
        if part:
            n = len(part)
            bins.append((round(sum(p for p, _ in part) / n, 4), round(sum(r for _, r in part) / n, 4), n))
    return bins
