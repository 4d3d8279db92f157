"""What people who help press: *Claim*, *Release*, *Resolved* and its modal; and what whoever pasted shows them."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.slack import ids
from bot.slack.filling import fill
from bot.slack.messenger import Messenger
from bot.slack.modal import metadata_of, read_metadata
from bot.slack.private import PLACE, tell
from bot.slack.views import parts
from bot.slack.views.packet import said_message, solution_modal
from bot.slack.views.words import helping as words
from bot.support.desk import Desk
from bot.support.helping import claim, may_resolve, release, resolve, solutions
from bot.support.model import Job
from bot.support.press import NothingThereError, Press

TOO_LATE: Final = "too_late"  # somebody else was first


def on_claim(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    """*Claim*: the first has it, and others are told who."""
    who = claim(desk, paste_of(payload), press_of(payload, job))
    if who == payload["user"]:
        return ids.CLAIM
    said = words.NOT_WANTED if who is None else words.claimed_already(parts.person(who))
    tell(messenger, payload, said_message(said), job)
    return TOO_LATE


def on_release(desk: Desk, _messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    """*Release*: somebody else may take it on."""
    release(desk, paste_of(payload), press_of(payload, job))
    return ids.RELEASE


def on_resolve(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    """*Resolved*: the modal asks what solved it."""
    paste = paste_of(payload)
    may_resolve(desk, paste, press_of(payload, job))
    place = {name: payload.get(name) for name in PLACE if name != "user"}
    modal = solution_modal(solutions(desk, paste), metadata_of(paste=paste, **place))
    fill(messenger, payload, modal, job, otherwise=said_message(words.SOLUTION_GONE))
    return ids.RESOLVE


def on_solution(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    """The modal was submitted."""
    paste = read_metadata(payload["private_metadata"]).get("paste")
    if not isinstance(paste, int):
        raise NothingThereError
    values = payload["values"]
    answer = str(values.get(ids.SOLVING_ANSWER) or "")
    who = resolve(
        desk,
        paste,
        press_of(payload, job),
        answer=int(answer) if answer.isdecimal() else None,
        article=str(values.get(ids.SOLVING_ARTICLE) or ""),
        how=str(values.get(ids.SOLVING_NOTE) or ""),
    )
    if who == payload["user"]:
        return ids.RESOLVE
    tell(messenger, payload, said_message(words.resolved_already(parts.person(who))), job)
    return TOO_LATE


def press_of(payload: Mapping[str, Any], job: Job) -> Press:
    """The press; its key is the delivery's, so the same press delivered twice is one event."""
    return Press(job.key, payload["user"], payload["response_url"], payload["channel"])


def paste_of(payload: Mapping[str, Any]) -> int:
    """The paste that a button is about.

    Raises:
        NothingThereError: It names none.
    """
    ident = ids.read_value(payload["value"], "paste")
    if ident is None or not ident.isdecimal():
        raise NothingThereError
    return int(ident)


HELP_ACTIONS: Final[Mapping[str, Callable[[Desk, Messenger, Mapping[str, Any], Job], str]]] = {
    ids.CLAIM: on_claim,
    ids.RELEASE: on_release,
    ids.RESOLVE: on_resolve,
}
"""By action id."""
