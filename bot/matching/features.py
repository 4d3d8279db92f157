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
from bot.matching.index import Index, Weights
from bot.matching.model import LineMatch
from bot.matching.profile import Profile, protocols_in, servers_in
from bot.matching.runs import Numbers, Offsets, Runs
from bot.transcript import FailurePoint, Step

SAME_LINE = 62.0  # a similarity below this is another line
HALF_TOLD = 6.0  # so much rarity (in nats) makes what was found half convincing
HALF_NAMED = 3.0  # so much rarity of what is required makes it half convincing
MOST_MATCHES = 6
_LAST_BITS = 0x7FFF

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
    reply: float = 0.0
    step: float = 0.0
    required: float = 0.0
    missing: float = 0.0
    telling: float = 0.0
    server: float = 0.0
    protocol: float = 0.0
    title: float = 0.0
    failed: float = 0.0
    pooled: float = 0.0


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
        rarity = index.lexicon.rarity[asked.numbers]
        told, answered = _shared(index.document_words, documents, asked.numbers, (rarity, asked.weights))
        (ordered,) = _shared(index.document_pairs, documents, asked.pairs, (asked.pair_weights,))
        found = told / np.maximum(index.told[documents], 1e-9) * _saturate(told)
        covered = answered / (asked.all_words or 1.0)
        order = ordered / (asked.all_pairs or 1.0)
        return cls(found, covered, order, found + covered + order)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The documents that may be meant, compared with a paste; those of one article stand together.

    Attributes:
        asked: The paste, weighed.
        found: The evidence that it shows: facts and phrases.
        documents: The documents, of each article the best one first.
        articles: The places of their articles in the index.
        starts: For each article, its first document here; then where the last one's end.
        columns: The same for the lines of these documents.
        shares: For each article, what its best document shares with the paste: ``found``, ``covered``, ``order``.
        stored: The lines of these documents, by their places in the index.
        grid: Similarities: lines of the paste × these lines, 0 to 100; 0 for another line.
        titles: For each article, how much of its title is in the paste.
        aligned: For each article, how well the lines match.
        telling: For each line of the paste, how much a match with it tells.
        servers, protocols: What the paste shows of them, as facts.
    """

    asked: Asked
    found: frozenset[str]
    documents: Numbers
    articles: Numbers
    starts: list[int]
    columns: list[int]
    shares: list[tuple[float, float, float]]
    stored: Offsets
    grid: Weights
    aligned: list[float]
    titles: list[float]
    telling: list[float]
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
        everything = np.append(retrieved, _missing(index, retrieved, named)) if named else retrieved
        overlap = Overlap.of(asked, everything)
        places = _best(overlap, index.entry[everything], named, limit)
        documents = everything[places]
        owners = index.entry[documents]
        first = np.flatnonzero(np.append(True, owners[1:] != owners[:-1])[: len(owners)])
        articles, best = owners[first], places[first]
        stored, ends = index.line_places(documents)
        columns = np.append(0, ends)[np.append(first, len(documents))]
        grid = process.cdist(
            [line.masked for line in query.lines],
            index.masked.texts(stored),
            scorer=fuzz.ratio,
            score_cutoff=SAME_LINE,
            dtype=np.float32,
        )
        nearest = (np.maximum.reduceat(grid, columns[:-1], axis=1) / 100) ** 2 if len(articles) else grid
        told = asked.told * query.factors
        own = bool(len(index.demanding))
        return cls(
            asked=asked,
            found=found,
            documents=documents,
            articles=articles,
            starts=[*first.tolist(), len(documents)],
            columns=columns.tolist(),
            shares=[
                *zip(
                    overlap.found[best].tolist(),
                    overlap.covered[best].tolist(),
                    overlap.order[best].tolist(),
                    strict=True,
                )
            ],
            stored=stored,
            grid=grid,
            aligned=(told @ nearest / (told.sum() or 1.0)).tolist(),
            titles=Overlap.of(asked, index.titles[articles]).found.tolist() if own else [0.0] * len(articles),
            telling=(asked.told * query.all_factors).tolist(),
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
        found, covered, order = self.shares[place]
        shared = Features(found, covered, order, self.aligned[place])
        if not profile.own:  # its texts are all there is
            return shared
        transcript, index = self.asked.query.transcript, self.asked.index
        documents = self.documents[self.starts[place] : self.starts[place + 1]].tolist()
        failures = [index.failed(document) for document in documents]
        cause = int(index.pool.cause[self.articles[place]])
        return shared._replace(
            reply=_reply(transcript.failure, failures),
            step=_step(transcript.failure, failures),
            required=0.0 if verdict.missing else min(verdict.met, 2) / 2,
            missing=min(verdict.missing, 2) / 2,
            telling=verdict.telling / (verdict.telling + HALF_NAMED),
            server=_agree(self.servers, profile.servers),
            protocol=_agree(self.protocols, profile.protocols),
            title=self.titles[place],
            failed=float("outcome:failed" in transcript.facts),
            pooled=float(self.asked.spoken_for[cause]) if cause >= 0 else 0.0,
        )

    def matches(self, place: int) -> tuple[LineMatch, ...]:
        """The lines that match an article's, the most telling ones first."""
        first, after = self.columns[place], self.columns[place + 1]
        block = self.grid[:, first:after]
        similarity = block.max(axis=1).tolist()
        rows = [row for row, alike in enumerate(similarity) if alike]
        rows.sort(key=lambda row: -self.telling[row] * similarity[row])
        rows = rows[:MOST_MATCHES]
        nearest = self.stored[first + block[rows].argmax(axis=1)]
        lines = [self.asked.query.lines[row].line for row in rows]
        symptoms = self.asked.index.raw.texts(nearest)
        return tuple(
            LineMatch(line.number, line.raw.strip(), symptom, similarity[row])
            for line, symptom, row in zip(lines, symptoms, rows, strict=True)
        )


def _missing(index: Index, retrieved: Numbers, named: AbstractSet[int]) -> Numbers:
    """The documents of articles to compare of which none was retrieved."""
    missed = named - set(index.entry[retrieved].tolist())
    return np.array([document for place in sorted(missed) for document in index.documents(place)], dtype=np.int32)


def _best(overlap: Overlap, owners: Numbers, named: AbstractSet[int], limit: int) -> NDArray[np.intp]:
    """The places of the documents that share most, and of the best one of each article to compare in any case.

    Those of one article stand together, the best one first.
    """
    places = np.argsort(-overlap.together, kind="stable")
    kept = places[:limit]
    if named:
        others = places[limit:]
        others = others[np.isin(owners[others], list(named - set(owners[kept].tolist())))]
        _, first = np.unique(owners[others], return_index=True)
        kept = np.append(kept, others[first])
    return kept[np.argsort(owners[kept], kind="stable")]


def _shared(
    runs: Runs, documents: Numbers, wanted: NDArray[np.integer[Any]], weights: Sequence[NDArray[np.floating[Any]]]
) -> list[Values]:
    """For each document, what is wanted and stands in it, weighed in one way or another.

    Args:
        runs: What stands in each document.
        documents: The documents.
        wanted: What is looked for, sorted.
        weights: What each of it weighs.
    """
    count = len(documents)
    if not len(wanted) or not count:
        return [np.zeros(count) for _ in weights]
    values, ends = runs.join(documents)
    # Most of what stands there is not wanted, and the last bits tell that in no time.
    likely = np.zeros(_LAST_BITS + 1, dtype=np.bool_)
    likely[wanted & _LAST_BITS] = True
    hit = np.flatnonzero(likely[values & _LAST_BITS])
    values = values[hit]
    places = np.minimum(np.searchsorted(wanted, values), len(wanted) - 1)
    right = np.flatnonzero(wanted[places] == values)
    places, owners = places[right], np.searchsorted(ends, hit[right], side="right")
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
