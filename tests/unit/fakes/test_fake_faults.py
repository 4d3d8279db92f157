"""Scripted faults, the log of calls, response URLs and downloads."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from http.client import RemoteDisconnected

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from tests.fakes.checker import MISSING, path_of_checker
from tests.fakes.clock import FakeClock
from tests.fakes.delivery import block_action, slash_command
from tests.fakes.slack import FakeSlack


def test_rate_limits_carry_retry_after(slack, client):
    slack.fail_next("chat.postMessage", "ratelimited", retry_after=7)
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=slack.general, text="x")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "7"
    client.chat_postMessage(channel=slack.general, text="x")


def test_faults_play_in_order(slack, client):
    slack.fail_next("auth.test", "fatal_error", times=2)
    slack.fail_next("auth.test", status=503)
    codes = []
    for _ in range(3):
        with pytest.raises(SlackApiError) as caught:
            client.auth_test()
        codes.append((caught.value.response.status_code, caught.value.response["error"][:11]))
    assert codes == [(200, "fatal_error"), (200, "fatal_error"), (503, "Received a ")]
    assert client.auth_test()["ok"]


def test_stored_but_the_caller_gets_a_504(slack, client):
    slack.fail_next("chat.postMessage", status=504, after_storing=True)
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel=slack.general, text="x")
    assert [message["text"] for message in slack.messages(slack.general)] == ["x"]
    assert slack.posted(slack.general)[0].stored


def test_stored_but_the_connection_drops(slack, client):
    slack.fail_next("chat.postMessage", after_storing=True)
    with pytest.raises(RemoteDisconnected):
        client.chat_postMessage(channel=slack.general, text="x")
    assert len(slack.messages(slack.general)) == 1
    assert slack.calls[-1].response is None


def test_the_clients_own_retry_posts_twice(slack):
    slack.fail_next("chat.postMessage", after_storing=True)
    WebClient(token=slack.bot_token, base_url=slack.api_url).chat_postMessage(channel=slack.general, text="x")
    assert len(slack.messages(slack.general)) == 2


def test_dropped_before_storing(slack, client):
    slack.fail_next("chat.postMessage")
    with pytest.raises(RemoteDisconnected):
        client.chat_postMessage(channel=slack.general, text="x")
    assert slack.messages(slack.general) == slack.posted() == []


def test_waiting_for_a_call(slack, client):
    client.chat_postMessage(channel=slack.general, text="x")
    assert slack.wait_for(lambda: slack.posted(slack.general))[0].payload["text"] == "x"
    with pytest.raises(TimeoutError, match=r"chat\.postMessage"):
        slack.wait_for(lambda: slack.posted("C0"), timeout=0.01)


def test_the_log_can_be_checked_by_another_program(slack, client, tmp_path):
    client.chat_postMessage(channel=slack.general, text="x", blocks=[{"type": "divider"}])
    command = slash_command(slack, "530")
    WebhookClient(command["response_url"]).send(text="private")
    slack.write_log(tmp_path / "calls.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "calls.jsonl").read_text().splitlines()]
    assert [line["method"] for line in lines] == ["chat.postMessage", "response_url"]
    assert "token" not in lines[0]["payload"]
    if path_of_checker() is None:
        pytest.skip(MISSING)
    done = subprocess.run(
        [sys.executable, str(path_of_checker()), str(tmp_path / "calls.jsonl")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "0 errors, 0 warnings\n")


# ---- response URLs


def test_a_command_is_answered_in_private_or_for_all(slack):
    hook = WebhookClient(slash_command(slack, "530")["response_url"])
    assert hook.send(text="only you").body == "ok"
    assert [one["text"] for one in slack.ephemerals(slack.alice)] == ["only you"]
    assert hook.send(text="only you, again", replace_original=True).status_code == 200
    assert [one["text"] for one in slack.ephemerals(slack.alice)] == ["only you, again"]
    hook.send(text="all", response_type="in_channel")
    assert [one["text"] for one in slack.messages(slack.general)] == ["all"]


def test_five_uses(slack):
    hook = WebhookClient(slash_command(slack)["response_url"])
    answers = [hook.send(text="x") for _ in range(6)]
    assert [one.status_code for one in answers] == [200] * 5 + [404]
    assert json.loads(answers[-1].body)["error"] == "used_url"


def test_thirty_minutes():
    clock = FakeClock()
    with FakeSlack(clock=clock) as slack:
        hook = WebhookClient(slash_command(slack)["response_url"])
        clock.advance(30 * 60)
        assert hook.send(text="x").status_code == 200
        clock.advance(1)
        assert json.loads(hook.send(text="x").body)["error"] == "expired_url"


def pressed(slack, client, **where):
    blocks = [
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "action_id": "solved",
                    "value": "7",
                    "text": {"type": "plain_text", "text": "Solved"},
                }
            ],
        }
    ]
    ts = client.chat_postMessage(channel=slack.general, text="answer", blocks=blocks, **where)["ts"]
    message = next(one for one in slack.messages(slack.general) if one["ts"] == ts)
    return block_action(slack, message, "solved", user=slack.bob)


def test_a_press_in_a_thread_is_answered_in_the_channel_unless_told(slack, client):
    parent = slack.user_says(slack.general, slack.alice, "help")["event"]["ts"]
    hook = WebhookClient(pressed(slack, client, thread_ts=parent)["response_url"])
    hook.send_dict({"text": "lost", "response_type": "in_channel"})
    hook.send_dict({"text": "found", "response_type": "in_channel", "thread_ts": parent})
    assert [one["text"] for one in slack.thread(slack.general, parent)] == ["help", "answer", "found"]


def test_the_original_is_replaced_or_deleted(slack, client):
    hook = WebhookClient(pressed(slack, client)["response_url"])
    hook.send(text="done", replace_original=True)
    assert [(one["text"], "blocks" in one) for one in slack.messages(slack.general)] == [("done", False)]
    hook.send(delete_original=True)
    assert slack.messages(slack.general) == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"text": ""}, "no_text"),
        ({"text": "x", "blocks": [{"type": "nope"}]}, "invalid_blocks"),
        ({"text": "x", "response_type": "public"}, "invalid_payload"),
        ({"text": "x", "channel": "C1"}, "invalid_payload"),
    ],
)
def test_what_a_response_url_refuses(slack, body, code):
    answer = WebhookClient(slash_command(slack)["response_url"]).send_dict(body)
    assert (answer.status_code, json.loads(answer.body)["error"]) == (400, code)


def test_a_response_url_can_fail_too(slack):
    slack.fail_next("response_url", status=500)
    assert WebhookClient(slash_command(slack)["response_url"], retry_handlers=[]).send(text="x").status_code == 500


# ---- downloads


def fetch(url, token=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310  the fake's own URL
    with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310  as above
        return response.headers.get_content_type(), response.read()


def test_downloads(slack):
    file = slack.add_file("530 Login incorrect", name="log 1.txt")
    url = file["url_private_download"]
    assert fetch(url, slack.bot_token) == ("text/plain", b"530 Login incorrect")
    slack.fail_next("file", status=500)
    with pytest.raises(urllib.error.HTTPError) as caught:
        fetch(url, slack.bot_token)
    caught.value.close()


def test_a_download_without_the_scope_is_a_web_page(slack):
    url = slack.add_file("secret")["url_private"]
    assert fetch(url)[0] == "text/html"
    slack.revoke_scope("files:read")
    kind, page = fetch(url, slack.bot_token)
    assert kind == "text/html"
    assert b"secret" not in page
