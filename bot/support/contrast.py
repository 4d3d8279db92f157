"""Contrast: what tells candidates apart that may all fit, and the question that decides between them.

A candidate alone always has something that speaks for it. What helps people to choose is what speaks for it and for no
other one that is shown: so the evidence of each article is held against that of the others. In this order:

1. A circumstance that the paste does not show and that the articles differ in (the server, passive or active mode, TLS,
   who logs in, the client). Where it parts all of them, it is a question, and its answers are buttons.
2. Evidence that is missing, and that no other one asks for.
3. Evidence that the paste shows, and that no other one asks for.
4. What the article is about, else the line that only this one has.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.kb.article import Article
from bot.matching.evidence import PHRASE
from bot.matching.model import Bearing, Candidate

ASKED: Final = ("server", "mode", "tls", "user", "client")
"""Kinds of facts that people know of their own session, the one they know best first."""

_TOLD: Final = (*ASKED, "data-address")
_CLOSED: Final = {  # kinds of which all values are known: what excludes one wants the others
    "mode": frozenset({"active", "passive"}),
    "tls": frozenset({"explicit", "implicit", "none"}),
    "user": frozenset({"anonymous", "named"}),
}
_SHOWN: Final = (*_TOLD, "failed", "code", "step", "command", "phrase")  # the most telling kind first
_SHORT = 8  # characters; a shorter phrase stands in half of all pastes
_MOST = 2  # facts in one telling


class How(StrEnum):
    """How a fact bears on a choice."""

    IF = "if"  # it is this one only if so; the paste does not show it
    SHOWN = "shown"  # the paste shows it, and no other one asks for it
    ABOUT = "about"  # the article is about it
    LINE = "line"  # the number of a pasted line that reads like this one's symptoms alone


@dataclass(frozen=True, slots=True)
class Telling:
    """The one fact that tells a choice apart; any of ``facts``, as in ``bot.transcript.facts``, or names, or a line."""

    how: How
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """A choice, to be held against the others."""

    article: Article
    candidate: Candidate | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """An answer to a question.

    Attributes:
        values: What it stands for, such as ``iis/4``; empty: something else.
        place: The choice that it decides for, from 0; None: for none of them.
    """

    values: tuple[str, ...]
    place: int | None


@dataclass(frozen=True, slots=True)
class Question:
    """The question whose answer decides between the choices: about a kind of fact, such as ``server``."""

    kind: str
    options: tuple[Option, ...]


def tell_apart(sides: Sequence[Side], facts: Sequence[str]) -> list[Telling | None]:
    """For each choice, the fact that tells it apart from all others; None where nothing does.

    Args:
        sides: The choices, in the order in which they are shown.
        facts: What the paste shows.
    """
    return [next(_tellings(place, sides, facts), None) for place in range(len(sides))]


def deciding_question(sides: Sequence[Side], facts: Sequence[str]) -> Question | None:
    """The question that decides between these choices, if one does.

    Every two choices that a kind of fact matters to want other values of it, and at most one does not care: that one
    is the answer *something else*, which decides for none of them where all care.
    """
    for kind in ASKED:
        if _shows(facts, kind):
            continue
        wanted = _wanted(sides, kind)
        caring = [place for place, values in enumerate(wanted) if values]
        others = [place for place, values in enumerate(wanted) if not values]
        apart = all(_disjoint(wanted[a], wanted[b]) for a in caring for b in caring if a < b)
        if len(caring) > 1 and len(others) <= 1 and apart:
            options = [Option(_named(wanted[place]), place) for place in caring]
            covered = kind in _CLOSED and frozenset[str]().union(*wanted) == _CLOSED[kind]
            rest = [] if covered and not others else [Option((), others[0] if others else None)]
            return Question(kind, (*options, *rest))
    return None


def _tellings(place: int, sides: Sequence[Side], facts: Sequence[str]) -> Iterator[Telling]:
    side, others = sides[place], [*sides[:place], *sides[place + 1 :]]
    for kind in _TOLD:
        wanted = _wanted(sides, kind)
        mine, theirs = wanted[place], [*wanted[:place], *wanted[place + 1 :]]
        if mine and not _shows(facts, kind) and all(_disjoint(mine, one) for one in theirs):
            yield Telling(How.IF, tuple(f"{kind}:{value}" for value in _named(mine)[:_MOST]))
    asked_elsewhere = {item for other in others for group in other.article.require for item in group}
    reasons = side.candidate.evidence if side.candidate else ()
    required = [reason for reason in reasons if reason.part == "require"]
    for reason in (one for one in required if one.bearing is Bearing.MISSING):
        group = reason.value.split(" | ")
        if asked_elsewhere.isdisjoint(group):
            yield Telling(How.IF, tuple(group[:_MOST]))  # authors name the most usual first
    held = {one.value for one in required if one.bearing is Bearing.FOR and one.value.partition(":")[0] in _SHOWN}
    ordered = sorted((item for item in held if not _shared(item, asked_elsewhere)), key=_order)
    yield from (Telling(How.SHOWN, (item,)) for item in ordered if not _is_short(item))
    elsewhere = {name for other in others for name in other.article.applies_to}
    names = [name for name in side.article.applies_to if name not in elsewhere and not name.startswith("any ")]
    if names:
        yield Telling(How.ABOUT, tuple(names[:_MOST]))
    yield from _lines(side, others)
    yield from (Telling(How.SHOWN, (item,)) for item in ordered)


def _lines(side: Side, others: Sequence[Side]) -> Iterator[Telling]:
    theirs = {match.line for other in others if other.candidate for match in other.candidate.matches}
    for match in side.candidate.matches if side.candidate else ():
        if match.line not in theirs:
            yield Telling(How.LINE, (str(match.line),))


def _wanted(sides: Sequence[Side], kind: str) -> list[frozenset[str]]:
    """For each side, the values of a kind of fact that it is about; empty where it does not care.

    Where all values of the kind are known, a side that excludes some cares as well, provided that another one is about
    these, or excludes others: else the exclusion is no matter between them.
    """
    wanted = [_required(side.article, kind) for side in sides]
    universe = _CLOSED.get(kind, frozenset())
    excluded = [_values(side.article.exclude, kind) & universe for side in sides]
    differ = len(set(filter(None, excluded))) > 1
    contested = universe if differ else frozenset[str]().union(*wanted)
    return [
        values or (universe - without if without & contested else values)
        for values, without in zip(wanted, excluded, strict=True)
    ]


def _required(article: Article, kind: str) -> frozenset[str]:
    """The values that an article requires.

    A requirement that a fact of another kind would meet as well says nothing of this kind; a phrase that would is only
    another way to show it.
    """
    universe = _CLOSED.get(kind)
    for group in article.require:
        values = _values(group, kind)
        if values and all(item.startswith((f"{kind}:", PHRASE)) for item in group):
            return (values if universe is None else values & universe) - _values(article.exclude, kind)
    return frozenset()


def _values(items: Sequence[str], kind: str) -> frozenset[str]:
    return frozenset(item.removeprefix(f"{kind}:") for item in items if item.startswith(f"{kind}:"))


def _disjoint(these: frozenset[str], those: frozenset[str]) -> bool:
    """Whether no value does for both; ``iis`` stands for all its versions."""
    return not any(a == b or a.startswith(f"{b}/") or b.startswith(f"{a}/") for a in these for b in those)


def _named(values: frozenset[str]) -> tuple[str, ...]:
    """The values to name: ``iis/4`` says more than ``iis/old``, and ``iis`` all that ``iis/4`` does."""
    plain = {value for value in values if not any(value.startswith(f"{other}/") for other in values)}
    exact = {value for value in plain if not value.endswith(("/old", "/new"))}
    return tuple(sorted(exact or plain))


def _shows(facts: Sequence[str], kind: str) -> bool:
    return any(fact.startswith(f"{kind}:") for fact in facts)


def _shared(item: str, asked: AbstractSet[str]) -> bool:
    """Whether evidence is asked for elsewhere, a phrase also as a part of another or around it."""
    if not item.startswith(PHRASE):
        return item in asked
    words = item.removeprefix(PHRASE)
    phrases = (other.removeprefix(PHRASE) for other in asked if other.startswith(PHRASE))
    return any(words in other or other in words for other in phrases)


def _is_short(item: str) -> bool:
    return item.startswith(PHRASE) and len(item) < len(PHRASE) + _SHORT


def _order(item: str) -> tuple[int, int, str]:
    """The most telling first: by its kind, then the longest."""
    return (_SHOWN.index(item.partition(":")[0]), -len(item), item)
