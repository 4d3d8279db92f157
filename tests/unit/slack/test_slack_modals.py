import json

import pytest
from slack_bodies import (
    ALICE,
    CHANNEL,
    PASTE,
    SECRET,
    blocks,
    command,
    of_message,
    press,
    said,
    submission,
    typed,
)

from bot.slack import ids
from bot.slack.reading import parse


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
