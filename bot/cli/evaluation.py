"""Figures of the matcher on labelled pastes."""

from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any, TextIO

from bot.matching import Band, Decision
from bot.matching.calibration import auroc, bins, chance_error, expected_error


def measure(cases: Sequence[tuple[Sequence[str], Decision]]) -> dict[str, Any]:
    """The figures: ranking, precision when answering, quiet rate, how well confidence tells, calibration, times.

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
    promises = [decision.candidates[0].confidence if decision.candidates else 0.0 for _, decision in cases]
    came_true = [_place(expected, decision) == 1 for expected, decision in cases]
    spoken = [
        (promise, true)
        for promise, true, (_, d) in zip(promises, came_true, cases, strict=True)
        if d.band is Band.ANSWER
    ]
    told_apart = auroc(
        [promise for promise, (expected, _) in zip(promises, cases, strict=True) if expected],
        [promise for promise, (expected, _) in zip(promises, cases, strict=True) if not expected],
    )
    calibration = bins(promises, came_true)
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
        "promised_when_answering": round(sum(p for p, _ in spoken) / len(spoken), 4) if spoken else None,
        "observed_when_answering": round(sum(t for _, t in spoken) / len(spoken), 4) if spoken else None,
        "auroc": None if isnan(told_apart) else round(told_apart, 4),
        "calibration": [[round(part.promised, 4), round(part.observed, 4), part.n] for part in calibration],
        "calibration_error": round(expected_error(calibration), 4),
        "calibration_error_by_chance": round(chance_error(promises), 4),
        "p50_ms": round(times[len(times) // 2], 2) if times else None,
        "p99_ms": round(times[int(len(times) * 0.99)], 2) if times else None,
    }


def show(figures: Mapping[str, Any], out: TextIO) -> None:
    """Print the figures as a table."""
    for name, value in figures.items():
        if name == "calibration":
            print("calibration                 promised  observed      n", file=out)
            for promised, observed, n in value:
                print(f"{'':26}{promised:10.0%}{observed:10.0%}{n:7}", file=out)
        elif isinstance(value, Mapping):
            print(
                f"{name:28}{value['n']}/{value['of']} = {value['share']:.1%}" if value["of"] else f"{name:28}–",
                file=out,
            )
        else:
            print(f"{name:28}{'–' if value is None else value}", file=out)


def _place(expected: Sequence[str], decision: Decision) -> int | None:
    """Where the first right article stands, from 1."""
    right = {name.casefold() for name in expected}
    for place, candidate in enumerate(decision.candidates, start=1):
        if candidate.article.casefold() in right or (candidate.cause or "").casefold() in right:
            return place
    return None


def _share(n: int, of: int) -> dict[str, float]:
    return {"n": n, "of": of, "share": round(n / of, 4) if of else 0.0}
