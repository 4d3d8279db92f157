"""The reply to a paste, in each of its kinds.

An answer is read on a phone, in a hurry: what it is, where it failed, the cause and the first steps stand first and are
short. The rest of the article, and why it was chosen, open in modals (``full``, ``why``).
"""

from collections.abc import Callable, Mapping
from typing import Final

from bot.slack import ids
from bot.slack.message import Message
from bot.slack.views import afterwards, markup, parts, session, texts, words
from bot.slack.views.words import choices as telling_words
from bot.support.model import Source
from bot.support.reply import Choice, Reply, ReplyKind

_CAUSE = 420  # characters that a cause may have in an answer
_SHORT = 1_500  # characters of JSON of a resolution that is shown in full
_BEGUN = 1_000  # and of one that is only begun, because it is longer
_TELLING = 300
_PASTED = 900
_NEAREST = 3
_CHOICES = 5
_LABEL = 30  # the longest that Slack shows on a phone


def reply_message(reply: Reply, *, private: bool = False) -> Message:
    """The reply as it is now.

    Args:
        reply: What to show.
        private: Only one person sees it, and may share it.
    """
    if reply.kind is ReplyKind.ARTICLE and reply.article is None:
        return _vanished(reply, private)
    if reply.kind is ReplyKind.ARTICLE and reply.resolved_by is not None:
        return _resolved(reply)
    if reply.kind is ReplyKind.ARTICLE and reply.resolved_otherwise:
        return _solved_otherwise(reply, private)
    return _BUILDERS[reply.kind](reply, private)


def _answer(reply: Reply, private: bool) -> Message:
    """One article: what it is, how sure, where it failed, cause, first steps, buttons."""
    article = reply.article
    assert article is not None  # noqa: S101  by the caller's match
    before: parts.Blocks = [
        *_pasted_by_command(reply, private=private),
        parts.header(article.title),
        *parts.context(_how_sure(reply)),
        *parts.context(words.RISK.get(article.risk, "")),
        *session.shown(reply.paste.decision),
    ]
    cause, _ = markup.sentences(texts.cause(article), _CAUSE)
    todo, whole = parts.fill(texts.what_to_do(article), _SHORT)
    if not whole:
        todo, _ = parts.fill(texts.what_to_do(article), _BEGUN)
    body = [*([parts.section(f"*{words.CAUSE}*\n{cause}")] if cause else []), *todo]
    rest = [] if whole else parts.context(words.REST_IN_FULL)
    after: parts.Blocks = [
        *afterwards.said(reply),
        *afterwards.buttons(reply, private=private, solved=True, looks=True),
        *parts.context(words.article_id(markup.tick(article.id)), words.NOT_THIS_SHOWS_NEXT if reply.has_next else ""),
    ]
    text = f"{markup.escape(article.title)} ({markup.escape(article.id)}). {session.in_short(reply.paste.decision)}"
    spoken = [text, *(f"{name}: {markup.cut(said, 1_000)}" for name, said in _spoken(reply) if said)]
    return parts.message("\n".join(spoken), [*before, *body, *rest, *after])


def _spoken(reply: Reply) -> list[tuple[str, str]]:
    """What a screen reader reads of an answer; the whole of it stands in the blocks."""
    article = reply.article
    return [] if article is None else [(words.CAUSE, texts.cause(article)), *texts.what_to_do(article)[:1]]


def _resolved(reply: Reply) -> Message:
    """An answer that solved it: who said so, and how to see the article again."""
    article = reply.article
    assert article is not None  # noqa: S101  by the caller's match
    ident = markup.escape(article.id)
    who = parts.person(reply.resolved_by or "")
    said = words.resolved(who, markup.tick(article.id))
    blocks: parts.Blocks = [
        parts.section(f"{said}\n{markup.literal(article.title)}"),
        *parts.context(words.when(reply.resolved_at) if reply.resolved_at else "", afterwards.note(reply)),
        *parts.buttons(
            afterwards.of_answer(reply, words.FULL_ARTICLE, ids.FULL_ARTICLE),
            afterwards.of_answer(reply, words.REOPEN, ids.REOPEN),
        ),
        *parts.context(words.NOT_SOLVED_AFTER_ALL if reply.answer else ""),
    ]
    return parts.message(words.resolved_plain(who, ident, markup.escape(article.title)), blocks)


def _solved_otherwise(reply: Reply, private: bool) -> Message:
    """An answer to what something else solved: it makes room, and stays within reach."""
    article = reply.article
    assert article is not None  # noqa: S101  by the caller's match
    said = afterwards.otherwise(reply)
    blocks: parts.Blocks = [
        *_pasted_by_command(reply, private=private),
        parts.section(f"{said}\n{words.was_shown(markup.literal(article.title))}"),
        *session.shown(reply.paste.decision),
        *afterwards.said(reply, resolution=False),
        *afterwards.buttons(reply, private=private, looks=True),
    ]
    return parts.message(f"{said} {words.was_shown(markup.escape(article.title))}", blocks)


def _vanished(reply: Reply, private: bool) -> Message:
    """The article of a stored answer is not there any more; what the session shows still is."""
    ident = markup.tick(reply.answer.article) if reply.answer else ""
    said = words.article_vanished(ident)
    blocks = [parts.section(said), *session.told(reply.paste.decision), *afterwards.said(reply)]
    return parts.message(said, [*blocks, *afterwards.buttons(reply, private=private)])


def _choices(reply: Reply, private: bool) -> Message:
    """Titles to choose from, each with the fact that tells it apart, and the question that decides between them."""
    choices = reply.choices[:_CHOICES]
    title = words.choices_title(len(choices))
    blocks: parts.Blocks = [
        *_pasted_by_command(reply, private=private),
        parts.header(title),
        *session.shown(reply.paste.decision),
        *_question(reply),
        parts.divider(),
    ]
    for place, choice in enumerate(choices, start=1):
        show = parts.button(words.SHOW, f"{ids.SHOW}_{place}", "answer", choice.answer.id)
        blocks.append(parts.section(f"*{place}.* {markup.literal(choice.title)}\n{_telling(choice)}", show))
    none = parts.button(words.NONE_OF_THESE, ids.NONE_OF_THESE, "paste", reply.paste.id)
    rests = next((telling_words.rests_on(one.sureness) for one in choices if one.sureness), "")
    blocks += [*afterwards.said(reply), *afterwards.buttons(reply, none, private=private), *parts.context(rests)]
    listed = [
        f"{place}. {markup.escape(choice.title)}{_in_brackets(choice)}" for place, choice in enumerate(choices, 1)
    ]
    asked = [markup.escape(telling_words.question(reply.question))] if reply.question else []
    return parts.message("\n".join([title, *asked, *listed]), blocks)


def _question(reply: Reply) -> parts.Blocks:
    """The question whose answer decides, its answers as buttons."""
    asked = reply.question
    if asked is None or reply.resolved_otherwise:
        return []
    answers = []
    for place, option in enumerate(asked.options, start=1):
        label = parts.label(telling_words.option(option.values), _LABEL)
        action = f"{ids.DECIDES}_{place}"
        if option.place is None:
            answers.append(parts.button(label, action, "paste", reply.paste.id))
        else:
            answers.append(parts.button(label, action, "answer", reply.choices[option.place].answer.id))
    said = markup.cut(markup.literal(telling_words.question(asked)), _TELLING)
    return [parts.section(f"*{said}*"), *parts.buttons(*answers)]


def _telling(choice: Choice) -> str:
    """What tells a choice apart, and how sure it is."""
    told = telling_words.telling(choice.telling) if choice.telling else ""
    sure = telling_words.how_sure_in_short(choice.sureness, choice.answer.band) if choice.sureness else ""
    return "\n".join(filter(None, [markup.cut(markup.literal(told), _TELLING), sure]))


def _in_brackets(choice: Choice) -> str:
    told = markup.escape(telling_words.telling(choice.telling)) if choice.telling else ""
    return f" ({markup.cut(told, _TELLING)})" if told else ""


def _exhausted(reply: Reply, private: bool) -> Message:
    """Everything that fits was shown, and people said no."""
    blocks: parts.Blocks = [
        *_pasted_by_command(reply, private=private),
        parts.header(words.EXHAUSTED_TITLE),
        parts.section(words.EXHAUSTED),
        *session.told(reply.paste.decision),
        *afterwards.said(reply),
        *afterwards.buttons(reply, private=private),
    ]
    return parts.message(f"{words.EXHAUSTED_TITLE}. {words.EXHAUSTED}", blocks)


def _nothing(reply: Reply, private: bool) -> Message:
    """No article fits: what the paste itself shows, what would help, and the nearest articles by words."""
    help_with = [f"{place}. {wanted}" for place, wanted in enumerate(session.would_help(reply.paste.decision), start=1)]
    near: parts.Blocks = [
        parts.section(markup.literal(title), parts.button(words.OPEN, f"{ids.OPEN_ARTICLE}_{place}", "article", ident))
        for place, (ident, title) in enumerate(reply.nearest[:_NEAREST], start=1)
    ]
    blocks: parts.Blocks = [
        *_pasted_by_command(reply, private=private),
        parts.header(words.NOTHING_TITLE),
        *session.told(reply.paste.decision),
        *session.known(reply.paste.decision),
        parts.section("\n".join([f"*{words.WOULD_HELP}*", *help_with])),
        *afterwards.said(reply),
        *afterwards.buttons(reply, private=private),
        *([parts.divider(), *parts.context(words.NEAREST), *near] if near else []),
    ]
    said = [f"{words.NOTHING_TITLE}. {session.in_short(reply.paste.decision)}", words.WOULD_HELP, *help_with]
    return parts.message("\n".join(said), blocks)


def _empty(_reply: Reply, _private: bool) -> Message:
    """Asked without any text: how to ask."""
    blocks = [parts.header(words.EMPTY_TITLE), parts.section(words.EMPTY), *parts.context(words.EMPTY_SECRETS)]
    return parts.message(f"{words.EMPTY_TITLE}. {words.EMPTY}", blocks)


def _gone(_reply: Reply, _private: bool) -> Message:
    """The paste was deleted, and the reply cannot be."""
    return parts.message(words.GONE, [parts.section(words.GONE)])


_BUILDERS: Final[Mapping[ReplyKind, Callable[[Reply, bool], Message]]] = {
    ReplyKind.ARTICLE: _answer,
    ReplyKind.CHOICES: _choices,
    ReplyKind.EXHAUSTED: _exhausted,
    ReplyKind.NOTHING: _nothing,
    ReplyKind.EMPTY: _empty,
    ReplyKind.GONE: _gone,
}


def _pasted_by_command(reply: Reply, *, private: bool) -> parts.Blocks:
    """What a command's reply answers: others never saw it, so a shared reply says it."""
    if private or reply.paste.source is not Source.COMMAND:
        return []
    return [parts.section(words.pasted_by(parts.person(reply.paste.author))), *parts.pasted(reply.paste, _PASTED)]


def _how_sure(reply: Reply) -> str:
    if reply.answer is None or reply.sureness is None:
        return ""
    return telling_words.how_sure(reply.sureness, reply.answer.band)
