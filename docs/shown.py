# ruff: noqa: INP001  a folder of documents is no package
"""What the gallery shows: each message and view, with a name, made of the samples that the tests of views use."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.slack.message import Message
from bot.slack.modal import Modal
from bot.slack.views import article, channels, full, modals, notes, reply, why
from bot.support.reply import ReplyKind
from docs.drawing import message_page, view_page
from tests.unit.slack.views import view_samples as samples


@dataclass(frozen=True)
class Shown:
    """One picture.

    Attributes:
        name: Of its file.
        surface: The heading it stands under.
        title: What it is.
        about: A sentence, where the title does not say enough.
        page: What is drawn, as HTML.
    """

    name: str
    surface: str
    title: str
    about: str
    page: str


def shown() -> Iterator[Shown]:
    """All pictures, in the order of the page."""
    for surface, pictures in (
        ("Answers", _answers()),
        ("When nothing fits", _nothing()),
        ("Modals", _modals()),
        ("Articles", _articles()),
        ("People", _people()),
        ("Notes", _notes()),
    ):
        for name, title, about, what in pictures:
            yield Shown(name, surface, title, about, _page(what))


def _page(what: Message | Modal) -> str:
    if isinstance(what, Modal):
        return view_page(what.view("gallery"))
    return message_page(what.blocks)


Picture = tuple[str, str, str, Message | Modal]


def _answers() -> Iterator[Picture]:
    founding = samples.founding_reply()
    yield "answer", "An answer", "", reply.reply_message(founding)
    judged = samples.JUDGED
    yield (
        "answer-judged",
        "An answer once people judged such answers",
        "",
        reply.reply_message(replace(founding, sureness=judged)),
    )
    long = samples.real_reply(samples.PASSIVE)
    yield "answer-long", "An answer whose article is long", "", reply.reply_message(long)
    yield "answer-private", "A private answer", "To `/kb`.", reply.reply_message(founding, private=True)
    question = samples.real_reply(samples.UNCLEAR)
    yield "choices-question", "Several may fit, and one question decides", "", reply.reply_message(question)
    plain = samples.real_reply(samples.SEVERAL)
    yield "choices", "Several may fit", "", reply.reply_message(plain)
    yield (
        "imported",
        "An answer with an imported article",
        "",
        reply.reply_message(samples.reply(article=samples.IMPORTED)),
    )
    yield (
        "tried",
        "After *Not this*",
        "",
        reply.reply_message(replace(long, tried=(samples.FOUNDING.title,), asked_for_help="U0ANNA")),
    )
    done = replace(founding, resolved_by="U0ANNA", resolved_at=samples.NOW)
    yield "resolved", "Resolved", "", reply.reply_message(done)
    yield (
        "hostile",
        "Hostile text in every place",
        "",
        reply.reply_message(samples.hostile_reply(ReplyKind.ARTICLE, 3_000)),
    )


def _nothing() -> Iterator[Picture]:
    yield "nothing", "Asked directly, and nothing fits", "", reply.reply_message(samples.real_reply(samples.UNKNOWN))
    yield "nothing-prose", "The same of a description", "", reply.reply_message(samples.real_reply(samples.PROSE))
    yield "exhausted", "All that fits was shown", "", reply.reply_message(samples.reply(ReplyKind.EXHAUSTED))
    yield "empty", "Asked without any text", "", reply.reply_message(samples.reply(ReplyKind.EMPTY))
    yield "vanished", "The article is gone", "", reply.reply_message(samples.reply(article=None))


def _modals() -> Iterator[Picture]:
    yield "why", "Why this?", "", why.why_modal(samples.explanation(samples.founding_reply()), {})
    yield (
        "why-unclear",
        "Why this?, where other articles may fit",
        "",
        why.why_modal(samples.explanation(samples.real_reply(samples.UNCLEAR)), {}),
    )
    yield "full", "Full article", "", full.full_modal(samples.founding(), shows="answer:12")
    yield "paste-box", "`/kb` alone", "", modals.paste_modal("")
    yield "loading", "A moment before", "", modals.loading_modal()


def _articles() -> Iterator[Picture]:
    yield "article", "`/kb Q269241`", "", article.article_message(samples.founding(), private=True)
    yield (
        "lookup",
        "`/kb passive mode`",
        "",
        article.lookup_message("passive mode", [samples.FOUNDING, samples.IMPORTED]),
    )
    yield "not-found", "Nothing found", "", article.not_found("passive mode")


def _people() -> Iterator[Picture]:
    packet = notes.packet_message(
        samples.founding_reply(), helpers=["U0BERT", "S0FTP"], asked_by="U0ANNA", permalink=None
    )
    yield "packet", "What helpers are asked", "", packet
    yield "no-helpers", "Nobody to ask", "", notes.no_helpers_message()


def _notes() -> Iterator[Picture]:
    yield "secret", "A secret in a paste", "Only its poster sees this.", notes.secret_warning(["password", "token"])
    yield "usage", "`/kb help`", "", notes.usage_message()
    yield "failure", "Something failed", "", notes.failure_message("The database cannot be used.", "job 12")
    yield "shared", "What is left of a private answer that was shared", "", notes.shared_message(samples.reply())
    yield "cannot-share", "Not a member", "", notes.cannot_share_message("C0123ABC")
    yield "off", "Asked in a channel where it is off", "", channels.off_message()
