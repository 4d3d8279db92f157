"""The article: what the knowledge base holds, whatever format it was written in."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.matching.model import Entry

OWN = "own"
IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class Tests:
    """Pastes that must find the article, and near misses that must not."""

    find: tuple[str, ...] = ()
    miss: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One article.

    Texts are Markdown in our own articles; in imported ones they are the original's plain text, with its line breaks.

    Attributes:
        id: A lower-case slug and the file's name; Q numbers for imported articles and for Q269241.
        title: At most 120 characters.
        cause_slug: The slug of the vocabulary of causes; None for imported articles that have none.
        applies_to: Servers, clients and versions, in words.
        risk: ``low``, ``medium`` or ``high``: the harm done by following the resolution where it does not fit.
        references: Titles of RFC sections, vendor pages and KB numbers.
        status: ``draft``, ``current`` or ``retired``.
        reviewed: The date of the last review, ``YYYY-MM-DD``, or empty.
        require, exclude: Evidence; see ``bot.transcript.facts``.
        symptoms: Fenced transcripts and phrases, each a stored form of what a user sees.
        summary: What precedes the symptoms, or stands instead of them.
        cause, resolution, workaround, verify, more: The parts' texts; empty where the article has none.
        related: Ids of other articles.
        reproduced: Whether ``tests/kb/live`` brings the failure about with real programs, and mends it.
        origin: ``own`` or ``imported``.
        markdown: Whether the texts are Markdown.
    """

    id: str
    title: str
    cause_slug: str | None = None
    applies_to: tuple[str, ...] = ()
    risk: str = "low"
    references: tuple[str, ...] = ()
    status: str = "current"
    reviewed: str = ""
    require: tuple[tuple[str, ...], ...] = ()
    exclude: tuple[str, ...] = ()
    symptoms: tuple[str, ...] = ()
    summary: str = ""
    cause: str = ""
    resolution: str = ""
    workaround: str = ""
    verify: str = ""
    more: str = ""
    related: tuple[str, ...] = ()
    reproduced: bool = False
    tests: Tests = field(default_factory=Tests)
    origin: str = OWN
    markdown: bool = True

    @property
    def is_draft(self) -> bool:
        """Whether nobody has reviewed it: nobody is answered with it, and only curators read it."""
        return self.status == "draft"

    def as_entry(self, revision: int) -> Entry:
        """The article as the matcher sees it."""
        return Entry(
            article=self.id,
            revision=revision,
            title=self.title,
            cause=self.cause_slug,
            symptoms=self.symptoms,
            require=self.require,
            exclude=self.exclude,
            own=self.origin == OWN,
        )

    def as_json(self) -> dict[str, Any]:
        """The article as plain JSON values; ``from_json`` reads it back."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Article":
        """Read what ``as_json`` wrote, whether or not JSON turned tuples into lists."""
        plain = dict(value)
        tests = plain.pop("tests")
        for name in ("applies_to", "references", "exclude", "symptoms", "related"):
            plain[name] = tuple(plain[name])
        plain["require"] = tuple(tuple(group) for group in plain["require"])
        return cls(**plain, tests=Tests(tuple(tests["find"]), tuple(tests["miss"])))
