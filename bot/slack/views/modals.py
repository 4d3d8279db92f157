"""The modals that are shown before anything is known: a moment's patience, and the box to paste into."""

from collections.abc import Iterable

from slack_sdk.models.blocks import Block, InputBlock, PlainTextInputElement, PlainTextObject
from slack_sdk.models.blocks.block_elements import FileInputElement

from bot.slack import ids
from bot.slack.message import Message
from bot.slack.modal import Modal
from bot.slack.views import parts
from bot.slack.views.words import modals as words

MOST_FILES = 5
MOST_PASTED = 3_000  # characters of a plain_text_input


def modal(
    title: str,
    blocks: Iterable[Block],
    *,
    submit: str = "",
    close: str = words.CLOSE,
    callback_id: str = "",
    metadata: str = "",
) -> Modal:
    """A modal of these blocks; see ``bot.slack.modal.Modal``."""
    return Modal(title, tuple(block.to_dict() for block in blocks), close, submit, callback_id, metadata)


def loading_modal() -> Modal:
    """What a modal shows until its content is known."""
    return modal(words.LOADING_TITLE, [parts.section(words.LOADING)])


def not_stored_modal() -> Modal:
    """What a modal shows where its delivery could not be stored, so that nothing will fill it."""
    return modal(words.NOT_STORED_TITLE, [parts.section(words.NOT_STORED)])


def refusal_modal(message: Message) -> Modal:
    """What a modal shows where what it was opened for cannot be done; the message says why."""
    return Modal(words.NOT_STORED_TITLE, message.blocks, words.CLOSE)


def paste_modal(metadata: str, *, files: bool = True) -> Modal:
    """A box to paste into.

    A plain text input, for it takes a paste as it is: in a rich text input the composer makes links, emoji and lists of
    its lines. It takes 3,000 characters.

    Args:
        metadata: Where it was asked for.
        files: Files can be added, which takes the scope ``files:read``.
    """
    box = InputBlock(
        block_id=ids.PASTE,
        label=PlainTextObject(text=words.PASTE_LABEL, emoji=False),
        hint=PlainTextObject(text=words.PASTE_HINT, emoji=False),
        optional=True,  # said by the acknowledgement, where nothing else was given either
        element=PlainTextInputElement(
            action_id=ids.PASTE,
            multiline=True,
            max_length=MOST_PASTED,
            focus_on_load=True,
            placeholder=PlainTextObject(text=words.PASTE_PLACEHOLDER, emoji=False),
        ),
    )
    log = InputBlock(
        block_id=ids.FILES,
        label=PlainTextObject(text=words.FILES_LABEL, emoji=False),
        hint=PlainTextObject(text=words.FILES_HINT, emoji=False),
        optional=True,
        element=FileInputElement(action_id=ids.FILES, max_files=MOST_FILES),
    )
    return modal(
        words.PASTE_TITLE,
        [box, *([log] if files else []), *parts.context(words.ONLY_YOU)],
        submit=words.FIND_THE_CAUSE,
        close=words.CANCEL,
        callback_id=ids.PASTE_MODAL,
        metadata=metadata,
    )
