"""Modals and Home tabs: triggers, hashes, stacks, and what a person can do in them."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.fakes.acks import AckRefused, apply_ack
from tests.fakes.clock import FakeClock
from tests.fakes.delivery import block_action, slash_command, view_action, view_closed, view_submission
from tests.fakes.slack import FakeSlack


def plain(content):
    return {"type": "plain_text", "text": content}


def modal(title="Paste", *blocks, **more):
    question = {
        "type": "input",
        "block_id": "paste",
        "label": plain("Transcript"),
        "element": {"type": "plain_text_input", "action_id": "text", "multiline": True},
    }
    more_button = {"type": "button", "action_id": "more", "text": plain("More")}
    shown = list(blocks) or [question, {"type": "actions", "block_id": "row", "elements": [more_button]}]
    return {"type": "modal", "title": plain(title), "submit": plain("Send"), "blocks": shown} | more


def refusal(call, *args, **kwargs):
    with pytest.raises(SlackApiError) as caught:
        call(*args, **kwargs)
    return caught.value.response["error"]


@pytest.fixture
def opened(slack, client):
    return client.views_open(trigger_id=slash_command(slack)["trigger_id"], view=modal())["view"]


def test_a_trigger_works_once(slack, client):
    trigger = slash_command(slack)["trigger_id"]
    client.views_open(trigger_id=trigger, view=modal())
    assert refusal(client.views_open, trigger_id=trigger, view=modal()) == "exchanged_trigger_id"
    assert refusal(client.views_open, trigger_id="1.2.3", view=modal()) == "invalid_trigger_id"


def test_a_trigger_lives_three_seconds():
    clock = FakeClock()
    with FakeSlack(clock=clock) as slack:
        client = WebClient(token=slack.bot_token, base_url=slack.api_url)
        trigger = slash_command(slack)["trigger_id"]
        clock.advance(3.5)
        assert refusal(client.views_open, trigger_id=trigger, view=modal()) == "expired_trigger_id"


def test_a_stale_hash_is_refused(slack, client, opened):
    fresh = client.views_update(view_id=opened["id"], hash=opened["hash"], view=modal("Again"))["view"]
    assert fresh["hash"] != opened["hash"]
    stale = refusal(client.views_update, view_id=opened["id"], hash=opened["hash"], view=modal())
    assert stale == "hash_conflict"
    assert refusal(client.views_update, view_id="V0", view=modal()) == "not_found"
    assert slack.views.top(slack.alice).payload["title"]["text"] == "Again"


def test_a_view_from_an_answer_cannot_be_sent_back(client, opened):
    assert refusal(client.views_update, view_id=opened["id"], view=dict(opened)) == "invalid_arguments"


def test_three_modals_deep(slack, client, opened):
    top = opened
    for _ in range(2):
        trigger = view_action(slack, top["id"], "more")["trigger_id"]
        top = client.views_push(trigger_id=trigger, view=modal())["view"]
    assert top["root_view_id"] == opened["id"]
    trigger = view_action(slack, top["id"], "more")["trigger_id"]
    assert refusal(client.views_push, trigger_id=trigger, view=modal()) == "push_limit_reached"
    outside = slash_command(slack)["trigger_id"]
    assert refusal(client.views_push, trigger_id=outside, view=modal()) == "invalid_trigger_id"


def test_external_ids_are_unique(slack, client):
    client.views_open(trigger_id=slash_command(slack)["trigger_id"], view=modal(external_id="a"))
    trigger = slash_command(slack, user=slack.bob)["trigger_id"]
    twice = refusal(client.views_open, trigger_id=trigger, view=modal(external_id="a"))
    assert twice == "duplicate_external_id"
    assert client.views_update(external_id="a", view=modal("b", external_id="a"))["view"]["title"]["text"] == "b"


def test_the_home_tab(slack, client):
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    first = client.views_publish(user_id=slack.alice, view=home)["view"]
    client.views_publish(user_id=slack.alice, view=home, hash=first["hash"])
    assert refusal(client.views_publish, user_id=slack.alice, view=home, hash=first["hash"]) == "hash_conflict"
    assert refusal(client.views_publish, user_id="U0NOBODY", view=home) == "invalid_arguments"
    assert refusal(client.views_publish, user_id=slack.alice, view=modal()) == "invalid_arguments"


# ---- submitting


def test_a_submission_carries_what_was_entered(slack, opened):
    payload = view_submission(slack, opened["id"], {"paste": {"text": "530"}})
    assert payload["view"]["state"]["values"]["paste"]["text"] == {"type": "plain_text_input", "value": "530"}
    apply_ack(slack, payload, None)
    assert slack.views.top(slack.alice) is None


def test_a_person_cannot_submit_what_the_modal_does_not_allow(slack, opened):
    with pytest.raises(AssertionError, match="required"):
        view_submission(slack, opened["id"])
    with pytest.raises(AssertionError, match="no inputs"):
        view_submission(slack, opened["id"], {"other": {"text": "530"}})
    with pytest.raises(AssertionError, match="0 to 3000"):
        view_submission(slack, opened["id"], {"paste": {"text": "x" * 3001}})
    view_closed(slack, opened["id"])
    with pytest.raises(AssertionError, match="no modal"):
        view_submission(slack, opened["id"], {"paste": {"text": "530"}})


@pytest.mark.parametrize(
    ("answer", "titles"),
    [
        (None, []),
        ("", []),
        ({"response_action": "clear"}, []),
        ({"response_action": "update", "view": modal("Thanks")}, ["Thanks"]),
        ({"response_action": "push", "view": modal("More")}, ["Paste", "More"]),
        ({"response_action": "errors", "errors": {"paste": "Nothing to read in it."}}, ["Paste"]),
    ],
)
def test_what_becomes_of_a_submitted_modal(slack, opened, answer, titles):
    apply_ack(slack, view_submission(slack, opened["id"], {"paste": {"text": "530"}}), answer)
    assert [view.payload["title"]["text"] for view in slack.views.stacks[slack.alice]] == titles


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"row": "no input"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "update", "view": modal("x" * 25)},
        {"response_action": "close"},
        {"text": "thanks"},
        "thanks",
    ],
)
def test_answers_slack_would_refuse_fail_the_test(slack, opened, answer):
    payload = view_submission(slack, opened["id"], {"paste": {"text": "530"}})
    with pytest.raises(AckRefused):
        apply_ack(slack, payload, answer)


# ---- pressing


def test_only_what_is_shown_can_be_pressed(slack, client):
    def row(value):
        return [
            {
                "type": "actions",
                "elements": [{"type": "button", "action_id": "pick", "value": value, "text": plain("Pick")}],
            }
        ]

    ts = client.chat_postMessage(channel=slack.general, text="t", blocks=row("1") + row("2"))["ts"]
    (message,) = slack.messages(slack.general)
    payload = block_action(slack, message, "pick", value="2")
    assert payload["actions"][0]["value"] == "2"
    assert payload["message"]["ts"] == ts == payload["container"]["message_ts"]
    client.chat_update(channel=slack.general, ts=ts, text="t", blocks=row("1"))
    with pytest.raises(AssertionError, match="nothing shown"):
        block_action(slack, message, "pick", value="2")
    client.chat_delete(channel=slack.general, ts=ts)
    with pytest.raises(AssertionError, match="no message"):
        block_action(slack, message, "pick")


def test_a_press_in_an_ephemeral_message_has_no_message(slack, client):
    feedback = {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "vote",
                "positive_button": {"text": plain("Good"), "value": "up"},
                "negative_button": {"text": plain("Bad"), "value": "down"},
            }
        ],
    }
    client.chat_postEphemeral(channel=slack.general, user=slack.bob, text="t", blocks=[feedback])
    (message,) = slack.ephemerals(slack.bob)
    payload = block_action(slack, message, "vote", user=slack.bob, value="down")
    assert payload["actions"][0]["value"] == "down"
    assert payload["container"]["is_ephemeral"]
    assert "message" not in payload
    with pytest.raises(AssertionError):
        block_action(slack, message, "vote", user=slack.alice)
