# ruff: noqa: INP001  a folder of documents is no package
"""What the gallery shows: each message and view, with a name, made of the samples that the tests of views use."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import home_samples
import view_samples as samples

from bot.slack.message import Message
from bot.slack.modal import Modal
from bot.slack.views import (
    article,
    channels,
    full,
    home,
    incident,
    inquiry,
    modals,
    notes,
    packet,
    reply,
    shortcut,
    stats,
    together,
    why,
)
from bot.support.model import ChannelSetting, Incident, Mode, Reason
from bot.support.reply import ReplyKind, Together
from docs.drawing import message_page, view_page
from tests.unit.analytics.page.make import report


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
        ("Afterwards", _afterwards()),
        ("Home", _home()),
        ("Numbers", _numbers()),
        ("Notes", _notes()),
    ):
        for name, title, about, what in pictures:
            yield Shown(name, surface, title, about, _page(what, home=surface == "Home"))


def _page(what: Message | Modal, *, home: bool) -> str:
    if home:
        return view_page({"type": "home", "blocks": what.blocks})
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
        "hostile",
        "Hostile text in every place",
        "",
        reply.reply_message(samples.hostile_reply(ReplyKind.ARTICLE, 3_000)),
    )


def _nothing() -> Iterator[Picture]:
    yield "nothing", "Asked directly, and nothing fits", "", reply.reply_message(samples.real_reply(samples.UNKNOWN))
    yield "nothing-prose", "The same of a description", "", reply.reply_message(samples.real_reply(samples.PROSE))
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


def _afterwards() -> Iterator[Picture]:
    founding = samples.founding_reply()
    asked = {"asked_by": "U0ANNA", "helpers": ["U0BERT", "S0FTP"], "permalink": None, "lines": True, "outside": False}
    wanted = replace(founding, help=samples.HELP)
    yield "packet", "What those who help are asked", "", packet.packet_message(wanted, asked, "C0123ABC")
    hidden = packet.packet_message(wanted, {**asked, "lines": False}, "C0456DEF")
    yield "packet-private", "The same where the paste was private", "", hidden
    yield "solution", "*Resolved*", "", packet.solution_modal([(12, samples.FOUNDING.title)], "")
    refused = samples.refusals(samples.FOUNDING.title)
    turned = replace(samples.real_reply(samples.PASSIVE), refusals=refused)
    yield "not-this", "After *Not this*", "", reply.reply_message(turned)
    why_not = samples.refusals(samples.FOUNDING.title, reason=Reason.DID_NOT_HELP)
    yield (
        "exhausted",
        "All that fits was shown",
        "",
        reply.reply_message(samples.reply(ReplyKind.EXHAUSTED, refusals=why_not)),
    )
    done = replace(founding, resolved_by="U0ANNA", resolved_at=samples.NOW)
    yield "resolved", "Resolved", "", reply.reply_message(done)
    otherwise = replace(founding, resolution=samples.OTHERWISE)
    yield "resolved-otherwise", "Resolved by something else", "", reply.reply_message(otherwise)
    yield "inquiry", "A day later, once", "", inquiry.inquiry_message(samples.reply())
    many = replace(founding, together=Together(5))
    yield "together", "One failure that many have", "", together.in_company(many, reply.reply_message(many), None)
    led = replace(founding, together=Together(5, samples.paste(id=3)))
    link = "https://helpdesk.slack.example/archives/C0123ABC/p1795370000000100"
    yield "led", "The others are led there", "", together.in_company(led, reply.reply_message(led), link)


def _home() -> Iterator[Picture]:
    url = home_samples.URL
    yield "home", "App Home", "", home.home_view(home_samples.home(), url)
    yield "home-support", "App Home of support people", "", home.home_view(home_samples.support_home(), url)


def _numbers() -> Iterator[Picture]:
    made = report(tickets=200, weeks=12)
    numbers = stats.stats(made, everything=True)
    numbers = stats.stats(made, everything=True)
    yield "stats", "`/kb stats`", "", numbers
    yield "stats-plain", "The same where Slack refuses charts and tables", "", Message(numbers.text, numbers.plain)
    yield "digest", "Once a week", "", stats.digest(made, made)
    begun = samples.NOW - timedelta(hours=2)
    one = Incident(1, "T1", "a1b2c3", begun, begun, samples.NOW, None, 7, 12, 0.4, None, None)
    place = incident.Place("C0123ABC", samples.NOW, "https://helpdesk.slack.example/archives/C1/p1")
    yield "incident", "More people than usual", "", incident.incident_message(one, samples.FAILURE, [place], 3)


def _notes() -> Iterator[Picture]:
    yield "no-helpers", "Nobody to ask", "", notes.no_helpers_message()
    yield "secret", "A secret in a paste", "Only its poster sees this.", notes.secret_warning(["password", "token"])
    yield "usage", "`/kb help`", "", notes.usage_message()
    yield "failure", "Something failed", "", notes.failure_message("The database cannot be used.", "job 12")
    yield "shared", "What is left of a private answer that was shared", "", notes.shared_message(samples.reply())
    yield "cannot-share", "Not a member", "", notes.cannot_share_message("C0123ABC")
    yield "off", "Asked in a channel where it is off", "", channels.off_message()
    watched = ChannelSetting(Mode.SHADOW, set_by="U0BERT", set_at=samples.NOW)
    yield "watch", "`/kb watch`", "", channels.watch_message("C0123ABC", watched, may_change=True)
    link = "https://helpdesk.slack.example/archives/C0123ABC/p1795370000000100"
    yield "answered", "*Find the cause*, of a message that was answered", "", shortcut.answered_message(link)
