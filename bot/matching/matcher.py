"""The matcher: an index, a parameter set, and one question."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from bot.matching.decide import Scored, band, candidate, rank
from bot.matching.evidence import check
from bot.matching.features import Asked, Grid, compare
from bot.matching.index import Document, Index
from bot.matching.model import Band, Decision, Entry
from bot.matching.parameters import CURRENT, Parameters
from bot.matching.query import Query
from bot.transcript import read


@dataclass(frozen=True, slots=True)
class Matcher:
    """Finds the article for a paste. Immutable: threads may share it."""

    index: Index
    parameters: Parameters = CURRENT

    @classmethod
    def build(cls, entries: Sequence[Entry], parameters: Parameters = CURRENT) -> "Matcher":
        """Build the index of these articles."""
        return cls(Index.build(entries), parameters)

    def decide(self, text: str) -> Decision:
        """Read the text, find its article, decide whether to speak.

        Args:
            text: A paste, rebuilt and masked, of at most 64 KB.
        """
        start = perf_counter()
        transcript = read(text)
        query = Query.of(text, transcript)
        ranked = rank(self.score(query), self.parameters)
        decisive = [query.decisive.masked] if query.decisive else []
        # A session that went well has nothing to answer, however much it reads like the start of one that did not.
        clean = "outcome:clean" in transcript.facts
        return Decision(
            band=Band.QUIET if clean else band(ranked, self.parameters),
            candidates=tuple(candidate(item, probability) for item, probability in ranked),
            failure=transcript.failure,
            steps=transcript.steps,
            facts=tuple(sorted(transcript.facts)),
            signature=tuple(decisive),
            parameters=self.parameters.name,
            elapsed_ms=(perf_counter() - start) * 1000,
        )

    def score(self, query: Query) -> list[Scored]:
        """Compare the paste with the articles whose symptoms share the most telling words with it."""
        places = self.index.retrieve(query.words, self.parameters.documents)
        documents = [self.index.documents[place] for place in places]
        if not documents:
            return []
        asked = Asked.of(self.index, query)
        grid = Grid.of(query, documents)
        by_entry: defaultdict[int, list[tuple[int, Document]]] = defaultdict(list)
        for place, document in enumerate(documents):
            by_entry[document.entry].append((place, document))
        scored: list[Scored] = []
        for place, mine in by_entry.items():
            entry = self.index.entries[place]
            verdict = check(entry, query.transcript.facts, query.folded)
            features, matches = compare(asked, mine, grid, verdict)
            scored.append(Scored(entry, features, verdict, matches))
        return scored
