"""``kbbot demo``: a year in a database of its own."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.test_cli import PASTE, Cli


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    return Cli(tmp_path)


DEMO = ("demo", "--tickets", "40", "--until", "2026-11-30")


def test_demo_fills_the_database_that_is_named_and_can_be_repeated(cli: Cli) -> None:
    url = f"sqlite:///{cli.folder / 'demo.db'}"
    for _ in range(2):
        done = cli("--db", url, *DEMO)
        assert (done.returncode, done.stderr) == (0, "")
        assert "report --since 365d" in done.stdout
    report = json.loads(cli("--db", url, "report", "--since", "2000w", "--format", "json").stdout)
    assert report["overall"]["tickets"]["value"] == 40


def test_demo_never_touches_the_bots_own_database(cli: Cli) -> None:
    done = cli("--db", cli.database, *DEMO)
    assert done.returncode == 2
    assert done.stderr.startswith("kbbot: That is the bot's own database")
    assert not (cli.folder / "kb.db").exists()


def test_demo_refuses_a_database_in_which_a_bot_worked(cli: Cli) -> None:
    url = f"sqlite:///{cli.folder / 'other.db'}"
    cli("run", paste=PASTE, environment={"DATABASE_URL": url})
    done = cli("--db", url, *DEMO)
    assert done.returncode == 2
    assert done.stderr.startswith("kbbot: A bot has worked in that database")


def test_demo_needs_a_database(cli: Cli) -> None:
    assert cli("--kb", "kb", "demo").returncode == 2


def test_the_report_of_a_made_up_year_is_a_page_in_a_file(cli: Cli) -> None:
    url = f"sqlite:///{cli.folder / 'demo.db'}"
    cli("--db", url, *DEMO)
    done = cli("--db", url, "report", "--since", "2000w", "--format", "html", "-o", "out/report.html")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "The report is in FOLDER/out/report.html\n".replace("FOLDER", str(cli.folder))
    page = (cli.folder / "out" / "report.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "of 40 tickets" in page


def test_a_report_that_fails_leaves_no_file(cli: Cli) -> None:
    url = f"sqlite:///{cli.folder / 'demo.db'}"
    done = cli("--db", url, "report", "--format", "csv", "--table", "nothing", "-o", "report.csv")
    assert done.returncode == 2
    assert not (cli.folder / "report.csv").exists()
