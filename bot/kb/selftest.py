"""The knowledge base tested by its own words: every article is found by what it says that people paste.

Articles of one cause do not compete, so a symptom is found also where another article of its cause comes first; the
pastes under ``tests`` are stricter, because an author chose them to tell articles apart.
"""

from collections.abc import Callable, Iterable, Iterator

from bot.kb.article import OWN, Article
from bot.kb.lint import Problem
from bot.matching.model import Band, Decision


def check(articles: Iterable[Article], decide: Callable[[str], Decision]) -> tuple[Problem, ...]:
    """What the matcher does with each article's own tests and symptoms, where it is not what the author expects.

    Args:
        articles: Drafts and retired articles are passed over, and imported ones, which have no tests.
        decide: The matcher, with all articles in it.
    """
    problems: list[Problem] = []
    for article in articles:
        if article.origin == OWN and article.status == "current":
            problems += [Problem(article.id, rule, sentence) for rule, sentence in _check(article, decide)]
    return tuple(problems)


def _check(article: Article, decide: Callable[[str], Decision]) -> Iterator[tuple[str, str]]:
    for paste in article.tests.find:
        decision = decide(paste)
        if not _is_first(decision, article):
            yield "find", f"the paste {_quoted(paste)} finds {_first(decision)}"
        elif decision.band is Band.QUIET:
            yield "find", f"the paste {_quoted(paste)} finds it, but too weakly to speak"
    for paste in article.tests.miss:
        decision = decide(paste)
        if decision.band is Band.ANSWER and _is_first(decision, article):
            yield "miss", f"the near miss {_quoted(paste)} is answered with it"
    for number, symptom in enumerate(article.symptoms, start=1):
        decision = decide(symptom)
        if not _is_first(decision, article) and not _is_cause_first(decision, article):
            yield "symptom", f"its symptom {number}, {_quoted(symptom)}, finds {_first(decision)}"


def _is_first(decision: Decision, article: Article) -> bool:
    return bool(decision.candidates) and decision.candidates[0].article == article.id


def _is_cause_first(decision: Decision, article: Article) -> bool:
    return (
        article.cause_slug is not None
        and bool(decision.candidates)
        and decision.candidates[0].cause == article.cause_slug
    )


def _first(decision: Decision) -> str:
    return f"'{decision.candidates[0].article}' first" if decision.candidates else "nothing"


def _quoted(paste: str) -> str:
    """The most telling line of a paste is often its last; a problem shows both ends."""
    lines = [" ".join(line.split()) for line in paste.split("\n") if line.strip()]
    whole = " … ".join(dict.fromkeys([lines[0], lines[-1]])) if lines else ""
    return f"'{whole if len(whole) <= 100 else whole[:99] + '…'}'"  # noqa: PLR2004  a line of a terminal
