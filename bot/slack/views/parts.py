"""The blocks we use, as slack_sdk's typed models, and what they weigh.

Slack documents 50 blocks a message and 3000 characters a section, and refuses messages from about 13,200 characters of
JSON with ``msg_blocks_too_long`` although each documented limit is kept: a message is filled up to ``ROOM``.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    InteractiveElement,
    MarkdownTextObject,
    Option,
    PlainTextObject,
    SectionBlock,
    StaticSelectElement,
)

from bot.slack.ids import value_of
from bot.slack.message import Message
from bot.slack.views import markup, words
from bot.support.model import Paste

Blocks = list[Block]

ROOM = 11_000  # characters of JSON in a message
TEXT = 3_000  # characters of a message's plain text; an update allows 4,000

_HEADER = 150
_CONTEXT = 1_500
_OVERHEAD = 120  # of a section's JSON around its text
_LEAST = 400  # a part that would show less than this is left to the full article
_USER = re.compile(r"[UW][A-Z0-9]{2,20}")
_GROUP = re.compile(r"S[A-Z0-9]{2,20}")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,20}")


def message(text: str, blocks: Iterable[Block]) -> Message:
    """A message of these blocks; its text, for notifications and screen readers, is cut to its bound."""
    return Message(markup.cut(text, TEXT), tuple(block.to_dict() for block in blocks))


def noted(message: Message, sentences: Sequence[str]) -> Message:
    """A message with sentences below it, which are plain text."""
    if not sentences:
        return message
    notes = context(" ".join(markup.literal(one) for one in sentences))
    text = "\n".join([message.text, *(markup.escape(one) for one in sentences)])
    return Message(markup.cut(text, TEXT), (*message.blocks, *(block.to_dict() for block in notes)))


def size(blocks: Iterable[Block]) -> int:
    """Characters of JSON."""
    return sum(len(json.dumps(block.to_dict(), ensure_ascii=False)) + 2 for block in blocks)


def header(title: str) -> HeaderBlock:
    """A headline, of foreign text that is shown as it stands."""
    shown = markup.cut(" ".join(markup.shown(title).split()), _HEADER)
    return HeaderBlock(text=PlainTextObject(text=shown, emoji=False))


def section(text: str, button: ButtonElement | None = None) -> SectionBlock:
    """A paragraph of mrkdwn, never folded away behind *see more*; a longer text is cut."""
    return SectionBlock(text=verbatim(markup.cut(text, markup.SECTION)), accessory=button, expand=True)


def sections(text: str) -> list[SectionBlock]:
    """Mrkdwn of any length, split between paragraphs."""
    return [section(piece) for piece in markup.paragraphs(text)]


def context(*texts: str) -> list[ContextBlock]:
    """Small print, one line of all that is not empty; nothing when all is."""
    said = " · ".join(filter(None, texts))
    return [ContextBlock(elements=[verbatim(markup.cut(said, _CONTEXT))])] if said else []


def divider() -> DividerBlock:
    """A rule."""
    return DividerBlock()


def button(label: str, action: str, what: str, ident: int | str, *, primary: bool = False) -> ButtonElement:
    """A button; ``what`` and ``ident`` say what it belongs to (see ``bot.slack.ids``)."""
    text = PlainTextObject(text=label, emoji=False)
    return ButtonElement(text=text, action_id=action, value=value_of(what, ident), style="primary" if primary else None)


def label(text: str, limit: int) -> str:
    """Foreign text as the label of a button."""
    plain = " ".join(markup.shown(text).split())
    return plain if len(plain) <= limit else f"{plain[: limit - 1].rstrip()}…"


def menu(placeholder: str, action: str, options: Mapping[str, str]) -> StaticSelectElement:
    """A menu of which one option is chosen, which acts at once.

    Args:
        placeholder: What it asks, shown until an option is chosen.
        action: Its action id.
        options: Label → value, which says what the choice belongs to (see ``bot.slack.ids``).
    """
    offered = [Option(value=value, text=plain(label)) for label, value in options.items()]
    return StaticSelectElement(placeholder=plain(placeholder), action_id=action, options=offered)


def buttons(*elements: InteractiveElement | None) -> list[ActionsBlock]:
    """A row of buttons and menus; nothing when there is none."""
    given = [element for element in elements if element is not None]
    return [ActionsBlock(elements=given)] if given else []


def fill(parts: Iterable[tuple[str, str]], room: int) -> tuple[list[SectionBlock], bool]:
    """Parts of an article one after another, as far as they fit, and whether all of them did.

    Args:
        parts: Headings and mrkdwn; a part without text is left out.
        room: Characters of JSON.
    """
    text: list[str] = []
    room -= _OVERHEAD * (2 * room // markup.SECTION + 1)  # any two sections that follow each other fill more than one
    for heading, body in parts:
        if not body:
            continue
        if room < _LEAST:
            return sections("\n\n".join(text)), False
        taken, whole = markup.begin(f"*{heading}*\n{body}", room)
        room -= markup.weight(taken) + 4
        text.append(taken)
        if not whole:
            return sections("\n\n".join(text)), False
    return sections("\n\n".join(text)), True


def person(ident: str) -> str:
    """Mentions somebody; in the terminal, where ids are names, names them."""
    return f"<@{ident}>" if _USER.fullmatch(ident) else markup.escape(ident)


def helper(ident: str) -> str:
    """Mentions a person or a user group; a channel is where helpers are asked, and is not mentioned."""
    if _GROUP.fullmatch(ident):
        return f"<!subteam^{ident}>"
    return person(ident) if _USER.fullmatch(ident) else ""


def channel(ident: str) -> str:
    """Names a channel; a direct message has no name to show."""
    return f"<#{ident}>" if _CHANNEL.fullmatch(ident) else words.THIS_CONVERSATION


def link(url: str, label: str) -> str:
    """A link to a message in Slack."""
    return f"<{markup.escape(url)}|{label}>"


def listed(items: Sequence[str], most: int) -> str:
    """``a; b; and 3 more``."""
    shown = list(items[:most])
    if len(items) > most:
        shown.append(words.and_more(len(items) - most))
    return "; ".join(shown)


def pasted(paste: Paste, limit: int) -> list[SectionBlock]:
    """What was pasted, its beginning and its end, as a block of code."""
    block = markup.excerpt(paste.text, limit)
    return [section(block)] if block else []


def verbatim(text: str) -> MarkdownTextObject:
    """Mrkdwn in which nothing becomes a mention that is not written as one."""
    return MarkdownTextObject(text=text, verbatim=True)


def plain(text: str) -> PlainTextObject:
    """Text without any markup."""
    return PlainTextObject(text=text, emoji=False)
