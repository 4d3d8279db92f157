"""The doctor: whether Slack lets the bot do its work, and what to do where it does not."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import structlog
from slack_sdk import WebClient

from bot.errors import BotError, ConfigurationError
from bot.slack.client import build_client
from bot.slack.finding import Finding
from bot.slack.manifest import SCOPES
from bot.slack.refusals import MissingScopeError, RefusedError, explained
from bot.slack.whereabouts import look_at_channels, look_at_deliveries, look_at_people

if TYPE_CHECKING:
    from datetime import datetime

    from bot.support.model import ChannelSetting
    from bot.support.ports import Clock, Store

INSTALL: Final = "add it under OAuth & Permissions and reinstall the app"
SCOPES_HEADER: Final = "x-oauth-scopes"  # of every answer: what the token may do

log = structlog.get_logger()


def diagnose(
    *,
    token: str,
    app_token: str | None,
    api_url: str,
    named: Mapping[str, Sequence[str]] | None = None,
    store: "Store | None" = None,
    clock: "Clock | None" = None,
) -> list[Finding]:
    """Look at the tokens, the scopes, the channels, the people, what arrives, and in Socket Mode at the connection.

    Args:
        token: The bot's token.
        app_token: The app-level token; None where deliveries come over HTTP.
        api_url: The Web API's base address.
        named: By the name of the setting, the ids of those whom the bot asks or lets do more.
        store: The database, where what arrives and how channels are set is looked up; None: that is left out.
        clock: The time; needed with a store.
    """
    client = build_client(token, api_url)
    findings, granted, workspace = _bot_token(client)
    if workspace is not None:
        settings, seen = _kept(store, workspace)
        findings += look_at_channels(client, granted, settings)
        findings += look_at_people(client, named or {})
        if store is not None and clock is not None:
            findings += look_at_deliveries(seen, clock.now())
    if app_token is not None:
        return [*findings, _connection(client, app_token)]
    signing = "HTTP: whether the signing secret is right shows when Slack first calls /slack/events."
    return [*findings, Finding(ok=True, what=signing)]


def check_token(*, token: str, api_url: str) -> None:
    """Ask Slack once whether the bot token works, before work that would fail one by one.

    Where Slack cannot be asked now, that is no reason not to start.

    Args:
        token: The bot's token.
        api_url: The Web API's base address.

    Raises:
        ConfigurationError: Slack does not accept the token.
    """
    try:
        with explained("auth.test"):
            build_client(token, api_url).auth_test()
    except RefusedError as error:
        raise ConfigurationError(error.sentence) from None
    except BotError as error:
        log.warning("bot token not checked", why=error.sentence)


def _kept(store: "Store | None", workspace: str) -> tuple["Mapping[str, ChannelSetting]", "Mapping[str, datetime]"]:
    """How channels are set, and when a delivery of each kind came last."""
    if store is None:
        return {}, {}
    with store.read() as tx:
        return tx.channels.all(workspace), tx.inbox.last_seen(workspace)


def _bot_token(client: WebClient) -> tuple[list[Finding], set[str], str | None]:
    """What the token is good for: findings, its scopes, and its workspace; None where it does not work."""
    try:
        with explained("auth.test"):
            answer = client.auth_test()
    except BotError as error:
        return [Finding(ok=False, what="The bot token does not work.", advice=error.sentence)], set(), None
    who = f"The bot token works: {answer.get('user')} in {answer.get('team')}."
    headers = {name.lower(): value for name, value in answer.headers.items()}
    granted = headers.get(SCOPES_HEADER)
    if granted is None:
        unknown = Finding(ok=False, what="Slack does not say which scopes the token has.", advice="Try again later.")
        return [Finding(ok=True, what=who), unknown], set(), str(answer["team_id"])
    scopes = {name.strip() for name in granted.split(",")}
    return [Finding(ok=True, what=who), *_scopes(scopes)], scopes, str(answer["team_id"])


def _scopes(granted: set[str]) -> list[Finding]:
    """A finding for each scope; a missing optional one is as it should be, but what is lost is said."""
    findings = []
    for scope in SCOPES:
        if scope.name in granted:
            findings.append(Finding(ok=True, what=f"The scope {scope.name} is granted."))
        else:
            kind = "optional scope" if scope.optional else "scope"
            what = f"The {kind} {scope.name} is missing: without it, {scope.lost}."
            findings.append(Finding(ok=scope.optional, what=what, advice=f"To have it, {INSTALL}."))
    return findings


def _connection(client: WebClient, app_token: str) -> Finding:
    try:
        with explained("apps.connections.open"):
            client.apps_connections_open(app_token=app_token)
    except MissingScopeError as error:
        return Finding(ok=False, what="Socket Mode cannot connect.", advice=token_advice(f"it lacks {error.scope}"))
    except RefusedError as error:
        return Finding(ok=False, what="Socket Mode cannot connect.", advice=token_advice(error.code))
    except BotError as error:
        return Finding(ok=False, what="Socket Mode cannot connect.", advice=error.sentence)
    return Finding(ok=True, what="Socket Mode can connect.")


def token_advice(code: str) -> str:
    """What to do when Slack refuses the app-level token."""
    return (
        f"Slack does not accept SLACK_APP_TOKEN ({code}): make one with the scope connections:write under "
        "Basic Information, App-Level Tokens, and enable Socket Mode."
    )
