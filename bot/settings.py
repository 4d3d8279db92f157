"""Settings. This is the only file that reads the environment (and ``.env`` in the folder of the program's start).

The fields of ``Settings`` are the table of settings: the README's list is checked against it.
"""

import re
from datetime import timedelta
from pathlib import Path
from typing import Literal, Self

from dotenv.parser import parse_stream  # what pydantic-settings reads `.env` with
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.analytics.periods import is_zone
from bot.errors import ConfigurationError

ROOT = Path(__file__).resolve().parent.parent
ENV_FILE = Path(".env")


class Settings(BaseSettings):
    """What can be set, by environment variables of the same names in capitals."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE, env_file_encoding="utf-8", extra="ignore", frozen=True, env_ignore_empty=True
    )

    slack_bot_token: SecretStr | None = Field(None, description="the bot's token, `xoxb-…`")
    slack_app_token: SecretStr | None = Field(None, description="the app-level token for Socket Mode, `xapp-…`")
    slack_signing_secret: SecretStr | None = Field(None, description="what HTTP deliveries are signed with")
    slack_mode: Literal["socket", "http"] | None = Field(
        None, description="`socket` or `http`; guessed from the tokens when absent"
    )
    slack_api_url: str = Field("https://slack.com/api/", description="another Web API base address, for a local Slack")
    host: str = Field("127.0.0.1", description="the address to listen on in HTTP mode")
    port: int = Field(3000, ge=1, le=65535, description="the port to listen on in HTTP mode")
    web_processes: int = Field(1, ge=1, le=64, description="how many processes share the port in HTTP mode")
    worker_threads: int = Field(2, ge=1, le=10, description="how many jobs a worker process runs at once")
    socket_connections: int = Field(2, ge=1, le=10, description="how many connections Socket Mode keeps open")
    metrics_port: int | None = Field(
        None, ge=1, le=65535, description="where a worker and Socket Mode answer `/healthz`, `/readyz` and `/metrics`"
    )
    database_url: str = Field(
        f"sqlite:///{ROOT / 'var' / 'kbbot.db'}",
        description="`sqlite:///path` or `postgresql://user:password@host/name`; default: `var/kbbot.db`",
    )
    escalate_to: str = Field(
        "", description="whom *Ask a person* asks: ids of people, user groups or channels, separated by commas"
    )
    support: str = Field(
        "",
        description="who may act on everybody's tickets: ids of people and groups; default: those of `ESCALATE_TO`",
    )
    curators: str = Field(
        "",
        description="who looks after articles and channels: ids of people and groups; default: those of `SUPPORT`",
    )
    incident_channel: str = Field(
        "",
        description="the channel in which incidents are said, by its id; default: the first channel in `ESCALATE_TO`",
    )
    inquire_after_hours: float = Field(
        24, ge=0, le=8_760, description="after how many silent hours the bot asks, once, what became of it; 0: never"
    )
    close_after_days: float = Field(
        7,
        ge=0,
        le=36_500,
        description="after how many more silent days a ticket is closed, outcome unknown; 0: never",
    )
    digest_channel: str = Field("", description="the channel that reads last week's numbers on Mondays, by its id")
    cache_folder: Path = Field(
        ROOT / "var" / "cache",
        description="where the index of the articles is kept between starts; default: `var/cache`",
    )
    lease_seconds: float = Field(
        60, gt=0, le=86_400, description="how long a worker may take for a job before another takes over"
    )
    retry_seconds: float = Field(
        5, gt=0, le=3600, description="how long a job that failed waits before it runs again; doubled each time"
    )
    queue_limit: int = Field(
        1000, ge=0, description="how many jobs may be due before channels are told that answers come late; 0: any"
    )
    user_rate: float = Field(
        60, ge=0, le=60_000, description="deliveries a minute from one person before others go first; 0: any"
    )
    channel_rate: float = Field(
        600, ge=0, le=60_000, description="deliveries a minute from one channel before others go first; 0: any"
    )
    reply_budget: int = Field(
        10,
        ge=0,
        le=1000,
        description="uninvited replies a minute in a channel before the rest are shown to their posters alone; 0: any",
    )
    keep_deliveries_days: float = Field(
        30, ge=2, le=36_500, description="how long keys of deliveries and finished jobs are kept"
    )
    keep_texts_days: float = Field(
        365, ge=0, le=36_500, description="how long texts of pastes are kept; 0: for ever. Decisions and outcomes stay"
    )
    keep_details_days: float = Field(
        730, ge=0, le=36_500, description="how long it is kept who pasted and pressed what; 0: for ever. Counts stay"
    )
    timezone: str = Field("UTC", description="where days and weeks of reports begin, as `Europe/Berlin`")
    report_fewest: int = Field(
        3, ge=1, le=1000, description="how many people a row of a report by channel has at least; fewer are one row"
    )
    report_names: bool = Field(default=False, description="whether `kbbot report --names` may say who did what")
    poll_seconds: float = Field(0.1, gt=0, le=3600, description="how often an idle worker looks for work")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="how much the log says")
    log_format: Literal["text", "json"] | None = Field(
        None, description="`text` for people or `json` for machines; guessed from the output when absent"
    )

    @field_validator("slack_mode", "log_level", "log_format", mode="before")
    @classmethod
    def _fold_case(cls, value: object, info: object) -> object:
        if not isinstance(value, str):
            return value
        return value.upper() if getattr(info, "field_name", "") == "log_level" else value.lower()

    @field_validator("slack_api_url")
    @classmethod
    def _end_with_slash(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("it must start with http:// or https://")
        return value if value.endswith("/") else value + "/"

    @field_validator("timezone")
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        if not is_zone(value):
            raise ValueError("there is no such time zone; write it like Europe/Berlin")
        return value

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _looks_like_a_token(cls, value: SecretStr | None, info: object) -> SecretStr | None:
        prefix = "xapp-" if getattr(info, "field_name", "") == "slack_app_token" else "xoxb-"
        if value is not None and not re.fullmatch(prefix + r"[\w-]+", value.get_secret_value(), re.ASCII):
            raise ValueError(f"a token is expected here: {prefix} and then letters, digits and hyphens")
        return value

    @classmethod
    def read(cls, **overrides: object) -> Self:
        """Read the settings.

        Raises:
            ConfigurationError: A variable has a value that it cannot have; the sentence names it, not its value. Or a
                line of ``.env`` cannot be read.
        """
        _check_env_file()
        try:
            return cls(**overrides)  # type: ignore[arg-type]  # checked by pydantic
        except ValidationError as error:
            first = error.errors()[0]
            name = str(first["loc"][0]).upper() if first["loc"] else "The settings"
            why = first["msg"].removeprefix("Value error, ")
            raise ConfigurationError(f"{name} is wrong: {why}. The README lists the settings.") from None

    @property
    def mode(self) -> Literal["socket", "http"] | None:
        """How to receive from Slack; None when there are no tokens, which means the terminal.

        Raises:
            ConfigurationError: Some of what the mode needs is missing.
        """
        mode = self.slack_mode
        if mode is None and self.slack_app_token:
            mode = "socket"
        elif mode is None and self.slack_signing_secret:
            mode = "http"
        needed = {
            "socket": {"SLACK_BOT_TOKEN": self.slack_bot_token, "SLACK_APP_TOKEN": self.slack_app_token},
            "http": {"SLACK_BOT_TOKEN": self.slack_bot_token, "SLACK_SIGNING_SECRET": self.slack_signing_secret},
        }
        if mode is None:
            if self.slack_bot_token:
                raise ConfigurationError(
                    "SLACK_BOT_TOKEN alone is not enough: set SLACK_APP_TOKEN too for Socket Mode, "
                    "or SLACK_SIGNING_SECRET for HTTP."
                )
            return None
        missing = [name for name, value in needed[mode].items() if not value]
        if missing:
            raise ConfigurationError(f"SLACK_MODE {mode} needs {' and '.join(missing)}, which is not set.")
        return mode

    def secret(self, name: str) -> str:
        """The text of a secret setting.

        Raises:
            ConfigurationError: It is not set.
        """
        value: SecretStr | None = getattr(self, name)
        if value is None:
            raise ConfigurationError(f"{name.upper()} is not set; the README says where to find it.")
        return value.get_secret_value()

    @property
    def helpers(self) -> tuple[str, ...]:
        """``escalate_to`` as a tuple of ids."""
        return _ids(self.escalate_to)

    @property
    def incident_place(self) -> str:
        """``incident_channel``; where it is empty, the first channel among the helpers."""
        named = (*_ids(self.incident_channel), *self.helpers)
        return next((one for one in named if one.startswith(("C", "G"))), "")

    @property
    def support_people(self) -> tuple[str, ...]:
        """``support`` as a tuple of ids; where it is empty, the people and groups among the helpers."""
        return _ids(self.support) or tuple(one for one in self.helpers if one.startswith(("U", "W", "S")))

    @property
    def digest_place(self) -> str:
        """``digest_channel`` as an id; empty where nobody wants it."""
        return next(iter(_ids(self.digest_channel)), "")

    @property
    def curator_people(self) -> tuple[str, ...]:
        """``curators`` as a tuple of ids."""
        return _ids(self.curators)

    @property
    def inquire_after(self) -> timedelta | None:
        """How long silence is borne before the bot asks; None for ever."""
        return timedelta(hours=self.inquire_after_hours) or None

    @property
    def close_after(self) -> timedelta | None:
        """How long it is borne after that before the ticket is closed; None for ever."""
        return timedelta(days=self.close_after_days) or None


def _ids(text: str) -> tuple[str, ...]:
    """Ids of Slack's between commas; ``@`` and ``#`` before them do no harm."""
    return tuple(part.strip().lstrip("@#") for part in text.split(",") if part.strip())


def _check_env_file() -> None:
    """Refuse what pydantic-settings would pass over with a warning: a token lost that way is hard to find."""
    if not ENV_FILE.is_file():
        return
    try:
        with ENV_FILE.open(encoding="utf-8") as file:
            wrong = next((line.original.line for line in parse_stream(file) if line.error), None)
    except UnicodeDecodeError:
        raise ConfigurationError(f"{ENV_FILE.resolve()} is not UTF-8 text: save it anew in this encoding.") from None
    if wrong is not None:
        raise ConfigurationError(
            f"Line {wrong} of {ENV_FILE.resolve()} cannot be read: write NAME=value, and close what quotes open."
        )
