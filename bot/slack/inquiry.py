"""Asking, once, what became of a paste."""

import structlog

from bot.slack.messenger import Messenger
from bot.slack.posting import thread_of
from bot.slack.views.inquiry import inquiry_message
from bot.support.desk import Desk, redraw
from bot.support.fence import Ending
from bot.support.follow_up import follow_up, may_ask
from bot.support.model import BOT, EventKind, Job
from bot.support.notices import NoticeKind
from bot.support.ports import Transaction
from bot.support.reply import compose

log = structlog.get_logger()


def look_at_the_silent(desk: Desk, _messenger: Messenger, _job: Job) -> None:
    """The periodic look at tickets of which nobody said anything."""
    looked = follow_up(desk)
    if looked:
        log.info("silent tickets looked at", tickets=looked)


def inquiry(desk: Desk, messenger: Messenger, job: Job) -> Ending | None:
    """Ask in the thread of a paste, unless somebody said something meanwhile. Payload: ``paste``."""
    with desk.store.read() as tx:
        paste = tx.tickets.paste(job.payload["paste"])
        wanted = may_ask(tx, paste, desk.patience, desk.clock.now())
        shown = compose(tx, paste)
        seen = len(tx.tickets.events(paste.ticket or 0))
    thread = thread_of(paste)
    if thread is None:
        return None
    if wanted:
        sent = messenger.send_once(*thread, inquiry_message(shown), job.key, job.attempts)
    else:  # an attempt before this one may have asked, all the same
        found = messenger.find(*thread, job.key) if job.attempts > 1 else None
        if found is None:
            return None
        sent = found

    def keep(tx: Transaction) -> None:
        now, ticket = desk.clock.now(), tx.tickets.get(paste.ticket or 0)
        tx.tickets.add_event(job.key, EventKind.INQUIRED, ticket=ticket, answer=None, actor=BOT, at=now)
        tx.notices.add(
            job.key,
            NoticeKind.INQUIRY,
            workspace=paste.workspace,
            paste=paste.id,
            channel=sent.channel,
            ts=sent.ts,
            at=now,
            detail={},
        )
        if not wanted or len(tx.tickets.events(ticket.id)) != seen + 1:  # somebody said something meanwhile
            redraw(tx, desk, paste, job.key)

    return Ending(keep)
