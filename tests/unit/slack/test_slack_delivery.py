import copy
import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack import ids
from bot.slack.reading import key_of, parse, read_body, workspace_of

TEAM, CHANNEL, DIRECT, ALICE, BOT = "T1", "C1", "D1", "UALICE", "UBOT"
PASTE = "230 Login successful.\nftp> put a.txt\n550 Permission denied."
SECRET = "hunter2-example"


def event(kind="message", *, event_id="Ev1", shared=False, **fields):
    return {
        "type": "event_callback",
        "token": "verification-token",
        "team_id": TEAM,
        "event_id": event_id,
        "event": {"type": kind, "channel": CHANNEL, "ts": "1700000000.000100", "user": ALICE} | fields,
        "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True, "enterprise_id": None}],
        "is_ext_shared_channel": shared,
    }


def blocks(*elements):
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}]


def said(text):
    return {"type": "text", "text": text}


MENTION = {"type": "user", "user_id": BOT}


def edit(text, before, **fields):
    message = {"type": "message", "user": ALICE, "ts": "1700000000.000100", "text": text} | fields
    previous = message | {"text": before, "token": SECRET}
    return event(subtype="message_changed", message=message, previous_message=previous, ts="1700000009.000100")


def deletion(**previous):
    return event(
        subtype="message_deleted",
        ts="1700000009.000100",
        deleted_ts="1700000000.000100",
        previous_message={"user": ALICE, "text": PASTE} | previous,
    )


def command(text, **fields):
    return {
        "command": "/kb",
        "token": "verification-token",
        "team_id": TEAM,
        "channel_id": CHANNEL,
        "user_id": ALICE,
        "text": text,
        "trigger_id": "111.222.abc",
        "response_url": "http://127.0.0.1/hook",
    } | fields


def press(action_id="solved", *, ephemeral=False, **fields):
    return {
        "type": "block_actions",
        "token": "verification-token",
        "team": {"id": TEAM},
        "user": {"id": ALICE},
        "channel": {"id": CHANNEL},
        "container": {
            "channel_id": CHANNEL,
            "message_ts": "1700000005.000100",
            "thread_ts": "1700000000.000100",
            "is_ephemeral": ephemeral,
        },
        "actions": [{"action_id": action_id, "action_ts": "1700000007.1", "value": "answer:12"}],
        "response_url": "http://127.0.0.1/hook",
        "trigger_id": "1.2",
    } | fields


def shortcut(**fields):
    return {
        "type": "shortcut",
        "callback_id": "paste_an_error",
        "team": {"id": TEAM},
        "user": {"id": ALICE},
        "action_ts": "1700000008.1",
        "trigger_id": "1.2",
    } | fields


def of_message(message, **fields):
    return (
        shortcut(
            type="message_action",
            callback_id="find_the_cause",
            channel={"id": CHANNEL},
            message_ts="1700000000.000100",
            message={"type": "message", "user": "UBOB", "ts": "1700000000.000100"} | message,
            response_url="http://127.0.0.1/hook",
        )
        | fields
    )


def submission(values, *, callback_id="paste_modal", metadata="", **view):
    """A submission; ``values`` are states of inputs by their action id."""
    return {
        "type": "view_submission",
        "team": {"id": TEAM},
        "user": {"id": ALICE},
        "trigger_id": "1.2",
        "view": {
            "id": "V1",
            "hash": "156772938.1827394",
            "type": "modal",
            "callback_id": callback_id,
            "private_metadata": metadata,
            "state": {"values": {name: {name: state} for name, state in values.items()}},
        }
        | view,
    }


def typed(text):
    return {"type": "plain_text_input", "value": text}


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


# ---- modals and shortcuts


def test_what_opens_a_modal_opens_the_same_one_again():
    first, again = parse(command("", trigger_id="111.222.abc")), parse(command("", trigger_id="111.222.abc"))
    other = parse(command("", trigger_id="333.444.def"))
    assert first.opening.external_id == again.opening.external_id != other.opening.external_id
    assert first.opening.trigger == "111.222.abc"
    assert json.loads(first.opening.modal.metadata) == {"channel": CHANNEL, "response_url": "http://127.0.0.1/hook"}


def test_a_press_that_opens_a_modal_stores_where_its_view_is_and_no_trigger(monkeypatch):
    monkeypatch.setattr(ids, "OPENS_VIEW", frozenset({"solved"}))
    delivery = parse(press())
    assert delivery.payload["view"] == delivery.opening.external_id
    assert delivery.opening.trigger == "1.2"
    assert "1.2" not in json.dumps(delivery.payload)
    assert not delivery.opening.pushed
    in_modal = {"container": {"type": "view"}, "view": {"type": "modal", "id": "V1"}}
    assert parse(press() | in_modal).opening.pushed


def test_a_press_in_a_view_happens_in_the_direct_message_unless_the_view_remembers_where_it_was_asked_for():
    view = {"type": "home", "id": "V1", "state": {"values": {"b": {"paste": typed(f"PASS {SECRET}")}}}}
    payload = parse(press() | {"container": {"type": "view"}, "view": view}).payload
    assert (payload["channel"], payload["ts"], payload["response_url"]) == (ALICE, None, None)
    assert payload["values"] == {"paste": "PASS ***"}
    assert payload["secrets"] == ["password"]
    remembering = view | {"type": "modal", "private_metadata": '{"channel":"C1","thread_ts":"1.2","user":"UBOB"}'}
    payload = parse(press() | {"container": {"type": "view"}, "view": remembering}).payload
    assert (payload["channel"], payload["thread_ts"], payload["user"]) == ("C1", "1.2", ALICE)


@pytest.mark.parametrize(
    ("name", "state", "value"),
    [
        ("text", typed("530 no"), "530 no"),
        ("no text", typed(None), ""),
        ("rich text", {"type": "rich_text_input", "rich_text_value": blocks(said("530 no"))[0]}, "530 no"),
        ("no rich text", {"type": "rich_text_input"}, ""),
        ("option", {"type": "static_select", "selected_option": {"value": "on"}}, "on"),
        ("no option", {"type": "radio_buttons", "selected_option": None}, ""),
        ("options", {"type": "checkboxes", "selected_options": [{"value": "a"}, {"value": "b"}]}, ["a", "b"]),
        ("person", {"type": "users_select", "selected_user": "UBOB"}, "UBOB"),
        ("people", {"type": "multi_users_select", "selected_users": ["UBOB"]}, ["UBOB"]),
        ("conversation", {"type": "conversations_select", "selected_conversation": None}, ""),
        ("date", {"type": "datepicker", "selected_date": "2026-11-30"}, "2026-11-30"),
        ("files", {"type": "file_input", "files": [{"id": "F1"}, {"id": "F2"}]}, ["F1", "F2"]),
        ("something new", {"type": "hologram", "light": 7}, ""),
    ],
)
def test_what_stands_in_an_input(name, state, value):
    assert parse(submission({"one": state}, callback_id="any")).payload["values"] == {"one": value}, name


def test_a_submission_is_known_by_its_view_and_by_how_that_stood():
    first = parse(submission({"paste": typed(PASTE)}))
    assert first.key == "submission:V1:156772938.1827394"
    assert parse(submission({"paste": typed(PASTE)}, hash="2.b")).key != first.key


def test_an_empty_paste_box_is_refused_and_not_stored():
    delivery = parse(submission({"paste": typed(None)}))
    assert list(delivery.errors) == ["paste"]
    assert delivery.payload == {}


def test_a_shortcut_asks_about_a_message_in_the_name_of_its_author():
    delivery = parse(of_message({"text": PASTE, "thread_ts": "1699999999.000100"}))
    assert (delivery.key, delivery.lane) == ("shortcut:1700000008.1:UALICE", "T1:C1:1699999999.000100")
    assert (delivery.payload["user"], delivery.payload["author"]) == (ALICE, "UBOB")
    assert delivery.payload["text"] == PASTE
    assert parse(of_message({"text": PASTE, "bot_id": "B1"})).payload["author"] is None


@pytest.mark.parametrize(("author", "secrets"), [(ALICE, ["password"]), ("UBOB", [])])
def test_who_asks_about_another_persons_message_is_not_warned_of_its_secrets(author, secrets):
    payload = parse(of_message({"text": f"PASS {SECRET}", "user": author})).payload
    assert payload["secrets"] == secrets
    assert SECRET not in json.dumps(payload)
