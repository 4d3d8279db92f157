"""The question that is asked once, when nobody said what became of a paste."""

from bot.slack import ids
from bot.slack.message import Message
from bot.slack.views import afterwards, markup, parts, words
from bot.slack.views.words import inquiry
from bot.support.reply import Reply, ReplyKind


def inquiry_message(reply: Reply) -> Message:
    """The question, or once somebody said something, thanks."""
    if reply.kind is ReplyKind.GONE:
        return parts.message(inquiry.GONE, [parts.section(inquiry.GONE)])
    if reply.resolution is not None or reply.help is not None or reply.refusals:
        return parts.message(inquiry.NOTED, [parts.section(inquiry.NOTED)])
    who = parts.person(reply.paste.author)
    none = parts.button(words.NONE_OF_THESE, ids.NONE_OF_THESE, "paste", reply.paste.id)
    article = reply.article if reply.answer is not None else None
    asked = inquiry.solved_by(who, markup.literal(article.title)) if article is not None else inquiry.solved(who)
    blocks: parts.Blocks = [
        parts.section(asked),
        *parts.context(inquiry.ONCE),
        *afterwards.buttons(
            reply,
            *([none] if reply.kind is ReplyKind.CHOICES else []),
            private=False,
            solved=article is not None,
        ),
    ]
    return parts.message(asked, blocks)
