"""Parameter sets: dated, frozen, kept."""

import pytest

from bot.matching.features import NAMES
from bot.matching.parameters import CURRENT, Parameters, parameter_set, parameter_sets


@pytest.mark.parametrize("name", parameter_sets())
def test_a_set_is_named_by_its_date_and_makes_sense(name: str) -> None:
    parameters = parameter_set(name)
    assert parameters.name == name
    assert 0 < parameters.suggest < parameters.answer < 1


def test_the_current_set_weighs_every_feature_and_is_the_newest() -> None:
    assert set(parameter_set().own.features) == set(NAMES)
    assert parameter_sets()[-1] == CURRENT


def test_a_set_is_frozen() -> None:
    with pytest.raises(TypeError):
        parameter_set().own.features["found"] = 9.0  # type: ignore[index]


def test_a_set_survives_its_file() -> None:
    assert Parameters.from_json(parameter_set().as_json()) == parameter_set()


def test_an_unknown_set_is_refused() -> None:
    with pytest.raises(KeyError):
        parameter_set("1999-01-01")
