"""Several people at once: how many replies a channel gets, and one answer to a failure that many have.

Uninvited replies have a budget, so many a minute in each channel. What goes beyond it is shown to its poster alone, who
can share it: nothing is lost, and nobody else is disturbed.

When the third person posts a failure with the same answer within half an hour, the first of the replies becomes the
answer for all. It says how many people have the failure; replies to the others are one line that leads to it. Each of
them has a ticket of its own: what solved the first is offered to them, and resolves none of them by itself.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.matching.model import Band
from bot.support.desk import Desk, redraw
from bot.support.model import Paste, Source
from bot.support.overview import Recent
from bot.support.ports import Transaction

PEOPLE: Final = 3
WINDOW: Final = timedelta(minutes=30)
MINUTE: Final = timedelta(minutes=1)
MANY: Final = 10  # people, from whom on not each one is a reason to redraw the answer for all
LAST: Final = 200  # pastes of a channel that are looked at, however many there were
FOLLOWED: Final = 100  # replies, the newest, that are redrawn with the one they lead to: Slack allows 50 a minute


def settle(tx: Transaction, desk: Desk, paste: Paste, *, private_first: bool) -> None:
    """Settle how a new reply is given: to its poster first, or by leading to the answer for all.

    Args:
        tx: The transaction in which the paste was kept and its answer recorded.
        desk: The outside.
        paste: The paste.
        private_first: Its channel is set so.
    """
    if paste.source is not Source.MESSAGE or paste.channel.startswith("D"):
        return
    offered, leader = private_first, None
    if not paste.asked and paste.decision.band is Band.ANSWER:
        most = max(LAST, desk.reply_budget + 1)
        found = tx.together.answered_since(paste.workspace, paste.channel, before(paste.ts, WINDOW), limit=most)
        recent = [one for one in found if one.paste != paste.id]
        offered = offered or _is_spent(desk.reply_budget, paste, recent)
        leader = None if private_first else _join(tx, desk, paste, recent)
    if offered or leader is not None:
        tx.together.settle(paste.id, offered=offered, same_as=leader)


def redraw_followers(tx: Transaction, desk: Desk, leader: Paste, key: str) -> None:
    """Order that the replies which lead to this paste's be brought in line with it."""
    for follower in tx.together.followers(leader.id, limit=FOLLOWED):
        redraw(tx, desk, follower, f"{key}:{follower.id}")


def before(ts: str, span: timedelta) -> str:
    """The ts of a message that was posted so long before; of what is no time, itself."""
    try:
        return f"{float(ts) - span.total_seconds():.6f}"
    except ValueError:
        return ts


def _is_spent(budget: int, paste: Paste, recent: Sequence[Recent]) -> bool:
    """Whether the channel got as many uninvited replies in the last minute as it may."""
    since = before(paste.ts, MINUTE)
    return 0 < budget <= sum(not one.asked and not one.offered and one.ts > since for one in recent)


def _join(tx: Transaction, desk: Desk, paste: Paste, recent: Sequence[Recent]) -> int | None:
    """The paste whose reply answers this one too, told that there is one more; None where too few have the failure."""
    article = paste.decision.candidates[0].article
    same = [one for one in recent if one.article == article and not one.offered]
    before_it = {one.author for one in same}
    people = len({paste.author} | before_it)
    if people < PEOPLE:
        return None
    leader = _leader(tx, same)
    if leader is None:
        return None
    for one in same:
        if one.same_as is None and one.paste != leader.id and not tx.together.is_touched(one.paste):
            tx.together.settle(one.paste, offered=False, same_as=leader.id)
            redraw(tx, desk, tx.tickets.paste(one.paste), f"{leader.id}:{paste.id}:{one.paste}")
    more = people > len(before_it) or all(one.same_as is None for one in same)
    if more and (people <= MANY or people % MANY == 0):
        redraw(tx, desk, leader, f"{leader.id}:{paste.id}")
    return leader.id


def _leader(tx: Transaction, same: Sequence[Recent]) -> Paste | None:
    """The one that the others lead to already, else the first."""
    led = (one.same_as for one in same if one.same_as is not None)
    for candidate in (*led, *(one.paste for one in same if one.same_as is None)):
        leader = tx.tickets.paste(candidate)
        if not leader.withdrawn:
            return leader
    return None
