"""Fitting: labelled pastes in, weights out."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np

from bot.matching import Entry, Matcher
from bot.matching.features import NAMES
from bot.matching.fit import fit, made_honest, out_of_fold, prepare, promise
from bot.matching.parameters import parameter_set

WORDS = ("refused", "quota", "timeout", "certificate", "banner", "rename", "chroot", "anonymous")
ENTRIES = [Entry(word, 1, f"About {word}", f"cause-{word}", (f"the {word} problem on the server",)) for word in WORDS]
MATCHER = Matcher.build(ENTRIES)
ROWS = [
    *((f"we see a {word} problem on our server", {f"cause-{word}"}) for word in WORDS),
    ("lunch on the server at twelve", set()),
    ("no problem", set()),
]
CASES = [case for text, expected in ROWS if (case := prepare(MATCHER, text, expected))]
START = replace(parameter_set().own, slope=1.0, shift=0.0)
TIMID = replace(START, bias=-30.0)


def test_fitted_weights_answer_what_the_labels_say_and_nothing_else() -> None:
    before = Matcher.over(MATCHER.index, replace(parameter_set(), own=TIMID))
    after = Matcher.over(MATCHER.index, replace(parameter_set(), own=fit(CASES, TIMID)))
    for text, expected in ROWS:
        timid, fitted = before.decide(text).candidates[0], after.decide(text).candidates[0]
        if expected:
            assert fitted.cause in expected
            assert fitted.confidence > max(0.5, timid.confidence)
        else:
            assert fitted.confidence < 0.5


def test_weights_that_the_pastes_say_nothing_about_stay_put() -> None:
    start = replace(START, features=MappingProxyType(dict.fromkeys(NAMES, 1.0)))
    assert abs(fit(CASES, start).features["step"] - 1.0) < 0.01


def test_no_case_is_judged_by_its_own_group() -> None:
    groups = [min(expected, default="none") for _, expected in ROWS]
    judges = out_of_fold(CASES, groups, TIMID, folds=len(set(groups)))
    for group, judge in zip(groups, judges, strict=True):
        without = [case for case, other in zip(CASES, groups, strict=True) if other != group]
        assert judge == fit(without, TIMID)


def test_what_weights_promise_is_what_the_matcher_says() -> None:
    for (text, expected), case in zip(ROWS, CASES, strict=True):
        best = MATCHER.decide(text).candidates[0]
        promised, came_true = promise(case, MATCHER.parameters.own)
        assert abs(promised - best.confidence) < 1e-9
        assert came_true == (best.cause in expected)


def test_a_boaster_is_made_honest() -> None:
    boaster = replace(START, bias=0.0)
    wrong = [replace(case, right=np.zeros_like(case.right)) for case in CASES]  # half of what it says is not so
    cases = [*CASES, *wrong]
    honest = made_honest(cases, [boaster] * len(cases), boaster)
    before = sum(promise(case, boaster)[0] for case in cases)
    after = sum(promise(case, honest)[0] for case in cases)
    right = sum(promise(case, honest)[1] for case in cases)
    assert before > 1.4 * right
    assert abs(after - right) < 0.2 * abs(before - right)
