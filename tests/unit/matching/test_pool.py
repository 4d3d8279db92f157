"""The pool: what a word says about a cause, by all symptoms of that cause together."""

import numpy as np

from bot.matching import Entry, Matcher
from bot.matching.index import Index


def _entry(article: str, cause: str | None, *symptoms: str, own: bool = True) -> Entry:
    return Entry(article, 1, f"About {article}", cause, symptoms, own=own)


ENTRIES = [
    _entry("tides", "sea", "the tide is late", "waves break early"),
    _entry("harbour", "sea", "the harbour is dry"),
    _entry("summit", "hill", "the path is late", "fog on the path"),
    _entry("moor", None, "fog and more fog", "mist", "drizzle", "haze", "cloud"),
    _entry("archive", "sea", "the tide of an imported article", own=False),
]
INDEX = Index.build(ENTRIES)


def _spoken_for(*words: str) -> dict[str, float]:
    """How much words speak for the cause of each article of our own."""
    numbers = INDEX.lexicon.numbers(sorted(words))
    scores = INDEX.pool.spoken_for(numbers, np.ones(len(numbers), dtype=np.float32))
    causes = INDEX.pool.cause.tolist()
    return {entry.article: float(scores[cause]) for entry, cause in zip(ENTRIES, causes, strict=True) if cause >= 0}


def test_words_of_several_symptoms_add_up_to_their_cause() -> None:
    said = _spoken_for("waves", "harbour")
    assert said["tides"] == said["harbour"] > 0.03
    assert said["summit"] == said["moor"] == 0.0


def test_a_word_of_many_causes_speaks_for_each_a_little() -> None:
    said = _spoken_for("late", "path")
    assert said["summit"] > 0.01
    assert 0.0 < said["tides"] < 0.9 * said["summit"]


def test_an_article_without_a_cause_is_one_of_its_own() -> None:
    said = _spoken_for("fog", "more")
    assert said["moor"] > 0.01
    assert said["tides"] == 0.0


def test_imported_articles_have_no_part_in_it() -> None:
    assert INDEX.pool.cause[-1] == -1
    assert _spoken_for("imported")["tides"] == 0.0


def test_unknown_words_speak_for_nothing() -> None:
    assert set(_spoken_for().values()) == {0.0}
    assert INDEX.pool.articles(np.zeros(3, dtype=np.float32)) == []


def test_the_articles_of_the_causes_spoken_for_are_compared_in_any_case() -> None:
    numbers = INDEX.lexicon.numbers(["path"])
    scores = INDEX.pool.spoken_for(numbers, np.ones(1, dtype=np.float32))
    assert [ENTRIES[place].article for place in INDEX.pool.articles(scores)] == ["summit"]


def test_a_paste_that_tells_a_little_of_two_symptoms_finds_their_cause() -> None:
    first = Matcher.over(INDEX).decide("waves in the harbour").candidates[0]
    assert first.cause == "sea"


def test_an_empty_knowledge_base_has_an_empty_pool() -> None:
    assert Matcher.build([]).decide("the tide is late").candidates == ()
