"""The founding article: whoever pastes that transcript, whatever their host, user or Slack's mangling, gets it."""

from pathlib import Path

import pytest
import yaml

from bot.matching import Band
from tests.kb.real import decide

CASES = yaml.safe_load(Path(__file__).with_name("founding.yaml").read_text(encoding="utf-8"))


def each(*kinds: str) -> pytest.MarkDecorator:
    cases = [case for kind in kinds for case in CASES[kind]]
    return pytest.mark.parametrize("text", [case["text"] for case in cases], ids=[case["name"] for case in cases])


def test_there_are_twenty_forms() -> None:
    assert len(CASES["answered"]) == 20


@each("answered", "answered_too")
def test_is_answered(text: str) -> None:
    decision = decide(text)
    assert (decision.band, decision.candidates[0].article) == (Band.ANSWER, "Q269241")


@each("suggested")
def test_is_suggested(text: str) -> None:
    decision = decide(text)
    assert decision.band is Band.SUGGEST
    assert "Q269241" in [candidate.article for candidate in decision.candidates[:3]]


@each("not_it")
def test_is_not_answered_with_it(text: str) -> None:
    decision = decide(text)
    assert decision.band is not Band.ANSWER or decision.candidates[0].article != "Q269241"
