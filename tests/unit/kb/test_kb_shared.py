"""Runs of words shared with other texts: where they stand, how long they are, and what does not count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ArticleError
from bot.kb.markdown import dump
from bot.kb.shared import prose, shared_runs
from tests.unit.kb.make import microsoft_text, named, own_article

PROSE = "The old postman never walks to the red door before the second bell has rung twice."


def runs(folder, article, *texts, shortest=12):
    ours, theirs = folder / "ours", folder / "theirs"
    ours.mkdir()
    theirs.mkdir()
    (ours / "door-closed.md").write_text(article if isinstance(article, str) else dump(article))
    for number, text in enumerate(texts, start=1):
        (theirs / f"{number}.txt").write_text(text)
    return list(shared_runs(ours, theirs, shortest))


def test_a_run_is_named_once_in_its_full_length_with_both_places(tmp_path):
    text = dump(own_article(cause=f"It is known.\n{PROSE} Nobody asks."))
    line = text.split("\n").index(f"{PROSE} Nobody asks.") + 1
    (run,) = runs(tmp_path, text, f"Well.\n\n{PROSE.upper()}\nSo be it.")
    assert run == ("door-closed.md", line, "1.txt", 3, PROSE.lower().rstrip("."))


def test_runs_over_lines_and_within_json(tmp_path):
    found = runs(
        tmp_path, own_article(cause=PROSE), PROSE.replace(" ", "\n"), '{"a": "' + PROSE.replace(" ", "\\n") + '"}'
    )
    assert [(run.other, run.other_line) for run in found] == [("1.txt", 1), ("2.txt", 1)]


COMPARED = [
    ("the title", {"title": PROSE}),
    ("the rest", {"more": f"- {PROSE}"}),
    ("people's words", {"symptoms": (PROSE, "b", "c")}),
]


@pytest.mark.parametrize("changes", **named(COMPARED))
def test_what_counts(changes, tmp_path):
    assert len(runs(tmp_path, own_article(**changes), PROSE)) == 1


NOT_COMPARED = [
    ("a transcript", {"symptoms": (f"421 Closed.\n{PROSE}", "b", "c")}),
    ("tests", {"tests": own_article().tests.__class__(find=(PROSE,))}),
    ("references", {"references": (PROSE,)}),
    ("a fence", {"resolution": f"1. Type:\n\n```\n{PROSE}\n```"}),
    ("code", {"cause": f"It says `{PROSE}`."}),
    ("a quotation", {"cause": f"It says “{PROSE}”."}),
    ("a plain quotation", {"cause": f'It says "{PROSE}".'}),
    ("other words", {"cause": PROSE.replace("before", "until")}),
]


@pytest.mark.parametrize("changes", **named(NOT_COMPARED))
def test_what_does_not_count(changes, tmp_path):
    assert runs(tmp_path, own_article(**changes), PROSE) == []


def test_imported_articles_are_nobody_to_compare(tmp_path):
    assert runs(tmp_path, microsoft_text(), microsoft_text()) == []


def test_shorter_runs_can_be_asked_for(tmp_path):
    article = own_article(cause="Somebody must send the letter again.")
    (run,) = runs(tmp_path, article, microsoft_text(), shortest=4)
    assert run.words == "send the letter again"


def test_nothing_to_compare_with(tmp_path):
    with pytest.raises(ArticleError, match="no such file"):
        list(shared_runs(tmp_path, tmp_path / "nowhere"))


@given(st.text(alphabet='ab "`“”\n-:~', max_size=200))
def test_prose_keeps_the_numbers_of_lines(text):
    assert prose(text).count("\n") == text.count("\n")
