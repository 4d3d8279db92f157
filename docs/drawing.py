# ruff: noqa: INP001  a folder of documents is no package
"""Block Kit as HTML, near enough to Slack's own drawing to judge order, length and words by.

Everything on a page is in the page; nothing comes from the network. A page shows the same content twice: as wide as in
a window, and as narrow as on a phone.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt

WIDE, NARROW = 640, 375

STYLE = f"""
body {{ margin: 0; padding: 16px; background: #e8e8e8; color: #1d1c1d; width: {WIDE + NARROW + 130}px;
       font: 15px/1.46 "Noto Sans", "Liberation Sans", "DejaVu Sans", sans-serif; }}
.row {{ display: flex; gap: 24px; align-items: flex-start; }}
.frame {{ background: #fff; border-radius: 10px; padding: 12px 16px; border: 1px solid #d0d0d0; }}
.wide {{ width: {WIDE}px; }} .narrow {{ width: {NARROW - 32}px; }}
.who {{ display: flex; gap: 8px; }} .name {{ font-weight: 900; }}
.face {{ flex: 0 0 36px; height: 36px; border-radius: 8px; background: #14505c; color: #fff; font-weight: 700;
        text-align: center; line-height: 36px; }}
.app {{ background: #eee; color: #616061; font-size: 10px; padding: 1px 4px; border-radius: 3px; margin-left: 4px; }}
.body {{ flex: 1; min-width: 0; }} .header {{ font-size: 18px; font-weight: 900; margin: 8px 0 4px; line-height: 1.3; }}
.section {{ margin: 6px 0; white-space: pre-wrap; overflow-wrap: anywhere; display: flex; gap: 12px;
        align-items: flex-start; }}
.section > div {{ flex: 1; min-width: 0; }} .context {{ color: #616061; font-size: 13px; margin: 4px 0;
        white-space: pre-wrap; overflow-wrap: anywhere; }}
.fields {{ display: grid; grid-template-columns: 1fr 1fr; gap: 8px 16px; margin: 6px 0; white-space: pre-wrap;
        overflow-wrap: anywhere; }}
pre {{ background: #f8f8f8; border: 1px solid #ddd; border-radius: 4px; padding: 8px; margin: 4px 0;
      white-space: pre-wrap; font: 12px/1.5 "Noto Sans Mono", "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }}
code {{ background: #f8f8f8; border: 1px solid #ddd; border-radius: 3px; color: #c01343; padding: 1px 3px;
       font: 12px "Noto Sans Mono", "DejaVu Sans Mono", monospace; }} a, .mention {{ color: #1264a3; }}
.mention {{ background: #e8f5fa; border-radius: 3px; padding: 0 2px; }}
.quote {{ border-left: 4px solid #ddd; padding-left: 8px; }}
.buttons {{ display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; }}
hr {{ border: 0; border-top: 1px solid #ddd; margin: 12px 0; }}
button, .select {{ font: 700 13px "Noto Sans", "Liberation Sans", sans-serif; padding: 5px 12px; border: 1px solid #bbb;
         background: #fff; border-radius: 8px; min-height: 32px; box-sizing: border-box; white-space: nowrap; }}
.select {{ font-weight: 400; color: #616061; display: inline-block; }}
button.primary {{ background: #007a5a; color: #fff; border-color: #007a5a; }}
button.danger {{ background: #fff; color: #c01343; border-color: #c01343; }}
.label {{ font-weight: 700; margin: 10px 0 4px; }} .hint {{ color: #616061; font-size: 13px; }}
.box {{ border: 1px solid #999; border-radius: 6px; padding: 6px 10px; color: #888; white-space: pre-wrap; }}
.tall {{ min-height: 90px; }} .choice {{ margin: 2px 0; }}
.bar {{ display: flex; justify-content: space-between; border-bottom: 1px solid #ddd; padding-bottom: 8px;
        font-weight: 900; font-size: 18px; }} .bar span {{ color: #616061; font-weight: 400; }}
.foot {{ border-top: 1px solid #ddd; padding-top: 10px; margin-top: 10px; text-align: right; }}
table {{ border-collapse: collapse; font-size: 13px; margin: 6px 0; display: block; overflow-x: hidden;
         white-space: nowrap; }} th {{ background: #f8f8f8; }}
td, th {{ border: 1px solid #ddd; padding: 4px 8px; text-align: left; vertical-align: top; overflow-wrap: anywhere; }}
.alert {{ border-left: 4px solid #1264a3; background: #eef6fb; padding: 8px 12px; border-radius: 4px; margin: 6px 0; }}
"""

Block = Mapping[str, Any]


def message_page(blocks: Sequence[Block]) -> str:
    """A message as a page."""
    body = _all(blocks)
    return _page(
        "<div class=who><div class=face>KB</div><div class=body><span class=name>kbbot</span>"
        f"<span class=app>APP</span>{body}</div></div>"
    )


def view_page(view: Mapping[str, Any]) -> str:
    """A modal or a Home tab as a page."""
    if view["type"] == "home":
        return _page(_all(view["blocks"]))
    submit = view.get("submit")
    foot = f"<div class=foot><button class=primary>{escape(submit['text'])}</button></div>" if submit else ""
    bar = f"<div class=bar>{escape(view['title']['text'])}<span>✕</span></div>"
    return _page(bar + _all(view["blocks"]) + foot)


def _page(body: str) -> str:
    frames = "".join(f"<div class='frame {width}'>{body}</div>" for width in ("wide", "narrow"))
    return f"<!doctype html><meta charset=utf-8><style>{STYLE}</style><div class=row>{frames}</div>"


def _all(blocks: Sequence[Block]) -> str:
    return "".join(_DRAWN.get(block["type"], _unknown)(block) for block in blocks)


def _header(block: Block) -> str:
    return f"<div class=header>{escape(block['text']['text'])}</div>"


def _section(block: Block) -> str:
    side = _element(block["accessory"]) if "accessory" in block else ""
    text = f"<div class=section><div>{_text(block['text'])}</div>{side}</div>" if "text" in block else ""
    fields = "".join(f"<div>{_text(field)}</div>" for field in block.get("fields", ()))
    return text + (f"<div class=fields>{fields}</div>" if fields else "")


def _context(block: Block) -> str:
    return f"<div class=context>{' '.join(_text(one) for one in block['elements'])}</div>"


def _actions(block: Block) -> str:
    return f"<div class=buttons>{''.join(map(_element, block['elements']))}</div>"


def _input(block: Block) -> str:
    optional = " <span class=hint>(optional)</span>" if block.get("optional") else ""
    hint = f"<div class=hint>{escape(block['hint']['text'])}</div>" if "hint" in block else ""
    return f"<div class=label>{escape(block['label']['text'])}{optional}</div>{_element(block['element'])}{hint}"


def _table(block: Block) -> str:
    rows = [[_cell(cell) for cell in row] for row in block["rows"]]
    head = "".join(f"<th>{cell}</th>" for cell in rows[0])
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows[1:])
    return f"<table><tr>{head}</tr>{body}</table>"


def _cell(cell: Mapping[str, Any]) -> str:
    return _rich_text(cell) if cell["type"] == "rich_text" else escape(str(cell["text"]))


def _alert(block: Block) -> str:
    return f"<div class=alert>{_text(block['text'])}</div>"


def _markdown(block: Block) -> str:
    return MarkdownIt("commonmark", {"html": False}).enable("table").render(block["text"])


def _chart(block: Block) -> str:
    return f"<div class=box>▂▅▇ {escape(block['title'])}</div>"


def _image(block: Block) -> str:
    return f"<div class=box>▣ {escape(block['alt_text'])}</div>"


def _rich_text(block: Block) -> str:
    return "".join(_rich_part(part) for part in block["elements"])


def _rich_part(part: Mapping[str, Any]) -> str:
    match part["type"]:
        case "rich_text_list":
            tag = "ol" if part["style"] == "ordered" else "ul"
            return f"<{tag}>{''.join(f'<li>{_rich_part(one)}</li>' for one in part['elements'])}</{tag}>"
        case "rich_text_preformatted":
            return f"<pre>{''.join(map(_rich_span, part['elements']))}</pre>"
        case "rich_text_quote":
            return f"<div class=quote>{''.join(map(_rich_span, part['elements']))}</div>"
        case _:
            return f"<div>{''.join(map(_rich_span, part['elements']))}</div>"


def _rich_span(span: Mapping[str, Any]) -> str:
    text = escape(str(span.get("text") or span.get("url") or span.get("name") or span.get("user_id") or ""))
    for style, tag in (("code", "code"), ("bold", "b"), ("italic", "i"), ("strike", "s")):
        if span.get("style", {}).get(style):
            text = f"<{tag}>{text}</{tag}>"
    return f"<a>{text}</a>" if span["type"] == "link" else text


def _unknown(block: Block) -> str:
    return f"<div class=box>{escape(block['type'])}</div>"


_DRAWN: Mapping[str, Callable[[Block], str]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "context_actions": _actions,
    "divider": lambda _: "<hr>",
    "input": _input,
    "table": _table,
    "data_table": _table,
    "alert": _alert,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "data_visualization": _chart,
    "image": _image,
}


def _element(value: Mapping[str, Any]) -> str:
    kind = value["type"]
    if kind in {"button", "workflow_button", "icon_button"}:
        return f"<button class={value.get('style', 'plain')}>{escape(value['text']['text'])}</button>"
    if kind == "feedback_buttons":
        both = (value["positive_button"], value["negative_button"])
        return "".join(f"<button>{escape(one['text']['text'])}</button>" for one in both)
    if kind in {"radio_buttons", "checkboxes"}:
        mark = "◯" if kind == "radio_buttons" else "☐"
        return "".join(f"<div class=choice>{mark} {_text(one['text'])}</div>" for one in value["options"])
    if kind == "overflow":
        return "<button>⋯</button>"
    shown = value.get("initial_value") or (value.get("placeholder") or {}).get("text") or ""
    if "select" in kind:
        chosen = value.get("initial_option")
        return f"<span class=select>{escape(chosen['text']['text'] if chosen else shown)} ▾</span>"
    tall = " tall" if value.get("multiline") else ""
    return f"<div class='box{tall}'>{escape(shown or ('Add files' if kind == 'file_input' else ''))}&nbsp;</div>"


def _text(value: Mapping[str, Any]) -> str:
    return mrkdwn(value["text"]) if value["type"] == "mrkdwn" else escape(value["text"])


_CODE = "\ue000"


def mrkdwn(text: str) -> str:
    """Slack's mrkdwn as HTML; its entities are HTML's."""
    pieces = re.split(r"\n?```\n?(.*?)\n?```\n?", text, flags=re.DOTALL)
    return "".join(f"<pre>{piece}</pre>" if place % 2 else _marks(piece) for place, piece in enumerate(pieces))


def _marks(text: str) -> str:
    """Inline code stands aside while the other marks, which may go around it, are read."""
    codes = re.findall(r"`([^`\n]+)`", text)
    prose = _prose(re.sub(r"`[^`\n]+`", _CODE, text))
    for one in codes:
        prose = prose.replace(_CODE, f"<code>{one}</code>", 1)
    return prose


def _prose(text: str) -> str:
    text = re.sub(r"<(https?://[^|>]+)\|([^>]+)>", r"<a>\2</a>", text)
    text = re.sub(r"<(https?://[^|>]+)>", r"<a>\1</a>", text)
    text = re.sub(r"<!date\^[^|>]+\|([^>]+)>", r"\1", text)
    text = re.sub(r"<[@#]([A-Z0-9]+)(?:\|[^>]*)?>", r"<span class=mention>@\1</span>", text)
    text = re.sub(r"<!subteam\^([A-Z0-9]+)>", r"<span class=mention>@\1</span>", text)
    text = re.sub(r"(?<![\w<])\*(\S[^*\n]*?)\*(?!\w)", r"<b>\1</b>", text)
    return re.sub(r"(?<![\w<])_(\S[^_\n]*?)_(?!\w)", r"<i>\1</i>", text)
