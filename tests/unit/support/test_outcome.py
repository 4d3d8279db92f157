"""What events say: who is asked for, who took it on, and which answers are turned down now."""

from datetime import UTC, datetime

import pytest

from bot.support.model import Event, EventKind
from bot.support.outcome import help_wanted, standing_refusals

AT = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


def happened(*what: str) -> list[Event]:
    """Events, each ``actor kind`` or ``actor kind answer``."""
    events = []
    for number, words in enumerate(what, start=1):
        actor, kind, *answer = words.split()
        events.append(Event(number, "T1", 1, int(answer[0]) if answer else None, EventKind(kind), actor, AT))
    return events


@pytest.mark.parametrize(
    ("name", "events", "asked_by", "claimed_by"),
    [
        ("nobody asked", ["A solved 1"], None, None),
        ("asked", ["A escalated"], "A", None),
        ("claimed", ["A escalated", "B claimed"], "A", "B"),
        ("claimed by two", ["A escalated", "B claimed", "C claimed"], "A", "B"),
        ("released", ["A escalated", "B claimed", "B released"], "A", None),
        ("released and claimed anew", ["A escalated", "B claimed", "B released", "C claimed"], "A", "C"),
        ("resolved", ["A escalated", "B claimed", "B resolved_by_person"], None, None),
        ("resolved and reopened", ["A escalated", "A solved 1", "A reopened 1"], None, None),
        ("asked again", ["A escalated", "B claimed", "B solved 1", "A reopened 1", "C escalated"], "C", None),
        ("nobody could be reached", ["A escalated", "bot unreached"], None, None),
        ("asked again then", ["A escalated", "bot unreached", "B escalated"], "B", None),
        ("claimed unasked", ["B claimed"], None, None),
        ("other events", ["A escalated", "B claimed", "bot inquired", "A linked", "A revised"], "A", "B"),
    ],
)
def test_who_is_asked_for(name: str, events: list[str], asked_by: str | None, claimed_by: str | None) -> None:
    wanted = help_wanted(happened(*events))
    assert (wanted and wanted.asked_by, wanted and wanted.claimed_by) == (asked_by, claimed_by), name


@pytest.mark.parametrize(
    ("name", "events", "expected"),
    [
        ("nothing", ["A solved 1"], {}),
        ("turned down", ["A rejected 1"], {1: "A"}),
        ("a reason later", ["A rejected 1", "B rejected 1"], {1: "B"}),
        ("shown again", ["A rejected 1", "A chosen 1"], {}),
        ("and turned down again", ["A rejected 1", "A chosen 1", "B rejected 1"], {1: "B"}),
        ("solved after all", ["A rejected 1", "A solved 1"], {}),
        ("two", ["A rejected 1", "B rejected 2"], {1: "A", 2: "B"}),
    ],
)
def test_what_is_turned_down_now(name: str, events: list[str], expected: dict[int, str]) -> None:
    found = standing_refusals(happened(*events))
    assert {answer: event.actor for answer, event in found.items()} == expected, name
