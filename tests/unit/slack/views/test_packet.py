import json
from dataclasses import replace

import pytest
from view_checks import buttons, settled, shown
from view_samples import (
    FOUNDING,
    HELP,
    NOW,
    OTHERWISE,
    TEXT,
    hostile,
    paste,
    refusals,
    reply,
)

from bot.slack import ids
from bot.slack.sendable import assert_modal
from bot.slack.views import words
from bot.slack.views.packet import packet_message, solution_modal
from bot.support.reply import ReplyKind


def test_a_packet_mentions_people_and_groups_but_no_channel():
    sample = reply(help=HELP, refusals=refusals("One"), paste=paste(text="\n".join(f"line {n}" for n in range(2_000))))
    link = "https://example.slack.com/archives/C1/p1?thread_ts=1.2&cid=C1"
    message = packet_message(sample, settled(helpers=["U0BERT", "W0CARL", "S0FTP", "C0HELP"], permalink=link), "C0HELP")
    text = shown(message)
    for wanted in (
        "<@U0BERT> <@W0CARL> <!subteam^S0FTP> can you help?",
        "<@U0ANNA> asks for a person",
        "<https://example.slack.com/archives/C1/p1?thread_ts=1.2&amp;cid=C1|in this thread>",
        "Server: IIS 4 · Client: ftp.exe of Windows",
        "line 0",
        "line 1999",
        "lines left out",
        FOUNDING.title,
        "One",
    ):
        assert wanted in text
    assert "C0HELP" not in text


@pytest.mark.parametrize(
    ("name", "sample", "expected", "pressed"),
    [
        ("asked", reply(help=HELP), "Who can help?", ["claim", "resolve"]),
        (
            "claimed",
            reply(help=replace(HELP, claimed_by="U0CARL")),
            "<@U0CARL> takes care of this.",
            ["release", "resolve"],
        ),
        (
            "resolved by the answer",
            reply(resolved_by="U0ANNA", resolved_at=NOW, resolution=OTHERWISE),
            "*Resolved by <@U0ANNA> with `Q269241`*",
            ["reopen_paste"],
        ),
        (
            "resolved otherwise",
            reply(resolution=OTHERWISE),
            "*Resolved by <@U0BERT>*, by something else.",
            ["reopen_paste"],
        ),
        (
            "resolved with an article",
            reply(resolution=replace(OTHERWISE, article="Q1", detail={"note": "<!here>"})),
            "*Resolved by <@U0BERT>* with `Q1`: &lt;!here&gt;",
            ["reopen_paste"],
        ),
        ("open again", reply(), "This is open again", []),
    ],
)
def test_a_packet_says_where_it_stands(name, sample, expected, pressed, accepted):
    message = packet_message(sample, settled(), "C0HELP")
    accepted(message)
    assert expected in shown(message)
    assert [action for _, action, _ in buttons(message)] == pressed, name


def test_a_packet_outside_shows_nothing_that_was_pasted():
    text = json.dumps(packet_message(reply(help=HELP), settled(lines=False), "C0HELP").blocks, ensure_ascii=False)
    assert not any(line in text for line in TEXT.splitlines() if len(line) > 12)
    assert "Server: IIS 4" in text


def test_the_modal_offers_what_was_shown_and_something_else():
    modal = solution_modal([(place, hostile(120)) for place in range(60)], "{}")
    assert_modal(modal)
    select, *inputs = (block["element"] for block in modal.blocks)
    assert len(select["options"]) == 25
    assert [one["action_id"] for one in inputs] == [ids.SOLVING_ARTICLE, ids.SOLVING_NOTE]
    assert_modal(solution_modal([], "{}"))


def test_a_packet_of_a_deleted_paste_says_so():
    message = packet_message(reply(ReplyKind.GONE, paste=paste(text="", withdrawn=True)), settled(), "C0HELP")
    assert words.NOTHING_PASTED in shown(message)
    assert words.NOTHING_SHOWN in shown(message)
