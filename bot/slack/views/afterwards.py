"""What follows an answer: what people said of it so far, and what can be pressed."""

from slack_sdk.models.blocks import ButtonElement

from bot.slack import ids
from bot.slack.message import Message
from bot.slack.views import markup, parts, words
from bot.slack.views.words import afterwards
from bot.support.reply import Reply, ReplyKind

_TRIED = 4


def said(reply: Reply) -> parts.Blocks:
    """What people did so far, each with who did it."""
    turned_down = [
        afterwards.turned_down(markup.literal(refusal.title), parts.person(refusal.by), refusal.reason)
        for refusal in reply.refusals
    ]
    return [
        *parts.context(words.tried(parts.listed(turned_down, _TRIED)) if turned_down else ""),
        *parts.context(words.asked_for_help(parts.person(reply.asked_for_help)) if reply.asked_for_help else ""),
        *parts.context(_otherwise(reply)),
        *_why_not(reply),
    ]


def buttons(reply: Reply, *first: ButtonElement, private: bool, solved: bool = False) -> parts.Blocks:
    """What can be pressed: nothing that was pressed already, and *Share here* where others do not see it."""
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


def _otherwise(reply: Reply) -> str:
    """Who said that something else solved it."""
    if reply.resolution is None or not reply.resolved_otherwise:
        return ""
    return afterwards.solved_otherwise(parts.person(reply.resolution.actor), "")


def _why_not(reply: Reply) -> parts.Blocks:
    """Asks why the last answer was turned down, where nobody said it yet; and the way back."""
    last = reply.refusals[-1] if reply.refusals else None
    if last is None or last.reason is not None or reply.resolution is not None:
        return []
    reasons = [
        parts.button(label, ids.REASONS[reason], "answer", last.answer) for reason, label in afterwards.REASONS.items()
    ]
    again = parts.button(afterwards.SHOW_AGAIN, ids.SHOW_AGAIN, "answer", last.answer)
    return [*parts.context(afterwards.WHY_NOT), *parts.buttons(*reasons, again)]
