"""Evidence: what an article requires of a paste, and what rules it out.

All facts and phrases that any article asks for are looked for in a paste once; each article then only asks what was
found. Evidence tells by how few causes ask for it: ``phrase:writable root`` names one, ``code:530`` names many. An
article whose requirements are met is compared with the paste even where it shares few words with it.
"""

from dataclasses import dataclass
from math import log

from bot.matching.index import Index, Profile
from bot.matching.model import Bearing, Evidence

PHRASE = "phrase:"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the evidence of an article stands.

    Attributes:
        met: How many required groups hold.
        missing: How many do not.
        telling: How telling those that hold are together, in nats.
        excluded: Whether something rules the article out.
        reasons: The same, in words.
    """

    met: int = 0
    missing: int = 0
    telling: float = 0.0
    excluded: bool = False
    reasons: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirements:
    """What the articles of an index ask for.

    Attributes:
        articles: Those that require something, by their places in the index.
        rarity: For each fact or phrase that is asked for, how telling it is, in nats.
        phrases: Each phrase that is asked for, as it is looked for.
    """

    articles: dict[int, Profile]
    rarity: dict[str, float]
    phrases: dict[str, str]

    @classmethod
    def of(cls, index: Index) -> "Requirements":
        """Gather what the articles ask for."""
        articles = {place: index.profile(place) for place in index.demanding.tolist()}
        causes: dict[str, set[str]] = {}
        for profile in articles.values():
            for item in (item for group in profile.require for item in group):
                causes.setdefault(item, set()).add(profile.rival)
        total = len({profile.rival for profile in articles.values()})
        asked = {*causes, *(item for profile in articles.values() for item in profile.exclude)}
        return cls(
            articles=articles,
            rarity={item: log(total / len(named)) for item, named in causes.items()},
            phrases={item: fold(item.removeprefix(PHRASE)) for item in asked if item.startswith(PHRASE)},
        )

    def found(self, facts: frozenset[str], folded: str) -> frozenset[str]:
        """The facts and phrases that a paste shows.

        Args:
            facts: The reader's facts.
            folded: The paste, folded.
        """
        return facts | {item for item, phrase in self.phrases.items() if phrase in folded}

    def fulfilled(self, found: frozenset[str]) -> list[int]:
        """The places of articles whose every requirement is met and that nothing rules out."""
        return [
            place
            for place, profile in self.articles.items()
            if profile.require
            and not any(found.isdisjoint(group) for group in profile.require)
            and found.isdisjoint(profile.exclude)
        ]

    def check(self, profile: Profile, found: frozenset[str]) -> Verdict:
        """Check an article's evidence against what a paste shows."""
        reasons: list[Evidence] = []
        met, telling = 0, 0.0
        for group in profile.require:
            holding = max((item for item in group if item in found), key=lambda item: self.rarity[item], default=None)
            if holding is not None:
                met += 1
                telling += self.rarity[holding]
                reasons.append(Evidence("require", holding, Bearing.FOR, f"shows {in_words(holding)}"))
            else:
                wanted = " or ".join(in_words(item) for item in group[:3])
                reasons.append(Evidence("require", " | ".join(group), Bearing.MISSING, f"would also need {wanted}"))
        ruled_out = [item for item in profile.exclude if item in found]
        reasons += [Evidence("exclude", item, Bearing.AGAINST, f"ruled out by {in_words(item)}") for item in ruled_out]
        return Verdict(met, len(profile.require) - met, telling, bool(ruled_out), tuple(reasons))


def fold(text: str) -> str:
    """The text in which phrases are looked for: case and runs of white space folded."""
    return " ".join(text.casefold().split())


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
        "mode": f"{value} mode",
        "data-address": f"a {value} data address",
        "protocol": f"the protocol {value.upper()}",
        "outcome": f"a session that is {value}",
    }.get(kind, item)
