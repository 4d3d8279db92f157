"""From the text of a section to the stored forms of what a user sees.

An original describes its symptoms in one text: sentences, with the error messages as indented blocks or as bullet
points between them, several of them joined by ``-or-``. A person pastes one message only, so each becomes a form of
its own, and so does each message quoted in a sentence; the sentences together are one more. Placeholders
(``<username>``) stay as they are: the matcher masks them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from textwrap import dedent

MAX_FORM = 1_200  # characters; 97 of 100 symptoms are shorter, what is longer are dumps and tables
MAX_FORMS = 24

_SEPARATOR = re.compile(r"\s*[-(]?\s?(?:and/or|or|and|followed by)\s?[-):]?\s*", re.IGNORECASE)
_BULLET = re.compile(r"( {0,4}[-*•] {1,3})(?=\S)")
_SEVERAL = re.compile(r"\b(?:messages|errors|one of|any of|either of|all of|some of)\b", re.IGNORECASE)
_ERROR_WORD = re.compile(
    r"\b(?:error|errors|message|messages|warning|fault|exception|alert|prompt|event id|stop|trap)\b", re.IGNORECASE
)
_TROUBLE = re.compile(
    r"\b(?:errors?|messages?|problems?|symptoms?|behaviou?rs?|issues?|events?|following occurs?|may occur)\b",
    re.IGNORECASE,
)
_TITLE_OF_ARTICLE = re.compile(r"\s*Q\d{5,6}\b")
_QUOTED = re.compile(r'["“]([^"“”]{8,300})["”](?! \(without)')  # … the quotation marks): something to type
_BLOCK_INDENT = 2
_BULLET_WORDS = 4  # a shorter bullet point is a name ("COM1", "Windows NT 4.0"), no message
_QUOTED_WORDS = 3  # a shorter quotation is a menu or a button
_BLOCK_CHARACTERS = 5


@dataclass(slots=True)
class _Form:
    """A form as it is gathered; ``column`` is where the text of a bullet point begins, 0 for a block."""

    lines: list[str]
    lead: str
    column: int = 0


@dataclass(slots=True)
class _Reading:
    prose: list[str] = field(default_factory=list)
    forms: list[_Form] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    lead: str = ""
    open: _Form | None = None

    def begin(self, form: _Form) -> None:
        self.forms.append(form)
        self.open = form


def symptom_forms(text: str) -> tuple[str, ...]:
    """The forms in a text: messages in their order, the sentences, and, where it is short enough, the whole text."""
    reading = _Reading()
    for paragraph in paragraphs(text):
        _read(reading, paragraph)
    messages: list[str] = []
    for form in reading.forms:
        whole = dedent("\n".join(form.lines)).strip()
        if _is_message(form, whole):
            messages += _pieces(whole)
        else:
            reading.prose.append(whole)
    found = [*messages, *reading.quoted][:MAX_FORMS] + [*_pieces("\n\n".join(reading.prose))][:MAX_FORMS]
    if messages and len(text) <= MAX_FORM:
        found.append(dedent(text).strip("\n"))
    unique: dict[str, str] = {}
    for text_of_form in found:
        unique.setdefault(" ".join(text_of_form.lower().split()), text_of_form)
    return tuple(unique.values())


def paragraphs(text: str) -> Iterator[list[str]]:
    """The lines between empty lines; a line that says ``-or-`` stands alone."""
    gathered: list[str] = []
    for line in text.split("\n"):
        if line.strip() and not is_separator(line):
            gathered.append(line.expandtabs())
            continue
        if gathered:
            yield gathered
            gathered = []
        if line.strip():
            yield [line]
    if gathered:
        yield gathered


def is_separator(line: str) -> bool:
    """Whether a line only joins two alternatives."""
    return _SEPARATOR.fullmatch(line) is not None


def is_block(paragraph: list[str]) -> bool:
    """Whether a paragraph is set apart by its indent: a message, a transcript, a listing."""
    return all(line.startswith(" " * _BLOCK_INDENT) for line in paragraph) and not _BULLET.match(paragraph[0])


def error_block(text: str) -> str:
    """The first block after a sentence that speaks of an error; empty where there is none."""
    lead = ""
    for paragraph in paragraphs(text):
        if is_block(paragraph) and lead.rstrip().endswith(":") and _ERROR_WORD.search(lead):
            return "\n".join(paragraph)
        lead = " ".join(paragraph)
    return ""


def _read(reading: _Reading, paragraph: list[str]) -> None:
    if is_separator(paragraph[0]):
        reading.open = None
    elif _BULLET.match(paragraph[0]):
        _read_bullets(reading, paragraph)
    elif is_block(paragraph):
        _read_block(reading, paragraph)
    else:
        _read_prose(reading, paragraph)


def _read_bullets(reading: _Reading, paragraph: list[str]) -> None:
    for line in paragraph:
        match = _BULLET.match(line)
        if match:
            reading.begin(_Form([" " * match.end() + line[match.end() :]], reading.lead, match.end()))
        elif reading.open is not None:
            reading.open.lines.append(line)
    if reading.open is not None:
        _quote(reading, " ".join(line.strip() for line in reading.open.lines))


def _read_block(reading: _Reading, paragraph: list[str]) -> None:
    """A block begins a form, or goes on with the one before it.

    Within a bullet point, a block at the point's own indent is a message when the point announces one by a colon, and
    else the point's next paragraph. Blocks after each other are one message, unless several were announced.
    """
    before = reading.open
    if before is None:
        reading.begin(_Form(paragraph, reading.lead))
        return
    if before.column:
        goes_on = not before.lines[-1].endswith(":") and _indent(paragraph[0]) <= before.column
    else:
        goes_on = _SEVERAL.search(before.lead) is None
    if goes_on:
        before.lines += paragraph
    else:
        lead = " ".join(before.lines) if before.column else before.lead
        reading.begin(_Form(paragraph, lead))


def _read_prose(reading: _Reading, paragraph: list[str]) -> None:
    reading.open = None
    reading.prose.append("\n".join(paragraph))
    reading.lead = " ".join(paragraph)
    _quote(reading, reading.lead)


def _quote(reading: _Reading, sentences: str) -> None:
    """Keep the messages that a sentence quotes."""
    if _ERROR_WORD.search(sentences):
        quoted = (match.strip() for match in _QUOTED.findall(sentences))
        reading.quoted += [q for q in quoted if len(q.split()) >= _QUOTED_WORDS]


def _is_message(form: _Form, whole: str) -> bool:
    """Whether a form can stand alone: it says enough, and it is what a user sees rather than advice or a reference."""
    if form.column:
        return len(whole.split()) >= _BULLET_WORDS and _TROUBLE.search(form.lead) is not None
    letters = sum(character.isalnum() for character in whole)
    return letters >= _BLOCK_CHARACTERS and not _TITLE_OF_ARTICLE.match(whole)


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces of at most ``MAX_FORM`` characters, cut between lines where it can be."""
    piece = ""
    for whole_line in text.split("\n"):
        line = whole_line
        while len(line) > MAX_FORM:
            yield from filter(None, [piece.strip("\n")])
            piece, line = line[:MAX_FORM], line[MAX_FORM:]
        if len(piece) + len(line) >= MAX_FORM:
            yield from filter(None, [piece.strip("\n")])
            piece = ""
        piece += f"{line}\n"
    yield from filter(None, [piece.strip("\n").rstrip()])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
