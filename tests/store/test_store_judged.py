"""What people judged last, by which a reply says how often such answers were right."""

import pytest

from bot.matching.model import Band
from bot.store.store import SqlStore
from bot.support.model import EventKind, Judged
from tests.fakes.clock import FakeClock
from tests.store.make import article, candidate, decision, post


@pytest.fixture
def judge(store: SqlStore, clock: FakeClock):
    """Shows an article, and lets things happen to the answer."""
    with store.begin() as tx:
        tx.articles.sync([article("one")], now=clock.now())
    count = iter(range(100))

    def happens(confidence: float, *kinds: EventKind, workspace: str = "T1") -> None:
        ts = f"1763800{next(count):03}.000100"
        with store.begin() as tx:
            ticket = tx.tickets.open(workspace=workspace, channel="C1", thread_ts=ts, author="U1", at=clock.now())
            paste = tx.tickets.add_paste(
                post(ts, workspace=workspace),
                decision(candidate("one")),
                ticket=ticket.id,
                kb_revision=1,
                at=clock.now(),
            )
            assert paste is not None
            answer = tx.tickets.add_answer(
                paste,
                article="one",
                article_revision=1,
                rank=1,
                confidence=confidence,
                band=Band.ANSWER,
                full=True,
                at=clock.now(),
            )
            for kind in kinds:
                key = f"{ts}:{kind}:{next(count)}"
                tx.tickets.add_event(key, kind, ticket=ticket, answer=answer.id, actor="U1", at=clock.now())

    return happens


def judged(store: SqlStore, limit: int = 100) -> list[Judged]:
    with store.read() as tx:
        return tx.tickets.judged("T1", limit=limit)


def test_each_answer_counts_by_its_last_judgement(store: SqlStore, judge):
    judge(0.9, EventKind.SOLVED)
    judge(0.8, EventKind.REJECTED)
    judge(0.7, EventKind.SOLVED, EventKind.REOPENED)
    judge(0.6, EventKind.REJECTED, EventKind.SOLVED)
    judge(0.5, EventKind.REJECTED, EventKind.CHOSEN)  # opened again: the refusal was taken back
    judge(0.4, EventKind.CHOSEN)
    judge(0.3, EventKind.SOLVED, workspace="T2")
    judge(0.2)
    assert [(one.confidence, one.right) for one in judged(store)] == [
        (0.6, True),
        (0.7, False),
        (0.8, False),
        (0.9, True),
    ]


def test_only_the_last_ones_count(store: SqlStore, judge):
    for confidence in (0.1, 0.2, 0.3):
        judge(confidence, EventKind.SOLVED)
    assert [one.confidence for one in judged(store, limit=2)] == [0.3, 0.2]


def test_it_reads_an_index(store: SqlStore):
    if store.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads an empty table as it likes")
    asked: list[str] = []
    with store.read() as tx:
        connection = tx.tickets._connection
        run = connection.execute
        connection.execute = lambda statement: asked.append(str(statement.compile(connection.engine))) or run(statement)
        tx.tickets.judged("T1", limit=10)
    with store.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[0]}", ("T1", 10, 0)[: asked[0].count("?")]).all()
    assert any("ix_events_judging" in str(row) for row in plan), plan
