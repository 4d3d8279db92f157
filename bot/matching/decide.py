"""Decide: from features to a probability, and from that to a band."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import exp

from bot.matching.evidence import Verdict
from bot.matching.features import NAMES, Features
from bot.matching.model import Band, Bearing, Candidate, Evidence, LineMatch
from bot.matching.parameters import Parameters
from bot.matching.profile import Profile

MOST_CANDIDATES = 6
TO_THE_WORD = 0.9  # how much of an imported article's symptom must be in the paste to answer with it
ALIKE = 1000  # two articles fit alike whose shares are the same in thousandths
CERTAIN = 0.99  # no comparison of texts is surer than this


@dataclass(frozen=True, slots=True)
class Scored:
    """An article with all that was found out about it."""

    entry: Profile
    features: Features
    verdict: Verdict
    place: int = 0

    @property
    def rival(self) -> Hashable:
        """What it competes as: our own articles by their cause, imported ones by what the paste shows of them.

        One message stands in many imported articles. Where the paste shows as much of the one as of the other,
        nothing in it can tell them apart, and either is right.
        """
        if self.entry.own:
            return self.entry.rival
        shown = self.features.found, self.features.covered, self.features.order
        return tuple(round(share * ALIKE) for share in shown)


def rank(scored: Sequence[Scored], parameters: Parameters) -> list[tuple[Scored, float]]:
    """The articles with their probabilities: the best one of each cause first, then the others.

    Rivals compete with each other and with "none of these" (a conditional logit with an outside option). Articles of
    one rival share its probability: the best has all of it, the others less, by how far they are behind. Of imported
    articles these stand beside it, not after the others: to show one alone would be to choose by chance.
    """
    possible = [item for item in scored if not item.verdict.excluded]
    own, imported = parameters.own.judge(NAMES), parameters.imported.judge(NAMES)
    log_odds = [(own if item.entry.own else imported)(item.features) for item in possible]
    judged = [(exp(min(each, 50.0)), item.rival, item) for each, item in zip(log_odds, possible, strict=True)]
    judged.sort(key=lambda each: (-each[0], each[2].entry.article))
    best: dict[Hashable, float] = {}
    for odds, rival, _ in judged:
        best.setdefault(rival, odds)
    total = 1.0 + sum(best.values())
    heads: list[tuple[Scored, float]] = []
    others: list[tuple[Scored, float]] = []
    seen: set[Hashable] = set()
    for odds, rival, item in judged:
        (others if item.entry.own and rival in seen else heads).append((item, min(odds / total, CERTAIN)))
        seen.add(rival)
    struck = [(item, 0.0) for item in scored if item.verdict.excluded]
    return (heads + others + struck)[:MOST_CANDIDATES]


def band(ranked: Sequence[tuple[Scored, float]], parameters: Parameters) -> Band:
    """Whether to answer, to suggest, or to stay quiet."""
    if not ranked:
        return Band.QUIET
    best, probability = ranked[0]
    if _sure(ranked, parameters) and not best.verdict.missing and _trusted(ranked):
        return Band.ANSWER
    chances = {item.entry.article if item.entry.own else item.rival: p for item, p in reversed(ranked[:3])}
    if sum(chances.values()) >= parameters.suggest and probability > 0:
        return Band.SUGGEST
    return Band.QUIET


def _sure(ranked: Sequence[tuple[Scored, float]], parameters: Parameters) -> bool:
    """Whether the best is likely enough, or leads clearly where hardly any but the best two are left."""
    best, probability = ranked[0]
    if probability >= parameters.answer or not best.entry.own:
        return probability >= parameters.answer
    second = next((other for item, other in ranked[1:] if item.entry.own and item.rival != best.rival), 0.0)
    return probability >= parameters.leading and probability + second >= parameters.together


def _trusted(ranked: Sequence[tuple[Scored, float]]) -> bool:
    """An imported article has no evidence to check: it must fit to the word, and no other one as well."""
    best = ranked[0][0]
    if best.entry.own:
        return True
    alone = all(item.entry.own or item.rival != best.rival for item, _ in ranked[1:])
    return alone and best.features.covered >= TO_THE_WORD


def candidate(
    item: Scored, probability: float, matches: tuple[LineMatch, ...], reasons: tuple[Evidence, ...]
) -> Candidate:
    """A scored article as people and programs see it."""
    return Candidate(
        article=item.entry.article,
        revision=item.entry.revision,
        title=item.entry.title,
        cause=item.entry.cause,
        confidence=probability,
        matches=matches,
        evidence=(*_found(item.features, matches), *reasons),
    )


def _found(features: Features, matches: tuple[LineMatch, ...]) -> list[Evidence]:
    """The features in words, those that say something."""
    reasons = [
        Evidence("lines", f"line {match.line}", Bearing.FOR, f"line {match.line} reads like “{match.symptom}”")
        for match in matches[:3]
    ]
    if features.reply:
        agrees = features.reply > 0
        hint = "the same reply code" if agrees else "its symptoms end in other reply codes"
        reasons.append(Evidence("reply", "", Bearing.FOR if agrees else Bearing.AGAINST, hint))
    if features.step:
        agrees = features.step > 0
        hint = "the same step failed" if agrees else "in its symptoms another step failed"
        reasons.append(Evidence("step", "", Bearing.FOR if agrees else Bearing.AGAINST, hint))
    if features.server:
        agrees = features.server > 0
        hint = "the same server software" if agrees else "its symptoms are from other server software"
        reasons.append(Evidence("server", "", Bearing.FOR if agrees else Bearing.AGAINST, hint))
    if not matches and features.covered:
        hint = f"{features.covered:.0%} of the telling words of the paste stand in a symptom"
        reasons.append(Evidence("words", f"{features.covered:.2f}", Bearing.FOR, hint))
    return reasons
