"""Block elements: buttons, selects, inputs (docs.slack.dev/reference/block-kit/block-elements).

Each is a shape: required fields, then optional ones. ``elements`` also watches over what holds between them: an
``action_id`` stands once in a block, one element of a view has the focus.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.fakes.rich_text_shape import rich_text_value
from tests.fakes.schema import (
    Check,
    Report,
    boolean,
    exactly_one,
    many,
    one_of,
    shape,
    string,
    text,
    unique,
    url,
    variant,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

DATE = re.compile(r"\d{4}-\d\d-\d\d")
TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
PASTE_LIMIT = 3000  # characters in a plain_text_input
SELECTS = {"static": "option", "external": "option", "users": "user", "conversations": "conversation"} | {
    "channels": "channel"
}


def matching(pattern: re.Pattern[str], form: str) -> Check:
    def check(report: Report, value: Any, at: str) -> None:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            report.refuse(at, f"must look like {form}")

    return check


def option(*, mrkdwn: bool = False, with_url: bool = False) -> Check:
    label = text(75, plain=not mrkdwn)
    extra = {"url": url} if with_url else {}
    return shape({"text": label, "value": string(150)}, {"description": text(75, plain=not mrkdwn)} | extra)


def options_are_its_own(report: Report, element: dict[str, Any], at: str) -> None:
    """What is chosen at first must be, exactly, one of the options; values are unique."""
    groups = element.get("option_groups")
    lists = [element.get("options")] + [group.get("options") for group in groups or [] if isinstance(group, dict)]
    offered = [one for options in lists if isinstance(options, list) for one in options]
    unique(report, [one.get("value") for one in offered if isinstance(one, dict)], at, "option value")
    first = element.get("initial_options", [])
    chosen = ([element["initial_option"]] if "initial_option" in element else []) + (
        first if isinstance(first, list) else []
    )
    for one in chosen:
        if one not in offered:
            report.refuse(at, "initial_option must exactly match one of the options")


def lengths_agree(report: Report, element: dict[str, Any], at: str) -> None:
    """The first value of a plain_text_input is as long as its own limits allow."""
    least, most = element.get("min_length", 0), element.get("max_length", PASTE_LIMIT)
    if not isinstance(least, int) or not isinstance(most, int):
        return
    if least > most:
        report.refuse(f"{at}/min_length", "must not exceed max_length")
    first = element.get("initial_value", "")
    if isinstance(first, str) and len(first) > most:
        report.refuse(f"{at}/initial_value", f"must be less than {most + 1} characters")


confirmation = shape(
    {"title": text(100, plain=True), "text": text(300), "confirm": text(30, plain=True), "deny": text(30, plain=True)},
    {"style": one_of("primary", "danger")},
)
slack_file = shape({}, {"id": string(255), "url": url}, exactly_one("id", "url"))
image = shape(
    {"alt_text": string(2000)}, {"image_url": url, "slack_file": slack_file}, exactly_one("image_url", "slack_file")
)
feedback_button = shape({"text": text(75, plain=True), "value": string(2000)}, {"accessibility_label": string(75)})
dispatch = shape({"trigger_actions_on": many(one_of("on_enter_pressed", "on_character_entered"), 2)})

ACTION: dict[str, Check] = {"action_id": string(255)}
CONFIRM: dict[str, Check] = {"confirm": confirmation}
INPUT: dict[str, Check] = ACTION | {"focus_on_load": boolean}
PLACEHOLDER: dict[str, Check] = {"placeholder": text(150, plain=True)}
TYPED: dict[str, Check] = INPUT | PLACEHOLDER | {"dispatch_action_config": dispatch}
BUTTON: dict[str, Check] = ACTION | CONFIRM | {"accessibility_label": string(75), "value": string(2000)}

ELEMENTS: dict[str, Check] = {
    "image": image,
    "button": shape({"text": text(75, plain=True)}, BUTTON | {"url": url, "style": one_of("primary", "danger")}),
    "icon_button": shape(
        {"icon": one_of("trash"), "text": text(75, plain=True)},
        BUTTON | {"visible_to_user_ids": many(string(255), 10)},
    ),
    "feedback_buttons": shape({"positive_button": feedback_button, "negative_button": feedback_button}, ACTION),
    "workflow_button": shape(
        {
            "text": text(75, plain=True),
            "workflow": shape(
                {
                    "trigger": shape(
                        {"url": url},
                        {
                            "customizable_input_parameters": many(
                                shape({"name": string(255), "value": string(3000)}), 100
                            )
                        },
                    )
                }
            ),
        },
        ACTION | {"style": one_of("primary", "danger"), "accessibility_label": string(75)},
    ),
    "checkboxes": shape(
        {"options": many(option(mrkdwn=True), 10)},
        INPUT | CONFIRM | {"initial_options": many(option(mrkdwn=True), 10)},
        options_are_its_own,
    ),
    "radio_buttons": shape(
        {"options": many(option(mrkdwn=True), 10)},
        INPUT | CONFIRM | {"initial_option": option(mrkdwn=True)},
        options_are_its_own,
    ),
    "overflow": shape({"options": many(option(with_url=True), 5)}, ACTION | CONFIRM, options_are_its_own),
    "datepicker": shape({}, INPUT | CONFIRM | PLACEHOLDER | {"initial_date": matching(DATE, "YYYY-MM-DD")}),
    "timepicker": shape(
        {}, INPUT | CONFIRM | PLACEHOLDER | {"initial_time": matching(TIME, "HH:mm"), "timezone": string(255)}
    ),
    "datetimepicker": shape({}, INPUT | CONFIRM | {"initial_date_time": whole(10**9, 10**10 - 1)}),
    "email_text_input": shape({}, TYPED | {"initial_value": string(PASTE_LIMIT, 0)}),
    "url_text_input": shape({}, TYPED | {"initial_value": string(PASTE_LIMIT, 0)}),
    "number_input": shape(
        {"is_decimal_allowed": boolean},
        TYPED | dict.fromkeys(("initial_value", "min_value", "max_value"), string(255)),
    ),
    "file_input": shape({}, ACTION | {"filetypes": many(string(255), 100), "max_files": whole(1, 10)}),
    "rich_text_input": shape(
        {}, TYPED | {"initial_value": rich_text_value} | dict.fromkeys(("min_lines", "max_lines"), whole(1))
    ),
    "plain_text_input": shape(
        {},
        TYPED
        | {
            "initial_value": string(PASTE_LIMIT, 0),
            "multiline": boolean,
            "min_length": whole(0, PASTE_LIMIT),
            "max_length": whole(1, PASTE_LIMIT),
        },
        lengths_agree,
    ),
}


def _select(kind: str, noun: str, *, multiple: bool) -> Check:
    """One of the ten selects: over options of its own, or over what the workspace has; for one or for several."""
    one = option() if noun == "option" else string(255)
    optional = INPUT | CONFIRM | PLACEHOLDER
    if multiple:
        optional |= {f"initial_{noun}s": many(one, 100), "max_selected_items": whole(1)}
    else:
        optional |= {f"initial_{noun}": one}
        if noun in {"conversation", "channel"}:
            optional |= {"response_url_enabled": boolean}
    if kind == "external":
        optional |= {"min_query_length": whole(0)}
    if kind == "conversations":
        kinds = many(one_of("im", "mpim", "private", "public"), 4)
        only = {"include": kinds, "exclude_external_shared_channels": boolean, "exclude_bot_users": boolean}
        optional |= {"default_to_current_conversation": boolean, "filter": shape({}, only)}
    if kind != "static":
        return shape({}, optional)
    group = shape({"label": text(75, plain=True), "options": many(option(), 100)})

    def rule(report: Report, element: dict[str, Any], at: str) -> None:
        exactly_one("options", "option_groups")(report, element, at)
        options_are_its_own(report, element, at)

    return shape({}, optional | {"options": many(option(), 100), "option_groups": many(group, 100)}, rule)


for _kind, _noun in SELECTS.items():
    ELEMENTS[f"{_kind}_select"] = _select(_kind, _noun, multiple=False)
    ELEMENTS[f"multi_{_kind}_select"] = _select(_kind, _noun, multiple=True)

ANY_SELECT = frozenset(name for name in ELEMENTS if name.endswith("_select"))
CHOICES = frozenset({"checkboxes", "radio_buttons", "datepicker", "timepicker"}) | ANY_SELECT
IN_ACCESSORY = CHOICES | {"button", "workflow_button", "overflow", "image"}
IN_ACTIONS = CHOICES | {"button", "workflow_button", "overflow", "datetimepicker", "rich_text_input"}
IN_INPUT = CHOICES | {
    "datetimepicker", "email_text_input", "file_input", "number_input", "plain_text_input", "rich_text_input",
    "url_text_input",
}  # fmt: skip
IN_CONTEXT_ACTIONS = frozenset({"feedback_buttons", "icon_button"})


def element(allowed: Iterable[str], where: str) -> Check:
    """An element of one of the ``allowed`` types, whose ``action_id`` is new in this block."""
    check_kind = variant({name: ELEMENTS[name] for name in allowed}, f"element of {where}")

    def check(report: Report, value: Any, at: str) -> None:
        check_kind(report, value, at)
        if not isinstance(value, dict):
            return
        action = value.get("action_id")
        if isinstance(action, str):
            if action in report.action_ids:
                report.refuse(f"{at}/action_id", f"`action_id` {action!r} already exists in this block")
            report.action_ids.add(action)
        if value.get("focus_on_load") is True:
            report.sums["focus"] += 1
            if report.sums["focus"] > 1:
                report.refuse(f"{at}/focus_on_load", "only one element of a view can have the focus")

    return check
