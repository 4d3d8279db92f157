import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.paste import rebuild, unmangle
from tests.unit.paste.mangling import Composer, as_blocks, as_text, composers, transcripts


def block(*elements):
    return [{"type": "rich_text", "elements": list(elements)}]


def part(kind, *pieces, **more):
    return {"type": f"rich_text_{kind}", "elements": [text(p) if isinstance(p, str) else p for p in pieces], **more}


def text(value, **style):
    return {"type": "text", "text": value} | ({"style": style} if style else {})


TEXTS = [
    ("entities", "a &amp; b &lt;DIR&gt;", "a & b <DIR>"),
    ("entities are decoded once", "&amp;lt; &amp;amp;amp;", "&lt; &amp;amp;"),
    (
        "unescaped text keeps its brackets",
        "MAIL FROM:<bob> <DIR> <1/14/2026 9:02>",
        "MAIL FROM:<bob> <DIR> <1/14/2026 9:02>",
    ),
    ("invented link", "User (<http://ftp.example.com|ftp.example.com>:(none)):", "User (ftp.example.com:(none)):"),
    ("typed link", "<ftp://bob@ftp.example.com/a%20b>", "ftp://bob@ftp.example.com/a%20b"),
    ("typed link with label", "<https://example.com/|https://example.com/>", "https://example.com/"),
    ("link with an ampersand", "<http://example.com/?a&amp;b|example.com/?a&amp;b>", "example.com/?a&b"),
    ("link under other words", "<https://example.com/x|our wiki>", "our wiki (https://example.com/x)"),
    ("link without words", "<https://example.com/x| >", "https://example.com/x"),
    ("mail", "RCPT TO:&lt;<mailto:a@example.com|a@example.com>&gt;", "RCPT TO:<a@example.com>"),
    ("mail without label", "<mailto:a@example.com>", "a@example.com"),
    ("telephone", "<tel:+15550100|555-0100>", "555-0100"),
    ("people", "<@U123> <@U123|bob> <!here> <!subteam^S1|@ops>", "@U123 @bob @here @ops"),
    ("channels", "<#C1|general> <#C1>", "#general #C1"),
    ("date", "<!date^1392734382^{date}|18 Feb 2014>", "18 Feb 2014"),
    ("fence", "```\n220 x\n530 y\n```", "220 x\n530 y"),
    ("fence on the lines of its content", "```220 x\n530 y```", "220 x\n530 y"),
    ("fence in a line", "help ```530 Login incorrect``` please", "help\n530 Login incorrect\nplease"),
    ("indented line in a fence", "```\n  at x\n```", "  at x"),
    ("fence that is never closed", "look\n```\n530 x", "look\n530 x"),
    ("fence with a language", "```bash\n$ ftp -n\n```", "$ ftp -n"),
    ("fence with a command", "```quit\n221 Goodbye```", "quit\n221 Goodbye"),
    ("inline code", "dies with `500 OOPS: x`, why", "dies with 500 OOPS: x, why"),
    ("inline code over lines", "`Status: a\nError: b`", "Status: a\nError: b"),
    ("a type of .NET", "UploadFile(IProgress`1 progress, Func`2 f)", "UploadFile(IProgress`1 progress, Func`2 f)"),
    ("GNU's quotes", "421 Try pure-pw mkdb `x' or `y'", "421 Try pure-pw mkdb `x' or `y'"),
    ("unbalanced backtick", "`530 x", "`530 x"),
    ("emphasis", "_530 ftp_login() failed_\n*550 x*", "530 ftp_login() failed\n550 x"),
    ("ftplib's log is no emphasis", "*cmd* 'PASV'\n*resp* '227 *x*'", "*cmd* 'PASV'\n*resp* '227 *x*'"),
    ("a mask is no emphasis", "***\nPASS ****", "***\nPASS ****"),
    ("curly quotes", "‘a’ “b”", "'a' \"b\""),
    ("odd spaces", "a\u00a0b\u200bc\ufeff\r\nd\u2028e\x00", "a bc\nd\ne"),
    ("lone surrogate", "a\ud800b", "ab"),
    ("bullets", "• a\n  ◦ b", "- a\n  - b"),
    ("trailing spaces", "\n\nftp> \n\n", "ftp>"),
]


@pytest.mark.parametrize(("name", "mangled", "typed"), TEXTS, ids=[name for name, *_ in TEXTS])
def test_text_is_unmangled(name, mangled, typed):
    assert unmangle(mangled) == typed


QUOTES = [
    (
        "dialogue",
        "&gt; ftp&gt; ls\n&gt; 500 Illegal PORT.\n&gt; 425 x\n\nwhy",
        "ftp> ls\n500 Illegal PORT.\n425 x\n\nwhy",
    ),
    ("traceback", "> Traceback\n>   File x\n> error_perm: 550 x", "Traceback\n  File x\nerror_perm: 550 x"),
    ("one line", "> 550 No files found", "550 No files found"),
    ("nested", "> > 530 x\n> > 221 y", "530 x\n221 y"),
    ("a log of curl", "> > USER bob\n> < 331 x", "> USER bob\n< 331 x"),
    ("a log of commands", "> > USER bob\n> > PASS ***", "> USER bob\n> PASS ***"),
]


@pytest.mark.parametrize(("name", "mangled", "typed"), QUOTES, ids=[name for name, *_ in QUOTES])
def test_a_quote_is_undone(name, mangled, typed):
    assert unmangle(mangled) == typed


DIRECTIONS = [
    ("curl", "> USER bob\n> PASS ***\n> PWD\n< 530 x"),
    ("basic-ftp", "await ensureDir()\n\n> MKD q\n< 550 Access is denied.\n> CMD q"),
    ("replies without a mark", "> USER bob\n331 Password required\n> PASS ***\n530 x"),
    ("commands alone", "> USER bob\n> PASS ***"),
    ("FluentFTP", '>         Connect()\n>  OpenRead("x")\nStatus: x'),
    ("a marked line among others", "it says\nthis\n> 522 Data connections must be encrypted"),
    ("lftp", "---> PASV\n<--- 227 x"),
    ("a prompt", "ftp> ls\nftp>"),
]


@pytest.mark.parametrize(("name", "log"), DIRECTIONS, ids=[name for name, _ in DIRECTIONS])
def test_a_clients_direction_marks_stay(name, log):
    assert unmangle(log) == log
    assert unmangle(log.replace("<", "&lt;").replace(">", "&gt;")) == log


EMOTICONS = [
    ("ftp.exe's prompt", "User (192.0.2.7:disappointed:none)):", "User (192.0.2.7:(none)):"),
    ("closing frown", "(error 5:disappointed: no", "(error 5): no"),
    ("alone", ":disappointed: :slightly_smiling_face: :smile: :wink:", ":( :) :) ;)"),
    ("IPv6 in parentheses", "to :slightly_smiling_face::1) port 21", "to (::1) port 21"),
    ("a drive", "C:confused:Users and <ftp://x>:confused:pub", "C:\\Users and ftp://x:/pub"),
    ("drive by the face that C: makes", ":smile:\\inetpub", "C:\\inetpub"),
    ("names", "(h:stuck_out_tongue:aul) (h:stuck_out_tongue:ETER) (h:smile:ora)", "(h:paul) (h:PETER) (h:Dora)"),
    ("others", ":heart: 8) (1,:sunglasses: :cry: :angry: :anguished:\\", "<3 8) (1,8) :'( >:( D:\\"),
    ("no emoticon of that name", ":rocket: :fire: 12:30:15", ":rocket: :fire: 12:30:15"),
]


@pytest.mark.parametrize(("name", "mangled", "typed"), EMOTICONS, ids=[name for name, *_ in EMOTICONS])
def test_emoticons_return(name, mangled, typed):
    assert unmangle(mangled) == typed


BLOCKS = [
    (
        "section and code",
        block(part("section", "help:\n"), part("preformatted", "530 a\n  b"), part("section", "\nwhy")),
        "help:\n530 a\n  b\n\nwhy",
    ),
    (
        "invented link",
        block(part("preformatted", "to ", {"type": "link", "url": "http://x.com", "text": "x.com"}, ".")),
        "to x.com.",
    ),
    ("typed link", block(part("section", {"type": "link", "url": "ftp://x.com/"})), "ftp://x.com/"),
    ("mail", block(part("section", {"type": "link", "url": "mailto:a@x.com", "text": "a@x.com"})), "a@x.com"),
    (
        "emoji",
        block(part("section", "User (h", {"type": "emoji", "name": "disappointed"}, "none)):")),
        "User (h:(none)):",
    ),
    ("other emoji", block(part("section", {"type": "emoji", "name": "rocket"})), ":rocket:"),
    ("no emoji in code", block(part("preformatted", "a:smile:b")), "a:smile:b"),
    (
        "names",
        block(
            part(
                "section",
                {"type": "user", "user_id": "U1"},
                " ",
                {"type": "channel", "channel_id": "C1"},
                " ",
                {"type": "usergroup", "usergroup_id": "S1"},
                " ",
                {"type": "broadcast", "range": "here"},
                " ",
                {"type": "team", "team_id": "T1"},
            )
        ),
        "@U1 #C1 @S1 @here @T1",
    ),
    (
        "date and colour",
        block(
            part(
                "section",
                {"type": "date", "timestamp": 1, "format": "x", "fallback": "today"},
                " ",
                {"type": "color", "value": "#F405B3"},
            )
        ),
        "today #F405B3",
    ),
    (
        "bullets",
        block(part("list", part("section", "a"), part("section", "b"), style="bullet", indent=1)),
        "    - a\n    - b",
    ),
    (
        "numbers",
        block(part("list", part("section", "a"), part("section", "b"), style="ordered", offset=2)),
        "3. a\n4. b",
    ),
    ("quote", block(part("section", "so:\n"), part("quote", "220 x\n530 y")), "so:\n220 x\n530 y"),
    (
        "curl's directions became quotes",
        block(part("section", "< 220 x\n"), part("quote", "USER bob"), part("section", "< 331 y")),
        "< 220 x\n> USER bob\n< 331 y",
    ),
    (
        "ftplib's marks became bold",
        block(part("section", text("cmd", bold=True), " 'PASV'\n", text("resp", bold=True), " '227'")),
        "*cmd* 'PASV'\n*resp* '227'",
    ),
    ("bold words", block(part("section", text("530", bold=True), " x")), "530 x"),
    ("two blocks", block(part("section", "a\n")) + block(part("section", "b")), "a\nb"),
    ("other blocks", [{"type": "section", "text": {"type": "mrkdwn", "text": "x"}}, *block(part("section", "b"))], "b"),
    ("raw entities stay", block(part("preformatted", "<a> &lt;b")), "<a> &lt;b"),
]


@pytest.mark.parametrize(("name", "blocks", "typed"), BLOCKS, ids=[name for name, *_ in BLOCKS])
def test_blocks_are_rebuilt(name, blocks, typed):
    assert rebuild("the fallback", blocks) == typed


@pytest.mark.parametrize("blocks", [None, [], [{"type": "section"}], block(part("section", " "))])
def test_without_rich_text_the_text_counts(blocks):
    assert rebuild("a &lt; b", blocks) == "a < b"


def test_blocks_may_be_escaped_like_the_text():
    assert rebuild("a &lt;DIR&gt;", block(part("section", "a &lt;DIR&gt;"))) == "a <DIR>"
    assert rebuild("a &amp;lt;DIR", block(part("section", "a &lt;DIR"))) == "a &lt;DIR"


@pytest.mark.parametrize(
    "blocks",
    [
        "x",
        {"type": "rich_text"},
        [None, 1, "x", []],
        [{"type": "rich_text"}, {"type": "rich_text", "elements": {"a": 1}}, {"type": ["rich_text"]}],
        block(None, 1, {"type": {}}, {"type": "rich_text_section", "elements": "abc"}),
        block(
            part("section", {"type": "text", "text": 5}, {"type": "link", "url": None}, {"type": ["x"]}, {"text": "x"})
        ),
        block(part("list", {"elements": None}, style=3, indent="9", offset=float("nan"))),
        block(part("section", {"type": "text", "text": "", "style": "bold"}, {"type": "emoji", "name": ["a"]})),
    ],
)
def test_malformed_blocks_are_skipped(blocks):
    assert rebuild("text", blocks) in {"text", "-"}


def test_no_text_at_all():
    assert rebuild(None) == ""


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["rich_text", "text"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "elements", "text", "url", "style", "name"]), inner, max_size=4)
    ),
    max_leaves=20,
)
KINDS = st.sampled_from(["section", "preformatted", "quote", "list", "table"]).map("rich_text_{}".format)
PIECES = st.fixed_dictionaries(
    {"type": st.sampled_from(["text", "link", "emoji", "user", "date", "x"])},
    optional={
        "text": JSON,
        "url": JSON,
        "name": JSON,
        "user_id": JSON,
        "style": JSON,
        "fallback": JSON,
    },
)
NEARLY = st.lists(
    st.fixed_dictionaries(
        {
            "type": st.just("rich_text"),
            "elements": st.lists(
                st.fixed_dictionaries(
                    {"type": KINDS, "elements": st.lists(PIECES | JSON, max_size=4)}, optional={"indent": JSON}
                )
                | JSON,
                max_size=4,
            ),
        }
    ),
    max_size=2,
)


@given(st.none() | st.text(max_size=40), JSON | NEARLY)
def test_no_shape_raises(fallback, blocks):
    json.dumps(rebuild(fallback, blocks)).encode()


@given(transcripts(), composers())
def test_a_transcript_survives_slacks_text(transcript, composer):
    assert rebuild(as_text(transcript, composer)) == expected(transcript, composer)


@given(transcripts(), composers())
def test_a_transcript_survives_slacks_blocks(transcript, composer):
    assert rebuild(as_text(transcript, composer), as_blocks(transcript, composer)) == expected(transcript, composer)


def expected(transcript, composer):
    return "\n".join(filter(None, (composer.before, transcript, composer.after)))


def test_what_the_mangling_looks_like():
    composer = Composer(fence=("```", "```"))
    assert as_text("User (ftp.example.com:(none)): a&b", composer) == (
        "```User (<http://ftp.example.com|ftp.example.com>:disappointed:none)): a&amp;b```"
    )
