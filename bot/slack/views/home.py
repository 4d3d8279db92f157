"""App Home: the paste box, one's tickets, what helps most; for support people, what waits for them.

Few blocks whatever there is to show: lists are lines of text, and each is cut to what the use case asked for.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.slack import ids
from bot.slack.message import Message
from bot.slack.views import markup, parts
from bot.slack.views import words as common
from bot.slack.views.gaps import draft_button
from bot.slack.views.words import channels as channel_words
from bot.slack.views.words import home as words
from bot.support.home import Home
from bot.support.overview import (
    Failed,
    HelpfulArticle,
    Place,
    Shadow,
    ShadowAnswer,
    SupportOverview,
    TicketLine,
    UnansweredGroup,
    Waiting,
)
from bot.transcript.model import FailurePoint

_TITLE = 120
_LINES = 500


def home_view(home: Home, workspace_url: str | None) -> Message:
    """One person's App Home; its text is shown nowhere.

    Args:
        home: What there is to show.
        workspace_url: The workspace's web address, such as ``https://acme.slack.com/``; None: no links.
    """
    blocks: parts.Blocks = [
        parts.header(words.PASTE_TITLE),
        parts.section(words.PASTE),
        *parts.buttons(parts.button(words.PASTE_BUTTON, ids.PASTE_HERE, "home", "paste", primary=True)),
        *(_support(home.support, home.now, workspace_url) if home.support else []),
        parts.header(words.MINE_TITLE),
        *_lines(_mine(home.tickets, workspace_url), words.MINE_NONE),
        parts.header(words.HELPFUL_TITLE),
        *_lines(map(_helpful, home.helpful), words.HELPFUL_NONE),
        *parts.context(words.HELPFUL_SINCE if home.helpful else ""),
        parts.header(words.SETTINGS_TITLE),
        parts.section(words.SETTINGS),
        *_channels(home),
    ]
    return parts.message(words.PASTE_TITLE, blocks)


def mine_message(tickets: Sequence[TicketLine], workspace_url: str | None) -> Message:
    """``/kb mine``: somebody's own tickets, for their eyes only."""
    lines = _mine(tickets, workspace_url)
    said = "\n".join(lines) or words.MINE_NONE
    return parts.message(f"{words.MINE_TITLE}\n{said}", [parts.header(words.MINE_TITLE), *parts.sections(said)])


def web_address(workspace_url: str, place: Place) -> str | None:
    """The web address of a message, in the form of ``chat.getPermalink``; None where there is no message."""
    if place.ts is None:
        return None
    thread = f"?thread_ts={place.thread_ts}&cid={place.channel}" if place.thread_ts else ""
    return f"{workspace_url.rstrip('/')}/archives/{place.channel}/p{place.ts.replace('.', '')}{thread}"


def _mine(tickets: Iterable[TicketLine], url: str | None) -> list[str]:
    return [
        f"{_about(ticket)}\n"
        + _joined(words.OUTCOMES[ticket.outcome], common.when(ticket.opened_at), _where(ticket.place, url))
        for ticket in tickets
    ]


def _about(ticket: TicketLine) -> str:
    failed = _failed(ticket.failed) or ("" if ticket.title else words.NO_FAILURE)
    opens = f" ({common.opens(markup.escape(ticket.article))})" if ticket.article else ""
    return _joined(f"*{failed}*" if failed else "", f"{_title(ticket.title)}{opens}")


def _helpful(article: HelpfulArticle) -> str:
    return _joined(
        f"{_title(article.title)} ({common.opens(markup.escape(article.article))})",
        words.helped(article.confirmed, article.shown),
    )


def _support(overview: SupportOverview, now: datetime, url: str | None) -> parts.Blocks:
    return [
        parts.header(words.WAITING_TITLE),
        *_lines((_waiting(one, now, url) for one in overview.waiting), words.WAITING_NONE),
        *parts.context(words.MORE_WAITING if overview.more_waiting else ""),
        parts.header(words.UNANSWERED_TITLE),
        *([] if overview.unanswered else parts.sections(words.UNANSWERED_NONE)),
        *(
            parts.section(_unanswered(one, url), draft_button(one.cluster) if one.cluster else None)
            for one in overview.unanswered
        ),
        parts.header(words.WEEK_TITLE),
        parts.section("\n".join(words.outcome_count(one, number) for one, number in overview.outcomes.items())),
        *parts.context(words.WEEK_HINT),
        parts.header(words.SHADOW_TITLE),
        parts.section(_shadow(overview.shadow)),
        *(block for one in overview.shadow.pending for block in _pending(one, url)),
    ]


def _waiting(one: Waiting, now: datetime, url: str | None) -> str:
    about = words.PRIVATE if one.failed is None else _failed(one.failed) or words.SOMETHING_FAILED
    return f"*{about}*\n" + _joined(
        words.waits(words.age(now - one.asked_at), parts.person(one.asked_by)),
        words.claimed(parts.person(one.claimed_by)) if one.claimed_by else words.NOT_CLAIMED,
        _where(one.place, url),
    )


def _unanswered(one: UnansweredGroup, url: str | None) -> str:
    head = _joined(
        f"*{_failed(one.failed) or words.SOMETHING_FAILED}*",
        words.unanswered(one.count, one.people),
        _where(one.place, url),
    )
    lines = markup.excerpt("\n".join(one.lines), _LINES)
    return f"{head}\n{lines}" if lines else head


def _shadow(shadow: Shadow) -> str:
    right = shadow.right
    low, high = right.interval if right.n else (0.0, 1.0)
    share = None if right.too_few else right.value
    judged = words.shadow_right(right.k, right.n, share, low, high) if shadow.kept else ""
    return " ".join(filter(None, [words.shadow_kept(shadow.kept), judged]))


def _pending(one: ShadowAnswer, url: str | None) -> parts.Blocks:
    said = words.shadow_answer(_title(one.title), markup.tick(one.article))
    return [
        parts.section(_joined(f"*{_failed(one.failed) or words.SOMETHING_FAILED}*", said, _where(one.place, url))),
        *parts.buttons(
            parts.button(words.RIGHT, ids.SHADOW_RIGHT, "paste", one.paste),
            parts.button(words.WRONG, ids.SHADOW_WRONG, "paste", one.paste),
        ),
    ]


def _channels(home: Home) -> parts.Blocks:
    """For curators: the channels that were set."""
    if not home.channels:
        return []
    lines = [
        _joined(
            parts.channel(channel),
            channel_words.MODES[setting.mode],
            channel_words.PRIVATE_FIRST if setting.private_first else "",
        )
        for channel, setting in home.channels
    ]
    return [*parts.sections("\n".join([words.CHANNELS, *lines]))]


def _lines(lines: Iterable[str], none: str) -> parts.Blocks:
    """Lines as paragraphs; a sentence where there are none."""
    return [*parts.sections("\n\n".join(lines) or none)]


def _joined(*texts: str) -> str:
    return " · ".join(filter(None, texts))


def _title(title: str | None) -> str:
    return markup.cut(markup.literal(title), _TITLE) if title else ""


def _failed(failed: Failed) -> str:
    """``Log in failed with 530``; empty where nothing failed, or nobody knows where."""
    point = FailurePoint(failed.step, failed.command, failed.code, None, "")
    return common.failed_in_short(point).rstrip(".")


def _where(place: Place, url: str | None) -> str:
    """A link to the thread, else where it is."""
    if place.ts is None:
        return words.PRIVATE_ANSWER
    address = web_address(url, place) if url else None
    return parts.link(address, words.OPEN) if address else parts.channel(place.channel)
