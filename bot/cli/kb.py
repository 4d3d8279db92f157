"""``kb``: the knowledge base."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot.errors import ArticleError, BotError, UnknownArticleError, UsageError

if TYPE_CHECKING:
    from bot.app import Bot
    from bot.cli.context import Context
    from bot.kb.files import ReadResult
    from bot.support.model import Synced

app = typer.Typer(help="The knowledge base.", no_args_is_help=True)


@app.command()
def sync(
    context: typer.Context,
    folder: Annotated[Path | None, typer.Argument(help="default: kb_data/")] = None,
) -> None:
    """Make the own articles of the database exactly those of a folder; imported ones stay.

    The bot's own database follows kb_data/; another folder needs another database, named by --db.
    """
    from bot.app import KB_DATA

    own: Context = context.obj
    found = _read(folder or KB_DATA)
    if found.unread:
        name, why = found.unread[0]
        more = f", and {len(found.unread) - 1} more files cannot be read" if found.unread[1:] else ""
        raise ArticleError(name, f"{why}{more}; nothing was changed, and `kbbot kb lint PATH` names every file.")
    if folder is not None and own.db is None and folder.resolve() != KB_DATA:
        raise UsageError(
            "The bot's own database follows kb_data/ at every start: change the articles there, add others with "
            "`kbbot kb import`, or name another database with --db."
        )
    bot = own.bot()
    with bot.store.begin() as tx:
        _tell(tx.articles.sync(found.articles, now=bot.clock.now()))


@app.command(name="import")
def import_(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="files, folders, archives")],
) -> None:
    """Import articles: Markdown or Microsoft KB text. Can be repeated; retires nothing."""
    own: Context = context.obj
    bot = own.bot()
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise _no_such_path(missing[0])
    unread = 0
    for path in paths:
        found = _read(path)
        unread += len(found.unread)
        _tell(_store(bot, found, path.name))
        _name_unread(found)
    if unread:
        raise BotError(f"{unread} files were not read; all others were.")


@app.command()
def lint(
    context: typer.Context,
    path: Annotated[Path | None, typer.Argument(help="default: kb_data/")] = None,
    against: Annotated[Path | None, typer.Option(help="name runs of 12 words shared with the texts here")] = None,
) -> None:
    """Check articles: structure, causes, links, lengths, hosts, spelling."""
    from bot.app import KB_DATA
    from bot.kb.lint import lint as check
    from bot.kb.lint import shared_runs

    own: Context = context.obj
    where = path or own.kb or KB_DATA
    found = _read(where)
    problems = [*check(found.articles), *(shared_runs(found.articles, against) if against else ())]
    for problem in problems:
        print(f"{problem.article}: {problem.sentence} [{problem.rule}]")
    _name_unread(found)
    print(f"{len(found.articles)} articles, {len(problems) + len(found.unread)} problems")
    if problems or found.unread:
        raise typer.Exit(1)


@app.command()
def test(context: typer.Context) -> None:
    """Check that every article is found by its own symptoms and tests, and by none of its near misses."""
    from bot.kb.selftest import check

    own: Context = context.obj
    articles = own.articles()
    problems = check(articles, own.decide())
    for problem in problems:
        print(f"{problem.article}: {problem.sentence} [{problem.rule}]")
    print(f"{len(articles)} articles, {len(problems)} problems")
    if problems:
        raise typer.Exit(1)


@app.command()
def show(context: typer.Context, article: Annotated[str, typer.Argument(help="an article's id")]) -> None:
    """Show an article."""
    from bot.cli.render import Page

    own: Context = context.obj
    found = next((one for one in own.articles() if one.id.casefold() == article.casefold()), None)
    if found is None:
        raise UnknownArticleError(article)
    Page().article(found)


@app.command()
def search(context: typer.Context, words: Annotated[list[str], typer.Argument(metavar="WORDS…")]) -> None:
    """Find articles by their words."""
    from bot.kb.search import search as find

    own: Context = context.obj
    found = find(own.articles(), " ".join(words), limit=10)
    if not found:
        raise BotError("No article has any of these words.")
    for article, _ in found:
        print(f"{article.id:36} {article.title}")


def _store(bot: "Bot", found: "ReadResult", name: str) -> "Synced":
    with _progress() as progress, bot.store.begin() as tx:
        task = progress.add_task(f"storing {name}", total=len(found.articles))
        return tx.articles.add(
            found.articles, now=bot.clock.now(), on_progress=lambda n: progress.update(task, completed=n)
        )


def _read(path: Path) -> "ReadResult":
    from bot.kb.files import read_articles

    if not path.exists():
        raise _no_such_path(str(path))
    with _progress() as progress:
        task = progress.add_task(f"reading {path.name}", total=None)
        return read_articles(path, on_progress=lambda n, total: progress.update(task, completed=n, total=total))


def _no_such_path(path: str) -> UsageError:
    return UsageError(f"There is no file or folder {path!r}.")


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _tell(changed: "Synced") -> None:
    print(
        f"{len(changed.added)} added, {len(changed.changed)} changed, "
        f"{len(changed.retired)} retired, {changed.unchanged} unchanged"
    )


def _name_unread(found: "ReadResult") -> None:
    for name, why in found.unread:
        print(f"not read: {name}: {why}")
