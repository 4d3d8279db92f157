"""Whether Slack will take a message: the limits that no library checks for us, looked at before a message is sent.

Sources: docs.slack.dev/reference/block-kit/blocks (each block's page) for what is documented; 13,000 characters of JSON
is below what was seen refused with ``msg_blocks_too_long``; 4,000 characters of text is what ``chat.update`` allows.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from bot.slack.message import Message
from bot.slack.modal import Modal

MOST_BLOCKS: Final[Mapping[str, int]] = {"message": 50, "modal": 100, "home": 100}
MOST_TEXT: Final = 4_000
MOST_CHARACTERS: Final = 13_000

_ID, _HEADER, _SECTION, _FIELD, _LABEL, _VALUE, _CONTEXT = 255, 150, 3_000, 2_000, 75, 2_000, 3_000
_VIEW_LABEL, _METADATA, _HINT, _PLACEHOLDER, _OPTION = 24, 3_000, 2_000, 150, 150
_MOST_FIELDS, _MOST_CONTEXT, _MOST_ACTIONS, _MOST_OPTIONS = 10, 10, 25, 100


def assert_sendable(message: Message, surface: str = "message") -> None:
    """Check a message against Slack's limits.

    Args:
        message: As a view built it.
        surface: ``message``, ``modal`` or ``home``.

    Raises:
        ValueError: It names what is wrong and where, and holds nothing of the message's text.
    """
    for one in [message, replace(message, blocks=message.plain, plain=())] if message.plain else [message]:
        for problem in _problems(one, surface):
            raise ValueError(problem)


def assert_modal(modal: Modal) -> None:
    """Check a modal against Slack's limits.

    Raises:
        ValueError: As of ``assert_sendable``.
    """
    assert_sendable(Message(modal.title, modal.blocks), "modal")
    labels = (("title", modal.title), ("close", modal.close), ("submit", modal.submit))
    ids = (("callback_id", modal.callback_id, _ID), ("private_metadata", modal.metadata, _METADATA))
    for name, text, most in (*((name, text, _VIEW_LABEL) for name, text in labels), *ids):
        for problem in _too_long(f"the modal's {name}", text, most):
            raise ValueError(problem)
    if any(block.get("type") == "input" for block in modal.blocks) and not modal.submit:
        raise ValueError("a modal with inputs cannot be submitted")


def _problems(message: Message, surface: str) -> Iterator[str]:
    if not message.text.strip():
        yield "the text is empty"
    yield from _too_long("the text", message.text, MOST_TEXT)
    blocks = [*_nested(message.blocks)]
    if len(message.blocks) > MOST_BLOCKS[surface]:
        yield f"{len(message.blocks)} blocks, at most {MOST_BLOCKS[surface]} in a {surface}"
    yield from _twice("block_id", [block["block_id"] for block in blocks if "block_id" in block])
    for place, block in enumerate(blocks):
        yield from (f"block {place} ({block.get('type')}): {problem}" for problem in _of_block(block))
    characters = len(json.dumps(message.blocks, ensure_ascii=False))
    if surface == "message" and characters > MOST_CHARACTERS:
        yield f"{characters} characters of blocks, at most {MOST_CHARACTERS}"


def _nested(blocks: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for block in blocks:
        yield block
        yield from _nested(block.get("child_blocks", ()))


def _of_block(block: Mapping[str, Any]) -> Iterator[str]:
    yield from _too_long("block_id", block.get("block_id", "-"), _ID)
    elements = block.get("elements", [])
    match block.get("type"):
        case "header":
            yield from _text(block, "text", _HEADER)
        case "section":
            if "text" in block or "fields" not in block:
                yield from _text(block, "text", _SECTION)
            yield from _count("fields", block.get("fields", [{}]), _MOST_FIELDS)
            yield from (p for one in block.get("fields", []) for p in _text({"field": one}, "field", _FIELD))
            yield from _of_elements([block["accessory"]] if "accessory" in block else [])
        case "context":
            yield from _count("elements", elements, _MOST_CONTEXT)
            shown = [one for one in elements if one.get("type") != "image"]
            yield from (problem for one in shown for problem in _text({"element": one}, "element", _CONTEXT))
        case "input":
            yield from _text(block, "label", _HINT)
            yield from _too_long("the hint", block.get("hint", {}).get("text", ""), _HINT)
            placeholder = block["element"].get("placeholder", {}).get("text", "")
            yield from _too_long("the placeholder", placeholder, _PLACEHOLDER)
        case "actions":
            yield from _count("elements", elements, _MOST_ACTIONS)
            yield from _of_elements(elements)


def _of_elements(elements: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield from _twice("action_id", [one["action_id"] for one in elements if "action_id" in one])
    for one in elements:
        yield from _too_long("action_id", one.get("action_id", "-"), _ID)
        if one.get("type") == "button":
            yield from _text(one, "text", _LABEL)
            yield from _too_long("value", one.get("value", "-"), _VALUE)
        if one.get("type") == "static_select":
            yield from _of_menu(one)


def _of_menu(menu: Mapping[str, Any]) -> Iterator[str]:
    yield from _too_long("the placeholder", menu.get("placeholder", {}).get("text", ""), _PLACEHOLDER)
    yield from _count("options", menu["options"], _MOST_OPTIONS)
    for one in menu["options"]:
        yield from _text(one, "text", _LABEL)
        yield from _too_long("the value of an option", one["value"], _OPTION)


def _text(holder: Mapping[str, Any], name: str, most: int) -> Iterator[str]:
    text = holder.get(name, {}).get("text", "")
    if not text.strip():
        yield f"{name} is empty"
    yield from _too_long(name, text, most)


def _too_long(name: str, text: str, most: int) -> Iterator[str]:
    if len(text) > most:
        yield f"{name} has {len(text)} characters, at most {most}"


def _count(name: str, items: Sequence[Any], most: int) -> Iterator[str]:
    if not 1 <= len(items) <= most:
        yield f"{len(items)} {name}, from 1 to {most}"


def _twice(name: str, values: Sequence[str]) -> Iterator[str]:
    for value in dict.fromkeys(value for value in values if values.count(value) > 1):
        yield f"{name} {value!r} is used twice"
