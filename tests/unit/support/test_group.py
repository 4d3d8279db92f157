import threading
from contextlib import contextmanager

import pytest

from bot.errors import StoreError
from bot.support.group import GroupCommit

PATIENCE = 10.0  # seconds until a test that hangs is given up


class Groups:
    """A store whose commits wait until they are let through, and may fail; its transactions are lists."""

    def __init__(self) -> None:
        self.begun: list[list[str]] = []
        self.committed: list[list[str]] = []
        self.may_commit = threading.Event()
        self.may_commit.set()
        self.broken = False

    @contextmanager
    def begin(self):
        stored: list[str] = []
        self.begun.append(stored)
        yield stored
        assert self.may_commit.wait(PATIENCE)
        if self.broken:
            raise StoreError("The disk is full.")
        self.committed.append(stored)


def keep(stored, items):
    if "bad" in items:
        raise ValueError("bad")
    stored.extend(items)
    return [item.upper() for item in items]


class People:
    """Threads that each bring one thing."""

    def __init__(self, group) -> None:
        self.group = group
        self.found: dict[str, object] = {}
        self.threads: list[threading.Thread] = []

    def bring(self, item: str) -> None:
        def run() -> None:
            try:
                self.found[item] = self.group.keep(item)
            except Exception as error:  # noqa: BLE001  compared by the test
                self.found[item] = error

        self.threads.append(threading.Thread(target=run))
        self.threads[-1].start()

    def wait(self) -> None:
        for thread in self.threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()


@pytest.fixture
def store():
    return Groups()


@pytest.fixture
def people(store):
    return People(GroupCommit(store, keep))


def until(happened):
    deadline = threading.Event()
    for _ in range(int(PATIENCE * 1000)):
        if happened():
            return
        deadline.wait(0.001)
    raise TimeoutError


def bring_while_one_commits(people, store, *items):
    """The first of them commits alone; the others wait meanwhile."""
    store.may_commit.clear()
    people.bring(items[0])
    until(lambda: store.begun)
    for item in items[1:]:
        people.bring(item)
    until(lambda: len(people.group._waiting) == len(items) - 1)


def test_one_alone_is_committed_at_once(people, store):
    assert people.group.keep("a") == "A"
    assert store.committed == [["a"]]


def test_those_that_come_during_a_commit_share_the_next_one(people, store):
    bring_while_one_commits(people, store, "a", "b", "c", "d")
    store.may_commit.set()
    people.wait()
    assert people.found == {"a": "A", "b": "B", "c": "C", "d": "D"}
    assert [sorted(group) for group in store.committed] == [["a"], ["b", "c", "d"]]


def test_nobody_returns_before_the_commit(people, store):
    bring_while_one_commits(people, store, "a", "b")
    assert people.found == {}
    store.may_commit.set()
    people.wait()
    assert people.found == {"a": "A", "b": "B"}


def test_a_bad_one_fails_alone(people, store):
    bring_while_one_commits(people, store, "a", "b", "bad", "c")
    store.may_commit.set()
    people.wait()
    error = people.found.pop("bad")
    assert isinstance(error, ValueError)
    assert people.found == {"a": "A", "b": "B", "c": "C"}
    assert sorted(sum(store.committed, [])) == ["a", "b", "c"]  # noqa: RUF017  four of them


def test_where_nothing_can_be_committed_each_one_is_told(people, store):
    store.broken = True
    bring_while_one_commits(people, store, "a", "b", "c")
    store.may_commit.set()
    people.wait()
    assert [type(one) for one in people.found.values()] == [StoreError] * 3
    assert store.committed == []
    store.broken = False
    assert people.group.keep("d") == "D"


def test_many_threads_lose_nothing_and_keep_nothing_twice(people, store):
    names = [f"n{number}" for number in range(200)]
    for name in names:
        people.bring(name)
    people.wait()
    assert people.found == {name: name.upper() for name in names}
    assert sorted(sum(store.committed, [])) == sorted(names)  # noqa: RUF017  as above
