"""Articles of an earlier revision of their folder, as git has kept them."""

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.errors import UsageError
from bot.kb.files import ReadResult, read_articles


def articles_at(folder: Path, revision: str) -> ReadResult:
    """Read the articles that a folder held at a revision.

    Args:
        folder: A folder of a git working tree.
        revision: A commit, branch or tag.

    Raises:
        UsageError: git does not know the revision, or is not there.
    """
    commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    # In a folder below the top, git archives that folder alone.
    archive = _git(folder, "archive", "--format=tar", commit.decode().strip()) if commit else b""
    if not archive:
        raise UsageError(f"{revision!r} is no folder, file or git revision to compare {folder.name} with.")
    with TemporaryDirectory() as scratch:
        path = Path(scratch, "articles.tar")
        path.write_bytes(archive)
        return read_articles(path)


def _git(folder: Path, *arguments: str) -> bytes:
    """What a git command says; nothing where it fails."""
    command = ["git", "-C", str(folder), *arguments]
    try:
        return subprocess.run(command, capture_output=True, check=True).stdout  # noqa: S603  a fixed program, no shell
    except (OSError, subprocess.CalledProcessError, ValueError):
        return b""
