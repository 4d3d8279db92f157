import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from view_samples import hostile

from bot.slack.views import markup

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)
PRINTABLE = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc"], exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )
)
NASTY = st.lists(
    st.sampled_from(
        [
            "```",
            "`",
            "~~~",
            "\n",
            "\n\n",
            "    ",
            "1. ",
            "- ",
            "* ",
            "> ",
            "# ",
            "**",
            "_",
            "<!channel>",
            "&lt;",
            "|",
            "|--|",
            "[x](http://e.example)",
            "word",
            "🧨",
            "\u202e",
            "\\",
            "a" * 90,
        ]
    ),
    max_size=40,
).map("".join)


def unescape(text):
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def is_closed(text):
    """Fences stand on lines of their own, in pairs, and nothing but entities and links holds a control character."""
    fences = [line.strip() for line in text.split("\n") if "```" in line]
    outside = re.sub(r"<https?://[^<>|]*\|[^<>]*>", "", text)
    return set(fences) <= {"```"} and len(fences) % 2 == 0 and not re.search(r"<|>(?! )|&(?!amp;|lt;|gt;)", outside)


@given(PRINTABLE)
def test_escape_round_trips(text):
    assert unescape(markup.escape(text)) == text


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("channel mention", "<!channel> all", "&lt;!channel&gt; all"),
        ("person", "<@U0ANNA>", "&lt;@U0ANNA&gt;"),
        ("entity", "&lt;b&gt;", "&amp;lt;b&amp;gt;"),
        ("right to left override", "a\u202eb", "a\ufffdb"),
        ("right to left letters", "שלום", "שלום"),
        ("lone surrogate", "a\ud83d", "a\ufffd"),
        ("escape code of a terminal", "\x1b[31mred", "\ufffd[31mred"),
        ("DOS line ends", "a\r\nb\rc", "a\nb\nc"),
    ],
)
def test_escape(name, text, expected):
    assert markup.escape(text) == expected, name


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("plain", "permission denied", "permission denied"),
        ("star", "no *.txt here", "no `*.txt` here"),
        ("underscores inside", "allow_writeable_chroot", "allow_writeable_chroot"),
        ("underscores outside", "__init__ fails", "`__init__` fails"),
        ("multiplication", "5 * 3", "5 * 3"),
        ("home", "in ~/.netrc", "in `~/.netrc`"),
        ("backtick", "it`s", "`itˋs`"),
        ("mention", "<!here>", "&lt;!here&gt;"),
    ],
)
def test_literal_words_keep_their_marks(name, text, expected):
    assert markup.literal(text) == expected, name


@pytest.mark.parametrize(
    ("name", "markdown", "expected"),
    [
        ("paragraph, unwrapped", "one\ntwo\n\nthree", "one two\n\nthree"),
        ("bold, italics, code", "**a** *b* `c`", "*a* _b_ `c`"),
        ("bold in a word", "**S**ite", "*S*\u200bite"),
        ("bold italics", "***x***", "_*x*_"),
        ("numbers stay", "3. a\n4. b", "3. a\n4. b"),
        ("bullets", "- a\n- b", "• a\n• b"),
        ("nested list", "1. a\n   - x\n   - y\n2. b", "1. a\n    • x\n    • y\n2. b"),
        (
            "code in an item",
            "1. Run:\n\n   ```\n   net stop x\n   ```\n\n   Then wait.\n2. Done",
            "1. Run:\n```\nnet stop x\n```\nThen wait.\n\n2. Done",
        ),
        ("fence in a fence", "````\n```\nx\n```\n````", "```\n``\u200b`\nx\n``\u200b`\n```"),
        ("indented code", "    a < b", "```\na &lt; b\n```"),
        ("heading", "### Windows **NT**", "*Windows NT*"),
        ("quotation", "> said", "> said"),
        ("link", "[page](https://e.example/?a=1&b=2)", "<https://e.example/?a=1&amp;b=2|page>"),
        ("odd link", "[page](ftp://e.example/)", "page (ftp://e.example/)"),
        ("html stays text", "<user> & <b>x</b>", "&lt;user&gt; &amp; &lt;b&gt;x&lt;/b&gt;"),
        ("code span with entity", "`&lt; <x>`", "`&amp;lt; &lt;x&gt;`"),
        ("backtick in a code span", "`` a`b ``", "`aˋb`"),
        ("table", "| a | b |\n|---|---|\n| 1 | 2 |", "```\n| a | b |\n|---|---|\n| 1 | 2 |\n```"),
        ("hard break", "a\\\nb", "a\nb"),
        ("nothing", "", ""),
    ],
)
def test_mrkdwn(name, markdown, expected):
    assert markup.mrkdwn(markdown) == expected, name


@given(st.one_of(NASTY, ANY))
def test_mrkdwn_never_breaks_a_fence(markdown):
    assert is_closed(markup.mrkdwn(markdown))


@given(st.one_of(NASTY, ANY))
def test_mrkdwn_shows_all_code_as_it_stands(markdown):
    fenced = "```text\n" + re.sub("[`~\r]", "", markdown).replace("\t", " ") + "\n```"
    body = markup.mrkdwn(fenced)
    kept = [line.rstrip() for line in markup.shown(re.sub("[`~\r]", "", markdown)).replace("\t", " ").split("\n")]
    assert unescape(body.removeprefix("```\n").removesuffix("\n```")) == "\n".join(kept).strip("\n")


@given(st.one_of(NASTY, ANY))
def test_code_cannot_be_ended_from_inside(text):
    block = markup.code(text)
    assert is_closed(block)
    assert block.count("```") in {0, 2}


@example("    `````````````````````````````````\n# ```", 63)  # cut right behind a closing fence
@given(st.one_of(NASTY, ANY), st.integers(20, 200))
def test_cut_keeps_the_limit_fences_and_entities(text, limit):
    short = markup.cut(markup.mrkdwn(text), limit)
    assert len(short) <= limit
    assert is_closed(short)


@given(st.one_of(NASTY, ANY).map(lambda text: text * 6), st.integers(120, 300))
def test_paragraphs_keep_the_limit_and_lose_nothing(text, limit):
    whole = markup.mrkdwn(text)
    pieces = markup.paragraphs(whole, limit)
    assert all(len(piece) <= limit and is_closed(piece) for piece in pieces)
    assert re.sub(r"\s|```", "", "".join(pieces)) == re.sub(r"\s|```", "", whole)


@given(st.one_of(NASTY, ANY).map(lambda text: text * 6), st.integers(250, 4_000))
def test_begin_keeps_the_room(text, room):
    whole = markup.mrkdwn(text)
    taken, complete = markup.begin(whole, room)
    assert markup.weight(taken) <= room
    assert is_closed(taken)
    assert complete == (re.sub(r"\s", "", taken) == re.sub(r"\s", "", whole))


@given(st.one_of(NASTY, ANY).map(lambda text: text * 20), st.integers(300, 3_000))
@example(hostile(40_000), 2_500)
@example("&" * 30_000, 2_500)
@example("&\n" * 30_000, 2_500)
def test_excerpt_keeps_the_limit(text, limit):
    block = markup.excerpt(text, limit)
    assert len(block) <= limit
    assert is_closed(block)


def test_excerpt_shows_beginning_and_end():
    block = markup.excerpt("\n".join(f"line {number}" for number in range(1_000)), 400)
    lines = block.split("\n")
    assert lines[1] == "line 0"
    assert lines[-2] == "line 999"
    shown = [line for line in lines if line.startswith("line")]
    assert f"… {1_000 - len(shown)} lines left out …" in lines


@pytest.mark.parametrize(
    ("name", "text", "limit", "expected"),
    [
        ("fits", "one two", 20, "one two"),
        ("between words", "one two three four five", 20, "one two three …"),
        ("never in an entity", "aaaaaaaaaaa&amp;aaaaaaaaaaaaaaaaaaa", 20, "aaaaaaaaaaa …"),
        ("never in a fence", "```\none two three four five six\n```", 30, "```\none two three four\n…\n```"),
    ],
)
def test_cut(name, text, limit, expected):
    assert markup.cut(text, limit) == expected, name


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "wrapped prose flows",
            "The server does not know the user, and it says so to the client\nin its own words.",
            "The server does not know the user, and it says so to the client in its own words.",
        ),
        ("short lines stay", "Windows NT\nWindows 95", "Windows NT\nWindows 95"),
        ("indented is code", "Type:\n\n   net stop x\n   net start x", "Type:\n\n```\nnet stop x\nnet start x\n```"),
        ("code over a blank line", "Type:\n\n   a\n\n   b", "Type:\n\n```\na\n\nb\n```"),
        (
            "numbers stay",
            "1. Open the window of the service, and look there for the third button\n   from the left.\n\n2. Press it.",
            "1. Open the window of the service, and look there for the third button from the left.\n\n2. Press it.",
        ),
        (
            "prose under an item",
            "1. Open it.\n\n   NOTE: This needs the rights of an administrator here.",
            "1. Open it.\n\nNOTE: This needs the rights of an administrator here.",
        ),
        ("code under an item", "1. Type:\n\n   del x\n\n2. Wait.", "1. Type:\n\n```\ndel x\n```\n\n2. Wait."),
        ("items without gaps", " - one\n - two", "• one\n• two"),
        ("letters below numbers", "2. Rename:\n   a. Click.", "2. Rename:\n    a. Click."),
        ("underlined heading", "Method 1\n--------\n\nDo it.", "*Method 1*\n\nDo it."),
        ("mentions", "Tell <!channel> & others", "Tell &lt;!channel&gt; &amp; others"),
        ("nothing", "  \n ", ""),
    ],
)
def test_plain(name, text, expected):
    assert markup.plain(text) == expected, name


@given(st.one_of(NASTY, ANY))
def test_plain_never_breaks_a_fence_and_loses_no_word(text):
    out = markup.plain(text)
    assert is_closed(out)
    for word in re.findall(r"[a-z]{4,}", text):
        assert word in out
