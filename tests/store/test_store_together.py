"""Pastes of several people at once, on both databases."""

from dataclasses import replace

from bot.matching.model import Band
from bot.support.model import EventKind, Source
from tests.store.make import article, candidate, decision, post


def kept(tx, ts, *, at, name="first", answered=True, **fields):
    """A paste with its answer."""
    ticket = tx.tickets.open(workspace="T1", channel="C1", thread_ts=ts, author="U1", at=at) if answered else None
    found = decision(candidate(name))
    paste = tx.tickets.add_paste(post(ts, **fields), found, ticket=ticket.id if ticket else None, kb_revision=1, at=at)
    if answered:
        shown = {"article_revision": 1, "confidence": 0.9, "band": Band.ANSWER, "full": True, "at": at}
        tx.tickets.add_answer(paste, article=name, rank=1, **shown)
    return paste


def test_the_last_answers_of_a_channel(store, clock):
    now = clock.now()
    with store.begin() as tx:
        tx.articles.sync([article("first"), article("second")], now=now)
        kept(tx, "1763800000.000100", at=now)
        second = kept(tx, "1763800060.000100", at=now, name="second", author="U2", asked=True)
        kept(tx, "1763800061.000100", at=now, answered=False)
        kept(tx, "1763800062.000100", at=now, channel="C2")
        kept(tx, "1763800063.000100", at=now, workspace="T2")
        kept(tx, "9999.8888.trigger", at=now, source=Source.COMMAND)
        gone = kept(tx, "1763800064.000100", at=now)
        tx.tickets.withdraw(gone.id)
        tx.together.settle(second.id, offered=True, same_as=None)
        (recent,) = tx.together.answered_since("T1", "C1", "1763800000.000100", limit=9)
        assert len(tx.together.answered_since("T1", "C1", "1763799999.000000", limit=9)) == 2
        assert tx.together.answered_since("T1", "C1", "1763799999.000000", limit=1) == [recent]
    assert (recent.paste, recent.author, recent.article) == (second.id, "U2", "second")
    assert (recent.asked, recent.offered, recent.same_as) == (True, True, None)


def test_who_follows_and_what_was_touched(store, clock):
    now = clock.now()
    with store.begin() as tx:
        tx.articles.sync([article("first")], now=now)
        leader, follower = (kept(tx, f"176380000{n}.000100", at=now) for n in (1, 2))
        tx.together.settle(follower.id, offered=False, same_as=leader.id)
        assert tx.together.followers(leader.id, limit=9) == [replace(follower, same_as=leader.id)]
        assert tx.together.followers(leader.id, limit=0) == tx.together.followers(follower.id, limit=9) == []
        assert tx.together.authors_of_followers(leader.id) == {follower.author}
        assert not tx.together.is_touched(follower.id)
        ticket = tx.tickets.get(follower.ticket)
        tx.tickets.add_event("k", EventKind.REJECTED, ticket=ticket, answer=None, actor="U1", at=now)
        assert tx.together.is_touched(follower.id)
        assert not tx.together.is_touched(leader.id)
