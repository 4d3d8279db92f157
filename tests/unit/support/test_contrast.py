"""What tells choices apart, and the question that decides between them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kb.article import Article
from bot.matching.model import Bearing, Candidate, Evidence, LineMatch
from bot.support.contrast import How, Option, Question, Side, Telling, deciding_question, tell_apart

PHRASES = ("phrase:can't open data connection", "phrase:425")


def side(name="one", *require, exclude=(), applies_to=(), held=(), missing=(), lines=()):
    """A choice: groups of its article's requirements, and what the matcher found of them."""
    evidence = [Evidence("require", item, Bearing.FOR, "") for item in held]
    evidence += [Evidence("require", " | ".join(group), Bearing.MISSING, "") for group in missing]
    matches = tuple(LineMatch(line, "", "", 80.0) for line in lines)
    article = Article(name, name, require=require, exclude=tuple(exclude), applies_to=tuple(applies_to))
    return Side(article, Candidate(name, 1, name, None, 0.5, matches, tuple(evidence)))


IIS = side("iis", ("server:iis/4", "server:iis/old", "phrase:microsoft ftp"))
VSFTPD = side("vsftpd", ("server:vsftpd", "phrase:vsftpd:"))
ANY = side("any", PHRASES)
ACTIVE = side("active", PHRASES, exclude=["mode:passive"])
PASSIVE = side("passive", PHRASES, exclude=["mode:active"])
ANONYMOUS = side("anonymous", ("user:anonymous", "phrase:as anonymous"))
NAMED = side("named", PHRASES, exclude=["user:anonymous"])


@pytest.mark.parametrize(
    ("name", "sides", "facts", "expected"),
    [
        (
            "two servers",
            [IIS, VSFTPD],
            [],
            Question("server", (Option(("iis/4",), 0), Option(("vsftpd",), 1), Option((), None))),
        ),
        (
            "two servers, and one that does not care",
            [VSFTPD, ANY, IIS],
            [],
            Question("server", (Option(("vsftpd",), 0), Option(("iis/4",), 2), Option((), 1))),
        ),
        ("two that do not care", [IIS, ANY, replace(ANY)], [], None),
        ("the paste shows it", [IIS, VSFTPD], ["server:proftpd"], None),
        ("the same server", [IIS, side("iis 6", ("server:iis/6", "server:iis/old"))], [], None),
        ("a server and all its versions", [IIS, side("all", ("server:iis",))], [], None),
        (
            "each excludes the other's",
            [ACTIVE, PASSIVE],
            [],
            Question("mode", (Option(("active",), 0), Option(("passive",), 1))),
        ),
        (
            "one excludes what the other is about",
            [NAMED, ANONYMOUS],
            ["mode:active"],
            Question("user", (Option(("named",), 0), Option(("anonymous",), 1))),
        ),
        ("only one excludes something", [ACTIVE, ANY], [], None),
        ("another kind of fact would do as well", [side("a", ("server:iis", "code:530")), VSFTPD], [], None),
        ("one alone", [IIS], [], None),
    ],
)
def test_the_question_that_decides(name, sides, facts, expected):
    assert deciding_question(sides, facts) == expected, name


@pytest.mark.parametrize(
    ("name", "sides", "facts", "expected"),
    [
        (
            "a circumstance the paste does not show",
            [ACTIVE, PASSIVE],
            [],
            [Telling(How.IF, ("mode:active",)), Telling(How.IF, ("mode:passive",))],
        ),
        (
            "what is missing, as its author puts it first, and no other one asks for",
            [side("a", missing=[("phrase:banned", "phrase:fail2ban", "phrase:jail")]), side("b", ("code:530",))],
            [],
            [Telling(How.IF, ("phrase:banned", "phrase:fail2ban")), None],
        ),
        (
            "what is shown, and no other one asks for",
            [
                side("a", ("code:530",), held=["phrase:login incorrect", "code:530"]),
                side("b", ("code:530",), held=["code:530"], applies_to=["vsftpd", "any client"]),
            ],
            [],
            [Telling(How.SHOWN, ("phrase:login incorrect",)), Telling(How.ABOUT, ("vsftpd",))],
        ),
        (
            "a phrase within another one's tells nothing",
            [
                side("a", ("phrase:550 permission denied",), held=["phrase:550 permission denied"], lines=[3]),
                side("b", ("phrase:permission denied",), held=["phrase:permission denied"]),
            ],
            [],
            [Telling(How.LINE, ("3",)), None],
        ),
        (
            "a short phrase only where there is nothing else",
            [side("a", held=["phrase: put"], applies_to=["any server"]), side("b", held=["phrase:hex"], lines=[1])],
            [],
            [Telling(How.SHOWN, ("phrase: put",)), Telling(How.LINE, ("1",))],
        ),
        ("nothing is known", [Side(Article("a", "a")), Side(Article("b", "b"))], [], [None, None]),
    ],
)
def test_what_tells_choices_apart(name, sides, facts, expected):
    assert tell_apart(sides, facts) == expected, name


ITEMS = st.lists(
    st.sampled_from(
        [
            "server:iis",
            "server:iis/4",
            "server:vsftpd",
            "mode:active",
            "mode:passive",
            "tls:none",
            "phrase:x",
            "code:530",
        ]
    ),
    max_size=4,
).map(tuple)
SIDES = st.lists(
    st.builds(lambda require, exclude: side("a", *require, exclude=exclude), st.lists(ITEMS, max_size=3), ITEMS),
    min_size=1,
    max_size=3,
)


@given(SIDES)
def test_an_answer_to_the_question_never_leaves_two_choices(sides):
    found = deciding_question(sides, [])
    if found is not None:
        places = [option.place for option in found.options]
        assert {place for place in places if place is not None} == set(range(len(sides)))
        assert len(places) == len(set(places))
        labels = [option.values for option in found.options]
        assert len(labels) == len(set(labels))


@given(SIDES)
def test_no_two_choices_are_told_apart_by_the_same_circumstance(sides):
    told = [one.facts for one in tell_apart(sides, []) if one is not None and one.how is How.IF]
    assert len(told) == len(set(told))
