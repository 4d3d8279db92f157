import pytest

from bot.slack.message import Message
from bot.slack.sendable import assert_sendable


def text(value="x", kind="mrkdwn"):
    return {"type": kind, "text": value}


def section(value="x", **more):
    return {"type": "section", "text": text(value), **more}


def button(action="a", label="b", value="v"):
    return {"type": "button", "action_id": action, "text": text(label, "plain_text"), "value": value}


def menu(options=2, *, label="l", value="v", placeholder="p"):
    offered = [{"text": text(label, "plain_text"), "value": value}] * options
    asked = text(placeholder, "plain_text")
    return actions({"type": "static_select", "action_id": "m", "placeholder": asked, "options": offered})


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


GOOD = [
    ("text alone", Message("x", ())),
    (
        "all limits",
        Message("x" * 4_000, (section("x" * 3_000), {"type": "header", "text": text("h" * 150, "plain_text")})),
    ),
    ("fifty blocks", Message("x", (section(),) * 50)),
    (
        "ids",
        Message(
            "x", (section(block_id="a"), section(block_id="b"), actions(button("a"), button("b")), actions(button("a")))
        ),
    ),
    ("fields", Message("x", ({"type": "section", "fields": [text("f" * 2_000)]},))),
    ("menu", Message("x", (menu(100), menu(label="l" * 75, value="v" * 150, placeholder="p" * 150)))),
    ("context with an image", Message("x", ({"type": "context", "elements": [{"type": "image"}, text()]},))),
]

BAD = [
    ("empty text", Message(" ", (section(),)), "the text is empty"),
    ("long text", Message("x" * 4_001, ()), "the text has 4001 characters, at most 4000"),
    ("blocks", Message("x", (section(),) * 51), "51 blocks, at most 50 in a message"),
    ("block ids", Message("x", (section(block_id="a"), section(block_id="a"))), "block_id 'a' is used twice"),
    (
        "nested block ids",
        Message("x", (section(block_id="a"), {"type": "container", "child_blocks": [section(block_id="a")]})),
        "block_id 'a' is",
    ),
    ("action ids", Message("x", (actions(button(), button()),)), r"block 0 \(actions\): action_id 'a' is used twice"),
    ("section", Message("x", (section("x" * 3_001),)), "text has 3001 characters, at most 3000"),
    ("empty section", Message("x", (section(""),)), r"block 0 \(section\): text is empty"),
    ("section without text", Message("x", ({"type": "section"},)), "text is empty"),
    ("header", Message("x", ({"type": "header", "text": text("h" * 151)},)), "text has 151 characters"),
    ("fields", Message("x", ({"type": "section", "fields": [text()] * 11},)), "11 fields, from 1 to 10"),
    ("field", Message("x", ({"type": "section", "fields": [text("f" * 2_001)]},)), "field has 2001"),
    ("context", Message("x", ({"type": "context", "elements": [text()] * 11},)), "11 elements, from 1 to 10"),
    ("actions", Message("x", (actions(),)), "0 elements, from 1 to 25"),
    ("label", Message("x", (actions(button(label="l" * 76)),)), "text has 76 characters, at most 75"),
    ("value", Message("x", (section(accessory=button(value="v" * 2_001)),)), "value has 2001"),
    ("no options", Message("x", (menu(0),)), "0 options, from 1 to 100"),
    ("options", Message("x", (menu(101),)), "101 options, from 1 to 100"),
    ("label of an option", Message("x", (menu(label="l" * 76),)), "text has 76 characters, at most 75"),
    ("value of an option", Message("x", (menu(value="v" * 151),)), "the value of an option has 151"),
    ("placeholder", Message("x", (menu(placeholder="p" * 151),)), "the placeholder has 151"),
    ("all together", Message("x", (section("x" * 2_900),) * 5), "characters of blocks, at most 13000"),
]


@pytest.mark.parametrize("message", [message for _, message in GOOD], ids=[name for name, _ in GOOD])
def test_sendable(message):
    assert_sendable(message)


@pytest.mark.parametrize(("message", "problem"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_not_sendable(message, problem):
    with pytest.raises(ValueError, match=problem):
        assert_sendable(message)


def test_a_modal_holds_more():
    message = Message("x", (section(),) * 100)
    assert_sendable(message, "modal")
    with pytest.raises(ValueError, match="100 blocks"):
        assert_sendable(message)


def test_the_problem_holds_nothing_of_the_text():
    with pytest.raises(ValueError, match="at most") as problem:
        assert_sendable(Message("x", (section("secret " * 600),)))
    assert "secret" not in str(problem.value)
