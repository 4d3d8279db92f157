"""The short messages around a reply: to helpers, to the poster, and when something cannot be done."""

from collections.abc import Sequence

from bot.slack.message import Message
from bot.slack.views import markup, parts, session, words
from bot.support.reply import Reply

_PASTED = 2_500
_TITLES = 5


def packet_message(reply: Reply, *, helpers: Sequence[str], asked_by: str, permalink: str | None) -> Message:
    """What a helper needs to begin: what was pasted, where it failed, what is known, what was tried.

    Args:
        reply: The reply as it is now.
        helpers: Ids of people, user groups or channels.
        asked_by: Who asks.
        permalink: Of the message that holds the paste; None where the packet stands in its thread.
    """
    decision = reply.paste.decision
    mentions = " ".join(filter(None, map(parts.helper, helpers)))
    who = parts.person(asked_by)
    where = parts.link(permalink, words.THE_THREAD) if permalink else words.HERE
    known = [markup.escape(fact) for fact in words.facts(decision.facts)]
    pasted: parts.Blocks = [*parts.pasted(reply.paste, _PASTED)]
    blocks: parts.Blocks = [
        parts.section(f"{words.help_wanted(mentions)}\n{words.asked_by(who, where)}"),
        *session.told(decision),
        *parts.context(*known),
        *([parts.section(f"*{words.PASTED}*"), *pasted] if pasted else [parts.section(words.NOTHING_PASTED)]),
        parts.section("\n".join(_tried(reply))),
    ]
    return parts.message(f"{words.HELP_WANTED_PLAIN} {session.in_short(decision)}".rstrip(), blocks)


def _tried(reply: Reply) -> list[str]:
    """What was shown, and what people said no to."""
    shown = [(choice.answer.article, choice.title) for choice in reply.choices]
    if reply.article is not None:
        shown.append((reply.article.id, reply.article.title))
    lines = [f"• {words.SHOWN}: {markup.literal(title)} ({markup.tick(ident)})" for ident, title in shown]
    lines += [f"• {words.ALREADY_TRIED}: {markup.literal(title)}" for title in reply.tried[:_TITLES]]
    return lines or [words.NOTHING_SHOWN]


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
