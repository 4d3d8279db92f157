"""The measures and the dimensions, each defined once: its sentence for people, and the columns of a view it sums up.

A column is a fact of one ticket, paste or answer: 0 or 1, or seconds. The views ``analytics_tickets``,
``analytics_pastes`` and ``analytics_articles`` (an answer a row) define them in SQL, and ``docs/analytics.md`` says
what each means. A rate is the sum of ``fact`` over the rows where ``among`` is 1.
"""

from bot.analytics.model import Dimension, Measure, Subject, Unit


def _count(subject: Subject, name: str, title: str, sentence: str, fact: str = "") -> Measure:
    return Measure(name, title, sentence, Unit.COUNT, subject, fact)


def _rate(subject: Subject, name: str, title: str, sentence: str, fact: str, among: str = "") -> Measure:  # noqa: PLR0917  a line of the table below
    return Measure(name, title, sentence, Unit.SHARE, subject, fact, among)


def _seconds(subject: Subject, name: str, title: str, sentence: str, fact: str) -> Measure:
    return Measure(name, title, sentence, Unit.SECONDS, subject, fact)


_T, _P, _A = Subject.TICKET, Subject.PASTE, Subject.ANSWER

TICKETS = (
    _count(_T, "tickets", "Tickets", "Threads in which the bot answered or was asked, opened in the period."),
    _rate(_T, "confirmed", "Confirmed", "Of all tickets, those that an answer solved, as a person said.", "confirmed"),
    _rate(
        _T,
        "resolved_by_person",
        "Resolved by a person",
        "Of all tickets, those that were solved, but by something else than an answer of the bot.",
        "resolved_by_person",
    ),
    _rate(_T, "escalated", "With a person", "Of all tickets, those that are still with a person.", "escalated"),
    _rate(
        _T,
        "unsolved",
        "Unsolved",
        "Of all tickets, those where people said no and nothing solved it since.",
        "unsolved",
    ),
    _rate(
        _T,
        "unknown",
        "Unknown",
        "Of all tickets, those on which nobody said anything; silence is never counted as success.",
        "unknown",
    ),
    _rate(
        _T,
        "coverage",
        "Coverage",
        "Of all tickets, those on which somebody said something: solved, not this, or ask a person.",
        "said",
    ),
    _rate(
        _T,
        "resolution_rate",
        "Resolution rate",
        "Of the tickets on which somebody said something, those that an answer solved; see coverage.",
        "confirmed",
        "said",
    ),
    _rate(
        _T,
        "self_service_rate",
        "Self-service share",
        "Of the tickets that were solved, those that an answer solved without a person ever being asked.",
        "self_served",
        "solved",
    ),
    _rate(
        _T,
        "escalation_rate",
        "Escalation rate",
        "Of all tickets, those on which a person was asked at least once.",
        "asked_person",
    ),
    _rate(
        _T,
        "reopen_rate",
        "Reopen rate",
        "Of the tickets that were said to be solved at some time, those on which that was taken back at least once.",
        "ever_reopened",
        "ever_resolved",
    ),
    _rate(
        _T,
        "link_rate",
        "Link rate",
        "Of all tickets, those with an article: one was shown, or a person solved it with one.",
        "linked",
    ),
    _seconds(
        _T,
        "time_to_answer",
        "Time to answer",
        "From a ticket's first paste to the reply to it, both by Slack's clock, where an article was shown.",
        "answer_seconds",
    ),
    _seconds(
        _T,
        "time_to_resolution",
        "Time to resolution",
        "From the opening of a ticket to the word that an answer solved it; of confirmed tickets alone.",
        "resolution_seconds",
    ),
)

PASTES = (
    _count(_P, "pastes", "Failures pasted", "Pastes of the period that show a failure and were not deleted."),
    _rate(
        _P, "answer_rate", "Answer rate", "Of the failures pasted, those to which one article was shown.", "answered"
    ),
    _rate(
        _P,
        "suggest_rate",
        "Suggest rate",
        "Of the failures pasted, those to which two or three articles were offered to choose from.",
        "suggested",
    ),
    _rate(
        _P,
        "quiet_rate",
        "Quiet rate",
        "Of the failures pasted, those to which no article was shown, because none fitted well enough.",
        "quiet",
    ),
    _rate(
        _P,
        "shadow_rate",
        "Kept to itself",
        "Of the failures pasted, those that would have been answered in a channel where the bot only watches.",
        "shadow",
    ),
    _rate(
        _P,
        "new_rate",
        "New failures",
        "Of the failures pasted whose decisive lines are known, those that nobody had pasted before.",
        "new",
        "has_signature",
    ),
)

ANSWERS = (
    _count(_A, "shown", "Shown", "Articles shown on the tickets of the period, each time counted."),
    _count(_A, "first_shown", "Shown first", "Of these, the first one shown on its ticket.", "first_shown"),
    _count(_A, "chosen", "Opened", "Of these, those that somebody opened from a choice of titles.", "chosen"),
    _count(_A, "resolved", "Resolved", "Of these, those that solved the ticket, as a person said.", "resolved"),
    _count(_A, "rejected", "Not this", "Of these, those of which a person said that it is not this.", "rejected"),
    _count(
        _A,
        "rejected_another_error",
        "Another error",
        "Not this, because the article is about another error.",
        "rejected_another_error",
    ),
    _count(
        _A,
        "rejected_did_not_help",
        "Did not help",
        "Not this, because what the article says did not help.",
        "rejected_did_not_help",
    ),
    _count(
        _A,
        "rejected_not_my_server",
        "Not my server",
        "Not this, because the server is not the reader's to change.",
        "rejected_not_my_server",
    ),
    _count(_A, "rejected_without_reason", "No reason said", "Not this, without a reason.", "rejected_without_reason"),
    _rate(
        _A,
        "escalated_after",
        "Escalated after",
        "Of the articles shown, those on whose ticket a person was asked afterwards.",
        "escalated_after",
    ),
    _count(
        _A,
        "reopened",
        "Reopened",
        "Of the articles shown, those that were said to have solved the ticket until that was taken back.",
        "reopened",
    ),
    _rate(
        _A,
        "article_resolution_rate",
        "Resolved when judged",
        "Of the articles shown about which a person said yes or no, those that solved the ticket.",
        "resolved",
        "judged",
    ),
    _rate(
        _A,
        "answer_precision",
        "Precision of answers",
        "Of the articles shown as the one answer about which a person said yes or no, those that solved the ticket.",
        "answer_right",
        "answer_judged",
    ),
)

MEASURES = {measure.name: measure for measure in (*TICKETS, *PASTES, *ANSWERS)}
"""All measures by name, in the order of the page."""

OUTCOMES = ("confirmed", "resolved_by_person", "escalated", "unsolved", "unknown")
"""The five outcomes of a ticket: their measures add up to all tickets."""

WEEK = Dimension("week", "Week", "Weeks from Monday, in the time zone of the report.")
DIMENSIONS = {
    dimension.name: dimension
    for dimension in (
        Dimension("channel", "Channel", "The conversation in Slack.", personal=True),
        Dimension("server", "Server", "The server's software, as the paste shows it."),
        Dimension("client", "Client", "The client's software, as the paste shows it."),
        Dimension("mode", "Mode", "How data connections were asked for: passive, active, or both."),
        Dimension("step", "Step", "The step of the session that failed."),
        Dimension("code", "Reply code", "The server's reply code at the failure."),
        Dimension("cause", "Cause", "The cause that the first article shown names."),
        Dimension("article", "Article", "The article: of a ticket and of a paste, the first one shown."),
        Dimension("matcher", "Matcher", "The version of the matcher that decided."),
        Dimension("kb_revision", "Articles' revision", "The revision of all articles that it decided by."),
    )
}
"""What a report is broken down by, beside weeks. A ticket has the dimensions of its first paste."""

SYSTEM = Dimension("system", "System", "The system of the other ticket; a ticket may have one in several systems.")
ELSEWHERE = _rate(
    _T,
    "elsewhere_rate",
    "In other systems",
    "Of all tickets, those for which somebody named a ticket of another system, as INC0012345, in their thread.",
    "",
)
"""By system alone: a ticket may have several links, each a row of the view ``analytics_links``."""
