"""Looking articles up by id and by words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kb.search import search
from tests.unit.kb.make import named, own_article

ARTICLES = [
    own_article(id="passive-ports-blocked", title="Passive ports are closed by a firewall", symptoms=("425 no data",)),
    own_article(id="passive-private-ip", title="The server offers a private address", symptoms=("227 Entering",)),
    own_article(id="Q269241", title="Anonymous FTP fails", symptoms=("530 User cannot log in.",)),
    own_article(id="wrong-credentials", title="Wrong password", symptoms=("530 Login incorrect.", "my login fails")),
    own_article(id="tls-name", title="Certificate of another host", cause="A firewall is not at fault here."),
]

FOUND = [
    ("an id", "passive-private-ip", ["passive-private-ip"]),
    ("an id in capitals", " PASSIVE-PRIVATE-IP ", ["passive-private-ip"]),
    ("a Q number", "Q269241", ["Q269241"]),
    ("a q number", "q269241", ["Q269241"]),
    ("a bare number", "269241", ["Q269241"]),
    ("a word of a title", "certificate", ["tls-name"]),
    ("a title before a text", "firewall", ["passive-ports-blocked", "tls-name"]),
    ("a reply code", "530", ["Q269241", "wrong-credentials"]),
    ("both words before one", "530 login", ["wrong-credentials", "Q269241"]),
    ("the beginning of a word", "cert", ["tls-name"]),
    ("not the middle of a word", "word", []),
    ("a slip", "certifikate", ["tls-name"]),
    ("small words are passed over", "what is the certificate", ["tls-name"]),
    ("none of the words", "gopher", []),
    ("nothing", "", []),
    ("no words", "?!", []),
]


@pytest.mark.parametrize(("words", "expected"), **named(FOUND))
def test_search(words, expected):
    found = [article.id for article, _ in search(ARTICLES, words)]
    assert found[: len(expected)] == expected
    assert expected or not found


def test_the_limit():
    assert len(search(ARTICLES, "door", limit=3)) == 3


def test_an_exact_id_comes_first_and_once():
    found = search([*ARTICLES, own_article(id="more-passive-private-ip")], "passive-private-ip")
    assert (found[0][0].id, found[0][1]) == ("passive-private-ip", 1.0)
    assert len({article.id for article, _ in found}) == len(found)


@given(st.text(max_size=60))
def test_scores_fall_from_1_to_0(words):
    scores = [score for _, score in search(ARTICLES, words)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
