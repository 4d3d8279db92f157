"""The founding format: articles of the Microsoft Knowledge Base as text files.

A file has five parts, read from both ends towards the middle, because only its ends are regular::

    DOCUMENT:Q123456  31-JAN-2000  [tag]      header: six fields, a line each, up to the first blank line
    TITLE   :…
    ----------------------------------        applies to: products in a box of dashes; loose keyword lines may
    The information in this article           precede it, and some articles lack it
    applies to:  - Product, version
    ----------------------------------
    preamble, then HEADING / ======= and      body: a closed list of headings in any order, twice or not at all
    its text …
    Additional query words: …                 words for the search, wrapped over lines
    ==================================
    Keywords          : …                     trailer: fields, a line each; then a rule and the disclaimer

1. The disclaimer, the trailer and the query words are cut off the end first: what stands before them is text, however
   it looks. 2. The header and the box are cut off the beginning. 3. What is left is cut at headings: names of the list
   in column 0, underlined with about as many ``=``. Every other line of ``=`` belongs to the text (tables, traces).

Line breaks and indents are kept, since blocks (transcripts, tables, steps) mean nothing without them.
``to_article`` then finds the parts that an answer needs, also where their headings are missing: ``bot.kb.fallback``.
"""

import codecs
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from bot.errors import ArticleError
from bot.kb import fallback
from bot.kb.article import IMPORTED, Article
from bot.kb.forms import symptom_forms

HEADINGS = {
    "SUMMARY": "SUMMARY",
    "INTRODUCTION": "SUMMARY",
    "SYMPTOMS": "SYMPTOMS",
    "SYMPTOM": "SYMPTOMS",
    "SYMPTONS": "SYMPTOMS",  # as some articles spell it
    "CAUSE": "CAUSE",
    "CAUSES": "CAUSE",
    "RESOLUTION": "RESOLUTION",
    "RESOLUTIONS": "RESOLUTION",
    "WORKAROUND": "WORKAROUND",
    "WORKAROUNDS": "WORKAROUND",
    "STATUS": "STATUS",
    "MORE INFORMATION": "MORE INFORMATION",
    "REFERENCES": "REFERENCES",
    "REFERENCE": "REFERENCES",
}

_DOCUMENT = re.compile(
    r"DOCUMENT\s{0,8}:\s{0,8}(Q\d{1,7})\s{1,8}(\d{1,2})-([A-Z]{3})-(\d{4})(?:\s{1,8}\[([^\]]{0,40})\])?"
)
_FIELD = re.compile(r"(TITLE|PRODUCT|PROD/VER|OPER/SYS|KEYWORDS)\s{0,8}:(.*)")
_TRAILER = re.compile(r"([A-Z][A-Za-z]{2,12}(?: [A-Za-z]{2,8})?)\s{1,20}:(.*)")
_TAIL = re.compile(r"(?:Additional (?:query|reference) words|KBCategory|KBSubcategory)\s{0,4}:")
_RULE = re.compile(r"[=-]{20,}")
_UNDERLINE = re.compile(r"={3,}")
_DASHES = re.compile(r"-{3,}")
_ARTICLE = re.compile(r"\s{0,12}(Q\d{5,6}):?\s{1,4}(\S.{0,118})")
_APPLIES = "The information in this article applies to"
_DISCLAIMER = "THE INFORMATION PROVIDED IN THE MICROSOFT"
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_LINE_CONTROLS = "\t\n\r\f\x1a"  # 1A ends a text file of DOS
_UNDERLINE_TOLERANCE = 3
_MAX_TAIL = 6  # paragraphs of query words and categories
_MAX_TITLE = 120


@dataclass(frozen=True, slots=True)
class MicrosoftDocument:
    """One file as it was written.

    Attributes:
        id: ``Q`` and a number.
        date: Of the last edit.
        tag: The product's short name, as in ``[iis]``.
        title: Cut off by its authors after 64 characters.
        product, versions, systems, keywords: Header fields, as they stand.
        applies_to: The products listed, each on one line.
        preamble: What stands before the first heading: a warning, mostly; the whole body where there is no heading.
        sections: Canonical heading → text, line breaks kept; headings without text are left out.
        query_words: Words that the text does not hold but people search for.
        trailer: Field → value, in lower case: ``keywords``, ``technology``, ``issue type``, ``solution type`` …
    """

    id: str
    date: date
    tag: str
    title: str
    product: str
    versions: str
    systems: str
    keywords: str
    applies_to: tuple[str, ...] = ()
    preamble: str = ""
    sections: Mapping[str, str] = field(default_factory=dict)
    query_words: str = ""
    trailer: Mapping[str, str] = field(default_factory=dict)


def decode(data: bytes) -> str:
    """Read bytes as UTF-8, else as Windows-1252, in which the older articles are written; never fails."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def looks_like(text: str) -> bool:
    """Whether a text begins as these files do."""
    return _DOCUMENT.match(text.lstrip("\ufeff \t\r\n")) is not None


def parse(text: str, name: str) -> MicrosoftDocument:
    """Read one article.

    Args:
        text: The file's text, with any line ends.
        name: The file's name, for the error.

    Raises:
        ArticleError: This is no article: empty, binary, without a header.
    """
    lines = _lines(text, name)
    document, lines = _header(lines, name)
    lines, trailer = _cut_trailer(_cut_disclaimer(lines))
    lines, query_words = _cut_query_words(lines)
    applies_to, lines = _cut_applies_to(lines)
    preamble, sections = _cut_sections(lines)
    return replace(
        document,
        applies_to=applies_to,
        preamble=preamble,
        sections=sections,
        query_words=query_words,
        trailer=trailer,
    )


def to_article(document: MicrosoftDocument) -> Article:
    """The parts that an answer needs; where an article lacks their headings, its text is searched for them."""
    parts = fallback.complete(document.sections, document.preamble)
    words = f"{document.preamble}\n{document.sections.get('WORKAROUND', '')}\n{document.sections.get('RESOLUTION', '')}"
    return Article(
        id=document.id,
        title=_shorten(document.title),
        applies_to=document.applies_to or tuple(filter(None, [document.product])),
        # The registry is where following the wrong article does harm; the originals say so in a preamble.
        risk="medium" if "registry" in words.lower() else "low",
        references=_references(document),
        reviewed=document.date.isoformat(),
        symptoms=symptom_forms(parts["SYMPTOMS"]),
        summary=parts["SUMMARY"],
        cause=parts["CAUSE"],
        resolution=parts["RESOLUTION"],
        workaround=parts["WORKAROUND"],
        more=parts["MORE INFORMATION"],
        origin=IMPORTED,
        markdown=False,
    )


def _lines(text: str, name: str) -> list[str]:
    text = text.lstrip("\ufeff")
    if not text.strip():
        raise ArticleError(name, "the file is empty")
    controls = sum(1 for character in text if character < " " and character not in _LINE_CONTROLS)
    if "\0" in text or controls > len(text) // 20:
        raise ArticleError(name, "the file is binary, not text")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x1a", "")
    return [line.rstrip() for line in text.lstrip().split("\n")]


def _header(lines: list[str], name: str) -> tuple[MicrosoftDocument, list[str]]:
    """The document as far as the header tells, and the lines after it."""
    first = _DOCUMENT.match(lines[0])
    if first is None:
        raise ArticleError(
            name, "this is no KB article: the first line is not like 'DOCUMENT:Q123456  31-JAN-2000  [product]'"
        )
    number, day, month, year, tag = first.groups()
    try:
        written = date(int(year), _MONTHS.index(month) + 1, int(day))
    except ValueError as error:
        raise ArticleError(name, f"{day}-{month}-{year} in the first line is no date") from error
    values: dict[str, str] = {}
    end = 1
    while end < len(lines) and (match := _FIELD.match(lines[end])):
        values.setdefault(match[1], match[2].strip())
        end += 1
    if not values.get("TITLE"):
        raise ArticleError(name, "the header has no TITLE")
    document = MicrosoftDocument(
        id=number,
        date=written,
        tag=tag or "",
        title=values["TITLE"],
        product=values.get("PRODUCT", ""),
        versions=values.get("PROD/VER", ""),
        systems=values.get("OPER/SYS", ""),
        keywords=values.get("KEYWORDS", ""),
    )
    return document, lines[end:]


def _cut_disclaimer(lines: list[str]) -> list[str]:
    start = _last(lines, lambda line: line.startswith(_DISCLAIMER))
    return _without_rules(lines if start is None else lines[:start])


def _cut_trailer(lines: list[str]) -> tuple[list[str], dict[str, str]]:
    """The lines before the trailer, and its fields; without a trailer (the oldest files) all lines."""
    start = _last(lines, lambda line: line.startswith("Keywords") and _TRAILER.match(line) is not None)
    if start is None:
        return lines, {}
    matches = (_TRAILER.match(line) for line in lines[start:])
    return _without_rules(lines[:start]), {match[1].lower(): match[2].strip() for match in matches if match}


def _cut_query_words(lines: list[str]) -> tuple[list[str], str]:
    """The lines before the query words and categories, which end a text in one paragraph or several."""
    words: list[str] = []
    for _ in range(_MAX_TAIL):
        start = next((i + 1 for i in range(len(lines) - 1, -1, -1) if not lines[i]), 0)
        label = next((i for i in range(start, len(lines)) if _TAIL.match(lines[i])), None)
        if label is None:
            break
        paragraph = " ".join(_TAIL.sub("", line) for line in lines[label:])
        words[:0] = paragraph.split()
        lines = _without_rules(lines[:label])
    return lines, " ".join(words)


def _cut_applies_to(lines: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """The products, and the lines after their box; loose keyword lines before the box are dropped."""
    start = next((i for i, line in enumerate(lines) if line.startswith(_APPLIES)), None)
    first_heading = next((i for i in range(len(lines)) if _heading(lines, i, _UNDERLINE)), len(lines))
    if start is None or start > first_heading:
        return (), lines
    products: list[str] = []
    end = start + 1
    while end < len(lines):
        line = lines[end]
        if _RULE.fullmatch(line):
            end += 1
            break
        if line and not line.startswith(" "):  # a box that nobody closed
            break
        text = line.strip()
        if re.match(r" {0,2}- ", line):
            products.append(text[2:])
        elif text and products:
            # A nested list of platforms, or a product wrapped over lines.
            products[-1] += f" {text[2:]}" if text.startswith("- ") else f" {text}"
        end += 1
    return tuple(products), lines[end:]


def _cut_sections(lines: list[str]) -> tuple[str, dict[str, str]]:
    """The text before the first heading, and the sections.

    A few files underline their headings with ``-``. Elsewhere that is a sub-heading, so it counts only where a file
    has no other.
    """
    underline = _UNDERLINE
    starts = [i for i in range(len(lines)) if _heading(lines, i, underline)]
    if not starts:
        underline = _DASHES
        starts = [i for i in range(len(lines)) if _heading(lines, i, underline)]
    sections: dict[str, str] = {}
    for start, end in pairwise([*starts, len(lines)]):
        name = HEADINGS[lines[start].rstrip(": ")]
        text = _text(lines[start + 2 : end])
        if text:
            sections[name] = f"{sections[name]}\n\n{text}" if name in sections else text
    return _text(lines[: starts[0]] if starts else lines), sections


def _heading(lines: list[str], index: int, underline: re.Pattern[str]) -> bool:
    line = lines[index]
    return (
        line.rstrip(": ") in HEADINGS
        and index + 1 < len(lines)
        and underline.fullmatch(lines[index + 1]) is not None
        and abs(len(lines[index + 1]) - len(line)) <= _UNDERLINE_TOLERANCE
    )


def _references(document: MicrosoftDocument) -> tuple[str, ...]:
    """The articles named on a line of their own, with their titles, in the order of the text."""
    found: dict[str, str] = {}
    for name in ("RESOLUTION", "WORKAROUND", "STATUS", "MORE INFORMATION", "REFERENCES"):
        for line in document.sections.get(name, "").split("\n"):
            match = _ARTICLE.fullmatch(line)
            if match and match[1] != document.id:
                found.setdefault(match[1], f"{match[1]} {match[2]}")
    return tuple(found.values())


def _last(lines: list[str], wanted: Callable[[str], bool]) -> int | None:
    return next((i for i in range(len(lines) - 1, -1, -1) if wanted(lines[i])), None)


def _without_rules(lines: list[str]) -> list[str]:
    """The lines without the rules and empty lines at their end."""
    end = len(lines)
    while end and (not lines[end - 1] or _RULE.fullmatch(lines[end - 1])):
        end -= 1
    return lines[:end]


def _text(lines: list[str]) -> str:
    """Lines as a text: without empty lines, and rules, around it; the indent of its first line stays."""
    start = 0
    while start < len(lines) and (not lines[start] or _RULE.fullmatch(lines[start])):
        start += 1
    return "\n".join(lines[start:]).rstrip()


def _shorten(title: str) -> str:
    return title if len(title) <= _MAX_TITLE else f"{title[: _MAX_TITLE - 1]}…"
