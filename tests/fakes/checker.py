"""Another checker of payloads, kept beside the project: it knows the documented limits, and was written by others.

It is no part of the project. Where it is not there, what needs it is skipped, and says so.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

NAME = Path("shared") / "tools" / "validate_blocks.py"
MISSING = f"../{NAME} is not on this machine"
_ROOT = Path(__file__).resolve().parents[2]


def path_of_checker() -> Path | None:
    """Where it is: beside the project, or beside the folder of its worktrees."""
    return next((parent / NAME for parent in _ROOT.parents if (parent / NAME).is_file()), None)


def load_checker() -> ModuleType | None:
    """The checker, afresh: run from its text, so that nothing is written beside it; None where it is not there."""
    path = path_of_checker()
    if path is None:
        return None
    module = ModuleType("validate_blocks")
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), module.__dict__)  # noqa: S102  a tool of ours
    return module
