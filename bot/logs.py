"""The log: a line for each thing that happened, with the request it belongs to.

A *request* is one delivery of Slack's with all that follows from it. Its id is made of the delivery's key, so the
process that acknowledges it, a second delivery of it, and the worker that posts the reply say the same id without
asking one another; what a job orders carries the id on in its payload.

No line holds a paste or a secret: whoever logs names keys, kinds and sentences of ours, and the last step before a line
is written masks secrets, cuts what is long, and leaves of an exception its kind and place, for its words may quote what
was pasted.
"""

import hashlib
import logging
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager
from traceback import extract_tb
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

import structlog

from bot.paste import redact

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor

LONGEST: Final = 500  # characters of one value
REQUEST: Final = "request"  # the name of the id, in log lines and in payloads of jobs


def request_of(key: str) -> str:
    """The id of the request that a delivery begins.

    Args:
        key: The delivery's key.
    """
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:12]


def in_request(request: str) -> AbstractContextManager[None]:
    """Log within the block, and order jobs, in the name of a request."""
    return structlog.contextvars.bound_contextvars(**{REQUEST: request})


def carried() -> Mapping[str, str]:
    """What a job that is ordered now takes along: ``{"request": id}``, or nothing outside of a request."""
    request = structlog.contextvars.get_contextvars().get(REQUEST)
    return {} if request is None else {REQUEST: request}


def place_of(error: BaseException, trace: TracebackType | None = None) -> str:
    """The kind of an error and where it was raised."""
    frames = extract_tb(trace or error.__traceback__)
    return f"{type(error).__name__} at {frames[-1].filename}:{frames[-1].lineno}" if frames else type(error).__name__


def configure(level: str, *, as_json: bool) -> None:
    """Write the log of this process to standard output, what libraries log included.

    Args:
        level: The lowest level that is written. Libraries are heard from ``WARNING`` on.
        as_json: Write JSON, an object a line, for machines; otherwise lines for people.
    """
    steps: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_traces,
        _masked,
    ]
    last: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=True)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty())
    )
    structlog.configure(
        processors=[*steps, last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stdout),
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_named, *steps],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    handler.setLevel(max(logging.getLevelName(level), logging.WARNING))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(handler.level)


def _named(_logger: object, _method: str, line: "EventDict") -> "EventDict":
    """Say which library speaks."""
    line["logger"] = line["_record"].name
    return line


def _without_traces(_logger: object, _method: str, line: "EventDict") -> "EventDict":
    raised = line.pop("exc_info", None)
    line.pop("stack_info", None)
    error = sys.exc_info() if raised is True else raised
    if isinstance(error, BaseException):
        line["raised"] = place_of(error)
    elif isinstance(error, tuple) and error[1] is not None:
        line["raised"] = place_of(error[1], error[2])
    return line


def _masked(_logger: object, _method: str, line: "EventDict") -> "EventDict":
    for name, value in line.items():
        if name not in _PLAIN and not isinstance(value, _HARMLESS):
            line[name] = _short(value)
    return line


def _short(value: Any) -> str:
    text = redact(str(value)[: 2 * LONGEST]).text
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


_PLAIN = frozenset({"level", "timestamp", REQUEST, "_record", "_from_structlog"})
_HARMLESS = (bool, int, float, type(None))
