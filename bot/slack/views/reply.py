"""The reply to a paste, in each of its kinds."""

from collections.abc import Callable, Mapping
from itertools import chain
from typing import Final

from bot.matching.model import Candidate
from bot.slack import ids
from bot.slack.message import Message
from bot.slack.views import afterwards, markup, parts, session, texts, words
from bot.support.model import Source
from bot.support.reply import Reply, ReplyKind

_CAUSE = 2_000  # characters of JSON that a cause may take of an answer
_MATCHES = 5
_MATCHED_LINE = 160
_LIKE = 75.0  # a line that matched less than this is shown beside the symptom's
_PASTED = 900


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
    return _BUILDERS[reply.kind](reply, private)


def _answer(reply: Reply, private: bool) -> Message:
    """One article: what it is, where it failed, cause, resolution, what matched, buttons."""
    article = reply.article
    assert article is not None  # noqa: S101  by the caller's match
    ident = markup.tick(article.id)
    before: parts.Blocks = [
        *_pasted_by_command(reply, private=private),
        parts.header(article.title),
        *parts.context(_sureness(reply), words.article_id(ident), words.RISK.get(article.risk, "")),
        *session.told(reply.paste.decision),
    ]
    note = parts.context(words.not_all(markup.escape(article.id)))
    after: parts.Blocks = [
        *_matches(reply.candidate),
        *afterwards.said(reply),
        *parts.context(words.NOT_THIS_SHOWS_NEXT if reply.has_next else ""),
        *afterwards.buttons(reply, private=private, solved=True),
    ]
    room = parts.ROOM - parts.size([*before, *note, *after])
    cause, cause_whole = parts.fill([(words.CAUSE, texts.cause(article))], min(_CAUSE, room))
    todo, todo_whole = parts.fill(texts.what_to_do(article), room - parts.size(cause))
    whole = cause_whole and todo_whole and not article.more
    body: parts.Blocks = [*cause, *todo, *([] if whole else note)]
    text = f"{markup.escape(article.title)} ({markup.escape(article.id)}). {session.in_short(reply.paste.decision)}"
    spoken = [text, *(f"{name}: {markup.cut(said, 1_000)}" for name, said in _spoken(reply) if said)]
    return parts.message("\n".join(spoken), [*before, *body, *after])


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
        *parts.context(
            words.when(reply.resolved_at) if reply.resolved_at else "",
            words.open_article(ident),
            words.NOT_SOLVED_AFTER_ALL if reply.answer else "",
        ),
        *parts.context(afterwards.note(reply)),
        *parts.buttons(afterwards.of_answer(reply, words.REOPEN, ids.REOPEN)),
    ]
    return parts.message(words.resolved_plain(who, ident, markup.escape(article.title)), blocks)


def _vanished(reply: Reply, private: bool) -> Message:
    """The article of a stored answer is not there any more; what the session shows still is."""
    ident = markup.tick(reply.answer.article) if reply.answer else ""
    said = words.article_vanished(ident)
    blocks = [parts.section(said), *session.told(reply.paste.decision), *afterwards.said(reply)]
    return parts.message(said, [*blocks, *afterwards.buttons(reply, private=private)])


def _choices(reply: Reply, private: bool) -> Message:
    """Titles to choose from, each with the fact that tells it apart."""
    title = words.choices_title(len(reply.choices))
    blocks: parts.Blocks = [
        *_pasted_by_command(reply, private=private),
        parts.header(title),
        *session.told(reply.paste.decision),
        parts.divider(),
    ]
    for place, choice in enumerate(reply.choices, start=1):
        answer = choice.answer
        sure = words.confidence_words(answer.confidence, answer.band)
        telling = " · ".join(
            filter(None, [sure, markup.tick(answer.article), markup.cut(markup.literal(choice.telling), 300)])
        )
        show = parts.button(words.SHOW, f"{ids.SHOW}_{place}", "answer", answer.id)
        blocks.append(parts.section(f"*{place}.* {markup.literal(choice.title)}\n{telling}", show))
    none = parts.button(words.NONE_OF_THESE, ids.NONE_OF_THESE, "paste", reply.paste.id)
    blocks += [*afterwards.said(reply), *afterwards.buttons(reply, none, private=private)]
    listed = [f"{place}. {markup.escape(choice.title)}" for place, choice in enumerate(reply.choices, start=1)]
    return parts.message("\n".join([title, *listed]), blocks)


def _exhausted(reply: Reply, private: bool) -> Message:
    """Everything that fits was shown, and people said no."""
    blocks: parts.Blocks = [
        *_pasted_by_command(reply, private=private),
        parts.header(words.EXHAUSTED_TITLE),
        *session.told(reply.paste.decision),
        parts.section(words.EXHAUSTED),
        *afterwards.said(reply),
        *afterwards.buttons(reply, private=private),
    ]
    return parts.message(f"{words.EXHAUSTED_TITLE}. {words.EXHAUSTED}", blocks)


def _nothing(reply: Reply, private: bool) -> Message:
    """No article fits: what the paste itself shows, what would help, and the nearest articles by words."""
    help_with = [f"{place}. {wanted}" for place, wanted in enumerate(session.would_help(reply.paste.decision), start=1)]
    near = [f"• {words.opens(markup.escape(ident))} {markup.literal(title)}" for ident, title in reply.nearest]
    blocks: parts.Blocks = [
        *_pasted_by_command(reply, private=private),
        parts.header(words.NOTHING_TITLE),
        *session.told(reply.paste.decision),
        parts.section("\n".join([f"*{words.WOULD_HELP}*", *help_with])),
        *([parts.section("\n".join([f"*{words.NEAREST}*", *near]))] if near else []),
        *afterwards.said(reply),
        *afterwards.buttons(reply, private=private),
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


def _matches(candidate: Candidate | None) -> parts.Blocks:
    """The pasted lines that matched best, in their order, with their numbers."""
    if candidate is None or not candidate.matches:
        return []
    best = sorted(candidate.matches[:_MATCHES], key=lambda match: match.line)
    pairs = chain.from_iterable(
        [f"{match.line:>4}  {match.text[:_MATCHED_LINE]}"]
        + ([f"      ({words.matched_symptom(match.symptom[:_MATCHED_LINE])})"] if match.similarity < _LIKE else [])
        for match in best
    )
    block = markup.excerpt("\n".join(pairs), 1_400)
    return [parts.section(f"*{words.MATCHED}*\n{block}")]


def _sureness(reply: Reply) -> str:
    return words.confidence_words(reply.answer.confidence, reply.answer.band) if reply.answer else ""
