"""Jobs: what a worker does for Slack, by the kind of the job.

=============== ======================================================================================================
``delivery``    a stored delivery goes to its listener
``reply``       the reply to a paste is brought in line with what is stored: see ``posting``
``escalation``  the people who help are asked: see ``escalation``
``inquiry``     nobody said what became of a paste, and its poster is asked, once: see ``inquiry``
``follow_up``   tickets of which nobody said anything are looked at
``notice``      what was posted besides a reply is brought in line with what is stored: see ``escalation``
``warning``     a poster is told privately that the post holds secrets
``response``    a person is told privately what failed
``busy``        a channel is told that answers come late
``watch``       once a minute: incidents are looked for
``incident``    what the support channel reads of an incident is brought in line: see ``incidents``
``forget``      a message that no error followed is deleted: see ``bot.support.joining``
``digest``      a channel reads the numbers of the week that is over
=============== ======================================================================================================

Every handler may run twice. What it notes last is written in the transaction that finishes its job. ``buried`` is
called for a job that was given up: whoever asked for something is told once, with the job's number, which the log has
too.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import structlog

from bot.errors import SlackError, UnknownRowError
from bot.slack import incidents
from bot.slack.delivery import ACTION, COMMAND, MESSAGE, SHORTCUT, SUBMISSION, twin_of
from bot.slack.escalation import escalation, notice
from bot.slack.filling import fill
from bot.slack.inquiry import inquiry, look_at_the_silent
from bot.slack.intake import BUSY, DELIVERY
from bot.slack.listeners import LISTENERS
from bot.slack.listeners.stats import on_digest
from bot.slack.message import Message
from bot.slack.messenger import Messenger
from bot.slack.posting import reply
from bot.slack.private import place_of, place_of_paste, tell
from bot.slack.views import parts
from bot.slack.views.afterwards import only_the_poster_message
from bot.slack.views.modals import refusal_modal
from bot.slack.views.notes import failure_message, secret_warning
from bot.support.desk import ESCALATION, FOLLOW_UP, INQUIRY, NOTICE, REPLY, RESPONSE, WARNING, Desk
from bot.support.fence import Ending, Fenced, Handler
from bot.support.helping import unreached
from bot.support.incidents import EVERY_MINUTE, INCIDENT, WATCH
from bot.support.joining import FORGET, forget
from bot.support.model import Job
from bot.support.ports import Transaction
from bot.support.press import NotYoursError, PressError
from bot.support.schedule import Periodic
from bot.support.stats import DIGEST, every_week

NOT_YOURS: Final = "not_yours"  # a press that only the poster and support people may; whoever pressed was told
REFUSED: Final = "refused"  # a press that could not be followed; whoever pressed was told why
LATE: Final = "I have more to read than usual, so answers take longer right now. Nothing is lost."
FAILED: Final = "Something failed on my side, so I could not finish this. The people who run me can look it up."

LOOK_EVERY: Final = timedelta(minutes=10)

log = structlog.get_logger()


def handlers(desk: Desk, messenger: Messenger) -> Mapping[str, Handler]:
    """The handlers, by kind of job. What one of them stores counts only while the job is its worker's."""

    def fenced(handle: Callable[[Desk, Messenger, Job], Ending | None]) -> Handler:
        return lambda job: handle(replace(desk, store=Fenced(desk.store, job)), messenger, job)

    return {
        DELIVERY: fenced(_delivery),
        REPLY: fenced(reply),
        ESCALATION: fenced(escalation),
        NOTICE: fenced(notice),
        INQUIRY: fenced(inquiry),
        FOLLOW_UP: fenced(look_at_the_silent),
        WARNING: fenced(_warning),
        RESPONSE: fenced(_response),
        BUSY: fenced(_busy),
        WATCH: fenced(incidents.look),
        INCIDENT: fenced(incidents.incident),
        FORGET: fenced(_forget),
        DIGEST: fenced(on_digest),
    }


def periodic(desk: Desk) -> tuple[Periodic, ...]:
    """The jobs that are added once in each period, whatever the number of workers."""
    found = [EVERY_MINUTE]
    if desk.patience.inquire_after or desk.patience.close_after:
        found.append(Periodic(FOLLOW_UP, LOOK_EVERY))
    if desk.reporting.channel:
        found.append(every_week(desk.reporting.timezone))
    return tuple(found)


def reference_of(job: Job) -> str:
    """What a person is told to find a job by, as ``kbbot jobs list`` and the log show it."""
    return f"job {job.id}"


def buried(desk: Desk, job: Job, error: Exception) -> None:
    """Order that whoever asked be told that a job was given up; silent where nobody did.

    Where nobody who helps could be asked, the reply no longer says that somebody was.

    Args:
        desk: The support desk.
        job: The job, already given up.
        error: Why. Only what a person in Slack can use of it is told.
    """
    place = _asker(desk, job)
    if place is None:
        return
    sentence = error.sentence if isinstance(error, SlackError) else FAILED
    payload = {**place, "sentence": sentence, "reference": reference_of(job), "view": job.payload.get("view")}
    with desk.store.begin() as tx:
        tx.jobs.add(f"{RESPONSE}:{job.key}", RESPONSE, payload, workspace=job.workspace, now=desk.clock.now())
        if job.kind == ESCALATION:
            unreached(tx, desk, job.payload["paste"], job.key)


def _delivery(desk: Desk, messenger: Messenger, job: Job) -> Ending:
    payload = job.payload
    try:
        decision = LISTENERS[payload["kind"]](desk, messenger, payload, job)
    except NotYoursError as error:
        _refuse(messenger, payload, only_the_poster_message(error.poster), job)
        decision = NOT_YOURS
    except PressError as error:
        _refuse(messenger, payload, failure_message(error.sentence, reference_of(job)), job)
        decision = REFUSED
    log.info("delivery handled", key=job.key, decision=decision)
    keys = [job.key.removeprefix(f"{DELIVERY}:")]
    if payload["kind"] == MESSAGE:
        keys.append(twin_of(job.workspace, payload["channel"], payload["ts"]))  # what its author posts next looks at it

    def note(tx: Transaction) -> None:
        for key in keys:
            tx.inbox.decided(key, decision)

    return Ending(note)


def _warning(_desk: Desk, messenger: Messenger, job: Job) -> None:
    tell(messenger, job.payload, secret_warning(job.payload["secrets"]), job)


def _forget(desk: Desk, _messenger: Messenger, job: Job) -> None:
    forget(desk, workspace=job.workspace, channel=job.payload["channel"], ts=job.payload["ts"])


def _response(_desk: Desk, messenger: Messenger, job: Job) -> None:
    _refuse(messenger, job.payload, failure_message(job.payload["sentence"], job.payload["reference"]), job)


def _refuse(messenger: Messenger, payload: Mapping[str, Any], message: Message, job: Job) -> None:
    """Say why something is not done: in the modal that opened for it, which would wait for ever, else privately."""
    if payload.get("view"):
        fill(messenger, payload, refusal_modal(message), job, otherwise=message)
    else:
        tell(messenger, place_of(payload), message, job)


def _busy(_desk: Desk, messenger: Messenger, job: Job) -> None:
    place, message = job.payload, parts.message(LATE, [parts.section(LATE)])
    if place["response_url"]:
        messenger.respond(place["response_url"], message)
    else:
        messenger.post_once(place["channel"], place["thread_ts"] or place["ts"], message, job.key, job.attempts)


def _asker(desk: Desk, job: Job) -> dict[str, Any] | None:
    """Where to tell whoever asked for a job; None where nobody did."""
    payload = job.payload
    if job.kind == DELIVERY:
        asked = payload["kind"] in {COMMAND, ACTION, SHORTCUT, SUBMISSION} or payload.get("asked")
        return place_of(payload) if asked else None
    if job.kind not in {REPLY, ESCALATION}:
        return None
    try:
        with desk.store.read() as tx:
            paste = tx.tickets.paste(payload["paste"])
    except UnknownRowError:
        return None
    actor = payload.get("actor")
    return place_of_paste(paste, actor, payload.get("response_url")) if paste.asked or actor else None
