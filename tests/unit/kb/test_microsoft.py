"""The founding format: each variation that its files have, with made-up articles."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ArticleError
from bot.kb.microsoft import HEADINGS, decode, looks_like, parse, to_article
from tests.unit.kb.make import BODY, BOX, DASHES, DISCLAIMER, HEADER, RULE, TRAILER, microsoft_text, named, section


def test_a_whole_article():
    document = parse(microsoft_text(), "Q900001.TXT")
    assert document.id == "Q900001"
    assert document.date == date(1999, 2, 3)
    assert document.tag == "post"
    assert document.title == "Post Server Loses Letters"
    assert document.product == "Contoso Post Server"
    assert document.versions == "winnt:2.0"
    assert document.systems == ""
    assert document.keywords == "kbmade"
    assert document.applies_to == ("Contoso Post Server 2.0",)
    assert document.preamble == ""
    assert dict(document.sections) == {
        "SYMPTOMS": "When you send a letter, you receive the following error message:\n\n"
        "   Letter 12 was lost on the way.",
        "CAUSE": "The postman is out.",
        "RESOLUTION": "1. Call the postman.\n\n2. Send the letter again.",
    }
    assert document.query_words == "postbox lost"
    assert document.trailer == {"keywords": "kbmade", "technology": "kbPostSearch", "issue type": "kbprb"}


DECODED = [
    ("ASCII", b"plain", "plain"),
    ("UTF-8", "café".encode(), "café"),
    ("UTF-8 with a byte order mark", b"\xef\xbb\xbfplain", "plain"),
    ("Windows-1252", b"\x93quoted\x94\xa0\xae", "“quoted”\xa0®"),
    ("bytes that Windows-1252 leaves out", b"a\x81\x93", "a�“"),
    ("UTF-16 from an editor", "plain".encode("utf-16"), "plain"),
]


@pytest.mark.parametrize(("data", "text"), **named(DECODED))
def test_decode(data, text):
    assert decode(data) == text


SAME = [
    ("CRLF", microsoft_text().replace("\n", "\r\n")),
    ("CR", microsoft_text().replace("\n", "\r")),
    ("a byte order mark", "\ufeff" + microsoft_text()),
    ("empty lines in front", "\n\n" + microsoft_text()),
    ("a newline at the end", microsoft_text() + "\n"),
    ("spaces at the ends of lines", microsoft_text().replace("\n", "  \n")),
    ("no-break spaces at the ends of lines", microsoft_text().replace("out.\n", "out.\xa0\n")),
    ("the end mark of DOS", microsoft_text() + "\x1a"),
    ("loose keyword lines before the box", microsoft_text(box=f"2.0\nWINDOWS\nkbpost kbref\n{BOX}")),
    ("no disclaimer", microsoft_text(disclaimer="")),
    ("a rule at once after the query words", microsoft_text(trailer=TRAILER.replace("lost\n\n", "lost\n"))),
]


@pytest.mark.parametrize("text", **named(SAME))
def test_what_makes_no_difference(text):
    assert parse(text, "Q900001.TXT") == parse(microsoft_text(), "Q900001.TXT")


BOXES = [
    ("no box", "", ()),
    (
        "several products",
        BOX.replace(" - Contoso", " - Contoso Till 1.0\n - Contoso"),
        ("Contoso Till 1.0", "Contoso Post Server 2.0"),
    ),
    (
        "a product over two lines",
        BOX.replace("Server 2.0", "Server,\n   version 2.0"),
        ("Contoso Post Server, version 2.0",),
    ),
    (
        "a list of platforms",
        BOX.replace("2.0", "2.0, on platform(s):\n    - the letter box"),
        ("Contoso Post Server 2.0, on platform(s): the letter box",),
    ),
    ("a box that nobody closed", BOX.removesuffix(f"{DASHES}\n"), ("Contoso Post Server 2.0",)),
]


@pytest.mark.parametrize(("box", "products"), **named(BOXES))
def test_products(box, products):
    document = parse(microsoft_text(box=box), "Q900001.TXT")
    assert document.applies_to == products
    assert set(document.sections) == {"SYMPTOMS", "CAUSE", "RESOLUTION"}


def test_the_phrase_of_the_box_within_the_text_is_text():
    body = section("SUMMARY", "Look for this line:\n\nThe information in this article applies to:\n\n - nothing")
    document = parse(microsoft_text(body, box=""), "Q900001.TXT")
    assert document.applies_to == ()
    assert "- nothing" in document.sections["SUMMARY"]


BODIES = [
    ("any order", section("STATUS", "known") + section("CAUSE", "why"), {"STATUS": "known", "CAUSE": "why"}),
    ("a repeated heading", section("CAUSE", "one") + section("CAUSE", "two"), {"CAUSE": "one\n\ntwo"}),
    ("an empty section", section("CAUSE", "") + section("STATUS", "known"), {"STATUS": "known"}),
    *((f"{given} is {name}", section(given, "text"), {name: "text"}) for given, name in HEADINGS.items()),
    ("an underline too long by three", "\nCAUSE\n========\n\nwhy\n", {"CAUSE": "why"}),
    ("an underline too short by two", "\nCAUSE\n===\n\nwhy\n", {"CAUSE": "why"}),
    ("a rule below a word is no heading", f"\nCAUSE\n{RULE}\n\nwhy\n", {}),
    (
        "an indented heading is none",
        section("SUMMARY", "a\n\n   CAUSE\n   ====="),
        {"SUMMARY": "a\n\n   CAUSE\n   ====="},
    ),
    (
        "a heading of another name is text",
        section("SUMMARY", "a\n\nINSTALLATION\n============"),
        {"SUMMARY": "a\n\nINSTALLATION\n============"},
    ),
    (
        "a table is text",
        section("SYMPTOMS", "   No  Name\n   ========\n   1   one"),
        {"SYMPTOMS": "   No  Name\n   ========\n   1   one"},
    ),
    ("indents and tabs stay", section("CAUSE", "   a\n\tb\n      c"), {"CAUSE": "   a\n\tb\n      c"}),
    (
        "placeholders stay",
        section("CAUSE", r"<user> on \\computername, &gt;"),
        {"CAUSE": r"<user> on \\computername, &gt;"},
    ),
    (
        "dashes underline a sub-heading",
        section("SUMMARY", "a\n\nCAUSE\n-----\n\nb"),
        {"SUMMARY": "a\n\nCAUSE\n-----\n\nb"},
    ),
    ("dashes where there is no other heading", "\nCAUSE\n-----\n\nwhy\n", {"CAUSE": "why"}),
    ("a rule within a section", section("CAUSE", f"one\n{RULE}\ntwo"), {"CAUSE": f"one\n{RULE}\ntwo"}),
    ("no body", "", {}),
]


@pytest.mark.parametrize(("body", "sections"), **named(BODIES))
def test_sections(body, sections):
    assert dict(parse(microsoft_text(body), "Q900001.TXT").sections) == sections


PREAMBLES = [
    ("a warning before the first heading", "\nIMPORTANT: Be careful.\n" + BODY, "IMPORTANT: Be careful."),
    (
        "a body without headings",
        "\nLetters can be lost.\n\nSend them again.\n",
        "Letters can be lost.\n\nSend them again.",
    ),
    ("a list of contents", "\nIN THIS TASK\n------------\n\n - one\n" + BODY, "IN THIS TASK\n------------\n\n - one"),
]


@pytest.mark.parametrize(("body", "preamble"), **named(PREAMBLES))
def test_preamble(body, preamble):
    assert parse(microsoft_text(body), "Q900001.TXT").preamble == preamble


TAILS = [
    ("no query words", TRAILER.partition("\n\n")[2], ""),
    ("over lines", TRAILER.replace("lost", "lost\nstray"), "postbox lost stray"),
    ("twice", TRAILER.replace("postbox lost", "postbox\n\nAdditional query words: lost"), "postbox lost"),
    ("categories before them", f"KBCategory: kbpost\nKBSubcategory: box\n\n{TRAILER}", "kbpost box postbox lost"),
    (
        "the oldest files: no trailer",
        "KBCategory: kbpost\nKBSubcategory:\nAdditional reference words: stray\n\n" + RULE,
        "kbpost stray",
    ),
    ("keywords only", f"{RULE}\nKeywords          :  \n\n{RULE}\n", ""),
]


@pytest.mark.parametrize(("trailer", "words"), **named(TAILS))
def test_the_last_section_ends_where_the_tail_begins(trailer, words):
    document = parse(microsoft_text(trailer=trailer), "Q900001.TXT")
    assert document.sections["RESOLUTION"] == "1. Call the postman.\n\n2. Send the letter again."
    assert document.query_words == words


def test_the_oldest_layout_has_no_rules_around_its_header():
    text = (
        HEADER + BODY + "\nKBCategory: kbpost\nKBSubcategory:\nAdditional reference words: 5.00\n\n" + RULE + DISCLAIMER
    )
    document = parse(text, "Q900001.TXT")
    assert document.sections["CAUSE"] == "The postman is out."
    assert document.query_words == "kbpost 5.00"
    assert document.trailer == {}


def test_query_words_quoted_within_the_text_are_text():
    body = section("SUMMARY", "Additional query words: these are explained.\n\nMore text.")
    assert parse(microsoft_text(body), "Q900001.TXT").sections["SUMMARY"].endswith("More text.")


NO_ARTICLES = [
    ("empty", "", "the file is empty"),
    ("blank", " \r\n\t\n", "the file is empty"),
    ("null bytes", "DOCUMENT:Q1\0", "binary"),
    ("control bytes", "\x01\x02\x03\x04 some text", "binary"),
    ("other text", "Dear postman,\n\nwhere is my letter?", "this is no KB article"),
    ("another KB format", "Article: Q12345\nProduct(s): Post", "this is no KB article"),
    ("no title", "DOCUMENT:Q900001  03-FEB-1999  [post]\n\nSUMMARY\n=======\n\nx", "no TITLE"),
    ("no month", microsoft_text().replace("FEB", "FEV"), "03-FEV-1999 in the first line is no date"),
    ("no day", microsoft_text().replace("03-FEB", "31-FEB"), "31-FEB-1999 in the first line is no date"),
]


@pytest.mark.parametrize(("text", "why"), **named(NO_ARTICLES))
def test_what_is_no_article_is_named_with_its_reason(text, why):
    with pytest.raises(ArticleError, match=why) as raised:
        parse(text, "letter.txt")
    assert raised.value.name == "letter.txt"


def test_looks_like():
    assert looks_like("\ufeff\n" + microsoft_text())
    assert not looks_like("---\ntitle: x\n---\n")


PIECES = st.sampled_from(
    [
        HEADER,
        RULE,
        BOX,
        BODY,
        TRAILER,
        DISCLAIMER,
        "CAUSE\n=====\n",
        "SYMPTOMS\n--------\n",
        " - a\n",
        "   b:\n",
        "-or-\n",
        "Cause: x\n",
        "To resolve this, y.\n",
        '"a b c" error\n',
        "\n",
        "KBCategory: z\n",
        "Keywords   : k\n",
    ]
)


@given(st.lists(PIECES | st.text(max_size=40), max_size=14).map("".join) | st.binary(max_size=400).map(decode))
def test_any_text_is_an_article_or_named(text):
    try:
        document = parse(text, "any.txt")
    except ArticleError:
        return
    article = to_article(document)
    assert article.id == document.id
    assert all(form.strip() for form in article.symptoms)
    assert all(name in HEADINGS.values() and text.strip() for name, text in document.sections.items())


@given(
    st.dictionaries(
        st.sampled_from(sorted(set(HEADINGS.values()))),
        st.from_regex(r"[a-z]{1,9}( [a-z]{1,9}){0,8}\.", fullmatch=True),
    )
)
def test_sections_come_back_as_they_were_written(sections):
    body = "".join(section(name, text) for name, text in sections.items())
    assert dict(parse(microsoft_text(body), "Q900001.TXT").sections) == sections
