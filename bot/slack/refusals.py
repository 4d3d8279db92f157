"""What Slack refuses, as errors of ours: whether to try again, and the sentence that says what to do.

Sources: the error lists on the pages of the Web API's methods (docs.slack.dev/reference/methods), and
docs.slack.dev/apis/web-api/rate-limits for 429 and ``Retry-After``.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import BotError, RetryLaterError, SlackError
from bot.metrics import count, slack_calls

PATIENCE = 30.0  # seconds to wait where Slack does not say how long

_TOKEN = "Slack does not accept the bot token ({code}): set SLACK_BOT_TOKEN to the one under OAuth & Permissions."  # noqa: S105  a sentence, no token
_AWAY = "The bot is not in this conversation ({code}): invite it there with /invite."
_GONE = "Slack no longer has this conversation or message ({code})."
_PERSON = "Slack cannot show this to that person ({code}): they are not in the conversation."
_CLOSED = "Slack does not let the bot post in this conversation ({code}): a workspace admin can change that."

SENTENCES = {
    "invalid_auth": _TOKEN,
    "not_authed": _TOKEN,
    "token_revoked": _TOKEN,
    "token_expired": _TOKEN,
    "account_inactive": _TOKEN,
    "not_allowed_token_type": "This kind of token cannot be used for {method} ({code}): a bot token starts with xoxb-.",
    "not_in_channel": _AWAY,
    "channel_not_found": _AWAY,
    "is_archived": "This channel is archived ({code}): unarchive it, or ask somewhere else.",
    "message_not_found": _GONE,
    "thread_not_found": _GONE,
    "user_not_in_channel": _PERSON,
    "user_not_found": _PERSON,
    "restricted_action": _CLOSED,
    "restricted_action_thread_only_channel": _CLOSED,
    "restricted_action_read_only_channel": _CLOSED,
    "ekm_access_denied": _CLOSED,
    "expired_trigger_id": "The window could not be opened in time ({code}): press again.",
    "no_permission": "The bot's workspace does not allow {method} ({code}): reinstall the app.",
    "org_login_required": "The workspace is being moved into an organisation ({code}): reinstall the app afterwards.",
}
"""Error codes and what to do about each; ``{code}`` and ``{method}`` are filled in."""

AWAY = frozenset({"not_in_channel", "channel_not_found"})
"""The bot is not in the conversation."""

GONE = frozenset({"message_not_found", "channel_not_found", "thread_not_found"})
"""What was to be changed or answered is not there any more."""

CLOSED = frozenset({"not_found", "view_not_found"})
"""The view that was to be changed is not open."""

RAN_OUT = "http_404"
"""What a response URL answers after 30 minutes or five answers."""

RATE_LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
PASSING = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "server_error"})


class UnreachableError(BotError):
    """Slack did not answer, or not with an answer: what was asked for may have happened all the same."""


class MissingScopeError(SlackError):
    """The app lacks a scope.

    Args:
        scope: The scope that the call needs.
    """

    def __init__(self, scope: str) -> None:
        super().__init__(
            f"The scope {scope} is missing: add it under OAuth & Permissions and reinstall the app, "
            "or run `kbbot doctor` to see all that are missing."
        )
        self.scope = scope


class RefusedError(SlackError):
    """Slack refused a call.

    Args:
        code: Slack's word for the reason.
        sentence: What happened and what to do.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class FateUnknownError(SlackError):
    """An earlier attempt may have posted this message, and it cannot be looked up: it is not posted again."""


@contextmanager
def explained(method: str) -> Iterator[None]:
    """Turn what slack_sdk raises in the block into errors of ours. No message and no token stands in them.

    Args:
        method: The method's name, such as ``chat.postMessage``.

    Raises:
        RetryLaterError: Slack limits the rate.
        MissingScopeError: A scope is missing.
        RefusedError: Slack refused for another reason that repeating the call does not change.
        UnreachableError: The network or Slack failed; to be tried again.
    """
    outcome = "unreachable"
    try:
        yield
        outcome = "ok"
    except SlackApiError as error:
        found = of_response(method, error.response)
        if isinstance(found, SlackError):
            outcome = "limited" if isinstance(found, RetryLaterError) else "refused"
        raise found from None
    except (OSError, HTTPException, SlackClientError) as error:
        raise UnreachableError(f"Slack could not be reached for {method} ({type(error).__name__}).") from None
    finally:
        count(slack_calls, method, outcome)


def of_response(method: str, response: Any) -> BotError:
    """The error for an answer of Slack's that is not ok."""
    status = int(response.status_code)
    data = response.data if isinstance(response.data, dict) else {}
    code = str(data.get("error", ""))
    if status == 429 or code in RATE_LIMITED:  # noqa: PLR2004  HTTP's number
        return RetryLaterError(f"Slack asks to call {method} again later.", _retry_after(response.headers))
    if status >= 500 or code in PASSING or not re.fullmatch(r"[a-z0-9_.-]{1,80}", code):  # noqa: PLR2004  as above
        return UnreachableError(f"Slack failed at {method} (HTTP {status}).")
    if code == "missing_scope":
        return MissingScopeError(str(data.get("needed") or "(Slack does not say which)"))
    sentence = SENTENCES.get(code, "Slack refused {method}: {code}.")
    return RefusedError(code, sentence.format(code=code, method=method))


def of_status(what: str, status: int, headers: Any) -> BotError:
    """The error for an HTTP status of a response URL.

    Source: docs.slack.dev/interactivity/handling-user-interaction (five uses within 30 minutes).
    """
    if status == 429:  # noqa: PLR2004  HTTP's number
        return RetryLaterError(f"Slack asks to {what} again later.", _retry_after(headers))
    if status >= 500:  # noqa: PLR2004  as above
        return UnreachableError(f"Slack failed to {what} (HTTP {status}).")
    return RefusedError(
        f"http_{status}", f"Slack no longer lets me {what}: that ends after 30 minutes or five answers."
    )


def _retry_after(headers: Any) -> float:
    """Seconds, from the header ``Retry-After``."""
    for name, value in dict(headers or {}).items():
        if str(name).lower() == "retry-after":
            words = value[0] if isinstance(value, list | tuple) else value
            try:
                return max(0.0, float(words))
            except ValueError:
                return PATIENCE
    return PATIENCE
