"""The matcher: an index, a parameter set, and one question."""

from collections.abc import Iterable
from dataclasses import dataclass
from time import perf_counter

from bot.matching.asked import Asked
from bot.matching.decide import MOST_CANDIDATES, Scored, band, candidate, rank
from bot.matching.evidence import Requirements
from bot.matching.features import Comparison
from bot.matching.index import Index
from bot.matching.model import Band, Decision, Entry
from bot.matching.parameters import Parameters, parameter_set
from bot.matching.query import Query
from bot.transcript import read

# Facts that a protocol or a program of FTP is behind.
_SIGNS_OF_FTP = ("protocol:ftp", "client:", "server:", "code:")
# A session that went well has nothing to answer, however much it reads like the start of one that did not; nor has talk
# in which nothing went wrong.
NOTHING_FAILED = frozenset({"outcome:clean", "outcome:talk"})


@dataclass(frozen=True, slots=True)
class Matcher:
    """Finds the article for a paste. Immutable: threads may share it."""

    index: Index
    requirements: Requirements
    parameters: Parameters

    @classmethod
    def build(cls, entries: Iterable[Entry], parameters: Parameters | None = None) -> "Matcher":
        """Build the index of these articles."""
        return cls.over(Index.build(entries), parameters)

    @classmethod
    def over(cls, index: Index, parameters: Parameters | None = None) -> "Matcher":
        """A matcher over an index."""
        return cls(index, Requirements.of(index), parameters or parameter_set())

    def decide(self, text: str) -> Decision:
        """Read the text, find its article, decide whether to speak.

        Args:
            text: A paste, rebuilt and masked, of at most 64 KB.
        """
        start = perf_counter()
        transcript = read(text)
        query = Query.of(text, transcript)
        comparison = self.compare(query)
        ranked = rank(self.score(comparison), self.parameters)
        decisive = [query.decisive.masked] if query.decisive else []
        clean = not transcript.facts.isdisjoint(NOTHING_FAILED)
        # Where nothing speaks of FTP, to read like a symptom is not enough: the evidence must be there as well, and no
        # other protocol that no symptom of the article shows.
        unnamed = not any(fact.startswith(_SIGNS_OF_FTP) for fact in transcript.facts)
        doubtful = unnamed and any(item.verdict.missing or item.features.protocol < 0 for item, _ in ranked[:1])
        return Decision(
            band=Band.QUIET if clean or doubtful else band(ranked, self.parameters),
            candidates=tuple(
                candidate(
                    item,
                    probability,
                    comparison.matches(item.place),
                    self.requirements.reasons(item.entry, comparison.found),
                )
                for item, probability in ranked[:MOST_CANDIDATES]
            ),
            failure=transcript.failure,
            steps=transcript.steps,
            facts=tuple(sorted(transcript.facts)),
            signature=tuple(decisive),
            parameters=self.parameters.name,
            elapsed_ms=(perf_counter() - start) * 1000,
        )

    def compare(self, query: Query) -> Comparison:
        """Compare the paste with the articles that share telling words with it, or whose evidence it shows."""
        asked = Asked.of(self.index, query)
        retrieved = self.index.retrieve(asked.numbers, asked.factors, self.parameters.retrieved)
        found = self.requirements.found(query.transcript.facts, query.folded)
        named = {*self.requirements.fulfilled(found), *self.index.pool.articles(asked.spoken_for)}
        return Comparison.of(asked, found, retrieved, named, self.parameters.documents)

    def score(self, comparison: Comparison) -> list[Scored]:
        """What the comparison says of each article."""
        scored: list[Scored] = []
        for place, profile in enumerate(self.index.profiles_of(comparison.articles)):
            verdict = self.requirements.check(profile, comparison.found)
            scored.append(Scored(profile, comparison.features(place, profile, verdict), verdict, place))
        return scored
