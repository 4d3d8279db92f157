"""How a Web API method says what it takes, and how a call is refused.

A method is a function registered by ``@method``; it is called with a :class:`Call` whose arguments have already been
checked: known, of the right type, none missing. Slack ignores many unknown arguments; here they are refused, because
they are mistakes of the caller.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.fakes.workspace import Channel, Token, Workspace

TS = re.compile(r"\d{9,11}\.\d{6}")


class Refused(Exception):  # noqa: N818  reads as what happened: the call was refused
    """Slack answers ``{"ok": false, "error": code}``.

    Args:
        code: The error.
        messages: For ``response_metadata.messages``.
        more: Further fields of the answer, such as ``needed`` and ``provided``.
    """

    def __init__(self, code: str, messages: list[str] | None = None, **more: Any) -> None:
        super().__init__(code)
        self.code = code
        self.messages = messages or []
        self.more = more

    def body(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error": self.code} | self.more
        if self.messages:
            answer["response_metadata"] = {"messages": self.messages}
        return answer


def refuse_if(problems: list[Any]) -> None:
    """Refuse the call with the first problem's code and what else is wrong in the same way."""
    if problems:
        code = problems[0].code
        raise Refused(code, [str(one) for one in problems if one.code == code])


# ---- types of arguments: each turns what came over the wire into a value, or raises ValueError


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("must be a string")  # noqa: TRY004  arguments() collects ValueErrors
    return value


def _flag(value: Any) -> bool:
    """JSON true and false; in forms also ``1`` and ``0``, which is what slack_sdk sends."""
    known = {"1": True, "true": True, "True": True, "0": False, "false": False, "False": False}
    if isinstance(value, bool):
        return value
    if value in known:
        return known[value]
    raise ValueError("must be a boolean")


def _count(value: Any) -> int:
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,9}", str(value)):
        raise ValueError("must be a number")
    return int(value)


def _json(value: Any) -> Any:
    """An array or object, as itself in JSON calls, as JSON text in forms. What does not parse stays a string."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _names(value: Any) -> list[str]:
    """A comma-separated list."""
    return [name.strip() for name in _text(value).split(",") if name.strip()]


KINDS: dict[str, Callable[[Any], Any]] = {
    "text": _text,
    "flag": _flag,
    "count": _count,
    "json": _json,
    "names": _names,
}


@dataclass(frozen=True)
class Method:
    """A Web API method: its name, what it takes, who may call it."""

    name: str
    run: Callable[[Call], dict[str, Any]]
    required: Mapping[str, str]
    optional: Mapping[str, str]
    scopes: tuple[str, ...]  # any one of them
    token: str  # "bot", "app", or "none"
    takes_json: bool  # read methods take forms only


@dataclass
class Call:
    """One call of a method, arguments checked."""

    slack: Workspace
    token: Token
    args: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.args[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self.args.get(name, default)

    def need_scope(self, *scopes: str) -> None:
        """Refuse unless the token has one of the scopes."""
        if scopes and not self.token.scopes.intersection(scopes):
            raise Refused("missing_scope", needed=",".join(scopes), provided=",".join(sorted(self.token.scopes)))

    def channel(self, scope: str | None = None) -> Channel:
        """The conversation named by ``channel``, which the bot can see.

        Args:
            scope: ``history`` or ``read``: the scope's second half, its first depends on the conversation.
        """
        channel = self.slack.visible(self["channel"])
        if scope:
            self.need_scope(f"{channel.scope_group}:{scope}")
        return channel


METHODS: dict[str, Method] = {}


def method(
    name: str,
    required: Mapping[str, str] | None = None,
    optional: Mapping[str, str] | None = None,
    *,
    scopes: tuple[str, ...] = (),
    token: str = "bot",  # noqa: S107  the kind of a token, no secret
    takes_json: bool = False,
) -> Callable[[Callable[[Call], dict[str, Any]]], Callable[[Call], dict[str, Any]]]:
    """Register a method. Arguments are given as name → kind, a kind being a key of ``KINDS``."""

    def register(run: Callable[[Call], dict[str, Any]]) -> Callable[[Call], dict[str, Any]]:
        METHODS[name] = Method(name, run, required or {}, optional or {}, scopes, token, takes_json)
        return run

    return register


def arguments(declared: Method, given: Mapping[str, Any]) -> dict[str, Any]:
    """The checked arguments of a call.

    Raises:
        Refused: ``invalid_arguments``, naming every argument that is unknown, missing or of a wrong type.
    """
    kinds = {**declared.required, **declared.optional, "team_id": "text"}
    # an empty form field is no value, as in cursor=""
    present = {name: value for name, value in given.items() if value != "" or name == "text"}
    wrong = [f"[ERROR] unknown argument: {name}" for name in present if name not in kinds]
    wrong += [f"[ERROR] missing required field: {name}" for name in declared.required if name not in present]
    checked = {}
    for name, value in present.items():
        if name in kinds:
            try:
                checked[name] = KINDS[kinds[name]](value)
            except ValueError as problem:
                wrong.append(f"[ERROR] {problem} [json-pointer:/{name}]")
    if wrong:
        raise Refused("invalid_arguments", wrong)
    return checked


def check_ts(value: str | None, code: str) -> str | None:
    """A message's timestamp as Slack writes it, or the error given."""
    if value is not None and not TS.fullmatch(value):
        raise Refused(code)
    return value


def page(items: list[Any], call: Call, *, default: int, most: int) -> tuple[list[Any], dict[str, Any]]:
    """One page of a list, and the rest of the answer: ``response_metadata.next_cursor``."""
    limit = call.get("limit", default) or default
    if limit > most:
        raise Refused("invalid_limit")
    start = 0
    if cursor := call.get("cursor"):
        if not re.fullmatch(r"next:\d{1,9}", cursor):
            raise Refused("invalid_cursor")
        start = int(cursor.removeprefix("next:"))
    more = start + limit < len(items)
    cursor = f"next:{start + limit}" if more else ""
    return items[start : start + limit], {"response_metadata": {"next_cursor": cursor}, "has_more": more}
