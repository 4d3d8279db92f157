"""Our own format: what is read, what is refused and how it is named, and the way back."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ArticleError
from bot.kb.article import Article
from bot.kb.article import Tests as Pastes
from bot.kb.markdown import RISKS, SECTIONS, STATUSES, dump, parse
from tests.unit.kb.make import named, own_article

TEXT = """\
---
title: "vsftpd: the door is closed"     # a comment
cause: connection-refused
applies_to: [vsftpd 3, any client]
risk: high
references: ["RFC 959, section 5.4"]
status: draft
reviewed: 2026-01-31
related: [door-open]
evidence:
  require:
    - "phrase:door"
    - any: ["failed:421", "phrase:closed"]
  exclude: ["server:iis"]
tests:
  find:
    - |
      220 Welcome.
        421 The door is closed.
    - 421
  miss: ["421 The window is closed."]
---
Closed doors are common.

## Symptoms

```
220 Welcome.
\t421 The door is closed.
## no heading
```

- the door is closed
  in my face, says `ncftp`
- no door

~~~text
530 No.
~~~

## Cause

Nobody listens:

```
## no heading either
```

## Resolution

1. Knock.

### If nobody answers

2. Knock again.

## Verify

Enter.

## More information

- Doors (RFC 959).
"""

ARTICLE = Article(
    id="door-closed",
    title="vsftpd: the door is closed",
    cause_slug="connection-refused",
    applies_to=("vsftpd 3", "any client"),
    risk="high",
    references=("RFC 959, section 5.4",),
    status="draft",
    reviewed="2026-01-31",
    require=(("phrase:door",), ("failed:421", "phrase:closed")),
    exclude=("server:iis",),
    symptoms=(
        "220 Welcome.\n\t421 The door is closed.\n## no heading",
        "the door is closed in my face, says ncftp",
        "no door",
        "530 No.",
    ),
    summary="Closed doors are common.",
    cause="Nobody listens:\n\n```\n## no heading either\n```",
    resolution="1. Knock.\n\n### If nobody answers\n\n2. Knock again.",
    verify="Enter.",
    more="- Doors (RFC 959).",
    related=("door-open",),
    tests=Pastes(find=("220 Welcome.\n  421 The door is closed.", "421"), miss=("421 The window is closed.",)),
)


def test_a_whole_article():
    assert parse(TEXT, "door-closed.md") == ARTICLE


SAME = [
    ("CRLF", TEXT.replace("\n", "\r\n")),
    ("a byte order mark", "\ufeff" + TEXT),
    ("spaces after the dashes", TEXT.replace("---\n", "---  \n")),
    ("headings in other case, with a colon", TEXT.replace("## More information", "##  MORE INFORMATION:")),
    ("another order", TEXT.replace("## Verify\n\nEnter.\n\n", "") + "\n## Verify\n\nEnter.\n"),
]


@pytest.mark.parametrize("text", **named(SAME))
def test_what_makes_no_difference(text):
    assert parse(text, "door-closed.md") == ARTICLE


NAMES = [
    ("a file", "door-closed.md", "door-closed"),
    ("a path", "kb/own/door-closed.md", "door-closed"),
    ("a path of Windows", r"kb\own\door-closed.md", "door-closed"),
    ("the founding article", "Q269241.md", "Q269241"),
    ("no suffix", "door-closed", "door-closed"),
]


@pytest.mark.parametrize(("name", "article_id"), **named(NAMES))
def test_the_id_is_the_name_of_the_file(name, article_id):
    assert parse(TEXT, name).id == article_id


def test_what_may_be_left_out():
    article = parse("---\ntitle: A door\n---\n## Symptoms\n- no door\n## Cause\nc\n## Resolution\nr\n", "a.md")
    assert article == Article(id="a", title="A door", symptoms=("no door",), cause="c", resolution="r")


def changed(old, new):
    assert old in TEXT
    return TEXT.replace(old, new)


def line_of(text):
    return TEXT.split("\n").index(text) + 1


EXCLUDE = '  exclude: ["server:iis"]'
REFUSED = [
    ("empty", "", "no front matter: the first line must be '---'"),
    ("binary", "---\n\0", "binary"),
    ("no front matter", TEXT.partition("---\n")[2], "no front matter"),
    ("front matter without an end", TEXT.replace("\n---\n", "\n", 1), "does not end"),
    ("a bracket left open", changed("any client]", "any client"), "line 5: the front matter is no YAML"),
    ("a tab", changed("  find:", "\tfind:"), f"line {line_of('  find:')}: the front matter is no YAML"),
    ("a list instead of lines", "---\n- a\n---\n", "must be lines like 'title: …'"),
    ("a key twice", changed("risk: high", "cause: other"), "line 5: 'cause' stands twice"),
    (
        "a key twice within another",
        changed(EXCLUDE, f"{EXCLUDE}\n  exclude: []"),
        f"line {line_of(EXCLUDE) + 1}: 'exclude' stands twice",
    ),
    ("an alias of itself", "---\ntitle: &a [*a]\n---\n", "line 2: the front matter is no YAML"),
    ("an unknown key", changed("applies_to:", "applies:"), "unknown key 'applies'; known are title, cause,"),
    ("no title", changed('title: "vsftpd: the door is closed"', "title:"), "'title' is missing"),
    ("a title in parts", changed('"vsftpd: the door is closed"', "[a, b]"), "'title' must be one text"),
    ("a list that is none", changed("[door-open]", "door-open"), "'related' must be a list of texts"),
    ("another risk", changed("risk: high", "risk: huge"), "'risk' is 'huge' but must be one of low, medium, high"),
    ("another status", changed("status: draft", "status: new"), "'status' is 'new' but must be one of draft,"),
    ("another date", changed("2026-01-31", "31.1.2026"), "'reviewed' is '31.1.2026' but must be a date"),
    ("no such day", changed("2026-01-31", "2026-02-31"), "'reviewed' is '2026-02-31' but must be a date"),
    ("evidence as a list", "---\ntitle: a\nevidence: [b]\n---\n", "'evidence' must hold require and exclude"),
    ("unknown evidence", changed("  exclude:", "  forbid:"), "unknown key 'evidence.forbid'"),
    ("evidence of another shape", changed("any:", "all:"), "'evidence.require: each entry' must be a text, or 'any:'"),
    ("any of nothing", changed('["failed:421", "phrase:closed"]', "[]"), "must not be empty"),
    ("any of one text", changed('["failed:421", "phrase:closed"]', "phrase:closed"), "must be a list of texts"),
    ("exclude as a text", changed('["server:iis"]', "server:iis"), "'evidence.exclude' must be a list of texts"),
    ("tests that are no list", changed('["421 The window is closed."]', "x"), "'tests.miss' must be a list of texts"),
    ("a test that is no text", changed("    - 421\n", "    - a: b\n"), "'tests.find' must be a list of texts"),
    ("no symptoms", changed("## Symptoms", "### Symptoms"), "'## Symptoms' is missing or empty"),
    ("no cause", changed("## Cause", "### Cause"), "'## Cause' is missing or empty"),
    ("no resolution", TEXT.partition("## Resolution")[0], "'## Resolution' is missing or empty"),
    ("an empty section", changed("1. Knock.\n\n### If nobody answers\n\n2. Knock again.\n", ""), "'## Resolution' is"),
    (
        "an unknown section",
        changed("## Verify", "## Check"),
        f"line {line_of('## Verify')}: unknown section 'Check'; known are Symptoms",
    ),
    ("a section twice", changed("## Verify", "## Cause"), f"line {line_of('## Verify')}: section 'Cause' stands twice"),
    (
        "a paragraph among symptoms",
        changed("- no door\n", "- no door\n\nHm.\n"),
        f"line {line_of('- no door') + 2}: a symptom must be",
    ),
    ("symptoms without one", "---\ntitle: a\n---\n## Symptoms\n```\n```\n## Cause\nc\n## Resolution\nr", "holds no"),
]


@pytest.mark.parametrize(("text", "why"), **named(REFUSED))
def test_what_is_refused_and_why(text, why):
    with pytest.raises(ArticleError) as raised:
        parse(text, "door-closed.md")
    assert why in raised.value.why
    assert raised.value.name == "door-closed.md"


def test_dump_writes_what_an_author_would():
    text = dump(own_article(symptoms=("421 Closed.\nBye.", "no door", "1. door", "```")))
    assert (
        "\n---\n\n## Symptoms\n\n```\n421 Closed.\nBye.\n```\n\n- no door\n\n```\n1. door\n```\n\n````\n```\n````\n"
        in text
    )
    assert text.startswith("---\ntitle: The server closes the door\ncause: connection-refused\n")


def test_an_imported_article_is_no_markdown():
    with pytest.raises(ArticleError, match="imported"):
        dump(own_article(markdown=False))


LINE = st.text(alphabet=string.printable.replace("\r", "").replace("\n", "").replace("\t", "") + "äß€", min_size=1)
ONE_LINE = LINE.map(lambda line: " ".join(line.split())).filter(bool)
FORM = st.lists(LINE, min_size=1, max_size=4).map(lambda lines: "\n".join(lines).strip("\n").rstrip()).filter(str.strip)
FACT = st.from_regex(r"(phrase|failed|server):[a-z0-9 ]{0,8}[a-z0-9] ?", fullmatch=True)  # a blank is a word's edge
PROSE = st.from_regex(
    r"[A-Za-z][a-z ,.:0-9]{0,30}[a-z](\n\n?(1\. |- |```\n## x\n```\n)?[a-z]{1,9}){0,3}", fullmatch=True
)
TEXTS = st.lists(ONE_LINE, max_size=3).map(tuple)
ARTICLES = st.builds(
    Article,
    id=st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True),
    title=ONE_LINE,
    cause_slug=st.none() | st.from_regex(r"[a-z]{1,9}-[a-z]{1,9}", fullmatch=True),
    applies_to=TEXTS,
    risk=st.sampled_from(RISKS),
    references=TEXTS,
    status=st.sampled_from(STATUSES),
    reviewed=st.just("") | st.dates().map(lambda day: day.isoformat()),
    require=st.lists(st.lists(FACT, min_size=1, max_size=3).map(tuple), max_size=3).map(tuple),
    exclude=st.lists(FACT, max_size=3).map(tuple),
    symptoms=st.lists(ONE_LINE | FORM, min_size=1, max_size=4).map(tuple),
    summary=st.just("") | PROSE,
    cause=PROSE,
    resolution=PROSE,
    workaround=st.just("") | PROSE,
    verify=st.just("") | PROSE,
    more=st.just("") | PROSE,
    related=TEXTS,
    tests=st.builds(Pastes, find=st.lists(ONE_LINE | FORM, max_size=2).map(tuple), miss=TEXTS),
)


@given(ARTICLES)
def test_dump_and_parse_come_back_to_the_same_article(article):
    assert parse(dump(article), f"{article.id}.md") == article


PARTS = st.sampled_from(
    [f"## {name}\n" for name in SECTIONS] + ["---\n", "title: a\n", "- b\n", "```\n", "tests: *x\n"]
)


@given(st.lists(PARTS | st.text(max_size=30), max_size=12).map("".join))
def test_any_text_is_an_article_or_named(text):
    for candidate in (text, f"---\n{text}\n---\n{text}", f"---\ntitle: a\n---\n{text}", TEXT + text):
        try:
            article = parse(candidate, "any.md")
        except ArticleError:
            continue
        assert article.symptoms
        assert article.title
