"""Runs everywhere, without servers: articles and reproductions name each other."""

import re
from pathlib import Path

import pytest

from bot.kb import markdown
from bot.kb.article import Article
from bot.kb.files import read_articles
from bot.kb.lint import reproductions
from tests.kb.real import KB_DATA

_NAMED = re.compile(r'@pytest\.mark\.live\("([^"]+)"\)')
ARTICLES = read_articles(KB_DATA).articles
REPRODUCED = {name for path in Path(__file__).parent.glob("test_*.py") for name in _NAMED.findall(path.read_text())}


def test_articles_and_reproductions_name_each_other() -> None:
    assert reproductions(ARTICLES, REPRODUCED) == ()


def test_thirty_causes_are_reproduced() -> None:
    assert len({article.cause_slug for article in ARTICLES if article.id in REPRODUCED}) >= 30


@pytest.mark.parametrize(
    ("name", "claimed", "reproduced", "expected"),
    [
        ("both say so", True, {"port-in-use"}, []),
        ("neither says so", False, set(), []),
        ("only the article", True, set(), ["port-in-use"]),
        ("only the reproduction", False, {"port-in-use"}, ["port-in-use"]),
        ("a reproduction of nothing", True, {"port-in-use", "gone"}, ["gone"]),
    ],
)
def test_lint_of_reproductions(name: str, claimed: bool, reproduced: set[str], expected: list[str]) -> None:
    article = Article(id="port-in-use", title="The port is in use", reproduced=claimed)
    assert [problem.article for problem in reproductions([article], reproduced)] == expected


def test_the_claim_is_written_and_read() -> None:
    article = next(article for article in ARTICLES if article.reproduced)
    assert markdown.parse(markdown.dump(article), f"{article.id}.md") == article
    assert Article.from_json(article.as_json()) == article
