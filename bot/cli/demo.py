"""``demo``: a made-up year of tickets in a database of its own."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from bot.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.cli.context import Context
    from bot.demo import Plan
    from bot.kb.article import Article
    from bot.store.store import SqlStore

FEWEST, MOST = 1, 5_000_000
EARLIER = "2026-11-22"  # the parameter set that the first half of the year was matched with


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(
    context: typer.Context,
    tickets: Annotated[int, typer.Option(min=FEWEST, max=MOST, help="how many")] = 20_000,
    seed: Annotated[int, typer.Option(help="another seed, another year")] = 1,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="the day after the year's last one; default: today")
    ] = None,
) -> None:
    """Make up a year of tickets, in var/demo.db or where --db says, never in the bot's own database."""
    from bot.app import KB_DATA, SystemClock, bring_up_to_date
    from bot.demo import Year
    from bot.demo.scenes import scenes
    from bot.kb.files import read_articles
    from bot.matching import Matcher
    from bot.store.engine import connect
    from bot.store.store import SqlStore

    url = _url(context.obj)
    day = until or SystemClock().now()
    end = day.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC)
    bring_up_to_date(url)
    store = SqlStore(connect(url))
    _check(store)
    with _progress() as progress:
        task = progress.add_task("reading the articles", total=None)
        articles = [one for one in read_articles(KB_DATA).articles if one.status == "current"]
        decide = Matcher.build([article.as_entry(1) for article in articles]).decide
        found = scenes(articles, decide)
        plan = _begin(store, articles, tickets=tickets, seed=seed, end=end, matcher=found[0].decision.parameters)
        progress.update(task, description="making up a year", total=tickets)
        for made in Year(plan, found).batches():
            with store.begin() as tx:
                tx.history.add(
                    opened=made.tickets,
                    kept=made.pastes,
                    shown=made.answers,
                    said=made.events,
                    noticed=made.incidents,
                )
            progress.advance(task, len(made.tickets))
        with store.begin() as tx:
            tx.history.finish()
    store.close()
    print(f"{tickets} tickets of a made-up year are in {_shown(url)}; look at them with")
    print(f"  kbbot --db {_shown(url)} report --since 365d")


def _url(own: "Context") -> str:
    """Where the year goes.

    Raises:
        UsageError: That would be the bot's own database, or none.
    """
    from bot.settings import ROOT, Settings
    from bot.store.engine import parse

    own.database_url()
    url = own.db or f"sqlite:///{ROOT / 'var' / 'demo.db'}"
    if parse(url) == parse(Settings.read().database_url):
        raise UsageError(
            "That is the bot's own database, where made-up tickets would spoil the numbers: name another with --db."
        )
    return url


def _check(store: "SqlStore") -> None:
    """Refuse a database in which a bot has worked."""
    from bot.demo.year import WORKSPACE

    with store.read() as tx:
        used = tx.history.used(besides=WORKSPACE)
    if used:
        raise UsageError("A bot has worked in that database, and a made-up year replaces all: name another with --db.")


def _begin(
    store: "SqlStore", articles: "Sequence[Article]", *, tickets: int, seed: int, end: datetime, matcher: str
) -> "Plan":
    """Empty the database and store the articles, as they were at first and as they are."""
    from bot.demo import Plan
    from bot.demo.year import BETTER, REVISED

    plan = Plan(tickets=tickets, seed=seed, end=end, revisions={}, matchers=(EARLIER, matcher))
    first = [_draft(article) if article.id == BETTER else article for article in articles]
    with store.begin() as tx:
        tx.history.clear()
        tx.articles.sync(first, now=plan.start)
        tx.articles.sync(articles, now=plan.after(REVISED))
    revisions = {article.id: (1, 2 if article.id == BETTER else 1) for article in articles}
    return replace(plan, revisions=revisions)


def _draft(article: "Article") -> "Article":
    """An article before somebody wrote down all the steps."""
    steps = article.resolution.split("\n\n")
    return replace(article, resolution=steps[0], verify="", more="")


def _shown(url: str) -> str:
    from bot.store.engine import parse

    return parse(url).render_as_string(hide_password=True)


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
