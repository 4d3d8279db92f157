"""Manners: whether the bot may speak where something was posted, and how people change that.

Asked directly (a mention, a direct message, a command) the bot replies, unless its channel is ``off``. Uninvited it
speaks only in the band ``answer``, only in channels that are ``on``, and never in one shared with another organisation.
"""

from enum import StrEnum

from bot.errors import BotError
from bot.matching.model import Band, Decision
from bot.support.desk import Desk
from bot.support.model import ChannelSetting, Mode, Post, Source
from bot.support.ports import Transaction

_ALWAYS_ON = ChannelSetting()


class Stance(StrEnum):
    """What the bot does about a post."""

    SPEAK = "speak"
    SHADOW = "shadow"  # keeps what it would have said
    OBSERVE = "observe"  # keeps the failure, without a word
    IGNORE = "ignore"  # keeps nothing
    REFUSE = "refuse"  # was asked where it is off: says so to whoever asked, and keeps nothing


class MayNotError(BotError):
    """Whoever wants to change a channel is neither a support person nor a curator.

    Args:
        nobody: There are none.
    """

    def __init__(self, *, nobody: bool) -> None:
        super().__init__("Only support people and curators can change how the bot behaves in a channel.")
        self.nobody = nobody


def watch(
    desk: Desk,
    workspace: str,
    channel: str,
    user: str,
    *,
    mode: Mode | None = None,
    private_first: bool | None = None,
) -> ChannelSetting:
    """Change how the bot behaves in a channel; what is None stays as it is.

    Raises:
        MayNotError: It is not theirs to change.
        BotError: The members of a user group cannot be known right now; to be tried again.
    """
    if not may_change(desk, workspace, user):
        raise MayNotError(nobody=not (desk.people.support or desk.people.curators))
    with desk.store.begin() as tx:
        now = tx.channels.setting(workspace, channel)
        tx.channels.set(
            workspace,
            channel,
            now.mode if mode is None else mode,
            private_first=now.private_first if private_first is None else private_first,
            by=user,
            at=desk.clock.now(),
        )
        return tx.channels.setting(workspace, channel)


def may_change(desk: Desk, workspace: str, user: str) -> bool:
    """Whether somebody may change how the bot behaves in channels; raises as ``watch``."""
    return desk.people.is_curator(workspace, user) or desk.people.is_support(workspace, user)


def is_off(tx: Transaction, workspace: str, channel: str) -> bool:
    """Whether the bot says nothing in a conversation, also when somebody wants it to."""
    return not is_direct(channel) and tx.channels.setting(workspace, channel).mode is Mode.OFF


def setting_of(tx: Transaction, post: Post) -> ChannelSetting:
    """How the bot behaves where something was posted: no setting holds in a direct message, nor in the terminal."""
    if post.source is not Source.MESSAGE or is_direct(post.channel):
        return _ALWAYS_ON
    return tx.channels.setting(post.workspace, post.channel)


def is_direct(channel: str) -> bool:
    """Whether a conversation is the direct message of one person with the bot."""
    return channel.startswith("D")


def may_matter(post: Post, decision: Decision) -> bool:
    """Whether a post can lead to anything, however its channel is set."""
    return post.asked or decision.failure is not None or decision.band is Band.ANSWER


def stance(setting: ChannelSetting, post: Post, decision: Decision) -> Stance:
    """What the bot does about a post, by how its channel is set."""
    if setting.mode is Mode.OFF:
        return Stance.REFUSE if post.asked else Stance.IGNORE
    if post.asked:
        return Stance.SPEAK
    sure = decision.band is Band.ANSWER and not post.shared
    if sure and setting.mode is Mode.ON:
        return Stance.SPEAK
    if sure and setting.mode is Mode.SHADOW:
        return Stance.SHADOW
    return Stance.IGNORE if decision.failure is None else Stance.OBSERVE
