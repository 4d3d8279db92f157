"""Asking the people who help: in the thread, in their channel, or directly where nobody else has seen the paste.

What they are sent is noted, so that it can be redrawn as the ticket goes on: claimed, resolved, reopened, withdrawn.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import structlog

from bot.errors import RetryLaterError, SlackError
from bot.slack.messenger import Messenger, Posted
from bot.slack.posting import thread_of
from bot.slack.views.inquiry import inquiry_message
from bot.slack.views.packet import packet_message
from bot.support.channels import is_direct
from bot.support.desk import Desk, redraw
from bot.support.fence import Ending
from bot.support.helping import packet_detail
from bot.support.model import Job, Source
from bot.support.notices import NoticeKind
from bot.support.ports import Transaction
from bot.support.reply import Reply, compose

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Target:
    """Where helpers are asked, and which.

    Attributes:
        channel: A conversation, or a person, whose direct message with the bot is meant.
        outside: Another conversation than that of the paste.
    """

    channel: str
    thread_ts: str | None
    helpers: tuple[str, ...]
    outside: bool
    permalink: str | None = None


def escalation(desk: Desk, messenger: Messenger, job: Job) -> Ending:
    """Post the packet that helpers need. Payload: ``paste``, ``actor``.

    Raises:
        SlackError: Nobody could be asked; it names the first of the helpers and why.
    """
    with desk.store.read() as tx:
        paste = tx.tickets.paste(job.payload["paste"])
        shown = compose(tx, paste)
        seen = len(tx.tickets.events(paste.ticket or 0))
    posted: list[tuple[_Target, Posted]] = []
    refused: SlackError | None = None
    for target in _targets(desk, messenger, shown):
        packet = packet_message(shown, _detail(shown, target, job), target.channel)
        key = _key(job, target)
        try:
            sent = messenger.send_once(target.channel, target.thread_ts, packet, key, job.attempts)
        except RetryLaterError:
            raise
        except SlackError as error:  # one channel that the bot is not in must not keep the others from being asked
            log.warning("helper not asked", key=job.key, helper=target.channel, why=error.sentence)
            refused = refused or SlackError(f"Nobody could be asked; for {target.channel}: {error.sentence}")
        else:
            posted.append((target, sent))
    if refused is not None and not posted:
        raise refused

    def keep(tx: Transaction) -> None:
        for target, sent in posted:
            tx.notices.add(
                _key(job, target),
                NoticeKind.PACKET,
                workspace=paste.workspace,
                paste=paste.id,
                channel=sent.channel,
                ts=sent.ts,
                at=desk.clock.now(),
                detail=_detail(shown, target, job),
            )
        hidden = any(target.outside and paste.private for target, _ in posted)
        if hidden or len(tx.tickets.events(paste.ticket or 0)) != seen:  # something happened while it was posted
            redraw(tx, desk, paste, job.key)

    return Ending(keep)


def notice(desk: Desk, messenger: Messenger, job: Job) -> None:
    """Bring a notice in line with what is stored. Payload: ``notice``."""
    with desk.store.read() as tx:
        kept = tx.notices.get(job.payload["notice"])
        shown = compose(tx, tx.tickets.paste(kept.paste))
    message = (
        packet_message(shown, kept.detail, kept.channel) if kept.kind is NoticeKind.PACKET else inquiry_message(shown)
    )
    if not messenger.update(kept.channel, kept.ts, message):
        log.info("notice is gone", key=job.key)


def _key(job: Job, target: _Target) -> str:
    return f"{job.key}:{target.channel}"


def _detail(shown: Reply, target: _Target, job: Job) -> dict[str, object]:
    return dict(
        packet_detail(
            shown.paste,
            outside=target.outside,
            helpers=list(target.helpers),
            asked_by=job.payload["actor"],
            permalink=target.permalink,
        )
    )


def _targets(desk: Desk, messenger: Messenger, shown: Reply) -> Iterator[_Target]:
    channels = [one for one in desk.helpers if one.startswith(("C", "G"))]
    people = tuple(one for one in desk.helpers if one not in channels)
    thread = thread_of(shown.paste)
    if thread is not None and is_direct(thread[0]):  # nobody else sees it, and nobody can be led there
        thread = None
    if thread is not None and people:
        yield _Target(*thread, people, outside=False)
    elif thread is None:
        for person in people:
            if not person.startswith("S"):  # a user group has no direct messages
                yield _Target(person, None, (person,), outside=person != shown.paste.author)
    link = messenger.permalink(*_linked(shown, thread)) if thread and channels else None
    for channel in channels:
        yield _Target(channel, None, (channel,), outside=channel != shown.paste.channel, permalink=link)


def _linked(shown: Reply, thread: tuple[str, str]) -> tuple[str, str]:
    """The message that a helper in another channel should open."""
    paste = shown.paste
    return (paste.channel, paste.ts) if paste.source is Source.MESSAGE else thread
