"""The composition root: settings in, wired objects out. Nothing happens at import."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot import logs, metrics
from bot.errors import ArticleError, StoreError
from bot.kb.files import read_articles
from bot.settings import ROOT, Settings
from bot.support.desk import Desk, Patience
from bot.support.knowledge import Knowledge
from bot.support.people import People
from bot.support.stats import Reporting

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.slack.bolt_app import App
    from bot.store.store import SqlStore
    from bot.support.fence import Ending, Handler
    from bot.support.model import Job, Synced
    from bot.support.schedule import Periodic

KB_DATA = ROOT / "kb_data"


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The time, in UTC."""
        return datetime.now(UTC)  # noqa: TID251  the one place that asks the machine


@dataclass(frozen=True, slots=True)
class Bot:
    """The wired bot: what the command line, the web process and the worker start from."""

    settings: Settings
    store: "SqlStore"
    clock: SystemClock
    desk: Desk


def build(settings: Settings, *, own_database: bool) -> Bot:
    """Wire the bot.

    Args:
        settings: The settings.
        own_database: The bot's own database: brought up to date by migration, with ``kb_data/`` synced into it.
            Otherwise a missing SQLite file is created by migration and holds only what was imported into it.

    Raises:
        StoreError: The database cannot be used.
        ArticleError: An article in ``kb_data/`` cannot be read.
    """
    from bot.store.engine import connect  # noqa: PLC0415  SQLAlchemy takes longest to import, and `--kb` needs none
    from bot.store.index_files import IndexFiles  # noqa: PLC0415  as above
    from bot.store.store import SqlStore  # noqa: PLC0415  as above

    clock = SystemClock()
    bring_up_to_date(settings.database_url)
    store = SqlStore(connect(settings.database_url))
    if own_database:
        sync(store, clock, KB_DATA)
    decider = metrics.Measured(Knowledge(store, IndexFiles(settings.cache_folder)))
    people = People(settings.support_people, settings.curator_people)
    patience = Patience(settings.inquire_after, settings.close_after)
    desk = Desk(
        store=store,
        decider=decider,
        clock=clock,
        helpers=settings.helpers,
        people=people,
        patience=patience,
        reply_budget=settings.reply_budget,
        incident_channel=settings.incident_place,
        reporting=Reporting(settings.digest_place, settings.timezone, settings.report_fewest),
    )
    return Bot(settings, store, clock, desk)


def bring_up_to_date(url: str) -> None:
    """Migrate the database where it is not current."""
    from bot.store.migrate import is_current, upgrade  # noqa: PLC0415  as in build

    if not is_current(url):
        upgrade(url)


def sync(store: "SqlStore", clock: SystemClock, folder: Path) -> "Synced":
    """Make the own articles of the database exactly those of a folder.

    Raises:
        ArticleError: An article cannot be read; nothing was changed.
    """
    found = read_articles(folder)
    if found.unread:
        name, why = found.unread[0]
        raise ArticleError(name, why)
    with store.begin() as tx:
        return tx.articles.sync(found.articles, now=clock.now())


def receiver(bot: Bot, mode: str) -> "App":
    """The Bolt app that stores what Slack delivers before it is acknowledged.

    Args:
        bot: The wired bot.
        mode: ``socket`` or ``http``.
    """
    from bot.slack.bolt_app import build_bolt_app  # noqa: PLC0415  only the receiving process needs it
    from bot.slack.intake import Intake, Limits  # noqa: PLC0415  as above
    from bot.slack.messenger import build_messenger  # noqa: PLC0415  as above
    from bot.slack.openers import PATIENCE, Openers  # noqa: PLC0415  as above

    settings = bot.settings
    limits = Limits(settings.queue_limit, settings.user_rate, settings.channel_rate)
    token, api_url = settings.secret("slack_bot_token"), settings.slack_api_url
    openers = Openers(build_messenger(token=token, api_url=api_url, timeout=PATIENCE))
    return build_bolt_app(
        token=token,
        signing_secret=settings.secret("slack_signing_secret") if mode == "http" else "",
        api_url=api_url,
        intake=Intake(bot.store, bot.clock, limits, openers),
    )


def handlers(bot: Bot) -> "Mapping[str, Handler]":
    """What a worker does for each kind of job.

    Raises:
        ConfigurationError: Slack does not accept the bot token, so no job could be done.
    """
    from bot.slack import jobs  # noqa: PLC0415  only the worker needs it
    from bot.slack.client import build_client  # noqa: PLC0415  as above
    from bot.slack.doctor import check_token  # noqa: PLC0415  as above
    from bot.slack.groups import SlackGroups  # noqa: PLC0415  as above
    from bot.slack.messenger import build_messenger  # noqa: PLC0415  as above

    token, api_url = bot.settings.secret("slack_bot_token"), bot.settings.slack_api_url
    check_token(token=token, api_url=api_url)
    messenger = build_messenger(token=token, api_url=api_url)
    people = replace(bot.desk.people, groups=SlackGroups(build_client(token, api_url), bot.clock))
    desk = replace(bot.desk, people=people)
    return {kind: partial(_observed, handler) for kind, handler in jobs.handlers(desk, messenger).items()}


def periodic(bot: Bot) -> "tuple[Periodic, ...]":
    """The work that comes again and again; each kind has its handler."""
    from bot.slack import jobs  # noqa: PLC0415  as in handlers

    return jobs.periodic(bot.desk)


def _observed(handler: "Handler", job: "Job") -> "Ending | None":
    """Run a handler counted, and in the name of the request that its job is part of."""
    with logs.in_request(job.payload.get(logs.REQUEST) or logs.request_of(job.key)), metrics.timed_job(job):
        return handler(job)


def on_buried(bot: Bot) -> "Callable[[Job, Exception], None]":
    """What a worker does with a job that it gave up: whoever asked for it is told."""
    from bot.slack import jobs  # noqa: PLC0415  as in handlers

    def buried(job: "Job", error: Exception) -> None:
        metrics.count(metrics.jobs_buried, job.kind)
        jobs.buried(bot.desk, job, error)

    return buried


def checks(bot: Bot, *, index: bool) -> "Mapping[str, Callable[[], None]]":
    """What must be so for a process to do its work; a check that fails raises a ``BotError``.

    Args:
        bot: The wired bot.
        index: Whether the process matches: its index is built by asking, and must be there.
    """
    from bot.store.migrate import check_usable  # noqa: PLC0415  as in build

    def database() -> None:
        with bot.store.begin():
            pass

    def articles() -> None:
        if index:
            found = bot.desk.decider.revision
        else:
            with bot.store.begin() as tx:
                found = tx.articles.revision()
        if found == 0:
            raise StoreError("The knowledge base is empty; load it with `kbbot kb sync`.")

    return {"database": database, "migrations": lambda: check_usable(bot.store.engine), "index": articles}
