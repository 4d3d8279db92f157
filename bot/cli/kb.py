"""``kb``: the knowledge base."""

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot.errors import ArticleError, BotError, PasteError, UnknownArticleError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.app import Bot
    from bot.cli.context import Context
    from bot.kb.article import Article
    from bot.kb.damage import Labelled
    from bot.kb.files import ReadResult
    from bot.matching import Decision
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
def new(
    context: typer.Context,
    article: Annotated[str, typer.Argument(metavar="ID", help="a lower-case slug, the file's name")],
    cause: Annotated[str, typer.Option(help="a slug of the vocabulary of causes")],
    title: Annotated[str, typer.Option(help="what is wrong, not what to do")],
) -> None:
    """Write the template of an article; `kbbot kb lint` names what is missing in it."""
    from bot.app import KB_DATA
    from bot.kb.causes import CAUSES
    from bot.kb.lint import SLUG
    from bot.kb.template import template

    own: Context = context.obj
    folder = own.kb or KB_DATA
    if not folder.is_dir():
        raise UsageError(f"There is no folder {str(folder)!r} to write the article to.")
    if not SLUG.fullmatch(article):
        raise UsageError(f"{article!r} is no id: it must be a lower-case slug like 'passive-ports-blocked'.")
    if cause not in CAUSES:
        near = ", ".join(get_close_matches(cause, CAUSES, n=3)) or "see bot/kb/causes.py"
        raise UsageError(f"The vocabulary has no cause {cause!r} ({near}).")
    if not title.strip():
        raise UsageError("An article needs a title.")
    taken = next((path for path in folder.rglob("*") if path.stem.casefold() == article.casefold()), None)
    if taken is not None:
        raise UsageError(f"There is an article {article!r} already: {taken.relative_to(folder)}.")
    path = folder / f"{article}.md"
    path.write_text(template(article, title=title, cause=cause), encoding="utf-8")
    print(f"{path} is written; `kbbot kb lint` names what is missing in it.")


@app.command()
def lint(
    context: typer.Context,
    path: Annotated[Path | None, typer.Argument(help="default: kb_data/")] = None,
    against: Annotated[Path | None, typer.Option(help="name runs of 12 words shared with the texts here")] = None,
) -> None:
    """Check articles: structure, causes, links, lengths, hosts, spelling."""
    from bot.app import KB_DATA
    from bot.kb.lint import lint as check
    from bot.kb.shared import shared_runs

    own: Context = context.obj
    where = path or own.kb or KB_DATA
    if against is not None and not against.exists():
        raise _no_such_path(str(against))
    found = _read(where)
    problems = [f"{problem.article}: {problem.sentence} [{problem.rule}]" for problem in check(found.articles)]
    if against is not None:
        problems += [
            f"{run.file}:{run.line}: shares '{run.words}' with {run.other}:{run.other_line} [shared-run]"
            for run in shared_runs(where, against)
        ]
    for problem in problems:
        print(problem)
    _name_unread(found)
    print(f"{len(found.articles)} articles, {len(problems) + len(found.unread)} problems")
    if problems or found.unread:
        raise typer.Exit(1)


@app.command(name="test")
def self_test(
    context: typer.Context,
    pastes: Annotated[
        str | None,
        typer.Option(
            metavar="FILE|-", help='JSON lines with "id", "text", "cause", "also_ok"; default: of all articles'
        ),
    ] = None,
    base: Annotated[
        str | None, typer.Option(metavar="REVISION|FOLDER", help="the articles to compare with; default: HEAD")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="show the evidence of both decisions")] = False,
) -> None:
    """Check that every article is found by its own symptoms and tests, and by none of its near misses.

    With --pastes or --base: whose answers do the articles change that are new or changed since then?
    """
    from bot.kb.selftest import check

    own: Context = context.obj
    if pastes or base or explain:
        _damage(own, pastes, base or "HEAD", explain=explain)
        return
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


def _damage(own: "Context", pastes: str | None, base: str, *, explain: bool) -> None:
    """Print the pastes whose answer is another one than with the articles of ``base``."""
    from bot.app import KB_DATA
    from bot.kb.damage import Effect, damage, first, pastes_of
    from bot.kb.revision import articles_at

    folder = own.kb or KB_DATA
    after = _all_read(_read(folder))
    before = _all_read(_read(Path(base)) if Path(base).exists() else articles_at(folder, base))
    labelled = _labelled(pastes) if pastes else pastes_of(after)
    changes = damage(labelled, _decide(before), _decide(after))
    width = max((len(change.paste.id) for change in changes), default=0)
    for change in changes:
        print(f"{change.effect:8}{change.paste.id:{width}}  {_shown(change.before)} -> {_shown(change.after)}")
        for name, decision in (("before", change.before), ("after", change.after)) if explain else ():
            best = first(decision)
            print(f"        {name}: {best.article if best else 'nothing'}")
            for reason in best.evidence if best else ():
                print(f"          {reason.bearing:8}{reason.hint}")
    counts = ", ".join(f"{sum(change.effect is effect for change in changes)} {effect}" for effect in Effect)
    was = {article.id: article for article in before}
    new = sum(article.id not in was for article in after)
    changed = sum(article.id in was and was[article.id] != article for article in after)
    gone = len(was.keys() - {article.id for article in after})
    print(f"{new} articles new, {changed} changed, {gone} gone; {len(labelled)} pastes: {counts}")
    if any(change.effect is Effect.WORSE for change in changes):
        raise typer.Exit(1)


def _labelled(source: str) -> "list[Labelled]":
    """Labelled pastes, by ``cause`` and ``also_ok`` or, as for ``kbbot eval``, by ``expected``."""
    from bot.cli.reading import expected, read_rows
    from bot.kb.damage import Labelled
    from bot.paste import clean

    rows = []
    for row in read_rows(source):
        also = row.fields.get("also_ok") or []
        if not isinstance(also, list):
            raise PasteError(f'"also_ok" of the paste {row.id!r} is no list of causes.')
        names = [row.fields.get("cause"), *also]
        listed = expected(row) if "expected" in row.fields else ()
        right = (*listed, *(str(name) for name in names if name))
        rows.append(Labelled(row.id, clean(row.text).text, right))
    return rows


def _decide(articles: "Iterable[Article]") -> "Callable[[str], Decision]":
    from bot.matching import Matcher

    return Matcher.build([article.as_entry(1) for article in articles if article.status == "current"]).decide


def _shown(decision: "Decision") -> str:
    from bot.kb.damage import first

    best = first(decision)
    return f"{decision.band.value} {best.article} {best.confidence:.2f}" if best else decision.band.value


def _all_read(found: "ReadResult") -> "tuple[Article, ...]":
    if found.unread:
        raise ArticleError(*found.unread[0])
    return found.articles


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
