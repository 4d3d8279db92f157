"""The lexicon: words by number, and slips of the pen."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.matching.lexicon import Lexicon, key

WORDS = sorted({"connection", "connections", "refused", "reply", "größe", "530", "list", "lost", "anonymous"})
RARITY = {word: float(place + 1) for place, word in enumerate(WORDS)}


def lexicon(words: list[str]) -> Lexicon:
    ordered = sorted({key(word) for word in words})
    rarity = np.array([RARITY.get(word.decode(errors="replace"), 1.0) for word in ordered], dtype=np.float32)
    return Lexicon.of(np.array(ordered, dtype="S40"), rarity)


KNOWN = lexicon(WORDS)


def meant(word: str) -> str | None:
    number = KNOWN.repair(word)
    return None if number is None else KNOWN.words[number].decode()


@pytest.mark.parametrize(
    ("name", "word", "expected"),
    [
        ("a letter too many", "refuused", "refused"),
        ("a letter too few", "anonymos", "anonymous"),
        ("another letter", "cennection", "connection"),
        ("two changed about", "erfused", "refused"),
        ("the commoner of two", "lest", "list"),
        ("two slips are too many", "rfusde", None),
        ("a number is no slip", "531", None),
        ("too short", "lis", None),
        ("nothing like it", "giraffe", None),
        ("nothing", "", None),
    ],
)
def test_a_slip_is_repaired(name: str, word: str, expected: str | None) -> None:
    assert meant(word) == expected


def test_words_by_number_and_back() -> None:
    numbers = KNOWN.numbers([*WORDS, "unknown", ""])
    assert [KNOWN.words[number].decode() for number in numbers[: len(WORDS)]] == WORDS
    assert numbers[len(WORDS) :].tolist() == [-1, -1]


def test_an_empty_lexicon_knows_nothing() -> None:
    assert lexicon([]).numbers(["word"]).tolist() == [-1]
    assert lexicon([]).repair("word") is None


@given(st.lists(st.text(alphabet="abcd", min_size=4, max_size=8), min_size=1), st.text("abcd", min_size=4, max_size=8))
def test_a_repair_is_found_whenever_there_is_one(words: list[str], wanted: str) -> None:
    known = lexicon(words)
    number = known.repair(wanted)
    near = [word for word in words if OSA.distance(word, wanted) <= 1]
    assert (number is not None) == bool(near)
    assert number is None or known.words[number].decode() in near
