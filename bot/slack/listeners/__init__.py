"""Listeners, one module a surface: each reads the payload of a stored delivery and calls one use case.

A listener runs in a worker and may run twice for one delivery. It returns, in a word, what became of the delivery.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.slack import delivery
from bot.slack.listeners.action import on_action
from bot.slack.listeners.command import on_command
from bot.slack.listeners.home import on_home
from bot.slack.listeners.message import on_deletion, on_edit, on_message
from bot.slack.listeners.reaction import on_reaction
from bot.slack.listeners.shortcut import on_shortcut
from bot.slack.listeners.view import on_submission
from bot.slack.messenger import Messenger
from bot.support.desk import Desk
from bot.support.model import Job

Listener = Callable[[Desk, Messenger, Mapping[str, Any], Job], str]

LISTENERS: Mapping[str, Listener] = {
    delivery.MESSAGE: on_message,
    delivery.EDIT: on_edit,
    delivery.DELETION: on_deletion,
    delivery.COMMAND: on_command,
    delivery.ACTION: on_action,
    delivery.REACTION: on_reaction,
    delivery.SHORTCUT: on_shortcut,
    delivery.SUBMISSION: on_submission,
    delivery.HOME: on_home,
}
"""By the kind of the delivery."""
