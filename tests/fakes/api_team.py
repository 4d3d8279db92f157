"""Who is who: ``auth``, ``api``, ``apps``, ``bots``, ``team``, ``users``, ``usergroups``, ``files``."""

from __future__ import annotations

from typing import Any

from tests.fakes.protocol import Call, Refused, method
from tests.fakes.workspace import DOMAIN

URL = f"https://{DOMAIN}.slack.example/"
PEOPLE = ("users:read",)
GROUPS = ("usergroups:read",)


@method("auth.test", takes_json=True)
def auth_test(call: Call) -> dict[str, Any]:
    slack = call.slack
    who = {"user": slack.users[slack.bot_user].name, "user_id": slack.bot_user, "bot_id": slack.bot_id}
    team = {"url": URL, "team": "Helpdesk", "team_id": slack.team_id}
    return who | team | {"is_enterprise_install": False}


@method("api.test", {}, {"error": "text", "foo": "text"}, token="none", takes_json=True)
def api_test(call: Call) -> dict[str, Any]:
    if call.get("error"):
        raise Refused(call["error"], args=call.args)
    return {"args": call.args}


@method("apps.connections.open", scopes=("connections:write",), token="app", takes_json=True)
def open_connection(call: Call) -> dict[str, Any]:
    return {"url": call.slack.socket_url()}


@method("bots.info", {}, {"bot": "text"}, scopes=PEOPLE)
def bot_info(call: Call) -> dict[str, Any]:
    if call.get("bot", call.slack.bot_id) != call.slack.bot_id:
        raise Refused("bot_not_found")
    bot = {"id": call.slack.bot_id, "app_id": call.slack.app_id, "user_id": call.slack.bot_user}
    return {"bot": bot | {"name": "kbbot", "deleted": False, "updated": 1_700_000_000, "icons": {}}}


@method(
    "team.info", {}, {"team": "text", "domain": "text", "include_slackbot_availability": "flag"}, scopes=("team:read",)
)
def team_info(call: Call) -> dict[str, Any]:
    if call.get("team", call.slack.team_id) != call.slack.team_id:
        raise Refused("team_not_found")
    team = {"id": call.slack.team_id, "name": "Helpdesk", "url": URL, "domain": DOMAIN, "email_domain": ""}
    return {"team": team | {"icon": {"image_default": True}}}


@method("users.info", {"user": "text"}, {"include_locale": "flag"}, scopes=PEOPLE)
def user_info(call: Call) -> dict[str, Any]:
    user = call.slack.users.get(call["user"])
    if not user:
        raise Refused("user_not_found")
    return {"user": user.wire() | ({"locale": "en-GB"} if call.get("include_locale") else {})}


@method(
    "usergroups.list",
    {},
    dict.fromkeys(("include_count", "include_disabled", "include_users"), "flag"),
    scopes=GROUPS,
)
def usergroups(call: Call) -> dict[str, Any]:
    shown = []
    for group in call.slack.usergroups.values():
        one = {name: value for name, value in group.items() if name != "users"}
        if call.get("include_users"):
            one["users"] = list(group["users"])
        if call.get("include_count"):
            one["user_count"] = len(group["users"])
        shown.append(one)
    return {"usergroups": shown}


@method("usergroups.users.list", {"usergroup": "text"}, {"include_disabled": "flag"}, scopes=GROUPS)
def usergroup_members(call: Call) -> dict[str, Any]:
    group = call.slack.usergroups.get(call["usergroup"])
    if not group:
        raise Refused("no_such_subteam")
    return {"users": list(group["users"])}


@method(
    "files.info",
    {"file": "text"},
    {"count": "count", "cursor": "text", "limit": "count", "page": "count"},
    scopes=("files:read",),
)
def file_info(call: Call) -> dict[str, Any]:
    file = call.slack.files.get(call["file"])
    if not file:
        raise Refused("file_not_found")
    shown = dict(file) | {"file_access": "visible"}
    if file["mode"] == "snippet":
        content = call.slack.contents[call["file"]].decode(errors="replace")
        shown |= {"preview": "\n".join(content.splitlines()[:5]), "lines": len(content.splitlines())}
    return {"file": shown, "comments": [], "response_metadata": {"next_cursor": ""}}
