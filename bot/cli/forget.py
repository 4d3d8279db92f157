"""``forget``: what is known of a person, or of a whole workspace."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.errors import UsageError

if TYPE_CHECKING:
    from bot.cli.context import Context


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(forget)


def forget(
    context: typer.Context,
    user: Annotated[str | None, typer.Argument(help="a person, by Slack's id: U0123ABCD")] = None,
    workspace: Annotated[str | None, typer.Option(help="a workspace, by Slack's id: all of it is deleted")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask before a workspace is deleted")] = False,
) -> None:
    """Erase the texts of a person's pastes and put a token in the person's place; counts stay as they were."""
    own: Context = context.obj
    if (user is None) == (workspace is None):
        raise UsageError("Say whom to forget: a person's id, or --workspace and its id.")
    out = Console(highlight=False)
    if user is not None:
        with out.status("Looking through all tables …"), own.bot().store.begin() as tx:
            found = tx.privacy.forget(user.strip().lstrip("@"))
        print(
            f"{user} is forgotten: {found.token} stands in {found.rows} rows; pastes without text now: {found.texts}."
        )
        print("Backups, and logs of this machine, are not looked through.")
        return
    if not yes:
        typer.confirm(f"Delete everything of the workspace {workspace}? This cannot be taken back", abort=True)
    with out.status("Deleting …"), own.bot().store.begin() as tx:
        number = tx.privacy.forget_workspace(str(workspace))
    print(f"{workspace} is forgotten: {number} rows are deleted.")
