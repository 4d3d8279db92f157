"""Blocks, by type: the shape of each and the surfaces it may stand on (docs.slack.dev/reference/block-kit/blocks).

The blocks of 2026 (``card`` to ``task_card``) have no typed model; their limits are those of docs.slack.dev, or the
strictest published where sources disagree.
"""

from __future__ import annotations

from typing import Any

from tests.fakes.block_elements import (
    ELEMENTS,
    IN_ACCESSORY,
    IN_ACTIONS,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    element,
    slack_file,
)
from tests.fakes.rich_text_shape import rich_text, rich_text_value
from tests.fakes.schema import (
    Check,
    Report,
    boolean,
    exactly_one,
    many,
    mrkdwn_only,
    number,
    one_of,
    positive,
    shape,
    string,
    text,
    unique,
    url,
    variant,
    whole,
)

LONG = 10_000  # where no limit is published


def text_or_fields(report: Report, block: dict[str, Any], at: str) -> None:
    if "text" not in block and "fields" not in block:
        report.refuse(at, "missing required field: text or fields")


# ---- tables and charts


def characters(value: Any) -> int:
    """Length of everything a table shows: each ``text``, at any depth."""
    if isinstance(value, dict):
        return sum(
            len(inner) if name == "text" and isinstance(inner, str) else characters(inner)
            for name, inner in value.items()
        )
    return sum(characters(inner) for inner in value) if isinstance(value, list) else 0


def grid(kind: str, rows: Check, *, header: bool) -> Check:
    """Rows of equal length; counts the table and its characters. The header row of a data table holds no rich text."""

    def check(report: Report, value: Any, at: str) -> None:
        rows(report, value, at)
        report.sums[kind] += 1
        report.sums[f"{kind} characters"] += characters(value)
        lists = [row for row in value if isinstance(row, list)] if isinstance(value, list) else []
        for index, row in enumerate(lists):
            if len(row) != len(lists[0]):
                report.refuse(f"{at}/{index}", f"must have as many cells as the first row: {len(lists[0])}")
        if header and any(isinstance(cell, dict) and cell.get("type") == "rich_text" for cell in (lists or [[]])[0]):
            report.refuse(f"{at}/0", "the header row holds raw text only")

    return check


cell = variant(
    {
        "raw_text": shape({"text": string(LONG)}, {"emoji": boolean}),
        "raw_number": shape({"value": number, "text": string(LONG)}),
        "rich_text": rich_text,
    },
    "table cell",
)


def column(report: Report, value: Any, at: str) -> None:
    if value is not None:  # null leaves a column as it is
        shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})(report, value, at)


def header_column_exists(report: Report, block: dict[str, Any], at: str) -> None:
    rows, index = block.get("rows"), block.get("row_header_column_index", 0)
    if isinstance(rows, list) and rows and isinstance(rows[0], list) and isinstance(index, int):
        whole(0, len(rows[0]) - 1)(report, index, f"{at}/row_header_column_index")


def charts_are_counted(report: Report, _block: dict[str, Any], _at: str) -> None:
    report.sums["data_visualization"] += 1


def series_fit_the_axis(report: Report, chart: dict[str, Any], at: str) -> None:
    """Each series has one value for each category; names stand once."""
    axis, series = chart.get("axis_config"), chart.get("series")
    categories = axis.get("categories") if isinstance(axis, dict) else None
    if not isinstance(categories, list) or not isinstance(series, list):
        return
    unique(report, categories, f"{at}/axis_config/categories", "category")
    known = [one for one in series if isinstance(one, dict)]
    unique(report, [one.get("name") for one in known], f"{at}/series", "series name")
    for index, one in enumerate(known):
        data = one.get("data")
        labels = [point.get("label") for point in data if isinstance(point, dict)] if isinstance(data, list) else []
        if sorted(map(str, labels)) != sorted(map(str, categories)):
            report.refuse(f"{at}/series/{index}/data", "needs exactly one value for each category")


def point(value: Check) -> Check:
    return shape({"label": string(20), "value": value})


_axis = shape({"categories": many(string(20), 20)}, {"x_label": string(50), "y_label": string(50)})
_series = many(shape({"name": string(20), "data": many(point(number), 20)}), 6)
_xy = shape({"series": _series, "axis_config": _axis}, {}, series_fit_the_axis)
chart = variant({"pie": shape({"segments": many(point(positive), 6)}), "line": _xy, "bar": _xy, "area": _xy}, "chart")

# ---- cards, containers, tasks


def card_shows_something(report: Report, block: dict[str, Any], at: str) -> None:
    if not any(block.get(name) for name in ("hero_image", "title", "body", "actions")):
        report.refuse(at, "one of hero_image, title, body, actions required")


def container_can_open(report: Report, block: dict[str, Any], at: str) -> None:
    if "title" not in block and "rich_text_title" not in block:
        report.refuse(at, "missing required field: title or rich_text_title")
    if block.get("default_collapsed") and not block.get("is_collapsible"):
        report.refuse(f"{at}/default_collapsed", "needs is_collapsible")
    if block.get("has_header_divider") and block.get("is_collapsible"):
        report.refuse(f"{at}/has_header_divider", "not with is_collapsible")


def task_ids_differ(report: Report, block: dict[str, Any], at: str) -> None:
    tasks = block.get("tasks")
    if isinstance(tasks, list):
        unique(report, [one.get("task_id") for one in tasks if isinstance(one, dict)], f"{at}/tasks", "task_id")


def task(*states: str) -> Check:
    source = shape({"type": one_of("url"), "url": url, "text": string(LONG)})
    return shape(
        {"task_id": string(LONG), "title": string(LONG), "status": one_of(*states)},
        {"block_id": string(255), "details": rich_text_value, "output": rich_text_value, "sources": many(source, 100)},
    )


TASK_STATES = ("in_progress", "complete", "error")
task_of_plan = task("pending", *TASK_STATES)


def child(report: Report, value: Any, at: str) -> None:
    """A block inside a container."""
    if isinstance(value, dict) and value.get("type") in IN_CONTAINER:
        block(report, value, at)
    else:
        report.refuse(at, "unsupported type: not allowed in a container")


def carousel_card(report: Report, value: Any, at: str) -> None:
    if isinstance(value, dict) and value.get("type") == "card":
        block(report, value, at)
    else:
        report.refuse(at, "unsupported type: only cards in a carousel")


def inputs_are_counted(report: Report, _block: dict[str, Any], _at: str) -> None:
    report.sums["input"] += 1


def markdown_is_summed(report: Report, value: dict[str, Any], _at: str) -> None:
    content = value.get("text")
    report.sums["markdown"] += len(content) if isinstance(content, str) else 0


_image_element = element({"image"}, "this block")
_context = {
    "plain_text": text(3000, plain=True),
    "mrkdwn": mrkdwn_only(3000),
    "image": ELEMENTS["image"],
}
BLOCKS: dict[str, Check] = {
    "section": shape(
        {},
        {
            "text": text(3000),
            "fields": many(text(2000), 10),
            "accessory": element(IN_ACCESSORY, "a section"),
            "expand": boolean,
        },
        text_or_fields,
    ),
    "header": shape({"text": text(150, plain=True)}, {"level": whole(1, 4)}),
    "divider": shape(),
    "context": shape({"elements": many(variant(_context, "element of a context"), 10)}),
    "context_actions": shape({"elements": many(element(IN_CONTEXT_ACTIONS, "context_actions"), 5)}),
    "actions": shape({"elements": many(element(IN_ACTIONS, "actions"), 25)}),
    "image": shape(
        {"alt_text": string(2000)},
        {"image_url": url, "slack_file": slack_file, "title": text(2000, plain=True)},
        exactly_one("image_url", "slack_file"),
    ),
    "input": shape(
        {"label": text(2000, plain=True), "element": element(IN_INPUT, "an input")},
        {"hint": text(2000, plain=True), "optional": boolean, "dispatch_action": boolean},
        inputs_are_counted,
    ),
    "markdown": shape({"text": string(12_000)}, {}, markdown_is_summed),
    "rich_text": rich_text,
    "table": shape(
        {"rows": grid("table", many(many(cell, 20), 100), header=False)}, {"column_settings": many(column, 20, 0)}
    ),
    "file": shape({"source": one_of("remote"), "external_id": string(255)}),
    "video": shape(
        {"title": text(199, plain=True), "alt_text": string(2000), "video_url": url, "thumbnail_url": url},
        {
            "title_url": url,
            "author_name": string(50),
            "provider_name": string(255),
            "provider_icon_url": url,
            "description": text(200, plain=True),
        },
    ),
    "alert": shape({"text": text(200)}, {"level": one_of("default", "info", "warning", "error", "success")}),
    "card": shape(
        {},
        {
            "title": mrkdwn_only(150),
            "subtitle": mrkdwn_only(150),
            "body": mrkdwn_only(200),
            "hero_image": _image_element,
            "icon": _image_element,
            "actions": many(element({"button"}, "a card"), 3),
        },
        card_shows_something,
    ),
    "carousel": shape({"elements": many(carousel_card, 10)}),
    "container": shape(
        {"child_blocks": many(child, 10)},
        {
            "title": text(150, plain=True),
            "rich_text_title": rich_text_value,
            "subtitle": text(150),
            "icon": _image_element,
            "width": one_of("narrow", "standard", "wide", "full"),
            **dict.fromkeys(("is_collapsible", "default_collapsed", "has_header_divider"), boolean),
        },
        container_can_open,
    ),
    "data_table": shape(
        {"rows": grid("data_table", many(many(cell, 20), 101, 2), header=True), "caption": string(LONG)},
        {"page_size": whole(1, 100), "row_header_column_index": whole(0, 19)},
        header_column_exists,
    ),
    "data_visualization": shape({"title": string(50), "chart": chart}, {}, charts_are_counted),
    "task_card": task(*TASK_STATES),
    "plan": shape({"title": string(LONG), "tasks": many(task_of_plan, 50, 0)}, {}, task_ids_differ),
}

_EVERYWHERE = {"actions", "context", "divider", "header", "image", "input", "rich_text", "section", "video"}
SURFACES: dict[str, set[str]] = {
    "message": set(BLOCKS) - {"alert"},
    "modal": _EVERYWHERE | {"alert", "card"},
    "home": _EVERYWHERE | {"card", "carousel", "data_table", "data_visualization", "table"},
}
IN_CONTAINER = _EVERYWHERE | {"file", "table"}


def block(report: Report, value: Any, at: str) -> None:
    """A block that may stand on the report's surface, with a ``block_id`` of its own."""
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in BLOCKS:
        report.refuse(at, f"unsupported type: {kind!r}" if isinstance(value, dict) else "must be an object")
        return
    if kind not in SURFACES[report.surface]:
        report.refuse(at, f"unsupported type: {kind} in a {report.surface}")
    name = value.get("block_id")
    if "block_id" in value:
        string(255)(report, name, f"{at}/block_id")
    if isinstance(name, str):
        if name in report.block_ids:
            report.refuse(f"{at}/block_id", f"`block_id` {name!r} already exists")
        report.block_ids.add(name)
    outer, report.action_ids = report.action_ids, set()
    BLOCKS[kind](report, {key: part for key, part in value.items() if key != "block_id"}, at)
    report.action_ids = outer
