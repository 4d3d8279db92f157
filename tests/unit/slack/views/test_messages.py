import re
from dataclasses import replace

import pytest
from view_checks import assert_within_limits, buttons, settled, shown, twenty_five
from view_samples import (
    FOUNDING,
    HELP,
    IMPORTED,
    JUDGED,
    NOW,
    OTHERWISE,
    choices,
    decision,
    founding,
    hostile,
    hostile_reply,
    paste,
    refusals,
    reply,
)

from bot.matching.model import Band
from bot.slack import ids
from bot.slack.views import afterwards, article, notes, words
from bot.slack.views.inquiry import inquiry_message
from bot.slack.views.packet import packet_message
from bot.slack.views.reply import reply_message
from bot.support.contrast import Option, Question
from bot.support.model import Reason, Source
from bot.support.reply import ReplyKind
from bot.support.sureness import Sureness

KINDS = list(ReplyKind)


PRESSED = ["solved answer:12", "not_this answer:12"]


LOOKED = ["full_article answer:12", "why answer:12"]


QUESTION = Question("server", (Option(("iis/4",), 0), Option(("vsftpd",), 1), Option((), None)))


SHORT = {
    "secret": notes.secret_warning(["password", "token", "new-kind"]),
    "usage": notes.usage_message(),
    "failure": notes.failure_message("The database cannot be used.", "7f3a"),
    "failure, hostile": notes.failure_message(hostile(9_000), hostile(50)),
    "no helpers": notes.no_helpers_message(),
    "only the poster": afterwards.only_the_poster_message("U0ANNA"),
    "shared": notes.shared_message(reply()),
    "cannot share": notes.cannot_share_message("C0123ABC"),
    "cannot share in a direct message": notes.cannot_share_message("D0123ABC"),
    "lookup": article.lookup_message("passive mode", [FOUNDING, IMPORTED]),
    "lookup, hostile": article.lookup_message(hostile(3_000), [replace(FOUNDING, title=hostile(120))] * 5),
    "lookup, nothing": article.lookup_message("passive mode", []),
    "not found, hostile": article.not_found(hostile(3_000)),
    "article": article.article_message(founding(), private=True),
    "article, imported": article.article_message(IMPORTED, private=False),
    "article, hostile": article.article_message(hostile_reply(ReplyKind.ARTICLE).article, private=True),
}


@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_sent(kind, private, accepted):
    message = reply_message(reply(kind), private=private)
    accepted(message)
    assert_within_limits(message)


@pytest.mark.parametrize("length", [3_000, 40_000])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_takes_hostile_text(kind, length, accepted):
    for sample in (
        hostile_reply(kind, length),
        hostile_reply(kind, length, help=None, resolution=OTHERWISE),
    ):
        message = reply_message(sample)
        accepted(message)
        assert_within_limits(message)
        accepted(inquiry_message(replace(sample, help=None, resolution=None, refusals=())))
        packet = packet_message(sample, settled(helpers=["U0BERT", "S0FTP", "C0HELP"]), "C0HELP")
        accepted(packet)
        assert_within_limits(packet)


@pytest.mark.parametrize(
    "text", ['"' * 30_000, "\\server\n\n" * 5_000, "&" * 30_000, "🧨" * 30_000, "word " * 8_000, "1. x\n" * 8_000]
)
def test_one_long_part_leaves_room_for_the_others(text, accepted):
    message = reply_message(reply(article=replace(FOUNDING, cause=text, resolution=text, verify=text)))
    accepted(message)
    assert_within_limits(message)
    assert f"*{words.RESOLUTION}*" in shown(message)
    assert words.REST_IN_FULL in shown(message)
    accepted(article.article_message(replace(FOUNDING, cause=text, resolution=text, more=text), private=True))


@pytest.mark.parametrize(
    ("name", "sample", "said", "pressed"),
    [
        ("an article", reply(), f"did *{FOUNDING.title}* solve this?", ["solved", "not_this", "ask_a_person"]),
        (
            "suggestions",
            reply(ReplyKind.CHOICES),
            "is this solved by now?",
            ["none_of_these", "solved_otherwise", "ask_a_person"],
        ),
        ("nothing", reply(ReplyKind.NOTHING), "is this solved by now?", ["solved_otherwise", "ask_a_person"]),
        ("solved since", reply(resolution=OTHERWISE), "Thank you", []),
        ("turned down since", reply(refusals=refusals("One")), "Thank you", []),
        ("with a person since", reply(help=HELP), "Thank you", []),
        ("deleted since", reply(ReplyKind.GONE), "deleted", []),
    ],
)
def test_the_question_has_the_buttons_of_the_reply(name, sample, said, pressed, accepted):
    message = inquiry_message(sample)
    accepted(message)
    assert said in shown(message)
    assert [action for _, action, _ in buttons(message)] == pressed, name


@pytest.mark.parametrize("name", SHORT)
def test_short_messages_can_be_sent(name, accepted):
    accepted(SHORT[name])
    assert_within_limits(SHORT[name])


def test_an_answer_shows_in_this_order_what_people_look_for():
    text = shown(reply_message(reply()))
    wanted = [
        FOUNDING.title,
        "Very likely: about 19 in 20 such answers are right (checked on 169 pastes)",
        words.RISK["medium"],
        "Connect ✓ → Greeting ✓ → *Log in ✗ failed with 530*",
        "Line 6: `530 User guest@example.com cannot log in.`",
        "*Cause*",
        "*Resolution*",
        "1. See whether it is there:",
        "dir /s %SystemRoot%",
        "2. *Safer way:*",
        "*How to check it*",
        "Solved it",
        "Not this",
        "Full article",
        "Why this?",
        "Article `Q269241`",
        words.NOT_THIS_SHOWS_NEXT,
    ]
    places = [text.find(one) for one in wanted]
    assert -1 not in places
    assert places == sorted(places)


def test_an_answer_is_useful_as_plain_text():
    text = reply_message(reply()).text
    for wanted in (FOUNDING.title, "Q269241", "Log in failed with 530.", "Cause: ", "Resolution: "):
        assert wanted in text


@pytest.mark.parametrize(
    ("name", "sample", "private", "expected"),
    [
        ("answer", reply(), False, [*PRESSED, *LOOKED, "ask_a_person paste:7"]),
        (
            "private answer",
            reply(),
            True,
            [*PRESSED, *LOOKED, "ask_a_person paste:7", "share paste:7"],
        ),
        ("asked for help", reply(help=HELP), False, [*PRESSED, *LOOKED]),
        ("resolved", reply(resolved_by="U0ANNA", resolved_at=NOW), True, [LOOKED[0], "reopen answer:12"]),
        ("resolved by something else", reply(resolution=OTHERWISE), False, [*LOOKED, "reopen_paste paste:7"]),
        ("article gone", reply(article=None), False, ["ask_a_person paste:7"]),
        (
            "turned down",
            reply(refusals=refusals("One")),
            False,
            [
                "why_not another_error:answer:90",
                "why_not did_not_help:answer:90",
                "why_not not_my_server:answer:90",
                "show_again answer:90",
                *PRESSED,
                *LOOKED,
                "solved_otherwise paste:7",
                "ask_a_person paste:7",
            ],
        ),
        (
            "choices",
            reply(ReplyKind.CHOICES),
            False,
            [
                "show_1 answer:20",
                "show_2 answer:21",
                "show_3 answer:22",
                "none_of_these paste:7",
                "solved_otherwise paste:7",
                "ask_a_person paste:7",
            ],
        ),
        (
            "exhausted",
            reply(ReplyKind.EXHAUSTED, refusals=refusals("One", reason=Reason.DID_NOT_HELP)),
            False,
            ["solved_otherwise paste:7", "ask_a_person paste:7"],
        ),
        (
            "nothing",
            reply(ReplyKind.NOTHING),
            False,
            ["solved_otherwise paste:7", "ask_a_person paste:7", "open_article_1 article:Q269241"],
        ),
        (
            "a question decides",
            reply(ReplyKind.CHOICES, question=QUESTION),
            False,
            [
                "decides_1 answer:20",
                "decides_2 answer:21",
                "decides_3 paste:7",
                "show_1 answer:20",
                "show_2 answer:21",
                "show_3 answer:22",
                "none_of_these paste:7",
                "solved_otherwise paste:7",
                "ask_a_person paste:7",
            ],
        ),
        ("empty", reply(ReplyKind.EMPTY), True, []),
        ("deleted", reply(ReplyKind.GONE), True, []),
    ],
)
def test_buttons(name, sample, private, expected):
    given = [f"{action} {value}" for _, action, value in buttons(reply_message(sample, private=private))]
    assert given == expected, name


def test_button_values_are_read_back():
    for _, action, value in buttons(reply_message(reply(), private=True)):
        what = "answer" if f"{action} {value}" in {*PRESSED, *LOOKED} else "paste"
        assert ids.read_value(value, what) in {"12", "7"}
    share = buttons(article.article_message(FOUNDING, private=True))
    opens = (words.FULL_ARTICLE, ids.OPEN_ARTICLE, "article:Q269241")
    assert share == [opens, (words.SHARE_HERE, ids.SHARE_ARTICLE, "article:Q269241")]
    assert buttons(article.article_message(FOUNDING, private=False)) == [opens]


def test_a_resolved_answer_says_who_and_how_to_see_it_again():
    message = reply_message(reply(resolved_by="U0ANNA", resolved_at=NOW))
    text = shown(message)
    assert "*Resolved by <@U0ANNA> with `Q269241`*" in text
    assert "|2026-11-22 18:00 UTC>" in text
    assert "*Cause*" not in text
    assert message.text == f"Resolved by <@U0ANNA> with Q269241: {FOUNDING.title}"


def test_a_person_of_the_terminal_is_named_not_mentioned():
    assert "by anna & bert with".replace("&", "&amp;") in shown(reply_message(reply(resolved_by="anna & bert")))


def test_what_was_tried_and_asked_is_said():
    text = shown(reply_message(reply(refusals=refusals("One", "Two"), help=HELP)))
    assert "Was not it: One (<@U0BERT>); Two (<@U0BERT>)" in text
    assert "<@U0BERT> asked a person for help." in text


def test_a_long_resolution_is_cut_between_its_steps_and_names_the_rest():
    steps = [f"{number}. Step {number} of many, with some words to it." for number in range(1, 400)]
    text = shown(reply_message(reply(article=replace(FOUNDING, resolution="\n\n".join(steps)))))
    assert words.REST_IN_FULL in text
    assert all(
        line.endswith("with some words to it.") for line in re.split(r"\\n|\n", text) if re.match(r"\d+\. Step", line)
    )


def test_choices_say_what_tells_them_apart():
    message = reply_message(reply(ReplyKind.CHOICES))
    text = shown(message)
    for choice in choices():
        assert choice.title in text
        assert choice.title in message.text
    assert "Your paste shows the reply 530\\nPossible: about 6 in 10" in text
    assert "Only with a named user\\nPossible: about 5 in 10" in text
    assert "As checked on 169 labelled pastes" in text
    assert "(Only with a named user)" in message.text


def test_a_question_that_decides_is_asked_before_the_choices():
    message = reply_message(reply(ReplyKind.CHOICES, question=QUESTION))
    text = shown(message)
    asked = "Which server is it: IIS 4 or vsftpd?"
    assert text.index(asked) < text.index("Something else") < text.index(choices()[0].title)
    assert asked in message.text


def test_how_sure_it_is_comes_from_people_once_they_judged_enough():
    assert "Very likely: 45 of 50 such answers were right here" in shown(reply_message(reply(sureness=JUDGED)))
    often_wrong = reply(sureness=Sureness(0.5, 40, 20))
    assert "Possible: 20 of 40 such answers were right here" in shown(reply_message(often_wrong))
    assert "in 20" not in shown(reply_message(reply(sureness=Sureness(0.97, 0))))


@pytest.mark.parametrize(
    ("name", "more", "expected"),
    [
        ("everything known", {}, [words.SEND_SINCE, words.SEND_ELSEWHERE, words.SEND_MODE]),
        (
            "prose",
            {"facts": ("dialect:prose",), "steps": (), "failure": None},
            [words.SEND_LOG, words.SEND_ERROR, words.SEND_SERVER],
        ),
        (
            "no beginning",
            {"facts": ("dialect:transcript",), "steps": decision().steps[2:]},
            [words.SEND_START, words.SEND_SERVER, words.SEND_CLIENT],
        ),
        (
            "data connection",
            {"facts": ("dialect:transcript", "server:vsftpd", "client:curl", "step:data")},
            [words.SEND_MODE, words.SEND_SINCE, words.SEND_ELSEWHERE],
        ),
    ],
)
def test_what_would_help_depends_on_what_is_missing(name, more, expected):
    sample = reply(ReplyKind.NOTHING, paste=paste(decision=decision(band=Band.QUIET, **more)))
    text = shown(reply_message(sample))
    listed = [f"{place}. {sentence}" for place, sentence in enumerate(expected, start=1)]
    assert "\\n".join(listed) in text, name


@pytest.mark.parametrize(
    ("name", "more", "expected"),
    [
        ("clean session", {"failure": None, "facts": ("outcome:clean", "protocol:ftp")}, words.NO_FAILURE),
        ("no session", {"failure": None, "steps": (), "facts": ()}, words.NO_SESSION),
        ("other protocol", {"facts": ("protocol:smtp",)}, words.other_protocol("SMTP")),
    ],
)
def test_nothing_says_what_the_paste_shows(name, more, expected):
    sample = reply(ReplyKind.NOTHING, paste=paste(decision=decision(band=Band.QUIET, **more)))
    assert expected in shown(reply_message(sample)), name


def test_nothing_names_the_nearest_articles_and_how_to_open_them():
    message = reply_message(reply(ReplyKind.NOTHING))
    assert f"Open\n{FOUNDING.title}" in shown(message)


def test_a_shared_command_shows_what_was_asked():
    sample = reply(paste=paste(source=Source.COMMAND))
    assert "<@U0ANNA> asked me about this:" in shown(reply_message(sample))
    assert "asked me about this" not in shown(reply_message(sample, private=True))
    assert "asked me about this" not in shown(reply_message(reply()))


def test_marks_never_stand_without_words():
    for name, text in vars(words).items():
        if isinstance(text, str) and name.isupper() and name != "COMMAND":
            assert re.search(r"\w{3,}", text), name


@pytest.mark.parametrize("kind", KINDS)
def test_twenty_five_candidates_fit(kind, accepted):
    for sample in (reply(kind), hostile_reply(kind)):
        message = reply_message(twenty_five(sample))
        accepted(message)
        assert_within_limits(message)


def test_what_something_else_solved_makes_room():
    message = reply_message(reply(resolution=OTHERWISE))
    assert words.was_shown(FOUNDING.title) in shown(message)
    assert f"*{words.CAUSE}*" not in shown(message)
    assert "by something else" in message.text
