"""Reading articles from files, folders and archives; the only module here that opens files.

The format is told by the content, not by the suffix. Archives are read in memory, member by member and each up to a
bound, so that no name in them can lead anywhere on the disk. A file that cannot be read never stops the others: it is
named, with the reason.
"""

import lzma
import os
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bot.errors import ArticleError
from bot.kb import markdown, microsoft
from bot.kb.article import Article

MAX_FILE = 2_000_000  # bytes; the longest article of the Microsoft archive has 175,175
MAX_ARCHIVE = 2_000_000_000  # bytes unpacked; the whole Microsoft archive has 225 million

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_COMPRESSED_TAR = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_TAR_MAGIC_AT = 257
_HEAD = 512
_BROKEN = (
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
)


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What was read, and the files that were not: name and reason."""

    articles: tuple[Article, ...]
    unread: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A file or a member of an archive: its bytes, or why there are none."""

    name: str
    data: bytes = b""
    why: str | None = None


def read_articles(path: Path, on_progress: Callable[[int, int | None], object] | None = None) -> ReadResult:
    """Read every article that a file, a folder or an archive holds.

    Args:
        path: ``.md`` or Microsoft KB text; a folder, read with all below it; or a ``.zip`` or ``.tar`` (also ``.gz``,
            ``.bz2``, ``.xz``) archive. ``README.md`` and names with a dot in front are passed over.
        on_progress: Called after each file with the number of files done and, where it is known, of all.

    Raises:
        ArticleError: There is nothing at this path.
    """
    articles: list[Article] = []
    unread: list[tuple[str, str]] = []
    owners: dict[str, str] = {}
    total = _count(path)
    for done, source in enumerate(sources(path), start=1):
        try:
            article = _read(source)
        except ArticleError as error:
            unread.append((source.name, error.why))
        else:
            owner = owners.setdefault(article.id.casefold(), source.name)
            if owner == source.name:
                articles.append(article)
            else:
                unread.append((source.name, f"id already used by {owner}"))
        if on_progress is not None:
            on_progress(done, total if total is not None and done <= total else None)
    return ReadResult(tuple(articles), tuple(unread))


def sources(path: Path) -> Iterator[Source]:
    """The files at a path, folder by folder in the order of their names, those of archives within it included.

    Raises:
        ArticleError: There is nothing at this path.
    """
    if path.is_dir():
        refused: list[OSError] = []
        for file in _files_below(path, refused.append):
            name = file.relative_to(path).as_posix()
            yield from _file_or_members(file, name, prefix=f"{name}/")
        for error in refused:
            name = Path(error.filename).relative_to(path).as_posix()
            yield Source(name, why=f"the folder cannot be opened: {error.strerror}")
    elif path.is_file():
        yield from _file_or_members(path, path.name, prefix="")
    else:
        raise ArticleError(str(path), "there is no such file or folder")


def _read(source: Source) -> Article:
    if source.why is not None:
        raise ArticleError(source.name, source.why)
    text = microsoft.decode(source.data)
    ours = text.startswith("---") or source.name.lower().endswith(".md")
    if ours and not microsoft.looks_like(text):
        return markdown.parse(text, source.name)
    return microsoft.to_article(microsoft.parse(text, source.name))


def _file_or_members(path: Path, name: str, *, prefix: str) -> Iterator[Source]:
    try:
        with path.open("rb") as file:
            kind = _archive_kind(file.read(_HEAD))
            file.seek(0)
            data = file.read(MAX_FILE + 1) if kind is None else b""
    except OSError as error:
        yield Source(name, why=f"it cannot be read: {error.strerror or error}")
        return
    if kind is None:
        yield _source(name, data)
        return
    try:
        yield from _zip_members(path, prefix) if kind == "zip" else _tar_members(path, prefix)
    except _BROKEN as error:
        yield Source(name, why=f"the archive is damaged or no archive of files: {error}")


def _zip_members(path: Path, prefix: str) -> Iterator[Source]:
    unpacked = 0
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            name = prefix + member.filename
            if member.is_dir() or _passed_over(member.filename):
                continue
            try:
                with archive.open(member) as file:
                    data = file.read(MAX_FILE + 1)
            except (*_BROKEN, NotImplementedError) as error:
                yield Source(name, why=f"it cannot be unpacked: {error}")
                continue
            unpacked += len(data)
            if unpacked > MAX_ARCHIVE:
                raise ValueError(f"more than {MAX_ARCHIVE:,} bytes unpacked")
            yield _source(name, data)


def _tar_members(path: Path, prefix: str) -> Iterator[Source]:
    unpacked = 0
    with tarfile.open(path, "r:*") as archive:
        for member in archive:
            # What is passed over is unpacked as well, so a member counts by its size before anything is read.
            unpacked += member.size
            if unpacked > MAX_ARCHIVE:
                raise ValueError(f"more than {MAX_ARCHIVE:,} bytes unpacked")
            name = prefix + member.name
            if member.isdir() or _passed_over(member.name):
                continue
            file = archive.extractfile(member) if member.isreg() else None
            if file is None:
                yield Source(name, why="it is no regular file but a link or a device")
            else:
                yield _source(name, file.read(MAX_FILE + 1))


def _source(name: str, data: bytes) -> Source:
    if len(data) > MAX_FILE:
        return Source(name, why=f"it is longer than {MAX_FILE:,} bytes")
    if not data.strip():
        return Source(name, why="the file is empty")
    return Source(name, data)


def _archive_kind(head: bytes) -> str | None:
    if head.startswith(_ZIP):
        return "zip"
    if head.startswith(_COMPRESSED_TAR) or head[_TAR_MAGIC_AT:].startswith(b"ustar"):
        return "tar"
    return None


def _passed_over(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    hidden = any(part.startswith(".") and part not in {".", ".."} for part in parts)
    return hidden or parts[-1:] == ("README.md",) or "__MACOSX" in parts


def _files_below(folder: Path, on_error: Callable[[OSError], object] | None = None) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder, onerror=on_error):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not _passed_over(name) and (Path(parent) / name).is_file():
                yield Path(parent) / name


def _count(path: Path) -> int | None:
    """How many files there are, where that can be told without unpacking; archives in a folder count as one."""
    if path.is_dir():
        return sum(1 for _ in _files_below(path))
    with suppress(*_BROKEN), zipfile.ZipFile(path) as archive:
        return sum(1 for member in archive.infolist() if not member.is_dir() and not _passed_over(member.filename))
    return None
