"""``jobs``: the durable work, and what was given up."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.errors import BotError, UsageError

if TYPE_CHECKING:
    from bot.cli.context import Context

app = typer.Typer(help="The durable work, and what was given up.", no_args_is_help=True)


@app.command(name="list")
def list_(
    context: typer.Context,
    state: Annotated[
        list[str] | None, typer.Option(help="ready, waiting, running, done or dead; default: not done")
    ] = None,
) -> None:
    """List jobs, oldest first, and count them by state."""
    from bot.support.model import JobState

    if unknown := set(state or ()) - set(JobState):
        raise UsageError(f"{unknown.pop()!r} is no state; there are {', '.join(JobState)}.")
    own: Context = context.obj
    bot = own.bot()
    states = [JobState(each) for each in state] if state else [each for each in JobState if each is not JobState.DONE]
    now = bot.clock.now()
    with bot.store.begin() as tx:
        jobs, counts = tx.jobs.list(states, now=now), tx.jobs.counts(now=now)
    out = Console(highlight=False)
    out.print("   ".join(f"{each.value} {counts.get(each, 0)}" for each in JobState))
    if jobs:
        table = Table("id", "kind", "state", "attempts", "due", "key", "last error", box=None, padding=(0, 2))
        for job in jobs:
            due = job.due_at.strftime("%Y-%m-%d %H:%M:%S")
            table.add_row(str(job.id), job.kind, job.state, str(job.attempts), due, job.key, job.last_error or "")
        out.print(table)


@app.command()
def retry(
    context: typer.Context,
    ids: Annotated[list[int] | None, typer.Argument(metavar="[ID…]", help="default: all that were given up")] = None,
) -> None:
    """Make jobs that were given up ready again."""
    own: Context = context.obj
    bot = own.bot()
    with bot.store.begin() as tx:
        revived = tx.jobs.revive(ids or None, now=bot.clock.now())
    if ids and not revived:
        raise BotError("None of these jobs was given up; `kbbot jobs list --state dead` lists those that were.")
    print(f"{revived} jobs are ready again")
