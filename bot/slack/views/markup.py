"""Foreign text to Slack's mrkdwn: escaped, its fences closed, cut where it may be cut.

Slack reads three characters as control characters, ``& < >`` (docs.slack.dev/messaging/formatting-message-text); its
marks ``* _ ~`` and the backtick cannot be escaped, so words that hold one are shown as code. A fence opens and closes
on a line of its own: that is how ``cut`` and ``paragraphs`` know them.
"""

import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from bot.slack.views import words

FENCE = "```"
SECTION = 2900  # Slack allows 3000 in a section (docs.slack.dev/reference/block-kit/blocks/section-block)

_URL = 500
_CLOSING = f"\n…\n{FENCE}"
_BULLET = "•"
_INDENT = "    "
_NOT_SHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_ATOM = re.compile(r"&(?:amp|lt|gt);|<[^<>\n]{1,3000}>|`{3}")
_MARKED = re.compile(r"[*~`]|(?<!\w)_|_(?!\w)")
_SENTENCE = re.compile(r"[.!?](?=\s)")
_SPACE = re.compile(r"(\s+)")


def escape(text: str) -> str:
    """The text as it must be written for Slack to show it as it stands: no mention, no link, no entity of its own.

    What cannot be shown is replaced; see ``shown``.
    """
    return shown(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shown(text: str) -> str:
    """The text with control characters, overrides of the writing direction and lone surrogates as U+FFFD."""
    return _NOT_SHOWN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def literal(text: str) -> str:
    """Foreign words in running text; a word that holds one of Slack's marks is shown as code, so it stays as it is."""
    return "".join(
        tick(word) if len(word) > 1 and _MARKED.search(word) else escape(word).replace("`", "ˋ")
        for word in _SPACE.split(text)
    )


def tick(text: str) -> str:
    """Inline code. A backtick in it is shown as ``ˋ``, since Slack knows no way to write one there."""
    inner = escape(" ".join(text.split())).replace("`", "ˋ")
    return f"`{inner}`" if inner else ""


def code(text: str) -> str:
    """A block of code that shows the text as it stands; nothing in it can end the block. Empty for blank text."""
    body = _armoured(text)
    return f"{FENCE}\n{body}\n{FENCE}" if body.strip() else ""


def excerpt(text: str, limit: int, *, widest: int = 400) -> str:
    """A block of code of at most ``limit`` characters: the beginning and the end, and how many lines are left out.

    Args:
        text: As pasted.
        limit: Of the result, in characters; at least 200.
        widest: Longer lines are cut.
    """
    lines = [cut(line, widest) for line in _armoured(text).split("\n")]
    room = limit - 2 * len(FENCE) - 2
    if sum(len(line) + 1 for line in lines) > room:
        room -= len(words.lines_left_out(len(lines))) + 1
        head = _as_many(lines, room * 3 // 5)
        tail = _as_many(lines[:head:-1], room - room * 3 // 5)
        left_out = len(lines) - head - tail
        lines = [*lines[:head], words.lines_left_out(left_out), *lines[len(lines) - tail :]]
    body = "\n".join(lines)
    return f"{FENCE}\n{body}\n{FENCE}" if body.strip() else ""


def _armoured(text: str) -> str:
    """Escaped text for the inside of a fence: runs of backticks are parted by a space without width."""
    lines = escape(text.expandtabs(8)).replace("``", "``\u200b").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def _as_many(lines: list[str], room: int) -> int:
    """How many of the first lines fit."""
    for place, line in enumerate(lines):
        room -= len(line) + 1
        if room < 0:
            return place
    return len(lines)


def weight(text: str) -> int:
    """The length of the text in a message's JSON, where quotes, backslashes and line breaks count twice."""
    return len(json.dumps(text, ensure_ascii=False)) - 2


def cut(text: str, limit: int) -> str:
    """At most ``limit`` characters of mrkdwn, cut between words, with an ellipsis; never in an entity, a link, a fence.

    Args:
        text: Escaped text.
        limit: At least 20.
    """
    if len(text) <= limit:
        return text
    head = text[: _between_words(text, limit - len(_CLOSING))].rstrip()
    if _ends_in_fence(head):
        return head + _CLOSING
    gap = "\n" if head.endswith(FENCE) else " "  # a fence has its line for itself
    return f"{head}{gap}…".lstrip()


def begin(text: str, room: int) -> tuple[str, bool]:
    """The first paragraphs of mrkdwn that weigh no more than ``room``, and whether that is all of it."""
    taken: list[str] = []
    for paragraph in _blocks(text):
        room -= weight(paragraph) + 4
        if room < 0:
            if not taken:
                half = max(100, (room + weight(paragraph)) // 2)  # characters, each of which weighs two at most
                head = next(_split(paragraph, half))
                taken.append(f"{head}\n…" if "\n" in head else cut(paragraph, half))  # not a heading alone
            return "\n\n".join(taken), False
        taken.append(paragraph)
    return "\n\n".join(taken), True


def sentences(text: str, limit: int) -> tuple[str, bool]:
    """The first sentences of mrkdwn, of at most ``limit`` characters, and whether that is all of it.

    Where even the first one is longer, it is cut between words.
    """
    if len(text) <= limit:
        return text, True
    ends = [match.end() for match in _SENTENCE.finditer(text, 0, limit + 1) if match.end() <= limit]
    whole = (text[:end].rstrip() for end in reversed(ends))
    return next((head for head in whole if not any(head.count(mark) % 2 for mark in "`*")), cut(text, limit)), False


def paragraphs(text: str, limit: int = SECTION) -> list[str]:
    """Split mrkdwn between paragraphs into pieces of at most ``limit`` characters, as few as that gives.

    A longer paragraph is split between lines, a longer line between words; a fence that is split is closed and opened.
    """
    pieces: list[str] = []
    for block in _blocks(text):
        for piece in [block] if len(block) <= limit else _split(block, limit):
            if pieces and len(pieces[-1]) + 2 + len(piece) <= limit:
                pieces[-1] += "\n\n" + piece
            else:
                pieces.append(piece)
    return [piece.replace(f"\n{FENCE}\n\n", f"\n{FENCE}\n") for piece in pieces]  # a block of code has its own margin


def _blocks(text: str) -> Iterator[str]:
    """Paragraphs: what stands between blank lines, those in a fence apart."""
    block: list[str] = []
    fenced = False
    for line in text.split("\n"):
        fenced ^= line.strip() == FENCE
        if line.strip() or fenced:
            block.append(line)
        elif block:
            yield "\n".join(block)
            block = []
    if block:
        yield "\n".join(block)


def _split(block: str, limit: int) -> Iterator[str]:
    """The lines of one block in pieces, each with its fence closed."""
    room = limit - 2 * len(FENCE) - 2
    piece: list[str] = []
    length, fenced = 0, False
    for line in (part for whole in block.split("\n") for part in _split_line(whole, room)):
        closes = fenced and line.strip() == FENCE  # there is always room for that
        if piece and length + len(line) > room and not closes:
            yield "\n".join([*piece, FENCE] if fenced else piece)
            piece = [FENCE] if fenced else []
            length = 0
        fenced ^= line.strip() == FENCE
        piece.append(line)
        length += len(line) + 1
    if piece:
        yield "\n".join(piece)


def _split_line(line: str, limit: int) -> Iterator[str]:
    while len(line) > limit:
        place = _between_words(line, limit) or limit
        yield line[:place].rstrip()
        line = line[place:].lstrip()
    yield line


def _between_words(text: str, limit: int) -> int:
    """The last place, at most ``limit``, where the text may be cut: between words, but for very long ones."""
    place = limit
    for space in re.finditer(r"\s", text[: limit + 1]):
        place = space.start()
    place = place if place > limit // 2 or place == limit else limit
    for atom in _ATOM.finditer(text, 0, limit + 3000):
        if atom.start() < place < atom.end():
            return atom.start()
    return place


def _ends_in_fence(text: str) -> bool:
    return text.count(FENCE) % 2 == 1


@lru_cache(1024)  # of the texts of articles; the same few are wanted again and again
def mrkdwn(markdown: str) -> str:
    """Markdown to mrkdwn, by its tokens: numbers stay, lists nest, blocks of code stay whole, nothing can ping."""
    return _join(SyntaxTreeNode(_parser().parse(markdown)).children, markdown.splitlines(), 0, "\n\n").strip()


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _join(nodes: list[SyntaxTreeNode], source: list[str], depth: int, gap: str) -> str:
    return gap.join(filter(None, (_block(node, source, depth) for node in nodes)))


def _block(node: SyntaxTreeNode, source: list[str], depth: int) -> str:  # noqa: PLR0911  a case for each token
    match node.type:
        case "bullet_list" | "ordered_list":
            return _list(node, source, depth)
        case "fence" | "code_block":
            return code(node.content)
        case "table":
            first, last = node.map or (0, 0)
            return code("\n".join(source[first:last]))
        case "heading":
            return f"*{_inline(node, bold=True)}*"
        case "blockquote":
            quoted = _join(node.children, source, depth, "\n")
            quotable = quoted and not depth and FENCE not in quoted  # Slack knows the mark in column 0 alone
            return "\n".join(f"> {line}" for line in quoted.split("\n")) if quotable else quoted
        case "hr":
            return "———"
        case _:
            return _inline(node)


def _list(node: SyntaxTreeNode, source: list[str], depth: int) -> str:
    loose = any(child.type == "paragraph" and not child.hidden for item in node.children for child in item.children)
    start = int(node.attrs.get("start", 1))
    items = []
    for place, item in enumerate(node.children):
        marker = f"{start + place}." if node.type == "ordered_list" else _BULLET
        text = _join(item.children, source, depth + 1, "\n")
        between = "\n" if text.startswith(FENCE) else " "
        items.append(f"{_INDENT * depth}{marker}{between}{text}".rstrip())
    return ("\n\n" if loose and not depth else "\n").join(items)


def _inline(node: SyntaxTreeNode, *, bold: bool = False, italic: bool = False) -> str:
    pieces = [_span(child, bold=bold, italic=italic) for child in node.children]
    return "".join(left + _seam(left, right) for left, right in pairwise([*filter(None, pieces), ""]))


def _span(node: SyntaxTreeNode, *, bold: bool, italic: bool) -> str:  # noqa: PLR0911  a case for each token
    match node.type:
        case "text":
            return literal(node.content)
        case "code_inline":
            return tick(node.content)
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "strong":
            inner = _inline(node, bold=True, italic=italic)
            return inner if bold or not inner else f"*{inner}*"
        case "em":
            inner = _inline(node, bold=bold, italic=True)
            return inner if italic or not inner else f"_{inner}_"
        case "link":
            return _link(
                str(node.attrs.get("href", "")), "".join(child.content for child in node.walk() if not child.children)
            )
        case "image":
            return literal(node.content)
        case _:
            return _inline(node, bold=bold, italic=italic)


def _seam(left: str, right: str) -> str:
    """Slack knows a mark only beside what is no letter; a space without width parts the two."""
    marks = "*_`"
    touching = (
        left and right and ((left[-1] in marks and right[0].isalnum()) or (left[-1].isalnum() and right[0] in marks))
    )
    return "\u200b" if touching else ""


def _link(url: str, label: str) -> str:
    linkable = url.startswith(("https://", "http://", "mailto:")) and len(url) <= _URL
    if not linkable or re.search(r"[\s<>|]", url):
        return literal(f"{label} ({url})" if url and url != label else label)
    return f"<{escape(url)}|{cut(escape(' '.join(label.split()) or url), _URL)}>"


def plain(text: str) -> str:
    """An imported article's plain text to mrkdwn: wrapped prose flows again, what was indented is a block of code.

    A line was broken on purpose where the next word would have fitted. Numbered and bulleted items keep their marks;
    what stands under an item with its indent belongs to it, and is prose when it reads like prose.
    """
    out: list[str] = []
    indented: list[str] = []  # blocks of code that follow each other are one
    under = -1  # the column where the text of the current item starts; -1: no item
    for block in [*re.split(r"\n\s*\n", text.expandtabs(8).strip("\n")), _STOP]:
        lines = [line.rstrip() for line in block.split("\n") if line.strip()] or [""]
        item = _ITEM.match(lines[0])
        prose = _indent(lines) < 2  # noqa: PLR2004  prose starts in column 0, or 1 after a typing slip
        belongs = under >= _indent(lines) and _reads_like_prose(lines)
        if not (item or prose or belongs):
            indented += ["", *lines]
            continue
        out += [code(_dedent(indented))]
        indented = []
        out += [_items(lines) if item else _prose(lines)]
        under = len(item[0]) if item else -1 if prose else under
    return "\n\n".join(filter(None, out[:-1]))


_STOP = "."  # a last block of prose, which ends the code before it and is left out
_ITEM = re.compile(r" {0,8}(?:(\d{1,2}|[A-Za-z])[.)]|([-*•o]))(?: {1,4})(?=\S)")
_UNDERLINED = re.compile(r"[-=]{3,}")
_WIDTH = 60
_SLACK = 8  # authors did not wrap to the letter


def _indent(lines: list[str]) -> int:
    return min((len(line) - len(line.lstrip()) for line in lines if line), default=0)


def _dedent(lines: list[str]) -> str:
    indent = _indent(lines)
    return "\n".join(line[indent:] for line in lines)


def _reads_like_prose(lines: list[str]) -> bool:
    first, last = lines[0].strip(), lines[-1]
    return len(first) > 40 and first[0].isupper() and " " in first and last[-1] in ".:!?"  # noqa: PLR2004  half a line


def _prose(lines: list[str]) -> str:
    if len(lines) > 1 and _UNDERLINED.fullmatch(lines[1].strip()):
        rest = [line for line in lines[2:] if line.strip()]
        title = f"*{escape(lines[0].strip()).replace('*', '')}*"
        return f"{title}\n{_unwrap(rest)}" if rest else title
    return _unwrap(lines)


def _items(lines: list[str]) -> str:
    items: list[list[str]] = []
    for line in lines:
        if _ITEM.match(line) or not items:
            items.append([line])
        else:
            items[-1].append(line)
    return "\n".join(_item(one) for one in items)


def _item(lines: list[str]) -> str:
    match = _ITEM.match(lines[0])
    if match is None:
        return _unwrap(lines)
    marker = f"{match[1]}." if match[1] else _BULLET
    nested = _INDENT if len(match[0]) - len(match[0].lstrip()) > 2 else ""  # noqa: PLR2004  " - " is no nesting
    return f"{nested}{marker} {_unwrap([lines[0][match.end() :], *lines[1:]])}"


def _unwrap(lines: list[str]) -> str:
    """Join wrapped lines; a break stays where the next line's first word would have fitted."""
    width = max(_WIDTH, *(len(line) for line in lines))
    joined = lines[0].strip()
    for line, following in pairwise(lines):
        fitted = len(line) + 1 + len(following.split()[0]) <= width - _SLACK
        joined += ("\n" if fitted else " ") + following.strip()
    return literal(joined)
