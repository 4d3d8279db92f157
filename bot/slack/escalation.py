"""Asking the people who help: in the thread, in their channel, or directly where nobody else has seen the paste."""

from collections.abc import Iterator

import structlog

from bot.errors import RetryLaterError, SlackError
from bot.slack.message import Message
from bot.slack.messenger import Messenger
from bot.slack.posting import thread_of
from bot.slack.views.notes import packet_message
from bot.support.desk import Desk
from bot.support.model import Job, Source
from bot.support.reply import Reply, compose

log = structlog.get_logger()


def escalation(desk: Desk, messenger: Messenger, job: Job) -> None:
    """Post the packet that helpers need. Payload: ``paste``, ``actor``.

    Raises:
        SlackError: Nobody could be asked; it names the first of the helpers and why.
    """
    with desk.store.read() as tx:
        shown = compose(tx, tx.tickets.paste(job.payload["paste"]))
    asked = 0
    refused: SlackError | None = None
    for channel, thread_ts, packet in _packets(desk, messenger, shown, job.payload["actor"]):
        try:
            messenger.post_once(channel, thread_ts, packet, f"{job.key}:{channel}", job.attempts)
        except RetryLaterError:
            raise
        except SlackError as error:  # one channel that the bot is not in must not keep the others from being asked
            log.warning("helper not asked", key=job.key, helper=channel, why=error.sentence)
            refused = refused or SlackError(f"Nobody could be asked; for {channel}: {error.sentence}")
        else:
            asked += 1
    if refused is not None and not asked:
        raise refused


def _packets(desk: Desk, messenger: Messenger, shown: Reply, actor: str) -> Iterator[tuple[str, str | None, Message]]:
    """Channel, thread and packet of every post."""
    channels = [one for one in desk.helpers if one.startswith(("C", "G"))]
    people = [one for one in desk.helpers if one not in channels]
    thread = thread_of(shown.paste)
    if thread is not None and people:
        yield *thread, packet_message(shown, helpers=people, asked_by=actor, permalink=None)
    elif thread is None:
        for person in people:
            if not person.startswith("S"):  # a user group has no direct messages
                yield person, None, packet_message(shown, helpers=[person], asked_by=actor, permalink=None)
    link = messenger.permalink(*_linked(shown, thread)) if thread and channels else None
    for channel in channels:
        yield channel, None, packet_message(shown, helpers=[channel], asked_by=actor, permalink=link)


def _linked(shown: Reply, thread: tuple[str, str]) -> tuple[str, str]:
    """The message that a helper in another channel should open."""
    paste = shown.paste
    return (paste.channel, paste.ts) if paste.source is Source.MESSAGE else thread
