"""Forgetting on both databases: nothing of a person is left in any row, and every report says what it said before."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from bot.matching.model import Band
from bot.store.privacy import DETAILS
from bot.store.store import SqlStore
from bot.store.tables import VIEWS, metadata
from bot.support.model import EventKind, JobState, Mode, Piece, Spot
from bot.support.notices import NoticeKind
from bot.worker.housekeeping import Housekeeping
from tests.fakes.clock import FakeClock
from tests.store.make import LINE, article, candidate, decision, post, report

ALICE, BOB, CAROL = "U0ALICE000", "U0BOB00000", "U0CAROL000"
ALIKE = "U0ALICE0001"  # begins like another one
DIRECT = "D0ALICE00"
DAY = timedelta(days=1)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def paste(store: SqlStore, clock: FakeClock, ts: str, author: str, **values: object) -> tuple[int, int]:
    """Somebody pastes, and is answered; the ids of the paste and of its answer."""
    made = post(ts, author=author, **values)
    with store.begin() as tx:
        place = {"workspace": made.workspace, "channel": made.channel, "thread_ts": ts}
        ticket = tx.tickets.open(**place, author=author, at=clock.now())
        kept = tx.tickets.add_paste(made, decision(candidate("one")), ticket=ticket.id, kb_revision=1, at=clock.now())
        shown = {"rank": 1, "confidence": 0.9, "band": Band.ANSWER, "full": True, "at": clock.now()}
        answer = tx.tickets.add_answer(kept, article="one", article_revision=1, **shown)
    return kept.id, answer.id


def say(store: SqlStore, clock: FakeClock, paste: int, answer: int | None, kind: EventKind, who: str) -> None:
    with store.begin() as tx:
        ticket = tx.tickets.get(tx.tickets.paste(paste).ticket)
        key, detail = f"action:{clock.now().timestamp()}:{who}", {"helpers": [who], "note": f"<@{who}> said so"}
        tx.tickets.add_event(key, kind, ticket=ticket, answer=answer, actor=who, at=clock.now(), detail=detail)
    clock.advance(1)


@pytest.fixture
def lived(store: SqlStore, clock: FakeClock) -> SqlStore:
    """A database in which people were at work."""
    with store.begin() as tx:
        tx.articles.add([article("one")], now=clock.now())
        tx.channels.set("T1", "C1", Mode.ON, private_first=False, by=ALICE, at=clock.now())
    first = paste(store, clock, "1763800000.000100", ALICE)
    second = paste(store, clock, "1763800001.000100", BOB, text=f"<@{ALICE}> and <@{ALIKE}> have it: {LINE}")
    third = paste(store, clock, "1763800002.000100", ALICE, channel=DIRECT, private=True)
    paste(store, clock, "1763800003.000100", ALIKE)
    paste(store, clock, "1763800004.000100", ALICE, workspace="T2")
    say(store, clock, *first, EventKind.SOLVED, BOB)
    say(store, clock, *second, EventKind.REJECTED, ALICE)
    say(store, clock, *third, EventKind.SOLVED, ALICE)
    say(store, clock, second[0], None, EventKind.ESCALATED, CAROL)
    with store.begin() as tx:
        tx.tickets.replied(third[0], channel=DIRECT, ts="1763800002.000200")
        tx.notices.add(
            f"packet:{second[0]}:{ALICE}",
            NoticeKind.PACKET,
            workspace="T1",
            paste=second[0],
            channel=DIRECT,
            ts="1.0",
            at=clock.now(),
            detail={"helpers": [ALICE, BOB], "asked_by": ALICE, ALICE: None},
        )
        tx.inbox.receive(f"action:1.0:show:{ALICE}", workspace="T1", kind="action", at=clock.now())
        for ts, who in (("1763700000.000100", ALICE), ("1763700000.000200", BOB)):  # may be the beginning of a paste
            tx.inbox.receive(f"event:{ts}", workspace="T1", kind="message", at=clock.now(), spot=Spot("C1", ts, who))
            tx.pieces.put(Piece("T1", "C1", ts, f"of {who}", None))
        tx.inbox.is_over_rate(f"user:{ALICE}", 30, workspace="T1", at=clock.now())
        for key, user in (("open", ALICE), ("others", BOB), (f"done:{ALICE}", BOB)):
            tx.jobs.add(key, "delivery", {"user": user, "text": LINE}, workspace="T1", now=clock.now(), lane=DIRECT)
    with store.engine.begin() as connection:
        connection.execute(text(f"UPDATE jobs SET done_at = added_at, payload = NULL WHERE key = 'done:{ALICE}'"))  # noqa: S608  ids of ours
        connection.execute(
            text(
                "INSERT INTO ticket_links (workspace, ticket, system, number, named_by, named_at)"  # noqa: S608  as above
                f" VALUES ('T1', 1, 'jira', 'A-1', '{ALICE}', '2026-11-22 12:00:00.000000')"
            )
        )
    return store


def everything(store: SqlStore) -> str:
    """Every row of every table."""
    with store.engine.connect() as connection:
        return "\n".join(
            str(tuple(row)) for table in metadata.sorted_tables for row in connection.execute(select(table))
        )


def reports(store: SqlStore) -> list[object]:
    """What every view says, with people called by the order in which they appear; and the report made of them."""
    called: dict[str, str] = {}
    name = re.compile(r"'(?:[UD]0[A-Z0-9]+|(?:forgotten|person|dm)-[0-9a-f]+(?:-dm)?)'")
    found: list[object] = []
    with store.engine.connect() as connection:
        for view in VIEWS:
            rows = connection.execute(text(f"SELECT * FROM {view} ORDER BY 1, 2, 3")).all()  # noqa: S608  our views
            found += [
                name.sub(lambda m: called.setdefault(m[0], f"person {len(called)}"), str(tuple(row))) for row in rows
            ]
    with store.begin() as tx:
        found.append(report(tx, LONG_AGO, LONG_AGO + 40_000 * DAY))
    return found


def forget(store: SqlStore, person: str):
    with store.begin() as tx:
        return tx.privacy.forget(person)


def test_nothing_of_a_person_is_left_and_reports_say_what_they_said(lived: SqlStore, clock: FakeClock):
    before = reports(lived)
    found = forget(lived, ALICE)
    assert (found.texts, found.jobs) == (3, 1)
    left = everything(lived)
    assert re.search(rf"{ALICE}(?![0-9A-Z])", left) is None
    assert DIRECT not in left
    assert found.token in left
    with lived.begin() as tx:
        assert tx.pieces.at(workspace="T1", channel="C1", ts="1763700000.000100") is None
        assert tx.pieces.at(workspace="T1", channel="C1", ts="1763700000.000200") is not None
    assert reports(lived) == before


def test_others_are_left_alone(lived: SqlStore, clock: FakeClock):
    forget(lived, ALICE)
    left = everything(lived)
    assert all(person in left for person in (BOB, CAROL, ALIKE))
    with lived.begin() as tx:
        assert tx.tickets.paste(2).text.endswith(f"and <@{ALIKE}> have it: {LINE}")
        assert tx.tickets.paste(4).text == LINE
        assert [tx.tickets.paste(number).text for number in (1, 3, 5)] == ["", "", ""]
        waiting = [job.key for job in tx.jobs.list([JobState.READY], now=clock.now())]
    assert waiting == ["others"]


def test_somebody_who_is_not_there(lived: SqlStore, clock: FakeClock):
    before = everything(lived)
    found = forget(lived, "U0NOBODY00")
    assert (found.texts, found.rows, found.jobs) == (0, 0, 0)
    assert everything(lived) == before


def test_a_name_that_is_no_id_is_replaced_where_it_stands_alone(lived: SqlStore, clock: FakeClock):
    paste(lived, clock, "console-1", "login", workspace="local", channel="console")
    found = forget(lived, "login")
    assert (found.texts, found.rows) == (1, 2)
    with lived.begin() as tx:
        assert tx.tickets.paste(2).text.endswith(LINE)  # "log in" and the like stay


def test_a_workspace_goes_and_the_others_stay(lived: SqlStore, clock: FakeClock):
    with lived.begin() as tx:
        other = report(tx, clock.now() - DAY, clock.now() + DAY, workspace="T2")
        assert tx.privacy.forget_workspace("T1") > 20
    with lived.engine.connect() as connection:
        for table in metadata.sorted_tables:
            if "workspace" in table.c:
                found = set(connection.execute(select(table.c.workspace)).scalars())
                assert found <= {"T2", "*"}, table.name
    with lived.begin() as tx:
        assert report(tx, clock.now() - DAY, clock.now() + DAY, workspace="T2") == other
        assert other.overall.count("tickets") == 1


def housekeeping(store: SqlStore, clock: FakeClock, days: int) -> Housekeeping:
    return Housekeeping(store, clock, keep_deliveries=2 * DAY, keep_texts=None, keep_details=days * DAY)


def test_details_go_with_time_and_counts_stay(lived: SqlStore, clock: FakeClock):
    before = reports(lived)
    tidy = housekeeping(lived, clock, 100)
    tidy()
    assert ALICE in everything(lived)
    clock.advance(101 * DAY)
    for _ in range(5):
        tidy()
    with lived.engine.begin() as connection:
        connection.execute(text("DELETE FROM jobs"))  # two of them are still to be done
    left = everything(lived)
    assert [person for person in (ALICE, ALIKE, BOB, CAROL, DIRECT) if person in left] == []
    with lived.begin() as tx:
        assert {tx.tickets.paste(number).text for number in range(1, 6)} == {""}
    assert reports(lived) == before


def test_a_person_has_one_pseudonym_however_long_it_takes(lived: SqlStore, clock: FakeClock):
    tidy = housekeeping(lived, clock, 100)
    clock.advance(100 * DAY)
    paste(lived, clock, "1772440000.000100", ALICE)  # is young yet
    tidy()
    with lived.begin() as tx:
        (old, young) = (tx.tickets.paste(number).author for number in (1, 6))
        assert old.startswith("person-")
        assert young == ALICE
    clock.advance(101 * DAY)
    for _ in range(300):
        tidy()
        clock.advance(3600)
    with lived.begin() as tx:
        assert {tx.tickets.paste(number).author for number in (1, 3, 5, 6)} == {old}


def test_who_is_forgotten_later_is_not_found_by_the_pseudonym_either(lived: SqlStore, clock: FakeClock):
    tidy = housekeeping(lived, clock, 100)
    clock.advance(101 * DAY)
    for _ in range(5):
        tidy()
    before = reports(lived)
    with lived.begin() as tx:
        pseudonym = tx.tickets.paste(1).author
    forget(lived, ALICE)
    assert pseudonym not in everything(lived)
    assert reports(lived) == before


def test_every_column_that_names_a_person_is_known_to_forgetting():
    """A table that is added with such a column is added to what forgetting looks at."""
    known = {(details.table.name, details.who) for details in DETAILS}
    named = {
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name in {"author", "actor", "user", "person"} or column.name.endswith("_by")
    }
    assert named <= known
