from datetime import timedelta

import pytest
import structlog

from bot.errors import ConfigurationError
from bot.slack.doctor import check_token, diagnose
from bot.slack.manifest import SCOPES
from bot.support.model import Mode
from tests.fakes.slack import FakeSlack


@pytest.fixture
def slack():
    with FakeSlack() as fake:
        yield fake


def findings(slack, *, app_token=None, token=None, **known):
    return diagnose(token=token or slack.bot_token, app_token=app_token, api_url=slack.api_url, **known)


def found(slack, words, **known):
    """The one finding with these words."""
    (one,) = [one for one in findings(slack, **known) if words in one.what]
    return one


def test_all_is_well(slack):
    everything = findings(slack, app_token=slack.app_token)
    assert all(one.ok and not one.advice for one in everything)
    assert len(everything) == len(SCOPES) + 3
    assert "kbbot" in everything[0].what


def test_over_http_there_is_no_connection_to_look_at(slack):
    assert all(one.ok for one in findings(slack))
    assert slack.called("apps.connections.open") == []


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.name)
def test_a_missing_scope_and_what_is_lost(slack, scope):
    slack.revoke_scope(scope.name)
    missing = found(slack, f"scope {scope.name} is missing")
    assert scope.lost in missing.what
    assert missing.ok is scope.optional


@pytest.mark.parametrize(
    ("name", "tokens", "words"),
    [
        ("bot token", {"token": "xoxb-wrong"}, "SLACK_BOT_TOKEN"),
        ("app token", {"app_token": "xapp-wrong"}, "SLACK_APP_TOKEN"),
        ("bot token as app token", {"app_token": "xoxb-0-fake-bot"}, "SLACK_APP_TOKEN"),
    ],
)
def test_a_wrong_token(slack, name, tokens, words):
    (wrong,) = [one for one in findings(slack, **tokens) if not one.ok]
    assert words in wrong.advice, name
    assert "xapp-wrong" not in wrong.advice


def test_an_app_token_without_its_scope(slack):
    slack.tokens[slack.app_token].scopes.clear()
    (wrong,) = [one for one in findings(slack, app_token=slack.app_token) if not one.ok]
    assert "connections:write" in wrong.advice


def test_nobody_there(slack):
    slack.fail_next("auth.test", status=503)
    (wrong,) = [one for one in findings(slack) if not one.ok]
    assert "503" in wrong.advice


def test_a_token_that_works_lets_the_worker_start(slack):
    check_token(token=slack.bot_token, api_url=slack.api_url)


def test_a_token_that_does_not_work_is_said_before_any_work(slack):
    slack.revoke_token()
    with pytest.raises(ConfigurationError, match="SLACK_BOT_TOKEN"):
        check_token(token=slack.bot_token, api_url=slack.api_url)


@pytest.mark.parametrize("failure", [{"error": "ratelimited", "retry_after": 9}, {"status": 500}, {}])
def test_the_worker_starts_also_when_slack_cannot_be_asked(slack, failure):
    slack.fail_next("auth.test", **failure)
    with structlog.testing.capture_logs() as logs:
        check_token(token=slack.bot_token, api_url=slack.api_url)
    assert [line["event"] for line in logs] == ["bot token not checked"]


def test_the_channels_it_is_in_are_named_with_how_it_behaves(slack):
    slack.add_channel("quiet-please", "group")
    slack.add_channel("elsewhere", bot=False)
    assert found(slack, "In #general").what == f"In #general ({slack.general}) the bot is on."
    assert found(slack, "In #quiet-please").ok
    assert not [one for one in findings(slack) if "elsewhere" in one.what]


def test_pages_of_channels_are_all_read(slack, monkeypatch):
    monkeypatch.setattr("bot.slack.whereabouts.PAGE", 7)
    for number in range(30):
        slack.add_channel(f"team-{number}")
    assert found(slack, "more channels").what == "The bot is in 11 more channels."
    assert len(slack.called("users.conversations")) == 5


def test_without_scopes_nobody_can_tell_where_it_is(slack):
    slack.revoke_scope("channels:read", "groups:read")
    assert found(slack, "cannot be told").ok
    assert slack.called("users.conversations") == []


def test_in_no_channel_it_hears_nothing(slack):
    slack.channels[slack.general].members.remove(slack.bot_user)
    assert "/invite" in found(slack, "in no channel").advice


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("archived", lambda slack: setattr(slack.channels[slack.general], "archived", True), "archived"),
        ("shared", lambda slack: setattr(slack.channels[slack.general], "shared", True), "another organisation"),
        ("unheard", lambda slack: slack.revoke_scope("channels:history"), "hears only mentions"),
    ],
)
def test_what_to_know_of_a_channel(slack, name, change, words):
    change(slack)
    one = found(slack, "In #general")
    assert one.ok, name
    assert words in one.advice


def test_channels_that_cannot_be_listed(slack):
    slack.fail_next("users.conversations", status=500)
    one = found(slack, "cannot be listed")
    assert not one.ok
    assert "500" in one.advice


PEOPLE = {
    "somebody": (lambda slack: slack.alice, "", True, "who can be asked"),
    "a stranger": (lambda _: "U0NOBODY", "", False, "is nobody in this workspace"),
    "deactivated": (lambda slack: slack.add_user("gone", deleted=True), "", False, "is deactivated"),
    "unseen": (lambda slack: slack.alice, "users:read", True, "without the scope users:read"),
    "a group": (lambda slack: slack.add_usergroup("helpers", [slack.bob]), "", True, "members: 1"),
    "an empty group": (lambda slack: slack.add_usergroup("helpers", []), "", False, "which is empty"),
    "no group": (lambda _: "S0NOBODY", "", False, "no user group"),
    "an unseen group": (lambda _: "S0HIDDEN", "usergroups:read", True, "without the scope usergroups:read"),
    "a channel": (lambda slack: slack.general, "", True, "where the bot can ask"),
    "another channel": (lambda slack: slack.add_channel("far", bot=False), "", False, "is no member"),
    "no channel": (lambda _: "C0NOWHERE", "", False, "cannot be used"),
    "an unseen channel": (lambda slack: slack.general, "channels:read", True, "without the scope channels:read"),
    "a name": (lambda _: "helpdesk", "", False, "no id"),
}


@pytest.mark.parametrize(("make", "revoked", "ok", "words"), PEOPLE.values(), ids=PEOPLE)
def test_whom_it_asks(slack, make, revoked, ok, words):
    ident = make(slack)
    if revoked:
        slack.revoke_scope(revoked)
    one = found(slack, "ESCALATE_TO names", named={"ESCALATE_TO": [ident]})
    assert one.ok is ok
    assert words in one.what
    assert ok or one.advice


def test_an_archived_channel_of_helpers(slack):
    slack.channels[slack.general].archived = True
    one = found(slack, "ESCALATE_TO names", named={"ESCALATE_TO": [slack.general]})
    assert not one.ok
    assert "archived" in one.what


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_what_arrives_and_how_channels_are_set_is_looked_up(slack, store, clock):
    now = clock.now()
    with store.begin() as tx:
        for key, kind, at in (("1", "message", now), ("2", "command", now - timedelta(days=8))):
            tx.inbox.receive(key, workspace=slack.team_id, kind=kind, at=at)
        tx.inbox.receive("3", workspace="T2", kind="action", at=now)
        tx.channels.set(slack.team_id, slack.general, Mode.SHADOW, private_first=True, by="U1", at=now)
    known = {"store": store, "clock": clock}
    assert found(slack, "last of the posts", **known).advice == ""
    assert "Slash Commands" in found(slack, "No commands came", **known).advice
    assert "Interactivity" in found(slack, "No presses", **known).advice
    assert "shadow, private first" in found(slack, "In #general", **known).what


def test_a_token_that_does_not_work_leaves_nothing_else_to_look_at(slack):
    slack.revoke_token()
    assert [one.ok for one in findings(slack, named={"ESCALATE_TO": [slack.alice]})] == [False, True]
