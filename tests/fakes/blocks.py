"""Block Kit, checked strictly: what a message or a view has wrong, each thing with the error Slack would return.

``check_message`` and ``check_view`` return an empty list for a payload that can be sent.
"""

from __future__ import annotations

import copy
import itertools
import json
from typing import TYPE_CHECKING, Any

from tests.fakes.block_kinds import block
from tests.fakes.schema import Check, Problem, Report, boolean, many, shape, string, text

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT_LIMIT = 40_000  # chat.postMessage truncates above; refused here, since a bot must not rely on it
UPDATE_TEXT_LIMIT = 4_000  # chat.update
SIZE_LIMIT = 13_200  # seen, not documented (slackapi/bolt-js#2509); measured on the serialised blocks, the safe side
MARKDOWN_LIMIT = 12_000
VIEW_BYTES = 250_000
ATTACHMENT_FIELDS = [
    "actions", "author_icon", "author_link", "author_name", "blocks", "callback_id", "color", "fallback", "fields",
    "footer", "footer_icon", "image_url", "mrkdwn_in", "preview", "pretext", "text", "thumb_url", "title",
    "title_link", "ts",
]  # fmt: skip


def check_message(payload: dict[str, Any], *, update: bool = False) -> list[Problem]:
    """What is wrong with the content of a message: text, blocks, attachments, metadata.

    Args:
        payload: The arguments of ``chat.postMessage``, or the body of a ``response_url``.
        update: For ``chat.update``, whose text is shorter and which may remove all blocks.
    """
    report = Report("message", "invalid_blocks")
    body, blocks, attachments = payload.get("text"), payload.get("blocks"), payload.get("attachments")
    emptied = update and (blocks == [] or attachments == [])
    if not (body or blocks or attachments or payload.get("markdown_text") or emptied):
        report.refuse("", "no text, blocks or attachments", "no_text")
    if isinstance(body, str) and len(body) > (UPDATE_TEXT_LIMIT if update else TEXT_LIMIT):
        report.refuse("/text", f"{len(body)} characters", "msg_too_long")
    if payload.get("markdown_text") is not None:
        _check_markdown_text(report, payload)
    if blocks is not None:
        if isinstance(blocks, list):
            many(block, 50, 0)(report, blocks, "/blocks")
        else:
            report.refuse("/blocks", "must be an array", "invalid_blocks_format")
    if attachments is not None:
        _check_attachments(report, attachments)
    _check_sums(report, [blocks, *_blocks_of(attachments)])
    if payload.get("metadata") is not None:
        report.code = "invalid_metadata_format"
        _metadata(report, payload["metadata"], "/metadata")
    return report.problems


def _free(report: Report, value: Any, at: str) -> None:
    if not isinstance(value, dict):
        report.refuse(at, "must be an object")


_metadata = shape({"event_type": string(255), "event_payload": _free})


def _check_markdown_text(report: Report, payload: dict[str, Any]) -> None:
    content = payload["markdown_text"]
    if payload.get("text") or payload.get("blocks"):
        report.refuse("/markdown_text", "not together with text or blocks", "markdown_text_conflict")
    if not isinstance(content, str) or not 1 <= len(content) <= MARKDOWN_LIMIT:
        report.refuse("/markdown_text", f"1 to {MARKDOWN_LIMIT} characters", "msg_too_long")


def _check_attachments(report: Report, attachments: Any) -> None:
    outer, report.code = report.code, "invalid_attachments"
    if not isinstance(attachments, list):
        report.refuse("/attachments", "must be an array")
    elif len(attachments) > 100:
        report.refuse("/attachments", "no more than 100 items allowed", "too_many_attachments")
    for index, one in enumerate(attachments if isinstance(attachments, list) else []):
        at = f"/attachments/{index}"
        fields: dict[str, Check] = dict.fromkeys(ATTACHMENT_FIELDS, _anything)
        shape({}, fields | {"blocks": many(block, 50)})(report, one, at)
    report.code = outer


def _anything(_report: Report, _value: Any, _at: str) -> None:
    """Legacy fields of attachments are not looked at."""


def _blocks_of(attachments: Any) -> list[Any]:
    found = attachments if isinstance(attachments, list) else []
    return [one["blocks"] for one in found if isinstance(one, dict) and "blocks" in one]


def _check_sums(report: Report, lists: list[Any]) -> None:
    """Limits on a whole message: its blocks and those of its attachments together."""
    sums = report.sums
    size = sum(len(json.dumps(blocks, ensure_ascii=False)) for blocks in lists if blocks is not None)
    if sums["markdown"] > MARKDOWN_LIMIT:
        report.refuse("/blocks", f"markdown sums to {sums['markdown']} characters", "msg_blocks_too_long")
    if size > SIZE_LIMIT:
        report.refuse("/blocks", f"blocks serialise to {size} characters", "msg_blocks_too_long")
    _check_counts(report)


def _check_counts(report: Report) -> None:
    sums = report.sums
    if sums["table"] > 1:
        report.refuse("/blocks", "only one table in a message", "invalid_attachments")
    if sums["data_visualization"] > 2:
        report.refuse("/blocks", "no more than 2 data_visualization blocks")
    for kind in ("table", "data_table"):
        if sums[f"{kind} characters"] > 10_000:
            report.refuse("/blocks", f"the cells of a {kind} hold no more than 10,000 characters")


_view_text = text(24, plain=True)
_of_any_view: dict[str, Check] = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
_of_modals: dict[str, Check] = {
    "submit": _view_text,
    "close": _view_text,
    **dict.fromkeys(("clear_on_close", "notify_on_close", "submit_disabled"), boolean),
}
_VIEWS = {
    "modal": shape({"title": _view_text, "blocks": many(block, 100, 0)}, _of_any_view | _of_modals),
    "home": shape({"blocks": many(block, 100, 0)}, _of_any_view),
}


def check_view(view: Any, expected: str | None = None) -> list[Problem]:
    """What is wrong with a view; ``expected`` is ``modal`` or ``home`` where only one will do."""
    kind = view.get("type") if isinstance(view, dict) else None
    if not isinstance(kind, str) or kind not in _VIEWS or (expected and kind != expected):
        report = Report("modal", "invalid_arguments")
        report.refuse("/view/type", f"must be {expected or 'modal or home'}, not {kind!r}")
        return report.problems
    report = Report(kind, "invalid_arguments")
    _VIEWS[kind](report, view, "/view")
    if kind == "modal" and report.sums["input"] and "submit" not in view:
        report.refuse("/view", "missing required field: submit (the view has inputs)")
    _check_counts(report)
    if len(json.dumps(view)) > VIEW_BYTES:
        report.refuse("/view", "more than 250 KB", "view_too_large")
    return report.problems


def with_ids(blocks: list[dict[str, Any]], make: Iterator[str] | None = None) -> list[dict[str, Any]]:
    """A copy in which every block and every element has its id, as Slack fills them in."""
    made = make or (f"auto{count}" for count in itertools.count(1))
    filled = copy.deepcopy(blocks)
    for one in filled:
        one.setdefault("block_id", next(made))
        for inner in interactive(one):
            inner.setdefault("action_id", next(made))
        for key in ("child_blocks", "elements"):
            if one["type"] in {"container", "carousel"} and key in one:
                one[key] = with_ids(one[key], made)
    return filled


def interactive(one: dict[str, Any]) -> list[dict[str, Any]]:
    """The elements of a block that a person can use."""
    found = [one.get("accessory"), one.get("element")]
    if one["type"] in {"actions", "context_actions"}:
        found += one["elements"]
    if one["type"] == "card":
        found += one.get("actions", [])
    return [element for element in found if element and element.get("type") != "image"]


def all_blocks(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every block, also those inside containers and carousels."""
    for one in blocks:
        yield one
        inner = {"container": "child_blocks", "carousel": "elements"}.get(one["type"])
        if inner:
            yield from all_blocks(one[inner])
