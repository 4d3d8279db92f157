"""The numbers in Slack: complete in both forms, within Slack's limits, and never a share of too few."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analytics.model import TOO_FEW, Change
from bot.slack.sendable import assert_sendable
from bot.slack.views import native, stats
from tests.fakes.blocks import check_message
from tests.unit.analytics.page.make import HOSTILE, empty, report

FULL = report(tickets=200, weeks=30)
REPORTS = {
    "full": FULL,
    "large": report(tickets=50_000, weeks=60, articles=400),
    "few": report(tickets=2, weeks=2),
    "empty": empty(),
}
SHOWN = {
    f"{kind}, {name}": shown
    for name, made in REPORTS.items()
    for kind, shown in (
        ("support", stats.stats(made, everything=True)),
        ("everybody", stats.stats(made, everything=False)),
        ("digest", stats.digest(made, made)),
    )
}


def kinds(blocks):
    return [block["type"] for block in blocks]


@pytest.mark.parametrize("name", SHOWN)
def test_slack_takes_both_forms(name):
    shown = SHOWN[name]
    for message in (shown, replace(shown, blocks=shown.plain)):
        assert_sendable(message)
        blocks = [dict(block) for block in message.blocks]
        assert check_message({"channel": "C1", "text": message.text, "blocks": blocks}) == []


def test_support_sees_the_articles_and_others_only_totals():
    support, others = stats.stats(FULL, everything=True), stats.stats(FULL, everything=False)
    assert kinds(support.blocks) == ["header", "context", "section", "data_visualization", "data_table", "context"]
    assert kinds(others.blocks) == ["header", "context", "section", "data_visualization", "context"]
    assert "Title of article 3" in json.dumps(support.plain)
    assert "Title of article" not in json.dumps([others.blocks, others.plain])


def test_the_plain_form_has_no_new_blocks():
    for shown in SHOWN.values():
        assert set(kinds(shown.plain)) <= {"header", "context", "section"}


def test_the_text_says_it_all_alone():
    assert stats.stats(FULL, everything=True).text.startswith("Support in numbers, 4 May 2026 to 29 Nov 2026. On ")
    assert "*" not in stats.stats(FULL, everything=True).text


def test_too_few_are_named_and_nothing_is_said_of_them():
    shown = stats.stats(REPORTS["few"], everything=True)
    assert TOO_FEW in shown.text
    assert "No ticket was opened" in stats.stats(REPORTS["empty"], everything=True).text
    assert kinds(stats.stats(REPORTS["empty"], everything=True).blocks) == ["header", "context", "section", "context"]


def test_a_digest_names_only_what_changed_beyond_chance():
    text = json.dumps(stats.digest(FULL, FULL).blocks, ensure_ascii=False)
    assert "Escalation rate: " in text
    assert "Coverage: " not in text  # no more than chance
    same = {name: replace(one, change=Change.CHANCE) for name, one in FULL.comparisons.items()}
    assert "nothing changed" in json.dumps(stats.digest(replace(FULL, comparisons=same), FULL).blocks)


def test_titles_are_shown_as_they_stand():
    plain = json.dumps(stats.stats(FULL, everything=True).plain)
    assert "<script>" not in plain
    rows = stats.stats(FULL, everything=True).blocks[4]["rows"]
    assert rows[1][0]["text"] == HOSTILE  # raw text: Slack shows it as it is


_words = st.text(max_size=200)


@given(
    _words,
    st.lists(st.integers(0, 10**9), min_size=1, max_size=40),
    st.lists(_words, min_size=1, max_size=9, unique=True),
)
def test_charts_keep_to_the_limits(title, values, names):
    categories = [f"week {n}" for n in range(len(values))]
    block = native.bars(title, categories, {f"{n} {name}": values for n, name in enumerate(names)}, x=title, y=title)
    assert check_message({"channel": "C1", "text": "x", "blocks": [block]}) == []


@given(_words, st.lists(st.tuples(_words, st.integers()), min_size=1, max_size=150))
def test_tables_keep_to_the_limits(caption, rows):
    block = native.table(caption or "x", ("name", "count"), rows[:60])
    assert check_message({"channel": "C1", "text": "x", "blocks": [block]}) == []
