"""Words of App Home, and of ``/kb mine``."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from bot.support.model import Outcome

PASTE_TITLE: Final = "Paste an FTP error"
PASTE: Final = (
    "Paste what the FTP program printed, and I look for its cause. Only you see the answer until you share it."
)
PASTE_BUTTON: Final = "Paste an error"

MINE_TITLE: Final = "My tickets"
MINE_NONE: Final = "You have none yet. A ticket begins when you paste an error and I answer it."
HELPFUL_TITLE: Final = "Articles that helped most"
HELPFUL_NONE: Final = "Nobody has said yet that an article solved something: *Solved it* under an answer does."
HELPFUL_SINCE: Final = "In the last 30 days, counted only where a person said so."
SETTINGS_TITLE: Final = "How I behave"
SETTINGS: Final = (
    "In a channel I speak up only when I am sure, and reply in the thread. Mentioned, or in a direct message, I always "
    "reply. `/kb watch` in a channel shows how I behave there; support people and curators can change it."
)
CHANNELS: Final = "*Channels that were set*"
WAITING_TITLE: Final = "Waiting for a person"
MORE_WAITING: Final = "There are more, who have not waited as long."
WAITING_NONE: Final = "Nobody waits for a person."
UNANSWERED_TITLE: Final = "Left unanswered this week"
UNANSWERED_NONE: Final = "No failure in a public channel was left unanswered."
WEEK_TITLE: Final = "This week"
WEEK_HINT: Final = "What became of the tickets of the last seven days. Silence is never counted as success."
SHADOW_TITLE: Final = "Where I only watch"
OPEN: Final = "Open the thread"
RIGHT: Final = "That is right"
WRONG: Final = "That is wrong"
NOT_CLAIMED: Final = "nobody has it yet"
PRIVATE: Final = "A private conversation"
PRIVATE_ANSWER: Final = "a private answer"
NO_FAILURE: Final = "No failure found"
SOMETHING_FAILED: Final = "A failure"

OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.CONFIRMED: "✓ Solved by an article",
    Outcome.RESOLVED_BY_PERSON: "✓ Solved by something else",
    Outcome.ESCALATED: "With a person",
    Outcome.UNSOLVED: "Not solved",
    Outcome.UNKNOWN: "Nobody said anything yet",
}


def helped(confirmed: int, shown: int) -> str:
    """How often an article solved it, of how often it was shown."""
    return (
        f"solved {confirmed} of the {shown} tickets it was shown on"
        if shown != 1
        else "solved the ticket it was shown on"
    )


def waits(age: str, who: str) -> str:
    """How long somebody has been waiting."""
    return f"{who} has waited {age}"


def claimed(who: str) -> str:
    """Who took it on."""
    return f"{who} has it"


def unanswered(count: int, people: int) -> str:
    """How often a failure was seen, and by how many."""
    times = "once" if count == 1 else f"{count} times"
    return f"{times}, by {people} {'person' if people == 1 else 'people'}"


def outcome_count(outcome: Outcome, count: int) -> str:
    """One of the five numbers."""
    return f"{OUTCOMES[outcome]}: *{count}*"


def shadow_kept(count: int) -> str:
    """How often the bot would have answered."""
    if not count:
        return "In channels set to *shadow* I would have said nothing in the last 30 days."
    times = "once" if count == 1 else f"{count} times"
    return f"In channels set to *shadow* I would have answered {times} in the last 30 days."


def shadow_right(k: int, n: int, share: float | None, low: float, high: float) -> str:
    """How often that would have been right; ``share`` is None where there are too few cases to say."""
    if n == 0:
        return "Nobody has judged any of them yet."
    judged = f"People judged {n} of them: {k} {'was' if k == 1 else 'were'} right."
    if share is None:
        return f"{judged} That is too few to say how often I am right."
    return f"{judged} That is {share:.0%}, and most likely between {low:.0%} and {high:.0%}."


def shadow_answer(title: str, article: str) -> str:
    """What the bot would have said."""
    return f"I would have said: {title} ({article})"


def age(since: timedelta) -> str:
    """How long, in the largest unit that fits."""
    minutes = max(0, int(since.total_seconds() // 60))
    for unit, length in (("day", 24 * 60), ("hour", 60), ("minute", 1)):
        if minutes >= length:
            number = minutes // length
            return f"{number} {unit}{'' if number == 1 else 's'}"
    return "less than a minute"
