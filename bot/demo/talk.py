"""What people say of an answer, if they say anything."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log
from random import Random
from typing import Final

from bot.demo.scenes import Scene
from bot.matching.model import Band
from bot.support.model import Answer, EventKind, Reason

SPEAK: Final = 0.27  # of those answered uninvited
SPEAK_ASKED: Final = 0.45  # of those who had asked
HELPS: Final = 0.94  # how often an article helps those whose failure it is about
OVERSURE: Final = 0.02  # by how much the matcher promises too much
BOT: Final = "U0KBBOT"
PLACES: Final = (0.68, 0.22, 0.1)  # of the right one among suggestions

INQUIRES: Final = timedelta(hours=24)  # after which the bot asks once, where nobody said anything
CLOSES: Final = timedelta(days=7)  # after which it leaves a ticket alone

_REASONS: Final = {
    True: ((Reason.DID_NOT_HELP, Reason.ANOTHER_ERROR, None), (8, 1, 2)),
    False: ((Reason.ANOTHER_ERROR, Reason.DID_NOT_HELP, Reason.NOT_MY_SERVER, None), (6, 2, 2, 2)),
}
"""Why people turn an answer down, by whether it named the cause; not everybody says."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something that somebody said; an event of the ticket to be."""

    kind: EventKind
    answer: int | None
    actor: str
    at: datetime
    reason: Reason | None = None
    article: str | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """The people of one ticket.

    Attributes:
        author: Who pasted.
        helper: Who is asked where no answer helps.
        witness: Who reads along.
    """

    random: Random
    author: str
    helper: str
    witness: str

    def about(
        self, scene: Scene, shown: Sequence[Answer], *, asked: bool, helps: Mapping[str, float], end: datetime
    ) -> list[Said]:
        """What they say, in order; nothing is said after ``end``.

        Args:
            scene: What was pasted.
            shown: What was answered.
            asked: The bot was asked directly: who asks says more.
            helps: How often an article helps, where it is not as often as others do.
            end: The end of the year.
        """
        said = [one for one in self._all(scene, shown, asked=asked, helps=helps) if one.at < end]
        return sorted(said, key=lambda one: one.at)

    def _all(self, scene: Scene, shown: Sequence[Answer], *, asked: bool, helps: Mapping[str, float]) -> Iterator[Said]:
        chance, at = self.random.random, shown[0].shown_at
        right = self._right(scene, shown)
        open_one = right or shown[0]
        if not shown[0].full and chance() < 0.65:
            at = self._later(at, minutes=1.5)
            yield Said(EventKind.CHOSEN, open_one.id, self.author, at)
        if chance() >= (SPEAK_ASKED if asked else SPEAK):
            yield from self._silent(at)
            return
        if right is not None and chance() < helps.get(right.article, HELPS):
            yield from self._solved(right, at)
        else:
            yield from self._turned_down(
                shown if right is None else [right], at, scene.article, named=right is not None
            )

    def _silent(self, at: datetime) -> Iterator[Said]:
        """Few of those who say nothing of an answer want a person at once, and few more speak up when asked."""
        chance = self.random.random()
        if chance < 0.02:
            yield from self._asks(at)
        elif chance < 0.5:
            yield Said(EventKind.INQUIRED, None, BOT, at + INQUIRES)
            yield Said(EventKind.CLOSED, None, BOT, at + CLOSES)

    def _right(self, scene: Scene, shown: Sequence[Answer]) -> Answer | None:
        """The answer that names the cause, if any."""
        if scene.article is None:
            return None
        promised = shown[0].confidence if shown[0].band is Band.ANSWER else 0.72
        if self.random.random() >= promised - OVERSURE:
            return None
        return self.random.choices(shown, PLACES[: len(shown)])[0]

    def _solved(self, answer: Answer, at: datetime) -> Iterator[Said]:
        chance = self.random.random
        if chance() < 0.025:  # two people disagree
            yield self._rejects(answer, self._later(at, minutes=6), self.witness, named=True)
        at = self._later(at, minutes=14)
        yield Said(EventKind.SOLVED, answer.id, self.author, at)
        if chance() < 0.045:
            at = self._later(at, minutes=1500)
            yield Said(EventKind.REOPENED, answer.id, self.author, at)
            if chance() < 0.5:
                yield Said(EventKind.SOLVED, answer.id, self.author, self._later(at, minutes=60))
            elif chance() < 0.7:
                yield from self._asks(at, answer.article)

    def _turned_down(
        self, shown: Sequence[Answer], at: datetime, article: str | None, *, named: bool
    ) -> Iterator[Said]:
        for answer in shown:
            at = self._later(at, minutes=5)
            yield self._rejects(answer, at, self.author, named=named)
        if self.random.random() < 0.58:
            yield from self._asks(at, article)

    def _rejects(self, answer: Answer, at: datetime, actor: str, *, named: bool) -> Said:
        reasons, weights = _REASONS[named]
        return Said(EventKind.REJECTED, answer.id, actor, at, self.random.choices(reasons, weights)[0])

    def _asks(self, at: datetime, article: str | None = None) -> Iterator[Said]:
        """A person is asked, who may take it on, and often solves it, now and then with an article not shown."""
        at, chance = self._later(at, minutes=3), self.random.random
        yield Said(EventKind.ESCALATED, None, self.author, at)
        if chance() < 0.7:
            yield Said(EventKind.CLAIMED, None, self.helper, at + timedelta(seconds=90))
        if chance() < 0.78:
            done = _at_work(self._later(at, minutes=150))
            with_article = article if chance() < 0.25 else None
            yield Said(EventKind.RESOLVED_BY_PERSON, None, self.helper, done, article=with_article)

    def _later(self, at: datetime, *, minutes: float) -> datetime:
        """A moment later: half of the time before so many minutes are over, seldom much later."""
        return at + timedelta(minutes=self.random.lognormvariate(log(minutes), 1.1))


def _at_work(at: datetime) -> datetime:
    """The moment, or the next working morning: people who help sleep, too."""
    if at.weekday() < 5 and 7 <= at.hour < 18:
        return at
    day = at if at.hour < 7 and at.weekday() < 5 else at + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day.replace(hour=7, minute=at.minute)
