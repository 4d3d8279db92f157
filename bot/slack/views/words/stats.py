"""Words of the numbers: ``/kb stats`` and the weekly digest."""

from typing import Final

TITLE: Final = "Support in numbers"
DIGEST_TITLE: Final = "Support last week"
NOTHING_OPENED: Final = "No ticket was opened in this time."
SILENCE: Final = "Silence is never counted as success."
CHART: Final = "Tickets by week and outcome"
WEEK_OF: Final = "Week from Monday"
TICKETS: Final = "Tickets"
ARTICLES: Final = "Articles, those shown most often first"
CHANGED: Final = "*What changed, more than chance would make*"
UNCHANGED: Final = "Compared with the week before, nothing changed by more than chance would make."
ALL_NUMBERS: Final = "All numbers, with charts: `kbbot report --format html`"
SURE: Final = "Ranges are 95% intervals."
ONLY_TOTALS: Final = "Support people see the articles, too."
NOT_THIS: Final = "Not this"


def heard(said: str, tickets: str, share: str) -> str:
    """On how many tickets people said something; all three as they are shown."""
    return f"On *{said}* of *{tickets}* tickets ({share}) somebody said something."


def solved(share: str, interval: str) -> str:
    """How often an answer helped."""
    return f"Of these, an answer solved *{share}* ({interval}), as a person said."


def too_few(words: str) -> str:
    """Nothing can be said of how often answers help."""
    return f"Of these there are {words} how often an answer solved it."


def changed(measure: str, difference: str, now: str, before: str) -> str:
    """One measure that changed."""
    return f"• {measure}: {now}, before {before} ({difference})"


def weeks(count: int) -> str:
    """The last so many weeks."""
    return f"the last {count} weeks" if count > 1 else "the last week"
