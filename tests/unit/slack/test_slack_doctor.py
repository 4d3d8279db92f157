import pytest
import structlog

from bot.errors import ConfigurationError
from bot.slack.doctor import check_token, diagnose
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
