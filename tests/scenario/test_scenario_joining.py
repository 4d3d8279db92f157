"""Several messages of one person in a row: one paste, one reply."""

import pytest
from sqlalchemy import text

from tests.scenario.office import BLOCKS, CHROOT, HOME, TEXT, mention

FOUND = "iis-home-dir-inaccessible"
FINE = "220 Microsoft FTP Service\n331 Password required for dora.\n230 User dora logged in."  # no failure
REFUSED = "ftp> put a.txt\n200 PORT command successful.\n550 a.txt: Access is denied."
BEGIN, END = HOME.split("331 ")[0].rstrip(), "331 " + HOME.split("331 ")[1]
forms = pytest.mark.parametrize("form", [BLOCKS, TEXT])


@pytest.fixture
def chat(bot):
    """Somebody posts in #general, some seconds after the message before."""

    def say(words, *, after=5, user=None, channel=None, form=BLOCKS, **fields):
        bot.slack.clock.advance(after)
        return bot.says(channel or bot.slack.general, user or bot.slack.alice, words, form, **fields)

    return say


def texts(bot):
    return [row["text"] for row in bot.rows("pastes")]


def replies(bot, *posts):
    return [len(bot.replies(post)) for post in posts]


@forms
def test_a_session_and_then_its_error_are_one_paste(bot, chat, form):
    first = chat(FINE, form=form)
    assert texts(bot) == []
    second = chat(REFUSED, form=form)
    assert texts(bot) == [f"{FINE}\n{REFUSED}"]
    assert replies(bot, first, second) == [0, 1]


@forms
def test_a_question_that_was_left_open_and_then_the_error_revise_the_reply(bot, chat, form):
    place = bot.slack.open_im(bot.slack.alice)
    first = chat(BEGIN, channel=place, form=form)
    assert FOUND not in bot.slack.shown(bot.replies(first)[0])
    second = chat(END, channel=place, form=form)
    assert texts(bot) == [f"{BEGIN}\n{END}"]
    assert replies(bot, first, second) == [1, 0]
    assert FOUND in bot.slack.shown(bot.replies(first)[0])


@forms
def test_an_error_and_then_the_rest_of_the_log_revise_the_reply(bot, chat, form):
    first = chat(HOME, form=form)
    second = chat("ftp> bye\n221 Goodbye.", form=form)
    assert replies(bot, first, second) == [1, 0]
    assert texts(bot) == [f"{HOME}\nftp> bye\n221 Goodbye."]
    assert bot.kinds() == ["revised"]


def test_what_slack_split_is_one_paste(bot, chat):
    log = "226 Transfer complete.\n" * 170
    first = chat(f"{HOME}\n{log}".strip())
    second = chat(f"{log}221 Goodbye.", after=1)
    assert replies(bot, first, second) == [1, 0]
    assert len(bot.rows("tickets")) == 1


def test_what_follows_in_a_direct_message_is_read_together_until_there_is_an_answer(bot, chat):
    place = bot.slack.open_im(bot.slack.alice)
    first = chat("my upload does not work", channel=place)
    second = chat("since this morning", channel=place)
    third = chat(HOME, channel=place)
    assert replies(bot, first, second, third) == [1, 0, 0]
    assert FOUND in bot.slack.shown(bot.replies(first)[0])
    assert texts(bot) == [f"my upload does not work\nsince this morning\n{HOME}"]


def test_a_mention_and_then_the_paste(bot, chat):
    first = chat(f"<@{bot.slack.bot_user}> help please")
    second = chat(HOME)
    assert replies(bot, first, second) == [1, 0]
    assert FOUND in bot.slack.shown(bot.replies(first)[0])


def test_in_a_thread(bot, chat):
    root = chat("Uploads fail again", user=bot.slack.bob)
    first = chat(FINE, thread_ts=root["ts"])
    chat(REFUSED, thread_ts=root["ts"])
    assert texts(bot) == [f"{FINE}\n{REFUSED}"]
    assert len(bot.replies(first)) == 1


@pytest.mark.parametrize("then", [CHROOT, HOME])
def test_what_is_answered_by_itself_is_a_paste_by_itself(bot, chat, then):
    posts = [chat(HOME), chat(then)]
    assert replies(bot, *posts) == [1, 1]
    assert texts(bot) == [HOME, then]


def test_an_error_that_nobody_was_told_about_is_not_answered_in_place_of_the_one_that_asks(bot, chat):
    first = chat(BEGIN)
    second = chat(f"<@{bot.slack.bot_user}> {END}")
    assert replies(bot, first, second) == [0, 1]


def test_prose_after_an_answer_is_other_talk(bot, chat):
    first = chat(HOME)
    second = chat("any idea what this could be?")
    assert replies(bot, first, second) == [1, 0]
    assert texts(bot) == [HOME]


def test_a_question_after_an_answer_is_answered(bot, chat):
    place = bot.slack.open_im(bot.slack.alice)
    first = chat(HOME, channel=place)
    second = chat("and how do I open a port in the firewall?", channel=place)
    assert replies(bot, first, second) == [1, 1]


@pytest.mark.parametrize("between", ["somebody else", "another bot", "too long", "another thread"])
def test_what_does_not_follow_is_not_joined(bot, chat, between):
    first = chat(FINE)
    if between == "somebody else":
        chat("morning all, coffee?", user=bot.slack.bob)
    elif between == "another bot":
        chat("Deployment finished", bot_id="B0SOMEBODY", user=bot.slack.carol)
    elif between == "too long":
        bot.slack.clock.advance(60)
    chat(REFUSED, **({"thread_ts": first["ts"]} if between == "another thread" else {}))
    assert texts(bot) == [REFUSED]


def test_the_bots_own_replies_come_between_nobodys_posts(bot, chat):
    root = chat("Uploads fail", user=bot.slack.bob)
    first = chat(HOME, thread_ts=root["ts"])
    (reply,) = bot.replies(root)
    bot.deliver(bot.slack.event_for(bot.slack.general, reply["ts"]))
    chat("ftp> bye\n221 Goodbye.", thread_ts=root["ts"])
    assert len(bot.replies(first)) == 1
    assert texts(bot) == [f"{HOME}\nftp> bye\n221 Goodbye."]


def test_once_somebody_acted_on_the_answer_nothing_is_joined_to_it(bot, chat):
    first = chat(HOME)
    bot.presses(bot.replies(first)[0], "solved")
    chat("ftp> bye\n221 Goodbye.")
    assert texts(bot) == [HOME]


def test_an_edit_of_a_piece_leaves_the_others(bot, chat):
    first = chat(FINE)
    second = chat(REFUSED)
    bot.deliver(bot.slack.user_edits(bot.slack.general, second["ts"], HOME))
    assert texts(bot) == [f"{FINE}\n{HOME}"]
    (reply,) = bot.replies(second)
    assert FOUND in bot.slack.shown(reply)
    bot.deliver(bot.slack.user_edits(bot.slack.general, first["ts"], "220 ready"))
    assert texts(bot) == [f"220 ready\n{HOME}"]
    assert len(bot.replies(second)) == 1


def test_a_deletion_of_a_piece_leaves_the_others_and_of_the_last_one_takes_the_reply_back(bot, chat):
    first = chat(HOME)
    second = chat("ftp> bye\n221 Goodbye.")
    bot.deliver(bot.slack.user_deletes(bot.slack.general, second["ts"]))
    assert texts(bot) == [HOME]
    assert len(bot.replies(first)) == 1
    bot.deliver(bot.slack.user_deletes(bot.slack.general, first["ts"]))
    assert bot.replies(first) == []
    assert texts(bot) == [""]
    assert bot.rows("pieces") == []


def test_the_first_piece_can_be_deleted(bot, chat):
    first = chat(HOME)
    chat("ftp> bye\n221 Goodbye.")
    bot.deliver(bot.slack.user_deletes(bot.slack.general, first["ts"]))
    assert texts(bot) == ["ftp> bye\n221 Goodbye."]


def test_a_secret_that_two_pieces_show_only_together_is_masked(bot, chat):
    chat(FINE)
    chat("PASS blue-heron-4711\n530 User cannot log in, home directory inaccessible.")
    assert "blue-heron" not in bot.everything_stored()


def test_of_a_session_without_an_error_nothing_stays(bot, chat):
    chat(FINE)
    assert len(bot.rows("pieces")) == 1
    bot.slack.clock.advance(121)
    bot.work()
    assert bot.rows("pieces") == []


def test_a_session_that_is_deleted_is_forgotten_at_once(bot, chat):
    first = chat(FINE)
    bot.deliver(bot.slack.user_deletes(bot.slack.general, first["ts"]))
    assert bot.rows("pieces") == []


def test_other_talk_is_not_kept(bot, chat):
    chat("220 people came to the party\nit was great")
    assert bot.rows("pieces") == []


def test_twins_and_repeated_deliveries_are_one_piece(bot, chat):
    event = bot.slack.user_says(bot.slack.general, bot.slack.alice, f"<@{bot.slack.bot_user}> {HOME}")
    for delivery in (event, mention(event, bot.slack), event):
        assert bot.deliver(delivery) == 200
    bot.slack.clock.advance(3)
    rest = bot.slack.user_says(bot.slack.general, bot.slack.alice, "ftp> bye\n221 Goodbye.")
    for _ in range(2):
        assert bot.deliver(rest) == 200
    assert replies(bot, event["event"], rest["event"]) == [1, 0]
    assert len(bot.rows("pieces")) == 2


def test_who_mentions_the_bot_again_is_answered_there(bot, chat):
    posts = [chat(f"<@{bot.slack.bot_user}> {words}") for words in ("help", BEGIN, HOME)]
    assert replies(bot, *posts) == [1, 1, 1]


def test_a_piece_waits_for_the_one_before(bot, chat):
    bot.slack.clock.advance(1)
    first = bot.slack.user_says(bot.slack.general, bot.slack.alice, FINE)
    bot.slack.clock.advance(5)
    second = bot.slack.user_says(bot.slack.general, bot.slack.alice, REFUSED)
    bot.wire.send(first)
    bot.wire.send(second)
    with bot.store.engine.begin() as connection:  # the first one is held up
        connection.execute(text("UPDATE jobs SET due_at = '2100-01-01 00:00:00.000000' WHERE id = 1"))
    bot.work()
    assert texts(bot) == []
    with bot.store.engine.begin() as connection:
        connection.execute(text("UPDATE jobs SET due_at = '2000-01-01 00:00:00.000000' WHERE id = 1"))
    bot.work()
    bot.slack.clock.advance(1)
    bot.work()
    assert texts(bot) == [f"{FINE}\n{REFUSED}"]


def test_a_piece_does_not_wait_for_ever(bot, chat):
    first = bot.slack.user_says(bot.slack.general, bot.slack.alice, BEGIN)
    second = bot.slack.user_says(bot.slack.general, bot.slack.alice, HOME)
    bot.wire.send(first)
    bot.wire.send(second)
    with bot.store.engine.begin() as connection:
        connection.execute(text("UPDATE jobs SET dead_at = '2020-01-01 00:00:00.000000' WHERE id = 1"))
    bot.work()
    bot.skip_waits()
    assert replies(bot, second["event"]) == [1]


def test_files_are_pieces_too(bot, chat):
    place = bot.slack.open_im(bot.slack.alice)
    first = chat("nothing arrives on the server", channel=place)
    second = chat("", channel=place, files=[bot.slack.add_file(HOME)], subtype="file_share")
    assert replies(bot, first, second) == [1, 0]
    assert FOUND in bot.slack.shown(bot.replies(first)[0])


def test_an_edit_of_what_began_a_session_is_followed(bot, chat):
    first = chat(f"{FINE}\nfor the zebra account")
    bot.deliver(bot.slack.user_edits(bot.slack.general, first["ts"], FINE))
    chat(REFUSED)
    assert texts(bot) == [f"{FINE}\n{REFUSED}"]


def test_what_began_a_session_and_says_nothing_of_it_any_more_is_forgotten(bot, chat):
    first = chat(FINE)
    bot.deliver(bot.slack.user_edits(bot.slack.general, first["ts"], "never mind"))
    assert bot.rows("pieces") == []


def test_an_edit_that_adds_the_error_makes_a_paste_that_goes_on(bot, chat):
    first = chat(FINE)
    bot.deliver(bot.slack.user_edits(bot.slack.general, first["ts"], HOME))
    second = chat("ftp> bye\n221 Goodbye.")
    assert texts(bot) == [f"{HOME}\nftp> bye\n221 Goodbye."]
    assert replies(bot, first, second) == [1, 0]


def test_the_refusal_corrects_an_answer_to_a_session_that_stopped_short(bot, chat):
    lines = HOME.splitlines()
    chat("\n".join(lines[:3]))
    chat("what is up?", user=bot.slack.bob)
    middle = chat("\n".join(lines[3:6]))
    assert FOUND not in bot.slack.shown(bot.replies(middle)[0])
    last = chat("\n".join(lines[6:]))
    assert replies(bot, middle, last) == [1, 0]
    assert FOUND in bot.slack.shown(bot.replies(middle)[0])


def test_a_deletion_in_a_shared_channel_makes_nobody_speak_uninvited(bot, chat):
    shared = bot.slack.add_channel("partners", shared=True)
    first = chat("more\n" * 700 + HOME, channel=shared)
    second = chat("ftp> bye\n221 Goodbye.", after=2, channel=shared)
    assert len(texts(bot)) == 1
    bot.deliver(bot.slack.user_deletes(shared, second["ts"]))
    assert texts(bot)[0].endswith(HOME)
    assert replies(bot, first, second) == [0, 0]
