import json
import re
from dataclasses import replace

import pytest
from view_checks import shown, twenty_five
from view_samples import (
    FOUNDING,
    IMPORTED,
    explanation,
    hostile_reply,
    reply,
)

from bot.slack import ids
from bot.slack.views import article, full, why
from bot.slack.views.reply import reply_message
from bot.slack.views.words import looks
from bot.support.reply import ReplyKind


def test_an_imported_article_flows_and_keeps_its_commands(accepted):
    message = reply_message(reply(article=IMPORTED))
    accepted(message)
    text = shown(message)
    assert "in the middle of its way." in text
    assert "```\\nrename mcm.dll mcm.old\\n```" in text


def test_an_article_without_a_resolution_shows_what_it_has(accepted):
    bare = replace(IMPORTED, cause="", resolution="", summary="All that is known.", more="And this.")
    message = reply_message(reply(article=bare))
    accepted(message)
    assert "All that is known." in shown(message)
    accepted(reply_message(reply(article=replace(bare, summary="", more=""))))


HOSTILE = hostile_reply(ReplyKind.ARTICLE)


@pytest.mark.parametrize("sample", [reply(), HOSTILE, twenty_five(HOSTILE)])
def test_why_this_opens_whatever_was_pasted(sample, modal_accepted, accepted):
    found = replace(explanation(sample), candidate=sample.candidate)
    shown_modal = why.why_modal(replace(found, others=sample.paste.decision.candidates), {"channel": "C0123ABC"})
    modal_accepted(shown_modal)
    accepted(why.why_message(found))
    assert looks.LINES in shown(shown_modal)


def test_why_this_sets_the_article_s_line_beneath_one_that_differs():
    text = shown(why.why_modal(explanation(reply()), {}))
    assert " 6 = 530 User guest@example.com cannot log in." in text
    assert " 7 ≈ Login failed.\\n     ftp: Login failed." in text


def test_why_this_says_that_a_text_was_erased(modal_accepted):
    bare = replace(reply().candidate, matches=(), evidence=())
    erased = replace(explanation(reply()), candidate=bare, others=())
    modal_accepted(why.why_modal(erased, {}))
    assert looks.ERASED in shown(why.why_modal(erased, {}))


@pytest.mark.parametrize("sample", [FOUNDING, IMPORTED, hostile_reply(ReplyKind.ARTICLE, 400_000).article])
def test_a_full_article_loses_nothing_over_its_pages(sample, modal_accepted):
    pages, number = [], 1
    while not pages or f'"{ids.PAGE}_2"' in json.dumps(pages[-1].blocks):
        pages.append(full.full_modal(sample, page=number, shows="answer:12", place={"view": "V" * 200}))
        modal_accepted(pages[-1])
        number += 1
    sections = [block["text"]["text"] for page in pages for block in page.blocks if block["type"] == "section"]
    text = re.sub(r"\W", "", "".join(sections))
    for part in article.parts_of(sample):
        assert re.sub(r"\W", "", part[1]) in text
    last = full.full_modal(sample, page=99, shows="answer:12", place={"view": "V" * 200})
    assert last == pages[-1]
