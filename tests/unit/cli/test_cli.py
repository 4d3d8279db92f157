"""The command line as scripts use it: what it prints, its exit status, one sentence for each thing that goes wrong."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.support.model import JobState
from tests.fakes.slack import FakeSlack

ROOT = Path(__file__).resolve().parents[3]
PASTE = "220 (vsFTPd 3.0.5)\nUSER ida\n331 Please specify the password.\nPASS ***\n530 Login incorrect.\n"
SETTINGS = {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_MODE", "DATABASE_URL", "ESCALATE_TO"}


class Cli:
    """Runs ``kbbot`` in a folder of its own, with a database of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = f"sqlite:///{folder / 'kb.db'}"

    def __call__(
        self, *arguments: str, paste: str | bytes = "", environment: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=paste if isinstance(paste, bytes) else paste.encode(),
            capture_output=True,
            check=False,
            cwd=self.folder,
            env={name: value for name, value in os.environ.items() if name not in SETTINGS}  # noqa: TID251  a child's
            | {"DATABASE_URL": self.database, "PYTHONPATH": str(ROOT)}
            | dict(environment or {}),
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode(), done.stderr.decode().replace(str(self.folder), "FOLDER")
        )


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    return Cli(tmp_path)


def test_run_answers_a_paste_from_a_pipe_and_opens_a_ticket(cli: Cli) -> None:
    done = cli("run", paste=PASTE)
    assert (done.returncode, done.stderr) == (0, "")
    assert "wrong-credentials" in done.stdout
    report = json.loads(cli("report", "--format", "json").stdout)
    overall = report["overall"]
    assert (overall["tickets"]["value"], overall["unknown"]["k"]) == (1, 1)
    assert report["tables"]["article"]["rows"][0]["key"] == "wrong-credentials"


@pytest.mark.parametrize("arguments", ["kb search login", "ask --json"], ids=["within the buffer", "beyond it"])
def test_whoever_reads_may_leave_early(arguments: str) -> None:
    program = f"{sys.executable} -m bot --kb kb_data {arguments} | true"
    done = subprocess.run(program, shell=True, input=PASTE.encode(), capture_output=True, cwd=ROOT, check=False)  # noqa: S602  a pipe is meant
    assert done.stderr == b""


def test_a_connection_that_slack_cuts_does_not_end_the_program() -> None:
    """SIGPIPE would: it is as ignored after the program has begun as Python leaves it."""
    program = """
import socket
from bot.cli import run
run(["--help"])
ours, theirs = socket.socketpair()
theirs.close()
try:
    ours.send(b"x")
except BrokenPipeError:
    print("still here")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "still here")


def test_ask_needs_no_database_when_it_is_given_articles(cli: Cli) -> None:
    done = cli("--kb", str(ROOT / "kb_data"), "ask", "--json", paste=PASTE)
    decision = json.loads(done.stdout)
    assert (decision["decision"], decision["answers"][0]["article"]) == ("answer", "wrong-credentials")
    assert not list(cli.folder.iterdir())


def test_a_terminal_without_unicode_gets_an_answer_too(cli: Cli) -> None:
    done = cli("--kb", str(ROOT / "kb_data"), "ask", paste=PASTE, environment={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, "")
    assert "? Connect" in done.stdout


def test_help_imports_nothing_that_takes_long(cli: Cli) -> None:
    done = cli("--help", environment={"PYTHONPROFILEIMPORTTIME": "1"})
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "bot.cli.kb" in imported
    assert not imported & {"numpy", "rapidfuzz", "sqlalchemy", "alembic", "slack_sdk", "slack_bolt", "gunicorn"}


def test_match_keeps_its_contract(cli: Cli) -> None:
    rows = [{"id": "a", "text": PASTE}, {"id": "b", "text": "see you at lunch"}]
    done = cli("--kb", str(ROOT / "kb_data"), "match", paste="\n".join(json.dumps(row) for row in rows))
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert {"id", "decision", "answers", "failure", "elapsed_ms"} <= set(first)
    assert {"article", "title", "cause", "confidence", "evidence"} <= set(first["answers"][0])
    assert first["failure"] == {"step": "login", "command": "PASS", "code": 530, "line": 5}
    assert (second["id"], second["decision"], second["failure"]) == ("b", "quiet", None)


def test_eval_measures(cli: Cli) -> None:
    rows = [
        {"id": "a", "text": PASTE, "expected": ["wrong-credentials"]},
        {"id": "b", "text": "see you at lunch", "expected": []},
    ]
    (cli.folder / "cases.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    figures = json.loads(cli("--kb", str(ROOT / "kb_data"), "eval", "cases.jsonl", "--json").stdout)
    assert (figures["top_1"]["n"], figures["quiet_when_nothing_fits"]["n"]) == (1, 1)


def test_another_database_is_made_by_migration_and_holds_only_what_was_imported(cli: Cli) -> None:
    other = f"sqlite:///{cli.folder / 'other.db'}"
    assert json.loads(cli("--db", other, "match", paste=json.dumps({"id": "a", "text": PASTE})).stdout)["answers"] == []
    done = cli("--db", other, "kb", "import", str(ROOT / "kb_data" / "Q269241.md"))
    assert done.stdout == "1 added, 0 changed, 0 retired, 0 unchanged\n"
    again = cli("--db", other, "kb", "import", str(ROOT / "kb_data" / "Q269241.md"))
    assert again.stdout == "0 added, 0 changed, 0 retired, 1 unchanged\n"
    assert "Q269241" in cli("--db", other, "kb", "search", "anonymous").stdout


def test_import_keeps_what_can_be_read_and_names_the_rest(cli: Cli) -> None:
    (cli.folder / "mixed").mkdir()
    (cli.folder / "mixed" / "bad.md").write_text(BAD, encoding="utf-8")
    (cli.folder / "mixed" / "Q269241.md").write_bytes((ROOT / "kb_data" / "Q269241.md").read_bytes())
    done = cli("--db", f"sqlite:///{cli.folder / 'other.db'}", "kb", "import", "mixed")
    assert done.stdout.startswith("1 added, 0 changed, 0 retired, 0 unchanged\nnot read: bad.md: ")
    assert (done.returncode, done.stderr) == (1, "kbbot: 1 files were not read; all others were.\n")


def test_match_reads_what_other_programs_write_as_json_lines(cli: Cli) -> None:
    lines = '\ufeff{"id": "a", "text": "one\u2028two\u0085three"}\r\n\r\n{"id": "b", "text": ""}'
    done = cli("--kb", str(ROOT / "kb_data"), "match", paste=lines)
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["a", "b"], done.stderr


def test_show_and_search_read_the_knowledge_base(cli: Cli) -> None:
    assert "Iissuba.dll" in cli("kb", "show", "q269241").stdout
    assert "Q269241" in cli("kb", "search", "anonymous", "iis", "4").stdout


def test_the_database_goes_up_and_down_and_is_checked(cli: Cli) -> None:
    assert cli("db", "upgrade").returncode == 0
    assert cli("db", "check").stdout == "0 differences\n"
    assert cli("db", "downgrade", "base").returncode == 0
    assert cli("db", "check").returncode == 1


def test_jobs_are_listed_and_retried(cli: Cli) -> None:
    assert "ready 0" in cli("jobs", "list").stdout
    assert "dead 0" in cli("jobs", "list", *(f"--state={state.value}" for state in JobState)).stdout
    assert cli("jobs", "retry").stdout == "0 jobs are ready again\n"


def test_doctor_is_content_without_slack(cli: Cli) -> None:
    done = cli("doctor")
    assert done.returncode == 0
    assert "No Slack tokens are set" in done.stdout


def test_doctor_says_what_to_do_and_fails(cli: Cli) -> None:
    with FakeSlack() as slack:
        slack.revoke_scope("chat:write", "reactions:write")
        tokens = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token}
        done = cli("doctor", environment=tokens | {"SLACK_API_URL": slack.api_url, "ESCALATE_TO": "U0NOBODY"})
    assert (done.returncode, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    assert {line[:6] for line in lines} == {"ok    ", "note  ", "FAIL  "}
    assert [line for line in lines if line.startswith("FAIL")] == [
        "FAIL  The scope chat:write is missing: without it, the bot cannot say anything. "
        "To have it, add it under OAuth & Permissions and reinstall the app.",
        "FAIL  ESCALATE_TO names U0NOBODY, who is nobody in this workspace (user_not_found). "
        "Copy the member id from the person's profile in Slack.",
    ]
    assert any(line.startswith("note  The optional scope reactions:write") for line in lines)
    assert any(line.startswith("ok    In #general") for line in lines)


def test_a_secret_in_a_paste_is_told_and_kept_nowhere(cli: Cli) -> None:
    done = cli("run", paste=PASTE.replace("PASS ***", "PASS tr0ub4dor"))
    assert "change it" in done.stdout
    assert "tr0ub4dor" not in done.stdout + done.stderr
    assert all(b"tr0ub4dor" not in path.read_bytes() for path in cli.folder.iterdir())


BAD = "---\ntitle: [unclosed\n---\n## Symptoms\n- x\n"
CLOSED = "postgresql://ida:sesame@127.0.0.1:1/kb"
FAILURES = [
    ("empty paste", ("run",), "", {}, 1, "There is no text"),
    ("only spaces", ("ask",), " \n\t\n", {}, 1, "There is no text"),
    ("binary paste", ("run",), bytes(range(256)) * 9, {}, 1, "binary"),
    ("unknown article", ("kb", "show", "nope"), "", {}, 1, "no article 'nope'"),
    ("broken front matter", ("kb", "sync", "articles"), "", {}, 1, "bad.md"),
    ("broken articles without a database", ("--kb", "articles", "ask"), PASTE, {}, 1, "bad.md"),
    ("no such file", ("ask", "nowhere.txt"), "", {}, 2, "nowhere.txt"),
    ("no such folder", ("kb", "import", "nowhere"), "", {}, 2, "nowhere"),
    ("unknown command", ("frobnicate",), "", {}, 2, "frobnicate"),
    ("unknown option", ("ask", "--loud"), "", {}, 2, "--loud"),
    ("a period that is none", ("report", "--since", "soon"), "", {}, 2, "soon"),
    ("a line that is no JSON", ("match",), "oops", {}, 1, "Line 1"),
    ("a line too deep to read", ("match",), "[" * 100_000, {}, 1, "Line 1"),
    ("expected is no list", ("eval", "-"), '{"id": "a", "text": "x", "expected": 5}', {}, 1, "expected"),
    ("a revision that is none", ("db", "downgrade", ""), "", {}, 2, "revision"),
    ("no database is named", ("--db", "", "report"), "", {}, 1, "database URL"),
    ("the database, without one", ("--kb", "articles", "db", "check"), "", {}, 2, "--kb"),
    ("the doctor, without a database", ("--kb", "articles", "doctor"), "", {}, 2, "--kb"),
    ("one of two paths is missing", ("kb", "import", "articles", "nowhere"), "", {}, 2, "nowhere"),
    ("another folder for the bot's own database", ("kb", "sync", "empty"), "", {}, 2, "--db"),
    ("a state that is none", ("jobs", "list", "--state", "lost"), "", {}, 2, "lost"),
    ("words that no article has", ("kb", "search", "zzzqqq"), "", {}, 1, "No article"),
    ("a job that was not given up", ("jobs", "retry", "77"), "", {}, 1, "given up"),
    ("unreachable database", ("report",), "", {"DATABASE_URL": CLOSED}, 1, "127.0.0.1"),
    ("a database of an unknown kind", ("report",), "", {"DATABASE_URL": "mongo://x"}, 1, "mongo"),
    ("a folder that cannot be written", ("run",), PASTE, {"DATABASE_URL": "sqlite:////proc/no/kb.db"}, 1, "/proc/no"),
    ("a file that is no database", ("report",), "", {"DATABASE_URL": "sqlite:///articles/bad.md"}, 1, "bad.md"),
    ("a token of another kind", ("run",), PASTE, {"SLACK_BOT_TOKEN": "hunter2"}, 1, "SLACK_BOT_TOKEN"),
    ("a token without its partner", ("run",), PASTE, {"SLACK_BOT_TOKEN": "xoxb-1"}, 1, "SLACK_APP_TOKEN"),
    ("a mode, no secret", ("web",), "", {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_MODE": "http"}, 1, "SIGNING_SECRET"),
    ("a port that is none", ("run",), PASTE, {"PORT": "99999"}, 1, "PORT"),
    ("a command that needs a database, without one", ("--kb", "articles", "report"), "", {}, 2, "--kb"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "arguments", "paste", "environment", "status", "said"), FAILURES, ids=[case[0] for case in FAILURES]
)
def test_a_failure_is_one_sentence_on_standard_error(
    cli: Cli,
    name: str,
    arguments: tuple[str, ...],
    paste: str | bytes,
    environment: Mapping[str, str],
    status: int,
    said: str,
) -> None:
    (cli.folder / "articles").mkdir()
    (cli.folder / "articles" / "bad.md").write_text(BAD, encoding="utf-8")
    (cli.folder / "empty").mkdir()
    done = cli(*arguments, paste=paste, environment=environment)
    assert done.returncode == status, done.stderr
    last = done.stderr.strip().splitlines()
    assert len(last) == 1, done.stderr
    assert last[0].startswith("kbbot: ")
    assert said in last[0]
    for secret in ("sesame", "hunter2", "Traceback"):
        assert secret not in done.stdout + done.stderr


def test_a_megabyte_is_answered(cli: Cli) -> None:
    done = cli("run", paste="drwxr-xr-x 2 ida ida 4096 Jan 1 10:00 folder\n" * 23_000 + PASTE)
    assert (done.returncode, done.stderr) == (0, "")
    assert "wrong-credentials" in done.stdout
