"""The knowledge base in the database: sync, import, revisions."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import event

from bot.store.store import SqlStore
from bot.support.model import Synced
from tests.fakes.clock import FakeClock
from tests.store.make import article, imported


class Kb:
    """Each call in a transaction of its own."""

    def __init__(self, store: SqlStore, clock: FakeClock):
        self._store = store
        self._clock = clock

    def sync(self, *articles, **more) -> Synced:
        with self._store.begin() as tx:
            return tx.articles.sync(articles, now=self._clock.now(), **more)

    def add(self, *articles, **more) -> Synced:
        with self._store.begin() as tx:
            return tx.articles.add(articles, now=self._clock.now(), **more)

    def get(self, name: str, revision: int | None = None):
        with self._store.begin() as tx:
            return tx.articles.get(name, revision)

    @property
    def revision(self) -> int:
        with self._store.begin() as tx:
            return tx.articles.revision()

    @property
    def current(self) -> list[str]:
        with self._store.begin() as tx:
            return [stored.article.id for stored in tx.articles.current()]

    @property
    def entries(self) -> list[str]:
        with self._store.begin() as tx:
            return [entry.article for entry in tx.articles.entries()]


@pytest.fixture
def kb(store: SqlStore, clock: FakeClock) -> Kb:
    return Kb(store, clock)


def test_sync_adds_changes_and_retires(kb: Kb):
    assert kb.revision == 0
    assert kb.sync(article("a"), article("b"), article("c")) == Synced(added=("a", "b", "c"))
    assert kb.revision == 1
    assert kb.sync(article("a"), article("b", title="New"), article("d")) == Synced(
        added=("d",), changed=("b",), retired=("c",), unchanged=1
    )
    assert kb.revision == 2
    assert kb.current == ["a", "b", "d"]


def test_a_stored_article_comes_back_as_it_was_written(kb: Kb):
    written = article(
        "a",
        applies_to=("vsftpd 3",),
        require=(("failed:530", "phrase:x"), ("step:login",)),
        exclude=("server:iis",),
        cause="Ä ⚠ \N{NO-BREAK SPACE}",
        related=("b",),
    )
    kb.sync(written)
    assert kb.get("a").article == written


def test_revisions_of_an_article_stay(kb: Kb):
    kb.sync(article("a", title="First"))
    kb.sync(article("a", title="Second"))
    assert (kb.get("a").revision, kb.get("a").article.title) == (2, "Second")
    assert (kb.get("a", 1).revision, kb.get("a", 1).article.title) == (1, "First")
    assert kb.get("a", 3) is None
    assert kb.get("b") is None


@pytest.mark.parametrize("asked", ["Q269241", "q269241", " q269241 "])
def test_case_of_an_id_does_not_matter(kb: Kb, asked: str):
    kb.sync(article("Q269241"))
    assert kb.get(asked).article.id == "Q269241"


def test_an_article_keeps_the_spelling_of_its_id(kb: Kb):
    kb.sync(article("Q1", title="Old"))
    assert kb.sync(article("q1", title="Old")) == Synced(unchanged=1)
    assert kb.sync(article("q1", title="New")) == Synced(changed=("Q1",))
    assert kb.get("q1").article.id == "Q1"


def test_an_unchanged_sync_is_one_query(kb: Kb, store: SqlStore):
    kb.sync(article("a"), article("b"))
    queries: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *args: queries.append(args[2]))
    assert kb.sync(article("a"), article("b")) == Synced(unchanged=2)
    assert len([query for query in queries if query.startswith("SELECT")]) == 1
    assert [query for query in queries if not query.startswith(("SELECT", "BEGIN"))] == []
    assert kb.revision == 1


def test_a_retired_article_can_still_be_read_and_comes_back(kb: Kb):
    kb.sync(article("a"))
    kb.sync()
    assert (kb.current, kb.entries) == ([], [])
    assert kb.get("a").retired
    assert kb.sync(article("a")) == Synced(added=("a",))
    assert (kb.get("a").retired, kb.get("a").revision) == (False, 1)
    assert kb.revision == 3


def test_an_article_that_says_it_is_retired_is(kb: Kb):
    kb.sync(article("a"))
    assert kb.sync(article("a", status="retired")) == Synced(retired=("a",))
    assert kb.sync(article("a", status="retired")) == Synced(unchanged=1)
    assert kb.current == []
    assert (kb.get("a").retired, kb.get("a").revision) == (True, 2)
    assert kb.sync(article("a")) == Synced(added=("a",))
    assert kb.current == ["a"]


def test_the_matcher_sees_no_drafts(kb: Kb, store: SqlStore):
    kb.sync(article("a"), article("b", status="draft"))
    assert (kb.current, kb.entries) == (["a", "b"], ["a"])
    with store.begin() as tx:
        assert list(tx.articles.entries()) == [article("a").as_entry(1)]


def test_imported_articles_are_added_and_stay(kb: Kb):
    assert kb.add(imported("Q1"), imported("Q2")) == Synced(added=("Q1", "Q2"))
    assert kb.add(imported("Q1", title="New")) == Synced(changed=("Q1",))
    assert kb.sync(article("a")) == Synced(added=("a",))
    assert kb.current == ["a", "Q1", "Q2"]
    assert kb.revision == 3


def test_an_own_article_wins_over_an_imported_one(kb: Kb):
    kb.add(imported("Q1", title="Theirs"))
    assert kb.sync(article("Q1", title="Ours")) == Synced(changed=("Q1",))
    assert kb.add(imported("q1", title="Theirs")) == Synced(unchanged=1)
    assert kb.get("Q1").article.title == "Ours"
    assert kb.add(imported("Q3", title="Theirs"), article("Q3", title="Ours"), imported("Q3")) == Synced(added=("Q3",))
    assert kb.get("Q3").article.title == "Ours"


def test_the_last_article_of_an_id_counts(kb: Kb):
    assert kb.add(imported("Q1", title="Early"), imported("q1", title="Late")) == Synced(added=("q1",))
    assert kb.get("q1").article.title == "Late"


def test_an_old_text_that_comes_back_is_a_new_revision(kb: Kb):
    kb.sync(article("a", title="First"))
    kb.sync(article("a", title="Second"))
    kb.sync(article("a", title="First"))
    assert [kb.get("a", revision).article.title for revision in (1, 2, 3)] == ["First", "Second", "First"]


def test_an_archive_is_imported_in_batches_with_progress(kb: Kb):
    many = [imported(f"Q{number}", more="x" * 2000) for number in range(1200)]
    told: list[int] = []
    synced = kb.add(*many, on_progress=told.append)
    assert len(synced.added) == 1200
    assert told == [0, 500, 1000, 1200]
    told.clear()
    assert kb.add(*many[:-1], replace(many[-1], title="New"), on_progress=told.append).unchanged == 1199
    assert told == [1199, 1200]
    assert kb.revision == 2


def test_programs_that_start_together_sync_once(kb: Kb):
    results: list[Synced] = []
    threads = [threading.Thread(target=lambda: results.append(kb.sync(article("a"), article("b")))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(results, key=lambda synced: synced.unchanged) == [
        Synced(added=("a", "b")),
        Synced(unchanged=2),
        Synced(unchanged=2),
    ]
    assert kb.revision == 1
