"""Facts and steps: what a paste shows, besides its failure."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.transcript import codes, software
from bot.transcript.addresses import address_class
from bot.transcript.model import Actor, Exchange, FailurePoint, Step, StepState
from bot.transcript.page import Page, Signs
from bot.transcript.said import Said, Tone
from bot.transcript.verbs import PASSIVE, TRANSFERS, VERBS, step_of

_OCTETS = r"(?:\d{1,3}|[xX_*]{1,3})"
_SIX = re.compile(rf"({_OCTETS},{_OCTETS},{_OCTETS},{_OCTETS}),\d{{1,3}},\d{{1,3}}")
_EPRT = re.compile(r"\|1\|(\d{1,3}(?:\.\d{1,3}){3})\|")
# A client says that the address of a 227 cannot be reached from where it is; some of them name it.
_UNROUTABLE = re.compile(
    r"(?i)(?:unroutable|nicht routbar\w{0,2}|non routable|no enrutable|non instradabile|немаршрутизируем\w{0,3}|不可路由)"
    r"[^\n\d]{0,40}(\d{1,3}(?:\.\d{1,3}){3})?",
)
_SOME_PRIVATE = "10.0.0.1"  # stands for an address that is not told: clients call private addresses unroutable
_ANONYMOUS = Signs(
    "anonymous user|anonymous login|anonymous access|anonymous logon|anonymous account|anonymous connection",
    "user anonymous|as anonymous|anonymously|anonymous password|logging in as anonymous|log in anonymous",
    "rejects anonymous|anonym anmelden",
)
_NOT_ANONYMOUS = Signs("non-anonymous|no anonymous|without anonymous")
_ANONYMOUS_USERS = frozenset({"anonymous", "ftp"})
_IMPLICIT = Signs("implicit|:990|port 990|ftps://|on 990")
_EXPLICIT = Signs("explicit|ftpes|ftpes://|initializing tls|tls connection established|initialis tls|auth tls")
_LOGGED_IN_WORDS = ("logged in", "login successful", "angemeldet", "connecté", "已登录", "已登入")
_REFUSED = 530


def facts_of(
    said: Sequence[Said],
    exchanges: Sequence[Exchange],
    quoted: Mapping[int, Sequence[int]],
    failure: FailurePoint | None,
    protocol: str | None,
    page: Page,
) -> frozenset[str]:
    """All facts of a paste; see ``bot.transcript.facts``."""
    found = set[str]()
    found.update(f"code:{line.code}" for line in said if line.actor is Actor.REPLY and codes.is_error(line.code))
    found.update(f"code:{code}" for several in quoted.values() for code in several)
    found.update(f"command:{line.command}" for line in said if line.command in VERBS)
    found.update(_of_failure(failure))
    if protocol is not None:
        found.add(f"protocol:{protocol}")
    found.add(f"outcome:{_outcome(said, exchanges, failure, protocol)}")
    found.add(f"dialect:{_dialect(said)}")
    found.update(software.servers(said, page))
    found.update(software.clients(said, page))
    found.update(_login(said, exchanges, quoted, page))
    found.update(_data(said))
    found.update(_tls(exchanges, page))
    return frozenset(found)


def _of_failure(failure: FailurePoint | None) -> Iterator[str]:
    if failure is None:
        return
    if failure.step is not None:
        yield f"step:{failure.step}"
    if failure.code is not None:
        yield f"failed:{failure.code}"
        yield f"code:{failure.code}"
    if failure.command:
        yield f"failed:{failure.command}"


def _outcome(
    said: Sequence[Said],
    exchanges: Sequence[Exchange],
    failure: FailurePoint | None,
    protocol: str | None,
) -> str:
    if failure is not None:
        return "failed"
    spoken = sum(line.actor in {Actor.COMMAND, Actor.REPLY} and line.tone is not Tone.SHELL for line in said)
    dialogue = spoken > 1 or any(line.actor is Actor.NOTICE and line.tone is Tone.STATUS for line in said)
    return "clean" if protocol == "ftp" and dialogue else "unknown"


def _dialect(said: Sequence[Said]) -> str:
    styles = {line.style for line in said}
    if styles & {"w3c", "vsftpd.log"} or any(line.program and line.program != "winscp" for line in said):
        return "server-log"
    if any(line.actor in {Actor.COMMAND, Actor.REPLY} and line.tone is not Tone.QUOTED for line in said):
        return "transcript"
    if any(line.tone is Tone.QUOTED or (line.tone is Tone.OUTPUT and _FRAME.match(line.text)) for line in said):
        return "traceback"
    return "transcript" if sum(line.style == "labels" for line in said) > 1 else "prose"


_FRAME = re.compile(r"at |File \"|Traceback|bei |在 |à ")


def _login(
    said: Sequence[Said],
    exchanges: Sequence[Exchange],
    quoted: Mapping[int, Sequence[int]],
    page: Page,
) -> Iterator[str]:
    users = [exchange.argument.lower() for exchange in exchanges if exchange.command == "USER" and exchange.argument]
    if users:
        yield "user:anonymous" if users[-1] in _ANONYMOUS_USERS else "user:named"
    elif _ANONYMOUS.on(page) and not _NOT_ANONYMOUS.on(page):
        yield "user:anonymous"
    for exchange in exchanges:
        for reply in exchange.replies:
            if reply.code in {230, 232}:
                yield "login:accepted"
            elif codes.is_error(reply.code) and (
                exchange.command in {"USER", "PASS", "ACCT"} or reply.code == _REFUSED
            ):
                yield "login:refused"
    if any(_REFUSED in several for several in quoted.values()):
        yield "login:refused"
    for line in said:
        if line.actor is Actor.NOTICE and line.text.casefold().startswith(_LOGGED_IN_WORDS):
            yield "login:accepted"
        if line.style == "vsftpd.log" and line.command == "PASS":
            yield "login:refused" if line.tone is Tone.ERROR else "login:accepted"


def _data(said: Sequence[Said]) -> Iterator[str]:
    """``mode:`` and ``data-address:`` of the last data connection that was asked for."""
    mode = address = None
    for line in said:
        if line.tone is Tone.OUTPUT:
            continue
        text = line.text
        if line.command in PASSIVE or line.code in {227, 228, 229}:
            mode = "passive"
        elif line.command in {"PORT", "EPRT", "LPRT"} or (line.code == 200 and "PORT command" in text):  # noqa: PLR2004  its answer
            mode = "active"
        if line.command in {"PORT", "EPRT"} or "227" in text or "PORT" in text:
            asked = _SIX.search(text) or _EPRT.search(text)
            address = asked[1] if asked is not None else address
        unroutable = _UNROUTABLE.search(text) if line.actor is not Actor.REPLY else None
        if unroutable is not None:
            mode, address = "passive", unroutable[1] or _SOME_PRIVATE
    if mode:
        yield f"mode:{mode}"
    if address is not None and (known := address_class(address)) != "unknown":
        yield f"data-address:{known}"


def _tls(exchanges: Sequence[Exchange], page: Page) -> Iterator[str]:
    auth = [exchange for exchange in exchanges if exchange.command == "AUTH"]
    accepted = any(reply.code in {234, 334} for exchange in auth for reply in exchange.replies)
    if any(codes.is_error(reply.code) for exchange in auth for reply in exchange.replies) and not accepted:
        yield "tls:refused"
    implicit, explicit = _IMPLICIT.on(page), accepted or (not auth and _EXPLICIT.on(page))
    if explicit:
        yield "tls:explicit"
    if implicit:
        yield "tls:implicit"
    order = [exchange.command for exchange in exchanges if exchange.command in {"AUTH", "USER"}]
    if order and order[0] == "USER" and not implicit and not explicit:
        yield "tls:none"


def steps_of(
    said: Sequence[Said],
    exchanges: Sequence[Exchange],
    failure: FailurePoint | None,
) -> tuple[tuple[Step, StepState], ...]:
    """The step strip: every step that the paste shows something of, in order."""
    states: dict[Step, StepState] = {}
    for exchange in exchanges:
        step = step_of(exchange.command) or (Step.GREETING if _greets(exchange) else None)
        if step is None:
            continue
        done = any(reply.code // 100 in {codes.SUCCESS, codes.INTERMEDIATE} for reply in exchange.replies)
        if step is Step.LOGIN:
            done = any(reply.code in {230, 232} for reply in exchange.replies)
        if exchange.command in TRANSFERS:
            done = any(reply.code in {226, 250} for reply in exchange.replies)
            opened = any(reply.code in {125, 150} for reply in exchange.replies) and done
            _note(states, Step.DATA, done=opened)
        _note(states, step, done=done)
    if any(line.actor is Actor.REPLY and line.tone is not Tone.QUOTED for line in said):
        _note(states, Step.CONNECT, done=True)
    if failure is not None and failure.step is not None:
        states[failure.step] = StepState.FAILED
    return tuple((step, states[step]) for step in Step if step in states)


def _greets(exchange: Exchange) -> bool:
    return not exchange.command and any(reply.code in {120, 220, 421} for reply in exchange.replies)


def _note(states: dict[Step, StepState], step: Step, *, done: bool) -> None:
    if done or step not in states:
        states[step] = StepState.DONE if done else StepState.UNKNOWN
