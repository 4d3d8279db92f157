"""From whom an article steals: labelled pastes whose answer changes when articles do.

Every paste is decided twice, by the matcher over the articles as they were and as they are. What people would see is
ordered from the right answer over the right suggestion to silence, a wrong suggestion and a wrong answer; a change
along this order is better or worse, any other (to another article of the right cause, say) is just another.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.kb.article import OWN, Article
from bot.matching.model import Band, Candidate, Decision

_WORTH = {
    (Band.ANSWER, True): 5,
    (Band.SUGGEST, True): 4,
    (Band.QUIET, True): 3,
    (Band.QUIET, False): 2,
    (Band.SUGGEST, False): 1,
    (Band.ANSWER, False): 0,
}


class Effect(StrEnum):
    """What a change does to a paste."""

    WORSE = "worse"
    BETTER = "better"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A paste with the ids or causes of the articles that are right for it; none where the matcher must stay quiet."""

    id: str
    text: str
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A paste whose first article or band is another one than before."""

    paste: Labelled
    before: Decision
    after: Decision

    @property
    def effect(self) -> Effect:
        """Whether that is better or worse for who pasted it."""
        gain = _worth(self.after, self.paste.right) - _worth(self.before, self.paste.right)
        if gain == 0:
            return Effect.OTHER
        return Effect.BETTER if gain > 0 else Effect.WORSE


def pastes_of(articles: Iterable[Article]) -> list[Labelled]:
    """The pastes that each of our own articles says must find it."""
    return [
        Labelled(f"{article.id}#{number}", text, (article.id,))
        for article in articles
        if article.origin == OWN and article.status == "current"
        for number, text in enumerate(article.tests.find, start=1)
    ]


def damage(
    pastes: Iterable[Labelled], before: Callable[[str], Decision], after: Callable[[str], Decision]
) -> list[Change]:
    """The pastes that are decided in another way, the worse ones first.

    Args:
        pastes: Labelled ones.
        before: The matcher over the articles as they were.
        after: The same over the articles as they are.
    """
    changes = [Change(paste, before(paste.text), after(paste.text)) for paste in pastes]
    changes = [change for change in changes if _shown(change.before) != _shown(change.after)]
    return sorted(changes, key=lambda change: list(Effect).index(change.effect))


def first(decision: Decision) -> Candidate | None:
    """The article that a decision puts first."""
    return decision.candidates[0] if decision.candidates else None


def _shown(decision: Decision) -> tuple[Band, str | None]:
    best = first(decision)
    return decision.band, best.article if best else None


def _worth(decision: Decision, right: tuple[str, ...]) -> int:
    best = first(decision)
    names = {name.casefold() for name in (best.article, best.cause or "")} if best else set()
    return _WORTH[decision.band, any(name.casefold() in names for name in right)]
