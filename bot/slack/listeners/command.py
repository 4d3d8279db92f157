"""The slash command ``/kb``: a subcommand, an article by its id, a paste, or words to look up. All answers are private.

Alone it opens the paste box, in the receiving process: see ``bot.slack.openers``.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.matching.model import Band
from bot.slack.listeners.channels import watch_command
from bot.slack.listeners.home import mine_command
from bot.slack.listeners.stats import stats_command
from bot.slack.messenger import Messenger
from bot.slack.views.article import article_message, lookup_message
from bot.slack.views.notes import usage_message
from bot.support.ask import ask
from bot.support.desk import Desk
from bot.support.lookup import find_for, lookup
from bot.support.model import Job, Post, Source

Subcommand = Callable[[Desk, Messenger, Mapping[str, Any], Job, str], str]
"""What a word after ``/kb`` does: given the payload, the job and the rest of the line, it returns what became of it."""

USAGE: Final = "usage"
SHOWN: Final = "shown"  # the article that was asked for by its id
MOST_WORDS: Final = 3  # of a subcommand with its arguments; more is something to look up
LISTED: Final = "listed"  # the articles nearest to some words


def on_command(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    """Somebody typed ``/kb`` and perhaps more."""
    text, url = payload["text"].strip(), payload["response_url"]
    subcommand, _, rest = text.partition(" ")
    run = SUBCOMMANDS.get(subcommand.casefold())
    if run is not None and len(text.split()) <= MOST_WORDS and "\n" not in text:
        return run(desk, messenger, payload, job, rest.strip())
    article = find_for(desk, text, job.workspace, payload["user"])
    if article is not None:
        messenger.respond(url, article_message(article, private=True))
        return SHOWN
    if _is_paste(desk, text):
        outcome, _ = ask(desk, _post(payload, job))
        return outcome
    messenger.respond(url, lookup_message(text, lookup(desk, text)))
    return LISTED


def _help(_desk: Desk, messenger: Messenger, payload: Mapping[str, Any], _job: Job, _rest: str) -> str:
    messenger.respond(payload["response_url"], usage_message())
    return USAGE


def _is_paste(desk: Desk, text: str) -> bool:
    """Whether the text shows a failure, or an article answers it; else it is words to look up.

    ``passive mode firewall`` names a step that can fail, but shows nothing: a line of prose counts only with a code.
    """
    decision = desk.decider.decide(text)
    failure = decision.failure
    shown = failure is not None and (failure.code is not None or failure.command is not None or "\n" in text)
    return shown or decision.band is Band.ANSWER


def _post(payload: Mapping[str, Any], job: Job) -> Post:
    return Post(
        workspace=job.workspace,
        channel=payload["channel"],
        ts=payload["ts"],
        thread_ts=None,
        author=payload["user"],
        text=payload["text"],
        source=Source.COMMAND,
        asked=True,
        response_url=payload["response_url"],
    )


SUBCOMMANDS: Final[Mapping[str, Subcommand]] = {
    "help": _help,
    "mine": mine_command,
    "stats": stats_command,
    "watch": watch_command,
}
"""By the first word after ``/kb``, case folded."""
