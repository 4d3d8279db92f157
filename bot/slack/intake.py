"""Intake: stores a delivery before it is acknowledged.

It runs as Bolt's ``before_authorize`` middleware, so neither a failing ``auth.test`` nor a missing installation loses a
delivery, and it ends every request itself: no Bolt listener runs in the receiving process. One transaction holds the
delivery's keys and its job. Where it fails, the exception becomes a 500 over HTTP and no acknowledgement in Socket
Mode, and Slack sends again.

A post that holds secrets orders a private warning to its poster in the same transaction, whatever else is said.

Nothing is turned away. What one person or channel has more of than its rate goes behind what others have. While more
jobs are due than the limit, each channel in which a failure is shown, or the bot asked, is told once an hour.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import structlog
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from bot import logs, metrics
from bot.slack.delivery import COMMAND, EDIT, MESSAGE, Delivery, parse, read_body
from bot.slack.private import place_of
from bot.support.desk import WARNING
from bot.support.model import NEW, NORMAL, OVER_RATE

if TYPE_CHECKING:
    from datetime import datetime

    from bot.support.ports import Clock, Store, Transaction

DELIVERY: Final = "delivery"  # the kind of a delivery's job
BUSY: Final = "busy"  # a job: tell a channel that answers come late

FAILED: Final = "failed"  # not stored, so not acknowledged
KNOWN: Final = "known"  # delivered before
MALFORMED: Final = "malformed"  # acknowledged, and nothing kept
TWIN: Final = "twin"  # of a post that came in as another event
TAKEN: Final = "taken"  # stored, with a job

_PACED: Final = frozenset({MESSAGE, EDIT, COMMAND})  # presses are few, and somebody waits for what they do
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
    """

    def __init__(self, store: "Store", clock: "Clock", limits: Limits = Limits()) -> None:
        self._store = store
        self._clock = clock
        self._limits = limits

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
        self.receive(body)
        return BoltResponse(status=200, body="")

    def receive(self, body: Mapping[str, Any]) -> str:
        """Store a delivery; when this returns, it may be acknowledged.

        Returns:
            What became of it: ``taken``, ``known``, ``twin``, ``malformed``, or the decision not to act on it.

        Raises:
            StoreError: It could not be stored.
        """
        delivery = parse(body)
        if delivery is None:
            log.warning("delivery malformed")
            metrics.deliveries.labels("unknown", MALFORMED).inc()
            return MALFORMED
        outcome = FAILED
        with logs.in_request(logs.request_of(delivery.key)):
            try:
                with self._store.begin() as tx:
                    outcome = self._keep(tx, delivery)
            finally:
                metrics.deliveries.labels(delivery.kind, outcome).inc()
            log.info("delivery received", key=delivery.key, kind=delivery.kind, outcome=outcome)
        return outcome

    def _keep(self, tx: "Transaction", delivery: Delivery) -> str:
        def is_new(key: str) -> bool:
            return tx.inbox.receive(key, workspace=delivery.workspace, kind=delivery.kind, at=now)

        def order(kind: str, payload: Mapping[str, Any], lane: str = "", priority: int = NORMAL) -> None:
            key = f"{kind}:{delivery.key}"
            tx.jobs.add(key, kind, payload, workspace=delivery.workspace, now=now, lane=lane, priority=priority)

        now = self._clock.now()
        if not is_new(delivery.key):
            return KNOWN
        if delivery.twin is not None and not is_new(delivery.twin):
            tx.inbox.decided(delivery.key, TWIN)
            return TWIN
        if delivery.decision is not None:
            tx.inbox.decided(delivery.key, delivery.decision)
            return delivery.decision
        if self._is_first_to_wait(tx, delivery, now):
            order(BUSY, place_of(delivery.payload))
        order(DELIVERY, delivery.payload, delivery.lane, OVER_RATE if self._is_over_rate(tx, delivery, now) else NEW)
        if delivery.payload.get("secrets"):
            order(WARNING, place_of(delivery.payload) | {"secrets": delivery.payload["secrets"]})
        return TAKEN

    def _is_over_rate(self, tx: "Transaction", delivery: Delivery, now: "datetime") -> bool:
        """Count a delivery for its author and its channel; whether either has too many."""
        if delivery.kind not in _PACED:
            return False
        counted = (
            (f"user:{delivery.payload['user']}", self._limits.per_user),
            (f"channel:{delivery.payload['channel']}", self._limits.per_channel),
        )
        over = [
            tx.inbox.is_over_rate(name, rate, workspace=delivery.workspace, at=now) for name, rate in counted if rate
        ]
        return any(over)

    def _is_first_to_wait(self, tx: "Transaction", delivery: Delivery, now: "datetime") -> bool:
        """Whether the queue is too long, and this channel has not been told so in this hour."""
        limit, payload = self._limits.queue, delivery.payload
        waits = delivery.kind == COMMAND or payload.get("asked") or _shows_failure(payload)
        if not limit or not waits or not tx.jobs.is_behind(limit, now=now):
            return False
        key = f"busy:{delivery.workspace}:{payload['channel']}:{now:%Y-%m-%dT%H}"
        return tx.inbox.receive(key, workspace=delivery.workspace, kind=BUSY, at=now)


def _shows_failure(payload: Mapping[str, Any]) -> bool:
    """Whether a post has a line that looks like a refusal; whether it is one is left to the worker."""
    return not payload.get("shared") and _REFUSAL.search(payload.get("text", "")) is not None
