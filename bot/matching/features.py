"""Features: how a paste and an article compare, each from 0 to 1 (or −1 to 1 where it can speak against).

The work goes from many documents to few: how much of the words and of their pairs is shared is counted for all
documents that were retrieved, in a few passes over flat arrays; only the best of them are then compared line by line
(rapidfuzz).
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.matching.asked import Asked
from bot.matching.evidence import Verdict
from bot.matching.index import Profile, Weights, protocols_in, servers_in
from bot.matching.lexicon import Numbers
from bot.matching.model import LineMatch
from bot.transcript import FailurePoint, Step

SAME_LINE = 62.0  # a similarity below this is another line
HALF_TOLD = 6.0  # so much rarity (in nats) makes what was found half convincing
HALF_NAMED = 3.0  # so much rarity of what is required makes it half convincing
MOST_MATCHES = 6

Values = NDArray[np.float64]
Failed = tuple[int, str | None, Step | None]  # reply code, command, step of a stored session


class Features(NamedTuple):
    """How a paste and an article compare.

    Attributes:
        found: How much of the best fitting symptom is in the paste, weighted by how telling a word is.
        covered: How much of the paste's telling words are in that symptom.
        order: How many of the paste's pairs of words stand in that symptom in the same order.
        aligned: How well the paste's lines match the symptoms' line by line, weighted by how telling they are.
        reply: The same command failed with the same code; −1 where codes contradict.
        step: The same step failed; −1 where another one did.
        required: All that the evidence requires is there.
        missing: Something that it requires is not.
        telling: How telling the required facts and phrases are that the paste shows.
        server: The server software agrees; −1 where it contradicts.
        protocol: The paste shows the protocol that the symptoms show; −1 where it shows another one.
        title: How much of the title is in the paste: ours name what is particular, the server or the client.
        failed: The paste shows a failure, and the symptoms are those of a dialogue, where that can be seen.
        pooled: How much the paste's words speak for the article's cause, beside the one they speak for most.
    """

    found: float
    covered: float
    order: float
    aligned: float
    reply: float
    step: float
    required: float
    missing: float
    telling: float
    server: float
    protocol: float
    title: float
    failed: float
    pooled: float


NAMES = Features._fields


@dataclass(frozen=True, slots=True)
class Overlap:
    """What documents share with a paste, a number for each document.

    Attributes:
        found: How much of the document is in the paste.
        covered: How much of the paste is in the document.
        order: How much of the paste's pairs of words is.
        together: All of it.
    """

    found: Values
    covered: Values
    order: Values
    together: Values

    @classmethod
    def of(cls, asked: Asked, documents: Numbers) -> "Overlap":
        """Compare all these documents with the paste."""
        index = asked.index
        words, owners = index.document_words.join(documents)
        told, answered = _shared(
            words, owners, len(documents), asked.numbers, (index.lexicon.rarity[asked.numbers], asked.weights)
        )
        pairs, owners = index.document_pairs.join(documents)
        (ordered,) = _shared(pairs, owners, len(documents), asked.pairs, (asked.pair_weights,))
        found = told / np.maximum(index.told[documents], 1e-9) * _saturate(told)
        covered = answered / (asked.all_words or 1.0)
        order = ordered / (asked.all_pairs or 1.0)
        return cls(found, covered, order, found + covered + order)

    def at(self, places: NDArray[np.intp]) -> "Overlap":
        """That of some of the documents."""
        return Overlap(self.found[places], self.covered[places], self.order[places], self.together[places])


@dataclass(frozen=True, slots=True)
class Comparison:
    """The documents that may be meant, compared with a paste; those of one article stand together.

    Attributes:
        asked: The paste, weighed.
        found: The evidence that it shows: facts and phrases.
        documents: The documents.
        articles: The places of their articles in the index.
        starts: For each article, its first document here; then where the last one's end.
        columns: The same for the lines of these documents.
        overlap: What each document shares with the paste.
        stored: The lines of these documents, by their places in the index.
        grid: Similarities: lines of the paste × these lines, 0 to 100; 0 for another line.
        titles: What the titles of the articles share with it.
        aligned: For each article, how well the lines match.
        servers, protocols: What the paste shows of them, as facts.
    """

    asked: Asked
    found: frozenset[str]
    documents: Numbers
    articles: Numbers
    starts: list[int]
    columns: list[int]
    overlap: Overlap
    titles: Values
    stored: list[int]
    grid: Weights
    aligned: list[float]
    servers: frozenset[str]
    protocols: frozenset[str]

    @classmethod
    def of(
        cls, asked: Asked, found: frozenset[str], retrieved: Numbers, named: AbstractSet[int], limit: int
    ) -> "Comparison":
        """Compare what was retrieved, the best ``limit`` documents of it line by line.

        Args:
            asked: The paste, weighed.
            found: The evidence that it shows.
            retrieved: Documents that share words with it.
            named: Articles to compare in any case, each with its best document.
            limit: How many documents.
        """
        index, query = asked.index, asked.query
        missed = named - set(index.entry[retrieved].tolist())
        theirs = [document for place in sorted(missed) for document in index.documents(place)]
        everything = np.concatenate([retrieved, np.array(theirs, dtype=np.int32)])
        overlap = Overlap.of(asked, everything)
        places = np.argsort(-overlap.together, kind="stable")
        owners = index.entry[everything[places]]
        _, firsts = np.unique(owners, return_index=True)
        kept = np.zeros(len(places), dtype=np.bool_)
        kept[:limit] = True
        kept[firsts[np.isin(owners[firsts], list(named))]] = True  # the best document of each
        places = places[kept]
        places = places[np.argsort(index.entry[everything[places]], kind="stable")]
        documents = everything[places]
        articles, first = np.unique(index.entry[documents], return_index=True)
        starts = np.append(first, len(documents))
        spans = [index.line_places(document) for document in documents.tolist()]
        columns = np.append(0, np.cumsum([len(span) for span in spans], dtype=np.intp))[starts]
        stored = [line for span in spans for line in span]
        grid = process.cdist(
            [line.masked for line in query.lines],
            [index.line(line) for line in stored],
            scorer=fuzz.ratio,
            score_cutoff=SAME_LINE,
            dtype=np.float32,
        )
        nearest = (np.maximum.reduceat(grid, columns[:-1], axis=1) / 100) ** 2 if len(articles) else grid
        told = asked.told * query.factors
        return cls(
            asked=asked,
            found=found,
            documents=documents,
            articles=articles,
            starts=starts.tolist(),
            columns=columns.tolist(),
            overlap=overlap.at(places),
            titles=Overlap.of(asked, index.titles[articles]).found if len(index.demanding) else nearest[:0].sum(axis=0),
            stored=stored,
            grid=grid,
            aligned=(told @ nearest / (told.sum() or 1.0)).tolist(),
            servers=servers_in(query.transcript.facts),
            protocols=protocols_in(query.transcript.facts),
        )

    def features(self, place: int, profile: Profile, verdict: Verdict) -> Features:
        """How an article compares.

        Args:
            place: Its place among ``articles``.
            profile: The article.
            verdict: How its evidence stands.
        """
        first, after = self.starts[place], self.starts[place + 1]
        best = first + int(self.overlap.together[first:after].argmax())
        transcript = self.asked.query.transcript
        index, article = self.asked.index, int(self.articles[place])
        failures = [index.failed(document) for document in self.documents[first:after].tolist()] if profile.own else []
        return Features(
            found=float(self.overlap.found[best]),
            covered=float(self.overlap.covered[best]),
            order=float(self.overlap.order[best]),
            aligned=self.aligned[place],
            reply=_reply(transcript.failure, failures),
            step=_step(transcript.failure, failures),
            required=0.0 if verdict.missing else min(verdict.met, 2) / 2,
            missing=min(verdict.missing, 2) / 2,
            telling=verdict.telling / (verdict.telling + HALF_NAMED),
            server=_agree(self.servers, profile.servers),
            protocol=_agree(self.protocols, profile.protocols),
            title=float(self.titles[place]) if profile.own else 0.0,
            failed=float(profile.own and "outcome:failed" in transcript.facts),
            pooled=float(self.asked.spoken_for[cause]) if (cause := int(index.pool.cause[article])) >= 0 else 0.0,
        )

    def matches(self, place: int) -> tuple[LineMatch, ...]:
        """The lines that match an article's, the most telling ones first."""
        first, after = self.columns[place], self.columns[place + 1]
        block = self.grid[:, first:after]
        nearest = block.argmax(axis=1)
        similarity = block[np.arange(len(block)), nearest]
        weight = self.asked.told * self.asked.query.all_factors * similarity
        rows = [row for row in np.argsort(-weight, kind="stable").tolist() if similarity[row]][:MOST_MATCHES]
        lines, index = self.asked.query.lines, self.asked.index
        return tuple(
            LineMatch(
                lines[row].line.number,
                lines[row].line.raw.strip(),
                index.raw_line(self.stored[first + int(nearest[row])]),
                float(similarity[row]),
            )
            for row in rows
        )


def _shared(
    values: NDArray[np.integer[Any]],
    owners: NDArray[np.intp],
    count: int,
    wanted: NDArray[np.integer[Any]],
    weights: Sequence[NDArray[np.floating[Any]]],
) -> list[Values]:
    """For each document, what is wanted and stands in it, weighed in one way or another.

    Args:
        values: What stands in the documents.
        owners: For each value, the place of its document.
        count: How many documents.
        wanted: What is looked for, sorted.
        weights: What each of it weighs.
    """
    if not len(wanted):
        return [np.zeros(count) for _ in weights]
    places = np.searchsorted(wanted, values)
    places[places == len(wanted)] = 0
    hit = np.flatnonzero(wanted[places] == values)
    places, owners = places[hit], owners[hit]
    return [np.bincount(owners, weight[places], minlength=count).astype(np.float64) for weight in weights]


def _saturate(told: Any) -> Any:  # a number or an array of numbers
    return told / (told + HALF_TOLD)


def _reply(failure: FailurePoint | None, stored: Sequence[Failed]) -> float:
    codes = {code for code, _, _ in stored if code}
    if failure is None or failure.code is None or not codes:
        return 0.0
    if failure.code not in codes:
        return -1.0
    pairs = {(code, command) for code, command, _ in stored}
    return 1.0 if failure.command is not None and (failure.code, failure.command) in pairs else 0.6


def _step(failure: FailurePoint | None, stored: Sequence[Failed]) -> float:
    steps = {step for _, _, step in stored if step is not None}
    if failure is None or failure.step is None or not steps:
        return 0.0
    return 1.0 if failure.step in steps else -1.0


def _agree(shown: frozenset[str], known: frozenset[str]) -> float:
    """1 when the paste and the symptoms have something in common, −1 when both name something else, 0 else."""
    if not shown or not known:
        return 0.0
    return 1.0 if shown & known else -1.0
