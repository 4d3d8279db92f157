"""Indexes kept on disk, so that a process starts with the knowledge base ready to be searched.

An index is a handful of flat arrays. Its file is a line that says what it is, a line of JSON that says where each array
stands, and the arrays; it is mapped into memory as it is, which costs nothing before a page is used and is shared by
all processes of the machine. The file's name is a digest of what the index was built from: the articles and the code
that reads them. A file is written beside its place and then moved there, so none is ever seen half written.
"""

import hashlib
import json
import logging
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

import bot.matching
import bot.transcript
from bot.matching.index import Index

KIND = b"kbbot index, flat arrays\n"
ALIGNED = 64  # bytes; where an array may start
KEPT = 3  # files: the current one, the one before it, and one of another database

log = logging.getLogger(__name__)


class IndexFiles:
    """Fulfils ``bot.support.knowledge.IndexCache`` with a folder.

    Args:
        folder: Where the files are; made when the first one is written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, articles: str) -> Index | None:
        """The index of these articles, if it is here and whole."""
        path = self._path(articles)
        try:
            index = Index.from_arrays(_map(path))
            path.touch()  # the newest ones are kept
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError) as error:
            log.warning("The index file %s cannot be used and is made anew: %s", path.name, error)
            return None
        return index

    def save(self, articles: str, index: Index) -> None:
        """Keep an index. Where that fails, the log says so, and the next start takes longer."""
        path = self._path(articles)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(f".{os.getpid()}.part")
            try:
                with part.open("wb") as out:
                    _write(index.arrays(), out)
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)
            files = sorted(self._folder.glob("*.index"), key=lambda file: -file.stat().st_mtime)
            for old in files[KEPT:]:
                old.unlink(missing_ok=True)
        except OSError as error:
            log.warning("The index could not be kept in %s: %s", self._folder, error.strerror or error)

    def _path(self, articles: str) -> Path:
        digest = hashlib.sha256(f"{articles} {_code()}".encode()).hexdigest()
        return self._folder / f"{digest[:32]}.index"


@cache
def _code() -> str:
    """A digest of the code that makes an index: with another mask or another reader it would be another one."""
    digest = hashlib.sha256()
    for package in (bot.matching, bot.transcript):
        for folder in package.__path__:
            for file in sorted(Path(folder).rglob("*.py")):
                digest.update(file.read_bytes())
    return digest.hexdigest()


def _write(arrays: Mapping[str, NDArray[Any]], out: BinaryIO) -> None:
    places: dict[str, tuple[str, tuple[int, ...], int]] = {}
    end = 0
    for name, array in arrays.items():
        places[name] = (array.dtype.str, array.shape, end)
        end += -(-array.nbytes // ALIGNED) * ALIGNED
    head = json.dumps({"size": end, "arrays": places}).encode() + b"\n"
    out.write(KIND + head)
    out.write(b"\0" * (-(len(KIND) + len(head)) % ALIGNED))
    for array in arrays.values():
        out.write(np.ascontiguousarray(array).data)
        out.write(b"\0" * (-array.nbytes % ALIGNED))


def _map(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays of a file.

    Raises:
        OSError: It cannot be read.
        ValueError: It is no such file, or not whole.
    """
    with path.open("rb") as file:
        if file.readline(len(KIND)) != KIND:
            raise ValueError("it is no index file")
        head = json.loads(file.readline())
        start = -(-file.tell() // ALIGNED) * ALIGNED
    if path.stat().st_size != start + head["size"]:
        raise ValueError("it is not whole")
    data = np.memmap(path, dtype=np.uint8, mode="r") if head["size"] else np.zeros(start, dtype=np.uint8)
    arrays: dict[str, NDArray[Any]] = {}
    for name, (kind, shape, offset) in head["arrays"].items():
        dtype = np.dtype(kind)
        length = dtype.itemsize * int(np.prod(shape))
        arrays[name] = np.asarray(data[start + offset : start + offset + length]).view(dtype).reshape(shape)
    return arrays
