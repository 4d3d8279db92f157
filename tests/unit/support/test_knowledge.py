"""The current knowledge base: loaded or built, renewed without a pause."""

from contextlib import contextmanager
from threading import Event
from types import SimpleNamespace

import pytest

from bot.errors import StoreError
from bot.matching import Entry
from bot.matching.index import Index
from bot.support import knowledge
from bot.support.knowledge import Knowledge


class Articles:
    """A knowledge base that changes when told to."""

    def __init__(self):
        self.number = 1
        self.may_be_read = Event()
        self.may_be_read.set()
        self.broken = False
        self.reads = 0

    def revision(self):
        return self.number

    def fingerprint(self):
        return f"articles {self.number}"

    def entries(self):
        self.reads += 1
        self.may_be_read.wait()
        if self.broken:
            raise StoreError("The database is away.")
        yield Entry(f"article-{self.number}", 1, "Login refused", "x", ("530 Login incorrect.",))


class Kept(dict):
    """A cache in memory."""

    def load(self, articles: str) -> Index | None:
        return self.get(articles)

    def save(self, articles: str, index: Index) -> None:
        self[articles] = index


@pytest.fixture
def articles():
    return Articles()


@pytest.fixture
def kept():
    return Kept()


@pytest.fixture
def decider(articles, kept):
    @contextmanager
    def read():
        yield SimpleNamespace(articles=articles)

    return Knowledge(SimpleNamespace(read=read), kept)


def found(decider):
    return decider.decide("530 Login incorrect.").candidates[0].article


def test_a_changed_knowledge_base_is_used_at_once(decider, articles):
    assert (found(decider), decider.revision) == ("article-1", 1)
    articles.number = 2
    assert (found(decider), decider.revision) == ("article-2", 2)


def test_what_was_kept_is_not_read_again(decider, articles, kept):
    found(decider)
    articles.number = 2
    kept["articles 2"] = kept["articles 1"]
    assert (found(decider), decider.revision, articles.reads) == ("article-1", 2, 1)


def test_while_a_large_one_is_being_read_the_one_before_answers(decider, articles, monkeypatch):
    monkeypatch.setattr(knowledge, "PATIENCE", 0.01)
    found(decider)
    articles.may_be_read.clear()
    articles.number = 2
    assert [found(decider) for _ in range(3)] == ["article-1"] * 3
    monkeypatch.setattr(knowledge, "PATIENCE", 30)
    articles.may_be_read.set()
    assert found(decider) == "article-2"
    assert articles.reads == 2


def test_where_the_changed_one_cannot_be_read_the_one_before_answers_and_the_log_says_so(decider, articles, caplog):
    found(decider)
    articles.number, articles.broken = 2, True
    assert (found(decider), decider.revision) == ("article-1", 1)
    assert "The database is away." in caplog.text
    articles.broken = False
    assert found(decider) == "article-2"
