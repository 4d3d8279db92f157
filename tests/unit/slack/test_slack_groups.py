"""Members of user groups, asked of Slack and kept."""

import pytest

from bot.errors import RetryLaterError
from bot.slack.client import build_client
from bot.slack.groups import KEPT, SlackGroups
from bot.slack.refusals import UnreachableError
from bot.support.people import People
from tests.fakes.slack import FakeSlack

METHOD = "usergroups.users.list"


@pytest.fixture
def slack():
    with FakeSlack() as fake:
        yield fake


@pytest.fixture
def group(slack):
    return slack.add_usergroup("helpers", [slack.bob])


@pytest.fixture
def people(slack, group):
    groups = SlackGroups(build_client(slack.bot_token, slack.api_url), slack.clock)
    return People(support=(group, slack.carol), groups=groups)


def is_support(slack, people, user):
    return people.is_support(slack.team_id, user)


def test_a_member_is_one_of_the_support_people_and_others_are_not(slack, people):
    assert is_support(slack, people, slack.bob)
    assert not is_support(slack, people, slack.alice)


def test_slack_is_asked_once_in_some_minutes(slack, people, group):
    assert is_support(slack, people, slack.bob)
    slack.usergroups[group]["users"] = [slack.alice]
    assert is_support(slack, people, slack.bob)
    assert len(slack.called(METHOD)) == 1
    slack.clock.advance(KEPT.total_seconds() + 1)
    assert not is_support(slack, people, slack.bob)
    assert is_support(slack, people, slack.alice)


def test_who_is_named_by_an_id_is_known_without_asking(slack, people):
    assert is_support(slack, people, slack.carol)
    assert slack.called(METHOD) == []


def test_without_the_scope_ids_of_people_count_and_it_is_said_once(slack, people, caplog, capsys):
    slack.revoke_scope("usergroups:read")
    for _ in range(3):
        assert not is_support(slack, people, slack.bob)
        assert is_support(slack, people, slack.carol)
        slack.clock.advance(KEPT.total_seconds() + 1)
    said = caplog.text + capsys.readouterr().out
    assert said.count("usergroups:read") == 1


@pytest.mark.parametrize(
    ("name", "failure", "error"),
    [
        ("a limit", {"error": "ratelimited", "retry_after": 7}, RetryLaterError),
        ("a failure", {"status": 503}, UnreachableError),
    ],
)
def test_where_slack_cannot_be_asked_what_it_said_last_holds(slack, people, name, failure, error):
    slack.fail_next(METHOD, **failure)
    with pytest.raises(error):
        is_support(slack, people, slack.bob)
    assert is_support(slack, people, slack.bob), name
    slack.clock.advance(KEPT.total_seconds() + 1)
    slack.fail_next(METHOD, **failure)
    assert is_support(slack, people, slack.bob)


def test_a_group_that_is_gone_has_no_members(slack, people, group):
    del slack.usergroups[group]
    assert not is_support(slack, people, slack.bob)
