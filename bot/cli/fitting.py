"""``fit``: a new parameter set from labelled pastes, and what it promises, judged out of fold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from bot.cli.reading import expected, read_rows
from bot.errors import ArticleError, UsageError
from bot.kb.files import read_articles
from bot.matching import Matcher
from bot.matching.calibration import bins, chance_error, expected_error
from bot.matching.fit import Case, fit, made_honest, out_of_fold, prepare, promise
from bot.matching.parameters import Parameters, parameter_set
from bot.paste import clean

THRESHOLDS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9)


@dataclass(frozen=True, slots=True)
class Labelled:
    """Labelled pastes, compared with their articles.

    Attributes:
        name: What they were read from.
        cases: The pastes that share anything with an article.
        groups: For each, its first label; a paste with none is a group of its own.
    """

    name: str
    cases: tuple[Case, ...]
    groups: tuple[str, ...]


def labelled(pair: str) -> Labelled:
    """Read ``KB=PASTES`` and compare each paste with the articles.

    Raises:
        UsageError: It is no such pair.
        ArticleError: An article cannot be read.
        PasteError: A line of the pastes cannot be read.
    """
    kb, equals, pastes = pair.partition("=")
    if not equals or not kb or not pastes:
        raise UsageError(f"{pair!r} is no pair of articles and labelled pastes, such as kb_data=pastes.jsonl.")
    found = read_articles(Path(kb))
    if found.unread:
        raise ArticleError(*found.unread[0])
    matcher = Matcher.build([article.as_entry(1) for article in found.articles if article.status == "current"])
    cases: list[Case] = []
    groups: list[str] = []
    for row in read_rows(pastes):
        right = expected(row)
        case = prepare(matcher, clean(row.text).text, right)
        if case is not None:
            cases.append(case)
            groups.append(right[0] if right else f"none {row.id}")
    return Labelled(pastes, tuple(cases), tuple(groups))


def fitted(name: str, sets: Sequence[Labelled], *, answer: float, suggest: float) -> tuple[Parameters, str]:
    """The parameter set that fits all these pastes best, and a report of what it promises.

    Raises:
        UsageError: There is no paste to fit to.
    """
    own = [each for each in sets if any(case.own for case in each.cases)]
    imported = [case for each in sets if each not in own for case in each.cases]
    cases = [case for each in own for case in each.cases]
    if not cases and not imported:
        raise UsageError("None of the pastes shares a word with an article, so there is nothing to fit to.")
    made = "fitted to " + ", ".join(f"{len(each.cases)} pastes of {Path(each.name).name}" for each in sets)
    parameters = replace(parameter_set(), name=name, answer=answer, suggest=suggest, made=made, checked=0)
    report: list[str] = []
    if imported:
        parameters = replace(parameters, imported=fit(imported, parameters.imported))
    if cases:
        judges = out_of_fold(cases, [group for each in own for group in each.groups], parameters.own)
        parameters = replace(parameters, own=made_honest(cases, judges, fit(cases, parameters.own)), checked=len(cases))
        honest = [replace(judge, slope=parameters.own.slope, shift=parameters.own.shift) for judge in judges]
        outcomes = iter([promise(case, judge) for case, judge in zip(cases, honest, strict=True)])
        report += [line for each in own for line in _report(each, list(islice(outcomes, len(each.cases))))]
    return parameters, "\n".join(report)


def _report(pastes: Labelled, outcomes: Sequence[tuple[float, bool]]) -> list[str]:
    promises = [promised for promised, _ in outcomes]
    found = bins(promises, [true for _, true in outcomes])
    lines = [f"{pastes.name}: {len(outcomes)} pastes, each judged by weights fitted without its cause"]
    lines += [f"  promised {part.promised:6.1%}   came true {part.observed:6.1%}   n {part.n}" for part in found]
    lines.append(
        f"  calibration error {expected_error(found):.3f}; an exact model stays under {chance_error(promises):.3f}"
    )
    for threshold in THRESHOLDS:
        spoken = [(promised, true) for promised, true in outcomes if promised >= threshold]
        if spoken:
            right, mean = sum(true for _, true in spoken), sum(promised for promised, _ in spoken) / len(spoken)
            share = len(spoken) / len(outcomes)
            lines.append(
                f"  from {threshold:.2f} on: {share:6.1%} spoken, {right / len(spoken):6.1%} right, {mean:.1%} promised"
            )
    return lines
