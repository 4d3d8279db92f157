"""Explain: why an article was shown, from what is stored; nothing is recorded."""

from dataclasses import dataclass

from bot.kb.article import Article
from bot.matching.model import Candidate
from bot.support.model import Answer, Paste
from bot.support.outcome import standing_refusals
from bot.support.ports import Transaction
from bot.support.press import NothingThereError
from bot.support.reply import events_of
from bot.support.sureness import Record, Sureness, sureness

OTHERS = 5
FLOOR = 0.01  # what is less likely than that is no candidate to people


@dataclass(frozen=True, slots=True)
class Explanation:
    """An answer with its reasons.

    Attributes:
        article: As it was when it was shown; None where it is not there any more.
        candidate: With its matches and its evidence; None once the paste was edited, or its text erased.
        others: What else may fit and was not turned down, best first.
    """

    paste: Paste
    answer: Answer
    article: Article | None
    candidate: Candidate | None
    sureness: Sureness
    others: tuple[Candidate, ...]


def explain(tx: Transaction, answer_id: int, record: Record) -> Explanation:
    """Why this answer was given.

    Raises:
        NothingThereError: There is no such answer.
    """
    answer = tx.tickets.answer(answer_id)
    if answer is None:
        raise NothingThereError
    paste = tx.tickets.paste(answer.paste)
    stored = tx.articles.get(answer.article, answer.article_revision)
    candidates = paste.decision.candidates
    refused = standing_refusals(events_of(tx, paste))
    gone = {one.article for one in tx.tickets.answers(paste.id) if one.id in refused} | {answer.article}
    return Explanation(
        paste=paste,
        answer=answer,
        article=stored.article if stored else None,
        candidate=next((one for one in candidates if one.article == answer.article), None),
        sureness=sureness(answer, record),
        others=tuple(one for one in candidates if one.article not in gone and one.confidence >= FLOOR)[:OTHERS],
    )
