"""Intake: stores a delivery before it is acknowledged.

It runs as Bolt's ``before_authorize`` middleware, so neither a failing ``auth.test`` nor a missing installation loses a
delivery, and it ends every request itself: no Bolt listener runs in the receiving process. One transaction holds the
delivery's keys and its job. Where it fails, the exception becomes a 500 over HTTP and no acknowledgement in Socket
Mode, and Slack sends again.

A post that holds secrets orders a private warning to its poster in the same transaction, whatever else is said.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import structlog
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from bot.slack.delivery import Delivery, parse, read_body
from bot.slack.private import place_of
from bot.support.desk import WARNING

if TYPE_CHECKING:
    from bot.support.ports import Clock, Store, Transaction

DELIVERY: Final = "delivery"  # the kind of a delivery's job

KNOWN: Final = "known"  # delivered before
MALFORMED: Final = "malformed"  # acknowledged, and nothing kept
TWIN: Final = "twin"  # of a post that came in as another event
TAKEN: Final = "taken"  # stored, with a job

log = structlog.get_logger()


class Intake(Middleware):
    """Fulfils ``before_authorize`` of ``slack_bolt.App``.

    Args:
        store: The database.
        clock: The time.
    """

    def __init__(self, store: "Store", clock: "Clock") -> None:
        self._store = store
        self._clock = clock

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
            return MALFORMED
        with self._store.begin() as tx:
            outcome = self._keep(tx, delivery)
        log.info("delivery received", key=delivery.key, kind=delivery.kind, outcome=outcome)
        return outcome

    def _keep(self, tx: "Transaction", delivery: Delivery) -> str:
        def is_new(key: str) -> bool:
            return tx.inbox.receive(key, workspace=delivery.workspace, kind=delivery.kind, at=now)

        def order(kind: str, payload: Mapping[str, Any], lane: str = "") -> None:
            tx.jobs.add(f"{kind}:{delivery.key}", kind, payload, workspace=delivery.workspace, now=now, lane=lane)

        now = self._clock.now()
        if not is_new(delivery.key):
            return KNOWN
        if delivery.twin is not None and not is_new(delivery.twin):
            tx.inbox.decided(delivery.key, TWIN)
            return TWIN
        if delivery.decision is not None:
            tx.inbox.decided(delivery.key, delivery.decision)
            return delivery.decision
        order(DELIVERY, delivery.payload, delivery.lane)
        if delivery.payload.get("secrets"):
            order(WARNING, place_of(delivery.payload) | {"secrets": delivery.payload["secrets"]})
        return TAKEN
