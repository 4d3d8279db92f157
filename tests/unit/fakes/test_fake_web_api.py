"""The fake refuses what Slack refuses, as slack_sdk's real client sees it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import ActionsBlock, ButtonElement, SectionBlock
from slack_sdk.models.metadata import Metadata

from tests.fakes.slack import FakeSlack


def refusal(call, *args, **kwargs):
    """The error code of a call that must fail."""
    with pytest.raises(SlackApiError) as caught:
        call(*args, **kwargs)
    return caught.value.response["error"]


# ---- tokens, scopes, arguments


def test_auth_test_names_the_bot_and_its_scopes(slack, client):
    answer = client.auth_test()
    assert answer["user_id"] == slack.bot_user
    assert answer["bot_id"] == slack.bot_id
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


@pytest.mark.parametrize(
    ("token", "code"),
    [(None, "not_authed"), ("xoxb-wrong", "invalid_auth"), ("xapp-1-fake-app", "not_allowed_token_type")],
)
def test_tokens(slack, token, code):
    assert refusal(WebClient(token=token, base_url=slack.api_url).auth_test) == code


def test_a_revoked_token(slack, client):
    slack.revoke_token()
    assert refusal(client.auth_test) == "token_revoked"


def test_a_bot_token_opens_no_socket(slack, client):
    assert refusal(client.apps_connections_open, app_token=slack.bot_token) == "not_allowed_token_type"
    assert client.apps_connections_open(app_token=slack.app_token)["url"].startswith("ws://127.0.0.1:")


def test_a_missing_scope_is_named(slack, client):
    parent = client.chat_postMessage(channel=slack.general, text="hello")["ts"]
    slack.revoke_scope("reactions:write")
    with pytest.raises(SlackApiError) as caught:
        client.reactions_add(channel=slack.general, timestamp=parent, name="eyes")
    assert caught.value.response["error"] == "missing_scope"
    assert caught.value.response["needed"] == "reactions:write"
    assert "chat:write" in caught.value.response["provided"]


@pytest.mark.parametrize(
    ("kind", "scope"),
    [("channel", "channels:history"), ("group", "groups:history"), ("im", "im:history"), ("mpim", "mpim:history")],
)
def test_history_needs_the_scope_of_its_kind(slack, client, kind, scope):
    channel = slack.add_channel("room", kind, [slack.alice])
    ts = slack.user_says(channel, slack.alice, "hello")["event"]["ts"]
    assert len(client.conversations_replies(channel=channel, ts=ts)["messages"]) == 1
    slack.revoke_scope(scope)
    assert refusal(client.conversations_replies, channel=channel, ts=ts) == "missing_scope"


@pytest.mark.parametrize(
    ("method", "arguments", "names"),
    [
        ("chat.postMessage", {"text": "x"}, "channel"),
        ("chat.postMessage", {"channel": "C1", "text": "x", "colour": "red"}, "colour"),
        ("chat.postMessage", {"channel": "C1", "text": 5}, "text"),
        ("chat.postMessage", {"channel": "C1", "text": "x", "thread_ts": 1_700_000_000.0001}, "thread_ts"),
        ("chat.postMessage", {"channel": "C1", "text": "x", "unfurl_links": "maybe"}, "unfurl_links"),
        ("chat.postMessage", {"channel": None, "text": "x"}, "channel"),
        ("views.open", {"trigger_id": "1"}, "view"),
    ],
)
def test_arguments_are_checked(client, method, arguments, names):
    with pytest.raises(SlackApiError) as caught:
        client.api_call(method, json=arguments)
    assert caught.value.response["error"] == "invalid_arguments"
    assert names in str(caught.value.response["response_metadata"]["messages"])


def test_read_methods_take_no_json(slack, client):
    assert refusal(client.api_call, "conversations.info", json={"channel": slack.general}) == "invalid_arguments"


def test_unknown_methods(client):
    assert refusal(client.api_call, "chat.shout") == "unknown_method"


def test_api_test_needs_no_token(slack):
    assert WebClient(base_url=slack.api_url).api_test(foo="1")["args"] == {"foo": "1"}
    assert refusal(WebClient(base_url=slack.api_url).api_test, error="oops") == "oops"


# ---- posting


def test_a_message_with_blocks_and_metadata(slack, client):
    blocks = [SectionBlock(text="Hello"), ActionsBlock(elements=[ButtonElement(text="Go", action_id="go")])]
    metadata = Metadata(event_type="answer", event_payload={"job": 7})
    posted = client.chat_postMessage(channel=slack.general, text="Hello", blocks=blocks, metadata=metadata)
    plain = client.conversations_replies(channel=slack.general, ts=posted["ts"])["messages"][0]
    full = client.conversations_replies(channel=slack.general, ts=posted["ts"], include_all_metadata=True)
    assert "metadata" not in plain
    assert full["messages"][0]["metadata"] == {"event_type": "answer", "event_payload": {"job": 7}}
    assert all(block["block_id"] for block in plain["blocks"])
    assert slack.posted(slack.general)[0].payload["text"] == "Hello"
    assert slack.messages(slack.general)[0]["bot_id"] == slack.bot_id


def test_where_a_bot_cannot_post(slack, client):
    public = slack.add_channel("public", bot=False)
    private = slack.add_channel("private", "group", bot=False)
    archived = slack.add_channel("old")
    slack.channels[archived].archived = True
    assert refusal(client.chat_postMessage, channel="C0NOWHERE", text="x") == "channel_not_found"
    assert refusal(client.chat_postMessage, channel="#general", text="x") == "channel_not_found"
    assert refusal(client.chat_postMessage, channel=public, text="x") == "not_in_channel"
    assert refusal(client.chat_postMessage, channel=private, text="x") == "channel_not_found"
    assert refusal(client.chat_postMessage, channel=archived, text="x") == "is_archived"


def test_a_post_to_a_person_opens_the_direct_message(slack, client):
    answer = client.chat_postMessage(channel=slack.alice, text="psst")
    assert answer["channel"] == slack.open_im(slack.alice)
    assert client.conversations_open(users=slack.alice)["channel"]["id"] == answer["channel"]
    assert refusal(client.chat_postMessage, channel=slack.bot_user, text="me") == "cannot_dm_bot"


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "x", "blocks": "{"}, "invalid_blocks_format"),
        ({"text": "x", "blocks": [{"type": "section"}]}, "invalid_blocks"),
        ({"text": "x", "metadata": {"event_type": "a"}}, "invalid_metadata_format"),
        ({"text": "x", "thread_ts": "soon"}, "invalid_thread_ts"),
        ({}, "no_text"),
    ],
)
def test_content_is_checked(slack, client, payload, code):
    with pytest.raises(SlackApiError) as caught:
        client.api_call("chat.postMessage", json={"channel": slack.general} | payload)
    assert caught.value.response["error"] == code
    assert slack.messages(slack.general) == []


def test_threads(slack, client):
    parent = slack.user_says(slack.general, slack.alice, "help")["event"]["ts"]
    reply = client.chat_postMessage(channel=slack.general, text="here", thread_ts=parent)
    assert reply["message"]["thread_ts"] == parent
    shown = client.conversations_replies(channel=slack.general, ts=parent)["messages"]
    assert [message["text"] for message in shown] == ["help", "here"]
    assert shown[0]["reply_count"] == 1
    assert [one["ts"] for one in client.conversations_history(channel=slack.general)["messages"]] == [parent]
    nested = refusal(client.chat_postMessage, channel=slack.general, text="no", thread_ts=reply["ts"])
    assert nested == "cannot_reply_to_message"


def test_a_reply_to_a_deleted_message_lands_in_the_channel(slack, client):
    parent = slack.user_says(slack.general, slack.alice, "help")["event"]["ts"]
    slack.user_deletes(slack.general, parent)
    answer = client.chat_postMessage(channel=slack.general, text="here", thread_ts=parent)
    assert "thread_ts" not in answer["message"]


def test_a_deleted_parent_with_replies_leaves_a_tombstone(slack, client):
    parent = slack.user_says(slack.general, slack.alice, "help")["event"]["ts"]
    client.chat_postMessage(channel=slack.general, text="here", thread_ts=parent)
    event = slack.user_deletes(slack.general, parent)["event"]
    assert (event["subtype"], event["message"]["subtype"]) == ("message_changed", "tombstone")
    answer = client.chat_postMessage(channel=slack.general, text="again", thread_ts=parent)
    assert answer["message"]["thread_ts"] == parent


def test_pages_of_a_thread(slack, client):
    parent = slack.user_says(slack.general, slack.alice, "0")["event"]["ts"]
    for number in range(1, 5):
        client.chat_postMessage(channel=slack.general, text=str(number), thread_ts=parent)
    pages = client.conversations_replies(channel=slack.general, ts=parent, limit=2)
    assert [[one["text"] for one in page["messages"]] for page in pages] == [["0", "1"], ["2", "3"], ["4"]]
    wrong = refusal(client.conversations_replies, channel=slack.general, ts=parent, cursor="x")
    assert wrong == "invalid_cursor"
    oldest = slack.thread(slack.general, parent)[2]["ts"]
    later = client.conversations_replies(channel=slack.general, ts=parent, oldest=oldest)["messages"]
    assert [one["text"] for one in later] == ["0", "3", "4"]


def test_no_thread_no_replies(slack, client):
    gone = refusal(client.conversations_replies, channel=slack.general, ts="1700000000.000100")
    assert gone == "thread_not_found"


def test_an_update_keeps_blocks_that_are_not_named(slack, client):
    blocks = [{"type": "divider"}]
    ts = client.chat_postMessage(channel=slack.general, text="one", blocks=blocks)["ts"]
    client.chat_update(channel=slack.general, ts=ts, text="two")
    assert slack.messages(slack.general)[0]["blocks"][0]["type"] == "divider"
    client.chat_update(channel=slack.general, ts=ts, text="three", blocks=[])
    message = slack.messages(slack.general)[0]
    assert "blocks" not in message
    assert message["text"] == "three"
    assert message["edited"]["user"] == slack.bot_id


def test_only_its_own_messages(slack, client):
    theirs = slack.user_says(slack.general, slack.alice, "mine")["event"]["ts"]
    where = {"channel": slack.general, "ts": theirs}
    assert refusal(client.chat_update, **where, text="x") == "cant_update_message"
    assert refusal(client.chat_delete, **where) == "cant_delete_message"
    gone = {"channel": slack.general, "ts": "1700000000.000100"}
    assert refusal(client.chat_update, **gone, text="x") == "message_not_found"
    assert refusal(client.chat_delete, **gone) == "message_not_found"
    assert refusal(client.chat_update, channel=slack.general, ts="x", text="x") == "message_not_found"


def test_permalinks(slack, client):
    ts = slack.user_says(slack.general, slack.alice, "x")["event"]["ts"]
    link = client.chat_getPermalink(channel=slack.general, message_ts=ts)["permalink"]
    assert link.endswith(f"/{slack.general}/p{ts.replace('.', '')}")
    missing = refusal(client.chat_getPermalink, channel=slack.general, message_ts="1700000000.000100")
    assert missing == "message_not_found"


def test_ephemeral_messages_are_for_members(slack, client):
    room = slack.add_channel("room", members=[slack.alice])
    client.chat_postEphemeral(channel=room, user=slack.alice, text="secret")
    assert [one["text"] for one in slack.ephemerals(slack.alice)] == ["secret"]
    assert slack.ephemerals(slack.bob) == slack.messages(room) == []
    outside = refusal(client.chat_postEphemeral, channel=room, user=slack.bob, text="secret")
    assert outside == "user_not_in_channel"
    unseen = slack.ephemerals(slack.alice)[0]["ts"]
    assert refusal(client.chat_update, channel=room, ts=unseen, text="x") == "message_not_found"


def test_posts_from_many_threads_each_get_a_timestamp(slack, client):
    def post(number):
        return client.chat_postMessage(channel=slack.general, text=str(number))["ts"]

    with ThreadPoolExecutor(8) as pool:
        stamps = list(pool.map(post, range(60)))
    assert len(set(stamps)) == 60
    assert [one["ts"] for one in slack.messages(slack.general)] == sorted(stamps)


# ---- reactions


def test_reactions(slack, client):
    ts = slack.user_says(slack.general, slack.alice, "x")["event"]["ts"]
    item = {"channel": slack.general, "timestamp": ts}
    client.reactions_add(**item, name="eyes")
    assert refusal(client.reactions_add, **item, name="eyes") == "already_reacted"
    slack.user_reacts(slack.general, ts, slack.alice, "eyes")
    assert slack.reactions(slack.general, ts) == {"eyes": [slack.bot_user, slack.alice]}
    assert client.reactions_get(**item)["message"]["reactions"][0]["count"] == 2
    client.reactions_remove(**item, name="eyes")
    assert refusal(client.reactions_remove, **item, name="eyes") == "no_reaction"
    assert refusal(client.reactions_add, **item, name=":eyes:") == "invalid_name"
    assert refusal(client.reactions_add, **item, name="no_such_emoji") == "invalid_name"
    assert refusal(client.reactions_add, channel=slack.general, timestamp="now", name="eyes") == "bad_timestamp"
    missing = {"channel": slack.general, "timestamp": "1700000000.000100"}
    assert refusal(client.reactions_add, **missing, name="eyes") == "message_not_found"
    assert refusal(client.reactions_get) == "no_item_specified"


# ---- who and where


def test_conversations(slack, client):
    shared = slack.add_channel("partners", shared=True)
    assert client.conversations_info(channel=shared)["channel"]["is_ext_shared"] is True
    counted = client.conversations_info(channel=slack.general, include_num_members=True)["channel"]
    assert counted["num_members"] == 4
    assert slack.bob in client.conversations_members(channel=slack.general)["members"]
    group = client.conversations_open(users=[slack.alice, slack.bob])["channel"]["id"]
    assert client.conversations_open(users=[slack.bob, slack.alice])["channel"]["id"] == group
    assert refusal(client.conversations_open, users="U0NOBODY") == "user_not_found"
    listed = client.users_conversations(types="public_channel,mpim")["channels"]
    assert {one["id"] for one in listed} == {slack.general, shared, group}
    slack.revoke_scope("im:write")
    assert refusal(client.conversations_open, users=slack.alice) == "missing_scope"


def test_people(slack, client):
    assert client.users_info(user=slack.alice)["user"]["name"] == "alice"
    assert refusal(client.users_info, user="U0NOBODY") == "user_not_found"
    assert client.bots_info(bot=slack.bot_id)["bot"]["user_id"] == slack.bot_user
    assert refusal(client.bots_info, bot="B0NOBODY") == "bot_not_found"
    assert client.team_info()["team"]["id"] == slack.team_id
    group = slack.add_usergroup("ftp-experts", [slack.bob])
    assert client.usergroups_list()["usergroups"][0]["handle"] == "ftp-experts"
    assert client.usergroups_users_list(usergroup=group)["users"] == [slack.bob]
    assert refusal(client.usergroups_users_list, usergroup="S0") == "no_such_subteam"


def test_files(slack, client):
    file = slack.add_file("220 ready\n530 Login incorrect\n")
    assert client.files_info(file=file["id"])["file"]["preview"].startswith("220 ready")
    assert refusal(client.files_info, file="F0") == "file_not_found"


def test_unfurls(slack, client):
    event = slack.user_says(slack.general, slack.alice, "see https://kb.example.com/530")["event"]
    where = {"channel": slack.general, "ts": event["ts"]}
    client.chat_unfurl(**where, unfurls={"https://kb.example.com/530": {"blocks": [{"type": "divider"}]}})
    assert slack.messages(slack.general)[0]["attachments"][0]["from_url"] == "https://kb.example.com/530"
    other = {"https://kb.example.com/550": {"blocks": [{"type": "divider"}]}}
    assert refusal(client.chat_unfurl, **where, unfurls=other) == "cannot_unfurl_message"
    assert refusal(client.chat_unfurl, **where) == "missing_unfurls"
    missing = {"channel": slack.general, "ts": "1700000000.000100"}
    assert refusal(client.chat_unfurl, **missing, unfurls=other) == "cannot_find_message"


def test_fewer_scopes_from_the_start():
    with FakeSlack(scopes={"chat:write"}) as slack:
        client = WebClient(token=slack.bot_token, base_url=slack.api_url)
        client.chat_postMessage(channel=slack.general, text="hello")
        assert refusal(client.users_info, user=slack.alice) == "missing_scope"
