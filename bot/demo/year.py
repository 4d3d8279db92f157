"""What becomes of each paste of the year: what is shown, and what people say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import accumulate
from math import log
from random import Random
from typing import Final

from bot.analytics.clusters import cluster_of
from bot.demo import calendar
from bot.demo.scenes import Scene, of_article
from bot.demo.talk import Said, Talk
from bot.matching.model import Band, Candidate, Decision
from bot.support.model import Answer, Event, Incident, Paste, Source, Ticket

WORKSPACE: Final = "T0DEMO"
BETTER: Final = "passive-ports-blocked"  # the article that was revised
REVISED: Final = 0.55  # the share of the year after which it was
CHANNELS: Final = {"C0HOSTING": 34, "C0DEPLOY": 22, "C0PARTNERS": 18, "C0WEBSHOP": 12, "C0PRINT": 8, "D0DIRECT": 6}
PEOPLE: Final = 260
HOSTS: Final = ("example.com", "example.net", "example.org")
HELPERS: Final = 7
LATER: Final = 0.4  # of all scenes, those that nobody meets at the beginning of the year
SWITCHED: Final = 0.62  # the share of the year after which the matcher got a new parameter set
INCIDENTS: Final = ((0.38, 3.0, "cert-untrusted-or-expired"), (0.87, 5.0, "connection-refused"))
"""What broke for many at once: after which share of the year, for how many hours, and what helps."""
INCIDENT_SHARE: Final = 0.009  # of all tickets, each
NOTICED: Final = 5  # pastes after which the bot would have said so
USUAL: Final = 0.3  # pastes a day of such a failure at other times
QUIET_SHARE: Final = 0.16  # pastes left unanswered, beside the tickets


@dataclass(frozen=True, slots=True)
class Plan:
    """What year to make.

    Attributes:
        tickets: How many.
        seed: Another seed, another year.
        end: Its last moment.
        revisions: Of each article, the revision that was stored at the beginning and the one after ``REVISED``.
        matchers: The parameter sets before and after ``SWITCHED``.
    """

    tickets: int
    seed: int
    end: datetime
    revisions: Mapping[str, tuple[int, int]]
    matchers: tuple[str, str]

    @property
    def start(self) -> datetime:
        """Its first moment."""
        return self.end - timedelta(days=calendar.DAYS)

    def after(self, share: float) -> datetime:
        """The moment at which this share of the year has gone by."""
        return self.start + (self.end - self.start) * share


@dataclass(slots=True)
class Made:
    """Some records, in the order of their ids."""

    tickets: list[Ticket] = field(default_factory=list)
    pastes: list[Paste] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)


@dataclass(slots=True)
class Burst:
    """Something that broke for many: a scene and the time in which it was pasted, and who pasted it when."""

    scene: Scene
    start: datetime
    end: datetime
    pastes: list[tuple[datetime, str]] = field(default_factory=list)

    def meets(self, scene: Scene, at: datetime) -> bool:
        """Whether a paste belongs to it."""
        return scene is self.scene and self.start <= at <= self.end

    def incident(self, ident: int) -> Incident:
        """As the bot would have noticed it."""
        moments = [at for at, _ in self.pastes]
        return Incident(
            id=ident,
            workspace=WORKSPACE,
            cluster=cluster_of(self.scene.decision) or "",
            started_at=moments[0],
            noticed_at=moments[min(NOTICED, len(moments)) - 1],
            last_at=moments[-1],
            ended_at=moments[-1] + timedelta(hours=1),
            people=len({author for _, author in self.pastes}),
            pastes=len(moments),
            usual=USUAL,
            channel=None,
            ts=None,
        )


class Year:
    """Makes the records of a year.

    Args:
        plan: What year.
        scenes: What people paste.
    """

    def __init__(self, plan: Plan, scenes: Sequence[Scene]) -> None:
        self._plan = plan
        self._random = Random(plan.seed)  # noqa: S311  made up, and the same each time
        self._scenes = scenes
        self._weights = list(accumulate(scene.weight for scene in scenes))
        later = (scene.weight <= 1 and self._random.random() < LATER for scene in scenes)
        begins = (self._random.random() if one else 0.0 for one in later)
        self._begins = dict(zip(map(id, scenes), begins, strict=True))
        self._people = [f"U0DEMO{n:03}" for n in range(1, PEOPLE + 1)]
        self._activity = [1 / (n + 8) for n in range(PEOPLE)]
        self._ids = dict.fromkeys(("ticket", "paste", "answer", "event"), 0)
        self._bursts: list[Burst] = []
        self._made = Made()

    def batches(self, size: int = 1000) -> Iterator[Made]:
        """All records, some at a time, in the order of time."""
        for at, scene, answered in self._arrivals():
            self._paste(at, scene, answered=answered)
            if len(self._made.pastes) >= size:
                yield self._made
                self._made = Made()
        self._made.incidents += [burst.incident(n) for n, burst in enumerate(self._bursts, 1) if burst.pastes]
        yield self._made

    def _arrivals(self) -> list[tuple[datetime, Scene, bool]]:
        """When what is pasted, and whether it is answered: exactly as many are as the plan has tickets."""
        plan, random = self._plan, self._random
        found = []
        for share, hours, article in INCIDENTS:
            broken = of_article(self._scenes, article)[:1]
            count = round(plan.tickets * INCIDENT_SHARE) if broken else 0
            start = _working_morning(plan.after(share))
            burst = [(at, broken[0], True) for at in calendar.burst(random, count, start=start, hours=hours)]
            found += burst
            if len(burst) >= NOTICED:
                self._bursts.append(Burst(broken[0], start, start + timedelta(hours=hours)))
        rest = calendar.moments(random, plan.tickets - len(found), end=plan.end)
        found += [(at, self._pick(at), True) for at in rest]
        quiet = calendar.moments(random, round(plan.tickets * QUIET_SHARE), end=plan.end)
        found += [(at, scene, False) for at, scene in zip(quiet, self._unknown(quiet), strict=True)]
        return sorted(found, key=lambda one: one[0])

    def _pick(self, at: datetime) -> Scene:
        """What somebody pastes; what nobody has met yet is tried a few times before it is met."""
        tries = (self._random.choices(self._scenes, cum_weights=self._weights)[0] for _ in range(6))
        return next((scene for scene in tries if self._is_met(scene, at)), self._scenes[0])

    def _is_met(self, scene: Scene, at: datetime) -> bool:
        """Whether somebody meets this failure by now: what no article knows is met more often over the year."""
        share = (at - self._plan.start) / (self._plan.end - self._plan.start)
        if scene.article is None:
            return self._random.random() < 0.35 + 0.65 * share
        return share >= self._begins[id(scene)]

    def _unknown(self, moments: Sequence[datetime]) -> Iterator[Scene]:
        """What is left unanswered: failures that no article knows, ever more of them, and some that are badly told."""
        doubtful = [scene for scene in self._scenes if scene.decision.band is not Band.ANSWER] or list(self._scenes)
        strange = [scene for scene in self._scenes if scene.article is None] or doubtful
        weights = [scene.weight for scene in strange]
        for at in moments:
            scene = self._random.choices(strange, weights)[0]
            new = self._random.random() < 0.6 and self._is_met(scene, at)
            yield scene if new else self._random.choice(doubtful)

    def _paste(self, at: datetime, scene: Scene, *, answered: bool) -> None:
        random = self._random
        channel = random.choices(list(CHANNELS), list(CHANNELS.values()))[0]
        author = random.choices(self._people, self._activity)[0]
        decision = self._doubted(at, scene.decision)
        uninvited = decision.band is Band.ANSWER and not channel.startswith("D")
        asked = answered and (not uninvited or random.random() < 0.3)
        command = asked and random.random() < 0.25
        number = self._next("paste")
        ts = f"{int(at.timestamp())}.{number % 1_000_000:06}"
        replied = at + timedelta(seconds=random.lognormvariate(log(2.4), 0.6))
        ticket = Ticket(self._next("ticket"), WORKSPACE, channel, ts, author, at) if answered else None
        paste = Paste(
            id=number,
            workspace=WORKSPACE,
            ticket=None if ticket is None else ticket.id,
            channel=channel,
            ts=ts,
            thread_ts=None,
            author=author,
            source=Source.COMMAND if command else Source.MESSAGE,
            asked=asked,
            text=scene.text.replace("example.com", random.choice(HOSTS)),
            decision=decision if answered else replace(decision, band=Band.QUIET),
            revision=1,
            kb_revision=1 + (at >= self._plan.after(REVISED)),
            created_at=at,
            private=channel.startswith("D"),
            reply_channel=channel if answered else None,
            reply_ts=f"{replied.timestamp():.6f}" if answered else None,
        )
        self._made.pastes.append(paste)
        for burst in self._bursts:
            if burst.meets(scene, at):
                burst.pastes.append((at, author))
        if ticket is not None:
            self._made.tickets.append(ticket)
            self._hear(paste, ticket, scene, self._show(paste, replied))

    def _doubted(self, at: datetime, decision: Decision) -> Decision:
        """A decision as the year's pastes deserve it: they are less tidy than the tests of articles."""
        first, *others = decision.candidates
        lowest = 0.86 if decision.band is Band.ANSWER else 0.3
        sure = first.confidence - abs(self._random.gauss(0, 0.05))
        best = replace(first, confidence=round(max(sure, min(lowest, first.confidence)), 4))
        weaker = (replace(other, confidence=min(other.confidence, best.confidence)) for other in others)
        matcher = self._plan.matchers[at >= self._plan.after(SWITCHED)]
        return replace(decision, candidates=(best, *weaker), parameters=matcher)

    def _show(self, paste: Paste, at: datetime) -> list[Answer]:
        full = paste.decision.band is Band.ANSWER
        shown = paste.decision.candidates[: 1 if full else 3]
        return [self._answer(paste, candidate, rank, full=full, at=at) for rank, candidate in enumerate(shown, 1)]

    def _answer(self, paste: Paste, candidate: Candidate, rank: int, *, full: bool, at: datetime) -> Answer:
        assert paste.ticket is not None  # noqa: S101  only tickets are answered
        answer = Answer(
            id=self._next("answer"),
            workspace=WORKSPACE,
            ticket=paste.ticket,
            paste=paste.id,
            paste_revision=1,
            article=candidate.article,
            article_revision=self._plan.revisions[candidate.article][paste.created_at >= self._plan.after(REVISED)],
            rank=rank,
            confidence=candidate.confidence,
            band=paste.decision.band,
            matcher=paste.decision.parameters,
            full=full,
            shown_at=at,
        )
        self._made.answers.append(answer)
        return answer

    def _hear(self, paste: Paste, ticket: Ticket, scene: Scene, shown: Sequence[Answer]) -> None:
        helper = f"U0HELP{self._random.randint(1, HELPERS):02}"
        witness = self._random.choice(self._people)
        better = paste.created_at >= self._plan.after(REVISED)
        helps = {BETTER: 0.88 if better else 0.3}
        talk = Talk(self._random, author=paste.author, helper=helper, witness=witness)
        for said in talk.about(scene, shown, asked=paste.asked, helps=helps, end=self._plan.end):
            self._made.events.append(self._event(ticket, said))

    def _event(self, ticket: Ticket, said: Said) -> Event:
        number = self._next("event")
        return Event(
            id=number,
            workspace=WORKSPACE,
            ticket=ticket.id,
            answer=said.answer,
            kind=said.kind,
            actor=said.actor,
            at=said.at,
            reason=said.reason,
            article=said.article,
        )

    def _next(self, what: str) -> int:
        self._ids[what] += 1
        return self._ids[what]


def _working_morning(day: datetime) -> datetime:
    """The morning of a day, or of the Monday after a weekend."""
    day += timedelta(days=max(0, 7 - day.weekday()) % 7 if day.weekday() >= 5 else 0)
    return day.replace(hour=8, minute=40, second=0, microsecond=0)
