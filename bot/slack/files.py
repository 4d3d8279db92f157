"""Text files that people attach: found in a message, fetched from Slack, turned into text.

Of a file a delivery keeps its id, name, size and address (``files_of``); a worker fetches it, and nothing of it is kept
that was not cut to its bound and masked. A long log is read from its beginning and its end; the lines around the errors
between are kept where it has less than ``WHOLE`` bytes.

The bot's token goes to the Slack that is set and nowhere else, also not along a redirection. Without the scope, Slack
answers with its sign-in page and status 200: what is HTML is no log.

Sources: docs.slack.dev/reference/objects/file-object (``mode``, ``file_access``, ``url_private``) and
reference/methods/files.info.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from http.client import HTTPException
from typing import IO, Any, Final
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from slack_sdk import WebClient

from bot.errors import BotError, PasteError
from bot.metrics import count, slack_calls
from bot.paste import check_text, redact
from bot.slack.client import TIMEOUT
from bot.slack.refusals import MissingScopeError, RefusedError, UnreachableError, explained, of_status
from bot.slack.views.words import files as words

TEXT: Final = "text"
IMAGE: Final = "image"
OTHER: Final = "other"
UNKNOWN: Final = "unknown"  # Slack tells more when asked: files of other organisations

MOST_FILES: Final = 10  # as many as Slack takes with a message
WHOLE: Final = 8_000_000  # bytes of a file that are read as they stand
HEAD: Final = 1_000_000  # of a longer one, its beginning and its end
TAIL: Final = 4_000_000
MOST: Final = 64_000_000  # a file that is larger is not read
REDIRECTS: Final = 3

_CHUNK = 65_536
_SUFFIXES = (".txt", ".log", ".out", ".err", ".trace", ".text", ".csv", ".conf", ".cfg", ".ini", ".json", ".xml", ".md")
_GONE = frozenset({"tombstone", "hidden_by_limit"})
_HTML = (b"<!doctype html", b"<html")


@dataclass(frozen=True, slots=True)
class File:
    """A file of a message, as a delivery keeps it.

    Attributes:
        id: Slack's id.
        name: What it is called.
        size: Bytes, as Slack says; 0 where it does not.
        url: Where it is fetched; empty where Slack tells only when asked.
        type: ``TEXT``, ``IMAGE``, ``OTHER`` or ``UNKNOWN``.
    """

    id: str
    name: str
    size: int
    url: str
    type: str

    def as_json(self) -> dict[str, Any]:
        """The file as plain JSON values; ``File(**value)`` reads it back."""
        return asdict(self)


class UnreadableError(BotError):
    """A file that cannot be read, for a reason that its owner can do something about."""


def files_of(found: Any) -> list[File]:
    """The files of a message (its ``files``) or of an input, without those that are deleted."""
    listed = [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
    there = [one for one in listed if isinstance(one.get("id"), str) and one.get("mode") not in _GONE]
    return [_file(one) for one in there[:MOST_FILES]]


def may_be_text(file: File) -> bool:
    """Whether it is worth fetching."""
    return file.type in {TEXT, UNKNOWN}


def _file(found: Mapping[str, Any]) -> File:
    name, size = found.get("name"), found.get("size")
    url = found.get("url_private_download") or found.get("url_private")
    return File(
        id=found["id"],
        name=redact(name[:255]).text if isinstance(name, str) else "",
        size=size if isinstance(size, int) else 0,
        url=url if isinstance(url, str) and not found.get("is_external") else "",
        type=_type(found),
    )


def _type(found: Mapping[str, Any]) -> str:
    if found.get("file_access") == "check_file_info":
        return UNKNOWN
    kind, name = str(found.get("mimetype") or ""), str(found.get("name") or "").lower()
    if kind == "text/html":
        return OTHER  # a page that somebody saved; nor can it be told from a sign-in page
    if found.get("mode") == "snippet" or kind.startswith("text/") or name.endswith(_SUFFIXES):
        return TEXT
    return IMAGE if kind.startswith("image/") else OTHER


class Files:
    """Fetches files.

    Args:
        client: Of the Web API; its token and its address are used.
    """

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._slack = urlsplit(client.base_url)
        self._opener: OpenerDirector = build_opener(_NoRedirect())

    def text_of(self, file: File) -> str:
        """The text of a file, neither bounded nor masked.

        Raises:
            UnreadableError: It is none, too large, gone, or Slack does not hand it out.
            RetryLaterError: Slack limits the rate.
            UnreachableError: The network or Slack failed; to be tried again.
        """
        known = self._look_up(file) if file.type == UNKNOWN else file
        if known.type != TEXT:
            raise UnreadableError((words.image if known.type == IMAGE else words.no_text)(known.name))
        if known.size > MOST:
            raise UnreadableError(words.too_large(known.name))
        if not known.url:
            raise UnreadableError(words.elsewhere(known.name))
        data = self._fetch(known)
        if data.lstrip()[:20].lower().startswith(_HTML):
            raise UnreadableError(words.sign_in(known.name))
        try:
            return check_text(data)
        except PasteError:
            raise UnreadableError(words.no_text(known.name) if data.strip() else words.empty(known.name)) from None

    def _look_up(self, file: File) -> File:
        """Ask Slack for what an event did not tell."""
        try:
            with explained("files.info"):
                answer = self._client.files_info(file=file.id)
        except MissingScopeError:
            raise UnreadableError(words.sign_in(file.name)) from None
        except RefusedError:
            raise UnreadableError(words.gone(file.name)) from None
        found = files_of([dict(answer["file"]) | {"file_access": "visible"}])
        if not found:
            raise UnreadableError(words.gone(file.name))
        return found[0]

    def _fetch(self, file: File) -> bytes:
        url = file.url
        for _ in range(1 + REDIRECTS):
            if not self._is_slacks(url):
                raise UnreadableError(words.elsewhere(file.name))
            request = Request(url, headers={"Authorization": f"Bearer {self._client.token}"})  # noqa: S310  checked above
            try:
                with _counted(), self._opener.open(request, timeout=TIMEOUT) as answer:
                    if answer.headers.get_content_type() == "text/html":
                        raise UnreadableError(words.sign_in(file.name))
                    return _read(answer, file)
            except HTTPError as error:
                with error:
                    if 300 <= error.code < 400:  # noqa: PLR2004  HTTP's numbers
                        url = urljoin(url, error.headers.get("Location") or "")
                    elif error.code in {401, 403}:
                        raise UnreadableError(words.sign_in(file.name)) from None
                    elif error.code in {404, 410}:
                        raise UnreadableError(words.gone(file.name)) from None
                    else:
                        raise of_status("read a file", error.code, error.headers) from None
            except (OSError, HTTPException) as error:
                raise UnreachableError(f"Slack could not be reached for a file ({type(error).__name__}).") from None
        raise UnreadableError(words.sign_in(file.name))

    def _is_slacks(self, address: str) -> bool:
        """Whether an address is of the Slack that is set: the same host, or one below it, such as files.slack.com."""
        try:
            url = urlsplit(address)
            same = (url.scheme, url.port) == (self._slack.scheme, self._slack.port)
        except ValueError:
            return False
        host, home = url.hostname or "", self._slack.hostname or "-"
        return same and url.username is None and (host == home or host.endswith(f".{home}"))


class _NoRedirect(HTTPRedirectHandler):
    """Leaves it to the caller whether the token may go where the answer points."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow nothing."""


@contextmanager
def _counted() -> Iterator[None]:
    outcome = "unreachable"
    try:
        yield
        outcome = "ok"
    except (HTTPError, UnreadableError):
        outcome = "refused"
        raise
    finally:
        count(slack_calls, "file", outcome)


def _read(answer: IO[bytes], file: File) -> bytes:
    """What arrives; of a long file its beginning and its end, with a line that says how many are left out between."""
    data, more = bytearray(), b""
    while len(data) < WHOLE and (more := answer.read(_CHUNK)):
        data += more
    if not more:
        return bytes(data)
    head, tail = bytes(data[:HEAD]), deque([bytes(data[HEAD:])])
    read, left_out = len(data), 0
    while more := answer.read(_CHUNK):
        read += len(more)
        if read > MOST:
            raise UnreadableError(words.too_large(file.name))
        tail.append(more)
        while sum(map(len, tail)) - len(tail[0]) >= TAIL:
            left_out += tail.popleft().count(b"\n")
    begin, _, rest = head.rpartition(b"\n")
    dropped, _, end = b"".join(tail).partition(b"\n")
    left_out += 1 + (rest + dropped).count(b"\n")
    return begin + f"\n[… {left_out} lines left out …]\n".encode() + end
