"""Modals: what was submitted, by the callback id of the modal."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.slack import ids
from bot.slack.delivery import IGNORED
from bot.slack.listeners.attached import Pasted, read_pasted
from bot.slack.listeners.helping import on_solution
from bot.slack.messenger import Messenger
from bot.support.ask import ask
from bot.support.desk import Desk
from bot.support.model import Job, Post, Source

Submission = Callable[[Desk, Messenger, Mapping[str, Any], Job], str]


def on_submission(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    """Somebody submitted a modal.

    The payload has ``callback_id``, ``private_metadata`` and ``values``: by the action id of each input a text, or a
    list where several can be chosen. Where the modal was asked for stands in it too (``bot.slack.private.PLACE``).
    """
    submission = SUBMISSIONS.get(payload["callback_id"])
    return submission(desk, messenger, payload, job) if submission else IGNORED


def _paste(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    """An error was pasted into the paste box."""
    pasted = read_pasted(desk, messenger, payload, job, payload["values"][ids.PASTE])
    outcome, _ = ask(desk, _post(payload, job, pasted))
    return outcome


def _post(payload: Mapping[str, Any], job: Job, pasted: Pasted) -> Post:
    return Post(
        workspace=job.workspace,
        channel=payload["channel"],
        ts=payload["view_id"],
        thread_ts=None,
        author=payload["user"],
        text=pasted.text,
        source=Source.COMMAND,
        asked=True,
        response_url=payload["response_url"],
        notes=pasted.notes,
    )


SUBMISSIONS: Final[Mapping[str, Submission]] = {ids.PASTE_MODAL: _paste, ids.SOLUTION_MODAL: on_solution}
"""By callback id."""
