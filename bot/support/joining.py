"""Joining: what one person posts in several messages in a row is one paste.

People post the command, then the error; Slack splits what is longer than about 4,000 characters. Each message is read
by itself when it comes, and whoever waits for an answer is not kept waiting for another message. When one comes within
a minute of its author's last one, in the same flow (a conversation outside of threads, or one thread) and with nobody
else in between, it is read once more together with what it follows. Where the pieces read better together than apart
(``belong_together``) they are one paste: the reply that is there already is redrawn, and none is posted beside it.

Each piece keeps its own text, so that edits and deletions of one leave the others as they are. Of a message that shows
a session but no failure the bot would keep nothing; it is kept, masked, for two minutes, for the error may follow.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from bot.errors import RetryLaterError
from bot.matching.model import Band, Decision
from bot.paste import bounded, redact
from bot.support import ask as alone
from bot.support.channels import is_direct, setting_of
from bot.support.desk import Desk, flow_of
from bot.support.model import EventKind, Mode, Neighbour, Paste, Piece, Post, Spot
from bot.support.ports import Transaction
from bot.support.reply import events_of

WINDOW: Final = 60.0  # seconds from one piece to the next
LONGEST: Final = 300.0  # seconds from the first to the last
MOST: Final = 20  # posts that are looked back at
KEPT: Final = timedelta(minutes=2)  # for a session without a failure
PATIENCE: Final = 0.3  # seconds, where the message before is still being read

SPLIT_AFTER: Final = 3_000  # characters: Slack splits a post that is longer than about 4,000
SPLIT_WITHIN: Final = 5.0  # seconds: the rest follows at once
SLACK: Final = 0.05  # a probability that is lower by no more than this is as good

FORGET: Final = "forget"  # a job: delete a piece that no error followed

_RANK: Final = {Band.QUIET: 0, Band.SUGGEST: 1, Band.ANSWER: 2}


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a post follows.

    Attributes:
        paste: The paste that it may be a piece of; None where no failure was seen yet.
        pieces: The pieces so far, in order.
        at: When the last message before the post was posted, its ts.
    """

    paste: Paste | None
    pieces: tuple[Piece, ...]
    at: str


def take(desk: Desk, post: Post, *, patient: bool = True) -> tuple[str, Paste | None]:
    """Read a post, together with what its author posted right before it where that belongs together.

    Args:
        desk: The support desk.
        post: A message.
        patient: Wait for what was posted before where that is still to be read.

    Returns:
        As ``ask``.

    Raises:
        RetryLaterError: What was posted before is still to be read.
    """
    with desk.store.read() as tx:
        known = _piece_at(tx, post) is not None or _paste_at(tx, post) is not None
        run = [] if known else _run(tx, post)
        if patient and any(neighbour.decision is None for neighbour in run):
            raise RetryLaterError("The message before this one is still to be read.", PATIENCE)
        earlier = _earlier(tx, post, run)
    if known:  # read before, but perhaps without its files
        return revise(desk, post)
    decision = desk.decider.decide(post.text)
    if earlier is not None:
        text = _together([*earlier.pieces, _piece(post)])
        joint = desk.decider.decide(text)
        if belong_together(earlier, post, decision, joint):
            return _join(desk, post, earlier, text, joint)
    outcome, paste = alone.ask(desk, post, decision)
    if outcome == alone.IGNORED and _may_begin(post, decision):
        _keep(desk, post)
    return outcome, paste


def revise(desk: Desk, post: Post) -> tuple[str, Paste | None]:
    """Follow an edit, also of a piece: see ``bot.support.ask.revise``."""
    with desk.store.read() as tx:
        piece = _piece_at(tx, post)
        if piece is None or piece.paste is None:
            paste, pieces = None, []
        else:
            paste, pieces = tx.tickets.paste(piece.paste), tx.pieces.of(piece.paste)
    if piece is not None and piece.paste is None:
        return _begin_anew(desk, post)
    if paste is None or piece is None:
        return alone.revise(desk, post)
    now = replace(piece, text=post.text)
    whole = _together([now if one.ts == now.ts else one for one in pieces])
    return alone.revise(desk, replace(post, ts=paste.ts, thread_ts=paste.thread_ts, text=whole), pieces=[now])


def withdraw(desk: Desk, *, workspace: str, channel: str, ts: str) -> Paste | None:
    """Follow a deletion: of a paste, or of a piece, which leaves the others.

    Returns:
        The paste, or None where the message was never kept.
    """
    with desk.store.read() as tx:
        piece = tx.pieces.at(workspace=workspace, channel=channel, ts=ts)
        others = [] if piece is None or piece.paste is None else tx.pieces.of(piece.paste)
        others = [one for one in others if one.ts != ts and one.text]
        paste = None if piece is None or piece.paste is None else tx.tickets.paste(piece.paste)
    if paste is None or piece is None:
        forget(desk, workspace=workspace, channel=channel, ts=ts)
        return alone.withdraw(desk, workspace=workspace, channel=channel, ts=ts)
    if not others:
        return alone.withdraw(desk, workspace=workspace, channel=channel, ts=paste.ts)
    _, revised = alone.revise(desk, _post(paste, _together(others)), pieces=[replace(piece, text="")])
    return revised


def find(desk: Desk, *, workspace: str, channel: str, ts: str) -> Paste | None:
    """The paste that a message is, or is a piece of."""
    with desk.store.read() as tx:
        piece = tx.pieces.at(workspace=workspace, channel=channel, ts=ts)
        if piece is not None and piece.paste is not None:
            return tx.tickets.paste(piece.paste)
        return tx.tickets.paste_at(workspace=workspace, channel=channel, ts=ts)


def forget(desk: Desk, *, workspace: str, channel: str, ts: str) -> None:
    """Delete a piece that no error followed."""
    with desk.store.begin() as tx:
        tx.pieces.forget(workspace=workspace, channel=channel, ts=ts)


def belong_together(earlier: Earlier, post: Post, later: Decision, joint: Decision) -> bool:
    """Whether a post reads better together with what it follows than by itself.

    - What mentions the bot is a question of its own: it is answered where it stands.
    - What Slack split always belongs together.
    - What is answered by itself is complete, unless the whole says more, or the reply above still waits for an answer,
      or was given to a session that only stopped short of the refusal which follows.
    - Nothing was answered yet: then what follows may be what was missing. Prose counts only where the bot was asked:
      other talk is not kept.
    - What shows no session is prose about a paste that is answered: it changes nothing, unless the whole says more.
    - Two different refusals are two pastes.
    - Else the post goes on with the session, and the whole must not say less than either part.

    Args:
        earlier: What it follows.
        post: The post.
        later: The decision on the post by itself.
        joint: The decision on the whole.
    """
    if post.asked and not is_direct(post.channel):
        return False
    if _is_split(earlier, post):
        return True
    paste = earlier.paste
    if later.band is Band.ANSWER:
        waiting = paste is None or (paste.ticket is not None and _waits_for(paste.decision, later))
        return _is_as_good(joint, later) if waiting else _is_better(joint, later)
    if paste is None or paste.decision.band is Band.QUIET:
        asked = post.asked or (paste is not None and paste.asked)
        return (asked or _shows_session(later)) and _is_as_good(joint, later)
    return _goes_on(paste.decision, later, joint)


def _goes_on(before: Decision, later: Decision, joint: Decision) -> bool:
    """Whether a post that is not answered by itself goes on with a paste that is, or may be."""
    if not _shows_session(later):
        return _is_better(joint, before)
    if _differ(before, later):
        return _is_better(joint, before) and _is_better(joint, later)
    return _is_as_good(joint, before) and _is_as_good(joint, later)


def _is_split(earlier: Earlier, post: Post) -> bool:
    last = earlier.pieces[-1]
    return len(last.text) >= SPLIT_AFTER and float(post.ts) - float(last.ts) <= SPLIT_WITHIN


def _shows_session(decision: Decision) -> bool:
    return decision.failure is not None or bool(decision.steps)


def _waits_for(before: Decision, later: Decision) -> bool:
    """Whether a post may be what a paste was missing: an answer, or the refusal of what it only began."""
    if before.band is not Band.ANSWER:
        return True
    first, second = before.failure, later.failure
    return second is not None and second.code is not None and (first is None or first.code is None)


def _differ(one: Decision, other: Decision) -> bool:
    """Whether two pastes show failures that have nothing to do with each other.

    A session that only stopped short is no failure of its own when the refusal follows.
    """
    first, second = one.failure, other.failure
    if first is None or second is None or first.code is None or second.code is None:
        return False
    return (first.step, first.code) != (second.step, second.code)


def _measure(decision: Decision) -> tuple[int, float]:
    return _RANK[decision.band], decision.candidates[0].confidence if decision.candidates else 0.0


def _is_as_good(one: Decision, other: Decision) -> bool:
    (rank, sure), (other_rank, other_sure) = _measure(one), _measure(other)
    quiet = one.band is Band.QUIET  # then the probabilities are of articles that nobody is shown
    return rank > other_rank or (rank == other_rank and (quiet or sure >= other_sure - SLACK))


def _is_better(one: Decision, other: Decision) -> bool:
    (rank, sure), (other_rank, other_sure) = _measure(one), _measure(other)
    return rank > other_rank or (rank == other_rank and sure > other_sure + SLACK)


def _join(desk: Desk, post: Post, earlier: Earlier, text: str, joint: Decision) -> tuple[str, Paste | None]:
    pieces = [*earlier.pieces, _piece(post)]
    if earlier.paste is None:
        return alone.ask(desk, replace(post, text=text), joint, pieces=pieces)
    anchor = replace(post, ts=earlier.paste.ts, thread_ts=earlier.paste.thread_ts, text=text)
    return alone.revise(desk, anchor, joint, pieces=pieces)


def _run(tx: Transaction, post: Post) -> list[Neighbour]:
    """What the author posted right before, the newest first, with nobody else in between."""
    spot = Spot(flow_of(post.channel, post.thread_ts), post.ts, post.author)
    since = f"{float(post.ts) - LONGEST:.6f}"
    run: list[Neighbour] = []
    after = float(post.ts)
    for neighbour in tx.inbox.posts_before(spot, workspace=post.workspace, since=since, limit=MOST):
        if neighbour.author != post.author or after - float(neighbour.ts) > WINDOW:
            break
        run.append(neighbour)
        after = float(neighbour.ts)
    return run


def _earlier(tx: Transaction, post: Post, run: Sequence[Neighbour]) -> Earlier | None:
    """What a post follows: the paste nearest before it, or what may be the beginning of one."""
    begun: list[Piece] = []
    for neighbour in run:
        place = {"workspace": post.workspace, "channel": post.channel, "ts": neighbour.ts}
        piece = tx.pieces.at(**place)
        if piece is not None and piece.paste is None:
            begun.insert(0, piece)
            continue
        paste = tx.tickets.paste(piece.paste) if piece and piece.paste else tx.tickets.paste_at(**place)
        if paste is not None:
            if begun or not _is_open(tx, paste):
                break
            pieces = tx.pieces.of(paste.id) or [Piece(paste.workspace, paste.channel, paste.ts, paste.text, paste.id)]
            return Earlier(paste, tuple(pieces), run[0].ts)
    return Earlier(None, tuple(begun), run[0].ts) if begun else None


def _is_open(tx: Transaction, paste: Paste) -> bool:
    """Whether nobody has acted on a paste, which would be taken back under their hands."""
    if paste.withdrawn or paste.ticket is None:
        return not paste.withdrawn
    return all(event.kind is EventKind.REVISED for event in events_of(tx, paste))


def _may_begin(post: Post, decision: Decision) -> bool:
    """Whether a post shows a session whose error may follow; a line by itself shows none."""
    return bool(decision.steps) and "\n" in post.text and not post.shared


def _begin_anew(desk: Desk, post: Post) -> tuple[str, Paste | None]:
    """Follow an edit of what may be the beginning of a paste: it may be one now, or no beginning any more."""
    decision = desk.decider.decide(post.text)
    forget(desk, workspace=post.workspace, channel=post.channel, ts=post.ts)
    outcome, paste = alone.revise(desk, post, decision)
    if outcome == alone.IGNORED and _may_begin(post, decision):
        _keep(desk, post)
    return outcome, paste


def _keep(desk: Desk, post: Post) -> None:
    """Keep a post for a moment; its job deletes it again."""
    now = desk.clock.now()
    with desk.store.begin() as tx:
        if setting_of(tx, post).mode is Mode.OFF:
            return
        tx.pieces.put(_piece(post))
        tx.jobs.add(
            f"{FORGET}:{post.workspace}:{post.channel}:{post.ts}",
            FORGET,
            {"channel": post.channel, "ts": post.ts},
            workspace=post.workspace,
            now=now,
            due_at=now + KEPT,
        )


def _together(pieces: Sequence[Piece]) -> str:
    """The text of pieces. A secret that was cut in two shows only now."""
    texts = [piece.text for piece in sorted(pieces, key=lambda piece: piece.ts) if piece.text.strip()]
    return redact(bounded("\n".join(texts))).text


def _piece(post: Post) -> Piece:
    return Piece(post.workspace, post.channel, post.ts, post.text)


def _piece_at(tx: Transaction, post: Post) -> Piece | None:
    return tx.pieces.at(workspace=post.workspace, channel=post.channel, ts=post.ts)


def _paste_at(tx: Transaction, post: Post) -> Paste | None:
    return tx.tickets.paste_at(workspace=post.workspace, channel=post.channel, ts=post.ts)


def _post(paste: Paste, text: str) -> Post:
    """A paste as if it were posted anew. Where the bot said nothing, the channel may be shared, so it stays silent."""
    return Post(
        workspace=paste.workspace,
        channel=paste.channel,
        ts=paste.ts,
        thread_ts=paste.thread_ts,
        author=paste.author,
        text=text,
        source=paste.source,
        asked=paste.asked,
        shared=paste.ticket is None and not paste.shadow,
        private=paste.private,
    )
