"""Each measure is defined once, and explains itself."""

from bot.analytics.measures import ANSWERS, DIMENSIONS, MEASURES, OUTCOMES, PASTES, TICKETS
from bot.analytics.model import Unit


def test_names_are_given_once():
    assert len(MEASURES) == len(TICKETS) + len(PASTES) + len(ANSWERS)
    assert len({measure.sentence for measure in MEASURES.values()}) == len(MEASURES)
    assert set(OUTCOMES) <= set(MEASURES)


def test_each_has_a_sentence_and_says_what_it_counts():
    for measure in MEASURES.values():
        assert measure.sentence.endswith("."), measure.name
        assert (measure.unit is Unit.SHARE) or not measure.among, measure.name
        assert measure.fact or measure.unit is Unit.COUNT, measure.name
    for dimension in DIMENSIONS.values():
        assert dimension.sentence.endswith("."), dimension.name
