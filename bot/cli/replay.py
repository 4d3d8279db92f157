"""``replay``: what past pastes would be answered by other articles, or by another matcher."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.cli.periods import period
from bot.errors import ArticleError, UsageError

if TYPE_CHECKING:
    from bot.analytics.replay import Change, Replay, Said
    from bot.cli.context import Context
    from bot.matching import Decision

LISTED = 30
FRESH = timedelta(seconds=1)  # what was kept in this moment counts


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(replay)


def replay(
    context: typer.Context,
    since: Annotated[str, typer.Option(help="a period: 24h, 30d, 8w")] = "30d",
    kb: Annotated[
        Path | None, typer.Option(help="articles of a folder, file or archive, instead of the present")
    ] = None,
    matcher: Annotated[str | None, typer.Option(help="the name of a parameter set, instead of the present")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print everything as JSON")] = False,
) -> None:
    """Decide past pastes anew, and say what would be better or worse by what people said. Nothing is written."""
    from bot.analytics.replay import replay as run

    own: Context = context.obj
    length = period(since)
    bot = own.bot()
    decide = _decide(own, kb, matcher)
    now = bot.clock.now() + FRESH
    with bot.store.read() as tx:
        pastes = tx.replays.said(since=now - length, until=now)
    found = run(_shown_as_they_go(pastes, quiet=as_json), decide)
    if as_json:
        print(json.dumps(_plain(found), indent=2))
    else:
        _print(found, since)


def _decide(own: "Context", kb: Path | None, name: str | None) -> "Callable[[str], Decision]":
    """The matcher to try."""
    from bot.kb.files import read_articles
    from bot.matching import Matcher
    from bot.matching.parameters import parameter_set, parameter_sets

    try:
        parameters = parameter_set() if name is None else parameter_set(name)
    except KeyError:
        raise UsageError(f"There is no matcher {name}; there are {', '.join(parameter_sets())}.") from None
    if kb is None:
        with own.bot().store.read() as tx:
            return Matcher.build(tx.articles.entries(), parameters).decide
    read = read_articles(kb)
    if read.unread:
        raise ArticleError(*read.unread[0])
    return Matcher.build([one.as_entry(1) for one in read.articles if one.status != "draft"], parameters).decide


def _shown_as_they_go(pastes: "list[Said]", *, quiet: bool) -> "Iterable[Said]":
    return track(pastes, "Deciding", console=Console(stderr=True), transient=True, disable=quiet)


def _plain(found: "Replay") -> dict[str, Any]:
    return {
        "pastes": found.pastes,
        "effects": dict(found.effects),
        "verdicts": dict(found.verdicts),
        "bands": {band: {"before": before, "after": after} for band, (before, after) in found.bands.items()},
        "changes": [_plain_change(change) for change in found.changes],
    }


def _plain_change(change: "Change") -> dict[str, Any]:
    from bot.analytics.replay import shown

    return {
        "paste": change.said.paste,
        "at": change.said.at.isoformat(),
        "effect": change.effect,
        "verdicts": dict(change.verdicts),
        "before": {"decision": change.said.decision.band, "articles": list(shown(change.said.decision))},
        "after": {"decision": change.after.band, "articles": list(shown(change.after))},
    }


def _print(found: "Replay", since: str) -> None:
    out = Console(highlight=False)
    out.print(f"[bold]{found.pastes} pastes[/] of the last {since} that still have their text")
    sums = Table(box=None, show_header=False, padding=(0, 2))
    for name, words in _SENTENCES.items():
        sums.add_row(name, str(dict(found.verdicts)[name]), f"[dim]{words}[/]")  # type: ignore[index]  # StrEnum keys
    out.print(sums)
    bands = ", ".join(f"{band} {before} → {after}" for band, (before, after) in found.bands.items())
    effects = ", ".join(f"{number} {effect}" for effect, number in found.effects.items())
    out.print(f"Decisions before → after: {bands}")
    out.print(f"Pastes: {effects}")
    if found.changes:
        out.print()
        out.print(_listed(found.changes[:LISTED]))
    if len(found.changes) > LISTED:
        out.print(f"and {len(found.changes) - LISTED} more; --json lists all")


_SENTENCES = {
    "confirmed kept": "an answer that solved it is still shown",
    "confirmed lost": "an answer that solved it is not shown any more",
    "rejected gone": "an article that was turned down is not shown any more",
    "rejected kept": "an article that was turned down is still shown",
    "found": "the article with which a person solved it is shown now",
    "not found": "the article with which a person solved it is still not shown",
}


def _listed(changes: "Iterable[Change]") -> Table:
    table = Table(box=None, padding=(0, 1))
    for heading, width in (("", 6), ("paste", 5), ("when", 11)):
        table.add_column(heading, no_wrap=True, min_width=width)
    for heading in ("before", "after", "people said"):
        table.add_column(heading, overflow="fold")
    for change in changes:
        table.add_row(*_cells(change))
    return table


def _cells(change: "Change") -> Iterator[str]:
    yield change.effect
    yield str(change.said.paste)
    yield f"{change.said.at:%m-%d %H:%M}"
    yield _answer(change.said.decision)
    yield _answer(change.after)
    yield ", ".join(f"{article} {verdict}" for article, verdict in change.verdicts.items())


def _answer(decision: "Decision") -> str:
    from bot.analytics.replay import shown

    articles = shown(decision)
    more = f" +{len(articles) - 1}" if articles[1:] else ""
    return f"{articles[0]}{more} ({decision.band})" if articles else str(decision.band)
