"""Presses of buttons."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from bot.slack import ids
from bot.slack.listeners.channels import WATCH_ACTIONS
from bot.slack.listeners.gaps import GAP_ACTIONS
from bot.slack.listeners.helping import HELP_ACTIONS
from bot.slack.listeners.home import HOME_ACTIONS
from bot.slack.listeners.look import LOOKS, RetiredError
from bot.slack.messenger import Messenger
from bot.slack.private import tell
from bot.slack.refusals import AWAY, RefusedError
from bot.slack.views.article import article_message
from bot.slack.views.notes import cannot_share_message, no_helpers_message
from bot.support.channels import is_off
from bot.support.desk import Desk
from bot.support.helping import escalate, show_lines
from bot.support.lookup import find
from bot.support.model import Job, Reason
from bot.support.press import (
    NothingThereError,
    OffHereError,
    Press,
    choose,
    explain,
    reject,
    reject_all,
    reopen,
    reopen_paste,
    share,
    show_again,
    solve,
    solve_otherwise,
)

NO_HELPERS: Final = "no_helpers"
CANNOT_SHARE: Final = "cannot_share"

_SIMPLE: Mapping[str, tuple[str, Callable[[Desk, int, Press], None]]] = {
    ids.SOLVED: ("answer", solve),
    ids.NOT_THIS: ("answer", reject),
    ids.SHOW: ("answer", choose),
    ids.REOPEN: ("answer", reopen),
    ids.REOPEN_PASTE: ("paste", reopen_paste),
    ids.NONE_OF_THESE: ("paste", reject_all),
    ids.SOLVED_OTHERWISE: ("paste", solve_otherwise),
    ids.SHOW_AGAIN: ("answer", show_again),
    ids.SHOW_LINES: ("paste", show_lines),
    **{action: ("answer", partial(explain, reason=reason)) for reason, action in ids.REASONS.items()},
}

_OTHERS: Mapping[str, Callable[[Desk, Messenger, Mapping[str, Any], Job], str]] = {
    **WATCH_ACTIONS,
    **HOME_ACTIONS,
    **HELP_ACTIONS,
    **GAP_ACTIONS,
}


def on_action(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    """Somebody pressed a button."""
    action = payload["action"]
    if action in _OTHERS:
        return _OTHERS[action](desk, messenger, payload, job)
    if action in _SIMPLE:
        what, use_case = _SIMPLE[action]
        use_case(desk, _ident(payload, what), _press(payload, job))
    elif action in LOOKS:
        return LOOKS[action](desk, messenger, payload, job)
    elif action == ids.DECIDES:
        _decide(desk, payload, job)
    elif action == ids.WHY_NOT:
        _explain(desk, payload, job)
    elif action == ids.ASK_A_PERSON:
        return _ask_a_person(desk, messenger, payload, job)
    elif action == ids.SHARE:
        share(desk, _ident(payload, "paste"), _press(payload, job), channel=payload["channel"])
    else:
        return _share_article(desk, messenger, payload, job)
    return str(action)


def _decide(desk: Desk, payload: Mapping[str, Any], job: Job) -> None:
    """The deciding question was answered: for one of the choices, or for none of them."""
    if ids.read_value(payload["value"], "answer") is not None:
        choose(desk, _ident(payload, "answer"), _press(payload, job), decided=True)
    else:
        reject_all(desk, _ident(payload, "paste"), _press(payload, job))


def _explain(desk: Desk, payload: Mapping[str, Any], job: Job) -> None:
    """Why not: one of the reasons was chosen."""
    reason, _, answer = payload["value"].partition(":")
    if reason not in set(Reason):
        raise NothingThereError
    explain(desk, _number(ids.read_value(answer, "answer") or ""), _press(payload, job), Reason(reason))


def _ask_a_person(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    if escalate(desk, _ident(payload, "paste"), _press(payload, job)):
        return ids.ASK_A_PERSON
    tell(messenger, payload, no_helpers_message(), job)
    return NO_HELPERS


def _share_article(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    wanted, url = ids.read_value(payload["value"], "article") or "", payload["response_url"]
    article = find(desk, wanted)
    if article is None:
        raise RetiredError(wanted)
    with desk.store.read() as tx:
        if is_off(tx, job.workspace, payload["channel"]):
            raise OffHereError
    shown = article_message(article, private=False)
    try:
        messenger.post_once(payload["channel"], None, shown, job.key, job.attempts)
    except RefusedError as error:
        if error.code not in AWAY:
            raise
        tell(messenger, payload, cannot_share_message(payload["channel"]), job)
        return CANNOT_SHARE
    if url:
        messenger.respond(url, shown, replace_original=True)  # without the button: it is shared once
    return ids.SHARE_ARTICLE


def _press(payload: Mapping[str, Any], job: Job) -> Press:
    """The press; its key is the delivery's, so the same press delivered twice is one event."""
    return Press(job.key, payload["user"], payload["response_url"], payload["channel"])


def _ident(payload: Mapping[str, Any], what: str) -> int:
    return _number(ids.read_value(payload["value"], what) or "")


def _number(ident: str) -> int:
    if not ident.isdecimal():
        raise NothingThereError
    return int(ident)
