"""Small checkers which, put together, describe a JSON shape.

A *check* is a function ``(report, value, at)``: it looks at one value, which stands at the JSON pointer ``at``, and
tells the report what is wrong with it. ``shape`` refuses unknown fields, as Slack does.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Self

Check = Callable[["Report", Any, str], None]


class Problem(str):
    """One reason to refuse a payload, in the words of ``response_metadata.messages``.

    ``code`` is the error of the whole call, ``pointer`` the place.
    """

    __slots__ = ("code", "pointer")
    code: str
    pointer: str

    def __new__(cls, why: str, pointer: str, code: str) -> Self:
        problem = super().__new__(cls, f"[ERROR] {why} [json-pointer:{pointer}]")
        problem.code = code
        problem.pointer = pointer
        return problem


class Report:
    """What one message or view has wrong, and the sums that count over the whole of it.

    Args:
        surface: ``message``, ``modal`` or ``home``.
        code: The error of the call if nothing more exact applies.
    """

    def __init__(self, surface: str, code: str) -> None:
        self.surface = surface
        self.code = code
        self.problems: list[Problem] = []
        self.sums: Counter[str] = Counter()
        self.block_ids: set[str] = set()
        self.action_ids: set[str] = set()  # of the block that is being checked

    def refuse(self, at: str, why: str, code: str | None = None) -> None:
        self.problems.append(Problem(why, at, code or self.code))


def string(most: int, least: int = 1) -> Check:
    def check(report: Report, value: Any, at: str) -> None:
        if not isinstance(value, str):
            report.refuse(at, "must be a string")
        elif len(value) > most:
            report.refuse(at, f"must be less than {most + 1} characters")
        elif len(value) < least:
            report.refuse(at, f"must be more than {least - 1} characters")

    return check


def url(report: Report, value: Any, at: str) -> None:
    string(3000)(report, value, at)
    if isinstance(value, str) and not value.startswith(("https://", "http://")):
        report.refuse(at, "must be a valid URL")


def boolean(report: Report, value: Any, at: str) -> None:
    if not isinstance(value, bool):
        report.refuse(at, "must be a boolean")


def whole(low: int, high: int = 10**10) -> Check:
    def check(report: Report, value: Any, at: str) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            report.refuse(at, f"must be a whole number from {low} to {high}")

    return check


def number(report: Report, value: Any, at: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        report.refuse(at, "must be a finite number")


def positive(report: Report, value: Any, at: str) -> None:
    number(report, value, at)
    if isinstance(value, int | float) and value <= 0:
        report.refuse(at, "must be more than 0")


def one_of(*allowed: str) -> Check:
    def check(report: Report, value: Any, at: str) -> None:
        if value not in allowed:
            report.refuse(at, f"must be one of {', '.join(allowed)}")

    return check


def many(item: Check, most: int, least: int = 1) -> Check:
    def check(report: Report, value: Any, at: str) -> None:
        if not isinstance(value, list):
            report.refuse(at, "must be an array")
            return
        if len(value) > most:
            report.refuse(at, f"no more than {most} items allowed")
        if len(value) < least:
            report.refuse(at, f"no fewer than {least} items allowed")
        for index, one in enumerate(value):
            item(report, one, f"{at}/{index}")

    return check


def shape(
    required: Mapping[str, Check] | None = None,
    optional: Mapping[str, Check] | None = None,
    rule: Check | None = None,
) -> Check:
    """An object with exactly these fields; ``type`` is allowed, a ``rule`` looks at the fields together."""
    required, optional = required or {}, optional or {}
    fields = {**required, **optional}

    def check(report: Report, value: Any, at: str) -> None:
        if not isinstance(value, dict):
            report.refuse(at, "must be an object")
            return
        for name in required:
            if name not in value:
                report.refuse(at, f"missing required field: {name}")
        for name, content in value.items():
            if name in fields:
                fields[name](report, content, f"{at}/{name}")
            elif name != "type":
                report.refuse(at, f"additional property: {name}")
        if rule:
            rule(report, value, at)

    return check


def variant(kinds: Mapping[str, Check], what: str) -> Check:
    """An object whose ``type`` names the shape."""

    def check(report: Report, value: Any, at: str) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if isinstance(kind, str) and kind in kinds:
            kinds[kind](report, value, at)
        else:
            report.refuse(at, f"unsupported type: {kind!r} is no {what}")

    return check


def text(most: int, *, plain: bool = False, least: int = 1) -> Check:
    """A text object, ``plain_text`` or ``mrkdwn``; with ``plain`` only the former."""
    content = string(most, least)
    kinds = {"plain_text": shape({"text": content}, {"emoji": boolean})}
    if not plain:
        kinds["mrkdwn"] = shape({"text": content}, {"verbatim": boolean})
    return variant(kinds, "text object allowed here")


def mrkdwn_only(most: int) -> Check:
    return variant({"mrkdwn": shape({"text": string(most)}, {"verbatim": boolean})}, "text object allowed here")


def exactly_one(*names: str) -> Check:
    def check(report: Report, value: Any, at: str) -> None:
        if sum(name in value for name in names) != 1:
            report.refuse(at, f"exactly one of {', '.join(names)} required")

    return check


def unique(report: Report, values: list[Any], at: str, what: str) -> None:
    known = [value for value in values if isinstance(value, str)]
    for value, times in Counter(known).items():
        if times > 1:
            report.refuse(at, f"{what} {value!r} is used {times} times")
