"""Evidence: what an article requires of a paste, and what rules it out.

All facts and phrases that any article asks for are looked for in a paste once; each article then only asks what was
found. Evidence tells by how few causes ask for it: ``phrase:writable root`` names one, ``code:530`` names many. An
article whose requirements are met is compared with the paste even where it shares few words with it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from bot.matching.index import Index
from bot.matching.model import Bearing, Evidence
from bot.matching.profile import Profile

PHRASE = "phrase:"
PIECE = 6  # characters of a phrase by which it is looked up; a shorter one is looked up as a whole
_FACTORS = np.array([31**power for power in range(PIECE)], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the evidence of an article stands.

    Attributes:
        met: How many required groups hold.
        missing: How many do not.
        telling: How telling those that hold are together, in nats.
        excluded: Whether something rules the article out.
    """

    met: int = 0
    missing: int = 0
    telling: float = 0.0
    excluded: bool = False


NO_EVIDENCE = Verdict()


@dataclass(frozen=True, slots=True)
class Requirements:
    """What the articles of an index ask for.

    Attributes:
        rarity: For each fact or phrase that is required, how telling it is, in nats.
        phrases: The phrases that are asked for, and as they are looked for.
        pieces: For each of them, checksums of its first, middle and last characters.
        lengths: How many characters these pieces have: ``PIECE``, and the lengths of shorter phrases.
        groups: For each fact or phrase, the articles and the number of their group that ask for it.
        demands: For each article that requires something, how many groups must hold.
    """

    rarity: dict[str, float]
    phrases: tuple[tuple[str, str], ...]
    pieces: NDArray[np.uint64]
    lengths: tuple[int, ...]
    groups: dict[str, tuple[tuple[int, int], ...]]
    demands: dict[int, int]

    @classmethod
    def of(cls, index: Index) -> "Requirements":
        """Gather what the articles ask for."""
        articles = dict(zip(index.demanding.tolist(), index.profiles_of(index.demanding), strict=True))
        causes: defaultdict[str, set[str]] = defaultdict(set)
        groups: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, profile in articles.items():
            for number, group in enumerate(profile.require):
                for item in group:
                    causes[item].add(profile.rival)
                    groups[item].append((place, number))
        asked = {*causes, *(item for profile in articles.values() for item in profile.exclude)}
        wanted = ((item, _sought(item.removeprefix(PHRASE))) for item in sorted(asked) if item.startswith(PHRASE))
        phrases = [(item, phrase) for item, phrase in wanted if phrase]
        total = len({profile.rival for profile in articles.values()})
        return cls(
            rarity={item: log(total / len(named)) for item, named in causes.items()},
            phrases=tuple(phrases),
            pieces=_pieces([phrase for _, phrase in phrases]),
            lengths=tuple(sorted({min(len(phrase), PIECE) for _, phrase in phrases})),
            groups={item: tuple(asking) for item, asking in groups.items()},
            demands={place: len(profile.require) for place, profile in articles.items() if profile.require},
        )

    def found(self, facts: frozenset[str], folded: str) -> frozenset[str]:
        """The facts and phrases that a paste shows.

        Args:
            facts: The reader's facts.
            folded: The paste, folded.
        """
        folded = f" {folded} "  # a phrase with a blank at an end may stand at that end of the paste
        # A paste has pieces of few phrases; only those are looked for, first where their first piece stands.
        checksums = _checksums(folded)[[length - 1 for length in self.lengths]].ravel()
        size = np.uint64(1 << (8 * len(checksums) + 1).bit_length())
        ends = np.zeros(int(size), dtype=np.int32)
        ends[checksums & (size - np.uint64(1))] = np.arange(1, len(checksums) + 1)
        last = ends[self.pieces & (size - np.uint64(1))]
        likely = np.flatnonzero((last > 0).all(axis=1))
        placed = zip(likely.tolist(), ((last[likely, 0] - 1) % len(folded)).tolist(), strict=True)
        phrases = ((*self.phrases[place], start) for place, start in placed)
        shown = (item for item, phrase, start in phrases if folded.startswith(phrase, start) or phrase in folded)
        return facts.union(shown)

    def fulfilled(self, found: Iterable[str]) -> list[int]:
        """The places of the articles whose every requirement is met."""
        met = Counter(place for place, _ in {asking for item in found for asking in self.groups.get(item, ())})
        return [place for place, groups in met.items() if groups == self.demands[place]]

    def check(self, profile: Profile, found: frozenset[str]) -> Verdict:
        """Check an article's evidence against what a paste shows."""
        if not profile.require and not profile.exclude:
            return NO_EVIDENCE
        rarity = self.rarity
        telling = [
            max(rarity[item] for item in group if item in found)
            for group in profile.require
            if not found.isdisjoint(group)
        ]
        excluded = not found.isdisjoint(profile.exclude)
        return Verdict(len(telling), len(profile.require) - len(telling), sum(telling), excluded)

    def reasons(self, profile: Profile, found: frozenset[str]) -> tuple[Evidence, ...]:
        """The same, in words."""
        reasons: list[Evidence] = []
        for group in profile.require:
            holding = max((item for item in group if item in found), key=lambda item: self.rarity[item], default=None)
            if holding is not None:
                reasons.append(Evidence("require", holding, Bearing.FOR, f"shows {in_words(holding)}"))
            else:
                wanted = " or ".join(in_words(item) for item in group[:3])
                reasons.append(Evidence("require", " | ".join(group), Bearing.MISSING, f"would also need {wanted}"))
        ruled_out = (item for item in profile.exclude if item in found)
        reasons += [Evidence("exclude", item, Bearing.AGAINST, f"ruled out by {in_words(item)}") for item in ruled_out]
        return tuple(reasons)


def _checksums(text: str) -> NDArray[np.uint64]:
    """Checksums of the pieces of one to ``PIECE`` characters, a row for each length, that start at each place."""
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    following = np.append(letters, np.zeros(PIECE - 1, dtype=np.uint64))  # past the end, pieces are cut short
    sums = np.empty((PIECE, len(letters)), dtype=np.uint64)
    total = np.ones(len(letters), dtype=np.uint64)
    for place, factor in enumerate(_FACTORS):
        total = np.add(total, following[place : place + len(letters)] * factor, out=sums[place])
    return sums


def _pieces(phrases: Sequence[str]) -> NDArray[np.uint64]:
    """For each phrase, the checksums of its first, middle and last piece."""
    checksums = _checksums("".join(phrases))
    lengths = np.array([len(phrase) for phrase in phrases], dtype=np.int64)
    starts, sizes = np.cumsum(lengths) - lengths, lengths.clip(max=PIECE)
    counts = lengths - sizes + 1
    places = np.stack([starts, starts + counts // 2, starts + counts - 1], axis=1)
    pieces: NDArray[np.uint64] = checksums[sizes[:, np.newaxis] - 1, places]
    return pieces


def fold(text: str) -> str:
    """The text in which phrases are looked for: case and runs of white space folded."""
    return " ".join(text.casefold().split())


def _sought(phrase: str) -> str:
    """A phrase as it is looked for: folded, with a blank where it is written with one at an end; empty if all blank."""
    folded = fold(phrase)
    return f"{' ' * phrase[0].isspace()}{folded}{' ' * phrase[-1].isspace()}" if folded else ""


def in_words(item: str) -> str:
    """A fact or a phrase, for people."""
    kind, _, value = item.partition(":")
    return {
        "phrase": f"the words “{value}”",
        "code": f"the reply code {value}",
        "failed": f"a failure with {value}",
        "command": f"the command {value}",
        "step": f"a failure at the step {value}",
        "server": f"the server software {value}",
        "client": f"the client {value}",
        "user": "an anonymous login" if value == "anonymous" else "a named user",
        "login": f"a login that was {value}",
        "tls": "a session without TLS" if value == "none" else f"TLS ({value})",
        "mode": "passive and then active mode" if value == "both" else f"{value} mode",
        "replies": "replies that answer earlier commands",
        "names": "garbled letters" if value == "garbled" else "names with letters beyond ASCII",
        "data-address": "a data address other than the one called" if value == "other" else f"a {value} data address",
        "port": f"the port {value}",
        "protocol": f"the protocol {value.upper()}",
        "outcome": f"a session that is {value}",
    }.get(kind, item)
