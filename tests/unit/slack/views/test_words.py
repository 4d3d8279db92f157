from datetime import timedelta

import pytest

from bot.matching.model import Band
from bot.slack.views import words
from bot.slack.views.words import incident
from bot.transcript.model import FailurePoint, Step, StepState


@pytest.mark.parametrize(
    ("confidence", "band", "expected"),
    [
        (0.97, Band.ANSWER, "Very likely"),
        (0.9, Band.ANSWER, "Very likely"),
        (0.89, Band.ANSWER, "Likely"),
        (0.97, Band.SUGGEST, "Likely"),
        (0.5, Band.SUGGEST, "Possible"),
        (0.97, Band.QUIET, "Possible"),
        (0.1, Band.SUGGEST, "Not very likely"),
    ],
)
def test_confidence_is_said_honestly(confidence, band, expected):
    assert words.confidence_words(confidence, band) == expected


def test_every_step_has_words():
    assert set(words.STEPS) == set(Step)


@pytest.mark.parametrize(
    ("name", "steps", "code", "expected"),
    [
        (
            "refused",
            [(Step.CONNECT, StepState.DONE), (Step.LOGIN, StepState.FAILED)],
            530,
            "Connect ✓ → *Log in ✗ failed with 530*",
        ),
        ("no reply", [(Step.CONNECT, StepState.FAILED)], None, "*Connect ✗ failed*"),
        ("not clear", [(Step.TLS, StepState.UNKNOWN)], None, "TLS (not clear)"),
        ("nothing", [], None, ""),
    ],
)
def test_the_strip_says_in_words_what_failed(name, steps, code, expected):
    assert words.step_strip(steps, FailurePoint(Step.LOGIN, None, code, 1, "x")) == expected, name


@pytest.mark.parametrize(
    ("failure", "command", "expected"),
    [
        (
            FailurePoint(Step.LOGIN, "PASS", 530, 1, ""),
            "`PASS`",
            "The server refused `PASS` with `530`. It means this.",
        ),
        (FailurePoint(Step.GREETING, None, 421, 1, ""), "", "The server answered `421`. It means this."),
        (
            FailurePoint(Step.DATA, "PASV", 227, 1, ""),
            "`PASV`",
            "The server answered `PASV` with `227`, and then it went no further.",
        ),
        (FailurePoint(Step.CONNECT, None, None, 1, ""), "", "The connection to the server did not come about."),
        (FailurePoint(None, None, None, 1, ""), "", "It failed here, but the text does not tell at which step."),
    ],
)
def test_where_it_failed(failure, command, expected):
    assert words.where_it_failed(failure, command, "It means this.") == expected


@pytest.mark.parametrize(
    ("name", "facts", "expected"),
    [
        (
            "named",
            ["server:iis", "server:iis/4", "server:iis/old", "client:winscp"],
            ["Server: IIS 4", "Client: WinSCP"],
        ),
        ("unknown name as it stands", ["server:newftpd"], ["Server: newftpd"]),
        ("nothing", ["code:530"], []),
    ],
)
def test_facts_for_helpers(name, facts, expected):
    assert words.facts(facts) == expected, name


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (["password"], "Your message holds a password."),
        (["password", "token"], "Your message holds a password and a token."),
        (["token", "password", "private-key"], "Your message holds a token, a password and a private key."),
        ([], "Your message holds a secret."),
    ],
)
def test_secrets_are_named(kinds, expected):
    assert words.secret_found(kinds) == expected


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (incident.usual(1.0), "Usually 1 paste a day"),
        (incident.usual(0.2), "Usually 1 paste a week"),
        (incident.usual(12.0), "Usually 12 pastes a day"),
        (incident.usual(0.0), "Hardly ever seen before"),
        (incident.over("noon", timedelta(seconds=20)), "Over since noon, after 1 minute"),
        (incident.over("noon", timedelta(hours=3)), "Over since noon, after 3 hours"),
    ],
)
def test_an_incident_counts_as_people_do(said, wanted):
    assert said == wanted
