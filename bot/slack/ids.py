"""Ids that Slack hands back: action ids of buttons and menus, and how their values name what they belong to.

They stand in messages that are years old, so a value's meaning is never changed; a new meaning gets a new id.
"""

from collections.abc import Mapping
from typing import Final

from bot.support.model import Mode, Reason

SOLVED: Final = "solved"  # value: answer:ID
NOT_THIS: Final = "not_this"  # value: answer:ID
NONE_OF_THESE: Final = "none_of_these"  # value: paste:ID
SHOW: Final = "show"  # value: answer:ID
ASK_A_PERSON: Final = "ask_a_person"  # value: paste:ID
REOPEN: Final = "reopen"  # value: answer:ID
REOPEN_PASTE: Final = "reopen_paste"  # value: paste:ID
SOLVED_OTHERWISE: Final = "solved_otherwise"  # value: paste:ID
SHOW_AGAIN: Final = "show_again"  # value: answer:ID
WHY_NOT: Final = "why_not"  # a menu; the value of an option: REASON:answer:ID
REASONS: Final[Mapping[Reason, str]] = {reason: f"why_{reason}" for reason in Reason}
"""Buttons of messages that are older than the menu ``WHY_NOT``; value: answer:ID."""

CLAIM: Final = "claim"  # value: paste:ID
RELEASE: Final = "release"  # value: paste:ID
RESOLVE: Final = "resolve"  # value: paste:ID
SHOW_LINES: Final = "show_lines"  # value: paste:ID
SHARE: Final = "share"  # value: paste:ID
SHARE_ARTICLE: Final = "share_article"  # value: article:ID
DECIDES: Final = "decides"  # an answer to the deciding question; value: answer:ID, or paste:ID for none of them
SHOW_CANDIDATE: Final = "show_candidate"  # value: candidate:PASTE:ARTICLE
FULL_ARTICLE: Final = "full_article"  # value: answer:ID, in the revision that was shown
OPEN_ARTICLE: Final = "open_article"  # value: article:ID, as it is now
WHY: Final = "why"  # value: answer:ID
PAGE: Final = "page"  # of a long article in a modal; value: page:NUMBER:answer:ID, or page:NUMBER:article:ID

PASTE_HERE: Final = "paste_here"  # in App Home; opens the paste box
SHADOW_RIGHT: Final = "shadow_right"  # value: paste:ID
SHADOW_WRONG: Final = "shadow_wrong"  # value: paste:ID
WATCH_MODES: Final[Mapping[Mode, str]] = {mode: f"watch_{mode.value}" for mode in Mode}  # value: channel:ID
PRIVATE_FIRST: Final = "private_first"  # value: channel:ID
POST_AT_ONCE: Final = "post_at_once"  # value: channel:ID
DRAFT_ARTICLE: Final = "draft_article"  # value: cluster:KEY

PLACED: Final = frozenset({SHOW, DECIDES, SHOW_CANDIDATE, OPEN_ARTICLE, PAGE})
"""Actions of which a message has several: their action ids carry the place too, as in ``show_1``, to be unique."""

ACTIONS: Final = PLACED | {
    SOLVED, NOT_THIS, NONE_OF_THESE, ASK_A_PERSON, REOPEN, REOPEN_PASTE, SOLVED_OTHERWISE, SHOW_AGAIN,
    WHY_NOT, *REASONS.values(), CLAIM, RELEASE, RESOLVE, SHOW_LINES, SHARE, SHARE_ARTICLE, FULL_ARTICLE, WHY,
    PASTE_HERE, SHADOW_RIGHT, SHADOW_WRONG, *WATCH_MODES.values(), PRIVATE_FIRST, POST_AT_ONCE,
    DRAFT_ARTICLE,
}  # fmt: skip

OPENS_VIEW: Final = frozenset({RESOLVE, FULL_ARTICLE, OPEN_ARTICLE, WHY})
"""Actions that open a modal: a loading view at once, which the listener fills; see ``bot.slack.openers``."""

FIND_THE_CAUSE: Final = "find_the_cause"  # the shortcut of a message
PASTE_AN_ERROR: Final = "paste_an_error"  # the global shortcut

PASTE_MODAL: Final = "paste_modal"  # callback ids of modals
PASTE: Final = "paste"  # block and action ids of its inputs
FILES: Final = "files"
SOLUTION_MODAL: Final = "solution_modal"
SOLVING_ANSWER: Final = "solving_answer"
SOLVING_ARTICLE: Final = "solving_article"
SOLVING_NOTE: Final = "solving_note"

METADATA_EVENT: Final = "kbbot_post"  # event_type of the metadata on posts; event_payload: {"key": the job's key}


def is_person(conversation: str) -> bool:
    """Whether a conversation is named by a person: the direct message with them."""
    return conversation.startswith(("U", "W"))


def value_of(what: str, ident: int | str) -> str:
    """The value of a button, such as ``answer:12``."""
    return f"{what}:{ident}"


def read_value(value: str, what: str) -> str | None:
    """The id in a button's value; None when it names something else."""
    kind, _, ident = value.partition(":")
    return ident if kind == what and ident else None


def action_of(action_id: str) -> str | None:
    """The action that an action id stands for, without the place that ``show_1`` carries; None for an unknown one."""
    name, _, place = action_id.rpartition("_")
    if name in PLACED and place.isdecimal():
        return name
    return action_id if action_id in ACTIONS else None
