"""What people see of a decision: one article, a few to choose from, or none."""

from typing import Final

from bot.matching.model import Band, Candidate, Decision

SUGGESTIONS: Final = 3
CHOICE_FLOOR: Final = 0.05  # a choice less likely than this is none


def suggested(decision: Decision) -> tuple[Candidate, ...]:
    """The candidates to choose from, where the band is ``suggest``: the first, and others that are likely enough."""
    best = decision.candidates[:SUGGESTIONS]
    return (*best[:1], *(one for one in best[1:] if one.confidence >= CHOICE_FLOOR))


def shown(decision: Decision) -> tuple[Candidate, ...]:
    """The candidates that people see, best first."""
    if decision.band is Band.SUGGEST:
        return suggested(decision)
    return decision.candidates[:1] if decision.band is Band.ANSWER else ()
