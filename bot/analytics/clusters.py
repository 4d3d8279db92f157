"""Clusters: pastes of one failure, told by what they show and never by what the matcher said of them.

A cluster's key is computed from one paste alone, so it can be stored beside it, and SQL can group by it. It is made of

1. the *sense* of the decisive line (``senses``): "connection refused" is one, in whatever language and program,
2. where the sense is not enough, the place: the failing step, the kind of command (STOR and APPE write, NLST and MLSD
   list), for data connections their mode and whether the address could be reached, at the login who logs in, and
   whether a program said it or a person tells of it,
3. where that is not enough either, the phrase by which the sense was known,
4. where no sense is known, the words of the line, by their hash.

What differs from session to session (hosts, users, paths, times) is masked before, and the program that a person used
is no part of it. A key reads like ``data:timeout:passive`` and holds nothing of the paste itself.
"""

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.analytics.senses import SENSES, Sense, Tells
from bot.transcript import FailurePoint, Step, mask_line
from bot.transcript.page import Page, Signs
from bot.transcript.verbs import VERBS

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from bot.matching.model import Decision

# What a reply code says by itself (RFC 959, 4.2; RFC 4217, 10.2), where its words do not say it better.
_BY_CODE: Final = {
    425: "no-data-connection",
    426: "aborted",
    452: "no-space",
    522: "data-protection",
    534: "tls-required",
}
_COMMANDS: Final = {
    "write": "STOR STOU APPE",
    "read": "RETR",
    "list": "LIST NLST MLSD MLST STAT",
    "delete": "DELE RMD XRMD",
    "rename": "RNFR RNTO",
    "make": "MKD XMKD",
    "change": "CWD CDUP XCWD",
    "login": "USER PASS ACCT",
    "active": "PORT EPRT LPRT",
    "passive": "PASV EPSV LPSV",
}
_KIND_OF: Final = {command: kind for kind, commands in _COMMANDS.items() for command in commands.split()}
# What a sense becomes after the login, and for a command.
_ELSEWHERE: Final[dict[tuple[str, Step | None], str]] = {
    ("tls-required", Step.DATA): "data-protection",
    ("tls-required", Step.TRANSFER): "data-protection",
}
_REFUSED: Final[dict[tuple[str, str | None], str]] = {
    ("not-implemented", "AUTH"): "tls-not-supported",
    **{
        ("tls-required", command): "data-protection"
        for command, kind in _KIND_OF.items()
        if kind in {"write", "read", "list", "active", "passive"}
    },
}
_TELLERS: Final = frozenset(
    "i i'm me my we our us you your she they since when every suddenly today yesterday always anyone why how"
    " says said gives gets ends happens keeps tried typing right fine same"
    " ich wir mein meine wenn seit je mon notre depuis mi nuestro desde cuando está están".split()
)
_OVER_THE_NET: Final = frozenset(
    {"refused", "unreachable", "timeout", "silence", "broken-off", "no-data-connection", "no-answer"}
)
_UNREACHABLE: Final = frozenset({"data-address:private", "data-address:loopback", "data-address:zero"})
_NOWHERE: Final = ("<ip:zero>", "<ip:loopback>")
_STOPS: Final = re.compile(rf"[123]\d\d[ -]|(?:{'|'.join(sorted(VERBS))})\b", re.IGNORECASE)
_NAMED: Final = re.compile(r"<[^>\s]{1,24}>|(?<!\w)\"[^\"]{1,80}\"|(?<!\w)'[^']{1,80}'(?!\w)")
_CODE: Final = re.compile(r"[45]\d\d[ -](.*)")
_WORD: Final = re.compile(r"[^\W\d_]{2,40}")
_ANY: Final = re.compile(r"\w+")
_FEW_WORDS: Final = 3  # fewer say little: then numbers count, which a mask has left because they are codes
_HASH: Final = 10  # digits: among a million clusters two share a hash with less than even odds
_UNKNOWN: Final = Sense("", Tells.WORDS, ())


class _Row(NamedTuple):
    sense: Sense
    signs: Signs
    phrases: tuple[tuple[str, Signs], ...]


def cluster_of(decision: "Decision") -> str | None:
    """The key of the cluster that a paste belongs to; None where it shows no failure.

    Args:
        decision: What was read of it. Its candidates and its band are not looked at.
    """
    failure = decision.failure
    return None if failure is None else key_of(failure, frozenset(decision.facts))


def key_of(failure: FailurePoint, facts: "AbstractSet[str]") -> str:
    """The key of a failure, given the facts of its paste."""
    line = " ".join(mask_line(failure.text).split())
    page = Page(line)
    sense, phrase = _sense(page, failure)
    if sense.tells is Tells.ALL:
        return sense.name
    parts = [failure.step or "", sense.name, *_place(sense, failure, facts, page)]
    if not sense.name:
        parts.append(_digest(_said(line, failure.code)))
    elif sense.tells is Tells.WORDS:
        parts.append(re.sub(r"\W+", "-", phrase).strip("-"))
    return ":".join(part for part in parts if part)


def _sense(page: Page, failure: FailurePoint) -> tuple[Sense, str]:
    """The sense of a line, and the phrase that told it."""
    row = next((row for row in _rows() if row.signs.on(page)), None)
    if failure.code is None and row is None and _STOPS.match(page.text):
        row = next(row for row in _rows() if row.sense.name == "no-answer")
    name = "" if row is None else row.sense.name
    if row is None or row.sense.tells is not Tells.ALL:
        name = _BY_CODE.get(failure.code or 0, name)
    name = _ELSEWHERE.get((name, failure.step), _REFUSED.get((name, failure.command), name))
    if row is not None and row.sense.name == name:
        return row.sense, next((phrase for phrase, signs in row.phrases if signs.on(page)), "")
    return next((row.sense for row in _rows() if row.sense.name == name), _UNKNOWN), ""


@cache
def _rows() -> tuple[_Row, ...]:
    def phrases(sense: Sense) -> tuple[str, ...]:
        return tuple(phrase for group in sense.phrases for phrase in group.split("|"))

    return tuple(
        _Row(sense, Signs(*sense.phrases), tuple((phrase, Signs(phrase)) for phrase in phrases(sense)))
        for sense in SENSES
    )


def _place(sense: Sense, failure: FailurePoint, facts: "AbstractSet[str]", page: Page) -> Iterator[str]:
    """Where it happened, in words."""
    if sense.name in _OVER_THE_NET:
        if failure.step in {Step.DATA, Step.TRANSFER}:
            yield next((fact.removeprefix("mode:") for fact in sorted(facts) if fact.startswith("mode:")), "")
            yield "" if _UNREACHABLE.isdisjoint(facts) else "unroutable"
        yield from (place.strip("<>").replace(":", "-") for place in _NOWHERE if place in page.text)
    elif failure.step is Step.LOGIN:
        yield "anonymous" if "user:anonymous" in facts else ""
    else:
        command = failure.command or ""
        yield _KIND_OF.get(command, command.lower() if command in VERBS else "")
    if failure.code is None and not _TELLERS.isdisjoint(page.words):
        yield "told"


def _said(line: str, code: int | None) -> str:
    """The words of a line without its reply code, names, and what programs write in front and around."""
    reply = re.search(rf"(?<!\d){code}[ -](.*)", line) if code is not None else _CODE.match(line)
    words = reply[1] if reply else line.rpartition("]: ")[2] or line
    unnamed = _NAMED.sub(" ", words)
    found = _WORD.findall(unnamed) or _WORD.findall(words)
    return " ".join(found if len(found) >= _FEW_WORDS else (_ANY.findall(unnamed) or [line]))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:_HASH]
