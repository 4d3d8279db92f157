"""What a replay says of a paste, by what people said of it."""

from datetime import UTC, datetime

import pytest

from bot.analytics.replay import Effect, Said, Verdict, replay, shown
from bot.matching.model import Band
from tests.store.make import candidate, decision

ANSWER, SUGGEST, QUIET = Band.ANSWER, Band.SUGGEST, Band.QUIET
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def of(band: Band, *names: str):
    return decision(*map(candidate, names), band=band)


CASES = [
    # name, before, after, confirmed, rejected, solved with, effect, verdicts
    ("the same", of(ANSWER, "a"), of(ANSWER, "a"), "", "", "", Effect.SAME, {}),
    ("another one, nobody said anything", of(ANSWER, "a"), of(ANSWER, "b"), "", "", "", Effect.OTHER, {}),
    (
        "a confirmed one stays",
        of(ANSWER, "a"),
        of(ANSWER, "a"),
        "a",
        "",
        "",
        Effect.SAME,
        {"a": Verdict.CONFIRMED_KEPT},
    ),
    ("is lost", of(ANSWER, "a"), of(ANSWER, "b"), "a", "", "", Effect.WORSE, {"a": Verdict.CONFIRMED_LOST}),
    ("is silenced", of(ANSWER, "a"), of(QUIET, "a"), "a", "", "", Effect.WORSE, {"a": Verdict.CONFIRMED_LOST}),
    (
        "only suggested",
        of(ANSWER, "a"),
        of(SUGGEST, "b", "a"),
        "a",
        "",
        "",
        Effect.OTHER,
        {"a": Verdict.CONFIRMED_KEPT},
    ),
    (
        "a rejected one is gone",
        of(ANSWER, "a"),
        of(ANSWER, "b"),
        "",
        "a",
        "",
        Effect.BETTER,
        {"a": Verdict.REJECTED_GONE},
    ),
    ("stays", of(ANSWER, "a"), of(ANSWER, "a"), "", "a", "", Effect.SAME, {"a": Verdict.REJECTED_KEPT}),
    ("is found", of(QUIET), of(SUGGEST, "x", "p"), "", "", "p", Effect.BETTER, {"p": Verdict.FOUND}),
    ("is not found", of(QUIET), of(QUIET, "p"), "", "", "p", Effect.SAME, {"p": Verdict.NOT_FOUND}),
    (
        "what is lost outweighs what is gone",
        of(SUGGEST, "a", "b"),
        of(ANSWER, "c"),
        "a",
        "b",
        "",
        Effect.WORSE,
        {"a": Verdict.CONFIRMED_LOST, "b": Verdict.REJECTED_GONE},
    ),
]


@pytest.mark.parametrize(("name", "before", "after", "confirmed", "rejected", "solved", "effect", "verdicts"), CASES)
def test_effects(name, before, after, confirmed, rejected, solved, effect, verdicts):
    said = Said(1, NOON, "text", before, frozenset(confirmed), frozenset(rejected), frozenset(solved))
    found = replay([said], lambda _text: after)
    assert {kind for kind, number in found.effects.items() if number} == {effect}, name
    assert {kind: number for kind, number in found.verdicts.items() if number} == dict.fromkeys(verdicts.values(), 1), (
        name
    )
    assert len(found.changes) == (effect is not Effect.SAME)
    if found.changes:
        assert found.changes[0].verdicts == verdicts


def test_what_is_worse_comes_first_and_everything_is_counted():
    pastes = [
        Said(1, NOON, "same", of(ANSWER, "a")),
        Said(2, NOON, "other", of(QUIET)),
        Said(3, NOON, "better", of(ANSWER, "b"), rejected=frozenset("b")),
        Said(4, NOON, "worse", of(ANSWER, "c"), confirmed=frozenset("c")),
    ]
    found = replay(pastes, lambda _text: of(ANSWER, "a"))
    assert [change.said.paste for change in found.changes] == [4, 3, 2]
    assert (found.pastes, sum(found.effects.values())) == (4, 4)
    assert found.bands == {ANSWER: (3, 4), SUGGEST: (0, 0), QUIET: (1, 0)}


@pytest.mark.parametrize(("band", "expected"), [(ANSWER, "a"), (SUGGEST, "abc"), (QUIET, "")])
def test_what_people_see(band: Band, expected: str):
    assert shown(of(band, *"abcde")) == tuple(expected)


def test_what_is_too_unlikely_to_be_suggested_is_neither_lost_nor_found():
    unlikely = decision(candidate("a"), candidate("b", confidence=0.04), candidate("c", confidence=0.05), band=SUGGEST)
    assert shown(unlikely) == ("a", "c")
    pastes = [
        Said(1, NOON, "text", unlikely, rejected=frozenset("c")),
        Said(2, NOON, "text", of(QUIET), solved_with=frozenset("b")),
        Said(3, NOON, "text", of(SUGGEST, "a", "c")),
    ]
    found = replay(pastes, lambda _text: unlikely)
    assert [dict(change.verdicts) for change in found.changes] == [{"b": Verdict.NOT_FOUND}]
    assert found.verdicts[Verdict.REJECTED_KEPT] == 1
