"""Pastes that the matcher is known to get wrong, pinned, so that a fix is noticed.

``known_wrong.yaml`` holds for each the paste, the cause that is right (none: it should stay quiet), and what comes
instead. A test that fails here is good news: take the paste out of the table, and put it into its article's tests.
"""

from pathlib import Path

import pytest
import yaml

from bot.matching import Band
from tests.kb.real import decide

CASES = yaml.safe_load(Path(__file__).with_name("known_wrong.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_is_still_wrong(case: dict[str, str | None]) -> None:
    decision = decide(str(case["paste"]))
    first = decision.candidates[0].cause
    wrong = decision.band is not Band.QUIET if case["right"] is None else first != case["right"]
    assert wrong, "it is right now: move it to the tests of its article"
    assert f"{decision.band.value} {first}" == case["now"]
