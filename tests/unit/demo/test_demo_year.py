"""The made-up year: the same each time, exactly as large as asked for, and believable where it matters."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest

from bot.demo import Made, Plan, Year
from bot.demo.scenes import STRANGE, scenes
from bot.demo.year import BETTER, INCIDENTS, REVISED, WORKSPACE
from bot.kb import article as kb
from bot.matching.model import Band, Candidate, Decision
from bot.support.model import EventKind, Outcome, Source
from bot.support.outcome import outcome
from bot.transcript.model import FailurePoint, Step

END = datetime(2026, 11, 30, tzinfo=UTC)
NAMES = (BETTER, "wrong-credentials", *(article for _, _, article in INCIDENTS))
ARTICLES = [
    kb.Article(id=name, title=f"About {name}", tests=kb.Tests(find=(f"550 {name} at ftp.example.com",)))
    for name in NAMES
]


def decide(text: str) -> Decision:
    known = next((name for name in NAMES if name in text), None)
    names = (known or NAMES[1], *(name for name in NAMES if name != (known or NAMES[1])))
    sure = 0.97 if known else 0.5
    candidates = tuple(
        Candidate(name, 1, f"About {name}", None, sure / (n + 1), (), ()) for n, name in enumerate(names)
    )
    failure = FailurePoint(Step.TRANSFER, "STOR", 550, 1, text)
    return Decision(Band.ANSWER if known else Band.SUGGEST, candidates, failure, (), (), ("550",), "late", 1.0)


def year(tickets: int = 3000, seed: int = 1) -> Made:
    plan = Plan(tickets, seed, END, {name: (1, 1 + (name == BETTER)) for name in NAMES}, ("early", "late"))
    batches = list(Year(plan, scenes(ARTICLES, decide)).batches(size=500))
    parts = ("tickets", "pastes", "answers", "events", "incidents")
    return Made(*(list(chain.from_iterable(getattr(batch, part) for batch in batches)) for part in parts))


@pytest.fixture(scope="module")
def made() -> Made:
    return year()


def test_the_same_seed_makes_the_same_year(made: Made) -> None:
    assert year() == made
    assert year(seed=2) != made


@pytest.mark.parametrize("tickets", [1, 7, 250])
def test_there_are_as_many_tickets_as_asked_for(tickets: int) -> None:
    assert len(year(tickets).tickets) == tickets


def test_ids_and_references_hold(made: Made) -> None:
    for records in (made.tickets, made.pastes, made.answers, made.events):
        assert [one.id for one in records] == list(range(1, len(records) + 1))
        assert {one.workspace for one in records} == {WORKSPACE}
    opened = {ticket.id: ticket for ticket in made.tickets}
    shown = {answer.id: answer for answer in made.answers}
    for event in made.events:
        assert opened[event.ticket].opened_at < event.at < END
        assert event.answer is None or shown[event.answer].ticket == event.ticket
    assert len({(ticket.channel, ticket.thread_ts) for ticket in made.tickets}) == len(made.tickets)


def test_nobody_works_at_weekends_as_on_other_days(made: Made) -> None:
    days = Counter(ticket.opened_at.weekday() for ticket in made.tickets)
    assert sum(days[day] for day in (5, 6)) < days[0] / 2


def test_most_say_nothing_and_every_outcome_is_there(made: Made) -> None:
    events: dict[int, list] = {ticket.id: [] for ticket in made.tickets}
    for event in made.events:
        events[event.ticket].append(event)
    outcomes = Counter(outcome(said)[0] for said in events.values())
    assert set(outcomes) == set(Outcome)
    assert outcomes[Outcome.UNKNOWN] > len(made.tickets) / 2
    assert {EventKind.REOPENED, EventKind.CHOSEN, EventKind.ESCALATED} <= {event.kind for event in made.events}
    assert {paste.source for paste in made.pastes} == {Source.MESSAGE, Source.COMMAND}


def test_an_article_gets_better_when_it_is_revised(made: Made) -> None:
    shown = {answer.id: answer for answer in made.answers if answer.article == BETTER}
    solved = {event.answer for event in made.events if event.kind is EventKind.SOLVED}

    def rate(revision: int) -> float:
        answers = [answer for answer in shown.values() if answer.article_revision == revision]
        return sum(answer.id in solved for answer in answers) / len(answers)

    assert rate(2) > 1.5 * rate(1)
    revised = END - timedelta(days=365 * (1 - REVISED))
    assert all((answer.article_revision == 2) == (answer.shown_at >= revised) for answer in shown.values())


def test_something_breaks_for_many_at_once() -> None:
    made = year(5000)
    hours = Counter(
        (ticket.opened_at.replace(minute=0, second=0, microsecond=0), answer.article)
        for ticket, answer in zip(made.tickets, (a for a in made.answers if a.rank == 1), strict=True)
    )
    loudest = {article for (_, article), count in hours.most_common(4) if count >= 10}
    assert loudest == {article for _, _, article in INCIDENTS}
    assert len(made.incidents) == len(INCIDENTS)
    for incident in made.incidents:
        assert incident.started_at <= incident.noticed_at <= incident.last_at < incident.ended_at
        assert incident.people > 20
        assert incident.cluster


def test_what_no_article_knows_becomes_more(made: Made) -> None:
    strange = [paste for paste in made.pastes if any(text.strip() in paste.text for text, _ in STRANGE)]
    middle = END - timedelta(days=182)
    late = sum(paste.created_at >= middle for paste in strange)
    assert late > 1.3 * (len(strange) - late)


def test_a_paste_left_quiet_has_no_ticket(made: Made) -> None:
    quiet = [paste for paste in made.pastes if paste.ticket is None]
    assert len(made.tickets) / 10 < len(quiet) < len(made.tickets) / 4
    assert {paste.decision.band for paste in quiet} == {Band.QUIET}
