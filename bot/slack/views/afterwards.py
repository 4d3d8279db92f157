"""What follows an answer: what people said of it so far, and what can be pressed."""

from slack_sdk.models.blocks import ActionsBlock, ButtonElement, ConfirmObject

from bot.slack import ids
from bot.slack.message import Message
from bot.slack.views import markup, parts, words
from bot.slack.views.words import afterwards, helping
from bot.support.helping import NOTE
from bot.support.reply import Reply, ReplyKind

_TRIED = 4
_NOTE = 600
_LINKS = 10


def said(reply: Reply, *, resolution: bool = True) -> parts.Blocks:
    """What people did so far, each with who did it; ``resolution`` unless that is said already."""
    no = turned_down(reply)
    return [
        *parts.context(words.tried(parts.listed(no, _TRIED)) if no else ""),
        *parts.context(*_help(reply)),
        *_hidden_lines(reply),
        *parts.context(otherwise(reply) if resolution else ""),
        *linked(reply, reply.paste.reply_channel or reply.paste.channel),
        *_why_not(reply),
    ]


def linked(reply: Reply, channel: str) -> parts.Blocks:
    """The tickets of other systems that people named, as far as those in a conversation may see them."""
    numbers = [
        parts.link(link.url, markup.escape(link.number)) if link.url else markup.literal(link.number)
        for link in reply.visible_in(channel)
    ]
    return [*parts.context(afterwards.linked(parts.listed(numbers, _LINKS)) if numbers else "")]


def turned_down(reply: Reply) -> list[str]:
    """The articles that people said no to, each with who said so and why."""
    return [
        afterwards.turned_down(markup.literal(refusal.title), parts.person(refusal.by), refusal.reason)
        for refusal in reply.refusals
    ]


def otherwise(reply: Reply) -> str:
    """Who said that something else solved it, and what; empty where an answer did, or nothing."""
    resolution = reply.resolution
    if resolution is None or not reply.resolved_otherwise:
        return ""
    article = markup.tick(resolution.article) if resolution.article else ""
    return afterwards.solved_otherwise(parts.person(resolution.actor), article, note(reply))


def note(reply: Reply) -> str:
    """How a person solved it, in their own words; empty where they said nothing of it."""
    said = reply.resolution.detail.get(NOTE) if reply.resolution is not None else None
    return markup.cut(markup.literal(str(said)), _NOTE) if said else ""


def buttons(
    reply: Reply, *first: ButtonElement, private: bool, solved: bool = False, looks: bool = False
) -> parts.Blocks:
    """What can be pressed: nothing that was pressed already, and *Share here* where others do not see it.

    Args:
        reply: The reply as it is now.
        first: What stands before the others.
        private: Only one person sees it.
        solved: Whether the article solved it can be said.
        looks: More of the article can be looked at.
    """
    paste = reply.paste.id
    if reply.resolved_otherwise:
        first, solved = (parts.button(words.REOPEN, ids.REOPEN_PASTE, "paste", paste),), False
    open_ = not reply.resolved_otherwise
    other = open_ and (reply.kind is not ReplyKind.ARTICLE or bool(reply.refusals))
    asking = open_ and reply.help is None
    return [
        *parts.buttons(
            of_answer(reply, words.SOLVED_IT, ids.SOLVED, primary=True) if solved else None,
            of_answer(reply, words.NOT_THIS, ids.NOT_THIS) if solved else None,
            of_answer(reply, words.FULL_ARTICLE, ids.FULL_ARTICLE) if looks else None,
            of_answer(reply, words.WHY_THIS, ids.WHY) if looks else None,
            *first,
            parts.button(afterwards.SOLVED_OTHERWISE, ids.SOLVED_OTHERWISE, "paste", paste) if other else None,
            parts.button(words.ASK_A_PERSON, ids.ASK_A_PERSON, "paste", paste) if asking else None,
            parts.button(words.SHARE_HERE, ids.SHARE, "paste", paste) if private else None,
        )
    ]


def of_answer(reply: Reply, label: str, action: str, *, primary: bool = False) -> ButtonElement | None:
    """A button about the answer that is shown; None where there is none."""
    return parts.button(label, action, "answer", reply.answer.id, primary=primary) if reply.answer else None


def only_the_poster_message(poster: str) -> Message:
    """Somebody pressed what only the poster and support people may.

    Args:
        poster: Who pasted.
    """
    text = afterwards.only_the_poster(parts.person(poster))
    return parts.message(text, [parts.section(text)])


def _help(reply: Reply) -> list[str]:
    """Who asked for a person, and who takes care of it."""
    if reply.help is None:
        return []
    asked = words.asked_for_help(parts.person(reply.help.asked_by))
    claimed = reply.help.claimed_by
    return [asked, helping.claimed(parts.person(claimed)) if claimed else ""]


def _hidden_lines(reply: Reply) -> parts.Blocks:
    """Lets whoever pasted in private show it to those who help elsewhere."""
    if not reply.hidden_from or reply.help is None or reply.paste.withdrawn:
        return []
    where = ", ".join(dict.fromkeys(map(parts.channel, reply.hidden_from)))
    show = parts.button(helping.SHOW_LINES, ids.SHOW_LINES, "paste", reply.paste.id)
    show.confirm = ConfirmObject(
        title=parts.plain(helping.SHOW_LINES_TITLE),
        text=parts.verbatim(helping.show_lines(where)),
        confirm=parts.plain(helping.SHOW_LINES_YES),
        deny=parts.plain(helping.SHOW_LINES_NO),
    )
    return [*parts.context(helping.hidden_from(where)), *parts.buttons(show)]


def _why_not(reply: Reply) -> list[ActionsBlock]:
    """Asks why the last answer was turned down, where nobody said it yet; and the way back."""
    last = reply.refusals[-1] if reply.refusals else None
    if last is None or last.reason is not None or reply.resolution is not None:
        return []
    answer = ids.value_of("answer", last.answer)
    reasons = {label: ids.value_of(reason, answer) for reason, label in afterwards.REASONS.items()}
    why = parts.menu(afterwards.WHY_NOT, ids.WHY_NOT, reasons)
    return parts.buttons(why, parts.button(afterwards.SHOW_AGAIN, ids.SHOW_AGAIN, "answer", last.answer))
