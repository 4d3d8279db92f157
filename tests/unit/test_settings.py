"""Settings as people write them, in ``.env`` and in the environment."""

from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.settings import Settings


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


WRITTEN = [
    ("plain", b"ESCALATE_TO=U1", "escalate_to", "U1"),
    ("quoted, exported, with a comment", b"# who\nexport ESCALATE_TO='U1,U2'  # two", "escalate_to", "U1,U2"),
    ("by an editor of Windows", b"\xef\xbb\xbfESCALATE_TO=U1\r\nPORT=80\r\n", "port", 80),
    ("left empty", b"PORT=\nSLACK_MODE=   # later", "port", 3000),
    ("a line about something else", b"EDITOR=vi\nPORT=80", "port", 80),
    ("in small letters", b"log_level=debug", "log_level", "DEBUG"),
]


@pytest.mark.parametrize(("name", "file", "setting", "expected"), WRITTEN, ids=[case[0] for case in WRITTEN])
def test_env_file_is_read(name: str, file: bytes, setting: str, expected: object) -> None:
    Path(".env").write_bytes(file)
    assert getattr(Settings.read(), setting) == expected


def test_the_environment_goes_before_the_file_and_an_option_before_both(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("DATABASE_URL=sqlite:///file.db", encoding="utf-8")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///environment.db")
    assert Settings.read().database_url == "sqlite:///environment.db"
    assert Settings.read(database_url="sqlite:///option.db").database_url == "sqlite:///option.db"


REFUSED = [
    ("the README's example as it stands", "SLACK_BOT_TOKEN=xoxb-…".encode(), "SLACK_BOT_TOKEN"),
    ("a token with something behind it", b"SLACK_APP_TOKEN='xapp-1 sesame'", "SLACK_APP_TOKEN"),
    ("a quote that nothing closes", b'PORT=80\nSLACK_BOT_TOKEN="xoxb-sesame\n', "Line 2"),
    ("another encoding", "ESCALATE_TO=für".encode("cp1252"), "UTF-8"),
    ("as PowerShell writes it", "ESCALATE_TO=sesame".encode("utf-16"), "UTF-8"),
    ("a lease without an end", b"LEASE_SECONDS=inf", "LEASE_SECONDS"),
    ("a pause without an end", b"POLL_SECONDS=inf", "POLL_SECONDS"),
]


@pytest.mark.parametrize(("name", "file", "said"), REFUSED, ids=[case[0] for case in REFUSED])
def test_what_cannot_be_meant_is_refused_without_showing_it(name: str, file: bytes, said: str) -> None:
    Path(".env").write_bytes(file)
    with pytest.raises(ConfigurationError) as caught:
        Settings.read()
    assert said in caught.value.sentence
    assert "sesame" not in caught.value.sentence
