"""Looking back on both databases: past pastes with what people said, and failures that no article resolved."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.analytics.gaps import Growth
from bot.matching.model import Band
from bot.store.store import SqlStore
from bot.support.desk import Desk
from bot.support.gaps import NoCuratorError, NothingToDraftError, begin_article, to_write
from bot.support.model import EventKind
from bot.support.people import People
from tests.fakes.clock import FakeClock
from tests.store.make import LINE, article, candidate, decision, post

K = EventKind
DAY = timedelta(days=1)
CLUSTER = "login:login-refused"


class World:
    """Pastes with what people said."""

    def __init__(self, store: SqlStore, clock: FakeClock) -> None:
        self.store, self.clock, self._number = store, clock, 0
        with store.begin() as tx:
            tx.articles.add([article("one"), article("two")], now=clock.now())

    def paste(
        self, *steps: tuple[EventKind, str | None], author: str = "U1", quiet: bool = False, **values: object
    ) -> int:
        """Somebody pastes, both articles are suggested, and people say this; without a ticket where it is quiet."""
        self._number += 1
        made = post(f"17638{self._number:05}.000100", author=author, **{"private": False, **values})
        with self.store.begin() as tx:
            band = Band.QUIET if quiet else Band.SUGGEST
            decided = decision(candidate("one"), candidate("two"), band=band)
            place = {"workspace": made.workspace, "channel": made.channel, "thread_ts": made.ts}
            ticket = None if quiet else tx.tickets.open(**place, author=author, at=self.clock.now())
            kept = tx.tickets.add_paste(
                made, decided, ticket=None if ticket is None else ticket.id, kb_revision=1, at=self.clock.now()
            )
            if ticket is None:
                return kept.id
            shown = {"article_revision": 1, "confidence": 0.5, "band": band, "full": False, "at": self.clock.now()}
            answers = {
                name: tx.tickets.add_answer(kept, article=name, rank=rank, **shown).id
                for rank, name in enumerate(("one", "two"), 1)
            }
            for number, (kind, name) in enumerate(steps):
                tx.tickets.add_event(
                    f"{kept.id}:{number}",
                    kind,
                    ticket=ticket,
                    answer=answers.get(name),
                    actor=author,
                    at=self.clock.now(),
                    article=name if name not in answers else None,
                )
        return kept.id

    def said(self):
        with self.store.read() as tx:
            return tx.replays.said(since=self.clock.now() - 30 * DAY, until=self.clock.now() + DAY)

    def gaps(self, **options: object):
        with self.store.read() as tx:
            now = self.clock.now()
            return tx.gaps.gaps(since=now - 30 * DAY, until=now + timedelta(seconds=1), limit=9, **options)


@pytest.fixture
def world(store: SqlStore, clock: FakeClock) -> World:
    return World(store, clock)


@pytest.mark.parametrize(
    ("name", "steps", "confirmed", "rejected", "solved_with"),
    [
        ("nothing", [], "", "", ""),
        ("solved", [(K.SOLVED, "one")], "one", "", ""),
        ("the second one", [(K.REJECTED, "one"), (K.SOLVED, "two")], "two", "one", ""),
        ("taken back", [(K.SOLVED, "one"), (K.REOPENED, "one")], "", "", ""),
        ("by a person", [(K.REJECTED, "one"), (K.RESOLVED_BY_PERSON, "three")], "", "one", "three"),
        ("by a person, taken back", [(K.RESOLVED_BY_PERSON, "three"), (K.REOPENED, None)], "", "", ""),
    ],
)
def test_what_people_said(world: World, name, steps, confirmed, rejected, solved_with):
    world.paste(*steps)
    (said,) = world.said()
    found = tuple(",".join(sorted(each)) for each in (said.confirmed, said.rejected, said.solved_with))
    assert found == (confirmed, rejected, solved_with), name
    assert (said.text, said.decision.band) == (LINE, Band.SUGGEST)


def test_what_has_no_text_any_more_cannot_be_decided_anew(world: World):
    world.paste()
    erased = world.paste()
    with world.store.begin() as tx:
        tx.tickets.erase(erased)
    assert len(world.said()) == 1


def test_a_gap_is_what_was_left_quiet_or_not_resolved(world: World):
    for people, steps in enumerate(
        [
            [(K.REJECTED, "one")],
            [(K.ESCALATED, None)],
            [(K.RESOLVED_BY_PERSON, None)],
            [(K.SOLVED, "one")],  # resolved
            [],  # nobody said anything of an answer
        ]
    ):
        world.paste(*steps, author=f"U{people}")
    world.paste(quiet=True, author="U9", channel="C2")
    (gap,) = world.gaps()
    assert (gap.cluster, gap.pastes, gap.unanswered, gap.people, gap.channels) == (CLUSTER, 4, 1, 4, 2)
    assert gap.growth is Growth.UNSAID
    assert gap.example == "530 user <user> cannot log in."
    assert gap.nearest.article == "one"
    assert world.gaps(workspace="T2") == []
    assert world.gaps(cluster="other") == []


def test_few_people_are_not_counted_and_private_pastes_are_no_examples(world: World):
    for _ in range(3):
        world.paste(quiet=True, private=True)
    (gap,) = world.gaps()
    assert (gap.pastes, gap.people, gap.example, gap.nearest) == (3, None, "", None)


def test_it_grows(world: World):
    world.paste(quiet=True)
    world.clock.advance(20 * DAY)
    for number in range(11):
        world.paste(quiet=True, author=f"U{number}")
    (gap,) = world.gaps()
    assert (gap.halves, gap.growth) == ((1, 11), Growth.GROWING)
    assert gap.last_at - gap.first_at == 20 * DAY


def desk_of(world: World, **people: object) -> Desk:
    return Desk(world.store, None, world.clock, people=People(("U1",), **people))


def test_one_press_begins_an_article_that_nobody_is_answered_with(world: World):
    world.paste(quiet=True)
    world.clock.advance(1)
    desk = desk_of(world)
    assert [gap.cluster for gap in to_write(desk, "T1")] == [CLUSTER]
    begun = begin_article(desk, "T1", CLUSTER, "U1")
    assert begun.symptoms == ("530 user <user> cannot log in.",)
    with world.store.begin() as tx:
        stored = tx.articles.get(begun.id)
        assert (stored.article.status, stored.retired) == ("draft", False)
        assert begun.id not in {entry.article for entry in tx.articles.entries()}
        tx.articles.sync([article("one")], now=world.clock.now())  # what a start of the bot does
        assert not tx.articles.get(begun.id).retired
        tx.articles.add([replace(stored.article, cause="Written meanwhile.")], now=world.clock.now())
    assert begin_article(desk, "T1", CLUSTER, "U1").cause == "Written meanwhile."


def test_who_may_not_and_what_is_nothing(world: World):
    desk = desk_of(world)
    with pytest.raises(NothingToDraftError):
        begin_article(desk, "T1", CLUSTER, "U1")
    with pytest.raises(NoCuratorError):
        begin_article(desk, "T1", CLUSTER, "U2")
