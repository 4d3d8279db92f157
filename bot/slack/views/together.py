"""A failure that several people have at once: the answer for all, and what leads to it."""

from dataclasses import replace

from bot.slack import ids
from bot.slack.message import Message
from bot.slack.views import markup, parts
from bot.slack.views import words as common
from bot.slack.views.words import together as words
from bot.support.reply import Reply, Together
from bot.support.together import PEOPLE

_TITLE = 200


def in_company(reply: Reply, shown: Message, link: str | None, *, private: bool = False) -> Message:
    """A reply as others' failures make it: marked as the answer for all, or one line that leads to it.

    Args:
        reply: The reply as it is now.
        shown: What it shows by itself.
        link: The web address of the answer for all, where this reply leads to it.
        private: Only one person sees it, and may share it.
    """
    together = reply.together
    if together is None:
        return shown
    if together.leader is not None:
        return _leading(reply, together, link, private=private)
    if together.people < PEOPLE:
        return shown
    said = words.same_from(together.people)
    (mark,) = parts.context(said)
    return replace(shown, text=f"{said.replace('*', '')}\n{shown.text}", blocks=(mark.to_dict(), *shown.blocks))


def _leading(reply: Reply, together: Together, link: str | None, *, private: bool) -> Message:
    """One line, and what can be said of it: it answers a ticket of its own."""
    answer, article = reply.answer, reply.article
    title = markup.cut(markup.literal(article.title), _TITLE) if article else ""
    where = parts.link(link, words.THE_ANSWER) if link else words.THE_ANSWER
    said = words.same_as(where, together.people, title)
    solved = words.solved_there(parts.person(together.resolved_by)) if together.resolved_by else ""
    blocks: parts.Blocks = [parts.section("\n".join(filter(None, [said, solved])))]
    if answer is not None:
        blocks += parts.buttons(
            parts.button(common.SOLVED_IT, ids.SOLVED, "answer", answer.id, primary=bool(solved)),
            parts.button(common.NOT_THIS, ids.NOT_THIS, "answer", answer.id),
            parts.button(words.SHOW_HERE, f"{ids.SHOW}_1", "answer", answer.id),
            parts.button(common.ASK_A_PERSON, ids.ASK_A_PERSON, "paste", reply.paste.id) if not reply.help else None,
            parts.button(common.SHARE_HERE, ids.SHARE, "paste", reply.paste.id) if private else None,
        )
    return parts.message(" ".join(filter(None, [words.SAME_PLAIN, title, solved])), blocks)
