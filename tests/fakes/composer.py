"""What Slack's composer makes of typed or pasted text.

A message gets a ``rich_text`` block, and a ``text`` that is a lossy fallback of it: fences become preformatted parts,
whatever looks like an address becomes a link (also inside fences), typed emoticons become emoji (only outside), and the
fallback escapes ``& < >``.
"""

from __future__ import annotations

import re
from typing import Any

from tests.fakes.emoji import EMOTICONS, STANDARD

FENCE = re.compile(r"```\n?(.*?)\n?```\n?", re.DOTALL)
DOMAINS = "com|net|org|io|dev|edu|gov|info|de|fr|uk|eu|ch|at|nl"  # those of the real world that tests use
LABELS = r"(?<![\w@/.-])(?:[a-zA-Z0-9][\w-]{0,62}\.){1,8}"  # of a domain's name, without its last
SMILES = "|".join(re.escape(one) for one in sorted(EMOTICONS, key=len, reverse=True))
INLINE = re.compile(
    rf"""(?x)
    (?P<code>    `[^`\n]{{1,500}}` )
  | (?P<user>    <@[UW][A-Z0-9]{{2,20}}> )
  | (?P<channel> <\#[CDG][A-Z0-9]{{2,20}}> )
  | (?P<special> <!(?:here|channel|everyone)> )
  | (?P<url>     \b(?:https?|ftps?|sftp)://[^\s<>"]{{1,500}}[^\s<>".,;:!?)\]'] )
  | (?P<email>   \b[\w.+-]{{1,64}}@(?:[\w-]{{1,63}}\.){{1,8}}(?:{DOMAINS})\b )
  | (?P<domain>  {LABELS}(?:{DOMAINS})(?![\w.-]*\w)(?:/[^\s<>"]{{0,200}}[\w/])? )
  | (?P<emoji>   :[a-z0-9_+'-]{{1,60}}: )
  | (?P<smile>   (?<!\S)(?:{SMILES})(?!\S) )
    """
)
LITERAL = {"url", "email", "domain"}  # what is recognised inside a fence


def compose(text: str, *, emoticons: bool = True) -> tuple[str, list[dict[str, Any]]]:
    """The ``text`` and the ``blocks`` of a message.

    Args:
        text: What was typed. ``<@U…>``, ``<#C…>`` and ``<!here>`` stand for mentions picked from the list.
        emoticons: The person's preference "convert typed emoticons to emoji".
    """
    if not text:
        return "", []
    parts: list[dict[str, Any]] = []
    fallback: list[str] = []
    position = 0
    for fence in FENCE.finditer(text):
        _section(text[position : fence.start()], parts, fallback, emoticons=emoticons)
        if fence[1]:
            elements = _elements(fence[1], literal=True, emoticons=False)
            parts.append({"type": "rich_text_preformatted", "elements": elements, "border": 0})
            fallback.append(f"```{_fallback(elements)}```" + ("\n" if fence[0].endswith("\n") else ""))
        position = fence.end()
    _section(text[position:], parts, fallback, emoticons=emoticons)
    return "".join(fallback), [{"type": "rich_text", "block_id": "composed", "elements": parts}]


def rich_text(text: str, *, emoticons: bool = True) -> list[dict[str, Any]]:
    """The blocks of a message, as :func:`compose` makes them."""
    return compose(text, emoticons=emoticons)[1]


def _section(text: str, parts: list[dict[str, Any]], fallback: list[str], *, emoticons: bool) -> None:
    if text:
        elements = _elements(text, literal=False, emoticons=emoticons)
        parts.append({"type": "rich_text_section", "elements": elements})
        fallback.append(_fallback(elements))


def _elements(text: str, *, literal: bool, emoticons: bool) -> list[dict[str, Any]]:
    """Inline elements; ``literal`` for the inside of a fence."""
    found: list[dict[str, Any]] = []
    plain = 0
    for match in INLINE.finditer(text):
        kind = match.lastgroup or ""
        if (literal and kind not in LITERAL) or (kind == "smile" and not emoticons):
            continue
        if kind == "emoji" and match[0].strip(":") not in STANDARD:
            continue
        if match.start() > plain:
            found.append({"type": "text", "text": text[plain : match.start()]})
        found.append(_element(kind, match[0]))
        plain = match.end()
    if plain < len(text):
        found.append({"type": "text", "text": text[plain:]})
    return found


def _element(kind: str, shown: str) -> dict[str, Any]:
    makers: dict[str, dict[str, Any]] = {
        "code": {"type": "text", "text": shown[1:-1], "style": {"code": True}},
        "user": {"type": "user", "user_id": shown[2:-1]},
        "channel": {"type": "channel", "channel_id": shown[2:-1]},
        "special": {"type": "broadcast", "range": shown[2:-1]},
        "url": {"type": "link", "url": shown},
        "email": {"type": "link", "url": f"mailto:{shown}", "text": shown},
        "domain": {"type": "link", "url": f"http://{shown}", "text": shown},
        "emoji": {"type": "emoji", "name": shown.strip(":")},
        "smile": {"type": "emoji", "name": EMOTICONS.get(shown, "")},
    }
    return makers[kind]


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _fallback(elements: list[dict[str, Any]]) -> str:
    return "".join(_as_text(one) for one in elements)


def _as_text(one: dict[str, Any]) -> str:
    match one["type"]:
        case "text":
            return f"`{escape(one['text'])}`" if one.get("style", {}).get("code") else escape(one["text"])
        case "link":
            label = f"|{escape(one['text'])}" if "text" in one else ""
            return f"<{escape(one['url'])}{label}>"
        case "user":
            return f"<@{one['user_id']}>"
        case "channel":
            return f"<#{one['channel_id']}>"
        case "broadcast":
            return f"<!{one['range']}>"
        case _:
            return f":{one['name']}:"
