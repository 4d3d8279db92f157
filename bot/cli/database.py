"""``db``: the database."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import UsageError

if TYPE_CHECKING:
    from bot.cli.context import Context

app = typer.Typer(help="The database.", no_args_is_help=True)


def _revision(text: str) -> str:
    if not re.fullmatch(r"base|head|[0-9]{1,4}", text):
        raise UsageError(f"{text!r} is no revision; write its number, or base, or head.")
    return text


Revision = Annotated[str, typer.Argument(callback=_revision, help="a revision's number, base or head")]


@app.command()
def upgrade(context: typer.Context, revision: Revision = "head") -> None:
    """Migrate to a revision, the newest one by default."""
    from bot.store.migrate import upgrade as migrate

    own: Context = context.obj
    migrate(own.database_url(), revision)
    print("The database is up to date.")


@app.command()
def downgrade(context: typer.Context, revision: Revision) -> None:
    """Migrate back to a revision. What newer revisions added is lost."""
    from bot.store.migrate import downgrade as migrate

    own: Context = context.obj
    migrate(own.database_url(), revision)
    print(f"The database is at {revision}.")


@app.command()
def check(context: typer.Context) -> None:
    """Name every difference between the database and what the program expects."""
    from bot.store.migrate import check as drift

    own: Context = context.obj
    differences = drift(own.database_url())
    for difference in differences:
        print(difference)
    print(f"{len(differences)} differences")
    if differences:
        raise typer.Exit(1)


@app.command()
def backup(context: typer.Context, path: Annotated[Path, typer.Argument(help="the file to write")]) -> None:
    """Copy a SQLite database to a file, consistent also while the bot runs."""
    from bot.store.backup import backup as copy

    own: Context = context.obj
    copy(own.database_url(), path)
    print(f"{path} holds the backup.")


@app.command()
def restore(context: typer.Context, path: Annotated[Path, typer.Argument(help="the file to read")]) -> None:
    """Put a backup in the place of the SQLite database. Stop the bot first."""
    from bot.store.backup import restore as put

    own: Context = context.obj
    put(own.database_url(), path)
    print("The database is as it was in the backup.")
