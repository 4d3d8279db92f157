"""``kbbot kb``: a new article, words of others, and whose pastes an article takes."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.kb.markdown import dump, parse
from tests.unit.cli.test_cli import PASTE, ROOT, Cli

KB = ROOT / "kb_data"
FEW = ("wrong-credentials.md", "passive-ports-blocked.md", "tls-required-login.md")


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    for folder in ("before", "after"):
        (tmp_path / folder).mkdir()
        for name in FEW:
            shutil.copy(KB / name, tmp_path / folder)
    return Cli(tmp_path)


NEW = ("kb", "new", "door-closed", "--cause", "connection-refused", "--title", "Door closed")


def test_a_new_article_is_written_and_lint_names_what_is_missing(cli: Cli) -> None:
    done = cli("--kb", "after", *NEW)
    assert (done.returncode, done.stderr) == (0, "")
    assert "after/door-closed.md is written" in done.stdout
    article = parse((cli.folder / "after" / "door-closed.md").read_text(encoding="utf-8"), "door-closed.md")
    assert (article.title, article.cause_slug) == ("Door closed", "connection-refused")
    missing = cli("--kb", "after", "kb", "lint")
    assert missing.returncode == 1
    assert "door-closed: 'references' is empty [front]" in missing.stdout
    assert "at least 3 are needed" in missing.stdout


REFUSED = [
    ("a taken id", ("wrong-credentials", "connection-refused", "x"), "already: wrong-credentials.md"),
    ("a taken id in capitals", ("Q269241", "connection-refused", "x"), "already: q269241.md"),
    ("no id", ("Door Closed", "connection-refused", "x"), "lower-case slug"),
    ("a way out of the folder", ("../door", "connection-refused", "x"), "lower-case slug"),
    ("no cause", ("door-closed", "connection-refusd", "x"), "no cause 'connection-refusd' (connection-refused"),
    ("no title", ("door-closed", "connection-refused", " "), "needs a title"),
]


@pytest.mark.parametrize(("arguments", "sentence"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_new_article_is_refused_in_one_sentence(cli: Cli, arguments: tuple[str, str, str], sentence: str) -> None:
    shutil.copy(KB / "Q269241.md", cli.folder / "after" / "q269241.md")
    before = sorted(cli.folder.rglob("*"))
    article, cause, title = arguments
    done = cli("--kb", "after", "kb", "new", article, "--cause", cause, "--title", title)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert sentence in done.stderr
    assert sorted(cli.folder.rglob("*")) == before


def test_lint_names_file_line_and_run_of_words_that_stand_elsewhere(cli: Cli) -> None:
    path = cli.folder / "after" / "wrong-credentials.md"
    words = "seven grey geese went slowly over nine green hills and came home tired"
    text = path.read_text(encoding="utf-8").replace("## Cause\n", f"## Cause\n\n{words}\n", 1)
    path.write_text(text, encoding="utf-8")
    (cli.folder / "theirs.txt").write_text(f"A tale.\nIt is told: {words}.", encoding="utf-8")
    done = cli("kb", "lint", "after", "--against", "theirs.txt")
    line = text.split("\n").index(words) + 1
    assert f"wrong-credentials.md:{line}: shares '{words}' with theirs.txt:2 [shared-run]\n" in done.stdout
    assert done.returncode == 1


def test_lint_against_nothing(cli: Cli) -> None:
    done = cli("kb", "lint", "after", "--against", "nowhere.tar")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nowhere.tar" in done.stderr


def test_nothing_changes_where_articles_are_the_same(cli: Cli) -> None:
    done = cli("--kb", "after", "kb", "test", "--base", "before")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("0 articles new, 0 changed, 0 gone; ")
    assert done.stdout.endswith(" pastes: 0 worse, 0 better, 0 other\n")


def thief(cli: Cli) -> None:
    """An article of another cause claims what wrong-credentials answers, which by mistake rules itself out."""
    path = cli.folder / "after" / "wrong-credentials.md"
    right = parse(path.read_text(encoding="utf-8"), path.name)
    other = dump(replace(right, id="thief", cause_slug="idle-timeout"))
    (cli.folder / "after" / "thief.md").write_text(other, encoding="utf-8")
    path.write_text(dump(replace(right, exclude=(*right.exclude, "phrase:login incorrect"))), encoding="utf-8")


ROWS = [
    {"id": "a", "text": PASTE, "cause": "wrong-credentials", "also_ok": []},
    {"id": "b", "text": PASTE, "cause": "gremlins", "also_ok": ["idle-timeout"]},
    {"id": "c", "text": PASTE, "expected": ["thief"]},
    {"id": "d", "text": "see you at lunch", "cause": None},
]


def test_a_thief_is_named_with_what_it_took(cli: Cli) -> None:
    thief(cli)
    (cli.folder / "pastes.jsonl").write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    done = cli("--kb", "after", "kb", "test", "--base", "before", "--pastes", "pastes.jsonl", "--explain")
    assert (done.returncode, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("worse   a  answer wrong-credentials 0.")
    assert " -> " in lines[0]
    assert " thief 0." in lines[0]
    assert lines[1] == "        before: wrong-credentials"
    assert any(line.startswith("          for     line 5 reads like") for line in lines)
    assert [line[:9] for line in lines if not line.startswith(" ")][1:3] == ["better  b", "better  c"]
    assert lines[-1] == "1 articles new, 1 changed, 0 gone; 4 pastes: 1 worse, 2 better, 0 other"


def test_the_articles_own_pastes_are_the_default(cli: Cli) -> None:
    thief(cli)
    done = cli("--kb", "after", "kb", "test", "--base", "before")
    assert done.returncode == 1
    assert "worse   wrong-credentials#1" in done.stdout


def test_an_unknown_base_is_one_sentence(cli: Cli) -> None:
    done = cli("--kb", "after", "kb", "test", "--base", "v9")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "'v9' is no folder, file or git revision" in done.stderr


def test_labels_of_another_shape_are_one_sentence(cli: Cli) -> None:
    (cli.folder / "pastes.jsonl").write_text('{"id": "a", "text": "x", "cause": "y", "also_ok": "z"}', encoding="utf-8")
    done = cli("--kb", "after", "kb", "test", "--base", "before", "--pastes", "pastes.jsonl")
    assert (done.returncode, done.stdout) == (1, "")
    assert "\"also_ok\" of the paste 'a' is no list" in done.stderr
