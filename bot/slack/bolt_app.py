"""The Bolt app."""

import logging

import structlog
from slack_bolt import App, BoltResponse

from bot.errors import BotError
from bot.slack.client import build_client, quiet_logger
from bot.slack.intake import Intake

__all__ = ["App", "build_bolt_app"]

log = structlog.get_logger()


def build_bolt_app(*, token: str, signing_secret: str, api_url: str, intake: Intake) -> App:
    """The Bolt app, whose only work is ``intake``.

    Over HTTP it stands behind ``bot.web.wsgi``, which checks the signature on the raw bytes. Bolt's own check is left
    out: it would do the same again, and it logs the body of what it refuses.

    Args:
        token: The bot's token.
        signing_secret: What HTTP deliveries are signed with; empty in Socket Mode.
        api_url: The Web API's base address.
        intake: What stores a delivery.
    """
    app = App(
        name="kbbot",
        client=build_client(token, api_url),
        signing_secret=signing_secret,
        before_authorize=intake,
        process_before_response=True,
        request_verification_enabled=False,
        token_verification_enabled=False,  # receiving must not wait for Slack; the worker asks
        logger=quiet_logger("bolt", logging.ERROR),  # it warns of variables of the environment that it does not use
    )
    app.error(_not_stored)
    return app


def _not_stored(error: Exception) -> BoltResponse:
    """Answer a delivery that could not be stored, so that Slack sends it again. Values stay out of the log."""
    why = error.sentence if isinstance(error, BotError) else type(error).__name__
    log.error("delivery not stored", why=why)
    return BoltResponse(status=500, body="")
