"""From a Microsoft text to an article: stored forms of symptoms, and parts that no heading names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kb.article import IMPORTED
from bot.kb.forms import MAX_FORM, symptom_forms
from bot.kb.microsoft import parse, to_article
from tests.unit.kb.make import HEADER, microsoft_text, named, section


def article_of(*sections, preamble=""):
    body = (f"\n{preamble}\n" if preamble else "") + "".join(section(name, text) for name, text in sections)
    return to_article(parse(microsoft_text(body), "Q900001.TXT"))


def test_a_whole_article():
    article = to_article(parse(microsoft_text(), "Q900001.TXT"))
    assert article.id == "Q900001"
    assert article.title == "Post Server Loses Letters"
    assert article.cause_slug is None
    assert article.origin == IMPORTED
    assert article.markdown is False
    assert article.applies_to == ("Contoso Post Server 2.0",)
    assert article.reviewed == "1999-02-03"
    assert article.cause == "The postman is out."
    assert article.resolution == "1. Call the postman.\n\n2. Send the letter again."
    assert article.symptoms[:2] == (
        "Letter 12 was lost on the way.",
        "When you send a letter, you receive the following error message:",
    )


LEAD = "You may receive one of the following error messages:"
FORMS = [
    ("sentences only", "Letters are lost.\nNobody knows why.", ["Letters are lost.\nNobody knows why."]),
    ("a message", "It says:\n\n   Letter lost.", ["Letter lost.", "It says:"]),
    (
        "a message of two paragraphs",
        "It says:\n\n   Letter lost.\n\n   Call us.",
        ["Letter lost.\nCall us.", "It says:"],
    ),
    (
        "several messages announced",
        f"{LEAD}\n\n   Letter lost.\n\n   Letter burnt.",
        ["Letter lost.", "Letter burnt.", LEAD],
    ),
    (
        "-or- between messages",
        "It says:\n\n   Letter lost.\n\n   -or-\n\n   Letter burnt.",
        ["Letter lost.", "Letter burnt.", "It says:"],
    ),
    (
        "-or- without empty lines",
        "It says:\n\n   Letter lost.\n   -or-\n   Letter burnt.",
        ["Letter lost.", "Letter burnt.", "It says:"],
    ),
    (
        "followed by",
        "It says:\n\n   Letter lost.\n\nFollowed by:\n\n   Letter burnt.",
        ["Letter lost.", "Letter burnt.", "It says:"],
    ),
    (
        "bullet points",
        f"{LEAD}\n\n - The letter was lost.\n\n   -or-\n\n - The letter was\n   burnt today.",
        ["The letter was lost.", "The letter was\nburnt today.", LEAD],
    ),
    (
        "a message below its bullet point",
        f"{LEAD}\n\n - When you send a letter:\n\n   Letter lost.",
        ["When you send a letter:", "Letter lost.", LEAD],
    ),
    (
        "a second paragraph of a bullet point",
        f"{LEAD}\n\n - The letter was lost.\n\n   Call us.",
        ["The letter was lost.\nCall us.", LEAD],
    ),
    (
        "bullet points that are names",
        "These have the problem:\n\n - COM1\n - COM2",
        ["These have the problem:\n\nCOM1\n\nCOM2"],
    ),
    (
        "bullet points that are advice",
        "Check the following:\n\n - Is the letter box open?",
        ["Check the following:\n\nIs the letter box open?"],
    ),
    ("a message quoted in a sentence", 'The error "Letter was lost" appears.\n\nOh.', ["Letter was lost"]),
    ("a quotation that is no message", 'Open the "Lost letters" box.', ['Open the "Lost letters" box.']),
    (
        "what is quoted to be typed",
        'An error appears if you type "post a letter" (without the quotation marks).',
        ['An error appears if you type "post a letter" (without the quotation marks).'],
    ),
    (
        "an article's title is no message",
        "See the errors:\n\n   Q900002 Letters Burn",
        ["See the errors:\n\nQ900002 Letters Burn"],
    ),
    (
        "placeholders and indents",
        "It says:\n\n   Letter <number>\n      to \\\\computername",
        ["Letter <number>\n   to \\\\computername", "It says:"],
    ),
    ("a console session", "It says:\n\n\n   C:\\>ftp\n   530 No.\n   ftp>", ["C:\\>ftp\n530 No.\nftp>", "It says:"]),
    ("the same message twice", "A:\n\n   Letter lost.\n\nB:\n\n   LETTER  lost.", ["Letter lost.", "A:\n\nB:"]),
]


@pytest.mark.parametrize(("text", "forms"), **named(FORMS))
def test_forms(text, forms):
    found = list(symptom_forms(text))
    assert (found if len(found) == 1 else [form for form in found if form != text]) == forms


def test_the_whole_text_is_a_form_too():
    text = "It says:\n\n   Letter lost."
    assert symptom_forms(text)[-1] == text


def test_long_symptoms_are_cut_between_lines():
    dump = "\n".join(f"   {n:04} lost letter" for n in range(400))
    forms = symptom_forms(f"It says:\n\n{dump}")
    assert all(len(form) <= MAX_FORM for form in forms)
    assert "\n".join(forms[:-1]).count("lost letter") == 400


@given(st.text(alphabet="ab \n:-\"'. ", max_size=400))
def test_forms_are_never_blank_or_too_long_and_never_twice(text):
    forms = symptom_forms(text)
    assert all(form.strip() and len(form) <= MAX_FORM for form in forms)
    assert len({" ".join(form.lower().split()) for form in forms}) == len(forms)


SYMPTOMS = [
    ("the section", {"SYMPTOMS": "Letters vanish.", "SUMMARY": "s"}, "", "Letters vanish."),
    (
        "a sub-heading of another section",
        {"SUMMARY": "s\n\nSymptom\n-------\n\nLetters vanish.\n\nCause\n-----\n\nc"},
        "",
        "Letters vanish.",
    ),
    ("a label", {"MORE INFORMATION": "Problem: Letters vanish.\n\nResolution: Write again."}, "", "Letters vanish."),
    ("the summary", {"SUMMARY": "Letters vanish.", "MORE INFORMATION": "m"}, "", "Letters vanish."),
    ("a body without headings", {}, "Letters vanish.", "Letters vanish."),
    ("a body above its references", {"REFERENCES": "none"}, "Letters vanish.", "Letters vanish."),
    ("the first error block", {"MORE INFORMATION": "The error is:\n\n   Letters vanish."}, "", "Letters vanish."),
]


@pytest.mark.parametrize(("sections", "preamble", "symptom"), **named(SYMPTOMS))
def test_where_symptoms_are_found(sections, preamble, symptom):
    assert article_of(*sections.items(), preamble=preamble).symptoms == (symptom,)


def test_symptoms_that_point_to_further_information():
    article = article_of(
        ("SYMPTOMS", "You see the error that is shown below."),
        ("MORE INFORMATION", "This is the error message:\n\n   Letter 7 burnt."),
    )
    assert "Letter 7 burnt." in article.symptoms


CAUSES = [
    ("the section", {"CAUSE": "The dog.", "STATUS": "This problem occurs because of the cat."}, "The dog."),
    ("a label", {"SUMMARY": "Letters vanish.\n\nCause:\n\n   The dog."}, "   The dog."),
    (
        "a sentence",
        {"STATUS": "We know.\nThis problem occurs because\nof the dog. It barks."},
        "This problem occurs because of the dog.",
    ),
    (
        "by design",
        {"SYMPTOMS": "Letters vanish.", "MORE INFORMATION": "This behavior is by design."},
        "This behavior is by design.",
    ),
    ("not told", {"SYMPTOMS": "Letters vanish when it rains.", "STATUS": "We know."}, ""),
]


@pytest.mark.parametrize(("sections", "cause"), **named(CAUSES))
def test_where_the_cause_is_found(sections, cause):
    assert article_of(*sections.items()).cause == cause


FIXES = [
    ("both sections", {"RESOLUTION": "r", "WORKAROUND": "w", "STATUS": "s"}, ("r", "w", "s")),
    ("a workaround alone", {"WORKAROUND": "w", "STATUS": "s"}, ("", "w", "s")),
    ("a label", {"SUMMARY": "x\n\nSolution: Write again."}, ("Write again.", "", "")),
    (
        "a sub-heading",
        {"MORE INFORMATION": "x\n\nWorkarounds\n-----------\n\n1. Walk."},
        ("", "1. Walk.", "x\n\nWorkarounds\n-----------\n\n1. Walk."),
    ),
    (
        "a paragraph",
        {"STATUS": "Known.\n\nTo work around this, do this:\n\n1. Walk."},
        ("To work around this, do this:\n\n1. Walk.", "", None),
    ),
    ("the status", {"SYMPTOMS": "x", "STATUS": "Mended in version 3."}, ("Mended in version 3.", "", "")),
    ("nothing", {"SYMPTOMS": "x"}, ("", "", "")),
]


@pytest.mark.parametrize(("sections", "expected"), **named(FIXES))
def test_where_the_way_out_is_found(sections, expected):
    article = article_of(*sections.items())
    resolution, workaround, more = expected
    assert (article.resolution, article.workaround) == (resolution, workaround)
    assert more is None or article.more == more


def test_or_between_ways_out_stays():
    article = article_of(("RESOLUTION", " - Walk.\n\n   -or-\n\n - Run."))
    assert article.resolution == " - Walk.\n\n   -or-\n\n - Run."


def test_what_an_answer_shows_beside_the_parts():
    article = article_of(
        ("SUMMARY", "A summary."),
        ("SYMPTOMS", "Letters vanish."),
        ("RESOLUTION", "Edit the registry."),
        ("MORE INFORMATION", "See:\n\n   Q900002 Letters Burn\n\n   Q900001 This One"),
        preamble="IMPORTANT: Take care.",
    )
    assert article.summary == "IMPORTANT: Take care.\n\nA summary."
    assert article.references == ("Q900002 Letters Burn",)
    assert article.risk == "medium"


def test_titles_fit_and_products_stand_in_for_a_missing_box():
    header = HEADER.replace("Loses Letters", "x" * 200)
    article = to_article(parse(microsoft_text(header=header, box=""), "Q900001.TXT"))
    assert len(article.title) == 120
    assert article.applies_to == ("Contoso Post Server",)
