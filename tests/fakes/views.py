"""Modals and Home tabs: what each person has open.

Modals stack, three deep at most. Every change gives a view a new ``hash``; an update that names an old one is refused.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fakes.blocks import with_ids
from tests.fakes.protocol import Refused

if TYPE_CHECKING:
    from tests.fakes.workspace import Workspace

DEPTH = 3


@dataclass
class View:
    id: str
    user: str
    payload: dict[str, Any]
    hash: str
    root: str
    previous: str | None = None


class Views:
    """The open views of all people of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def _all(self) -> list[View]:
        return [view for stack in self.stacks.values() for view in stack] + list(self.homes.values())

    def _new_hash(self) -> str:
        return f"{self._workspace.next_ts()}.{self._workspace.new_id('')}"

    def _make(self, user: str, payload: dict[str, Any], below: list[View]) -> View:
        self._check_external_id(payload, None)
        key = self._workspace.new_id("V")
        root = below[0].id if below else key
        return View(key, user, self._kept(payload), self._new_hash(), root, below[-1].id if below else None)

    def _kept(self, payload: dict[str, Any]) -> dict[str, Any]:
        return copy.deepcopy(payload) | {"blocks": with_ids(payload["blocks"])}

    def _check_external_id(self, payload: dict[str, Any], itself: View | None) -> None:
        external = payload.get("external_id")
        if external and any(view.payload.get("external_id") == external for view in self._all() if view is not itself):
            raise Refused("duplicate_external_id")

    def get(self, view_id: str | None = None, external_id: str | None = None) -> View | None:
        for view in self._all():
            if view.id == view_id or (external_id and view.payload.get("external_id") == external_id):
                return view
        return None

    def find(self, view_id: str | None = None, external_id: str | None = None) -> View:
        view = self.get(view_id, external_id)
        if view is None:
            raise Refused("not_found")
        return view

    def top(self, user: str) -> View | None:
        """The modal a person looks at."""
        stack = self.stacks.get(user)
        return stack[-1] if stack else None

    def open(self, user: str, payload: dict[str, Any]) -> View:
        view = self._make(user, payload, [])
        self.stacks[user] = [view]
        return view

    def push(self, user: str, payload: dict[str, Any]) -> View:
        stack = self.stacks.setdefault(user, [])
        if len(stack) >= DEPTH:
            raise Refused("push_limit_reached")
        view = self._make(user, payload, stack)
        stack.append(view)
        return view

    def publish(self, user: str, payload: dict[str, Any], expected_hash: str | None = None) -> View:
        home = self.homes.get(user)
        if home:
            return self.update(home, payload, expected_hash)
        self.homes[user] = self._make(user, payload, [])
        return self.homes[user]

    def update(self, view: View, payload: dict[str, Any], expected_hash: str | None = None) -> View:
        if expected_hash is not None and expected_hash != view.hash:
            raise Refused("hash_conflict")
        if payload["type"] != view.payload["type"]:
            raise Refused("invalid_arguments", ["[ERROR] a view keeps its type [json-pointer:/view/type]"])
        self._check_external_id(payload, view)
        view.payload, view.hash = self._kept(payload), self._new_hash()
        return view

    def close(self, view: View) -> None:
        """One view closes; the one below shows again."""
        self.stacks[view.user].remove(view)

    def clear(self, user: str) -> None:
        self.stacks[user] = []

    def wire(self, view: View, values: dict[str, Any] | None = None) -> dict[str, Any]:
        """A view as Slack returns it; ``values`` is what the person entered."""
        modal = {"title": None, "close": None, "submit": None} if view.payload["type"] == "modal" else {}
        return (
            modal
            | {"private_metadata": "", "callback_id": "", "external_id": "", "clear_on_close": False}
            | {"notify_on_close": False}
            | copy.deepcopy(view.payload)
            | {
                "id": view.id,
                "team_id": self._workspace.team_id,
                "state": {"values": values or {}},
                "hash": view.hash,
                "root_view_id": view.root,
                "previous_view_id": view.previous,
                "app_id": self._workspace.app_id,
                "app_installed_team_id": self._workspace.team_id,
                "bot_id": self._workspace.bot_id,
            }
        )
