"""``doctor`` and ``manifest``: is everything set up, and with what."""

from typing import TYPE_CHECKING

import typer

from bot.errors import BotError, UsageError

if TYPE_CHECKING:
    from bot.cli.context import Context
    from bot.slack.finding import Finding

LATE = 60.0  # seconds that a job may wait for a worker


_MARKS = {(True, False): "ok  ", (True, True): "note", (False, True): "FAIL", (False, False): "FAIL"}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(doctor)
    app.command()(manifest)


def doctor(context: typer.Context) -> None:
    """Test the database, the queue, the tokens, scopes and channels, and whom the bot asks, and say what to do."""
    own: Context = context.obj
    own.settings()  # where they are wrong, that is all there is to say
    fine = True
    for check in (_database, _slack):
        try:
            for one in check(own):
                print(f"{_MARKS[one.ok, bool(one.advice)]}  {one.what} {one.advice}".rstrip())
                fine = fine and one.ok
        except UsageError:
            raise
        except BotError as error:
            print(f"FAIL  {error.sentence}")
            fine = False
    if not fine:
        raise typer.Exit(1)


def manifest() -> None:
    """Print the app manifest to create the Slack app from."""
    from bot.settings import ROOT

    print((ROOT / "manifest.json").read_text(encoding="utf-8"), end="")


def _database(own: "Context") -> list["Finding"]:
    from bot.slack.finding import Finding
    from bot.support.model import JobState

    bot = own.bot()
    with bot.store.read() as tx:
        articles = len(tx.articles.current())
        backlog = tx.jobs.backlog(now=bot.clock.now())
    dead, waits = backlog.counts[JobState.DEAD], backlog.oldest_seconds
    return [
        Finding(ok=True, what="The database can be used and is up to date."),
        Finding(
            ok=articles > 0,
            what=f"The knowledge base has {articles} articles.",
            advice="" if articles else "Load it with `kbbot kb sync`.",
        ),
        Finding(
            ok=waits <= LATE,
            what=f"The oldest job has waited {waits:.0f} seconds." if waits else "No job waits.",
            advice="" if waits <= LATE else "See that a worker runs, and `kbbot jobs list` for what it waits for.",
        ),
        Finding(ok=dead == 0, what=f"{dead} jobs were given up.", advice="`kbbot jobs list` says why." if dead else ""),
    ]


def _slack(own: "Context") -> list["Finding"]:
    from bot.settings import ENV_FILE
    from bot.slack.doctor import diagnose
    from bot.slack.finding import Finding

    settings = own.settings()
    mode = settings.mode
    if mode is None:
        where = f"in the environment or in {ENV_FILE.resolve()}"
        return [Finding(ok=True, what=f"No Slack tokens are set {where}: `kbbot run` runs in the terminal.")]
    bot = own.bot()
    findings = diagnose(
        token=settings.secret("slack_bot_token"),
        app_token=settings.secret("slack_app_token") if mode == "socket" else None,
        api_url=settings.slack_api_url,
        named={
            "ESCALATE_TO": settings.helpers,
            "SUPPORT": settings.support_people if settings.support else (),
            "CURATORS": settings.curator_people,
        },
        store=bot.store,
        clock=bot.clock,
    )
    if not settings.helpers:
        nobody = "Nobody is set up to help: *Ask a person* needs ESCALATE_TO."
        findings.append(Finding(ok=False, what=nobody, advice="Set it to ids of people, user groups or channels."))
    return findings
