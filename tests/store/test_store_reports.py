"""Outcomes and reports: the views say the same as the plain derivation in Python."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.analytics.model import Change, Rate
from bot.matching.model import Band
from bot.store.store import SqlStore, SqlTransaction
from bot.support.model import Event, EventKind, Outcome, Ticket
from bot.support.outcome import outcome
from tests.fakes.clock import FakeClock
from tests.store.make import article, candidate, decision, post, report

K = EventKind
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)

HISTORIES = [
    ("nobody said anything", [], Outcome.UNKNOWN, None),
    ("an edit says nothing", [(K.REVISED, None), (K.WITHDRAWN, None), (K.CHOSEN, 7)], Outcome.UNKNOWN, None),
    ("solved", [(K.SOLVED, 7)], Outcome.CONFIRMED, 7),
    ("the second answer solved it", [(K.REJECTED, 7), (K.SOLVED, 8)], Outcome.CONFIRMED, 8),
    ("the last resolution counts", [(K.SOLVED, 7), (K.RESOLVED_BY_PERSON, None)], Outcome.RESOLVED_BY_PERSON, None),
    ("no after yes changes nothing", [(K.SOLVED, 7), (K.REJECTED, 7)], Outcome.CONFIRMED, 7),
    ("turned down", [(K.REJECTED, 7)], Outcome.UNSOLVED, None),
    ("with a person", [(K.REJECTED, 7), (K.ESCALATED, None)], Outcome.ESCALATED, None),
    ("a person solved it", [(K.ESCALATED, None), (K.RESOLVED_BY_PERSON, None)], Outcome.RESOLVED_BY_PERSON, None),
    ("taken back", [(K.SOLVED, 7), (K.REOPENED, 7)], Outcome.UNSOLVED, None),
    ("the person is done", [(K.ESCALATED, None), (K.SOLVED, 7), (K.REOPENED, 7)], Outcome.UNSOLVED, None),
    ("asked again", [(K.SOLVED, 7), (K.REOPENED, 7), (K.ESCALATED, None)], Outcome.ESCALATED, None),
    ("solved again", [(K.SOLVED, 7), (K.REOPENED, 7), (K.SOLVED, 8)], Outcome.CONFIRMED, 8),
]


def history(steps: list[tuple[EventKind, int | None]]) -> list[Event]:
    return [Event(n, "T1", 1, answer, kind, "U1", NOON) for n, (kind, answer) in enumerate(steps, 1)]


@pytest.mark.parametrize(("name", "steps", "expected", "answer"), HISTORIES)
def test_outcome(name, steps, expected, answer):
    assert outcome(history(steps)) == (expected, answer), name


def answered(tx: SqlTransaction, ts: str, at: datetime, workspace: str = "T1") -> tuple[Ticket, list[int]]:
    """A ticket with two answers: articles ``one`` and ``two``."""
    ticket = tx.tickets.open(workspace=workspace, channel="C1", thread_ts=ts, author="U1", at=at)
    found = decision(candidate("one"), candidate("two"), band=Band.SUGGEST)
    paste = tx.tickets.add_paste(post(ts, workspace=workspace), found, ticket=ticket.id, kb_revision=1, at=at)
    shown = {"article_revision": 1, "confidence": 0.5, "band": Band.SUGGEST, "full": False, "at": at}
    return ticket, [
        tx.tickets.add_answer(paste, article=name, rank=rank, **shown).id for rank, name in [(1, "one"), (2, "two")]
    ]


_with_answers = st.sampled_from([K.SOLVED, K.REJECTED, K.CHOSEN, K.REOPENED])
_without = st.sampled_from([kind for kind in K if kind not in {K.SOLVED, K.REJECTED, K.CHOSEN}])
_steps = st.lists(st.one_of(st.tuples(_with_answers, st.integers(0, 1)), st.tuples(_without, st.none())), max_size=8)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories=st.lists(_steps, min_size=1, max_size=12))
def test_views_derive_what_python_derives(store: SqlStore, histories):
    """Events of several tickets interleave, as they do in life."""
    with store.begin() as tx:
        tx.articles.sync([article("one"), article("two")], now=NOON)
        with_answers = [answered(tx, f"{n}.0", NOON) for n in range(len(histories))]
        longest = max(len(steps) for steps in histories)
        for place in range(longest):
            for (ticket, ids), steps in zip(with_answers, histories, strict=True):
                if place < len(steps):
                    kind, answer = steps[place]
                    which = None if answer is None else ids[answer]
                    key = f"{ticket.id}:{place}"
                    tx.tickets.add_event(key, kind, ticket=ticket, answer=which, actor="U", at=NOON)
        derived = {ticket.id: outcome(tx.tickets.events(ticket.id)) for ticket, _ in with_answers}
        rows = tx._connection.execute(text("SELECT ticket, outcome, resolved_answer FROM analytics_tickets")).all()
        assert {row.ticket: (Outcome(row.outcome), row.resolved_answer) for row in rows} == derived
        resolving = tx._connection.execute(text("SELECT answer FROM analytics_articles WHERE resolved = 1")).scalars()
        assert sorted(resolving) == sorted(answer for _, answer in derived.values() if answer is not None)
        for table in ("events", "answers", "pastes", "tickets"):
            tx._connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608  a name from the line above


def test_a_report_counts_outcomes_articles_and_silence(store: SqlStore, clock: FakeClock):
    now = clock.now()
    with store.begin() as tx:
        tx.articles.sync([article("one"), article("two")], now=now)
        (solved, first), (refused, second), _ = (answered(tx, ts, now) for ts in ("1.0", "2.0", "3.0"))
        answered(tx, "4.0", now - timedelta(days=8))  # too old
        answered(tx, "5.0", now + timedelta(days=1))  # too new: the end is no part of the period
        answered(tx, "6.0", now, workspace="T2")
        for key, kind, ticket, answer in [
            ("k1", K.REJECTED, solved, first[0]),
            ("k2", K.SOLVED, solved, first[1]),
            ("k3", K.REJECTED, refused, second[0]),
            ("k4", K.REJECTED, refused, second[1]),
        ]:
            tx.tickets.add_event(key, kind, ticket=ticket, answer=answer, actor="U", at=now)
        for ts, found in [("7.0", decision()), ("8.0", decision(failed=False)), ("9.0", decision())]:
            kept = tx.tickets.add_paste(post(ts), found, ticket=None, kb_revision=1, at=now)
            if ts == "9.0":
                tx.tickets.withdraw(kept.id)
        tx.articles.sync([article("one"), article("two", title="New title")], now=now)
    period = (now - timedelta(days=7), now + timedelta(days=1))
    with store.begin() as tx:
        found = report(tx, *period, workspace="T1")
        assert [found.overall.rate(name) for name in ("confirmed", "unsolved", "unknown")] == [Rate(1, 3)] * 3
        assert found.overall.rate("resolution_rate") == Rate(1, 2)
        assert found.overall.rate("quiet_rate") == Rate(1, 4)
        names = ("shown", "first_shown", "resolved", "rejected")
        uses = {row.label: tuple(row.count(name) for name in names) for row in found.tables["article"].rows}
        assert uses == {"About one": (3, 3, 0, 2), "New title": (3, 0, 1, 1), "no article": (0, 0, 0, 0)}
        assert report(tx, *period).overall.count("tickets") == 4
        assert report(tx, *period, workspace="T2").overall.count("unknown") == 1


def test_an_empty_report(store: SqlStore, clock: FakeClock):
    with store.begin() as tx:
        found = report(tx, clock.now() - timedelta(days=30), clock.now())
    assert {found.overall.count(name) for name in found.measures} == {0}
    assert len(found.weeks.rows) == 5
    assert {comparison.change for comparison in found.comparisons.values()} == {Change.UNSAID}
    assert found.calibration == ()
