"""Reading files, folders and archives; every file is read or named with its reason."""

import io
import os
import tarfile
import zipfile

import pytest

from bot.errors import ArticleError
from bot.kb import files
from bot.kb.files import read_articles
from bot.kb.markdown import dump
from tests.unit.kb.make import microsoft_text, named, own_article

MARKDOWN = dump(own_article())
OTHER = MARKDOWN.replace("The server closes the door", "Another door")
FILES = {
    "README.md": "How to write an article",
    ".hidden.md": "nothing",
    ".git/config": "nothing",
    "door-closed.md": MARKDOWN,
    "old/Q900001.TXT": microsoft_text().replace("\n", "\r\n"),
    "old/letter.txt": "Dear postman,",
    "old/door-closed.md": OTHER,
    "old/empty.txt": "",
    "z.md": "no front matter",
}
READ = {"door-closed", "Q900001"}
UNREAD = {
    "old/letter.txt": "this is no KB article",
    "old/door-closed.md": "id already used by door-closed.md",
    "old/empty.txt": "the file is empty",
    "z.md": "no front matter",
}


def write_folder(path):
    for name, text in FILES.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, encoding="utf-8", newline="")
    return path


def write_zip(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("old")
        for name, text in FILES.items():
            archive.writestr(name, text)
    return path


def write_tar(path, mode):
    with tarfile.open(path, mode) as archive:
        folder = tarfile.TarInfo("old")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        for name, text in FILES.items():
            data = text.encode()
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


WAYS = [
    ("a folder", lambda path: write_folder(path / "kb")),
    ("zip", lambda path: write_zip(path / "kb.zip")),
    ("tar", lambda path: write_tar(path / "kb.tar", "w")),
    ("tar.gz", lambda path: write_tar(path / "kb.tar.gz", "w:gz")),
    ("tar.xz", lambda path: write_tar(path / "kb.tar.xz", "w:xz")),
    ("tar.bz2", lambda path: write_tar(path / "kb.tar.bz2", "w:bz2")),
    ("an archive of another name", lambda path: write_tar(path / "kb.data", "w:xz")),
]


@pytest.mark.parametrize("write", **named(WAYS))
def test_every_file_is_read_or_named(write, tmp_path):
    found = read_articles(write(tmp_path))
    assert {article.id for article in found.articles} == READ
    assert {name for name, _ in found.unread} == set(UNREAD)
    for name, why in found.unread:
        assert UNREAD[name] in why


SINGLE = [
    ("Markdown", "a-door.md", MARKDOWN, "a-door"),
    ("Markdown of another suffix", "a-door.txt", MARKDOWN, "a-door"),
    ("KB text", "any.txt", microsoft_text(), "Q900001"),
    ("KB text of another suffix", "any.md", microsoft_text(), "Q900001"),
]


@pytest.mark.parametrize(("name", "text", "article_id"), **named(SINGLE))
def test_the_content_tells_the_format(name, text, article_id, tmp_path):
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = read_articles(tmp_path / name)
    assert [article.id for article in found.articles] == [article_id]
    assert found.unread == ()


def test_an_archive_within_a_folder_is_read_too(tmp_path):
    (tmp_path / "kb").mkdir()
    write_zip(tmp_path / "kb" / "all.zip")
    found = read_articles(tmp_path / "kb")
    assert {article.id for article in found.articles} == READ
    assert ("all.zip/old/door-closed.md", "id already used by all.zip/door-closed.md") in found.unread


def test_there_must_be_something_at_the_path(tmp_path):
    with pytest.raises(ArticleError, match="there is no such file or folder"):
        read_articles(tmp_path / "nowhere")


def test_a_folder_that_cannot_be_opened_is_named(tmp_path, monkeypatch):
    write_folder(tmp_path / "kb")
    listed = os.scandir

    def scandir(path):
        if os.fspath(path).endswith("old"):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = read_articles(tmp_path / "kb")
    assert [article.id for article in found.articles] == ["door-closed"]
    assert ("old", "the folder cannot be opened: Permission denied") in found.unread


DAMAGED = [
    ("half a zip", b"PK\x03\x04 and then nothing of the kind"),
    ("half a gzip", b"\x1f\x8b\x08\x00\x00\x00"),
    ("half an xz", b"\xfd7zXZ\x00\x00\x04 nothing"),
    ("a compressed text", b"BZh91AY&SY"),
]


@pytest.mark.parametrize("data", **named(DAMAGED))
def test_a_damaged_archive_is_named(data, tmp_path):
    (tmp_path / "kb.archive").write_bytes(data)
    found = read_articles(tmp_path)
    assert found.articles == ()
    assert [name for name, _ in found.unread] == ["kb.archive"]


def test_an_archive_that_ends_early_keeps_what_was_read(tmp_path):
    whole = write_tar(tmp_path / "kb.tar", "w").read_bytes()
    (tmp_path / "kb.tar").write_bytes(whole[: whole.index(b"old/Q900001.TXT") + 600])
    found = read_articles(tmp_path / "kb.tar")
    assert [article.id for article in found.articles] == ["door-closed"]
    assert found.unread[-1][0] == "kb.tar"


def test_names_in_an_archive_lead_nowhere(tmp_path):
    with zipfile.ZipFile(tmp_path / "kb.zip", "w") as archive:
        archive.writestr("../../outside.md", MARKDOWN)
    before = sorted(tmp_path.parent.iterdir())
    found = read_articles(tmp_path / "kb.zip")
    assert [article.id for article in found.articles] == ["outside"]
    assert sorted(tmp_path.parent.iterdir()) == before
    assert [path.name for path in tmp_path.iterdir()] == ["kb.zip"]


def test_links_and_devices_in_an_archive_are_named(tmp_path):
    with tarfile.open(tmp_path / "kb.tar", "w") as archive:
        for name, kind in (("link.md", tarfile.SYMTYPE), ("pipe.md", tarfile.FIFOTYPE)):
            member = tarfile.TarInfo(name)
            member.type = kind
            member.linkname = "/etc/hostname"
            archive.addfile(member)
    found = read_articles(tmp_path / "kb.tar")
    assert found.articles == ()
    assert [why for _, why in found.unread] == ["it is no regular file but a link or a device"] * 2


def test_what_is_too_long_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_FILE", 400)
    (tmp_path / "long.md").write_text(MARKDOWN + "x" * 400)
    with zipfile.ZipFile(tmp_path / "kb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("long.md", MARKDOWN + "x" * 400)
    assert [(name, why) for name, why in read_articles(tmp_path).unread] == [
        ("kb.zip/long.md", "it is longer than 400 bytes"),
        ("long.md", "it is longer than 400 bytes"),
    ]


@pytest.mark.parametrize("write", [write_zip, lambda path: write_tar(path, "w:gz")])
def test_an_archive_that_unpacks_to_too_much_is_given_up(write, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_ARCHIVE", 1_500)
    found = read_articles(write(tmp_path / "kb.archive"))
    assert found.unread[-1] == (
        "kb.archive",
        "the archive is damaged or no archive of files: more than 1,500 bytes unpacked",
    )


def test_an_encrypted_member_is_named(tmp_path):
    write_zip(tmp_path / "kb.zip")
    data = bytearray((tmp_path / "kb.zip").read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + offset] |= 1
    (tmp_path / "kb.zip").write_bytes(data)
    found = read_articles(tmp_path / "kb.zip")
    assert found.articles == ()
    assert all("cannot be unpacked" in why for _, why in found.unread)


PROGRESS = [
    ("a folder", lambda path: write_folder(path / "kb"), [(n, 6) for n in range(1, 7)]),
    ("zip", lambda path: write_zip(path / "kb.zip"), [(n, 6) for n in range(1, 7)]),
    ("tar", lambda path: write_tar(path / "kb.tar", "w"), [(n, None) for n in range(1, 7)]),
]


@pytest.mark.parametrize(("write", "expected"), **named(PROGRESS))
def test_progress(write, expected, tmp_path):
    calls = []
    read_articles(write(tmp_path), on_progress=lambda done, total: calls.append((done, total)))
    assert calls == expected
