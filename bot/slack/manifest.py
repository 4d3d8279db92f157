"""What the app asks of a workspace: scopes, events, the command. ``manifest.json`` is this, written out.

Scopes are granted by people who read them, so each says what is lost without it. A test checks that they are exactly
what the calls of the Web API and the events below need.

Source: docs.slack.dev/reference/app-manifest. An optional scope stands in ``bot_optional`` and in ``bot``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.slack import ids
from bot.slack.views.words import modals

COMMAND: Final = "/kb"


@dataclass(frozen=True, slots=True)
class Scope:
    """A scope of the bot token.

    Attributes:
        lost: What does not work without it, as the end of a sentence.
        optional: Whoever installs the app may leave it out.
    """

    name: str
    lost: str
    optional: bool = False


SCOPES: Final = (
    Scope("app_mentions:read", "mentions of the bot go unanswered"),
    Scope("chat:write", "the bot cannot say anything"),
    Scope("commands", f"{COMMAND} does not exist"),
    Scope("im:history", "direct messages to the bot go unanswered"),
    Scope("channels:history", "errors in public channels are seen only where the bot is mentioned", optional=True),
    Scope("groups:history", "errors in private channels are seen only where the bot is mentioned", optional=True),
    Scope("mpim:history", "errors in group messages are seen only where the bot is mentioned", optional=True),
    Scope(
        "usergroups:read",
        "members of the user groups in SUPPORT and CURATORS may do no more than others",
        optional=True,
    ),
    Scope("files:read", "log files and text snippets cannot be read, only what is pasted", optional=True),
    Scope("im:write", "a direct message whose sending failed halfway is not sent again", optional=True),
    Scope("reactions:read", "a check mark on a paste or on its answer does not count as *Solved it*", optional=True),
    Scope("channels:read", "`kbbot doctor` cannot say in which public channels the bot is", optional=True),
    Scope("groups:read", "`kbbot doctor` cannot say in which private channels the bot is", optional=True),
    Scope("users:read", "`kbbot doctor` cannot say whether those who are asked still have accounts", optional=True),
    Scope("pins:write", "the answer to a failure that many people have at once is not pinned", optional=True),
    Scope("reactions:write", "a paste whose error is resolved gets no check mark", optional=True),
)

EVENTS: Final[Mapping[str, str | None]] = {
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
}
"""Event → the scope that it needs, if any."""

HISTORY: Final = ("channels:history", "groups:history", "im:history", "mpim:history")

READING: Final = ("channels:read", "groups:read")

METHODS: Final[Mapping[str, tuple[str, ...]]] = {
    "auth_test": (),
    "chat_delete": ("chat:write",),
    "chat_getPermalink": (),
    "chat_postEphemeral": ("chat:write",),
    "chat_postMessage": ("chat:write",),
    "chat_update": ("chat:write",),
    "conversations_history": HISTORY,
    "conversations_info": READING,
    "conversations_open": ("im:write",),
    "conversations_replies": HISTORY,
    "files_info": ("files:read",),
    "pins_add": ("pins:write",),
    "pins_remove": ("pins:write",),
    "reactions_add": ("reactions:write",),
    "reactions_remove": ("reactions:write",),
    "usergroups_users_list": ("usergroups:read",),
    "users_conversations": READING,
    "users_info": ("users:read",),
    "views_open": (),
    "views_publish": (),
    "views_push": (),
    "views_update": (),
}
"""Method of the bot token, as slack_sdk names it → its scopes; of several, the one of the conversation."""


def manifest() -> dict[str, Any]:
    """The app's manifest, for *Create New App → From a manifest*."""
    return {
        "display_information": {
            "name": "KB Bot",
            "description": "Reads pasted FTP errors and answers with the cause and the fix from a knowledge base.",
            "background_color": "#1d3b53",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "kbbot", "always_online": True},
            "shortcuts": [
                {
                    "name": modals.FIND_THE_CAUSE,
                    "type": "message",
                    "callback_id": ids.FIND_THE_CAUSE,
                    "description": "Reads this message as an FTP error and looks for its cause",
                },
                {
                    "name": modals.PASTE_TITLE,
                    "type": "global",
                    "callback_id": ids.PASTE_AN_ERROR,
                    "description": "Opens a box to paste an error into; only you see the answer",
                },
            ],
            "slash_commands": [
                {
                    "command": COMMAND,
                    "description": "Explain an FTP error, or look up an article",
                    "usage_hint": "the lines of an error, an article's id, or some words",
                    "should_escape": False,
                }
            ],
        },
        "oauth_config": {
            "scopes": {
                "bot": [scope.name for scope in SCOPES],
                "bot_optional": [scope.name for scope in SCOPES if scope.optional],
            }
        },
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }
