"""``run``, ``web``, ``socket``, ``worker``: the processes of the bot."""

import os
import platform
import signal
import sys
import threading
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.app import Bot
    from bot.cli.context import Context


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (run, web, socket, worker):
        app.command()(command)


def run(context: typer.Context) -> None:
    """Run the bot: in Slack where tokens are set, else here in the terminal."""
    own: Context = context.obj
    mode = own.settings().mode
    if mode is not None:
        from bot.cli.supervise import supervise

        own.bot()  # migrates and syncs once, before two processes would
        raise typer.Exit(supervise("socket" if mode == "socket" else "web", "worker", own))
    from bot.cli import console

    if sys.stdin.isatty():
        console.interactive(own.bot().desk)
        return
    from bot.cli.reading import read_bytes
    from bot.paste import check_text

    text = check_text(read_bytes("-"))
    console.from_pipe(own.bot().desk, text)


def web(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help="the address to listen on instead of HOST")] = None,
) -> None:
    """Receive Slack's deliveries over signed HTTP at /slack/events."""
    from bot.app import receiver
    from bot.web.server import serve
    from bot.web.wsgi import build_wsgi

    bot = _started(context.obj)
    settings = bot.settings
    bolt = receiver(bot, "http")
    wsgi = build_wsgi(bolt, signing_secret=settings.secret("slack_signing_secret"), clock=bot.clock)
    bot.store.close()  # gunicorn forks, and no database connection may cross a fork
    serve(wsgi, host=host or settings.host, port=settings.port)


def socket(context: typer.Context) -> None:
    """Receive Slack's deliveries over a WebSocket (Socket Mode)."""
    from bot.app import receiver
    from bot.slack.socket import run_socket_mode

    bot = _started(context.obj)
    run_socket_mode(receiver(bot, "socket"), bot.settings.secret("slack_app_token"), stop_on_signal())


def worker(context: typer.Context) -> None:
    """Do the work: match, reply, record."""
    from datetime import timedelta

    from bot.app import handlers, on_buried
    from bot.worker.loop import Worker

    bot = _started(context.obj)
    Worker(
        store=bot.store,
        handlers=handlers(bot),
        clock=bot.clock,
        owner=f"{platform.node()}:{os.getpid()}",
        lease=timedelta(seconds=bot.settings.lease_seconds),
        poll=bot.settings.poll_seconds,
        on_buried=on_buried(bot),
    ).run(stop_on_signal())


def _started(own: "Context") -> "Bot":
    """The wired bot, with a log that says as much as ``LOG_LEVEL`` asks for."""
    import structlog

    bot = own.bot()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(bot.settings.log_level))
    return bot


def stop_on_signal() -> threading.Event:
    """An event that SIGTERM or SIGINT sets."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _signal, _frame: stop.set())
    return stop
