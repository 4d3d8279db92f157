import pytest

from bot.slack.doctor import diagnose
from bot.slack.manifest import SCOPES
from tests.fakes.slack import FakeSlack


@pytest.fixture
def slack():
    with FakeSlack() as fake:
        yield fake


def findings(slack, *, app_token=None, token=None):
    return diagnose(token=token or slack.bot_token, app_token=app_token, api_url=slack.api_url)


def test_all_is_well(slack):
    found = findings(slack, app_token=slack.app_token)
    assert all(one.ok for one in found)
    assert len(found) == len(SCOPES) + 2
    assert "kbbot" in found[0].what


def test_over_http_there_is_no_connection_to_look_at(slack):
    assert all(one.ok for one in findings(slack))
    assert slack.called("apps.connections.open") == []


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.name)
def test_a_missing_scope_and_what_is_lost(slack, scope):
    slack.revoke_scope(scope.name)
    (missing,) = [one for one in findings(slack) if one.advice]
    assert scope.name in missing.what
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
