"""What silence leads to, and when it is looked at next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.support.desk import Patience
from bot.support.follow_up import Step, next_step
from bot.support.model import Event, EventKind, Paste, Source
from tests.store.make import decision

START = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
USUAL = Patience(DAY, 7 * DAY)
PASTE = Paste(
    id=1,
    workspace="T1",
    ticket=1,
    channel="C1",
    ts="1.1",
    thread_ts=None,
    author="U1",
    source=Source.MESSAGE,
    asked=False,
    text="530",
    decision=decision(),
    revision=1,
    kb_revision=1,
    created_at=START,
)


def happened(*what: tuple[str, float]) -> list[Event]:
    """Events, each of a kind, so many days after the start."""
    return [
        Event(number, "T1", 1, 5, EventKind(kind), "U1", START + days * DAY)
        for number, (kind, days) in enumerate(what, start=1)
    ]


@pytest.mark.parametrize(
    ("name", "patience", "events", "days", "step", "look_at"),
    [
        ("too early", USUAL, [], 0.5, Step.NOTHING, 1),
        ("a day of silence", USUAL, [], 1, Step.ASK, 8),
        ("a suggestion was opened since", USUAL, [("chosen", 0.5)], 1, Step.NOTHING, 1.5),
        ("asked, and silent", USUAL, [("inquired", 1)], 2, Step.NOTHING, 8),
        ("asked, and silent for long", USUAL, [("inquired", 1)], 8, Step.CLOSE, None),
        ("closed", USUAL, [("inquired", 1), ("closed", 8)], 9, Step.NOTHING, None),
        ("somebody came back", USUAL, [("inquired", 1), ("closed", 8), ("chosen", 9)], 10, Step.NOTHING, 16),
        ("solved", USUAL, [("solved", 0.1)], 1, Step.NOTHING, None),
        ("solved after the question", USUAL, [("inquired", 1), ("solved", 2)], 8, Step.NOTHING, None),
        ("with a person", USUAL, [("escalated", 0.1)], 1, Step.NOTHING, None),
        ("people said no", USUAL, [("rejected", 0.1)], 1, Step.NOTHING, None),
        ("a ticket number is no word", USUAL, [("linked", 0.9)], 1, Step.ASK, 8),
        ("never ask", Patience(None, 7 * DAY), [], 1, Step.NOTHING, 7),
        ("never ask, and silent for long", Patience(None, 7 * DAY), [], 7, Step.CLOSE, None),
        ("never close", Patience(DAY, None), [], 1, Step.ASK, None),
        ("never close, and asked", Patience(DAY, None), [("inquired", 1)], 9, Step.NOTHING, None),
        ("neither", Patience(), [], 99, Step.NOTHING, None),
        ("very late", USUAL, [], 30, Step.ASK, 37),
    ],
)
def test_what_silence_leads_to(
    name: str, patience: Patience, events: list[tuple[str, float]], days: float, step: Step, look_at: float | None
) -> None:
    found = next_step([PASTE], happened(*events), patience, START + days * DAY)
    assert found == (step, None if look_at is None else START + look_at * DAY), name


def test_a_second_paste_is_a_word_and_a_deleted_one_is_none() -> None:
    later = replace(PASTE, id=2, created_at=START + DAY / 2)
    gone = replace(PASTE, id=3, withdrawn=True)
    assert next_step([PASTE, later], [], USUAL, START + DAY) == (Step.NOTHING, START + 1.5 * DAY)
    assert next_step([PASTE, gone], [], USUAL, START + DAY)[0] is Step.ASK
    assert next_step([gone], [], USUAL, START + DAY) == (Step.NOTHING, None)


@pytest.mark.parametrize(
    ("patience", "first"), [(USUAL, 1), (Patience(None, 7 * DAY), 7), (Patience(DAY, None), 1), (Patience(), None)]
)
def test_the_first_look(patience: Patience, first: float | None) -> None:
    assert patience.first_look(START) == (None if first is None else START + first * DAY)
