"""Whatever people press, in whatever order and at once: on both databases the records stay of one mind."""

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.matching import Band, Decision
from bot.slack.views.inquiry import inquiry_message
from bot.slack.views.packet import packet_message
from bot.slack.views.reply import reply_message
from bot.store.store import SqlStore
from bot.support import helping
from bot.support import press as presses
from bot.support.ask import ask
from bot.support.desk import Desk
from bot.support.model import EventKind, Paste, Reason
from bot.support.outcome import outcome
from bot.support.people import People
from bot.support.press import Press, PressError
from bot.support.reaction import CHECK_MARKS, react
from bot.support.reply import Reply, compose
from tests.fakes.clock import FakeClock
from tests.store.make import article, candidate, decision, post

NAMES = ("first", "second", "third")
PACKET = {"helpers": ["C9"], "asked_by": "U1", "permalink": None, "lines": True, "outside": True}
NUMBERS = count(1)
MARK = min(CHECK_MARKS)


@dataclass
class Scripted:
    """A decider that says what the test tells it to."""

    says: Decision = field(default_factory=lambda: decision(*(candidate(name, confidence=0.3) for name in NAMES)))
    revision: int = 1

    def decide(self, text: str) -> Decision:
        return self.says


@pytest.fixture
def desk(store: SqlStore, clock: FakeClock) -> Desk:
    with store.begin() as tx:
        tx.articles.sync([article(name) for name in NAMES], now=clock.now())
    return Desk(store=store, decider=Scripted(), clock=clock, helpers=("C9",), people=People(("U2", "U3")))


def pasted(desk: Desk, band: Band = Band.ANSWER) -> Paste:
    desk.decider.says = decision(*(candidate(name, confidence=0.3) for name in NAMES), band=band)  # type: ignore[attr-defined]
    number = next(NUMBERS)
    _, paste = ask(desk, post(f"17638{number:05d}.000100", author="U1", asked=True))
    assert paste is not None
    return paste


def shown(desk: Desk, paste: Paste) -> Reply:
    with desk.store.read() as tx:
        return compose(tx, tx.tickets.paste(paste.id))


def answers(desk: Desk, paste: Paste) -> list[int]:
    with desk.store.read() as tx:
        return [answer.id for answer in tx.tickets.answers(paste.id)]


def _react(desk: Desk, paste: Paste, press: Press, *, added: bool) -> None:
    react(desk, press, workspace=paste.workspace, ts=paste.ts, name=MARK, added=added)


On = Callable[[Desk, Paste, int, Press], object]
ACTIONS: dict[str, On] = {
    "solve": lambda desk, _paste, answer, press: presses.solve(desk, answer, press),
    "reject": lambda desk, _paste, answer, press: presses.reject(desk, answer, press),
    "explain": lambda desk, _paste, answer, press: presses.explain(desk, answer, press, Reason.DID_NOT_HELP),
    "choose": lambda desk, _paste, answer, press: presses.choose(desk, answer, press),
    "show again": lambda desk, _paste, answer, press: presses.show_again(desk, answer, press),
    "reopen": lambda desk, _paste, answer, press: presses.reopen(desk, answer, press),
    "reject all": lambda desk, paste, _answer, press: presses.reject_all(desk, paste.id, press),
    "solve otherwise": lambda desk, paste, _answer, press: presses.solve_otherwise(desk, paste.id, press),
    "reopen paste": lambda desk, paste, _answer, press: presses.reopen_paste(desk, paste.id, press),
    "escalate": lambda desk, paste, _answer, press: helping.escalate(desk, paste.id, press),
    "claim": lambda desk, paste, _answer, press: helping.claim(desk, paste.id, press),
    "release": lambda desk, paste, _answer, press: helping.release(desk, paste.id, press),
    "resolve": lambda desk, paste, answer, press: helping.resolve(
        desk, paste.id, press, answer=answer, article="", how="by hand"
    ),
    "resolve with another": lambda desk, paste, _answer, press: helping.resolve(
        desk, paste.id, press, answer=None, article="THIRD", how=""
    ),
    "check mark": lambda desk, paste, _answer, press: _react(desk, paste, press, added=True),
    "no check mark": lambda desk, paste, _answer, press: _react(desk, paste, press, added=False),
}
_steps = st.lists(
    st.tuples(st.sampled_from(sorted(ACTIONS)), st.integers(0, 2), st.sampled_from(["U1", "U2", "U3"])), max_size=12
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(band=st.sampled_from([Band.ANSWER, Band.SUGGEST]), steps=_steps)
def test_any_presses_in_any_order(desk: Desk, band: Band, steps: list[tuple[str, int, str]]):
    paste = pasted(desk, band)
    for place, (action, which, actor) in enumerate(steps):
        ids = answers(desk, paste)
        press = Press(f"{paste.id}:{place}", actor, channel="C9" if actor != "U1" else paste.channel)
        if "check mark" in action:
            press = Press(press.key, actor, channel=paste.channel)
        before = shown(desk, paste)
        _press(ACTIONS[action], desk, paste, ids[which % len(ids)], press)
        now = shown(desk, paste)
        if before.resolution is not None and now.resolution is not None:
            assert now.resolution == before.resolution  # the first who says so stands, until it is reopened
        if before.help is not None and now.help is not None and before.help.claimed_by and action != "release":
            assert now.help.claimed_by == before.help.claimed_by
        assert now.resolution is None or now.help is None
        once = [event.id for event in _events(desk, paste)]
        _press(ACTIONS[action], desk, paste, ids[which % len(ids)], press)  # delivered twice
        assert [event.id for event in _events(desk, paste)] == once
        for message in (reply_message(now), packet_message(now, PACKET, "C9"), inquiry_message(now)):
            assert message.text
    with desk.store.begin() as tx:
        row = tx._connection.execute(
            text("SELECT outcome, resolved_answer FROM analytics_tickets WHERE ticket = :ticket"),
            {"ticket": paste.ticket},
        ).one()
        found, answer = outcome(tx.tickets.events(paste.ticket or 0))
        assert (row.outcome, row.resolved_answer) == (found, answer)


def _press(action: On, desk: Desk, paste: Paste, answer: int, press: Press) -> None:
    with contextlib.suppress(PressError):  # such as a claim by somebody who does not help
        action(desk, paste, answer, press)


def _events(desk: Desk, paste: Paste):
    with desk.store.read() as tx:
        return tx.tickets.events(paste.ticket or 0)


def _at_once(*works: Callable[[], object]) -> None:
    barrier = threading.Barrier(len(works), timeout=30)

    def work(one: Callable[[], object]) -> None:
        barrier.wait()
        one()

    threads = [threading.Thread(target=work, args=(one,)) for one in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


def test_of_those_who_claim_at_once_one_has_it(desk: Desk):
    paste = pasted(desk)
    helping.escalate(desk, paste.id, Press("asked", "U1"))
    _at_once(*(lambda n=n: helping.claim(desk, paste.id, Press(f"claim {n}", f"U{n}", channel="C9")) for n in range(6)))
    assert [event.kind for event in _events(desk, paste)] == [EventKind.ESCALATED, EventKind.CLAIMED]


def test_of_those_who_say_so_at_once_one_stands(desk: Desk):
    paste = pasted(desk)
    (answer,) = answers(desk, paste)
    _at_once(
        lambda: presses.solve(desk, answer, Press("a", "U1")),
        lambda: presses.solve(desk, answer, Press("b", "U2")),
        lambda: presses.solve_otherwise(desk, paste.id, Press("c", "U3")),
        lambda: helping.resolve(desk, paste.id, Press("d", "U2"), answer=None, article="", how="by hand"),
        lambda: _react(desk, paste, Press("e", "U1", channel=paste.channel), added=True),
    )
    assert len(_events(desk, paste)) == 1


def test_of_those_who_turn_it_down_at_once_one_shows_the_next(desk: Desk):
    paste = pasted(desk)
    (answer,) = answers(desk, paste)
    _at_once(*(lambda n=n: presses.reject(desk, answer, Press(f"no {n}", "U1")) for n in range(4)))
    assert [event.kind for event in _events(desk, paste)] == [EventKind.REJECTED]
    assert len(answers(desk, paste)) == 2
