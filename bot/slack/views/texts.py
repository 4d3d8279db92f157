"""The parts of an article as mrkdwn, whether its texts are Markdown or an imported article's plain text."""

from bot.kb.article import Article
from bot.slack.views import markup, words


def cause(article: Article) -> str:
    """Its cause; empty where an imported article has none."""
    return _render(article, article.cause)


def what_to_do(article: Article) -> list[tuple[str, str]]:
    """Headings and texts of what mends it; where an imported article has none of these, of all the text it has."""
    mending = [
        (words.RESOLUTION, _render(article, article.resolution)),
        (words.WORKAROUND, _render(article, article.workaround)),
        (words.VERIFY, _render(article, article.verify)),
    ]
    return (
        mending
        if any(text for _, text in mending)
        else [(words.SUMMARY, summary(article)), (words.MORE, more(article))]
    )


def summary(article: Article) -> str:
    """What precedes the symptoms."""
    return _render(article, article.summary)


def more(article: Article) -> str:
    """What follows the rest."""
    return _render(article, article.more)


def symptom(article: Article) -> str:
    """The first form of what a user sees, as a block of code; empty where the article has none."""
    return markup.excerpt(article.symptoms[0], 1_200) if article.symptoms else ""


def _render(article: Article, text: str) -> str:
    return markup.mrkdwn(text) if article.markdown else markup.plain(text)
