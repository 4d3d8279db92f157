"""The index of symptoms: immutable, built from entries, shared by threads, kept on disk.

All of it is a handful of flat arrays, so that it can be written as it is and mapped back into memory in no time, by as
many processes as there are. Every stored form of a symptom, and every title, is a document: a run of words in
``document_words`` with the pairs of words that follow each other, and a run of lines in ``lines``. The postings turn
that round: for each word, the documents that have it and what it is worth there (BM25). An article itself is a line of
JSON, read when it is in play.
"""

import json
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log
from threading import local
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.lexicon import LONGEST, Lexicon, key
from bot.matching.model import Entry
from bot.matching.pool import Pool
from bot.matching.profile import Profile, line_of, profile_of
from bot.matching.runs import Numbers, Offsets, Runs, Texts, spans
from bot.matching.words import words
from bot.transcript import FailurePoint, Step, mask_line, read

PLACEHOLDER = re.compile(r"<[A-Za-z][^<>\n]{0,40}>")  # "User <name> cannot log in": any word may stand there
SATURATION = 1.2  # BM25's k1: how soon a repeated word stops counting
LENGTH = 0.6  # BM25's b: how much a long document is discounted
WORK = 60_000  # postings that one search may add up; what stands in more documents than that tells little

Weights = NDArray[np.float32]
STEPS = tuple(Step)


@dataclass(frozen=True, slots=True)
class Index:
    """All stored symptoms, ready to be searched. ``arrays`` names what of it is kept on disk.

    Attributes:
        profiles: The articles, as lines of JSON.
        entry: For each document, the place of its article.
        titles: For each article, the document of its title, which is its last one.
        demanding: The places of the articles that require or exclude something.
        code: For each document, the reply code that the session it shows failed with, or 0.
        command: For each document, the command that failed, as a number of ``commands``.
        step: For each document, the step that failed, as a number of ``STEPS``, or -1.
        told: For each document, how telling its words are together.
        document_words: For each document, the numbers of its different words.
        document_pairs: For each document, its pairs of words, as ``pair`` numbers them.
        document_lines: For each document, the places of its lines.
        masked, raw: The lines, masked and as the article has them.
        postings, worth: For each word, its documents, and what it is worth there.
        pool: For each word, the causes that it speaks for.
    """

    lexicon: Lexicon
    pool: Pool
    profiles: Runs
    entry: Numbers
    titles: Numbers
    demanding: Numbers
    code: NDArray[np.int16]
    command: NDArray[np.int16]
    step: NDArray[np.int8]
    commands: tuple[str, ...]
    told: Weights
    document_words: Runs
    document_pairs: Runs
    document_lines: Offsets
    masked: Runs
    raw: Runs
    postings: Runs
    worth: Weights

    @classmethod
    def build(cls, entries: Iterable[Entry]) -> "Index":
        """Read and mask every symptom."""
        draft = _Draft()
        for entry in entries:
            draft.add(entry)
        return draft.index()

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What has to be kept to have the index again, by name."""
        runs = {name: getattr(self, name) for name in _RUNS}
        return {
            "words": self.lexicon.words,
            "rarity": self.lexicon.rarity,
            "deletions": self.lexicon.deletions,
            "deleted": self.lexicon.deleted,
            **{f"pool.{name}": getattr(self.pool, name) for name in _POOL},
            "commands": np.frombuffer(json.dumps(self.commands).encode(), dtype=np.uint8),
            **{name: getattr(self, name) for name in _FLAT},
            **{f"{name}.values": run.values for name, run in runs.items()},
            **{f"{name}.offsets": run.offsets for name, run in runs.items()},
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Index":
        """The index that gave these arrays.

        Raises:
            KeyError: An array is missing.
        """
        flat: dict[str, Any] = {name: arrays[name] for name in _FLAT}
        runs: dict[str, Any] = {name: Runs(arrays[f"{name}.values"], arrays[f"{name}.offsets"]) for name in _RUNS}
        return cls(
            lexicon=Lexicon(*(arrays[name] for name in ("words", "rarity", "deletions", "deleted"))),
            pool=Pool(*(arrays[f"pool.{name}"] for name in _POOL)),
            commands=tuple(json.loads(arrays["commands"].tobytes())),
            **flat,
            **runs,
        )

    def __len__(self) -> int:
        return len(self.titles)

    @property
    def unseen(self) -> float:
        """How telling a word is that stands in no document."""
        return log(1 + (len(self.entry) + 0.5) / 0.5)

    def documents(self, place: int) -> range:
        """The documents of an article."""
        return range(int(self.titles[place - 1]) + 1 if place else 0, int(self.titles[place]) + 1)

    def profiles_of(self, places: Numbers) -> list[Profile]:
        """Some articles."""
        return [profile_of(line) for line in self.profiles.texts(places)]

    def line_places(self, documents: Numbers) -> tuple[Offsets, Offsets]:
        """The places of the lines of some documents, and where each document's end among them."""
        return spans(self.document_lines, documents)

    def failed(self, document: int) -> tuple[int, str | None, Step | None]:
        """The reply code (0: none), the command and the step with which the session of a document failed."""
        command, step = int(self.command[document]), int(self.step[document])
        return (
            int(self.code[document]),
            self.commands[command] if command >= 0 else None,
            STEPS[step] if step >= 0 else None,
        )

    def pair(self, first: Numbers, second: Numbers) -> NDArray[np.int64]:
        """Two words that follow each other, as one number."""
        return first.astype(np.int64) * len(self.lexicon.words) + second

    def retrieve(self, numbers: Numbers, factors: Weights, limit: int) -> Numbers:
        """The documents that share the most telling words with a query, in no order.

        Args:
            numbers: The query's words.
            factors: How much each counts.
            limit: How many documents at the most.
        """
        offsets = self.postings.offsets
        lengths = offsets[numbers + 1] - offsets[numbers]
        # Rare words first: they tell most and cost least. One word at least is always looked up.
        order = np.argsort(lengths, kind="stable")
        order = order[: max(1, int(np.searchsorted(np.cumsum(lengths[order]), WORK, side="right")))]
        if not len(order):
            return np.zeros(0, dtype=np.int32)
        bounds = [(int(offsets[number]), int(offsets[number + 1])) for number in numbers[order]]
        scores = _scratch.scores(len(self.entry))
        for (start, end), factor in zip(bounds, factors[order].tolist(), strict=True):
            np.add.at(scores, self.postings.values[start:end], self.worth[start:end] * np.float32(factor))
        return _highest(scores, limit)


_FLAT = ("entry", "titles", "demanding", "code", "command", "step", "told", "document_lines", "worth")
_POOL = ("cause", "offsets", "causes", "worth")
_RUNS = ("profiles", "document_words", "document_pairs", "masked", "raw", "postings")


class _Draft:
    """An index in the making."""

    def __init__(self) -> None:
        self.numbers: dict[bytes, int] = {}
        self.frequency = array("i")
        self.commands: dict[str, int] = {}
        self.profiles, self.masked, self.raw = Texts(), Texts(), Texts()
        self.entry, self.titles, self.demanding = array("i"), array("i"), array("i")
        self.code, self.command, self.step = array("h"), array("h"), array("b")
        self.document_lines = array("q", [0])
        self.word, self.count = array("i"), array("i")
        self.word_offsets = array("q", [0])
        self.first, self.second = array("i"), array("i")
        self.pair_offsets = array("q", [0])
        self.lengths = array("i")
        self.causes: dict[str, int] = {}
        self.cause = array("i")

    def add(self, entry: Entry) -> None:
        place = len(self.titles)
        if entry.require or entry.exclude:
            self.demanding.append(place)
        shown: set[str] = set()
        for symptom in entry.symptoms:
            shown |= self._document(place, symptom, dialogue=entry.own)
        self.titles.append(len(self.entry))
        shown |= self._document(place, entry.title, dialogue=entry.own)
        line = line_of(entry, shown)
        self.profiles.add(line)
        rival = profile_of(line).rival
        self.cause.append(self.causes.setdefault(rival, len(self.causes)) if entry.own else -1)

    def _document(self, place: int, symptom: str, *, dialogue: bool) -> frozenset[str]:
        lines, failure, facts = _read_symptom(symptom, dialogue=dialogue)
        spoken: list[int] = []
        for masked, raw in lines:
            self.masked.add(masked)
            self.raw.add(raw)
            spoken.extend(self._number(word) for word in words(masked))
        for word, count in sorted(Counter(spoken).items()):
            self.word.append(word)
            self.count.append(count)
            self.frequency[word] += 1
        for first, second in dict.fromkeys(pairwise(spoken)):
            self.first.append(first)
            self.second.append(second)
        self.entry.append(place)
        self.lengths.append(len(spoken))
        self.document_lines.append(len(self.masked))
        self.word_offsets.append(len(self.word))
        self.pair_offsets.append(len(self.first))
        command = failure.command if failure else None
        self.code.append((failure.code or 0) if failure else 0)
        self.command.append(-1 if command is None else self.commands.setdefault(command, len(self.commands)))
        self.step.append(STEPS.index(failure.step) if failure and failure.step else -1)
        return facts

    def _number(self, word: str) -> int:
        number = self.numbers.setdefault(key(word), len(self.numbers))
        if number == len(self.frequency):
            self.frequency.append(0)
        return number

    def index(self) -> Index:
        """Number the words in their order, weigh them, and turn documents into postings."""
        texts = np.array(list(self.numbers), dtype=f"S{LONGEST}")
        order = np.argsort(texts)
        renumber = np.empty(len(order), dtype=np.int32)
        renumber[order] = np.arange(len(order), dtype=np.int32)
        total = len(self.entry)
        frequency = np.array(self.frequency, dtype=np.int32)[order]
        rarity = np.log(1 + (total - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
        word = renumber[np.array(self.word, dtype=np.int32)] if len(order) else np.zeros(0, dtype=np.int32)
        word_offsets = np.array(self.word_offsets, dtype=np.int64)
        owners = np.repeat(np.arange(total, dtype=np.int32), np.diff(word_offsets))
        lengths = np.array(self.lengths, dtype=np.float32)
        discount = SATURATION * (1 - LENGTH + LENGTH * lengths / max(float(lengths.mean()) if total else 1.0, 1.0))
        count = np.array(self.count, dtype=np.float32)
        worth = rarity[word] * count * (SATURATION + 1) / (count + discount[owners])
        by_word = np.argsort(word, kind="stable")
        pairs = np.array(self.first, dtype=np.int32), np.array(self.second, dtype=np.int32)
        numbered = (renumber[pairs[0]], renumber[pairs[1]]) if len(order) else pairs
        return Index(
            lexicon=Lexicon.of(texts[order], rarity),
            pool=Pool.of(self.cause, np.array(self.entry, dtype=np.int32), word, owners, len(order)),
            profiles=self.profiles.runs(),
            entry=np.array(self.entry, dtype=np.int32),
            titles=np.array(self.titles, dtype=np.int32),
            demanding=np.array(self.demanding, dtype=np.int32),
            code=np.array(self.code, dtype=np.int16),
            command=np.array(self.command, dtype=np.int16),
            step=np.array(self.step, dtype=np.int8),
            commands=tuple(self.commands),
            told=np.bincount(owners, rarity[word], minlength=total).astype(np.float32),
            document_words=Runs(word, word_offsets),
            document_pairs=Runs(
                numbered[0].astype(np.int64) * len(order) + numbered[1], np.array(self.pair_offsets, dtype=np.int64)
            ),
            document_lines=np.array(self.document_lines, dtype=np.int64),
            masked=self.masked.runs(),
            raw=self.raw.runs(),
            postings=Runs(owners[by_word], np.concatenate([[0], np.cumsum(frequency)]).astype(np.int64)),
            worth=worth[by_word].astype(np.float32),
        )


class _Scratch(local):
    """A thread's scores. Getting fresh memory from the system for each paste would cost more than the search."""

    def __init__(self) -> None:
        self._scores = np.zeros(0, dtype=np.float32)
        self._above = np.zeros(0, dtype=np.bool_)

    def scores(self, count: int) -> Weights:
        """So many zeros."""
        if len(self._scores) != count:
            self._scores, self._above = np.zeros(count, dtype=np.float32), np.zeros(count, dtype=np.bool_)
        self._scores.fill(0)
        return self._scores

    def above(self, scores: Weights, cut: float) -> NDArray[np.intp]:
        """The places of the scores above a cut."""
        return np.flatnonzero(np.greater(scores, cut, out=self._above))


_scratch = _Scratch()


def _highest(scores: Weights, limit: int) -> Numbers:
    """The places of the highest scores above 0, in no order."""
    # Few score high: looking only at those spares sorting what one common word has touched.
    top = float(scores.max(initial=0.0))
    found = _scratch.above(scores, top / 2)
    for cut in (top / 4, top / 8, 0.0):
        if len(found) >= limit:
            break
        found = _scratch.above(scores, cut)
    if len(found) > limit:
        least = np.partition(scores[found], -limit)[-limit]
        equal = found[scores[found] == least]
        found = found[scores[found] > least]
        found = np.concatenate([found, equal[: limit - len(found)]])
    return found.astype(np.int32)


def _read_symptom(symptom: str, *, dialogue: bool) -> tuple[list[tuple[str, str]], FailurePoint | None, frozenset[str]]:
    """The lines of a symptom, masked and as they are; where its session failed; the facts it shows."""
    if dialogue:
        transcript = read(symptom)
        lines = [(masked, line.raw.strip()) for line in transcript.lines if (masked := mask_line(line.text).strip())]
        return lines, transcript.failure, transcript.facts
    # An article about anything: its texts are words, not a dialogue.
    lines = [
        (masked, line.strip())
        for line in symptom.splitlines()
        if (masked := mask_line(PLACEHOLDER.sub("x", line)).strip())
    ]
    return lines, None, frozenset()
