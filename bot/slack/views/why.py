"""*Why this?*: the lines of the paste beside the article's, what spoke for it and against it, and what else may fit."""

from collections.abc import Iterator

from bot.matching.model import Bearing, Candidate, LineMatch
from bot.slack import ids
from bot.slack.message import Message
from bot.slack.modal import Modal, metadata_of
from bot.slack.views import markup, parts, session, words
from bot.slack.views.modals import modal
from bot.slack.views.words import choices as telling_words
from bot.slack.views.words import looks
from bot.support.explain import Explanation

_LINES = 6
_LINE = 240
_EXCERPT = 2_400
_REASON = 300
_ALTERNATIVES = 3
_SAME = 99.5  # similarity, of 100, from which two lines differ in nothing that was not masked


def why_modal(explanation: Explanation, place: dict[str, str | None]) -> Modal:
    """The reasons, as a modal.

    Args:
        explanation: The answer with its reasons.
        place: Where it was asked for; see ``bot.slack.private``.
    """
    return modal(looks.WHY_TITLE, [*_reasons(explanation), *_others(explanation)], metadata=metadata_of(**place))


def shown_instead_modal() -> Modal:
    """Another candidate was chosen in the modal."""
    return modal(looks.WHY_TITLE, [parts.section(looks.SHOWN_INSTEAD)])


def why_message(explanation: Explanation) -> Message:
    """The same without what else may fit, for whom no modal could be opened."""
    title = _title(explanation)
    return parts.message(f"{looks.WHY_TITLE}: {title}", _reasons(explanation))


def _title(explanation: Explanation) -> str:
    article = explanation.article
    return markup.literal(article.title if article else explanation.answer.article)


def _reasons(explanation: Explanation) -> parts.Blocks:
    candidate, answer = explanation.candidate, explanation.answer
    blocks: parts.Blocks = [
        parts.section(f"*{_title(explanation)}*"),
        *parts.context(telling_words.how_sure_at_length(explanation.sureness, answer.band)),
        *session.told(explanation.paste.decision),
    ]
    if candidate is None or not (candidate.matches or candidate.evidence):
        return [*blocks, *parts.context(looks.ERASED)]
    blocks += _lines(candidate)
    for heading, bearing in (
        (looks.FOR, Bearing.FOR),
        (looks.MISSING, Bearing.MISSING),
        (looks.AGAINST, Bearing.AGAINST),
    ):
        reasons = list(dict.fromkeys(_said(candidate, bearing)))
        if reasons:
            blocks.append(parts.section("\n".join([f"*{heading}*", *(f"• {reason}" for reason in reasons)])))
    return blocks


def _lines(candidate: Candidate) -> parts.Blocks:
    """The pasted lines that matched best, in their order, each above the article's."""
    best = sorted(candidate.matches[:_LINES], key=lambda match: match.line)
    if not best:
        return []
    block = markup.excerpt("\n".join(line for match in best for line in _pair(match)), _EXCERPT)
    return [parts.section(f"*{looks.LINES}*\n{block}"), *parts.context(looks.LEGEND)]


def _pair(match: LineMatch) -> Iterator[str]:
    same = match.similarity >= _SAME
    yield f"{match.line:>2} {'=' if same else '≈'} {match.text[:_LINE]}"
    if not same:
        yield f"     {match.symptom[:_LINE]}"


def _said(candidate: Candidate, bearing: Bearing) -> Iterator[str]:
    for reason in candidate.evidence:
        if reason.bearing is bearing and reason.part not in {"lines", "require", "exclude"}:
            yield markup.literal(words.sentence(reason.hint))
    asked = [reason for reason in candidate.evidence if reason.bearing is bearing and reason.part in looks.ASKED]
    for reason in asked:
        named = dict.fromkeys(map(telling_words.fact, reason.value.split(" | ")[:_ALTERNATIVES]))
        yield markup.cut(markup.literal(looks.ASKED[reason.part](telling_words.either(list(named)), bearing)), _REASON)


def _others(explanation: Explanation) -> parts.Blocks:
    """Other candidates, each of which can be shown instead."""
    blocks: parts.Blocks = [parts.divider(), parts.section(f"*{looks.OTHERS}*")]
    band = explanation.paste.decision.band
    for place, other in enumerate(explanation.others, start=1):
        sure = words.confidence_words(other.confidence, band)
        value = f"{explanation.paste.id}:{other.article}"
        show = parts.button(looks.SHOW_INSTEAD, f"{ids.SHOW_CANDIDATE}_{place}", "candidate", value)
        blocks.append(parts.section(f"{markup.literal(other.title)}\n{sure}", show))
    return blocks if explanation.others else [*blocks[:1], *parts.context(looks.NOTHING_ELSE)]
