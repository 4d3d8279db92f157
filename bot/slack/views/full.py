"""*Full article*: all of an article in a modal, in pages where it is very long. Nothing of it is left out."""

from bot.kb.article import Article
from bot.slack import ids
from bot.slack.modal import Modal, metadata_of
from bot.slack.views import article as articles
from bot.slack.views import markup, parts
from bot.slack.views.modals import modal
from bot.slack.views.words import looks

PAGE = 24  # sections a page, each of at most 3,000 characters: more is not scrolled through


def full_modal(
    article: Article, *, page: int = 1, shows: str = "", place: dict[str, str | None] | None = None
) -> Modal:
    """A page of an article.

    Args:
        article: The article.
        page: From 1; one that is not there is the last.
        shows: What the buttons that turn pages name the article by: ``answer:12``, ``article:q269241``.
        place: Where it was asked for, and ``view``, the external id of the modal, by which it turns pages.
    """
    body = [section for part in _parts(article) for section in parts.sections(part)]
    pages = [body[start : start + PAGE] for start in range(0, len(body), PAGE)] or [[]]
    number = min(max(page, 1), len(pages))
    head: parts.Blocks = [parts.header(article.title), *articles.about(article)] if number == 1 else []
    turn = [
        parts.button(looks.PREVIOUS_PAGE, f"{ids.PAGE}_1", "page", f"{number - 1}:{shows}") if number > 1 else None,
        parts.button(looks.NEXT_PAGE, f"{ids.PAGE}_2", "page", f"{number + 1}:{shows}")
        if number < len(pages)
        else None,
    ]
    foot: parts.Blocks = [*parts.context(looks.page(number, len(pages))), *parts.buttons(*turn)]
    blocks = [*head, *pages[number - 1], *(foot if len(pages) > 1 else [])]
    return modal(looks.FULL_TITLE, blocks, metadata=metadata_of(**(place or {})))


def _parts(article: Article) -> list[str]:
    """The parts that say something, each under its heading, and what it refers to."""
    names = markup.literal(", ".join(article.applies_to) if not articles.names_all(article) else "")
    references = "\n".join(f"• {markup.literal(name)}" for name in article.references)
    said = [*articles.parts_of(article), (looks.APPLIES_TO, names), (looks.REFERENCES, references)]
    return [f"*{heading}*\n{text}" for heading, text in said if text.strip()]
