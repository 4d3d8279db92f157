import copy
import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bodies import (
    ALICE,
    BOT,
    CHANNEL,
    DIRECT,
    MENTION,
    PASTE,
    SECRET,
    TEAM,
    blocks,
    command,
    deletion,
    edit,
    event,
    of_message,
    press,
    said,
    shortcut,
    submission,
)

from bot.slack.reading import key_of, parse, read_body, workspace_of


def test_a_message_is_kept_as_what_a_use_case_needs():
    delivery = parse(event(text=PASTE, thread_ts="1699999999.000100"))
    assert (delivery.key, delivery.twin) == ("event:Ev1", "post:T1:C1:1700000000.000100")
    assert (delivery.workspace, delivery.kind, delivery.decision) == (TEAM, "message", None)
    assert delivery.lane == "T1:C1:1699999999.000100"
    assert delivery.payload == {
        "kind": "message",
        "channel": CHANNEL,
        "ts": "1700000000.000100",
        "thread_ts": "1699999999.000100",
        "user": ALICE,
        "text": PASTE,
        "asked": False,
        "shared": False,
        "private": None,
        "secrets": [],
    }


def test_the_root_of_a_thread_stands_in_no_thread():
    assert parse(event(text=PASTE, thread_ts="1700000000.000100")).payload["thread_ts"] is None


@pytest.mark.parametrize(
    ("name", "body", "asked", "text"),
    [
        ("channel", event(text=PASTE), False, PASTE),
        ("mention in text", event(text=f"<@{BOT}> {PASTE}"), True, PASTE),
        ("mention with a name", event(text=f"<@{BOT}|kbbot> {PASTE}"), True, PASTE),
        ("mention in blocks", event(text="x", blocks=blocks(MENTION, said(" " + PASTE))), True, PASTE),
        ("mention event", event("app_mention", text=f"<@{BOT}> {PASTE}"), True, PASTE),
        ("mention of somebody else", event(text=f"<@UBOB> {PASTE}"), False, f"@UBOB {PASTE}"),
        ("mention alone", event(text=f"<@{BOT}>"), True, ""),
        ("direct message", event(channel=DIRECT, channel_type="im", text=PASTE), True, PASTE),
        ("group message", event(channel="G1", channel_type="mpim", text=PASTE), False, PASTE),
    ],
)
def test_who_asks_the_bot(name, body, asked, text):
    payload = parse(body).payload
    assert payload["asked"] is asked, name
    assert payload["text"].strip() == text


def test_message_and_mention_of_one_post_share_their_twin():
    first = parse(event(text=f"<@{BOT}> {PASTE}", event_id="Ev1"))
    second = parse(event("app_mention", text=f"<@{BOT}> {PASTE}", event_id="Ev2"))
    assert first.twin == second.twin
    assert first.key != second.key
    assert first.payload == second.payload


def test_a_shared_channel_is_noted():
    assert parse(event(text=PASTE, shared=True)).payload["shared"] is True


@pytest.mark.parametrize(
    ("name", "body", "decision"),
    [
        ("another bot", event(text=PASTE, bot_id="B1"), "bot"),
        ("an app for a person", event(text=PASTE, app_id="A1"), "bot"),
        ("itself", event(text=PASTE, user=BOT), "bot"),
        ("slackbot", event(text=PASTE, user="USLACKBOT"), "bot"),
        ("bot_message", event(text=PASTE, subtype="bot_message"), "hidden"),
        ("join", event(text="<@UALICE> has joined the channel", subtype="channel_join"), "hidden"),
        ("topic", event(text="set the topic", subtype="channel_topic"), "hidden"),
        ("empty", event(text=""), "empty"),
        ("a file alone", event(text="", subtype="file_share", files=[{"id": "F1"}]), "empty"),
        ("greeting", event(text="Hi!"), "greeting"),
        ("greeting, asked", event(text=f"<@{BOT}> thanks a lot :+1:"), "greeting"),
        ("nod in a direct message", event(channel=DIRECT, channel_type="im", text="ok"), "greeting"),
        ("unfurl", edit(PASTE, PASTE, attachments=[{"text": "unfurled"}]), "unchanged"),
        ("edit by a bot", edit(PASTE, "x", bot_id="B1"), "bot"),
        ("deletion of a bot's message", deletion(bot_id="B1"), "bot"),
        ("reaction", event("reaction_added"), "ignored"),
        ("a message without a channel", event(channel=None, text=PASTE), "ignored"),
        ("a message whose text is a number", event(text=7), "ignored"),
        ("a button of another app", press("somebody_elses"), "ignored"),
        ("a view that was closed", submission({}) | {"type": "view_closed"}, "ignored"),
        ("the command alone", command("  "), "opened"),
        ("the global shortcut", shortcut(), "opened"),
        ("a shortcut of another app", of_message({"text": PASTE}, callback_id="somebody_elses"), "ignored"),
        ("too many events", {"type": "app_rate_limited", "minute_rate_limited": 1518, "team_id": TEAM}, "ignored"),
    ],
)
def test_what_gets_no_job(name, body, decision):
    delivery = parse(body)
    assert delivery.decision == decision, name
    assert delivery.payload == {}


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast", "me_message"])
def test_subtypes_that_are_posts(subtype):
    assert parse(event(text=PASTE, subtype=subtype)).payload["text"] == PASTE


def test_an_edit_is_read_as_it_is_now():
    delivery = parse(edit(PASTE, "something else"))
    assert (delivery.kind, delivery.twin, delivery.lane) == ("edit", None, "T1:C1:1700000000.000100")
    assert delivery.payload["text"] == PASTE
    assert "something else" not in json.dumps(delivery.payload)


def test_an_edit_into_a_nod_asks_for_nothing():
    assert parse(edit(f"<@{BOT}> ok", PASTE)).payload["asked"] is False


def test_a_warning_is_given_once_for_a_secret_that_stays():
    before = f"USER bob\nPASS {SECRET}"
    assert parse(edit(before + "\n530 Login incorrect.", before)).payload["secrets"] == []
    assert parse(edit(before, "USER bob")).payload["secrets"] == ["password"]


@pytest.mark.parametrize("body", [deletion(), edit("This message was deleted.", PASTE, subtype="tombstone")])
def test_a_deletion_keeps_the_place_alone(body):
    delivery = parse(body)
    assert delivery.kind == "deletion"
    place = {"kind": "deletion", "channel": CHANNEL, "ts": "1700000000.000100", "thread_ts": None}
    assert delivery.payload == place


def test_a_command():
    delivery = parse(command(PASTE))
    assert (delivery.key, delivery.kind, delivery.workspace) == ("command:111.222.abc", "command", TEAM)
    assert delivery.payload["text"] == PASTE
    assert delivery.payload["response_url"] == "http://127.0.0.1/hook"


@pytest.mark.parametrize(("body", "response_url"), [(press(), None), (press(ephemeral=True), "http://127.0.0.1/hook")])
def test_a_press_keeps_its_response_url_where_one_person_sees_the_message(body, response_url):
    delivery = parse(body)
    assert delivery.key == "action:1700000007.1:solved:UALICE"
    assert delivery.lane == "T1:C1:1700000000.000100"
    assert (delivery.payload["action"], delivery.payload["value"]) == ("solved", "answer:12")
    assert delivery.payload["response_url"] == response_url


def test_the_action_of_one_of_several_buttons():
    assert parse(press("show_2")).payload["action"] == "show"


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("message", event(text=f"USER bob\nPASS {SECRET}")),
        ("blocks", event(text=f"PASS {SECRET}", blocks=blocks(said(f"PASS {SECRET}")))),
        ("a secret cut by a link", event(text="x", blocks=blocks(said("PASS "), {"type": "link", "url": SECRET}))),
        ("attachments", event(text="see below", attachments=[{"text": f"PASS {SECRET}"}])),
        ("the text before an edit", edit("PASS ***", f"PASS {SECRET}")),
        ("edit", edit(f"PASS {SECRET}", "x")),
        ("command", command(f"curl ftp://bob:{SECRET}@files.example/")),
    ],
)
def test_no_secret_is_kept(name, body):
    assert SECRET in json.dumps(body), name
    assert SECRET not in json.dumps(parse(body).payload)


def test_a_huge_paste_is_bounded():
    assert len(parse(event(text="226 Transfer complete.\n" * 20_000)).payload["text"]) < 70_000


def test_the_verification_token_is_dropped():
    for body in (event(text=PASTE), command(PASTE), press()):
        assert "verification-token" not in json.dumps(parse(body).payload)


@pytest.mark.parametrize(
    ("name", "body", "workspace"),
    [
        ("installation", event(), TEAM),
        ("event of another team", event() | {"team_id": "TOTHER"}, TEAM),
        ("command", command(""), TEAM),
        ("press", press(), TEAM),
        ("person", press(team=None, user={"id": ALICE, "team_id": "T2"}), "T2"),
        ("organisation", press(team=None, enterprise={"id": "E1"}), "E1"),
        ("installed for the organisation", {"authorizations": [{"team_id": None, "enterprise_id": "E1"}]}, "E1"),
    ],
)
def test_workspace(name, body, workspace):
    assert workspace_of(body) == workspace, name


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("not UTF-8", b"\xff\xfe"),
        ("no JSON", b"{"),
        ("a list", b"payload=[]"),
        ("nested deeply", b'{"a":' + b"[" * 100_000),
        ("no form", b"plain words"),
        ("payload that is no JSON", b"payload=x"),
    ],
)
def test_bodies_that_are_none(name, raw):
    with pytest.raises(ValueError):  # noqa: PT011  whatever the reason
        read_body(raw)


@pytest.mark.parametrize("text", ["payload too large", "a=b&c", "{"])
def test_a_command_whose_text_looks_like_something_else(text):
    assert read_body(urlencode(command(text)).encode())["text"] == text


@pytest.mark.parametrize("body", [event(), command("x"), press()])
def test_what_lacks_its_key_is_no_delivery(body):
    for name in ("event_id", "trigger_id", "actions"):
        if name in body and not (name == "trigger_id" and "actions" in body):
            broken = {key: value for key, value in body.items() if key != name}
            with pytest.raises(ValueError):  # noqa: PT011  whatever the reason
                key_of(broken)
            assert parse(broken) is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def places(value, path=()):
    """Every place in a JSON value."""
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in items:
        yield from places(inner, (*path, name))


BODIES = [event(text=PASTE, blocks=blocks(said(PASTE), MENTION)), edit(PASTE, "x"), deletion(), command("x"), press()]


@given(st.data())
def test_no_shape_is_too_odd(data):
    body = copy.deepcopy(data.draw(st.sampled_from(BODIES)))
    *way, last = data.draw(st.sampled_from(list(places(body))))
    holder = body
    for name in way:
        holder = holder[name]
    holder[last] = data.draw(json_values)
    delivery = parse(body)
    assert delivery is None or json.dumps(delivery.payload) is not None
