"""How the bot behaves in a channel: ``/kb watch``, and the buttons below it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.slack import ids
from bot.slack.messenger import Messenger
from bot.slack.private import tell
from bot.slack.views.channels import direct_message, watch_message
from bot.slack.views.words import channels as words
from bot.support.channels import MayNotError, is_direct, may_change, watch
from bot.support.desk import Desk
from bot.support.model import Job, Mode
from bot.support.press import NothingThereError, PressError

WATCHED: Final = "watched"  # how the bot behaves was shown
SET: Final = "set"


class UnknownModeError(PressError):
    """``/kb watch`` and a word that is no mode."""

    def __init__(self, word: str) -> None:
        super().__init__(words.unknown_mode(word))


def watch_command(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job, rest: str) -> str:
    """``/kb watch``, alone or with a mode."""
    channel, word = payload["channel"], rest.strip().casefold()
    if is_direct(channel):
        messenger.respond(payload["response_url"], direct_message())
        return WATCHED
    if not word:
        return _show(desk, messenger, payload, job, channel)
    if word not in set(Mode):
        raise UnknownModeError(word)
    return _set(desk, messenger, payload, job, channel, mode=Mode(word))


def on_watch(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    """A button below ``/kb watch``."""
    channel, action = ids.read_value(payload["value"], "channel"), payload["action"]
    if channel is None:
        raise NothingThereError
    if action in {ids.PRIVATE_FIRST, ids.POST_AT_ONCE}:
        return _set(desk, messenger, payload, job, channel, private_first=action == ids.PRIVATE_FIRST)
    mode = next(mode for mode, name in ids.WATCH_MODES.items() if name == action)
    return _set(desk, messenger, payload, job, channel, mode=mode)


def _set(
    desk: Desk,
    messenger: Messenger,
    payload: Mapping[str, Any],
    job: Job,
    channel: str,
    *,
    mode: Mode | None = None,
    private_first: bool | None = None,
) -> str:
    try:
        watch(desk, job.workspace, channel, payload["user"], mode=mode, private_first=private_first)
    except MayNotError as error:
        raise PressError(words.NOBODY_MAY if error.nobody else words.MAY_NOT) from None
    _show(desk, messenger, payload, job, channel)
    return SET


def _show(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job, channel: str) -> str:
    """Show how a channel is set; the message in which a button was pressed is redrawn."""
    with desk.store.read() as tx:
        setting = tx.channels.setting(job.workspace, channel)
    shown = watch_message(channel, setting, may_change=may_change(desk, job.workspace, payload["user"]))
    url = payload["response_url"]
    if url and "action" in payload:
        messenger.respond(url, shown, replace_original=True)
    else:
        tell(messenger, payload, shown, job)
    return WATCHED


WATCH_ACTIONS: Final[Mapping[str, Callable[[Desk, Messenger, Mapping[str, Any], Job], str]]] = dict.fromkeys(
    (*ids.WATCH_MODES.values(), ids.PRIVATE_FIRST, ids.POST_AT_ONCE), on_watch
)
"""By action."""
