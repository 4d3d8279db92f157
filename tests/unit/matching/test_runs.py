"""Runs: texts and numbers that stand one after the other in flat arrays."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.runs import Runs, Texts, spans

LISTS = st.lists(st.lists(st.integers(0, 9), max_size=4), min_size=1, max_size=6)


def runs_of(lists: list[list[int]]) -> Runs:
    values = np.array([value for each in lists for value in each], dtype=np.int32)
    return Runs(values, np.concatenate([[0], np.cumsum([len(each) for each in lists])]).astype(np.int64))


@given(LISTS, st.data())
def test_runs_joined_are_the_lists_joined(lists: list[list[int]], data: st.DataObject) -> None:
    places = data.draw(st.lists(st.integers(0, len(lists) - 1), max_size=8))
    values, ends = runs_of(lists).join(np.array(places, dtype=np.int32))
    chosen = [lists[place] for place in places]
    assert values.tolist() == [value for each in chosen for value in each]
    assert ends.tolist() == [sum(map(len, chosen[: place + 1])) for place in range(len(chosen))]


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)))))
def test_texts_come_back(texts: list[str]) -> None:
    kept = Texts()
    for text in texts:
        kept.add(text)
    assert len(kept) == len(texts)
    assert kept.runs().texts(np.arange(len(texts))) == texts


def test_no_runs_have_no_places() -> None:
    places, ends = spans(np.array([0, 3], dtype=np.int64), np.zeros(0, dtype=np.int32))
    assert not len(places)
    assert not len(ends)
