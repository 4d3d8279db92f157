"""``doctor`` and ``manifest``: is everything set up, and with what."""

from typing import TYPE_CHECKING

import typer

from bot.errors import BotError, UsageError

if TYPE_CHECKING:
    from bot.cli.context import Context


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(doctor)
    app.command()(manifest)


def doctor(context: typer.Context) -> None:
    """Test the database, the knowledge base, the tokens and the scopes, and say what to do."""
    own: Context = context.obj
    own.settings()  # where they are wrong, that is all there is to say
    fine = True
    for check in (_database, _slack):
        try:
            for ok, sentence in check(own):
                print(f"{'ok  ' if ok else 'FAIL'}  {sentence}")
                fine = fine and ok
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


def _database(own: "Context") -> list[tuple[bool, str]]:
    bot = own.bot()
    with bot.store.begin() as tx:
        articles = len(tx.articles.current())
        dead = tx.jobs.counts(now=bot.clock.now())
    given_up = sum(n for state, n in dead.items() if state.value == "dead")
    return [
        (True, "The database can be used and is up to date."),
        (articles > 0, f"The knowledge base has {articles} articles."),
        (given_up == 0, f"{given_up} jobs were given up" + ("; see `kbbot jobs list`." if given_up else ".")),
    ]


def _slack(own: "Context") -> list[tuple[bool, str]]:
    from bot.settings import ENV_FILE

    settings = own.settings()
    mode = settings.mode
    if mode is None:
        where = f"in the environment or in {ENV_FILE.resolve()}"
        return [(True, f"No Slack tokens are set {where}: `kbbot run` runs in the terminal.")]
    from bot.slack.doctor import diagnose

    findings = diagnose(
        token=settings.secret("slack_bot_token"),
        app_token=settings.secret("slack_app_token") if mode == "socket" else None,
        api_url=settings.slack_api_url,
    )
    helpers = bool(settings.helpers)
    advice = "Nobody is set up to help: *Ask a person* needs ESCALATE_TO."
    return [
        *((f.ok, f.what if f.ok else f"{f.what} {f.advice}") for f in findings),
        (helpers, f"{len(settings.helpers)} helpers are set up." if helpers else advice),
    ]
