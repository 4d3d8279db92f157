"""Checks of our own articles that no parser makes: what a reader, a matcher or Slack would stumble over.

``lint`` looks at the articles together, since links, duplicates and evidence concern several of them. Imported
articles are left as their authors wrote them.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from bot.kb import evidence, wording
from bot.kb.article import OWN, Article
from bot.kb.causes import CAUSES
from bot.kb.template import TASK
from bot.matching.words import masked_lines

MAX_TITLE = 120
MIN_SYMPTOMS = 3
MIN_FIND = 2
MIN_MISS = 1
# Slack's section takes 3,000 characters and a modal 100 blocks; these leave room for what stands around the text.
MAX_SYMPTOM = 3_000
MAX_CAUSE = 2_500
MAX_RESOLUTION = 9_000
MAX_VERIFY = 2_500
MAX_MORE = 9_000

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*|Q\d{1,7}")
_STEP = re.compile(r"^ {0,3}1[.)] \S", re.MULTILINE)
# "article `a`", "articles `a` and `b`"
_MENTION = re.compile(r"\barticles?\s+(`[^`\n]+`(?:(?:,|,?\s+(?:and|or))\s+`[^`\n]+`)*)", re.IGNORECASE)
_CODE = re.compile(r"`([^`\n]+)`")


class Problem(NamedTuple):
    """What is wrong with an article.

    Attributes:
        article: Its id.
        rule: The rule's name, the same for all problems of a kind.
        sentence: What is wrong, for its author.
    """

    article: str
    rule: str
    sentence: str


def lint(articles: Iterable[Article], causes: Mapping[str, str] = CAUSES) -> tuple[Problem, ...]:
    """Every problem of our own articles, in their order.

    Args:
        articles: All articles; imported ones only count as targets of links.
        causes: The vocabulary.
    """
    known = tuple(articles)
    ids = {article.id for article in known}
    own = [article for article in known if article.origin == OWN]
    duplicates = _duplicates(own)
    problems: list[Problem] = []
    for article in own:
        found = [
            *_shape(article),
            *_complete(article),
            *_lengths(article),
            *_links(article, ids, causes),
            *(("evidence", sentence) for sentence in evidence.misspelt(article)),
            *(("host", sentence) for sentence in wording.real_hosts(article)),
            *(("code", sentence) for sentence in wording.bare_commands(article)),
            *(("spelling", sentence) for sentence in wording.misspelt(article)),
            *(("duplicate", sentence) for sentence in duplicates[article.id]),
        ]
        problems += [Problem(article.id, rule, sentence) for rule, sentence in found]
    return tuple(problems)


def reproductions(articles: Iterable[Article], reproduced: Collection[str]) -> tuple[Problem, ...]:
    """Articles that claim a reproduction which is not there, and reproductions that their article does not claim.

    Args:
        articles: All articles.
        reproduced: The ids that the reproductions in ``tests/kb/live`` name.
    """
    claimed = {article.id for article in articles if article.reproduced}
    return (
        *(
            Problem(id_, "reproduced", "it says 'reproduced: true' but no test in tests/kb/live names it")
            for id_ in sorted(claimed - set(reproduced))
        ),
        *(
            Problem(id_, "reproduced", "a test in tests/kb/live names it, so it must say 'reproduced: true'")
            for id_ in sorted(set(reproduced) - claimed)
        ),
    )


def _shape(article: Article) -> Iterator[tuple[str, str]]:
    if not SLUG.fullmatch(article.id):
        yield "id", "the file's name must be a lower-case slug like 'passive-ports-blocked'"
    if not article.title.strip():
        yield "title", "it has no title"
    if len(article.symptoms) < MIN_SYMPTOMS:
        yield "symptoms", f"it has {len(article.symptoms)} forms of symptoms; at least {MIN_SYMPTOMS} are needed"
    for part in ("cause", "resolution", "verify"):
        if not getattr(article, part).strip():
            yield "parts", f"the section '## {part.title()}' is missing"
    if article.resolution.strip() and not _STEP.search(article.resolution):
        yield "parts", "the resolution has no numbered steps"


def _complete(article: Article) -> Iterator[tuple[str, str]]:
    """What a template leaves to its author."""
    for name in ("applies_to", "references", "reviewed"):
        if not getattr(article, name):
            yield "front", f"'{name}' is empty"
    for name, pastes, least in (("find", article.tests.find, MIN_FIND), ("miss", article.tests.miss, MIN_MISS)):
        if len(pastes) < least:
            yield "tests", f"'{name}' has {len(pastes)} pastes; at least {least} must {name} the article"
    tasks = sum(text.count(TASK) for text in (article.title, *article.symptoms, *wording.parts(article)))
    if tasks:
        yield "task", f"'{TASK}' still stands in {tasks} places"


def _lengths(article: Article) -> Iterator[tuple[str, str]]:
    texts = [
        ("title", article.title, MAX_TITLE),
        ("cause", article.cause, MAX_CAUSE),
        ("resolution", article.resolution, MAX_RESOLUTION),
        ("proof", article.verify, MAX_VERIFY),
        ("rest", article.more, MAX_MORE),
        *((f"symptom {n}", text, MAX_SYMPTOM) for n, text in enumerate(article.symptoms, start=1)),
    ]
    for name, text, limit in texts:
        if len(text) > limit:
            yield "length", f"the {name} has {len(text):,} characters; at most {limit:,} fit"


def _links(article: Article, ids: set[str], causes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if article.cause_slug is None:
        yield "cause", "it names no cause"
    elif article.cause_slug not in causes:
        yield "cause", f"its cause '{article.cause_slug}' is not in the vocabulary"
    for other in article.related:
        if other == article.id:
            yield "related", "it is related to itself"
        elif other not in ids:
            yield "related", f"there is no article '{other}' to be related to"
    mentioned = [
        name for text in wording.parts(article) for match in _MENTION.findall(text) for name in _CODE.findall(match)
    ]
    for other in dict.fromkeys(mentioned):
        if other not in ids:
            yield "mention", f"it sends its reader to an article '{other}', which does not exist"


def _duplicates(articles: list[Article]) -> dict[str, list[str]]:
    """Symptoms that stand in an earlier article, too, where nothing tells the two apart.

    Symptoms are the same when their masks are: another host or user is no difference to the matcher.
    """
    seen: dict[str, list[Article]] = defaultdict(list)
    found: dict[str, list[str]] = defaultdict(list)
    for article in articles:
        for symptom in dict.fromkeys("\n".join(masked_lines(text)) for text in article.symptoms):
            for other in seen[symptom]:
                if not evidence.separates(article, other):
                    cause = "" if other.cause_slug == article.cause_slug else f", of the cause '{other.cause_slug}',"
                    found[article.id].append(f"'{other.id}'{cause} has the same symptom '{_shortened(symptom)}'")
            seen[symptom].append(article)
    return found


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:59]}…"  # noqa: PLR2004  as much as fits on a line of a terminal
