"""The engines that are measured, each behind the same three verbs: build, start from what it kept on disk, find.

All get the same texts, a document for each title and each symptom, and the same pastes, cleaned of what Slack does to
them. An article is as good as the best of its documents. ``Ours`` alone reads and masks a paste.
"""

import json
import re
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar, Protocol, Self

from rapidfuzz import fuzz, process, utils

from bot.matching import Entry, Matcher
from bot.paste import clean
from bot.store.index_files import IndexFiles
from tests.bench.measure import Answers

ARTICLES = 10  # returned
DOCUMENTS = 40  # looked at for them: an article has several
WORD = re.compile(r"\w+")


class Engine(Protocol):
    """What finds articles for a paste.

    Attributes:
        keeps: Whether ``build`` leaves something on disk to start from.
    """

    keeps: ClassVar[bool]

    @classmethod
    def build(cls, entries: Sequence[Entry], folder: Path) -> Self:
        """Index the articles; what the engine keeps on disk goes into the folder."""

    @classmethod
    def start(cls, folder: Path) -> Self:
        """Start from what ``build`` left in the folder; called only where it keeps something."""

    def find(self, text: str) -> Answers:
        """The best articles."""


class Ours:
    """The matcher, by its one entry point."""

    keeps: ClassVar[bool] = True

    def __init__(self, matcher: Matcher) -> None:
        self.matcher = matcher

    @classmethod
    def build(cls, entries: Sequence[Entry], folder: Path) -> Self:
        """Build the index and keep it."""
        matcher = Matcher.build(entries)
        IndexFiles(folder).save("benchmark", matcher.index)
        return cls(matcher)

    @classmethod
    def start(cls, folder: Path) -> Self:
        """Map the kept index."""
        index = IndexFiles(folder).load("benchmark")
        if index is None:
            raise FileNotFoundError(folder)
        return cls(Matcher.over(index))

    def find(self, text: str) -> Answers:
        """Ask as ``kbbot match`` does."""
        decision = self.matcher.decide(clean(text).text)
        return [(candidate.article, candidate.confidence) for candidate in decision.candidates]


class Rapidfuzz:
    """A scan of all documents with ``fuzz.ratio``: of the scorers of rapidfuzz the most accurate here, and fastest."""

    keeps: ClassVar[bool] = False

    def __init__(self, articles: list[str], texts: list[str]) -> None:
        self.articles = articles
        self.texts = texts

    @classmethod
    def build(cls, entries: Sequence[Entry], folder: Path) -> Self:
        """Fold the texts."""
        articles, texts = documents(entries)
        return cls(articles, [utils.default_process(text) for text in texts])

    @classmethod
    def start(cls, folder: Path) -> Self:
        """There is nothing to start from."""
        raise NotImplementedError

    def find(self, text: str) -> Answers:
        """Compare with every document."""
        asked = utils.default_process(clean(text).text)
        found = process.extract(asked, self.texts, scorer=fuzz.ratio, processor=None, limit=DOCUMENTS)
        return best((self.articles[place], score) for _, score, place in found)


class Fts5:
    """SQLite's full-text index, ranked by its BM25: any of the words."""

    keeps: ClassVar[bool] = True

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database

    @classmethod
    def build(cls, entries: Sequence[Entry], folder: Path) -> Self:
        """Fill a table on disk."""
        database = sqlite3.connect(folder / "fts5.sqlite")
        database.execute("CREATE VIRTUAL TABLE documents USING fts5(article UNINDEXED, text)")
        database.executemany("INSERT INTO documents VALUES (?, ?)", zip(*documents(entries), strict=True))
        database.execute("INSERT INTO documents(documents) VALUES ('optimize')")
        database.commit()
        return cls(database)

    @classmethod
    def start(cls, folder: Path) -> Self:
        """Open the file."""
        return cls(sqlite3.connect(folder / "fts5.sqlite"))

    def find(self, text: str) -> Answers:
        """Ask for any of the words."""
        words = " OR ".join(f'"{word}"' for word in asked_words(text))
        found = self.database.execute(
            "SELECT article, -rank FROM documents WHERE documents MATCH ? ORDER BY rank LIMIT ?", (words, DOCUMENTS)
        )
        return best(found) if words else []


class Bm25s:
    """bm25s: BM25 with scores computed when it is built, in sparse matrices."""

    keeps: ClassVar[bool] = True

    def __init__(self, articles: list[str], index: Any, library: Any) -> None:
        self.articles = articles
        self.index = index
        self.library = library

    @classmethod
    def build(cls, entries: Sequence[Entry], folder: Path) -> Self:
        """Index and save."""
        import bm25s  # noqa: PLC0415  each process loads the library of its own engine alone

        articles, texts = documents(entries)
        index = bm25s.BM25()
        index.index(bm25s.tokenize(texts, show_progress=False), show_progress=False)
        index.save(folder / "bm25s", show_progress=False)
        (folder / "bm25s.json").write_text(json.dumps(articles))
        return cls(articles, index, bm25s)

    @classmethod
    def start(cls, folder: Path) -> Self:
        """Map the saved matrices into memory."""
        import bm25s  # noqa: PLC0415  as above

        articles = json.loads((folder / "bm25s.json").read_text())
        return cls(articles, bm25s.BM25.load(folder / "bm25s", mmap=True), bm25s)

    def find(self, text: str) -> Answers:
        """Sum the scores of the words."""
        words = self.library.tokenize(clean(text).text, return_ids=False, show_progress=False)
        most = min(DOCUMENTS, len(self.articles))
        places, scores = self.index.retrieve(words, k=most, show_progress=False)
        return best((self.articles[int(p)], float(s)) for p, s in zip(places[0], scores[0], strict=True) if s > 0)


class Tantivy:
    """tantivy: a full-text index in Rust, as Lucene: any of the words, BM25."""

    keeps: ClassVar[bool] = True

    def __init__(self, index: Any) -> None:
        self.index = index
        self.searcher = index.searcher()

    @classmethod
    def build(cls, entries: Sequence[Entry], folder: Path) -> Self:
        """Index on disk, with one thread."""
        import tantivy  # noqa: PLC0415  as above

        schema = tantivy.SchemaBuilder()
        schema.add_text_field("article", stored=True, tokenizer_name="raw")
        schema.add_text_field("text")
        place = folder / "tantivy"
        place.mkdir()
        index = tantivy.Index(schema.build(), path=str(place))
        writer = index.writer(heap_size=64_000_000, num_threads=1)
        for article, text in zip(*documents(entries), strict=True):
            writer.add_document(tantivy.Document(article=article, text=text))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return cls(index)

    @classmethod
    def start(cls, folder: Path) -> Self:
        """Open the folder."""
        import tantivy  # noqa: PLC0415  as above

        return cls(tantivy.Index.open(str(folder / "tantivy")))

    def find(self, text: str) -> Answers:
        """Ask for any of the words."""
        words = asked_words(text)
        if not words:
            return []
        query = self.index.parse_query(" ".join(f'"{word}"' for word in words), ["text"])
        found = self.searcher.search(query, DOCUMENTS).hits
        return best((self.searcher.doc(place)["article"][0], score) for score, place in found)


ENGINES: dict[str, type[Engine]] = {
    "ours": Ours,
    "rapidfuzz": Rapidfuzz,
    "fts5": Fts5,
    "bm25s": Bm25s,
    "tantivy": Tantivy,
}


def documents(entries: Iterable[Entry]) -> tuple[list[str], list[str]]:
    """The articles and the texts of all documents."""
    pairs = [(entry.article, text) for entry in entries for text in (entry.title, *entry.symptoms)]
    return [article for article, _ in pairs], [text for _, text in pairs]


def asked_words(text: str) -> list[str]:
    """The different words of a paste, folded."""
    return list(dict.fromkeys(WORD.findall(clean(text).text.casefold())))


def best(found: Iterable[tuple[str, float]]) -> Answers:
    """The articles of documents, best first, each with the score of its best document."""
    scores: dict[str, float] = {}
    for article, score in found:
        scores[article] = max(score, scores.get(article, score))
    return sorted(scores.items(), key=lambda item: -item[1])[:ARTICLES]
