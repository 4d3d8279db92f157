"""Text files and snippets, in every way in; pictures, binaries, and what Slack does not hand out."""

import pytest

from bot.slack import ids
from tests.fakes.delivery import message_action, shortcut
from tests.scenario.office import BLOCKS, CHROOT, HOME, SECRET, TEXT, WITH_SECRET, mention

FOUND = "iis-home-dir-inaccessible"
forms = pytest.mark.parametrize("form", [BLOCKS, TEXT])


def shares(bot, *files, words="", channel=None, form=BLOCKS, **fields):
    """Somebody posts files, perhaps with some words; the message, once the bot did what it does."""
    place = channel or bot.slack.general
    return bot.says(place, bot.slack.alice, words, form, files=list(files), subtype="file_share", **fields)


@forms
def test_a_log_in_a_channel_is_read(bot, form):
    post = shares(bot, bot.slack.add_file(HOME, "ftp.log"), form=form)
    (reply,) = bot.replies(post)
    assert FOUND in bot.slack.shown(reply)
    assert bot.rows("pastes")[0]["text"] == HOME


@forms
def test_a_snippet_without_a_subtype_in_a_thread(bot, form):
    root = bot.says(bot.slack.general, bot.slack.alice, "Our nightly upload is broken again")
    snippet = bot.slack.add_file(HOME, "untitled", "text/plain")
    post = bot.says(bot.slack.general, bot.slack.alice, "log", form, files=[snippet], thread_ts=root["ts"])
    (reply,) = bot.replies(post)
    assert FOUND in bot.slack.shown(reply)


@forms
def test_a_file_in_a_direct_message(bot, form):
    post = shares(bot, bot.slack.add_file(HOME), channel=bot.slack.open_im(bot.slack.alice), form=form)
    assert FOUND in bot.slack.shown(bot.replies(post)[0])


def test_a_file_with_a_mention(bot):
    post = shares(bot, bot.slack.add_file(HOME), words=f"<@{bot.slack.bot_user}> what is this?")
    assert FOUND in bot.slack.shown(bot.replies(post)[0])


def test_a_secret_in_the_name_of_a_file_is_masked(bot):
    named = f"ftp://dora:{SECRET}@files.example.bin"
    post = shares(bot, bot.slack.add_file("x", named, "application/zip"), words=f"<@{bot.slack.bot_user}> help")
    (reply,) = bot.replies(post)
    assert "ftp://dora:***@files.example.bin" in bot.slack.shown(reply)
    assert SECRET not in bot.slack.shown(reply) + bot.everything_stored()


def test_several_files_and_the_words_beside_them_are_one_paste(bot):
    head, tail = HOME.split("331")
    post = shares(bot, bot.slack.add_file(head), bot.slack.add_file("331" + tail), words="Since this morning:")
    assert len(bot.replies(post)) == 1
    (paste,) = bot.rows("pastes")
    assert paste["text"] == f"Since this morning:\n\n{head.strip()}\n\n331{tail}"


def test_a_file_in_the_paste_box(bot):
    bot.asks("")
    bot.submits({"files": [bot.slack.add_file(HOME)]})
    assert FOUND in bot.slack.shown(bot.private()[0])
    bot.deliver(shortcut(bot.slack, ids.PASTE_AN_ERROR, user=bot.slack.bob))
    bot.submits({"files": [bot.slack.add_file(HOME)], "paste": "As seen today"}, user=bot.slack.bob)
    assert FOUND in bot.slack.shown(bot.in_channel(bot.slack.open_im(bot.slack.bob))[0])


def test_a_file_of_a_message_whose_cause_is_asked_for(bot):
    event = bot.slack.user_says(bot.slack.general, bot.slack.alice, "", files=[bot.slack.add_file(HOME)])
    post = event["event"]
    bot.deliver(message_action(bot.slack, ids.FIND_THE_CAUSE, post, user=bot.slack.bob))
    assert FOUND in bot.slack.shown(bot.replies(post)[0])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("UTF-8", HOME.replace("dora", "dör").encode()),
        ("UTF-8 with its mark", HOME.replace("dora", "dör").encode("utf-8-sig")),
        ("UTF-16", HOME.replace("dora", "dör").encode("utf-16")),
        ("UTF-16 without its mark", HOME.replace("dora", "dör").encode("utf-16-le")),
        ("Latin-1", HOME.replace("dora", "dör").encode("latin-1")),
        ("Windows line ends", HOME.replace("dora", "dör").replace("\n", "\r\n").encode()),
    ],
)
def test_encodings(one_bot, name, content):
    shares(one_bot, one_bot.slack.add_file(content, "ftp.log"))
    assert one_bot.rows("pastes")[0]["text"] == HOME.replace("dora", "dör"), name


def test_of_a_long_log_the_errors_are_found(one_bot):
    fine = "226 Transfer complete.\n" * 60_000
    post = shares(one_bot, one_bot.slack.add_file(f"{fine}{HOME}\n{fine}", "ftp.log"))
    assert FOUND in one_bot.slack.shown(one_bot.replies(post)[0])
    assert len(one_bot.rows("pastes")[0]["text"]) <= 65_536


def test_of_a_very_long_log_the_end_is_read(one_bot):
    fine = "226 Transfer complete.\n" * 400_000
    post = shares(one_bot, one_bot.slack.add_file(f"{fine}{HOME}", "ftp.log"))
    assert FOUND in one_bot.slack.shown(one_bot.replies(post)[0])
    assert "lines left out …]" in one_bot.rows("pastes")[0]["text"]


def test_secrets_in_a_file_are_masked_and_told_once(bot):
    post = shares(bot, bot.slack.add_file(WITH_SECRET))
    assert len(bot.replies(post)) == 1
    assert SECRET not in bot.everything_stored()
    (warning,) = bot.private()
    assert "password" in bot.slack.shown(warning)


def test_nothing_of_a_file_stays_that_shows_no_failure(bot):
    post = shares(bot, bot.slack.add_file("Shopping list\nbread\nmilk"))
    assert bot.replies(post) == []
    assert "bread" not in bot.everything_stored()
    assert bot.rows("pastes") == []


def test_a_delivery_keeps_of_a_file_what_is_needed_to_fetch_it(bot):
    event = bot.slack.user_says(bot.slack.general, bot.slack.alice, "", files=[bot.slack.add_file(HOME)])
    bot.wire.send(event)
    (job,) = bot.rows("jobs")
    assert "dora" not in job["payload"]
    assert "pretty_type" not in job["payload"]


# ---- what cannot be read


@pytest.mark.parametrize(
    ("name", "file", "said"),
    [
        ("a picture", {"content": b"\x89PNG\r\n", "name": "shot.png", "mimetype": "image/png"}, "cannot read pictures"),
        ("a binary", {"content": b"MZ\0\0", "name": "ftp.exe", "mimetype": "application/x-dosexec"}, "text only"),
        ("binary by content", {"content": b"\0\1\2" * 90, "name": "ftp.log"}, "text only"),
        ("empty", {"content": b" \n", "name": "ftp.log"}, "no text in"),
        ("a saved page", {"content": "<html>", "name": "page.html", "mimetype": "text/html"}, "text only"),
    ],
)
def test_asked_about_what_it_cannot_read_it_asks_for_text(one_bot, name, file, said):
    place = one_bot.slack.open_im(one_bot.slack.alice)
    post = shares(one_bot, one_bot.slack.add_file(**file), channel=place)
    (reply,) = one_bot.replies(post)
    assert said in reply["text"], name
    assert file["name"] in one_bot.slack.shown(reply)
    assert "Paste the error" in one_bot.slack.shown(reply)


@pytest.mark.parametrize("mimetype", ["image/png", "application/zip"])
def test_pictures_in_a_channel_are_none_of_its_business(bot, mimetype):
    picture = bot.slack.add_file(b"\x89PNG", "shot.png", mimetype)
    post = shares(bot, picture, words="lunch!")
    assert bot.replies(post) == []
    shares(bot, picture)
    assert "empty" in bot.decisions().values()
    assert bot.slack.called("file") == []


def test_a_picture_beside_a_paste_is_mentioned_when_asked(bot):
    picture = bot.slack.add_file(b"\x89PNG", "shot.png", "image/png")
    post = shares(bot, picture, words=HOME, channel=bot.slack.open_im(bot.slack.alice))
    (reply,) = bot.replies(post)
    assert FOUND in bot.slack.shown(reply)
    assert "shot.png" in bot.slack.shown(reply)


def test_without_the_scope_it_says_so_when_asked_and_is_silent_else(bot):
    bot.slack.revoke_scope("files:read")
    post = shares(bot, bot.slack.add_file(HOME), channel=bot.slack.open_im(bot.slack.alice))
    assert "files:read" in bot.slack.shown(bot.replies(post)[0])
    assert bot.replies(shares(bot, bot.slack.add_file(HOME))) == []


def test_without_the_scope_the_paste_box_takes_no_files(bot):
    bot.slack.revoke_scope("files:read")
    bot.asks("")
    assert [block["block_id"] for block in bot.modal()["blocks"] if block["type"] == "input"] == ["paste"]
    bot.submits({"paste": HOME})
    assert FOUND in bot.slack.shown(bot.private()[0])


@pytest.mark.parametrize("status", [302, 403])
def test_a_redirection_to_the_sign_in_page(one_bot, status):
    one_bot.slack.fail_next("file", status=status, times=9)
    post = shares(one_bot, one_bot.slack.add_file(HOME), channel=one_bot.slack.open_im(one_bot.slack.alice))
    assert "files:read" in one_bot.slack.shown(one_bot.replies(post)[0])


@pytest.mark.parametrize("failure", [{"status": 500}, {}, {"error": "ratelimited", "retry_after": 1}])
def test_a_file_that_cannot_be_fetched_now_is_fetched_later(one_bot, failure):
    one_bot.slack.fail_next("file", **failure)
    post = shares(one_bot, one_bot.slack.add_file(HOME))
    assert one_bot.replies(post) == []
    one_bot.skip_waits()
    assert FOUND in one_bot.slack.shown(one_bot.replies(post)[0])


def test_a_file_of_another_organisation_is_looked_up(one_bot):
    file = one_bot.slack.add_file(HOME)
    stub = {"id": file["id"], "mode": "file_access", "file_access": "check_file_info"}
    post = shares(one_bot, stub, channel=one_bot.slack.open_im(one_bot.slack.alice))
    assert FOUND in one_bot.slack.shown(one_bot.replies(post)[0])


def test_a_file_that_is_kept_elsewhere_is_not_fetched(one_bot):
    file = one_bot.slack.add_file(HOME) | {"is_external": True, "url_private": "https://files.example/ftp.log"}
    post = shares(one_bot, file, channel=one_bot.slack.open_im(one_bot.slack.alice))
    assert "not kept in Slack" in one_bot.slack.shown(one_bot.replies(post)[0])
    assert one_bot.slack.called("file") == []


# ---- edits, deletions, twins


def test_an_edit_that_adds_a_file_is_followed(bot):
    place = bot.slack.open_im(bot.slack.alice)
    post = bot.says(place, bot.slack.alice, "it does not work")
    message = bot.slack.channels[place].messages[post["ts"]]
    event = bot.slack.user_edits(place, post["ts"], "it does not work")
    message["files"] = event["event"]["message"]["files"] = [bot.slack.add_file(HOME)]
    bot.deliver(event)
    (reply,) = bot.replies(post)
    assert FOUND in bot.slack.shown(reply)


def test_a_file_that_is_deleted_takes_its_paste_with_it(bot):
    file = bot.slack.add_file(HOME)
    post = shares(bot, file)
    bot.deliver(bot.slack.user_deletes_file(bot.slack.general, post["ts"], file["id"]))
    assert bot.replies(post) == []
    (paste,) = bot.rows("pastes")
    assert (paste["text"], bool(paste["withdrawn"])) == ("", True)


def test_a_file_that_is_deleted_leaves_the_words(bot):
    file = bot.slack.add_file(CHROOT)
    post = shares(bot, file, words=HOME)
    bot.deliver(bot.slack.user_deletes_file(bot.slack.general, post["ts"], file["id"]))
    assert bot.rows("pastes")[0]["text"] == HOME
    assert len(bot.replies(post)) == 1


def test_a_file_that_is_gone_before_it_was_read(bot):
    file = bot.slack.add_file(HOME)
    event = bot.slack.user_says(bot.slack.open_im(bot.slack.alice), bot.slack.alice, "", files=[file])
    bot.slack.contents.pop(file["id"])
    bot.deliver(event)
    assert "any more" in bot.slack.shown(bot.replies(event["event"])[0])


@pytest.mark.parametrize("first", ["message", "mention"])
def test_a_mention_that_knows_of_no_files_loses_none(bot, first):
    words = f"<@{bot.slack.bot_user}> please"
    event = bot.slack.user_says(bot.slack.general, bot.slack.alice, words, files=[bot.slack.add_file(HOME)])
    twin = mention(event, bot.slack)
    del twin["event"]["files"]
    for one in [event, twin] if first == "message" else [twin, event]:
        assert bot.deliver(one) == 200
    (reply,) = bot.replies(event["event"])
    assert FOUND in bot.slack.shown(reply)
