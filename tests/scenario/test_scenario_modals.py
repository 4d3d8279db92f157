"""Modals: the paste box, and views that open before anything is stored."""

from contextlib import contextmanager

import pytest

from bot.errors import StoreError
from bot.slack import delivery, ids, jobs
from bot.slack.filling import fill
from bot.slack.views import modals, parts
from tests.fakes.delivery import block_action, shortcut, slash_command, view_action, view_submission
from tests.scenario.office import HOME, SECRET, WITH_SECRET


def opened(bot):
    return [call for call in bot.slack.called("views.open") if call.stored]


@contextmanager
def store_that_waits_for(bot, monkeypatch, method):
    """A database that commits no delivery before the app called this method."""
    begin = type(bot.store).begin

    @contextmanager
    def slow(store):
        with begin(store) as tx:
            yield tx
            bot.slack.wait_for(lambda: bot.slack.called(method))

    with monkeypatch.context() as patched:
        patched.setattr(type(bot.store), "begin", slow)
        yield


def test_the_command_alone_opens_a_box_to_paste_into(bot):
    assert bot.asks("") == 200
    assert bot.modal()["title"]["text"] == "Paste an FTP error"
    assert list(bot.decisions().values()) == ["opened"]
    assert bot.rows("jobs") == []
    assert bot.private() == []


def test_what_is_pasted_into_the_box_is_answered_like_a_command(bot):
    bot.asks("", user=bot.slack.bob)
    assert bot.submits({"paste": HOME}, user=bot.slack.bob) == 200
    assert bot.modal(bot.slack.bob) is None
    (private,) = bot.private(bot.slack.bob)
    assert "iis-home-dir-inaccessible" in bot.slack.shown(private)
    assert bot.slack.posted() == []
    bot.presses(private, "share", user=bot.slack.bob)
    (shared,) = bot.in_channel(bot.slack.general)
    assert "for dora" in bot.slack.shown(shared)


def test_the_global_shortcut_opens_the_same_box_and_answers_in_the_direct_message(bot):
    assert bot.deliver(shortcut(bot.slack, ids.PASTE_AN_ERROR)) == 200
    bot.submits({"paste": HOME})
    direct = bot.slack.open_im(bot.slack.alice)
    (answer,) = bot.in_channel(direct)
    assert "iis-home-dir-inaccessible" in bot.slack.shown(answer)
    assert "share" not in [one for block in answer["blocks"] for one in block.get("elements", [])]
    bot.presses(answer, "solved")
    assert "Resolved by" in bot.slack.shown(bot.in_channel(direct)[0])
    assert [(row["channel"], row["thread_ts"]) for row in bot.rows("tickets")] == [(direct, answer["ts"])]


@pytest.mark.parametrize("failure", [{"status": 500, "after_storing": True}, {"status": 500}, {"after_storing": True}])
def test_the_answer_in_the_direct_message_is_sent_once(one_bot, failure):
    one_bot.deliver(shortcut(one_bot.slack, ids.PASTE_AN_ERROR))
    one_bot.slack.fail_next("chat.postMessage", **failure)
    one_bot.submits({"paste": HOME})
    one_bot.skip_waits()
    assert len(one_bot.in_channel(one_bot.slack.open_im(one_bot.slack.alice))) == 1


def test_an_empty_box_stays_open_and_says_what_is_missing_then_takes_the_paste(bot):
    bot.asks("")
    view = bot.modal()["id"]
    empty = bot.wire.send(view_submission(bot.slack, view))
    assert list(empty.body["errors"]) == ["paste"]
    assert bot.modal()["id"] == view
    bot.submits({"paste": HOME})
    assert len(bot.private()) == 1


def test_a_submission_that_comes_again_is_answered_once(bot):
    bot.asks("")
    submission = view_submission(bot.slack, bot.modal()["id"], {"paste": {"paste": HOME}})
    assert [bot.deliver(submission) for _ in range(3)] == [200, 200, 200]
    assert len(bot.private()) == 1
    assert len(bot.rows("pastes")) == 1


def test_a_secret_in_the_box_is_masked_and_told(bot):
    bot.asks("")
    bot.submits({"paste": WITH_SECRET})
    assert SECRET not in bot.everything_stored()
    assert len(bot.private()) == 2
    assert not any(SECRET in bot.slack.shown(message) for message in bot.private())


def test_a_submission_that_cannot_be_stored_leaves_the_box_as_it_is(bot, monkeypatch):
    bot.asks("")
    view = bot.modal()["id"]
    with monkeypatch.context() as broken:
        broken.setattr(bot.store, "begin", _full)
        assert bot.wire.send(view_submission(bot.slack, view, {"paste": {"paste": HOME}})).status != 200
    assert bot.modal()["id"] == view
    bot.submits({"paste": HOME})
    assert len(bot.private()) == 1


def _full():
    raise StoreError("The disk is full.")


# ---- a view opens before its delivery is stored


def test_a_box_opens_while_the_database_is_slow(bot, monkeypatch):
    with store_that_waits_for(bot, monkeypatch, "views.open"):
        assert bot.wire.send(slash_command(bot.slack, "")).status == 200
    assert bot.modal()


@pytest.fixture
def opening(monkeypatch):
    """*Not this* opens a view."""
    monkeypatch.setattr(ids, "OPENS_VIEW", frozenset({ids.NOT_THIS}))


@pytest.mark.usefixtures("opening")
def test_a_view_opens_while_the_database_is_slow(bot, monkeypatch):
    (reply,) = bot.replies(bot.says(bot.slack.general, bot.slack.alice, HOME))
    press = block_action(bot.slack, reply, ids.NOT_THIS)
    with store_that_waits_for(bot, monkeypatch, "views.open"):
        assert bot.wire.send(press).status == 200
    assert bot.modal()["title"]["text"] == "One moment"
    (job,) = [row for row in bot.rows("jobs") if row["done_at"] is None]
    assert bot.modal()["external_id"] in str(job["payload"])
    assert press["trigger_id"] not in bot.everything_stored()


def test_the_acknowledgement_waits_for_no_view(one_bot):
    command = slash_command(one_bot.slack, "")
    with one_bot.slack.changed:  # Slack answers no call meanwhile
        assert one_bot.wire.send(command).status == 200
        assert one_bot.modal() is None
    one_bot.openers.settle()
    assert one_bot.modal()


@pytest.mark.usefixtures("opening")
def test_a_press_that_comes_again_opens_one_view(bot):
    (reply,) = bot.replies(bot.says(bot.slack.general, bot.slack.alice, HOME))
    press = block_action(bot.slack, reply, ids.NOT_THIS)
    for _ in range(3):
        assert bot.deliver(press) == 200
    assert len(opened(bot)) == 1
    assert bot.kinds() == ["rejected"]


@pytest.mark.usefixtures("opening")
def test_a_view_whose_press_cannot_be_stored_says_so(bot, monkeypatch):
    (reply,) = bot.replies(bot.says(bot.slack.general, bot.slack.alice, HOME))
    with monkeypatch.context() as broken:
        broken.setattr(bot.store, "begin", _full)
        assert bot.wire.send(block_action(bot.slack, reply, ids.NOT_THIS)).status != 200
    bot.slack.wait_for(lambda: bot.slack.called("views.update"))
    assert bot.modal()["title"]["text"] == "That did not work"


@pytest.mark.parametrize("failure", [{"error": "expired_trigger_id"}, {"status": 500}, {"error": "ratelimited"}, {}])
def test_where_the_box_does_not_open_the_command_says_how_it_is_used(one_bot, failure):
    one_bot.slack.fail_next("views.open", **failure)
    one_bot.asks("")
    (private,) = one_bot.private()
    assert "/kb" in one_bot.slack.shown(private)


def test_where_the_box_does_not_open_the_shortcut_says_how_else_in_the_direct_message(one_bot):
    one_bot.slack.fail_next("views.open", status=500)
    one_bot.deliver(shortcut(one_bot.slack, ids.PASTE_AN_ERROR))
    (said,) = one_bot.in_channel(one_bot.slack.open_im(one_bot.slack.alice))
    assert "/kb" in one_bot.slack.shown(said)


# ---- a worker fills what was opened


@pytest.fixture
def filling(opening, monkeypatch):
    """*Not this* fills its view."""
    said = parts.message("Said privately.", [parts.section("Said privately.")])

    def listener(_desk, messenger, payload, job):
        modal = modals.modal("Filled", [parts.section("Here it is.")])
        return "filled" if fill(messenger, payload, modal, job, otherwise=said) else "told"

    monkeypatch.setitem(jobs.LISTENERS, delivery.ACTION, listener)


@pytest.mark.usefixtures("filling")
def test_a_view_is_filled(bot):
    (reply,) = bot.replies(bot.says(bot.slack.general, bot.slack.alice, HOME))
    bot.presses(reply, ids.NOT_THIS)
    assert bot.modal()["title"]["text"] == "Filled"
    assert bot.private() == []


@pytest.mark.usefixtures("filling")
def test_a_worker_that_comes_before_the_view_is_open_waits_for_it(one_bot):
    (reply,) = one_bot.replies(one_bot.says(one_bot.slack.general, one_bot.slack.alice, HOME))
    one_bot.slack.fail_next("views.update", "not_found")
    one_bot.presses(reply, ids.NOT_THIS)
    one_bot.skip_waits()
    assert one_bot.modal()["title"]["text"] == "Filled"
    assert one_bot.private() == []


@pytest.mark.usefixtures("filling")
@pytest.mark.parametrize("failure", [{"error": "expired_trigger_id"}, {"status": 500}])
def test_where_no_view_opens_it_is_said_privately_and_once(one_bot, failure):
    (reply,) = one_bot.replies(one_bot.says(one_bot.slack.general, one_bot.slack.alice, HOME))
    one_bot.slack.fail_next("views.open", **failure)
    one_bot.presses(reply, ids.NOT_THIS)
    one_bot.skip_waits()
    assert [message["text"] for message in one_bot.private()] == ["Said privately."]


@pytest.mark.usefixtures("filling")
def test_a_press_in_a_modal_goes_on_top_of_it(one_bot):
    (reply,) = one_bot.replies(one_bot.says(one_bot.slack.general, one_bot.slack.alice, HOME))
    one_bot.presses(reply, ids.NOT_THIS)
    below = one_bot.modal()
    again = modals.modal("Below", [*parts.buttons(parts.button("More", ids.NOT_THIS, "answer", 1))])
    one_bot.messenger.update_view(below["external_id"], again)
    one_bot.deliver(view_action(one_bot.slack, below["id"], ids.NOT_THIS))
    assert one_bot.modal()["previous_view_id"] == below["id"]
    assert one_bot.modal()["title"]["text"] == "Filled"
