"""Intake: stores a delivery before it is acknowledged.

It runs as Bolt's ``before_authorize`` middleware, so neither a failing ``auth.test`` nor a missing installation loses a
delivery, and it ends every request itself: no Bolt listener runs in the receiving process. What opens a modal begins to
open it first, and nothing waits for that: see ``bot.slack.openers``. One transaction holds the delivery's keys and its
job, and those of the deliveries that other threads received at the same moment: see ``bot.support.group``. Where it
fails, the exception becomes a 500 over HTTP and no acknowledgement in Socket Mode, and Slack sends again.

A post that holds secrets orders a private warning to its poster in the same transaction, whatever else is said.

Nothing is turned away. What one person or channel has more of than its rate goes behind what others have. While more
jobs are due than the limit, each channel in which a failure is shown, or the bot asked, is told once an hour.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

import structlog
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from bot import logs, metrics
from bot.slack.delivery import COMMAND, EDIT, MESSAGE, SHORTCUT, SUBMISSION, Delivery
from bot.slack.private import place_of
from bot.slack.reading import parse, read_body
from bot.support.desk import WARNING
from bot.support.group import GroupCommit
from bot.support.model import NEW, NORMAL, OVER_RATE

if TYPE_CHECKING:
    from datetime import datetime

    from bot.slack.openers import Openers
    from bot.support.ports import Clock, Store, Transaction

DELIVERY: Final = "delivery"  # the kind of a delivery's job
BUSY: Final = "busy"  # a job: tell a channel that answers come late

FAILED: Final = "failed"  # not stored, so not acknowledged
KNOWN: Final = "known"  # delivered before
MALFORMED: Final = "malformed"  # acknowledged, and nothing kept
TWIN: Final = "twin"  # of a post that came in as another event
TAKEN: Final = "taken"  # stored, with a job

# Not presses: they are few, and somebody waits for what they do.
_PACED: Final = frozenset({MESSAGE, EDIT, COMMAND, SHORTCUT, SUBMISSION})
_REFUSAL: Final = re.compile(r"^\W*[45]\d\d[ -]", re.MULTILINE)  # a line with the code of a failure, by RFC 959

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken before somebody waits; 0 is no limit.

    Attributes:
        queue: Jobs that are due.
        per_user: Deliveries a minute from one person.
        per_channel: Deliveries a minute from one channel.
    """

    queue: int = 0
    per_user: float = 0
    per_channel: float = 0


class Intake(Middleware):
    """Fulfils ``before_authorize`` of ``slack_bolt.App``.

    Args:
        store: The database.
        clock: The time.
        limits: How much is taken before somebody waits.
        openers: What opens modals; without it none opens.
    """

    def __init__(
        self, store: "Store", clock: "Clock", limits: Limits = Limits(), openers: "Openers | None" = None
    ) -> None:
        self._clock = clock
        self._openers = openers
        self._limits = limits
        self._group = GroupCommit[Delivery, str](store, self._keep)

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,  # noqa: ARG002  Bolt calls it by name
        next: Callable[[], BoltResponse],  # noqa: A002  as above
    ) -> BoltResponse | None:
        """Store a delivery; pass on what only asks whether anybody is there."""
        # Bolt takes any form whose text has the word "payload" in it for an interaction, so its reading is not used.
        body = read_body(req.raw_body.encode()) if req.mode == "http" else req.body
        if body.get("type") == "url_verification" or "ssl_check" in body:
            return next()
        delivery = parse(body)
        if delivery is not None and delivery.errors:
            return BoltResponse(status=200, body={"response_action": "errors", "errors": dict(delivery.errors)})
        self.take(delivery)
        return BoltResponse(status=200, body="")

    def receive(self, body: Mapping[str, Any]) -> str:
        """Store what Slack delivered; as ``take``."""
        return self.take(parse(body))

    def take(self, delivery: Delivery | None) -> str:
        """Store a delivery, None where it has no key; when this returns, it may be acknowledged.

        Returns:
            What became of it: ``taken``, ``known``, ``twin``, ``malformed``, or the decision not to act on it.

        Raises:
            StoreError: It could not be stored.
        """
        if delivery is None:
            log.warning("delivery malformed")
            metrics.count(metrics.deliveries, "unknown", MALFORMED)
            return MALFORMED
        outcome = FAILED
        with logs.in_request(logs.request_of(delivery.key)):
            try:
                with self._openers.opening(delivery.opening) if self._openers else nullcontext():
                    outcome = self._group.keep(delivery)
            finally:
                metrics.count(metrics.deliveries, delivery.kind, outcome)
            log.info("delivery received", key=delivery.key, kind=delivery.kind, outcome=outcome)
        return outcome

    def _keep(self, tx: "Transaction", deliveries: Sequence[Delivery]) -> Sequence[str]:
        """Store deliveries together; what became of each.

        On PostgreSQL, two receivers that write the same row wait for one another's commit. So each takes such rows in
        the same order, and none is waited for by one that it waits for: the keys by post, then rates, then notices.
        """
        now = self._clock.now()
        by_post = sorted(range(len(deliveries)), key=lambda place: deliveries[place].twin or deliveries[place].key)
        outcomes = {place: _note(tx, deliveries[place], now) for place in by_post}
        taken = [delivery for place, delivery in enumerate(deliveries) if outcomes[place] == TAKEN]
        over_rate = self._over_rate(tx, taken, now)
        first_to_wait = self._first_to_wait(tx, taken, now)
        for delivery in taken:
            order = partial(_order, tx, delivery, now)
            if delivery.key in first_to_wait:
                order(BUSY, place_of(delivery.payload))
            priority = OVER_RATE if delivery.key in over_rate else NEW
            order(DELIVERY, delivery.payload, lane=delivery.lane, priority=priority)
            if delivery.payload.get("secrets"):
                order(WARNING, place_of(delivery.payload) | {"secrets": delivery.payload["secrets"]})
        return [outcomes[place] for place in range(len(deliveries))]

    def _over_rate(self, tx: "Transaction", deliveries: Sequence[Delivery], now: "datetime") -> set[str]:
        """Count deliveries for their authors and channels; the keys of those of which either has too many."""
        counted = sorted(
            (delivery.workspace, f"{what}:{delivery.payload[what]}", rate, delivery.key)
            for what, rate in (("user", self._limits.per_user), ("channel", self._limits.per_channel))
            for delivery in deliveries
            if rate and delivery.kind in _PACED
        )
        return {
            key
            for workspace, name, rate, key in counted
            if tx.inbox.is_over_rate(name, rate, workspace=workspace, at=now)
        }

    def _first_to_wait(self, tx: "Transaction", deliveries: Sequence[Delivery], now: "datetime") -> set[str]:
        """The keys of those whose channels are to be told that the queue is too long, and were not in this hour."""
        limit = self._limits.queue
        waiting = {
            f"{BUSY}:{delivery.workspace}:{delivery.payload['channel']}:{now:%Y-%m-%dT%H}": delivery
            for delivery in reversed(deliveries)
            if delivery.kind == COMMAND or delivery.payload.get("asked") or _shows_failure(delivery.payload)
        }
        if not limit or not waiting or not tx.jobs.is_behind(limit, now=now):
            return set()
        return {
            delivery.key
            for key, delivery in sorted(waiting.items(), key=itemgetter(0))
            if tx.inbox.receive(key, workspace=delivery.workspace, kind=BUSY, at=now)
        }


def _note(tx: "Transaction", delivery: Delivery, now: "datetime") -> str:
    """Note a delivery's keys; what becomes of it."""

    def is_new(key: str, **more: Any) -> bool:
        return tx.inbox.receive(key, workspace=delivery.workspace, kind=delivery.kind, at=now, **more)

    if not is_new(delivery.key):
        return KNOWN
    noted = {"spot": delivery.spot, "decision": delivery.decision}
    is_twin = delivery.twin is not None and not is_new(delivery.twin, **noted)
    with_files = f"{delivery.twin}:files" if delivery.twin is not None and delivery.payload.get("files") else None
    brings_files = with_files is not None and is_new(with_files)  # which its twin, where it came first, did not have
    decision = TWIN if is_twin and not brings_files else delivery.decision
    if decision is None:
        return TAKEN
    tx.inbox.decided(delivery.key, decision)
    return decision


def _order(
    tx: "Transaction",
    delivery: Delivery,
    now: "datetime",
    kind: str,
    payload: Mapping[str, Any],
    *,
    lane: str = "",
    priority: int = NORMAL,
) -> None:
    """Order a job in the name of the delivery's request, whichever thread commits it."""
    key, workspace = f"{kind}:{delivery.key}", delivery.workspace
    with logs.in_request(logs.request_of(delivery.key)):
        tx.jobs.add(key, kind, payload, workspace=workspace, now=now, lane=lane, priority=priority)


def _shows_failure(payload: Mapping[str, Any]) -> bool:
    """Whether a post has a line that looks like a refusal; whether it is one is left to the worker."""
    return not payload.get("shared") and _REFUSAL.search(payload.get("text", "")) is not None
