"""What to write next: the button that begins an article, and what is said when it is begun."""

from slack_sdk.models.blocks import ButtonElement

from bot.kb.article import Article
from bot.slack import ids
from bot.slack.message import Message
from bot.slack.views import markup, parts
from bot.slack.views import words as common
from bot.slack.views.words import gaps as words


def draft_button(cluster: str) -> ButtonElement:
    """Begins the draft of an article of a cluster. One of these stands in a block: its action id is always the same."""
    return parts.button(words.DRAFT_IT, ids.DRAFT_ARTICLE, "cluster", cluster)


def draft_message(article: Article) -> Message:
    """For whoever pressed: what was begun, and how to see it."""
    said = words.begun(markup.literal(article.title), common.opens(markup.escape(article.id)))
    return parts.message(said, [parts.section(said)])
