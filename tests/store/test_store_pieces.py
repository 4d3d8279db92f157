"""The pieces of pastes, and who posted where."""

from datetime import timedelta

from bot.support.model import Neighbour, Piece, Spot
from tests.store.make import decision, post

PLACE = {"workspace": "T1", "channel": "C1", "ts": "1763800000.000100"}


def keep_paste(tx, clock, **values):
    return tx.tickets.add_paste(post(**values), decision(), ticket=None, kb_revision=1, at=clock.now())


def test_a_piece_is_kept_as_it_is_now(store):
    piece = Piece(**PLACE, text="220 ready")
    with store.begin() as tx:
        tx.pieces.put(piece)
        tx.pieces.put(Piece(**PLACE, text="220 edited"))
        assert tx.pieces.at(**PLACE).text == "220 edited"
        assert tx.pieces.at(**PLACE | {"workspace": "T2"}) is None


def test_the_pieces_of_a_paste_in_their_order(store, clock):
    with store.begin() as tx:
        paste = keep_paste(tx, clock)
        assert tx.pieces.of(paste.id) == []
        later = Piece("T1", "C1", "1763800009.000100", "530 no", paste.id)
        earlier = Piece("T1", "C1", "1763800001.000100", "220 ready", paste.id)
        tx.pieces.put(later)
        tx.pieces.put(earlier)
        assert tx.pieces.of(paste.id) == [earlier, later]


def test_only_what_belongs_to_no_paste_is_forgotten(store, clock):
    with store.begin() as tx:
        paste = keep_paste(tx, clock)
        tx.pieces.put(Piece(**PLACE, text="530 no", paste=paste.id))
        tx.pieces.put(Piece(**PLACE | {"ts": "2.0"}, text="220 ready"))
        tx.pieces.forget(**PLACE)
        tx.pieces.forget(**PLACE | {"ts": "2.0"})
        assert tx.pieces.at(**PLACE) is not None
        assert tx.pieces.at(**PLACE | {"ts": "2.0"}) is None


def test_what_belongs_to_no_paste_does_not_grow_old(store, clock):
    with store.begin() as tx:
        paste, now = keep_paste(tx, clock), clock.now()
        old, new = f"{now.timestamp() - 9:.6f}", f"{now.timestamp() + 9:.6f}"
        tx.pieces.put(Piece(**PLACE | {"ts": old}, text="220 ready"))
        tx.pieces.put(Piece(**PLACE | {"ts": new}, text="220 ready"))
        tx.pieces.put(Piece(**PLACE, text="530 no", paste=paste.id))
        assert tx.pieces.prune(now) == 1
        assert tx.pieces.at(**PLACE | {"ts": old}) is None
        assert len(tx.pieces.of(paste.id)) == 1


def test_the_texts_of_pieces_go_with_the_text_of_their_paste(store, clock):
    with store.begin() as tx:
        withdrawn, old = keep_paste(tx, clock), keep_paste(tx, clock, ts="1763800005.000100")
        tx.pieces.put(Piece(**PLACE, text="530 no", paste=withdrawn.id))
        tx.pieces.put(Piece(**PLACE | {"ts": "2.0"}, text="530 no", paste=old.id))
        tx.tickets.withdraw(withdrawn.id)
        assert tx.pieces.of(withdrawn.id) == []
        assert tx.tickets.erase_older(clock.now() + timedelta(seconds=1), limit=9) == 1
        assert tx.pieces.of(old.id) == []


def test_what_was_posted_before_in_the_same_flow(store, clock):
    def note(ts, author, *, flow="C1:", workspace="T1", decision=None):
        key, spot = f"post:{workspace}:{flow}:{ts}", Spot(flow, ts, author)
        assert tx.inbox.receive(key, workspace=workspace, kind="message", at=clock.now(), spot=spot, decision=decision)
        return key

    def before(ts, since="1763800000.000000"):
        return tx.inbox.posts_before(Spot("C1:", ts, "U1"), workspace="T1", since=since, limit=3)

    with store.begin() as tx:
        note("1763799999.000100", "U1")
        first = note("1763800001.000100", "U1")
        note("1763800002.000100", "U2", flow="C1:1763800001.000100")
        note("1763800003.000100", "U2", flow="C10:")
        note("1763800004.000100", "U2", workspace="T2")
        note("1763800005.000100", "U2", decision="bot")
        note("1763800009.000100", "U1")
        assert before("1763800009.000100") == [
            Neighbour("1763800005.000100", "U2", "bot"),
            Neighbour("1763800001.000100", "U1", None),
        ]
        tx.inbox.decided(first, "observed")
        assert before("1763800005.000100") == [Neighbour("1763800001.000100", "U1", "observed")]
        assert len(before("1763800010.000100", since="0.0")) == 3
