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
    from bot.web.probes import Probes
    from bot.worker.housekeeping import Housekeeping

SWITCH = 0.001  # seconds that a worker's thread may compute while another one waits, perhaps in a transaction
NICENESS = 5  # of a worker: where it shares processors with the receiver, acknowledgements go first
Probing = Annotated[bool, typer.Option(help="answer at METRICS_PORT, where it is set")]


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
        raise typer.Exit(supervise(["socket", "--no-probes"] if mode == "socket" else ["web"], ["worker"], own))
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
    from bot.web.shared import share_counts

    own: Context = context.obj
    settings = own.settings()
    if settings.web_processes > 1:
        share_counts(settings.cache_folder)  # before anything is counted
    from bot.app import receiver
    from bot.web.server import serve
    from bot.web.wsgi import build_wsgi

    bot = _started(own)
    bolt = receiver(bot, "http")
    secret = settings.secret("slack_signing_secret")
    wsgi = build_wsgi(bolt, signing_secret=secret, clock=bot.clock, probes=_probes(bot, index=False))
    bot.store.close()  # gunicorn forks, and no database connection may cross a fork
    serve(wsgi, host=host or settings.host, port=settings.port, processes=settings.web_processes)


def socket(context: typer.Context, probes: Probing = True) -> None:
    """Receive Slack's deliveries over a WebSocket (Socket Mode)."""
    from bot.app import receiver
    from bot.slack.socket import run_socket_mode
    from bot.web.server import beside

    bot = _started(context.obj)
    stop, settings = stop_on_signal(), bot.settings
    with beside(_probes(bot, index=False), settings.host, settings.metrics_port if probes else None):
        token = settings.secret("slack_app_token")
        run_socket_mode(receiver(bot, "socket"), token, stop, connections=settings.socket_connections)


def worker(context: typer.Context) -> None:
    """Do the work: match, reply, record."""
    from datetime import timedelta

    from bot.app import handlers, on_buried, periodic
    from bot.web.server import beside
    from bot.worker.loop import Worker
    from bot.worker.schedule import Schedule

    bot = _started(context.obj)
    loop = Worker(
        store=bot.store,
        handlers=handlers(bot),
        clock=bot.clock,
        owner=f"{platform.node()}:{os.getpid()}",
        lease=timedelta(seconds=bot.settings.lease_seconds),
        poll=bot.settings.poll_seconds,
        backoff=bot.settings.retry_seconds,
        on_buried=on_buried(bot),
        on_idle=_housekeeping(bot),
        on_turn=Schedule(bot.store, bot.clock, periodic(bot)),
    )
    os.nice(NICENESS)
    sys.setswitchinterval(SWITCH)
    stop = stop_on_signal()
    with beside(_probes(bot, index=True), bot.settings.host, bot.settings.metrics_port):
        loop.run(stop, bot.settings.worker_threads)


def _started(own: "Context") -> "Bot":
    """The wired bot, with a log that says as much as ``LOG_LEVEL`` asks for."""
    from bot import logs

    bot = own.bot()
    settings = bot.settings
    as_json = not sys.stdout.isatty() if settings.log_format is None else settings.log_format == "json"
    logs.configure(settings.log_level, as_json=as_json)
    return bot


def _housekeeping(bot: "Bot") -> "Housekeeping":
    from datetime import timedelta

    from bot.worker.housekeeping import Housekeeping

    days, details = bot.settings.keep_texts_days, bot.settings.keep_details_days
    return Housekeeping(
        bot.store,
        bot.clock,
        keep_deliveries=timedelta(days=bot.settings.keep_deliveries_days),
        keep_texts=timedelta(days=days) if days else None,
        keep_details=timedelta(days=details) if details else None,
    )


def _probes(bot: "Bot", *, index: bool) -> "Probes":
    from bot.app import checks
    from bot.metrics import BacklogCollector
    from bot.web.probes import Probes

    return Probes(checks(bot, index=index), BacklogCollector(bot.store, bot.clock))


def stop_on_signal() -> threading.Event:
    """An event that SIGTERM or SIGINT sets."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
