"""Checks of our own articles that no parser makes: what a reader, a matcher or Slack would stumble over.

``lint`` looks at the articles together, since links, duplicates and evidence concern several of them. ``shared_runs``
compares them with texts that they may have been read from: people's words are theirs, only error texts are common.
Imported articles are left as their authors wrote them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from bot.kb import evidence, wording
from bot.kb.article import OWN, Article
from bot.kb.causes import CAUSES
from bot.kb.files import sources
from bot.kb.microsoft import decode

MAX_TITLE = 120
MIN_SYMPTOMS = 3
# Slack's section takes 3,000 characters and a modal 100 blocks; these leave room for what stands around the text.
MAX_SYMPTOM = 3_000
MAX_CAUSE = 2_500
MAX_RESOLUTION = 9_000

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*|Q\d{1,7}")
_STEP = re.compile(r"^ {0,3}1[.)] \S", re.MULTILINE)
_WORD = re.compile(r"[^\W_]+")


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
            *_lengths(article),
            *_links(article, ids, causes),
            *(("evidence", sentence) for sentence in evidence.misspelt(article)),
            *(("host", sentence) for sentence in wording.real_hosts(article)),
            *(("code", sentence) for sentence in wording.bare_commands(article.resolution)),
            *(("spelling", sentence) for sentence in wording.misspelt(article)),
            *(("duplicate", sentence) for sentence in duplicates[article.id]),
        ]
        problems += [Problem(article.id, rule, sentence) for rule, sentence in found]
    return tuple(problems)


def shared_runs(articles: Iterable[Article], folder: Path, words: int = 12) -> tuple[Problem, ...]:
    """Runs of words that an article's prose shares with other texts; one problem for each article and text.

    Symptoms, tests and code are left out: error texts, commands and settings cannot be said in other words.

    Args:
        articles: Ours; imported ones are passed over.
        folder: A file, folder or archive of texts.
        words: The length of the shortest run that counts.

    Raises:
        ArticleError: There is nothing at this path.
    """
    runs: dict[tuple[str, ...], str] = {}
    for article in articles:
        if article.origin == OWN:
            for text in (
                article.summary,
                article.cause,
                article.resolution,
                article.workaround,
                article.verify,
                article.more,
            ):
                runs.update(dict.fromkeys(_runs(wording.without_code(text), words), article.id))
    problems: dict[tuple[str, str], Problem] = {}
    for source in sources(folder):
        for run in _runs(decode(source.data).replace("\\n", " "), words):
            article_id = runs.get(run)
            if article_id is not None:
                sentence = f"shares the words '{' '.join(run)}' with {source.name}"
                problems.setdefault((article_id, source.name), Problem(article_id, "shared-run", sentence))
    return tuple(problems.values())


def _shape(article: Article) -> Iterator[tuple[str, str]]:
    if not _SLUG.fullmatch(article.id):
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


def _lengths(article: Article) -> Iterator[tuple[str, str]]:
    texts = [
        ("title", article.title, MAX_TITLE),
        ("cause", article.cause, MAX_CAUSE),
        ("resolution", article.resolution, MAX_RESOLUTION),
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


def _duplicates(articles: list[Article]) -> dict[str, list[str]]:
    """Symptoms that stand in an earlier article, too, where nothing tells the two apart."""
    seen: dict[str, list[Article]] = defaultdict(list)
    found: dict[str, list[str]] = defaultdict(list)
    for article in articles:
        for symptom in dict.fromkeys(" ".join(text.lower().split()) for text in article.symptoms):
            for other in seen[symptom]:
                if not evidence.separates(article, other):
                    found[article.id].append(f"'{other.id}' has the same symptom '{_shortened(symptom)}'")
            seen[symptom].append(article)
    return found


def _runs(text: str, words: int) -> Iterator[tuple[str, ...]]:
    folded = _WORD.findall(text.lower())
    return (tuple(folded[i : i + words]) for i in range(len(folded) - words + 1))


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"  # noqa: PLR2004  as much as fits on a line of a terminal
