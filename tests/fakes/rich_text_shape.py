"""The shape of ``rich_text`` (docs.slack.dev/reference/block-kit/blocks/rich-text-block).

A block holds sections, lists, quotes and preformatted parts; those hold inline elements. Inside preformatted text
there is nothing but text and links.
"""

from __future__ import annotations

from typing import Any

from tests.fakes.schema import Check, Report, boolean, many, one_of, shape, string, variant, whole

MOST = 10_000  # where no limit is published
STYLE_NAMES = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")
STYLE: dict[str, Check] = {"style": shape({}, dict.fromkeys(STYLE_NAMES, boolean))}


def emoji_name(report: Report, value: Any, at: str) -> None:
    string(255)(report, value, at)
    if isinstance(value, str) and ":" in value:
        report.refuse(at, "must be a name without colons")


def inline(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    return shape(required, STYLE | (optional or {}))


INLINE: dict[str, Check] = {
    "text": inline({"text": string(MOST)}),
    "link": inline({"url": string(MOST)}, {"text": string(MOST), "unsafe": boolean}),
    "user": inline({"user_id": string(255)}),
    "channel": inline({"channel_id": string(255)}),
    "emoji": inline({"name": emoji_name}, {"unicode": string(255), "url": string(MOST), "skin_tone": whole(1, 6)}),
    "usergroup": inline({"usergroup_id": string(255)}),
    "team": inline({"team_id": string(255)}),
    "broadcast": inline({"range": one_of("here", "channel", "everyone")}),
    "date": inline({"timestamp": whole(0), "format": string(MOST)}, {"url": string(MOST), "fallback": string(MOST)}),
    "color": inline({"value": string(255)}),
}
_inline = many(variant(INLINE, "rich text element"), MOST)
_literal = many(variant({name: INLINE[name] for name in ("text", "link")}, "element of preformatted text"), MOST)
_border: dict[str, Check] = {"border": whole(0, 1)}
section = shape({"elements": _inline})
PARTS: dict[str, Check] = {
    "rich_text_section": section,
    "rich_text_quote": shape({"elements": _inline}, _border),
    "rich_text_preformatted": shape({"elements": _literal}, _border | {"language": string(255)}),
    "rich_text_list": shape(
        {"elements": many(variant({"rich_text_section": section}, "item of a list"), MOST)}
        | {"style": one_of("bullet", "ordered")},
        _border | {"indent": whole(0, 8), "offset": whole(0)},
    ),
}
rich_text = shape({"elements": many(variant(PARTS, "part of rich text"), MOST)}, {"block_id": string(255)})
rich_text_value = variant({"rich_text": rich_text}, "rich_text block")
