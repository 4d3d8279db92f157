"""Calibration: promises held against what came of them."""

import numpy as np
import pytest

from bot.matching.calibration import auroc, bins, chance_error, expected_error


@pytest.mark.parametrize(
    ("name", "promises", "came_true", "expected"),
    [
        ("kept to the point", [1.0] * 10, [True] * 10, 0.0),
        ("never kept", [1.0] * 10, [False] * 10, 1.0),
        ("half of what was said", [0.8] * 10, [True, False] * 5, 0.3),
        ("nothing promised", [], [], 0.0),
    ],
)
def test_expected_error(name: str, promises: list[float], came_true: list[bool], expected: float) -> None:
    assert expected_error(bins(promises, came_true, count=1)) == pytest.approx(expected)


def test_bins_are_of_equal_count_and_in_order() -> None:
    found = bins([n / 100 for n in range(100)], [True] * 100)
    assert [part.n for part in found] == [20] * 5
    assert [part.promised for part in found] == sorted(part.promised for part in found)


def test_an_exact_model_stays_under_its_chance_error_and_a_boaster_does_not() -> None:
    random = np.random.default_rng(1)
    promises = random.random(400)
    exact = list(random.random(400) < promises)
    boaster = list(random.random(400) < promises / 2)
    bound = chance_error(list(promises))
    assert expected_error(bins(list(promises), exact)) <= bound < expected_error(bins(list(promises), boaster))


@pytest.mark.parametrize(
    ("name", "present", "absent", "expected"),
    [
        ("told apart", [0.9, 0.8], [0.1, 0.2], 1.0),
        ("the wrong way round", [0.1], [0.9], 0.0),
        ("all alike", [0.5, 0.5], [0.5], 0.5),
        ("one of two", [0.9, 0.1], [0.5], 0.5),
    ],
)
def test_auroc(name: str, present: list[float], absent: list[float], expected: float) -> None:
    assert auroc(present, absent) == expected
