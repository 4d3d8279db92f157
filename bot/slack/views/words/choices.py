"""Words of a choice between articles: what tells each apart, the question that decides, and how sure we are."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.matching.model import Band
from bot.slack.views import words
from bot.support.contrast import How, Question, Telling
from bot.support.sureness import Sureness
from bot.transcript.model import Step

SOMETHING_ELSE: Final = "Something else"

_FACTS: Final[Mapping[str, str]] = {
    "mode:active": "active mode",
    "mode:passive": "passive mode",
    "mode:both": "passive and then active mode",
    "tls:explicit": "explicit TLS",
    "tls:implicit": "implicit TLS",
    "tls:none": "a session without TLS",
    "tls:refused": "TLS that is refused",
    "user:anonymous": "an anonymous login",
    "user:named": "a named user",
    "login:accepted": "a login that succeeds",
    "login:refused": "a login that is refused",
    "data-address:private": "a private address in the reply to PASV",
    "data-address:public": "a public address in the reply to PASV",
    "data-address:loopback": "the address 127.0.0.1 in the reply to PASV",
    "data-address:zero": "the address 0.0.0.0 in the reply to PASV",
    "data-address:other": "another public address in the reply to PASV than the one called",
    "replies:late": "replies that come a command too late",
}

_QUESTIONS: Final[Mapping[str, str]] = {
    "server": "Which server is it",
    "mode": "Which mode is the data connection in",
    "tls": "Is TLS on",
    "user": "Who logs in",
    "client": "Which client is it",
}

_OPTIONS: Final[Mapping[tuple[str, ...], str]] = {
    ("active",): "Active",
    ("passive",): "Passive",
    ("none",): "No TLS",
    ("explicit",): "Explicit TLS",
    ("implicit",): "Implicit TLS",
    ("explicit", "implicit"): "With TLS",
    ("anonymous",): "Anonymous",
    ("named",): "A named user",
    (): SOMETHING_ELSE,
}


def telling(found: Telling) -> str:
    """What tells a choice apart, in plain text: ``Only with active mode``."""
    if found.how is How.LINE:
        return f"Reads like line {found.facts[0]} of your paste"
    if found.how is How.ABOUT:
        return f"About {' and '.join(found.facts)}"
    named = " or ".join(dict.fromkeys(map(fact, found.facts)))
    return f"Your paste shows {named}" if found.how is How.SHOWN else f"Only with {named}"


def fact(item: str) -> str:
    """A fact or phrase as in an article’s evidence, in plain text: ``the server IIS 4``."""
    kind, _, value = item.partition(":")
    if item in _FACTS:
        return _FACTS[item]
    return {
        "phrase": f"the words “{value.strip()}”",
        "code": f"the reply {value}",
        "failed": f"the reply {value}" if value.isdecimal() else f"a failed {value}",
        "command": f"the command {value}",
        "step": f"“{words.STEPS[Step(value)]}” as the step that failed" if value in list(Step) else item,
        "server": f"the server {words.software(value)}",
        "client": f"the client {words.software(value)}",
        "protocol": f"the protocol {value.upper()}",
        "dialect": {"server-log": "a log of the server", "traceback": "a traceback"}.get(value, "such a text"),
        "outcome": f"a session that is {value}",
    }.get(kind, item)


def question(asked: Question) -> str:
    """The question that decides, as in ``Which server is it: IIS or vsftpd?``."""
    named = [option(one.values) for one in asked.options if one.values]
    said = _QUESTIONS[asked.kind]
    return f"{said}?" if asked.kind == "tls" else f"{said}: {either([_inside(name) for name in named])}?"


def option(values: Sequence[str]) -> str:
    """An answer to the question, as the label of a button."""
    given = tuple(values)
    return _OPTIONS.get(given) or " or ".join(words.software(value) for value in given)


def _inside(label: str) -> str:
    """A label within a sentence; names keep their capitals."""
    return label.lower() if label in {"Active", "Passive", "Anonymous", "A named user"} else label


def either(names: Sequence[str]) -> str:
    """``IIS, vsftpd or ProFTPD``."""
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


# How sure we are


def how_sure(found: Sureness, band: Band) -> str:
    """How often such answers are right, and what that rests on, in a few words."""
    word = words.confidence_words(found.share, band)
    if found.right is not None:
        return f"{word}: {found.right} of {found.n} such answers were right here"
    if not found.n:
        return word
    return f"{word}: about {odds(found.share)} such answers are right (checked on {found.n} pastes)"


def how_sure_in_short(found: Sureness, band: Band) -> str:
    """The same of one choice of several."""
    word = words.confidence_words(found.share, band)
    if found.right is not None:
        return f"{word}: {found.right} of {found.n}"
    return f"{word}: about {odds(found.share)}" if found.n else word


def how_sure_at_length(found: Sureness, band: Band) -> str:
    """The same as ``how_sure`` where there is room for what it rests on; see ``rests_on``."""
    word = words.confidence_words(found.share, band)
    if found.right is not None:
        return f"{word}. People here judged {found.n} such answers: {found.right} were right."
    return f"{word}: about {odds(found.share)} such answers are right. {rests_on(found)}" if found.n else f"{word}."


def rests_on(found: Sureness) -> str:
    """What the numbers rest on, in a sentence; empty where there are none."""
    if found.right is not None:
        return f"By what people here said of the last {found.n} answers like this."
    return f"As checked on {found.n} labelled pastes: too few such answers were judged here so far." if found.n else ""


def odds(share: float) -> str:
    """A probability as people say it: ``9 in 10``; at most 19 in 20, since some hundred pastes show no more."""
    if share >= 0.925:  # noqa: PLR2004  nearer to 19 in 20 than to 9 in 10
        return "19 in 20"
    tenths = round(share * 10)
    return f"{tenths} in 10" if tenths else "1 in 20"
