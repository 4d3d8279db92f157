"""The short messages around a reply: to the poster, and when something cannot be done."""

from collections.abc import Sequence

from bot.slack.message import Message
from bot.slack.views import markup, parts, words
from bot.support.reply import Reply


def secret_warning(kinds: Sequence[str]) -> Message:
    """Tells a poster, privately, that the message holds a secret.

    Args:
        kinds: What was found: ``password``, ``token`` …
    """
    found = markup.escape(words.secret_found(kinds))
    said = f"{found} {words.STORED_NOWHERE} {words.CHANGE_IT}"
    return parts.message(said, [parts.section(f"*{found}*\n{words.STORED_NOWHERE}\n*{words.CHANGE_IT}*")])


def usage_message() -> Message:
    """How to use the bot."""
    lines = [f"• {how}: {what}" for how, what in words.USAGE]
    blocks: parts.Blocks = [
        parts.header(words.USAGE_TITLE),
        parts.section("\n".join(lines)),
        parts.section(words.USAGE_ELSE),
        *parts.context(words.USAGE_OUTCOME),
    ]
    return parts.message("\n".join([words.USAGE_TITLE, *lines]), blocks)


def failure_message(sentence: str, reference: str) -> Message:
    """What failed, said once, with the reference that the log has too.

    Args:
        sentence: What is wrong and what to do; see ``bot.errors``.
        reference: A short id.
    """
    said = markup.cut(markup.literal(sentence.strip()) or words.FAILURE_PLAIN, markup.SECTION)
    return parts.message(said, [parts.section(said), *parts.context(words.reference(markup.tick(reference)))])


def no_helpers_message() -> Message:
    """*Ask a person* was pressed, but nobody is set up."""
    return parts.message(
        f"{words.NO_HELPERS} {words.NO_HELPERS_TODO}",
        [parts.section(f"*{words.NO_HELPERS}*\n{words.NO_HELPERS_TODO}")],
    )


def shared_message(reply: Reply) -> Message:
    """What stays of a private reply once it is shared."""
    title = f"\n{markup.literal(reply.article.title)}" if reply.article is not None else ""
    return parts.message(words.SHARED, [parts.section(f"{words.SHARED}{title}")])


def cannot_share_message(channel: str) -> Message:
    """*Share here* was pressed in a conversation that the bot is not in.

    Args:
        channel: Its id.
    """
    said = words.cannot_share(parts.channel(channel))
    return parts.message(f"{said} {words.CANNOT_SHARE_TODO}", [parts.section(f"{said}\n{words.CANNOT_SHARE_TODO}")])
