"""The Web API client, as the bot needs it."""

import logging

from slack_sdk import WebClient

TIMEOUT = 10  # seconds for a call


def build_client(token: str, api_url: str) -> WebClient:
    """A Web API client.

    It retries nothing by itself: the worker does, and it looks first whether the failed call had its effect.

    Args:
        token: The bot's token.
        api_url: The Web API's base address.
    """
    return WebClient(token=token, base_url=api_url, timeout=TIMEOUT, retry_handlers=[], logger=quiet_logger())


def quiet_logger() -> logging.Logger:
    """A logger for Slack's packages, which at the level of debugging would log messages and tokens."""
    logger = logging.getLogger("kbbot.slack")
    logger.setLevel(logging.WARNING)
    return logger
