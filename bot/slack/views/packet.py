"""The packet for people who help, as it is now, and the modal in which they say what solved it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from slack_sdk.models.blocks import (
    InputBlock,
    Option,
    PlainTextInputElement,
    StaticSelectElement,
)

from bot.matching.model import Decision
from bot.slack import ids
from bot.slack.message import Message
from bot.slack.modal import Modal
from bot.slack.views import afterwards, markup, modals, parts, session, words
from bot.slack.views.words import helping
from bot.support.reply import Reply

_PASTED = 2_500
_TITLES = 5
_TITLE = 75  # characters of an option's text
_OPTIONS = 25
_NOTE, _ID = 300, 100


def packet_message(reply: Reply, detail: Mapping[str, Any], channel: str) -> Message:
    """What a helper needs: what was pasted, where it failed, what is known and was tried, and who takes care of it.

    Args:
        reply: The reply as it is now.
        detail: What was settled when it was posted: see ``bot.support.notices``.
        channel: Where it stands.
    """
    decision = reply.paste.decision if detail["lines"] else _without_lines(reply.paste.decision)
    who, link = parts.person(detail["asked_by"]), detail["permalink"]
    where = parts.link(link, words.THE_THREAD) if link else _where(detail)
    known = [markup.escape(fact) for fact in words.facts(decision.facts)]
    state, plain = _state(reply, detail["helpers"])
    blocks: parts.Blocks = [
        parts.section(f"{state}\n{words.asked_by(who, where)}"),
        *session.told(decision),
        *parts.context(*known),
        *_pasted(reply, lines=detail["lines"]),
        parts.section("\n".join(_tried(reply))),
        *afterwards.linked(reply, channel),
        *_buttons(reply),
    ]
    return parts.message(f"{plain} {session.in_short(decision)}".rstrip(), blocks)


def solution_modal(answers: Sequence[tuple[int, str]], metadata: str) -> Modal:
    """Asks a person what solved it.

    Args:
        answers: Ids and titles of the answers that were shown.
        metadata: What it is about, and where it was asked.
    """
    options = [Option(value=str(ident), text=parts.plain(_label(title))) for ident, title in answers[:_OPTIONS]]
    shown = InputBlock(
        block_id=ids.SOLVING_ANSWER,
        label=parts.plain(helping.SHOWN_ARTICLE),
        optional=True,
        element=StaticSelectElement(
            action_id=ids.SOLVING_ANSWER, options=options, placeholder=parts.plain(helping.SHOWN_PLACEHOLDER)
        ),
    )
    return modals.modal(
        helping.SOLUTION_TITLE,
        [
            *([shown] if options else []),
            _input(ids.SOLVING_ARTICLE, helping.OTHER_ARTICLE, helping.OTHER_ARTICLE_HINT, _ID),
            _input(ids.SOLVING_NOTE, helping.HOW, helping.HOW_HINT, _NOTE, multiline=True),
        ],
        submit=helping.SOLUTION_SUBMIT,
        callback_id=ids.SOLUTION_MODAL,
        metadata=metadata,
    )


def said_message(text: str) -> Message:
    """A sentence to one person."""
    return parts.message(text, [parts.section(text)])


def _state(reply: Reply, helpers: Sequence[str]) -> tuple[str, str]:
    """Where it stands, as mrkdwn and for notifications."""
    if reply.resolved_by is not None and reply.answer is not None:
        who, article = parts.person(reply.resolved_by), reply.answer.article
        title = markup.escape(reply.article.title) if reply.article is not None else ""
        said = "\n".join(filter(None, [words.resolved(who, markup.tick(article)), afterwards.note(reply)]))
        return said, words.resolved_plain(who, markup.escape(article), title)
    if reply.resolution is not None:
        said = afterwards.otherwise(reply)
        return said, said.replace("*", "")
    if reply.help is not None and reply.help.claimed_by is not None:
        said = helping.claimed(parts.person(reply.help.claimed_by))
        return f"*{said}*", said
    if reply.help is None:
        return helping.REOPENED, helping.REOPENED
    return words.help_wanted(" ".join(filter(None, map(parts.helper, helpers)))), words.HELP_WANTED_PLAIN


def _where(detail: Mapping[str, Any]) -> str:
    """Where somebody asks, when there is nothing to link to."""
    return helping.IN_PRIVATE if detail["outside"] else words.HERE


def _pasted(reply: Reply, *, lines: bool) -> parts.Blocks:
    """What was pasted, or why it is not shown."""
    if not lines and not reply.paste.withdrawn:
        return [parts.section(helping.HIDDEN_LINES)]
    pasted = parts.pasted(reply.paste, _PASTED)
    return [parts.section(f"*{words.PASTED}*"), *pasted] if pasted else [parts.section(words.NOTHING_PASTED)]


def _tried(reply: Reply) -> list[str]:
    """What was shown, and what people said no to."""
    shown = [(choice.answer.article, choice.title) for choice in reply.choices]
    if reply.article is not None and reply.resolved_by is None:
        shown.append((reply.article.id, reply.article.title))
    lines = [f"• {words.SHOWN}: {markup.literal(title)} ({markup.tick(ident)})" for ident, title in shown]
    lines += [f"• {words.ALREADY_TRIED}: {said}" for said in afterwards.turned_down(reply)[:_TITLES]]
    if reply.resolved_by is not None and reply.article is not None:
        lines.insert(0, f"• {markup.literal(reply.article.title)}")
    return lines or [words.NOTHING_SHOWN]


def _buttons(reply: Reply) -> parts.Blocks:
    paste = reply.paste.id
    if reply.resolution is not None:
        return [*parts.buttons(parts.button(words.REOPEN, ids.REOPEN_PASTE, "paste", paste))]
    if reply.help is None:
        return []
    taken = reply.help.claimed_by is not None
    hold = (helping.RELEASE, ids.RELEASE) if taken else (helping.CLAIM, ids.CLAIM)
    return [
        *parts.buttons(
            parts.button(*hold, "paste", paste, primary=not taken),
            parts.button(helping.RESOLVED, ids.RESOLVE, "paste", paste, primary=taken),
        )
    ]


def _without_lines(decision: Decision) -> Decision:
    """What was decided, without the line that decided it."""
    failure = decision.failure
    return decision if failure is None else replace(decision, failure=replace(failure, text="", line=None))


def _input(ident: str, label: str, hint: str, most: int, *, multiline: bool = False) -> InputBlock:
    element = PlainTextInputElement(action_id=ident, max_length=most, multiline=multiline)
    return InputBlock(block_id=ident, label=parts.plain(label), hint=parts.plain(hint), optional=True, element=element)


def _label(title: str) -> str:
    """Foreign text as an option shows it."""
    shown = " ".join(markup.shown(title).split()) or "–"
    return shown if len(shown) <= _TITLE else f"{shown[: _TITLE - 1].rstrip()}…"
