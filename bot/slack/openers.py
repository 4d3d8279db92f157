"""Openers: modals are opened in the receiving process, at once, and filled by a worker.

A trigger lives for three seconds, and the database may take as long. So a view opens before its delivery is stored, in
one of a few threads, and neither the database nor the acknowledgement waits for it. Its external id is made of the
delivery's key: a delivery that comes again opens nothing twice, and the worker finds the view by it.

Where a view does not open, a listener that wants to fill it finds none and says privately what it has to say.

Source: docs.slack.dev/reference/methods/views.open (errors), docs.slack.dev/surfaces/modals.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Final

import structlog

from bot.errors import BotError
from bot.slack.delivery import Opening
from bot.slack.messenger import Messenger
from bot.slack.modal import Modal
from bot.slack.refusals import MissingScopeError, RefusedError
from bot.slack.views.modals import not_stored_modal

THREADS: Final = 32
WAITING: Final = 200  # views that open or wait for it; one more than that could not open in time
PATIENCE: Final = 3  # seconds for a call: a trigger lives no longer

_OPEN_ALREADY: Final = frozenset({"exchanged_trigger_id", "duplicate_external_id"})

log = structlog.get_logger()


class Openers:
    """Threads that open modals.

    Args:
        messenger: Its client should wait no longer than ``PATIENCE``.
    """

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="opener")  # its threads begin with the first view
        self._room = BoundedSemaphore(WAITING)
        self._opening: set[Future[None]] = set()

    @contextmanager
    def opening(self, opening: Opening | None) -> Iterator[None]:
        """Open a modal while the block stores its delivery; where that fails, the modal says so."""
        opened = self._submit(opening) if opening is not None else None
        try:
            yield
        except Exception:
            if opened is not None and opening is not None:
                self._pool.submit(self._excuse, opening, opened)
            raise

    def settle(self) -> None:
        """Wait until what is being opened is open."""
        for opened in list(self._opening):
            opened.exception()

    def close(self) -> None:
        """Open what is still to be opened, and no more."""
        self._pool.shutdown()

    def _submit(self, opening: Opening) -> "Future[None] | None":
        if not self._room.acquire(blocking=False):
            log.warning("view not opened", why="too many open at once")
            return None
        opened = self._pool.submit(self._open, opening)
        self._opening.add(opened)
        opened.add_done_callback(self._done)
        return opened

    def _done(self, opened: "Future[None]") -> None:
        self._opening.discard(opened)
        self._room.release()

    def _open(self, opening: Opening) -> None:
        try:
            self._show(opening, opening.modal)
        except RefusedError as error:
            if error.code not in _OPEN_ALREADY:
                self._say_otherwise(opening, error)
        except BotError as error:
            self._say_otherwise(opening, error)

    def _show(self, opening: Opening, modal: Modal) -> None:
        try:
            self._messenger.open_view(opening.trigger, opening.external_id, modal, pushed=opening.pushed)
        except (MissingScopeError, RefusedError) as error:
            lacking = isinstance(error, MissingScopeError) or error.code == "invalid_arguments"
            if not lacking or opening.plainer is None or modal is opening.plainer:
                raise
            self._show(opening, opening.plainer)

    def _say_otherwise(self, opening: Opening, error: BotError) -> None:
        log.warning("view not opened", why=error.sentence)
        if opening.otherwise is None:
            return  # its listener will
        try:
            if opening.place.get("response_url"):
                self._messenger.respond(opening.place["response_url"], opening.otherwise)
            else:
                key, person = opening.external_id, opening.place["channel"]
                self._messenger.post_once(person, None, opening.otherwise, key, attempt=1)
        except BotError as failure:
            log.warning("nobody could be told", why=failure.sentence)

    def _excuse(self, opening: Opening, opened: "Future[None]") -> None:
        opened.result()
        try:
            self._messenger.update_view(opening.external_id, not_stored_modal())
        except BotError as failure:
            log.warning("nobody could be told", why=failure.sentence)
