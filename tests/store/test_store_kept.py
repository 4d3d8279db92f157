"""Facts that are kept are what the views say, whatever happens meanwhile and afterwards, on both databases."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select, text, update

from bot.analytics.model import Period
from bot.analytics.report import build
from bot.store import migrate, tables
from bot.store.engine import connect
from bot.store.kept import SqlKeptFacts
from bot.store.store import SqlStore, SqlTransaction
from tests.store.histories import AUTUMN, ZONES, make, write_articles

LATER = AUTUMN + timedelta(days=100)
PERIODS = [(AUTUMN - timedelta(days=1), AUTUMN + timedelta(days=40)), (AUTUMN, AUTUMN + timedelta(days=20))]
MAY_CHANGE = {
    tables.tickets: ("workspace", "channel", "opened_by", "opened_at"),
    tables.pastes: (
        *("workspace", "ticket", "channel", "author", "source", "created_at", "matcher", "kb_revision", "failed"),
        *("step", "code", "server", "client", "mode", "signature_hash", "reply_ts", "withdrawn", "shadow"),
    ),
    tables.answers: ("ticket", "paste", "article", "confidence", "band", "matcher"),
    tables.events: ("ticket", "answer", "kind", "at", "reason", "article"),
}
NAMES = {"tickets": "thread_ts", "pastes": "ts", "events": "key"}


def keep_all(tx: SqlTransaction, size: int) -> int:
    """Keep all that can be kept, so many ids at a time; how many times."""
    times, kept = 0, SqlKeptFacts(tx._connection, size)
    while stretch := kept.claim(before=LATER):
        assert kept.put(stretch, tx.reports.old_facts(stretch))
        times += 1
    return times


def count(tx: SqlTransaction) -> int:
    return tx._connection.execute(select(func.count()).select_from(tables.kept_facts)).scalar_one()


def change(tx: SqlTransaction, random: Random) -> None:
    """Add, change or delete a row, in whatever way the database allows."""
    there = {t.name: tx._connection.execute(select(t)).mappings().all() for t in (*MAY_CHANGE, tables.ticket_links)}
    table = random.choice(list(MAY_CHANGE))
    fresh = getattr(make(random), table.name)
    references = {name: [row["id"] for row in there[f"{name}s"]] for name in ("ticket", "paste", "answer")}
    ids = [row["id"] for row in there[table.name]]
    if not fresh or any(name in table.c and not references[name] for name in ("ticket", "paste")):
        return
    values: dict[str, Any] = {
        name: random.choice(references[name])
        if name in references and value is not None and references[name]
        else value
        for name, value in random.choice(fresh).items()
    }
    if values.get("answer") is not None and not references["answer"]:
        return
    what = random.choice(["insert", "update", "update", "delete"])
    if what == "insert":
        values["id"] = random.choice([number for number in range(1, max([0, *ids]) + 2) if number not in ids])
        if table.name in NAMES:
            values[NAMES[table.name]] = f"{1_800_000_000 + random.randrange(10**8)}.000100"
        tx._connection.execute(insert(table).values(values))
    elif ids and what == "update":
        name = random.choice(MAY_CHANGE[table])
        changed = {name: values[name]} | ({"article_revision": 1} if table is tables.answers else {})
        tx._connection.execute(update(table).where(table.c.id == random.choice(ids)).values(changed))
    elif ids:
        number, one = random.choice(ids), table.name.removesuffix("s")
        if not any(row.get(one) == number for rows in there.values() for row in rows):
            tx._connection.execute(delete(table).where(table.c.id == number))


@settings(
    max_examples=150,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],  # a seed has no simpler one
)
@given(seed=st.integers(0, 2**32))
def test_a_report_with_kept_facts_is_the_one_without_whatever_changes(store: SqlStore, seed: int):
    random = Random(seed)
    (since, until), zone, workspace = random.choice(PERIODS), random.choice(ZONES), random.choice([None, "T1", "T2"])
    period = Period(since, until, zone)
    with store.begin() as tx:
        if not tx.articles.current():
            write_articles(tx)
        tx._connection.execute(delete(tables.kept_facts))
        make(random).write(tx)
        size = random.randint(1, 4)
        for _ in range(4):
            keep_all(tx, size)
            for _ in range(random.randint(1, 2)):
                change(tx, random)
            found = build(tx.reports, period, workspace=workspace, fewest=2)
            # The same, and nothing is kept.
            with tx._connection.begin_nested() as point:
                tx._connection.execute(delete(tables.kept_facts))
                expected = build(tx.reports, period, workspace=workspace, fewest=2)
                point.rollback()
            assert found == expected


def history(tx: SqlTransaction) -> None:
    """Tickets, pastes and answers enough to keep."""
    write_articles(tx)
    seed = next(n for n in range(1000) if (one := make(Random(n))) and len(one.tickets) > 3 and len(one.answers) > 5)
    make(Random(seed)).write(tx)


def event(tx: SqlTransaction) -> None:
    """A person is asked on the first ticket."""
    row = {"id": 1000, "workspace": "T1", "key": "new", "ticket": 1, "kind": "escalated", "actor": "U1", "at": LATER}
    tx._connection.execute(insert(tables.events).values(row | {"detail": {}}))


def test_what_changed_while_the_view_was_read_is_not_kept(store: SqlStore):
    with store.begin() as tx:
        history(tx)
    with store.begin() as tx:
        stretch = SqlKeptFacts(tx._connection, 2).claim(before=LATER)
    assert stretch
    with store.read() as tx:
        facts = tx.reports.old_facts(stretch)
    with store.begin() as tx:
        event(tx)
    with store.begin() as tx:
        assert not tx.kept_facts.put(stretch, facts)
        assert SqlKeptFacts(tx._connection, 2).claim(before=LATER) != stretch  # its id is never used again


def test_a_change_that_began_before_the_claim_is_waited_for(store: SqlStore):
    if store.engine.dialect.name == "sqlite":
        pytest.skip("one writer at a time")
    with store.begin() as tx:
        history(tx)
    with store.begin() as writer:
        event(writer)
        with store.begin() as tx:
            assert SqlKeptFacts(tx._connection, 2).claim(before=LATER)
        with store.begin() as tx:
            assert not tx.kept_facts.settle()
    with store.begin() as tx:
        assert tx.kept_facts.settle()


def test_a_word_on_an_old_ticket_costs_its_stretches_alone_and_an_erased_text_costs_none(store: SqlStore):
    with store.begin() as tx:
        history(tx)
        kept = keep_all(tx, 1)
        assert kept == count(tx)
        tx._connection.execute(update(tables.pastes).values(text=""))
        assert count(tx) == kept
        event(tx)
        answers = select(func.count()).select_from(tables.answers).where(tables.answers.c.ticket == 1)
        assert count(tx) == kept - 1 - tx._connection.execute(answers).scalar_one()


def test_what_is_young_is_not_kept(store: SqlStore):
    with store.begin() as tx:
        history(tx)
        assert SqlKeptFacts(tx._connection, 2).claim(before=AUTUMN) is None


def test_facts_of_another_shape_are_not_read_and_go(store: SqlStore):
    with store.begin() as tx:
        history(tx)
        expected = build(tx.reports, Period(*PERIODS[0]))
        kept = keep_all(tx, 2)
        tx._connection.execute(text("UPDATE kept_facts SET shape = 'older', facts = NULL"))
        assert build(tx.reports, Period(*PERIODS[0])) == expected
        assert keep_all(tx, 2) == kept


def test_a_trigger_that_is_missing_is_named(url: str):
    engine = connect(url)
    with engine.begin() as connection:
        table = "" if engine.dialect.name == "sqlite" else " ON events"
        connection.execute(text(f"DROP TRIGGER kept_facts_events_insert{table}"))
    engine.dispose()
    assert migrate.check(url) == ["missing trigger kept_facts_events_insert"]
