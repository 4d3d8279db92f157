"""The text that a person pasted, rebuilt from what Slack made of it.

Sources: "Formatting message text" (escaping, links, mentions) and "Rich text block" (the elements) at docs.slack.dev.

Not restored, because Slack does not tell: trailing spaces, the marks of inline code and of emphasis over a whole line,
curly quotes, three backticks, which of two emoticons of one name it was, and whether ``- `` or ``• `` began a list.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote as percent_decoded

from bot.paste.emoticons import restore_emoticons
from bot.paste.markup import straighten, trim, uncode, unemphasise, unfence, unquote

_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_ENTITY = re.compile("|".join(_ENTITIES))
_SEQUENCE_OR_ENTITY = re.compile(rf"<([^<>\n]+)>|{_ENTITY.pattern}")
_ESCAPED_TWICE = re.compile(r"&amp;(?:amp|lt|gt);")
_NOT_ESCAPED = re.compile(r"<|(?<!^)>|&(?!amp;|lt;|gt;)", re.MULTILINE)

_MENTION = re.compile(r"(?:(@)[UWB]|(#)[CDG])[A-Z0-9]+(?:\|(.*))?")
_GROUP = re.compile(r"!(?:subteam\^([A-Z0-9]+)|(here|channel|everyone|group))(?:\|(.*))?")
_DATE = re.compile(r"!date\^[^|]*\|(.*)")
_ADDRESS = re.compile(r"(?:mailto|tel):(.*)")
_WEB = re.compile(r"[a-z][a-z0-9+.-]*://")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://|mailto:|tel:", re.IGNORECASE)

_BULLET = re.compile(r"^([ \t]*)[•◦▪]\ufe0e?[ \t]+", re.MULTILINE)
# The kinds of elements within a line, but links: where each keeps its value, and what stands around that in the text.
_PIECES = {
    "text": ("text", "", ""),
    "emoji": ("name", ":", ":"),
    "user": ("user_id", "@", ""),
    "usergroup": ("usergroup_id", "@", ""),
    "team": ("team_id", "@", ""),
    "channel": ("channel_id", "#", ""),
    "broadcast": ("range", "@", ""),
    "date": ("fallback", "", ""),
    "color": ("value", "", ""),
}
_DEEPEST_LIST = 8
_LONGEST_LIST = 100_000
# What Python's ftplib prints between asterisks (``*cmd* 'PASV'``); Slack shows it bold and drops the asterisks.
_FTPLIB_MARKS = frozenset({"cmd", "put", "get", "resp", "welcome", "put urgent"})


def rebuild(text: str | None, blocks: Sequence[Mapping[str, Any]] | None = None) -> str:
    """Rebuild the pasted text of a Slack message.

    Args:
        text: The message's ``text``: the fallback where the blocks hold no rich text.
        blocks: The message's ``blocks``, of whatever shape; what cannot be read is skipped.

    Returns:
        The plain text, without trailing spaces and without blank lines at its ends. Never raises.
    """
    source = text if isinstance(text, str) else ""
    rich = _rich_text(blocks, source)
    return rich if rich.strip() else unmangle(source)


def unmangle(text: str) -> str:
    """Undo what Slack does to the ``text`` of a message.

    Entities are decoded once, links become what was typed, mentions their names, emoji the emoticons they were; the
    marks of code, emphasis and quotes go, unless they are a client's direction marks.
    """
    return _finish(_BULLET.sub(r"\1- ", _undo_marks(_decode(straighten(text)))))


def _finish(text: str) -> str:
    return trim(unquote(text))


def _undo_marks(text: str) -> str:
    return restore_emoticons(uncode(unemphasise(unfence(text))))


def _decode(text: str) -> str:
    return _SEQUENCE_OR_ENTITY.sub(lambda m: _ENTITIES.get(m.group()) or _sequence(m), text)


def _sequence(match: re.Match[str]) -> str:
    """Read ``<…>``; what is not Slack's (``<DIR>`` in text that was never escaped) stays as it is."""
    inner = match[1]
    if mention := _MENTION.fullmatch(inner):
        return (mention[1] or mention[2]) + (_unescape(mention[3] or "") or inner[1:].partition("|")[0])
    if group := _GROUP.fullmatch(inner):
        return "@" + (_unescape(group[3] or "").removeprefix("@") or group[2] or group[1])
    if date := _DATE.fullmatch(inner):
        return _unescape(date[1])
    if _ADDRESS.match(inner) or _WEB.match(inner):
        url, _, label = inner.partition("|")
        return _link(_unescape(url), _unescape(label))
    return match.group()


def _unescape(text: str) -> str:
    return _ENTITY.sub(lambda m: _ENTITIES[m.group()], text)


def _link(url: str, label: str) -> str:
    """Say what the person typed for a link.

    Slack invents the scheme (``ftp.example.com`` becomes a link to ``http://ftp.example.com``), so the label counts;
    without a label the URL was typed as it is. A label that says something else keeps its URL in brackets.
    """
    if not label.strip():
        address = _ADDRESS.fullmatch(url)
        return address[1] if address else url
    if not url or _ADDRESS.match(url) or _bare(url) == _bare(label):
        return label
    return f"{label} ({url})"


def _bare(url: str) -> str:
    return percent_decoded(_SCHEME.sub("", url.strip(), count=1)).rstrip("/").casefold()


def _rich_text(blocks: object, text: str) -> str:
    chunks = [
        chunk.removesuffix("\n")
        for block in _mappings(blocks)
        if block.get("type") == "rich_text"
        for element in _mappings(block.get("elements"))
        for chunk in _chunks(element)
    ]
    whole = "\n".join(chunks)
    # The documentation escapes ``text`` alone; where a delivery escapes its blocks alike, ``text`` shows the same
    # entities, and the blocks no sign that would have been escaped.
    if _ENTITY.search(text) and not _ESCAPED_TWICE.search(text) and not _NOT_ESCAPED.search(whole):
        whole = _unescape(whole)
    return _finish(whole)


def _chunks(element: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines that an element of a rich text block stands for."""
    match element.get("type"):
        case "rich_text_section":
            yield _section(element)
        case "rich_text_preformatted":
            yield straighten(_inline(element))
        case "rich_text_quote":
            # the sign returns: whether it is a quote or a client's ``> USER bob`` is decided over the whole text
            yield "\n".join(f"> {line}".rstrip() for line in _section(element).removesuffix("\n").split("\n"))
        case "rich_text_list":
            indent = "    " * _number(element.get("indent"), _DEEPEST_LIST)
            first = 1 + _number(element.get("offset"), _LONGEST_LIST)
            for number, item in enumerate(_mappings(element.get("elements")), first):
                sign = f"{number}." if element.get("style") == "ordered" else "-"
                yield f"{indent}{sign} {_section(item)}"
        case _:
            return


def _section(element: Mapping[str, Any]) -> str:
    return _undo_marks(straighten(_inline(element)))


def _inline(element: Mapping[str, Any]) -> str:
    pieces: list[str] = []
    line_start = True
    for part in _mappings(element.get("elements")):
        piece = _piece(part)
        if line_start and piece in _FTPLIB_MARKS and _is_bold(part):
            piece = f"*{piece}*"
        pieces.append(piece)
        line_start = piece.endswith("\n") if piece else line_start
    return "".join(pieces)


def _piece(part: Mapping[str, Any]) -> str:
    kind = part.get("type")
    if kind == "link":
        return _link(_string(part, "url"), _string(part, "text"))
    if not isinstance(kind, str) or kind not in _PIECES:
        return ""
    key, before, after = _PIECES[kind]
    value = _string(part, key)
    return f"{before}{value}{after}" if value else ""


def _is_bold(part: Mapping[str, Any]) -> bool:
    style = part.get("style")
    return isinstance(style, Mapping) and style.get("bold") is True


def _mappings(value: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        yield from (item for item in value if isinstance(item, Mapping))


def _string(part: Mapping[str, Any], key: str) -> str:
    value = part.get(key)
    return value if isinstance(value, str) else ""


def _number(value: object, most: int) -> int:
    return min(max(value, 0), most) if isinstance(value, int) else 0
