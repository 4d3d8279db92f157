# ruff: noqa: INP001  a folder of documents is no package
"""Draw what people see in Slack: ``python -m docs.make_gallery FOLDER`` writes a page for each kind of message.

The pages need nothing from the network. ``chromium --headless --screenshot=answer.png answer.html`` makes a picture.
The drawing is ours and only near to Slack's: it is there to judge order, length and words.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from bot.slack.message import Message
from bot.slack.views import article, notes, reply
from bot.support.reply import ReplyKind
from tests.unit.slack.views import view_samples as samples

STYLE = """
body { margin: 0; padding: 14px 20px; max-width: 720px; background: #fff; color: #1d1c1d;
       font: 15px/1.46 Lato, "Liberation Sans", "DejaVu Sans", sans-serif; }
.who { display: flex; gap: 8px; } .name { font-weight: 900; }
.face { flex: 0 0 36px; height: 36px; border-radius: 8px; background: #14505c; color: #fff; font-weight: 700;
        text-align: center; line-height: 36px; }
.app { background: #eee; color: #616061; font-size: 10px; padding: 1px 4px; border-radius: 3px; margin-left: 4px; }
.body { flex: 1; min-width: 0; } .header { font-size: 18px; font-weight: 900; margin: 6px 0; line-height: 1.3; }
.section { margin: 6px 0; white-space: pre-wrap; overflow-wrap: anywhere; display: flex; gap: 12px; }
.section > div { flex: 1; min-width: 0; } .context { color: #616061; font-size: 13px; margin: 4px 0; }
pre { background: #f8f8f8; border: 1px solid #ddd; border-radius: 4px; padding: 8px; margin: 4px 0;
      white-space: pre-wrap; font: 12px/1.5 "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
code { background: #f8f8f8; border: 1px solid #ddd; border-radius: 3px; color: #c01343; padding: 1px 3px;
       font: 12px "DejaVu Sans Mono", monospace; } a, .mention { color: #1264a3; }
.buttons { display: flex; gap: 8px; margin: 8px 0; } hr { border: 0; border-top: 1px solid #ddd; }
button { font: 700 13px Lato, "Liberation Sans", sans-serif; padding: 5px 12px; border: 1px solid #bbb;
         background: #fff; border-radius: 8px; height: 32px; }
button.primary { background: #007a5a; color: #fff; border-color: #007a5a; }
"""


def main(folder: Path) -> None:
    """Write the pages."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, message in messages():
        (folder / f"{name}.html").write_text(page(message), encoding="utf-8")


def messages() -> Iterator[tuple[str, Message]]:
    """Each kind of message, with a name."""
    yield "answer", reply.reply_message(samples.founding_reply())
    for kind in ReplyKind:
        yield f"reply-{kind}", reply.reply_message(samples.reply(kind), private=kind is ReplyKind.CHOICES)
    done = samples.reply(resolved_by="U0ANNA", resolved_at=samples.NOW)
    yield "resolved", reply.reply_message(done)
    yield "asked", reply.reply_message(samples.reply(asked_for_help="U0ANNA", tried=("Some other article",)))
    yield "vanished", reply.reply_message(samples.reply(article=None))
    yield "imported", reply.reply_message(samples.reply(article=samples.IMPORTED))
    yield "hostile", reply.reply_message(samples.hostile_reply(ReplyKind.ARTICLE))
    yield "article", article.article_message(samples.founding(), private=True)
    yield "lookup", article.lookup_message("passive mode", [samples.FOUNDING, samples.IMPORTED])
    yield "not-found", article.not_found("passive mode")
    yield (
        "packet",
        notes.packet_message(samples.reply(), helpers=["U0BERT", "S0FTP"], asked_by="U0ANNA", permalink=None),
    )
    yield "secret", notes.secret_warning(["password", "token"])
    yield "usage", notes.usage_message()
    yield "failure", notes.failure_message("The database cannot be used.", "7f3a")
    yield "no-helpers", notes.no_helpers_message()
    yield "shared", notes.shared_message(samples.reply())
    yield "cannot-share", notes.cannot_share_message("C0123ABC")


def page(message: Message) -> str:
    """One message as a page."""
    body = "".join(block(one) for one in message.blocks)
    return (
        f"<!doctype html><meta charset=utf-8><style>{STYLE}</style><div class=who><div class=face>KB</div>"
        f"<div class=body><span class=name>KB bot</span><span class=app>APP</span>{body}</div></div>"
    )


def block(value: Mapping[str, Any]) -> str:
    """One block."""
    match value["type"]:
        case "header":
            return f"<div class=header>{escape(value['text']['text'])}</div>"
        case "divider":
            return "<hr>"
        case "context":
            return f"<div class=context>{''.join(mrkdwn(one['text']) for one in value['elements'])}</div>"
        case "actions":
            return f"<div class=buttons>{''.join(button(one) for one in value['elements'])}</div>"
        case _:
            side = button(value["accessory"]) if "accessory" in value else ""
            return f"<div class=section><div>{mrkdwn(value['text']['text'])}</div>{side}</div>"


def button(value: Mapping[str, Any]) -> str:
    """One button."""
    return f"<button class={value.get('style', 'plain')}>{escape(value['text']['text'])}</button>"


def mrkdwn(text: str) -> str:
    """Slack's mrkdwn as HTML; its entities are HTML's."""
    pieces = re.split(r"```\n?(.*?)\n?```\n?", text, flags=re.DOTALL)
    return "".join(f"<pre>{piece}</pre>" if place % 2 else _marks(piece) for place, piece in enumerate(pieces))


def _marks(text: str) -> str:
    pieces = re.split(r"(`[^`\n]+`)", text.removesuffix("\n"))
    return "".join(f"<code>{one[1:-1]}</code>" if place % 2 else _prose(one) for place, one in enumerate(pieces))


def _prose(text: str) -> str:
    text = re.sub(r"<(https?://[^|>]+)\|([^>]+)>", r"<a>\2</a>", text)
    text = re.sub(r"<!date\^[^|>]+\|([^>]+)>", r"\1", text)
    text = re.sub(r"<[@#]([A-Z0-9]+)>", r"<span class=mention>@\1</span>", text)
    text = re.sub(r"<!subteam\^([A-Z0-9]+)>", r"<span class=mention>@\1</span>", text)
    text = re.sub(r"(?<![\w<])\*(\S[^*\n]*?)\*(?!\w)", r"<b>\1</b>", text)
    return re.sub(r"(?<![\w<])_(\S[^_\n]*?)_(?!\w)", r"<i>\1</i>", text)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
