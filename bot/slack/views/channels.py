"""How the bot behaves in a channel: shown, changed, and said where it matters."""

from typing import Final

from bot.slack import ids
from bot.slack.message import Message
from bot.slack.views import parts
from bot.slack.views import words as common
from bot.slack.views.words import channels as words
from bot.support.model import ChannelSetting, Mode

_ORDER: Final = (Mode.ON, Mode.ASKED, Mode.SHADOW, Mode.OFF)


def off_message() -> Message:
    """The bot was asked in a channel where it is off."""
    return parts.message(words.OFF_HERE, [parts.section(words.OFF_HERE)])


def watch_message(channel: str, setting: ChannelSetting, *, may_change: bool) -> Message:
    """``/kb watch``: how the bot behaves in a channel, and for those who may, buttons to change it.

    Args:
        channel: Its id.
        setting: How it is set.
        may_change: Whoever looks may change it.
    """
    mode, private = setting.mode, setting.private_first
    said = words.title(parts.channel(channel), words.MODES[mode])
    showing = words.PRIVATE_FIRST if private else words.PUBLIC_FIRST
    since = words.NEVER_SET
    if setting.set_by is not None and setting.set_at is not None:
        since = words.set_by(parts.person(setting.set_by), common.when(setting.set_at))
    toggle, label = (ids.POST_AT_ONCE, words.MAKE_PUBLIC) if private else (ids.PRIVATE_FIRST, words.MAKE_PRIVATE)
    blocks: parts.Blocks = [
        parts.section("\n".join([said, words.MEANS[mode], *([] if mode is Mode.OFF else [showing])])),
        *parts.context(since),
        *parts.context(words.SHARED_CHANNEL),
    ]
    if may_change:
        others = [
            parts.button(words.BUTTONS[one], ids.WATCH_MODES[one], "channel", channel)
            for one in _ORDER
            if one is not mode
        ]
        blocks += [*parts.buttons(*others, parts.button(label, toggle, "channel", channel))]
        blocks += parts.context(words.WATCH_USAGE)
    else:
        blocks += parts.context(words.WHO_MAY)
    return parts.message(f"{words.title_plain(words.MODES[mode])} {words.MEANS[mode]}", blocks)


def direct_message() -> Message:
    """``/kb watch`` in a direct message."""
    return parts.message(words.DIRECT, [parts.section(words.DIRECT)])
