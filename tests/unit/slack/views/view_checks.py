"""What the tests of views look for in a message."""

import json
import re
from dataclasses import replace

from view_samples import (
    choices,
)

from bot.slack.views import parts


def buttons(message):
    """Labels and values of all buttons, and of the options of menus, in order."""
    elements = [one for block in message.blocks for one in [*block.get("elements", []), block.get("accessory", {})]]
    offered = {"button": lambda button: [button], "static_select": lambda menu: menu["options"]}
    return [
        (offer["text"]["text"], one["action_id"], offer["value"])
        for one in elements
        if "action_id" in one
        for offer in offered[one["type"]](one)
    ]


def shown(message):
    """All text of a message's blocks."""
    return "\n".join(re.findall(r'"text": "((?:[^"\\]|\\.)*)"', json.dumps(message.blocks, ensure_ascii=False)))


def mrkdwn(value):
    """All mrkdwn texts."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for one in value:
            yield from mrkdwn(one)


def assert_within_limits(message):
    assert 0 < len(message.text) <= 4_000
    assert len(message.blocks) <= 45
    assert len(json.dumps(message.blocks, ensure_ascii=False)) <= parts.ROOM
    for text in mrkdwn(message.blocks):
        assert text["verbatim"], "a bare @here would become a mention"
        assert not re.search(r"<!(here|channel|everyone)|<@U123>", text["text"])


def settled(**more):
    """What is settled of a packet."""
    return {"helpers": [], "asked_by": "U0ANNA", "permalink": None, "lines": True, "outside": False} | more


def twenty_five(sample):
    """The same reply with 25 candidates and 25 choices."""
    [first, *_] = sample.paste.decision.candidates
    many = tuple(replace(first, article=f"{first.article}-{place}") for place in range(25))
    read = replace(sample.paste.decision, candidates=many)
    one = choices()[0]
    picked = tuple(replace(one, answer=replace(one.answer, id=number), title=first.title) for number in range(25))
    return replace(sample, paste=replace(sample.paste, decision=read), choices=picked, nearest=sample.nearest * 5)
