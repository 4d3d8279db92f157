"""The index: what is retrieved, and that it is the same after it was kept."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching import Entry, Matcher
from bot.matching.index import Index

ENTRIES = [
    Entry(
        "a",
        1,
        "Login refused",
        "x",
        ("530 Login incorrect.", "the login was refused"),
        (("failed:530",),),
        ("tls:none",),
    ),
    Entry("b", 3, "Disk full — größer", None, ("552 Quota exceeded\nfor user ida",), own=False),
    Entry("c", 1, "Nothing but a title", None, (), own=False),
]


def retrieved(index: Index, *words: str, limit: int = 10) -> list[int]:
    numbers = index.lexicon.numbers(words)
    return sorted(index.retrieve(numbers[numbers >= 0], np.ones(len(words), dtype=np.float32), limit).tolist())


@pytest.mark.parametrize(
    ("name", "words", "articles"),
    [
        ("a word of two forms and a title", ["login"], ["a", "a", "a"]),
        ("a word of one article", ["quota"], ["b"]),
        ("a word of a title", ["title"], ["c"]),
        ("no known word", ["nowhere"], []),
    ],
)
def test_documents_that_share_a_word(name: str, words: list[str], articles: list[str]) -> None:
    index = Index.build(ENTRIES)
    found = retrieved(index, *(word for word in words if index.lexicon.numbers([word])[0] >= 0))
    assert [profile.article for profile in index.profiles_of(index.entry[found])] == articles


def test_the_best_are_retrieved_where_there_are_too_many() -> None:
    entries = [Entry(f"e{n}", 1, "common", None, (), own=False) for n in range(50)]
    index = Index.build([*entries, Entry("rare", 1, "common rare", None, (), own=False)])
    assert 50 in retrieved(index, "common", "rare", limit=3)
    assert len(retrieved(index, "common", "rare", limit=3)) == 3


def test_documents_of_an_article_end_with_its_title() -> None:
    index = Index.build(ENTRIES)
    assert [list(index.documents(place)) for place in range(len(index))] == [[0, 1, 2], [3, 4], [5]]
    lines, _ = index.line_places(np.array([3], dtype=np.int32))
    assert index.raw.texts(lines) == [
        "552 Quota exceeded",
        "for user ida",
    ]
    assert index.failed(0)[0] == 530


def test_an_empty_index_finds_nothing() -> None:
    decision = Matcher.build([]).decide("530 Login incorrect.")
    assert decision.candidates == ()


TEXT = st.text(alphabet="ab 530.\n\u00fc-", max_size=40)
ENTRY = st.builds(Entry, TEXT, st.integers(1, 9), TEXT, st.none() | TEXT, st.lists(TEXT).map(tuple))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.builds(Entry, TEXT, st.integers(1, 9), TEXT, st.none() | TEXT, st.lists(TEXT).map(tuple)), max_size=5)
)
def test_a_kept_index_decides_alike(entries: list[Entry]) -> None:
    built = Index.build(entries)
    again = Index.from_arrays(dict(built.arrays()))
    for text in ("530 ab ü", "a b", "ba-ab 530"):
        first, second = Matcher.over(built).decide(text), Matcher.over(again).decide(text)
        assert first.candidates == second.candidates


def test_an_article_comes_back_as_it_was_whatever_its_names_are() -> None:
    odd = Entry("a\x1fb", 3, "title\x1f?", "cause\x1f", ("530 no",), (("code:530",),), ("code:421",), own=True)
    [profile] = Index.build([odd]).profiles_of(np.array([0], dtype=np.int32))
    assert (profile.article, profile.revision, profile.cause) == (odd.article, 3, odd.cause)
    assert (profile.require, profile.exclude) == (odd.require, odd.exclude)
