"""The commands, their families, and the one place where errors become sentences and exit statuses."""

import io
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from bot.cli.context import Context
from bot.errors import BotError

app = typer.Typer(
    name="kbbot",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Paste an FTP error, get the cause and the fix.",
)


@app.callback()
def options(
    context: typer.Context,
    db: Annotated[str | None, typer.Option(help="another database, by URL; a SQLite file is created")] = None,
    kb: Annotated[Path | None, typer.Option(help="articles of a folder, file or archive, with no database")] = None,
) -> None:
    """Paste an FTP error, get the cause and the fix."""
    context.obj = Context(db=db, kb=kb)


def register() -> None:
    """Add all commands to the program."""
    from bot.cli import ask, database, demo, doctor, forget, gaps, jobs, kb, processes, replay, report

    for family in (processes, ask, report, replay, forget, demo, doctor):
        family.register(app)
    gaps.register(kb.app)
    app.add_typer(kb.app, name="kb")
    app.add_typer(jobs.app, name="jobs")
    app.add_typer(database.app, name="db")


def run(arguments: list[str] | None = None) -> int:
    """Run the program and return its exit status.

    Whoever reads the output may leave early (``kbbot … | head``): that ends the program quietly. SIGPIPE stays ignored,
    since it would also end a bot that writes to a connection which Slack has just cut.
    """
    try:
        status = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still buffered goes nowhere
        return 1
    return status


def _run(arguments: list[str] | None) -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # ✓ on a terminal that knows only ASCII
    if not app.registered_commands:
        register()
    command = typer.main.get_command(app)
    try:
        status = command.main(args=arguments, prog_name="kbbot", standalone_mode=False)
    except TyperException as error:
        return _wrong_use(error.format_message())
    except (typer.Exit, SystemExit) as done:
        code = getattr(done, "exit_code", getattr(done, "code", 0))
        return code if isinstance(code, int) else 1
    except (typer.Abort, KeyboardInterrupt):
        return 130
    except BotError as error:
        return _complain(error.sentence, error.exit_status)
    except BrokenPipeError:
        raise
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _complain(f"{where}{os.strerror(error.errno) if error.errno else error}.", 1)
    return status if isinstance(status, int) else 0


def _wrong_use(message: str) -> int:
    if message.startswith("Usage:"):  # a family without a command shows what there is
        print(message)
        return 2
    return _complain(f"{message.replace('Value error, ', '').rstrip('.')}. See `kbbot --help`.", 2)


def _complain(sentence: str, status: int) -> int:
    print(f"kbbot: {sentence}", file=sys.stderr)
    return status
