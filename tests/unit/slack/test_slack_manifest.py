import ast
import json
from itertools import chain
from pathlib import Path

from slack_sdk import WebClient

import bot.slack
from bot.settings import ROOT
from bot.slack.events import POSTS
from bot.slack.manifest import EVENTS, HISTORY, METHODS, SCOPES, manifest

APP_TOKEN_METHODS = {"apps_connections_open"}


def calls() -> set[str]:
    """The methods of the Web API that the code calls: those of anything named client, a Socket Mode client aside."""
    trees = (ast.parse(path.read_text()) for path in Path(bot.slack.__file__).parent.rglob("*.py"))
    attributes = (
        node
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    )
    return {
        node.func.attr
        for node in attributes
        if ast.unparse(node.func.value) in {"client", "self._client"} and hasattr(WebClient, node.func.attr)
    }


def test_the_file_is_the_manifest():
    assert json.loads((ROOT / "manifest.json").read_text()) == manifest()


def test_the_methods_are_those_that_the_code_calls():
    assert calls() - APP_TOKEN_METHODS == set(METHODS)


def test_the_scopes_are_exactly_those_that_are_used():
    used = set(chain(*METHODS.values(), filter(None, EVENTS.values()), ["commands"]))
    assert used == {scope.name for scope in SCOPES}
    scopes = manifest()["oauth_config"]["scopes"]
    assert set(scopes["bot_optional"]) < set(scopes["bot"]) == used


def test_what_nothing_works_without_is_not_optional():
    needed = {scope.name for scope in SCOPES if not scope.optional}
    assert needed == {"app_mentions:read", "chat:write", "commands", "im:history"}


def test_a_history_is_granted_for_its_events():
    assert {EVENTS[f"message.{kind}"] for kind in ("channels", "groups", "im", "mpim")} == set(HISTORY)
    assert None in POSTS


def test_slacks_limits_hold():
    value = manifest()
    assert len(value["display_information"]["name"]) <= 35
    assert len(value["display_information"]["description"]) <= 140
    assert value["settings"]["socket_mode_enabled"]
    assert value["settings"]["interactivity"]["is_enabled"]
    (command,) = value["features"]["slash_commands"]
    assert command["command"] == "/kb"
