"""The use cases, as people meet them: a paste, its reply, and what they press."""

from dataclasses import dataclass, field, replace

import pytest

from bot.matching import Band, Decision
from bot.store.store import SqlStore
from bot.support import helping
from bot.support import press as presses
from bot.support.ask import IGNORED, KNOWN, OBSERVED, REPLIED, ask, revise, withdraw
from bot.support.desk import Desk
from bot.support.lookup import lookup
from bot.support.model import EventKind, JobState, Outcome, Paste, Source
from bot.support.outcome import outcome
from bot.support.people import People
from bot.support.press import Press
from bot.support.reply import Reply, ReplyKind, compose
from tests.fakes.clock import FakeClock
from tests.store.make import article, candidate, decision, post

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


@dataclass
class Scripted:
    """A decider that says what the test tells it to."""

    says: Decision = field(default_factory=lambda: decision(candidate("first"), candidate("second", confidence=0.3)))
    revision: int = 1

    def decide(self, text: str) -> Decision:
        return self.says


@pytest.fixture
def decider() -> Scripted:
    return Scripted()


@pytest.fixture
def desk(store: SqlStore, clock: FakeClock, decider: Scripted) -> Desk:
    with store.begin() as tx:
        tx.articles.sync([article("first"), article("second"), article("third")], now=clock.now())
    return Desk(store=store, decider=decider, clock=clock, helpers=("U9",), people=People(("U2", "U3", "U4")))


def asked(desk: Desk, **values: object) -> Paste:
    state, paste = ask(desk, post(**values))
    assert state == REPLIED
    assert paste is not None
    return paste


def reply(desk: Desk, paste: Paste) -> Reply:
    with desk.store.begin() as tx:
        return compose(tx, tx.tickets.paste(paste.id))


def what_became(desk: Desk, paste: Paste) -> Outcome:
    with desk.store.begin() as tx:
        return outcome(tx.tickets.events(paste.ticket or 0))[0]


def jobs(desk: Desk) -> list[str]:
    with desk.store.begin() as tx:
        return [job.kind for job in tx.jobs.list(list(JobState), now=desk.clock.now())]


def by(actor: str, key: str) -> Press:
    return Press(key, actor)


def test_a_sure_answer_is_shown_in_full_and_its_reply_is_ordered(desk: Desk) -> None:
    paste = asked(desk)
    shown = reply(desk, paste)
    assert (shown.kind, shown.article and shown.article.id) == (ReplyKind.ARTICLE, "first")
    assert jobs(desk) == ["reply"]


def test_solving_names_who_and_with_what(desk: Desk) -> None:
    paste = asked(desk)
    answer = reply(desk, paste).answer
    assert answer
    presses.solve(desk, answer.id, by("U2", "k1"))
    shown = reply(desk, paste)
    assert (shown.resolved_by, shown.article and shown.article.id) == ("U2", "first")
    assert what_became(desk, paste) is Outcome.CONFIRMED


def test_the_first_of_two_who_say_solved_stands(desk: Desk) -> None:
    paste = asked(desk)
    answer = reply(desk, paste).answer
    assert answer
    presses.solve(desk, answer.id, by("U2", "k1"))
    presses.solve(desk, answer.id, by("U3", "k2"))
    assert reply(desk, paste).resolved_by == "U2"


def test_reopening_takes_the_resolution_back(desk: Desk) -> None:
    paste = asked(desk)
    answer = reply(desk, paste).answer
    assert answer
    presses.solve(desk, answer.id, by("U2", "k1"))
    presses.reopen(desk, answer.id, by("U3", "k2"))
    shown = reply(desk, paste)
    assert (shown.kind, shown.resolved_by) == (ReplyKind.ARTICLE, None)
    assert what_became(desk, paste) is Outcome.UNSOLVED
    presses.solve(desk, answer.id, by("U4", "k3"))
    assert reply(desk, paste).resolved_by == "U4"


def test_not_this_shows_the_next_and_then_that_there_is_none(desk: Desk) -> None:
    paste = asked(desk)
    for number, expected in enumerate(["first", "second"]):
        shown = reply(desk, paste)
        assert shown.article
        assert shown.answer
        assert shown.article.id == expected
        presses.reject(desk, shown.answer.id, by("U2", f"k{number}"))
    shown = reply(desk, paste)
    assert (shown.kind, shown.tried) == (ReplyKind.EXHAUSTED, ("About first", "About second"))
    assert what_became(desk, paste) is Outcome.UNSOLVED


def test_not_this_pressed_twice_skips_nothing(desk: Desk) -> None:
    paste = asked(desk)
    answer = reply(desk, paste).answer
    assert answer
    presses.reject(desk, answer.id, by("U2", "k1"))
    presses.reject(desk, answer.id, by("U2", "k2"))
    shown = reply(desk, paste)
    assert shown.article
    assert shown.article.id == "second"


def test_a_candidate_that_is_hardly_likely_is_not_the_next(desk: Desk, decider: Scripted) -> None:
    decider.says = decision(candidate("first"), candidate("second", confidence=0.01))
    paste = asked(desk)
    answer = reply(desk, paste).answer
    assert answer
    presses.reject(desk, answer.id, by("U2", "k1"))
    assert reply(desk, paste).kind is ReplyKind.EXHAUSTED


def test_suggestions_are_chosen_and_turned_down(desk: Desk, decider: Scripted) -> None:
    decider.says = decision(
        candidate("first", confidence=0.4), candidate("second", confidence=0.3), candidate("third", confidence=0.1),
        band=Band.SUGGEST,
    )  # fmt: skip
    paste = asked(desk, asked=True)
    shown = reply(desk, paste)
    assert (shown.kind, [choice.answer.article for choice in shown.choices]) == (
        ReplyKind.CHOICES,
        ["first", "second", "third"],
    )
    presses.choose(desk, shown.choices[1].answer.id, by("U2", "k1"))
    opened = reply(desk, paste)
    assert opened.article
    assert opened.answer
    assert opened.article.id == "second"
    presses.reject(desk, opened.answer.id, by("U2", "k2"))
    assert [choice.answer.article for choice in reply(desk, paste).choices] == ["first", "third"]
    presses.reject_all(desk, paste.id, by("U2", "k3"))
    assert reply(desk, paste).kind is ReplyKind.EXHAUSTED


def test_a_person_is_asked_once(desk: Desk) -> None:
    paste = asked(desk)
    assert helping.escalate(desk, paste.id, by("U2", "k1"))
    assert helping.escalate(desk, paste.id, by("U3", "k2"))
    assert reply(desk, paste).asked_for_help == "U2"
    assert jobs(desk).count("escalation") == 1
    assert what_became(desk, paste) is Outcome.ESCALATED


def test_without_helpers_nobody_is_asked_and_nothing_is_noted(desk: Desk) -> None:
    paste = asked(desk)
    assert not helping.escalate(replace(desk, helpers=()), paste.id, by("U2", "k1"))
    assert what_became(desk, paste) is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("name", "says", "values", "expected"),
    [
        ("sure, in a channel", decision(candidate("first")), {}, REPLIED),
        ("sure, in a channel shared with others", decision(candidate("first")), {"shared": True}, OBSERVED),
        ("unsure, uninvited", decision(candidate("first"), band=Band.SUGGEST), {}, OBSERVED),
        ("unsure, asked", decision(candidate("first"), band=Band.SUGGEST), {"asked": True}, REPLIED),
        ("no failure, uninvited", decision(band=Band.QUIET, failed=False), {}, IGNORED),
        ("no failure, asked", decision(band=Band.QUIET, failed=False), {"asked": True}, REPLIED),
    ],
)
def test_it_speaks_uninvited_only_when_sure(
    desk: Desk, decider: Scripted, name: str, says: Decision, values: dict[str, object], expected: str
) -> None:
    decider.says = says
    assert ask(desk, post(**values))[0] == expected
    assert jobs(desk) == (["reply"] if expected == REPLIED else [])


def test_the_same_message_is_read_once(desk: Desk) -> None:
    asked(desk)
    assert ask(desk, post())[0] == KNOWN
    assert jobs(desk) == ["reply"]


def test_a_second_paste_in_the_thread_joins_the_ticket(desk: Desk) -> None:
    first = asked(desk, ts="1.1")
    second = asked(desk, ts="1.2", thread_ts="1.1")
    assert first.ticket == second.ticket


def test_each_paste_of_a_thread_is_solved_turned_down_and_reopened_by_itself(desk: Desk) -> None:
    first, second = asked(desk, ts="1.1"), asked(desk, ts="1.2", thread_ts="1.1")
    for number, paste in enumerate([first, second]):
        answer = reply(desk, paste).answer
        assert answer
        presses.solve(desk, answer.id, by("U2", f"solved {number}"))
        assert reply(desk, paste).resolved_by == "U2"
    resolved = reply(desk, second).answer
    assert resolved
    presses.reopen(desk, resolved.id, by("U3", "reopened"))
    presses.reject(desk, resolved.id, by("U3", "rejected"))
    shown = reply(desk, second)
    assert shown.article
    assert (shown.article.id, shown.resolved_by) == ("second", None)
    assert reply(desk, first).resolved_by == "U2"


def test_nobody_is_asked_about_what_is_resolved(desk: Desk) -> None:
    paste = asked(desk)
    answer = reply(desk, paste).answer
    assert answer
    presses.solve(desk, answer.id, by("U2", "k1"))
    assert helping.escalate(desk, paste.id, by("U3", "k2"))
    assert jobs(desk).count("escalation") == 0
    assert what_became(desk, paste) is Outcome.CONFIRMED
    presses.reopen(desk, answer.id, by("U3", "k3"))
    assert helping.escalate(desk, paste.id, by("U3", "k4"))
    assert jobs(desk).count("escalation") == 1


def test_the_reply_to_a_resolved_paste_outlives_an_edit(desk: Desk, decider: Scripted) -> None:
    paste = asked(desk)
    answer = reply(desk, paste).answer
    assert answer
    presses.solve(desk, answer.id, by("U2", "k1"))
    decider.says = decision(candidate("third"))
    revise(desk, replace(post(), text="425 Can't open data connection."))
    shown = reply(desk, paste)
    assert shown.article
    assert (shown.resolved_by, shown.article.id) == ("U2", "first")
    presses.reopen(desk, answer.id, by("U2", "k2"))
    anew = reply(desk, paste).article
    assert anew
    assert anew.id == "third"


def test_an_edit_is_answered_anew(desk: Desk, decider: Scripted) -> None:
    paste = asked(desk)
    decider.says = decision(candidate("third"))
    revise(desk, replace(post(), text="425 Can't open data connection."))
    shown = reply(desk, paste)
    assert shown.article
    assert shown.article.id == "third"
    assert jobs(desk) == ["reply", "reply"]


def test_an_edit_that_changes_no_text_does_nothing(desk: Desk) -> None:
    asked(desk)
    assert revise(desk, post())[0] == KNOWN
    assert jobs(desk) == ["reply"]


def test_an_edit_can_make_an_observation_a_ticket(desk: Desk, decider: Scripted) -> None:
    decider.says = decision(band=Band.QUIET)
    assert ask(desk, post())[0] == OBSERVED
    decider.says = decision(candidate("first"))
    state, paste = revise(desk, replace(post(), text="530 again"))
    assert state == REPLIED
    assert paste
    assert reply(desk, paste).kind is ReplyKind.ARTICLE


def test_a_deleted_paste_loses_its_text_and_its_reply(desk: Desk) -> None:
    paste = asked(desk)
    withdraw(desk, workspace=paste.workspace, channel=paste.channel, ts=paste.ts)
    assert reply(desk, paste).kind is ReplyKind.GONE
    with desk.store.begin() as tx:
        assert tx.tickets.paste(paste.id).text == ""


def test_asked_with_nothing_to_read(desk: Desk, decider: Scripted) -> None:
    decider.says = decision(band=Band.QUIET, failed=False)
    assert reply(desk, asked(desk, text="", asked=True)).kind is ReplyKind.EMPTY


def test_asked_and_nothing_fits(desk: Desk, decider: Scripted) -> None:
    decider.says = decision(band=Band.QUIET)
    shown = reply(desk, asked(desk, text="what about first", asked=True))
    assert shown.kind is ReplyKind.NOTHING
    assert "first" in [name for name, _ in shown.nearest]


def test_a_shared_command_moves_its_ticket_to_the_new_thread(desk: Desk) -> None:
    paste = asked(desk, ts="command:1", source=Source.COMMAND, asked=True)
    presses.share(desk, paste.id, by("U1", "k1"), channel="C7")
    presses.shared(desk, paste.id, by("U1", "k1"), channel="C7", ts="9.9")
    with desk.store.begin() as tx:
        moved = tx.tickets.find(workspace=paste.workspace, channel="C7", thread_ts="9.9")
    assert moved
    assert moved.id == paste.ticket


@pytest.mark.parametrize(
    ("words", "expected"), [("first", ["first"]), ("FIRST", ["first"]), ("About third", "third")], ids=str
)
def test_look_up(desk: Desk, words: str, expected: list[str] | str) -> None:
    found = [one.id for one in lookup(desk, words)]
    assert found == expected if isinstance(expected, list) else found[0] == expected


def test_an_old_article_is_shown_as_it_was(desk: Desk, clock: FakeClock) -> None:
    paste = asked(desk)
    with desk.store.begin() as tx:
        tx.articles.sync([article("first", title="Rewritten"), article("second")], now=clock.now())
    shown = reply(desk, paste)
    assert shown.article
    assert shown.article.title == "About first"


def test_a_button_of_an_answer_that_is_not_there_is_explained(desk: Desk) -> None:
    with pytest.raises(presses.NothingThereError, match="paste the error again"):
        presses.solve(desk, 4711, by("U2", "k1"))


def test_a_ticket_that_something_else_resolved_says_so(desk: Desk) -> None:
    paste = asked(desk)
    with desk.store.begin() as tx:
        ticket = tx.tickets.get(paste.ticket or 0)
        tx.tickets.add_event(
            "k1", EventKind.RESOLVED_BY_PERSON, ticket=ticket, answer=None, actor="U9", at=desk.clock.now()
        )
    assert reply(desk, paste).resolved_otherwise
    assert what_became(desk, paste) is Outcome.RESOLVED_BY_PERSON


def test_each_paste_of_a_thread_has_its_own_helpers_and_ends(desk: Desk) -> None:
    first, second = asked(desk, ts="1.1"), asked(desk, ts="1.2", thread_ts="1.1")
    helping.escalate(desk, first.id, by("U1", "k1"))
    assert reply(desk, first).help
    assert reply(desk, second).help is None
    presses.solve_otherwise(desk, second.id, by("U1", "k2"))
    assert reply(desk, second).resolved_otherwise
    assert reply(desk, first).resolution is None
    answer = reply(desk, first).answer
    assert answer
    presses.solve(desk, answer.id, by("U1", "k3"))
    presses.reopen_paste(desk, second.id, by("U1", "k4"))
    assert reply(desk, second).resolution is None
    assert reply(desk, first).resolved_by == "U1"
    presses.reopen_paste(desk, first.id, by("U1", "k5"))
    assert reply(desk, first).resolution is None
