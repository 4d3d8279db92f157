"""Indexes kept on disk: the same after a restart, made anew when something is wrong with the file."""

import logging

import pytest

from bot.matching import Entry, Matcher
from bot.matching.index import Index
from bot.store.index_files import KEPT, IndexFiles

INDEX = Index.build([Entry("a", 1, "Login refused", "x", ("530 Login incorrect.",))])


def test_a_kept_index_is_found_again_by_its_articles_alone(tmp_path):
    IndexFiles(tmp_path).save("some articles", INDEX)
    again = IndexFiles(tmp_path).load("some articles")
    text = "530 login incorrect"
    assert Matcher.over(again).decide(text).candidates == Matcher.over(INDEX).decide(text).candidates
    assert IndexFiles(tmp_path).load("other articles") is None


def test_an_empty_index_is_kept_too(tmp_path):
    IndexFiles(tmp_path).save("none", Index.build([]))
    assert len(IndexFiles(tmp_path).load("none")) == 0


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("cut short", lambda data: data[:-70]),
        ("another kind", lambda data: b"something else\n" + data),
        ("empty", lambda data: b""),
        ("no heading", lambda data: data[:25] + b"\xff\xfe\n" + data[25:]),
        ("an array is missing", lambda data: data.replace(b'"worth"', b'"wroth"')),
    ],
)
def test_a_spoilt_file_is_not_used_and_the_log_says_so(tmp_path, caplog, name, spoil):
    files = IndexFiles(tmp_path)
    files.save("some articles", INDEX)
    (path,) = tmp_path.glob("*.index")
    path.write_bytes(spoil(path.read_bytes()))
    assert files.load("some articles") is None
    assert "made anew" in caplog.text


def test_where_nothing_can_be_kept_the_log_says_so(tmp_path, caplog):
    (tmp_path / "file").touch()
    with caplog.at_level(logging.WARNING):
        IndexFiles(tmp_path / "file").save("some articles", INDEX)
    assert "could not be kept" in caplog.text


def test_old_files_go(tmp_path):
    for number in range(KEPT + 3):
        IndexFiles(tmp_path).save(f"articles {number}", INDEX)
    assert len(list(tmp_path.iterdir())) == KEPT
