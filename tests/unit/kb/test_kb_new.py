"""Templates of articles, and articles of an earlier revision."""

import subprocess

import pytest

from bot.errors import UsageError
from bot.kb.lint import lint
from bot.kb.markdown import dump, parse
from bot.kb.revision import articles_at
from bot.kb.template import template
from tests.unit.kb.make import own_article

TITLE = "The door: closed, 'again'"


def test_a_template_is_an_article_that_lint_finds_unfinished():
    article = parse(template("door-closed", title=TITLE, cause="connection-refused"), "door-closed.md")
    assert (article.id, article.title, article.cause_slug) == ("door-closed", TITLE, "connection-refused")
    assert article.status == "draft"
    assert {problem.rule for problem in lint([article])} == {"symptoms", "front", "tests", "task"}


@pytest.fixture
def folder(tmp_path):
    """A folder of articles below the top of a working tree, with one commit and a change since."""

    def git(*arguments):
        subprocess.run(
            ["git", "-C", str(tmp_path), "-c", "user.name=ida", "-c", "user.email=ida@example.com", *arguments],
            check=True,
            capture_output=True,
        )

    articles = tmp_path / "articles"
    articles.mkdir()
    (tmp_path / "beside.md").write_text("no article")
    (articles / "door-closed.md").write_text(dump(own_article(title="As it was")))
    git("init", "--initial-branch=main")
    git("add", ".")
    git("commit", "--message=one", "--no-gpg-sign")
    (articles / "door-closed.md").write_text(dump(own_article(title="As it is")))
    (articles / "window.md").write_text(dump(own_article(id="window")))
    return articles


@pytest.mark.parametrize("revision", ["HEAD", "main"])
def test_the_articles_of_a_revision(folder, revision):
    found = articles_at(folder, revision)
    assert [(article.id, article.title) for article in found.articles] == [("door-closed", "As it was")]
    assert found.unread == ()


@pytest.mark.parametrize("revision", ["v9", "", "--all", "HEAD:articles", "a\0b"])
def test_no_revision(folder, revision):
    with pytest.raises(UsageError, match="is no folder, file or git revision to compare articles with"):
        articles_at(folder, revision)


def test_no_working_tree(tmp_path):
    with pytest.raises(UsageError, match="is no folder, file or git revision"):
        articles_at(tmp_path, "HEAD")
