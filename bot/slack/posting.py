"""The reply to a paste in Slack: posted once, redrawn, shared, taken back, whatever is stored now.

The job names the paste and nothing of what to show, so running it late or twice does no harm.
"""

from typing import Final

import structlog

from bot.slack.ids import is_person
from bot.slack.message import Message
from bot.slack.messenger import Messenger, Posted
from bot.slack.private import place_of_paste, tell
from bot.slack.refusals import AWAY, FateUnknownError, RefusedError
from bot.slack.views.notes import cannot_share_message, shared_message
from bot.slack.views.parts import noted
from bot.slack.views.reply import reply_message
from bot.slack.views.together import in_company
from bot.slack.views.words import modals as words
from bot.support.desk import REPLY, Desk
from bot.support.fence import Ending
from bot.support.model import EventKind, Job, Paste, Source
from bot.support.ports import Transaction
from bot.support.press import Press, shared
from bot.support.reply import Reply, ReplyKind, compose, events_of
from bot.support.together import PEOPLE

CHECK_MARK: Final = "white_check_mark"

log = structlog.get_logger()


def reply(desk: Desk, messenger: Messenger, job: Job) -> Ending | None:
    """Bring the reply to a paste in line with what is stored.

    Payload: ``paste``; ``response_url`` where one person sees the reply privately; ``private_url`` where one person
    sees it if the bot cannot post; ``notes``, sentences about what could not be read; ``share_to`` and ``actor`` where
    a private reply is to be shared.
    """
    with desk.store.read() as tx:
        paste = tx.tickets.paste(job.payload["paste"])
        shown = compose(tx, paste, desk.records.of(tx, paste.workspace, desk.clock.now()))
        reopened = any(event.kind is EventKind.REOPENED for event in events_of(tx, paste))
    if "share_to" in job.payload:
        _share(desk, messenger, job, shown)
        return None
    url, notes = job.payload.get("response_url"), job.payload.get("notes", [])
    ending = _respond(messenger, job, shown) if url else None
    if shown.kind is ReplyKind.GONE:
        return _take_back(messenger, paste)
    if paste.reply_channel and paste.reply_ts:
        if messenger.update(paste.reply_channel, paste.reply_ts, noted(_message(messenger, shown), notes)):
            _pin(messenger, shown, paste.reply_channel, paste.reply_ts)
        else:
            log.info("reply is gone", key=job.key)
    elif paste.source is Source.MESSAGE and not url:
        ending = _post(messenger, job, shown)
    elif is_person(paste.channel) and not url:
        ending = _send(messenger, job, shown)
    _mark(messenger, shown, reopened=reopened)
    return ending


def thread_of(paste: Paste) -> tuple[str, str] | None:
    """Channel and root of the thread where a paste is talked about; None for a command that nobody else has seen."""
    if paste.source is Source.MESSAGE:
        return paste.channel, paste.thread_ts or paste.ts
    if paste.reply_channel and paste.reply_ts:
        return paste.reply_channel, paste.reply_ts
    return None


def _is_first(job: Job, paste: Paste) -> bool:
    """Whether this is the job that was ordered together with the paste."""
    return job.key == f"{REPLY}:{paste.id}:new"


def _post(messenger: Messenger, job: Job, shown: Reply) -> Ending | None:
    """Post a reply, or show it first to whom it answers."""
    paste, notes = shown.paste, job.payload.get("notes", [])
    if paste.offered:
        drawn = noted(_message(messenger, shown, private=True), notes)
        messenger.ephemeral(paste.channel, paste.author, drawn, paste.thread_ts)
        return None
    # A later job finds no reply noted where the first one was given up: it too looks before it posts.
    attempt = job.attempts if _is_first(job, paste) else job.attempts + 1
    thread_ts = paste.thread_ts or paste.ts
    key = f"{REPLY}:{paste.id}"
    try:
        ts = messenger.post_once(paste.channel, thread_ts, noted(_message(messenger, shown), notes), key, attempt)
    except FateUnknownError as error:
        log.warning("reply offered privately", key=job.key, why=error.sentence)
        drawn = noted(_message(messenger, shown, private=True), notes)
        messenger.ephemeral(paste.channel, paste.author, drawn, paste.thread_ts)
        return None
    except RefusedError as error:
        url = job.payload.get("private_url")
        if error.code in AWAY and url:
            messenger.respond(url, noted(_message(messenger, shown, private=True), [words.ONLY_YOU_AWAY, *notes]))
        elif error.code != "thread_not_found":
            raise
        log.info("paste is gone or out of reach", key=job.key, why=error.code)
        return None
    return Ending(
        lambda tx: tx.tickets.replied(paste.id, channel=paste.channel, ts=ts),
        # This worker stood still, and another one may have posted meanwhile.
        lost=lambda: messenger.keep_first(paste.channel, thread_ts, key, ts),
    )


def _respond(messenger: Messenger, job: Job, shown: Reply) -> Ending | None:
    """Show a reply through its response URL. Where that ran out it may become a message, which is noted as such."""
    paste = shown.paste
    drawn = noted(_message(messenger, shown, private=True), job.payload.get("notes", []))
    place = place_of_paste(paste, response_url=job.payload["response_url"])
    posted = tell(messenger, place, drawn, job, replace_original=not _is_first(job, paste))
    alone = paste.source is Source.COMMAND and paste.reply_ts is None
    return _stands(paste, posted) if posted is not None and alone else None


def _send(messenger: Messenger, job: Job, shown: Reply) -> Ending:
    """Answer a paste of the paste box that was not opened in a conversation: in the direct message with its author."""
    paste = shown.paste
    attempt = job.attempts if _is_first(job, paste) else job.attempts + 1
    drawn = noted(reply_message(shown), job.payload.get("notes", []))
    return _stands(paste, messenger.send_once(paste.channel, None, drawn, f"{REPLY}:{paste.id}", attempt))


def _stands(paste: Paste, sent: Posted) -> Ending:
    """Notes where the answer to a command or to a paste box stands, which has its ticket in no other thread."""

    def note(tx: Transaction) -> None:
        tx.tickets.replied(paste.id, channel=sent.channel, ts=sent.ts)
        if paste.ticket is not None:
            tx.tickets.move(paste.ticket, channel=sent.channel, thread_ts=sent.ts)

    return Ending(note)


def _message(messenger: Messenger, shown: Reply, *, private: bool = False) -> Message:
    """A reply, as the failures of other people make it."""
    message = reply_message(shown, private=private)
    leader = shown.together.leader if shown.together else None
    if leader is None:
        return in_company(shown, message, None, private=private)
    link = messenger.permalink(leader.reply_channel or leader.channel, leader.reply_ts or leader.ts)
    return in_company(shown, message, link, private=private)


def _pin(messenger: Messenger, shown: Reply, channel: str, ts: str) -> None:
    """Pin the answer to a failure that many people have, until somebody says that it is solved."""
    together = shown.together
    if together is None or together.leader is not None or together.people < PEOPLE:
        return
    if shown.resolution is None:
        messenger.pin(channel, ts)
    else:
        messenger.unpin(channel, ts)


def _take_back(messenger: Messenger, paste: Paste) -> Ending | None:
    channel, ts = paste.reply_channel, paste.reply_ts
    if channel is None or ts is None:
        return None
    messenger.delete(channel, ts)
    return Ending(lambda tx: tx.tickets.replied(paste.id, channel=channel, ts=None))


def _share(desk: Desk, messenger: Messenger, job: Job, shown: Reply) -> None:
    """Post a private reply where others see it: in the channel, or in the thread of its paste."""
    paste, url, channel = shown.paste, job.payload.get("response_url"), job.payload["share_to"]
    if paste.reply_ts is None:
        thread = paste.thread_ts or paste.ts if paste.source is Source.MESSAGE else None
        try:
            ts = messenger.post_once(channel, thread, _message(messenger, shown), job.key, job.attempts)
        except RefusedError as error:
            if error.code not in AWAY:
                raise
            _answer(messenger, url, cannot_share_message(channel), replace=False)
            return
        press = Press(job.key.removeprefix(f"{REPLY}:"), job.payload["actor"])
        shared(desk, paste.id, press, channel=channel, ts=ts)
    _answer(messenger, url, shared_message(shown), replace=True)


def _answer(messenger: Messenger, url: str | None, message: Message, *, replace: bool) -> None:
    if url:
        messenger.respond(url, message, replace_original=replace)


def _mark(messenger: Messenger, shown: Reply, *, reopened: bool) -> None:
    """The check mark on a paste whose ticket is resolved."""
    paste = shown.paste
    if paste.source is not Source.MESSAGE:
        return
    if shown.resolution is not None:
        messenger.add_reaction(paste.channel, paste.ts, CHECK_MARK)
    elif reopened:
        messenger.remove_reaction(paste.channel, paste.ts, CHECK_MARK)
