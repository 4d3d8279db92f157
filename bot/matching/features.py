"""Features: how a paste and an article compare, each from 0 to 1 (or −1 to 1 where it can speak against)."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.matching.evidence import Verdict
from bot.matching.index import Document, Index, protocols_in, servers_in
from bot.matching.model import LineMatch
from bot.matching.query import Query, QueryLine

SAME_LINE = 62.0  # a similarity below this is another line
HALF_TOLD = 6.0  # so much rarity (in nats) makes what was found half convincing
MOST_MATCHES = 6


@dataclass(frozen=True, slots=True)
class Features:
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
    server: float
    protocol: float
    title: float

    def vector(self) -> NDArray[np.float64]:
        """The features as numbers, in the order of ``names``."""
        return np.array(astuple(self))


NAMES = tuple(field.name for field in fields(Features))


@dataclass(frozen=True, slots=True)
class Grid:
    """Similarities of every line of a paste to every line of some documents, computed in one go."""

    values: NDArray[np.float32]  # lines of the paste × lines of the documents, 0 to 100
    spans: tuple[tuple[int, int], ...]  # for each document, its columns

    @classmethod
    def of(cls, query: Query, documents: Sequence[Document]) -> "Grid":
        """Compare all lines with rapidfuzz."""
        spans: list[tuple[int, int]] = []
        columns: list[str] = []
        for document in documents:
            spans.append((len(columns), len(columns) + len(document.lines)))
            columns.extend(document.lines)
        rows = [line.masked for line in query.lines]
        values = process.cdist(rows, columns, scorer=fuzz.ratio, score_cutoff=SAME_LINE, dtype=np.float32)
        return cls(values, tuple(spans))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a paste asks of an index: its words and pairs of words, each by how telling it is.

    A pair is as telling as its less telling word.
    """

    index: Index
    query: Query
    words: dict[str, float]
    pairs: dict[tuple[str, str], float]
    all_words: float
    all_pairs: float

    @classmethod
    def of(cls, index: Index, query: Query) -> "Asked":
        """Weigh the words once for all articles."""
        words = {word: index.weight(word) * factor for word, factor in query.words.items()}
        pairs = {pair: min(words[pair[0]], words[pair[1]]) for pair in query.pairs}
        return cls(index, query, words, pairs, sum(words.values()), sum(pairs.values()))


def compare(
    asked: Asked, documents: Sequence[tuple[int, Document]], grid: Grid, verdict: Verdict
) -> tuple[Features, tuple[LineMatch, ...]]:
    """Compare a paste with the documents of one article.

    Args:
        asked: The paste, weighed.
        documents: The article's documents that were retrieved, each with its place in the grid.
        grid: The similarities.
        verdict: How the article's evidence stands.
    """
    index, query = asked.index, asked.query
    columns = np.concatenate([np.arange(*grid.spans[place]) for place, _ in documents])
    raw = [line for _, document in documents for line in document.raw]
    block = grid.values[:, columns]
    matches = _matches(index, query, block, raw)
    found, covered, order = max((_coverage(asked, document) for _, document in documents), key=sum)
    article = documents[0][1].entry
    features = Features(
        decisive=_decisive(index, query, block),
        found=found,
        covered=covered,
        order=order,
        lines=_saturate(
            sum(weight * (similarity / 100) ** 2 for weight, similarity in _line_weights(index, query, block))
        ),
        reply=_reply(query, [document for _, document in documents]),
        step=_step(query, [document for _, document in documents]),
        required=0.0 if verdict.missing else min(verdict.met, 2) / 2,
        missing=min(verdict.missing, 2) / 2,
        server=_agree(servers_in(query.transcript.facts), index.servers[article]),
        protocol=_agree(protocols_in(query.transcript.facts), index.protocols[article]),
        title=_share(index, index.titles[article], query),
    )
    return features, matches


def _saturate(told: float) -> float:
    return told / (told + HALF_TOLD)


def _told(index: Index, line: QueryLine) -> float:
    """How telling a line is."""
    return sum(index.weight(word) for word in line.words)


def _line_weights(index: Index, query: Query, block: NDArray[np.float32]) -> list[tuple[float, float]]:
    best = block.max(axis=1)
    return [
        (_told(index, line) * min(line.factor, 1.0), float(similarity))
        for line, similarity in zip(query.lines, best, strict=True)
        if similarity >= SAME_LINE
    ]


def _decisive(index: Index, query: Query, block: NDArray[np.float32]) -> float:
    if query.decisive is None:
        return 0.0
    similarity = float(block[query.lines.index(query.decisive)].max())
    if similarity < SAME_LINE:
        return 0.0
    return (similarity / 100) ** 2 * _saturate(_told(index, query.decisive))


def _coverage(asked: Asked, document: Document) -> tuple[float, float, float]:
    """How much of the document is in the paste, of the paste in the document, and of that in the same order."""
    shared = [word for word in document.words if word in asked.words]
    told = sum(asked.index.weight(word) for word in shared)
    whole = sum(asked.index.weight(word) for word in document.words)
    answered = sum(asked.words[word] for word in shared)
    ordered = sum(weight for pair, weight in asked.pairs.items() if pair in document.pairs)
    return (
        (told / whole if whole else 0.0) * _saturate(told),
        answered / asked.all_words if asked.all_words else 0.0,
        ordered / asked.all_pairs if asked.all_pairs else 0.0,
    )


def _reply(query: Query, documents: Sequence[Document]) -> float:
    failure = query.transcript.failure
    if failure is None or failure.code is None:
        return 0.0
    codes = {d.failure.code for d in documents if d.failure and d.failure.code is not None}
    if not codes:
        return 0.0
    if failure.code not in codes:
        return -1.0
    pairs = {(d.failure.code, d.failure.command) for d in documents if d.failure}
    return 1.0 if failure.command is not None and (failure.code, failure.command) in pairs else 0.6


def _step(query: Query, documents: Sequence[Document]) -> float:
    failure = query.transcript.failure
    if failure is None or failure.step is None:
        return 0.0
    steps = {d.failure.step for d in documents if d.failure and d.failure.step is not None}
    if not steps:
        return 0.0
    return 1.0 if failure.step in steps else -1.0


def _agree(shown: frozenset[str], known: frozenset[str]) -> float:
    """1 when the paste and the symptoms have something in common, −1 when both name something else, 0 else."""
    if not shown or not known:
        return 0.0
    return 1.0 if shown & known else -1.0


def _share(index: Index, title: frozenset[str], query: Query) -> float:
    whole = sum(index.weight(word) for word in title)
    return sum(index.weight(word) for word in title if word in query.words) / whole if whole else 0.0


def _matches(index: Index, query: Query, block: NDArray[np.float32], raw: Sequence[str]) -> tuple[LineMatch, ...]:
    """The lines that match, the most telling ones first."""
    found: list[tuple[float, LineMatch]] = []
    for row, line in enumerate(query.lines):
        column = int(block[row].argmax())
        similarity = float(block[row, column])
        if similarity >= SAME_LINE:
            match = LineMatch(line.line.number, line.line.raw.strip(), raw[column], similarity)
            found.append((_told(index, line) * line.factor * similarity, match))
    found.sort(key=lambda pair: -pair[0])
    return tuple(match for _, match in found[:MOST_MATCHES])
