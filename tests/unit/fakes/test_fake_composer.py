"""What the composer makes of typed and pasted text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.blocks import check_message
from tests.fakes.composer import compose, escape, rich_text


def inline(text):
    """(type, what it shows) of each inline element of the only part."""
    (block,) = rich_text(text)
    (part,) = block["elements"]
    names = ("text", "url", "user_id", "channel_id", "name", "range")
    return [(one["type"], next(one[name] for name in names if name in one)) for one in part["elements"]]


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        ("530 Login incorrect", [("text", "530 Login incorrect")]),
        (
            "see https://example.com/a?b=1, ok",
            [("text", "see "), ("link", "https://example.com/a?b=1"), ("text", ", ok")],
        ),
        ("ftp://u:p@ftp.example.com/x", [("link", "ftp://u:p@ftp.example.com/x")]),
        ("ftp.example.com said", [("link", "ftp.example.com"), ("text", " said")]),
        ("mail bob@example.com", [("text", "mail "), ("link", "bob@example.com")]),
        ("<@U0BOT00000> help", [("user", "U0BOT00000"), ("text", " help")]),
        ("fails :(", [("text", "fails "), ("emoji", "disappointed")]),
        ("code 8)", [("text", "code "), ("emoji", "sunglasses")]),
        ("D:\\ftp (8)", [("text", "D:\\ftp (8)")]),
        (":eyes: 12:30:45", [("emoji", "eyes"), ("text", " 12:30:45")]),
        ("Readme.txt", [("text", "Readme.txt")]),
    ],
)
def test_inline_elements(text, elements):
    assert inline(text) == elements


def test_a_fence_is_preformatted_and_holds_text_and_links_only():
    text, (block,) = compose("before\n```\n220 ftp.example.com :) <ready>\n```\nafter")
    kinds = [part["type"] for part in block["elements"]]
    assert kinds == ["rich_text_section", "rich_text_preformatted", "rich_text_section"]
    assert {one["type"] for one in block["elements"][1]["elements"]} == {"text", "link"}
    link = "<http://ftp.example.com|ftp.example.com>"
    assert text == f"before\n```220 {link} :) &lt;ready&gt;```\nafter"


def test_inline_code():
    (block,) = rich_text("the `550` again")
    code = block["elements"][0]["elements"][1]
    assert code == {"type": "text", "text": "550", "style": {"code": True}}


def test_the_fallback_escapes_and_names_emoji():
    assert compose("a & b < c :)")[0] == "a &amp; b &lt; c :slightly_smiling_face:"
    assert compose("a :)", emoticons=False)[0] == "a :)"


def test_nothing_typed():
    assert compose("") == ("", [])


@given(st.text(min_size=1, max_size=300))
def test_no_character_is_lost_and_slack_would_take_the_blocks(text):
    wire, blocks = compose(text, emoticons=False)
    assert not [one for one in check_message({"text": "t", "blocks": blocks}) if "no fewer" not in one]
    if "`" not in text and "://" not in text and not any(mark in text for mark in "@#.:!"):
        assert wire == escape(text)
