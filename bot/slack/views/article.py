"""An article by itself, and looking articles up."""

from collections.abc import Sequence

from bot.kb.article import Article
from bot.slack import ids
from bot.slack.message import Message
from bot.slack.views import markup, parts, texts, words

_NAMES = 300
_QUERY = 80


def article_message(article: Article, *, private: bool) -> Message:
    """As much of the article as a message holds, the rest in a modal; *Share here* where others may see it."""
    before: parts.Blocks = [parts.header(article.title), *about(article)]
    note = parts.context(words.REST_IN_FULL)
    may_share = private and not article.is_draft
    after: parts.Blocks = [
        *parts.buttons(
            parts.button(words.FULL_ARTICLE, ids.OPEN_ARTICLE, "article", article.id),
            parts.button(words.SHARE_HERE, ids.SHARE_ARTICLE, "article", article.id) if may_share else None,
        ),
    ]
    room = parts.ROOM - parts.size([*before, *note, *after])
    body, whole = parts.fill(parts_of(article), room)
    text = f"{markup.escape(article.title)} ({markup.escape(article.id)})\n{markup.cut(texts.cause(article), 1_500)}"
    return parts.message(text, [*before, *body, *([] if whole else note), *after])


def names_all(article: Article) -> bool:
    """Whether the small print names all that an article applies to."""
    return len(markup.literal(", ".join(article.applies_to))) <= _NAMES


def about(article: Article) -> parts.Blocks:
    """What an article is about, in small print."""
    names = markup.cut(markup.literal(", ".join(article.applies_to)), _NAMES)
    return [
        *parts.context(
            words.article_id(markup.tick(article.id)),
            words.applies_to(names) if names else "",
            words.RISK.get(article.risk, ""),
        )
    ]


def parts_of(article: Article) -> list[tuple[str, str]]:
    """All of the article in the order in which it is read; what mends it before the long tail."""
    shown = [(words.SYMPTOM, texts.symptom(article)), (words.CAUSE, texts.cause(article)), *texts.what_to_do(article)]
    rest = [(words.SUMMARY, texts.summary(article)), (words.MORE, texts.more(article))]
    return shown + [part for part in rest if part not in shown]


def lookup_message(query: str, articles: Sequence[Article]) -> Message:
    """The nearest articles to these words, each with a button that opens it."""
    if not articles:
        return not_found(query)
    title = words.found_title(_quoted(query))
    found = [
        parts.section(
            f"{markup.literal(article.title)}\n{markup.tick(article.id)}",
            parts.button(words.OPEN, f"{ids.OPEN_ARTICLE}_{place}", "article", article.id),
        )
        for place, article in enumerate(articles, start=1)
    ]
    spoken = [f"{markup.escape(article.id)}: {markup.escape(article.title)}" for article in articles]
    return parts.message("\n".join([title, *spoken]), [parts.section(f"*{title}*"), *found])


def not_found(query: str) -> Message:
    """Nothing has these words, or this id."""
    said = words.not_found(_quoted(query))
    return parts.message(said, [parts.section(said), *parts.context(words.NOT_FOUND_HINT)])


def _quoted(query: str) -> str:
    return f"“{markup.cut(markup.literal(' '.join(query.split())), _QUERY)}”"
