"""Features: how a paste and an article compare, each from 0 to 1 (or −1 to 1 where it can speak against).

The work goes from many documents to few: how much of the words and of their pairs is shared is counted for all
documents that were retrieved, in a few passes over flat arrays; only the best of them are then compared line by line
(rapidfuzz).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.matching.asked import Asked
from bot.matching.evidence import Verdict
from bot.matching.index import Profile, Runs, Weights, protocols_in, servers_in
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
        decisive: How well the best line of the article fits the decisive line.
        found: How much of the best fitting symptom is in the paste, weighted by how telling a word is.
        covered: How much of the paste's telling words are in that symptom.
        order: How many of the paste's pairs of words stand in that symptom in the same order.
        lines: How many telling lines match one by one.
        reply: The same command failed with the same code; −1 where codes contradict.
        step: The same step failed; −1 where another one did.
        required: All that the evidence requires is there.
        missing: Something that it requires is not.
        telling: How telling the required facts and phrases are that the paste shows.
        server: The server software agrees; −1 where it contradicts.
        protocol: The paste shows the protocol that the symptoms show; −1 where it shows another one.
        title: How much of the title is in the paste.
    """

    decisive: float
    found: float
    covered: float
    order: float
    lines: float
    reply: float
    step: float
    required: float
    missing: float
    telling: float
    server: float
    protocol: float
    title: float


NAMES = Features._fields


@dataclass(frozen=True, slots=True)
class Overlap:
    """What documents share with a paste, a number for each document.

    Attributes:
        found: How much of the document is in the paste.
        covered: How much of the paste is in the document.
        order: How much of the paste's pairs of words is.
    """

    found: Values
    covered: Values
    order: Values

    @classmethod
    def of(cls, asked: Asked, documents: Numbers) -> "Overlap":
        """Compare all these documents with the paste."""
        index, n = asked.index, len(documents)
        told = _shared(index.document_words, documents, asked.numbers, index.lexicon.rarity[asked.numbers])
        answered = _shared(index.document_words, documents, asked.numbers, asked.weights)
        ordered = _shared(index.document_pairs, documents, asked.pairs, asked.pair_weights)
        whole = np.maximum(index.told[documents], 1e-9)
        return cls(
            found=told / whole * _saturate(told),
            covered=answered / asked.all_words if asked.all_words else np.zeros(n),
            order=ordered / asked.all_pairs if asked.all_pairs else np.zeros(n),
        )

    @property
    def together(self) -> Values:
        """All of it."""
        total: Values = self.found + self.covered + self.order
        return total


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
        titles: What the titles of the articles share with it.
        grid: Similarities: lines of the paste × lines of the documents, 0 to 100; 0 for another line.
        nearest: Lines of the paste × articles: the similarity of the article's line that fits best.
    """

    asked: Asked
    found: frozenset[str]
    documents: Numbers
    articles: Numbers
    starts: NDArray[np.intp]
    columns: NDArray[np.intp]
    overlap: Overlap
    titles: Overlap
    grid: Weights
    nearest: Weights

    @classmethod
    def of(
        cls, asked: Asked, found: frozenset[str], retrieved: Numbers, named: Iterable[int], limit: int
    ) -> "Comparison":
        """Compare what was retrieved, the best ``limit`` documents of it line by line.

        Args:
            asked: The paste, weighed.
            found: The evidence that it shows.
            retrieved: Documents that share words with it.
            named: Articles to compare in any case, each with its best document.
            limit: How many documents.
        """
        index, lines = asked.index, asked.query.lines
        best = _best(asked, retrieved)[:limit]
        missed = set(named).difference(index.entry[best].tolist())
        more = [_best(asked, np.array(index.documents(place), dtype=np.int32))[:1] for place in sorted(missed)]
        best = np.concatenate([best, *more])
        documents = best[np.argsort(index.entry[best], kind="stable")]
        articles, first = np.unique(index.entry[documents], return_index=True)
        starts = np.append(first, len(documents))
        stored = [index.lines(document) for document in documents.tolist()]
        columns = np.concatenate([[0], np.cumsum([len(each) for each in stored], dtype=np.intp)])[starts]
        grid = process.cdist(
            [line.masked for line in lines],
            [line for each in stored for line in each],
            scorer=fuzz.ratio,
            score_cutoff=SAME_LINE,
            dtype=np.float32,
        )
        nearest = np.maximum.reduceat(grid, columns[:-1], axis=1) if len(articles) else grid
        return cls(
            asked=asked,
            found=found,
            documents=documents,
            articles=articles,
            starts=starts,
            columns=columns,
            overlap=Overlap.of(asked, documents),
            titles=Overlap.of(asked, index.titles[articles]),
            grid=grid,
            nearest=nearest,
        )

    def features(self, place: int, profile: Profile, verdict: Verdict) -> Features:
        """How an article compares.

        Args:
            place: Its place among ``articles``.
            profile: The article.
            verdict: How its evidence stands.
        """
        query, told = self.asked.query, self.asked.told
        documents = slice(self.starts[place], self.starts[place + 1])
        best = int(self.starts[place] + np.argmax(self.overlap.together[documents]))
        nearest = (self.nearest[:, place] / 100) ** 2
        index = self.asked.index
        failures = [index.failed(document) for document in self.documents[documents].tolist()] if profile.own else []
        facts = query.transcript.facts
        decisive = query.decisive_place
        return Features(
            decisive=0.0 if decisive is None else float(nearest[decisive] * _saturate(told[decisive])),
            found=float(self.overlap.found[best]),
            covered=float(self.overlap.covered[best]),
            order=float(self.overlap.order[best]),
            lines=float(_saturate((told * query.factors * nearest).sum())),
            reply=_reply(query.transcript.failure, failures),
            step=_step(query.transcript.failure, failures),
            required=0.0 if verdict.missing else min(verdict.met, 2) / 2,
            missing=min(verdict.missing, 2) / 2,
            telling=verdict.telling / (verdict.telling + HALF_NAMED),
            server=_agree(servers_in(facts), profile.servers),
            protocol=_agree(protocols_in(facts), profile.protocols),
            title=float(self.titles.found[place]),
        )

    def matches(self, place: int) -> tuple[LineMatch, ...]:
        """The lines that match an article's, the most telling ones first."""
        block = self.grid[:, self.columns[place] : self.columns[place + 1]]
        documents = self.documents[self.starts[place] : self.starts[place + 1]].tolist()
        raw = [line for document in documents for line in self.asked.index.raw_lines(document)]
        found: list[tuple[float, LineMatch]] = []
        for line, told, similarities in zip(self.asked.query.lines, self.asked.told.tolist(), block, strict=True):
            column = int(similarities.argmax())
            similarity = float(similarities[column])
            if similarity:
                match = LineMatch(line.line.number, line.line.raw.strip(), raw[column], similarity)
                found.append((told * line.factor * similarity, match))
        found.sort(key=lambda pair: -pair[0])
        return tuple(match for _, match in found[:MOST_MATCHES])


def _best(asked: Asked, documents: Numbers) -> Numbers:
    """The documents, those that share most first."""
    return documents[np.argsort(-Overlap.of(asked, documents).together, kind="stable")]


def _shared(runs: Runs, documents: Numbers, wanted: NDArray[np.integer], weights: Weights) -> Values:
    """For each document, the weights of what is wanted and stands in it."""
    if not len(wanted):
        return np.zeros(len(documents))
    values, owners = runs.join(documents)
    places = np.minimum(np.searchsorted(wanted, values), len(wanted) - 1)
    hit = wanted[places] == values
    return np.bincount(owners[hit], weights[places[hit]], minlength=len(documents)).astype(np.float64)


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
