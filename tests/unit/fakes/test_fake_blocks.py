"""The fake's opinion on Block Kit, limit by limit, and its agreement with another checker where there is one."""

import contextlib
import io

import pytest

from tests.fakes.blocks import check_message, check_view, with_ids
from tests.fakes.checker import MISSING, load_checker


def plain(content):
    return {"type": "plain_text", "text": content}


def mrkdwn(content):
    return {"type": "mrkdwn", "text": content}


def section(length=1, **more):
    return {"type": "section", "text": mrkdwn("x" * length)} | more


def button(**more):
    return {"type": "button", "action_id": "go", "text": plain("Go")} | more


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


def rich(*parts):
    return {"type": "rich_text", "elements": list(parts)}


def part(kind, *elements, **more):
    return {"type": f"rich_text_{kind}", "elements": list(elements)} | more


TEXT = {"type": "text", "text": "x"}
CELL = {"type": "raw_text", "text": "x"}
EMOJI = {"type": "emoji", "name": "eyes"}
FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "vote",
    "positive_button": {"text": plain("Good"), "value": "1"},
    "negative_button": {"text": plain("Bad"), "value": "0"},
}
TRASH = {"type": "icon_button", "action_id": "bin", "icon": "trash", "text": plain("Delete")}


def select(options, **more):
    choices = [{"text": plain("a"), "value": str(count)} for count in range(options)]
    return {"type": "static_select", "action_id": "pick", "options": choices} | more


def table(kind, rows, columns=1, **more):
    return {"type": kind, "rows": [[CELL] * columns for _ in range(rows)]} | more


def buttons(count):
    return actions(*(button(action_id=str(number)) for number in range(count)))


@pytest.mark.parametrize(
    ("name", "fits", "too_much"),
    [
        ("blocks of a message", [section()] * 50, [section()] * 51),
        ("section text", [section(3000)], [section(3001)]),
        ("section text is not empty", [section(1)], [section(0)]),
        (
            "fields",
            [{"type": "section", "fields": [mrkdwn("x")] * 10}],
            [{"type": "section", "fields": [mrkdwn("x")] * 11}],
        ),
        (
            "length of a field",
            [{"type": "section", "fields": [mrkdwn("x" * 2000)]}],
            [{"type": "section", "fields": [mrkdwn("x" * 2001)]}],
        ),
        (
            "header",
            [{"type": "header", "text": plain("x" * 150)}],
            [{"type": "header", "text": plain("x" * 151)}],
        ),
        ("header is plain", [{"type": "header", "text": plain("x")}], [{"type": "header", "text": mrkdwn("x")}]),
        (
            "context",
            [{"type": "context", "elements": [mrkdwn("x")] * 10}],
            [{"type": "context", "elements": [mrkdwn("x")] * 11}],
        ),
        ("actions", [buttons(25)], [buttons(26)]),
        ("actions are not empty", [buttons(1)], [buttons(0)]),
        ("button text", [actions(button(text=plain("x" * 75)))], [actions(button(text=plain("x" * 76)))]),
        ("button value", [actions(button(value="x" * 2000))], [actions(button(value="x" * 2001))]),
        ("button style", [actions(button(style="danger"))], [actions(button(style="default"))]),
        ("action_id", [actions(button(action_id="x" * 255))], [actions(button(action_id="x" * 256))]),
        ("action_id is unique in a block", [buttons(1), buttons(1)], [actions(button(), button())]),
        ("block_id", [section(block_id="x" * 255)], [section(block_id="x" * 256)]),
        ("block_id is unique", [section(block_id="a"), section()], [section(block_id="a"), section(block_id="a")]),
        ("unknown fields", [section(expand=True)], [section(colour="red")]),
        ("options", [section(accessory=select(100))], [section(accessory=select(101))]),
        (
            "the first option is one of the options",
            [section(accessory=select(2, initial_option={"text": plain("a"), "value": "1"}))],
            [section(accessory=select(2, initial_option={"text": plain("a"), "value": "2"}))],
        ),
        ("inputs are no buttons", [actions(button())], [actions({"type": "plain_text_input", "action_id": "a"})]),
        (
            "markdown",
            [{"type": "markdown", "text": "x" * 6000}] * 2,
            [{"type": "markdown", "text": "x" * 6001}] * 2,
        ),
        ("feedback", [{"type": "context_actions", "elements": [FEEDBACK, TRASH]}], [actions(FEEDBACK)]),
        (
            "context_actions",
            [{"type": "context_actions", "elements": [TRASH | {"action_id": str(n)} for n in range(5)]}],
            [{"type": "context_actions", "elements": [TRASH | {"action_id": str(n)} for n in range(6)]}],
        ),
        ("only text and links in code", [rich(part("preformatted", TEXT))], [rich(part("preformatted", EMOJI))]),
        ("emoji have no colons", [rich(part("section", EMOJI))], [rich(part("section", EMOJI | {"name": ":eyes:"}))]),
        ("rich text is not empty", [rich(part("quote", TEXT))], [rich(part("quote"))]),
        (
            "a list holds sections",
            [rich(part("list", part("section", TEXT), style="bullet"))],
            [rich(part("list", TEXT, style="bullet"))],
        ),
        ("table rows", [table("table", 100)], [table("table", 101)]),
        ("table columns", [table("table", 1, 20)], [table("table", 1, 21)]),
        ("one table", [table("table", 1)], [table("table", 1)] * 2),
        ("table text", [table("table", 1, 20)], [{"type": "table", "rows": [[CELL | {"text": "x" * 10_001}]]}]),
        ("rows of one length", [table("table", 2)], [{"type": "table", "rows": [[CELL], [CELL, CELL]]}]),
        ("data rows", [table("data_table", 101, caption="c")], [table("data_table", 102, caption="c")]),
        ("data rows below the header", [table("data_table", 2, caption="c")], [table("data_table", 1, caption="c")]),
        ("caption", [table("data_table", 2, caption="c")], [table("data_table", 2)]),
        ("pages", [table("data_table", 2, caption="c", page_size=100)], [table("data_table", 2, page_size=0)]),
        ("alerts stand in modals", [section()], [{"type": "alert", "text": mrkdwn("x")}]),
        ("known types", [{"type": "divider"}], [{"type": "dividor"}]),
    ],
)
def test_limits_of_blocks(name, fits, too_much):
    assert check_message({"text": "t", "blocks": fits}) == []
    assert check_message({"text": "t", "blocks": too_much}), name


def test_a_refusal_names_the_place_as_slack_does():
    problems = check_message({"text": "t", "blocks": [section(), section(3001)]})
    assert problems == ["[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]"]
    assert [problem.code for problem in problems] == ["invalid_blocks"]


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({}, "no_text"),
        ({"text": ""}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "t", "blocks": "[{"}, "invalid_blocks_format"),
        ({"text": "t", "blocks": [section(2900)] * 5}, "msg_blocks_too_long"),
        ({"text": "t", "attachments": [{"blocks": [section(0)]}]}, "invalid_attachments"),
        ({"text": "t", "attachments": [{"text": "a"}] * 101}, "too_many_attachments"),
        ({"text": "t", "metadata": {"event_type": "answer"}}, "invalid_metadata_format"),
        ({"text": "t", "markdown_text": "t"}, "markdown_text_conflict"),
    ],
)
def test_errors_of_a_whole_message(payload, code):
    assert {problem.code for problem in check_message(payload)} == {code}


def test_an_update_is_shorter_and_may_remove_blocks():
    assert check_message({"blocks": []}, update=True) == []
    assert [one.code for one in check_message({"text": "x" * 4001}, update=True)] == ["msg_too_long"]


def modal(*blocks, **more):
    return {"type": "modal", "title": plain("Title"), "submit": plain("Send"), "blocks": list(blocks)} | more


def question(**more):
    element = {"type": "plain_text_input", "action_id": "answer"} | more
    return {"type": "input", "block_id": "q", "label": plain("Why?"), "element": element}


@pytest.mark.parametrize(
    ("name", "fits", "too_much"),
    [
        ("title", modal(title=plain("x" * 24)), modal(title=plain("x" * 25))),
        ("submit", modal(submit=plain("x" * 24)), modal(submit=plain("x" * 25))),
        ("private_metadata", modal(private_metadata="x" * 3000), modal(private_metadata="x" * 3001)),
        ("callback_id", modal(callback_id="x" * 255), modal(callback_id="x" * 256)),
        ("blocks of a view", modal(*[section()] * 100), modal(*[section()] * 101)),
        ("input needs submit", modal(question()), {"type": "modal", "title": plain("T"), "blocks": [question()]}),
        ("paste", modal(question(initial_value="x" * 3000)), modal(question(initial_value="x" * 3001))),
        (
            "its own limit",
            modal(question(initial_value="x" * 9, max_length=9)),
            modal(question(initial_value="xx", max_length=1)),
        ),
        (
            "one focus",
            modal(question(focus_on_load=True)),
            modal(question(focus_on_load=True), question(focus_on_load=True) | {"block_id": "r"}),
        ),
        ("markdown is for messages", modal(section()), modal({"type": "markdown", "text": "x"})),
        ("what views.open returned", modal(), modal(id="V1", hash="1.2", state={"values": {}})),
        ("home", {"type": "home", "blocks": [section()]}, {"type": "home", "title": plain("x"), "blocks": []}),
    ],
)
def test_limits_of_views(name, fits, too_much):
    assert check_view(fits) == []
    assert {problem.code for problem in check_view(too_much)} == {"invalid_arguments"}, name


def test_a_home_tab_is_no_modal():
    assert check_view({"type": "home", "blocks": []}, "modal")


def test_missing_ids_are_filled_in():
    filled = with_ids([section(accessory=select(1)), actions({"type": "button", "text": plain("x")})])
    assert filled[0]["accessory"]["action_id"] == "pick"
    assert filled[1]["elements"][0]["action_id"]
    assert len({block["block_id"] for block in filled}) == 2


def _opinion(method, payload):
    """The fake's problems, or None for what it has no opinion on without state."""
    if method in {"chat.postMessage", "response_url"}:
        return check_message(payload)
    if method == "chat.update":
        return check_message(payload, update=True)
    if method in {"views.open", "views.publish"}:
        return check_view(payload["view"], "modal" if method == "views.open" else "home")
    return None


def test_agrees_with_another_checker():
    other = load_checker()
    if other is None:
        pytest.skip(MISSING)
    seen = []
    check = other.check_call

    def remember(method, payload, index=None):
        verdict = check(method, payload, index)
        seen.append((method, payload, verdict))
        return verdict

    other.check_call = remember
    with contextlib.redirect_stdout(io.StringIO()):
        assert other.selftest() == 0
    compared = 0
    for method, payload, verdict in seen:
        ours = _opinion(method, payload)
        # the type of a timestamp is looked at where the call is made, not in its content
        if ours is None or {one["code"] for one in verdict} & {"invalid_thread_ts", "message_not_found"}:
            continue
        compared += 1
        # where published limits differ the other one warns, and the fake is strict
        doubt = {one["code"] for one in verdict} & {"sources_disagree", "msg_blocks_too_long"}
        refused = any(one["severity"] == "error" for one in verdict)
        assert bool(ours) == bool(refused or doubt), (method, payload, verdict, ours)
    assert compared > 200
