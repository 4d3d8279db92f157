"""What was pasted with a message: its own text, and that of its files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from bot.paste import bounded, redact
from bot.slack.files import File, UnreadableError
from bot.slack.messenger import Messenger
from bot.slack.private import place_of
from bot.support.desk import WARNING, Desk
from bot.support.model import Job

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Pasted:
    """A text, cut to its bound and masked, and sentences about the files that could not be read."""

    text: str
    notes: tuple[str, ...] = ()


def read_pasted(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job, text: str) -> Pasted:
    """A text and what stands in the files that came with it.

    Whoever attached a secret is told, as whoever pastes one is.

    Args:
        desk: The support desk.
        messenger: Speaks to Slack.
        payload: The delivery's; its ``files`` are read.
        job: The delivery's.
        text: What was pasted besides.

    Raises:
        RetryLaterError, UnreachableError: A file cannot be fetched now.
    """
    files = [File(**one) for one in payload.get("files", ())]
    if not files:
        return Pasted(text)
    texts, notes = [text] if text.strip() else [], []
    for file in files:
        try:
            texts.append(bounded(messenger.files.text_of(file)).strip("\n"))
        except UnreadableError as error:
            notes.append(error.sentence)
            log.info("file not read", file=file.id, type=file.type)
    found = redact(bounded("\n\n".join(texts)))
    new = [kind for kind in found.kinds if kind not in payload["secrets"]]
    if new:
        _warn(desk, payload, job, new)
    return Pasted(found.text, tuple(dict.fromkeys(notes)))


def _warn(desk: Desk, payload: Mapping[str, Any], job: Job, kinds: list[str]) -> None:
    """Order that the poster be told of secrets in a file."""
    with desk.store.begin() as tx:
        tx.jobs.add(
            f"{WARNING}:files:{job.key}",
            WARNING,
            place_of(payload) | {"secrets": kinds},
            workspace=job.workspace,
            now=desk.clock.now(),
        )
