"""Evidence: what an article requires of a paste, and what rules it out."""

from dataclasses import dataclass

from bot.matching.model import Bearing, Entry, Evidence

PHRASE = "phrase:"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the evidence of an article stands.

    Attributes:
        met: How many required groups hold.
        missing: How many do not.
        excluded: Whether something rules the article out.
        reasons: The same, in words.
    """

    met: int
    missing: int
    excluded: bool
    reasons: tuple[Evidence, ...]


def fold(text: str) -> str:
    """The text in which phrases are looked for: case and runs of white space folded."""
    return " ".join(text.casefold().split())


def check(entry: Entry, facts: frozenset[str], folded: str) -> Verdict:
    """Check an article's evidence against the facts of a paste and its folded text."""
    reasons: list[Evidence] = []
    met = 0
    for group in entry.require:
        holding = next((item for item in group if holds(item, facts, folded)), None)
        if holding is not None:
            met += 1
            reasons.append(Evidence("require", holding, Bearing.FOR, f"shows {in_words(holding)}"))
        else:
            wanted = " or ".join(in_words(item) for item in group[:3])
            reasons.append(Evidence("require", " | ".join(group), Bearing.MISSING, f"would also need {wanted}"))
    ruled_out = [item for item in entry.exclude if holds(item, facts, folded)]
    reasons += [Evidence("exclude", item, Bearing.AGAINST, f"ruled out by {in_words(item)}") for item in ruled_out]
    return Verdict(met, len(entry.require) - met, bool(ruled_out), tuple(reasons))


def holds(item: str, facts: frozenset[str], folded: str) -> bool:
    """Whether a fact or a phrase holds."""
    if item.startswith(PHRASE):
        return fold(item.removeprefix(PHRASE)) in folded
    return item in facts


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
