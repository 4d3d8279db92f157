"""``kb gaps`` and ``kb draft``: what to write next, and an article begun of it."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from bot.cli.periods import period
from bot.errors import UsageError

if TYPE_CHECKING:
    from bot.analytics.gaps import Gap
    from bot.cli.context import Context

MOST = 10


def register(app: typer.Typer) -> None:
    """Add the commands to the family ``kb``."""
    for command in (gaps, draft):
        app.command()(command)


def gaps(
    context: typer.Context,
    since: Annotated[str, typer.Option(help="a period: 24h, 30d, 8w")] = "30d",
    limit: Annotated[int, typer.Option(min=1, help="how many")] = MOST,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """What to write next: failures that no article resolved, with how many people hit on them and how that grows."""
    found = find(context.obj, since, limit)
    if as_json:
        from bot.analytics.export import gap_json

        print(json.dumps([gap_json(gap) for gap in found], indent=2))
    else:
        out = Console(highlight=False)
        if not found:
            out.print(f"Of the last {since} no failure is left without an article.")
        show(found, context.obj.settings().report_fewest, out)


def draft(
    context: typer.Context,
    cluster: Annotated[str, typer.Argument(help="as `kbbot kb gaps` names it")],
    since: Annotated[str, typer.Option(help="the period to take the example from")] = "30d",
    to: Annotated[Path | None, typer.Option(help="the folder to write to; default: kb_data/")] = None,
) -> None:
    """Begin an article of a failure: its masked example is the symptom. A draft is not matched until it is reviewed."""
    from bot.analytics.gaps import draft as begin
    from bot.app import KB_DATA
    from bot.kb.markdown import dump

    folder = to or KB_DATA
    if not folder.is_dir():
        raise UsageError(f"There is no folder {str(folder)!r} to write the article to.")
    found = find(context.obj, since, 1, cluster)
    if not found:
        raise UsageError(
            f"In the last {since} no paste of {cluster!r} was left without an answer; see `kbbot kb gaps`."
        )
    article = begin(found[0])
    path = folder / f"{article.id}.md"
    if path.exists():
        raise UsageError(f"There is a draft of it already: {path}.")
    path.write_text(dump(article), encoding="utf-8")
    print(f"{path} is written; give it an id, a title and a cause, and `kbbot kb lint` names what is missing in it.")


def find(own: "Context", since: str, limit: int, cluster: str | None = None) -> "list[Gap]":
    """The gaps of a period that ends now."""
    length = period(since)
    bot = own.bot()
    now = bot.clock.now()
    with bot.store.read() as tx:
        few = bot.settings.report_fewest
        return tx.gaps.gaps(since=now - length, until=now, limit=limit, cluster=cluster, fewest=few)


def show(found: "list[Gap]", fewest: int, out: Console) -> None:
    """Print gaps, one after another; fewer people than these are not counted."""
    for gap in found:
        people = f"fewer than {fewest} people" if gap.people is None else f"{gap.people} people"
        channels = "1 conversation" if gap.channels == 1 else f"{gap.channels} conversations"
        out.print(
            f"[bold]{escape(gap.cluster)}[/]  {gap.pastes} pastes, {gap.unanswered} left quiet, {people}, {channels}"
        )
        halves = f"{gap.halves[0]} in the first half, {gap.halves[1]} in the second: {gap.growth}"
        out.print(f"  {gap.first_at:%Y-%m-%d} to {gap.last_at:%Y-%m-%d}; {halves}")
        if gap.nearest is not None:
            near = gap.nearest
            out.print(
                f"  nearest: {escape(near.article)} ({near.confidence:.0%}); {escape('; '.join(near.why))}".rstrip("; ")
            )
        for line in gap.example.splitlines():
            out.print(f"    [dim]{escape(line)}[/]", soft_wrap=True)
        out.print()
