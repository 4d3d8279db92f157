"""Reading: what Slack sends, read into what is kept of it.

``parse`` is pure. Of a delivery it keeps the few fields that a use case needs. The text is rebuilt from the message's
blocks, cut to a bound, and its secrets are masked, so nothing unmasked is ever stored; tokens, the text before an edit
and everything unknown are dropped.

Every delivery has a key, the same when it is delivered again:

- an event: ``event_id``. A new post has a second key, its *twin*, made of channel and ts: a mention is delivered both
  as ``message`` and as ``app_mention``, and whichever comes first is the one that counts. Both show that the bot was
  mentioned, because its user id (``authorizations``) stands in the text.
- a slash command: ``trigger_id``; a press: ``action_ts``, ``action_id`` and who pressed.
- a shortcut: ``action_ts`` and who chose it; a submission: the view's id and hash.

What is answered by nobody (bots, joins, unfurls, greetings …) gets a decision in one word instead of a job.

Sources (docs.slack.dev): apis/events-api, reference/events/message, interactivity/implementing-slash-commands,
reference/interaction-payloads (block_actions, shortcuts, view-interactions).
"""

import json
from typing import Final
from urllib.parse import parse_qsl

from bot.slack.delivery import IGNORED, OTHER, Delivery
from bot.slack.events import read_event
from bot.slack.fields import Fields, authorizations, branch, needed, needed_branch, words
from bot.slack.interactions import pressed, read_interaction

MOST_FIELDS: Final = 200  # of a form; Slack sends about fifteen


def read_body(raw: bytes) -> Fields:
    """The body of an HTTP delivery: JSON, a form, or JSON in the form's field ``payload``.

    Raises:
        ValueError: It is none of these.
    """
    try:
        text = raw.decode("utf-8")
        if not text.startswith("{"):
            form = dict(parse_qsl(text, keep_blank_values=True, strict_parsing=True, max_num_fields=MOST_FIELDS))
            if "payload" not in form:
                return form
            text = form["payload"]
        body = json.loads(text)
    except RecursionError:
        raise ValueError("The body is nested too deeply.") from None
    if not isinstance(body, dict):
        raise ValueError("The body is no object.")  # noqa: TRY004  its content is wrong, not the caller's type
    return body


def key_of(body: Fields) -> str:
    """The key of a delivery.

    Raises:
        ValueError: It has none, or not of the shape that Slack documents.
    """
    kind = words(body, "type") or ("command" if "command" in body else None)
    if kind == "event_callback":
        needed_branch(body, "event")
        return f"event:{needed(body, 'event_id')}"
    if kind == "command":
        return f"command:{needed(body, 'trigger_id')}"
    if kind == "block_actions":
        action = pressed(body)
        user = needed(needed_branch(body, "user"), "id")
        return f"action:{needed(action, 'action_ts')}:{needed(action, 'action_id')}:{user}"
    if kind in {"view_submission", "view_closed"}:
        view = needed_branch(body, "view")
        return f"{kind.removeprefix('view_')}:{needed(view, 'id')}:{needed(view, 'hash')}"
    if kind in {"shortcut", "message_action"}:
        user = needed(needed_branch(body, "user"), "id")
        return f"shortcut:{words(body, 'action_ts') or needed(body, 'trigger_id')}:{user}"
    for name in ("trigger_id", "action_ts", "minute_rate_limited"):
        if isinstance(body.get(name), str | int) and kind:
            return f"{kind}:{body[name]}"
    raise ValueError("This is no delivery of Slack's.")


def parse(body: Fields) -> Delivery | None:
    """Read a delivery. None where it has no key; what else is wrong with its shape makes it ``ignored``."""
    try:
        key = key_of(body)
    except ValueError:
        return None
    try:
        workspace = workspace_of(body)
        if body.get("type") == "event_callback":
            return read_event(body, key, workspace)
        return read_interaction(body, key, workspace)
    except (ValueError, RecursionError):
        workspace = "unknown"
    return Delivery(key, workspace, OTHER, decision=IGNORED)


def workspace_of(body: Fields) -> str:
    """The workspace the app is installed in, or the organisation where the installation is the organisation's.

    Raises:
        ValueError: The delivery names neither.
    """
    installed = next(iter(authorizations(body)), {})
    candidates = (
        words(installed, "team_id"),
        words(body, "team_id"),
        words(branch(body, "team"), "id"),
        words(branch(body, "user"), "team_id"),
        words(installed, "enterprise_id"),
        words(body, "enterprise_id"),
        words(branch(body, "enterprise"), "id"),
    )
    found = next((one for one in candidates if one), None)
    if found is None:
        raise ValueError("The workspace is missing.")
    return found
