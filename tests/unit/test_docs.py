"""Documentation cannot lie: what the README lists is what there is."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.slack.manifest import SCOPES

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    return README.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def kbbot(*arguments: str) -> str:
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout


def test_readme_lists_every_setting_with_its_description() -> None:
    listed = dict(re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|", section("Settings"), re.MULTILINE))
    assert listed == {name.upper(): field.description for name, field in Settings.model_fields.items()}


def test_readme_says_what_is_lost_without_each_optional_scope() -> None:
    listed = dict(re.findall(r"^\| `([a-z:]+)` \| (.+?) \|$", section("Connect it to Slack"), re.MULTILINE))
    assert listed == {scope.name: scope.lost for scope in SCOPES if scope.optional}


def test_readme_lists_every_command() -> None:
    listed = set(re.findall(r"^\| `kbbot ([a-z ]+)", section("Commands"), re.MULTILINE))
    known: set[str] = set()
    for name in commands_of(kbbot("--help")):
        inner = commands_of(kbbot(name, "--help"))
        known |= {f"{name} {sub}" for sub in inner} or {name}
    assert {command.strip() for command in listed} == known


def commands_of(help_text: str) -> list[str]:
    _, found, commands = help_text.partition("Commands:\n")
    return re.findall(r"^  ([a-z]+) ", commands, re.MULTILINE) if found else []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_lock_files_pin_hashes_and_name_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    pins = re.findall(r"^([a-z0-9-]+(?:\[[a-z]+\])?)==\S+.*\\\n    --hash=sha256:", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[a-z0-9].*==", text, re.MULTILINE))


def test_both_lock_files_pin_the_same_versions() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^([a-z0-9].*==[^ \\]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))

    assert pins("requirements.txt") <= pins("requirements-dev.txt")


def test_procfile_starts_commands_that_exist() -> None:
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    assert [line.partition(":")[0] for line in lines] == ["release", "web", "socket", "worker"]
    known = commands_of(kbbot("--help"))
    for command in re.findall(r"python -m bot ([a-z]+)", "\n".join(lines)):
        assert command in known


def test_manifest_command_prints_the_manifest() -> None:
    assert json.loads(kbbot("manifest")) == json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))


def test_the_gallery_shows_each_of_its_pictures_and_stays_small() -> None:
    named = re.findall(r"\]\(gallery/([\w-]+\.png)\)", (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8"))
    drawn = {path.name: path.stat().st_size for path in (ROOT / "docs" / "gallery").iterdir()}
    assert sorted(named) == sorted(drawn)
    assert sum(drawn.values()) < 1_600_000


NAMED = re.findall(r"(?:\]\(|`)((?:docs|kb_data|bot)/?[\w./]*|\w+\.json|LICENSE)[`)]", README)


@pytest.mark.parametrize("path", sorted(set(NAMED)))
def test_files_named_in_the_readme_exist(path: str) -> None:
    assert (ROOT / path).exists()
