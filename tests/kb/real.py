"""The matcher over the real articles, built once."""

from functools import cache
from pathlib import Path

from bot.kb.files import read_articles
from bot.matching import Decision, Matcher
from bot.paste import clean

KB_DATA = Path(__file__).resolve().parents[2] / "kb_data"


@cache
def matcher() -> Matcher:
    return Matcher.build([article.as_entry(1) for article in read_articles(KB_DATA).articles])


def decide(text: str) -> Decision:
    """Decide about a paste as it comes from Slack's ``text``."""
    return matcher().decide(clean(text).text)
