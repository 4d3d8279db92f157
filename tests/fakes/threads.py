"""No test may leave a thread behind."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS = 5  # a thread that is about to end gets: websockets' keepalive ends a moment after its connection


@contextmanager
def none_left() -> Iterator[None]:
    """Fail where a thread that was begun inside does not end."""
    before = set(threading.enumerate())
    yield
    begun = [thread for thread in threading.enumerate() if thread not in before]
    for thread in begun:
        thread.join(SECONDS)
    left = [thread for thread in begun if thread.is_alive()]
    assert not left, left
