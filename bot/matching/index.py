"""The index of symptoms: immutable, built from entries, shared by threads."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

from bot.matching.model import Entry
from bot.matching.words import all_words, masked_lines, words
from bot.transcript import FailurePoint, mask_line, read

PLACEHOLDER = re.compile(r"<[A-Za-z][^<>\n]{0,40}>")  # "User <name> cannot log in": any word may stand there
SATURATION = 1.2  # BM25's k1: how soon a repeated word stops counting
LENGTH = 0.6  # BM25's b: how much a long document is discounted


@dataclass(frozen=True, slots=True)
class Document:
    """One stored form of a symptom.

    Attributes:
        entry: The place of its article among the index's entries.
        lines: Its masked lines.
        raw: The same lines as the article has them.
        words: Its different words.
        pairs: The pairs of words that follow each other.
        failure: Where the transcript it shows failed, if it shows one.
    """

    entry: int
    lines: tuple[str, ...]
    raw: tuple[str, ...]
    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    failure: FailurePoint | None


@dataclass(frozen=True, slots=True)
class Index:
    """All stored symptoms, ready to be searched.

    Attributes:
        servers: For each entry, the server software its symptoms show.
        protocols: For each entry, the protocols its symptoms show.
        titles: For each entry, the words of its title.
        rarity: For each word, how telling it is (its inverse document frequency in nats).
    """

    entries: tuple[Entry, ...]
    documents: tuple[Document, ...]
    servers: tuple[frozenset[str], ...]
    protocols: tuple[frozenset[str], ...]
    titles: tuple[frozenset[str], ...]
    rarity: dict[str, float]
    unseen: float
    _postings: dict[str, tuple[NDArray[np.int32], NDArray[np.float32]]]

    @classmethod
    def build(cls, entries: Sequence[Entry]) -> "Index":
        """Read and mask every symptom."""
        documents: list[Document] = []
        seen: list[frozenset[str]] = []
        for place, entry in enumerate(entries):
            shown: set[str] = set()
            for symptom in (*entry.symptoms, entry.title):
                document, facts = _read_symptom(place, symptom, dialogue=entry.own)
                if document.lines:
                    documents.append(document)
                shown |= facts
            seen.append(frozenset(shown))
        frequency: Counter[str] = Counter()
        for document in documents:
            frequency.update(document.words)
        total = len(documents)
        rarity = {word: log(1 + (total - n + 0.5) / (n + 0.5)) for word, n in frequency.items()}
        return cls(
            entries=tuple(entries),
            documents=tuple(documents),
            servers=tuple(servers_in(facts) for facts in seen),
            protocols=tuple(protocols_in(facts) for facts in seen),
            titles=tuple(frozenset(all_words(masked_lines(entry.title))) for entry in entries),
            rarity=rarity,
            unseen=log(1 + (total + 0.5) / 0.5),
            _postings=_postings(documents, rarity),
        )

    def weight(self, word: str) -> float:
        """How telling a word is."""
        return self.rarity.get(word, self.unseen)

    def retrieve(self, query: dict[str, float], limit: int) -> list[int]:
        """The documents that share the most telling words with the query, best first.

        Args:
            query: Words, with how much each counts.
            limit: How many documents at the most.
        """
        scores = np.zeros(len(self.documents), dtype=np.float32)
        for word, factor in query.items():
            posting = self._postings.get(word)
            if posting is not None:
                scores[posting[0]] += posting[1] * np.float32(factor)
        if len(scores) > limit:
            best = np.argpartition(scores, -limit)[-limit:]
            best = best[np.argsort(-scores[best], kind="stable")]
        else:
            best = np.argsort(-scores, kind="stable")
        return [int(place) for place in best if scores[place] > 0]


def servers_in(facts: frozenset[str]) -> frozenset[str]:
    """The server software that facts name, without versions."""
    return frozenset(fact for fact in facts if fact.startswith("server:") and "/" not in fact)


def protocols_in(facts: frozenset[str]) -> frozenset[str]:
    """The protocols that facts name."""
    return frozenset(fact for fact in facts if fact.startswith("protocol:"))


def _read_symptom(place: int, symptom: str, *, dialogue: bool) -> tuple[Document, frozenset[str]]:
    if dialogue:
        transcript = read(symptom)
        pairs = [(masked, line.raw.strip()) for line in transcript.lines if (masked := mask_line(line.text).strip())]
        failure, facts = transcript.failure, transcript.facts
    else:  # an article about anything: its texts are words, not a dialogue
        pairs = [
            (masked, line.strip())
            for line in symptom.splitlines()
            if (masked := mask_line(PLACEHOLDER.sub("x", line)).strip())
        ]
        failure, facts = None, frozenset()
    lines = tuple(masked for masked, _ in pairs)
    spoken = [word for line in lines for word in words(line)]
    document = Document(
        entry=place,
        lines=lines,
        raw=tuple(raw for _, raw in pairs),
        words=frozenset(spoken),
        pairs=frozenset(pairwise(spoken)),
        failure=failure,
    )
    return document, facts


def _postings(
    documents: Sequence[Document], rarity: dict[str, float]
) -> dict[str, tuple[NDArray[np.int32], NDArray[np.float32]]]:
    """For each word, the documents that have it and what it is worth there (BM25)."""
    counts = [Counter(word for line in document.lines for word in words(line)) for document in documents]
    mean = sum(sum(count.values()) for count in counts) / max(len(counts), 1)
    places: defaultdict[str, list[int]] = defaultdict(list)
    values: defaultdict[str, list[float]] = defaultdict(list)
    for place, count in enumerate(counts):
        discount = SATURATION * (1 - LENGTH + LENGTH * sum(count.values()) / mean)
        for word, n in count.items():
            places[word].append(place)
            values[word].append(rarity[word] * n * (SATURATION + 1) / (n + discount))
    return {word: (np.array(places[word], dtype=np.int32), np.array(values[word], dtype=np.float32)) for word in places}
