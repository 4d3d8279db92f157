"""The Web API client, as the bot needs it."""

import logging

from slack_sdk import WebClient

TIMEOUT = 10  # seconds for a call


def build_client(token: str, api_url: str, timeout: int = TIMEOUT) -> WebClient:
    """A Web API client.

    It retries nothing by itself: the worker does, and it looks first whether the failed call had its effect.

    Args:
        token: The bot's token.
        api_url: The Web API's base address.
        timeout: Seconds for a call.
    """
    # What fails is raised, and ``refusals.explained`` says it; the client's own lines would say it again.
    logger = quiet_logger("web", logging.CRITICAL)
    return WebClient(token=token, base_url=api_url, timeout=timeout, retry_handlers=[], logger=logger)


def quiet_logger(name: str = "sdk", level: int = logging.WARNING) -> logging.Logger:
    """A logger for Slack's packages, which at the level of debugging would log messages and tokens.

    Args:
        name: Which package.
        level: The lowest level that is logged, whatever the bot's own level is.
    """
    logger = logging.getLogger(f"kbbot.slack.{name}")
    logger.setLevel(level)
    return logger
