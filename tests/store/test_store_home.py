"""What App Home reads, on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.analytics.model import Rate
from bot.matching.model import Band
from bot.support.model import EventKind, Outcome
from bot.support.overview import Failed, Place
from bot.transcript.model import Step
from tests.store.make import article, candidate, decision, post

K = EventKind
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)
LOGIN = Failed(Step.LOGIN, "PASS", 530)


@pytest.fixture
def desk(store):
    """Articles, and a helper that makes tickets."""
    with store.begin() as tx:
        tx.articles.sync([article("first"), article("second")], now=NOW)
    return Maker(store)


class Maker:
    def __init__(self, store):
        self.store, self._number = store, 0

    def _ts(self):
        self._number += 1
        return f"17638000{self._number:02}.000100"

    def ticket(self, *, by="U1", name="first", at=NOW, private=False, ts=None, **fields):
        """A ticket whose paste was answered in full; the ids of both."""
        ts = ts or self._ts()
        workspace = fields.get("workspace", "T1")
        with self.store.begin() as tx:
            ticket = tx.tickets.open(workspace=workspace, channel="C1", thread_ts=ts, author=by, at=at)
            found = decision(candidate(name))
            paste = tx.tickets.add_paste(
                post(ts, author=by, private=private, **fields), found, ticket=ticket.id, kb_revision=1, at=at
            )
            shown = {"article_revision": 1, "rank": 1, "confidence": 0.9, "band": Band.ANSWER, "full": True, "at": at}
            answer = tx.tickets.add_answer(paste, article=name, **shown)
        return ticket, answer.id

    def happened(self, made, *kinds, at=NOW, by="U2", **more):
        ticket, answer = made
        with self.store.begin() as tx:
            for kind in kinds:
                self._number += 1
                whose = answer if kind in {K.SOLVED, K.REJECTED, K.REOPENED} else None
                key = f"key:{self._number}"
                tx.tickets.add_event(key, kind, ticket=ticket, answer=whose, actor=by, at=at, **more)

    def observed(self, *, by="U1", at=NOW, shadow=False, private=False, ts=None, text="530 no", name="first", **fields):
        """A failure that was left unanswered; its paste's id."""
        ts = ts or self._ts()
        found = replace(decision(candidate(name)), signature=(text,))
        made = post(ts, author=by, private=private, **fields)
        with self.store.begin() as tx:
            return tx.tickets.add_paste(made, found, ticket=None, kb_revision=1, at=at, shadow=shadow).id


def test_my_tickets_are_the_newest_i_opened_with_their_outcome(desk, store):
    old = desk.ticket(at=NOW - DAY)
    new = desk.ticket(name="second")
    desk.ticket(by="U2")
    desk.ticket(workspace="T2")
    desk.happened(old, K.SOLVED)
    with store.read() as tx:
        mine = tx.home.tickets_of("T1", "U1", limit=10)
        assert tx.home.tickets_of("T1", "U1", limit=1) == mine[:1]
        assert tx.home.tickets_of("T1", "U9", limit=10) == ()
    assert [line.ticket for line in mine] == [new[0].id, old[0].id]
    assert [line.outcome for line in mine] == [Outcome.UNKNOWN, Outcome.CONFIRMED]
    assert [line.article for line in mine] == ["second", "first"]
    assert [line.title for line in mine] == ["About second", "About first"]
    assert {line.failed for line in mine} == {LOGIN}
    assert mine[0].place == Place("C1", new[0].thread_ts)


def test_a_private_answer_has_no_place_until_it_is_shared(desk, store):
    desk.ticket(ts="111.222.abc")
    with store.read() as tx:
        (mine,) = tx.home.tickets_of("T1", "U1", limit=10)
    assert mine.place == Place("C1", None)


def test_what_helped_is_what_people_said_and_nobody_took_back(desk, store):
    for made in (desk.ticket(), desk.ticket()):
        desk.happened(made, K.SOLVED)
    desk.happened(desk.ticket(), K.SOLVED, K.REOPENED)
    desk.happened(desk.ticket(name="second"), K.SOLVED, K.REOPENED, K.SOLVED)
    desk.happened(desk.ticket(name="second"), K.SOLVED, K.RESOLVED_BY_PERSON)
    desk.happened(desk.ticket(name="second", at=NOW - 2 * DAY), K.SOLVED, at=NOW - 2 * DAY)
    with store.read() as tx:
        helpful = tx.home.helpful("T1", since=NOW - DAY, limit=5)
        assert tx.home.helpful("T2", since=NOW - DAY, limit=5) == ()
    assert [(one.article, one.confirmed, one.shown) for one in helpful] == [("first", 2, 3), ("second", 1, 2)]
    assert helpful[0].title == "About first"


def test_those_who_wait_longest_come_first(desk, store):
    late, early, done = desk.ticket(), desk.ticket(), desk.ticket()
    desk.happened(late, K.ESCALATED)
    desk.happened(early, K.ESCALATED, at=NOW - DAY, by="U3")
    desk.happened(done, K.ESCALATED, K.RESOLVED_BY_PERSON)
    again = desk.ticket()
    desk.happened(again, K.ESCALATED, K.SOLVED, K.REOPENED)
    with store.read() as tx:
        waiting, more = tx.home.waiting("T1", since=NOW - 2 * DAY, limit=10)
        assert tx.home.waiting("T1", since=NOW - 2 * DAY, limit=1) == (waiting[:1], True)
        assert tx.home.waiting("T2", since=NOW - 2 * DAY, limit=10) == ((), False)
    assert [one.ticket for one in waiting] == [early[0].id, late[0].id]
    assert (waiting[0].asked_by, waiting[0].asked_at) == ("U3", NOW - DAY)
    assert waiting[0].failed == LOGIN
    assert not more


@pytest.mark.parametrize(
    ("kinds", "holder"),
    [
        ([K.ESCALATED], None),
        ([K.ESCALATED, K.CLAIMED], "U2"),
        ([K.ESCALATED, K.CLAIMED, K.RELEASED], None),
        ([K.ESCALATED, K.CLAIMED, K.RESOLVED_BY_PERSON, K.REOPENED, K.ESCALATED], None),
    ],
)
def test_who_holds_a_ticket(desk, store, kinds, holder):
    desk.happened(desk.ticket(), *kinds)
    with store.read() as tx:
        ((one,), _) = tx.home.waiting("T1", since=NOW - DAY, limit=10)
    assert one.claimed_by == holder


def test_nothing_is_said_of_what_waits_in_a_private_conversation(desk, store):
    desk.happened(desk.ticket(private=True), K.ESCALATED)
    with store.read() as tx:
        ((one,), _) = tx.home.waiting("T1", since=NOW - DAY, limit=10)
    assert one.failed is None


def test_the_unanswered_are_grouped_and_public(desk, store):
    for by in ("U1", "U2", "U2"):
        desk.observed(by=by)
    desk.observed(text="425 no")
    desk.observed(private=True)
    desk.observed(shadow=True)
    desk.observed(at=NOW - 2 * DAY)
    desk.observed(workspace="T2")
    desk.ticket()
    with store.read() as tx:
        groups = tx.home.unanswered("T1", since=NOW - DAY, limit=5)
        assert tx.home.unanswered("T1", since=NOW - DAY, limit=1) == groups[:1]
    assert [(one.lines, one.count, one.people) for one in groups] == [(("530 no",), 3, 2), (("425 no",), 1, 1)]
    assert groups[0].failed == LOGIN


def test_outcomes_of_the_week_are_five_numbers(desk, store):
    desk.happened(desk.ticket(), K.SOLVED)
    desk.ticket()
    desk.ticket(at=NOW - 8 * DAY)
    desk.ticket(workspace="T2")
    with store.read() as tx:
        outcomes = tx.home.outcomes("T1", since=NOW - 7 * DAY)
    assert outcomes == {**dict.fromkeys(Outcome, 0), Outcome.CONFIRMED: 1, Outcome.UNKNOWN: 1}


def test_shadow_answers_are_judged_by_people(desk, store):
    right, wrong, private = (
        desk.observed(shadow=True),
        desk.observed(shadow=True),
        desk.observed(shadow=True, private=True),
    )
    quiet = desk.observed()
    with store.begin() as tx:
        before = tx.home.shadow("T1", since=NOW - DAY, limit=5)
        assert tx.home.judge("T1", right, correct=False, by="U2", at=NOW)
        assert tx.home.judge("T1", right, correct=True, by="U3", at=NOW)
        assert tx.home.judge("T1", wrong, correct=False, by="U2", at=NOW)
        assert not tx.home.judge("T1", quiet, correct=True, by="U2", at=NOW)
        assert not tx.home.judge("T2", private, correct=True, by="U2", at=NOW)
    assert (before.kept, before.right) == (3, Rate(0, 0))
    assert {one.paste for one in before.pending} == {right, wrong}
    assert before.pending[0].title == "About first"
    with store.read() as tx:
        after = tx.home.shadow("T1", since=NOW - DAY, limit=5)
        assert tx.home.shadow("T2", since=NOW - DAY, limit=5).kept == 0
    assert (after.kept, after.right, after.pending) == (3, Rate(1, 2), ())


@pytest.mark.parametrize(
    ("kinds", "name", "expected"),
    [
        ([K.SOLVED], "first", Rate(1, 1)),
        ([K.SOLVED], "second", Rate(0, 1)),
        ([K.REJECTED], "first", Rate(0, 0)),
        ([K.SOLVED, K.REOPENED], "first", Rate(0, 0)),
    ],
)
def test_a_thread_that_was_resolved_with_an_article_judges_it_too(desk, store, kinds, name, expected):
    root = "1763800090.000100"
    desk.observed(shadow=True, ts=root)
    made = desk.ticket(ts="1763800091.000100", name=name)
    with store.begin() as tx:
        tx.tickets.move(made[0].id, channel="C1", thread_ts=root)
    desk.happened(made, *kinds)
    with store.read() as tx:
        assert tx.home.shadow("T1", since=NOW - DAY, limit=5).right == expected


def test_an_article_that_a_person_named_judges_it_too(desk, store):
    root = "1763800090.000100"
    for name in ("first", "second"):
        desk.observed(shadow=True, ts=f"17638000{len(name)}0.000100" if name == "second" else root, name=name)
    made = desk.ticket(ts="1763800091.000100", name="second")
    with store.begin() as tx:
        tx.tickets.move(made[0].id, channel="C1", thread_ts=root)
    desk.happened(made, K.RESOLVED_BY_PERSON, article="first")
    with store.read() as tx:
        assert tx.home.shadow("T1", since=NOW - DAY, limit=5).right == Rate(1, 1)


def test_what_a_person_judged_counts_before_what_the_thread_says(desk, store):
    root = "1763800090.000100"
    paste = desk.observed(shadow=True, ts=root)
    made = desk.ticket(ts="1763800091.000100")
    desk.happened(made, K.SOLVED)
    with store.begin() as tx:
        tx.tickets.move(made[0].id, channel="C1", thread_ts=root)
        tx.home.judge("T1", paste, correct=False, by="U2", at=NOW)
        assert tx.home.shadow("T1", since=NOW - DAY, limit=5).right == Rate(0, 1)
