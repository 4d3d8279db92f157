"""The terminal's page: what Slack shows as a message, in rich text."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.markdown import Markdown
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.kb.article import Article
from bot.matching import Band, Candidate, Decision
from bot.matching.shown import suggested
from bot.slack.views.words import STEPS, confidence_words
from bot.slack.views.words.choices import question, telling
from bot.support.contrast import Side, deciding_question, tell_apart
from bot.support.reply import Reply, ReplyKind
from bot.transcript import StepState, meaning

MARKS = {StepState.DONE: ("✓", "green"), StepState.FAILED: ("✗", "bold red"), StepState.UNKNOWN: ("·", "dim")}
SHORT = {
    ReplyKind.EXHAUSTED: "There is no other article that fits.",
    ReplyKind.EMPTY: "There is nothing to read: paste the error with the lines before it.",
    ReplyKind.GONE: "The message this answered was deleted.",
}


class Page:
    """Prints answers.

    Args:
        console: Where to; standard output by default.
    """

    def __init__(self, console: Console | None = None) -> None:
        self._out = console or Console(highlight=False)

    def decision(self, decision: Decision, articles: Mapping[str, Article]) -> None:
        """A decision as people see it, without a ticket."""
        best = decision.candidates[0] if decision.candidates else None
        if decision.band is Band.ANSWER and best is not None and best.article in articles:
            self.article(articles[best.article], decision, best)
        elif decision.band is Band.SUGGEST:
            self._suggestions(decision, articles)
        else:
            self.nothing(decision, ())

    def _suggestions(self, decision: Decision, articles: Mapping[str, Article]) -> None:
        """What there is to choose from, each with what tells it apart; one alone in full."""
        likely = suggested(decision)
        if len(likely) == 1 and likely[0].article in articles:
            self.article(articles[likely[0].article], decision, likely[0])
            return
        self.strip(decision)
        sides = [Side(articles.get(one.article) or Article(one.article, one.title), one) for one in likely]
        asked = deciding_question(sides, decision.facts)
        self.say(f"More than one article may fit. {question(asked)}" if asked else "More than one article may fit:")
        for number, (one, told) in enumerate(zip(likely, tell_apart(sides, decision.facts), strict=True), start=1):
            self.choice(str(number), one.title, one.article, telling(told) if told else "")

    def reply(self, reply: Reply) -> None:
        """A reply on a ticket."""
        decision = reply.paste.decision
        for title in reply.tried:
            self.say(f"Not this: {title}", "dim")
        if reply.kind is ReplyKind.ARTICLE:
            self._answer(reply)
        elif reply.kind is ReplyKind.CHOICES:
            self.strip(decision)
            self.say("More than one article may fit. Which of these is it?")
            for number, choice in enumerate(reply.choices, start=1):
                told = telling(choice.telling) if choice.telling else ""
                self.choice(str(number), choice.title, choice.answer.article, told)
        elif reply.kind is ReplyKind.NOTHING:
            self.nothing(decision, reply.nearest)
        else:
            self.say(SHORT[reply.kind])
        if reply.asked_for_help:
            self.say(f"{reply.asked_for_help} asked a person for help.", "yellow")

    def _answer(self, reply: Reply) -> None:
        if reply.article is None:
            self.say("The article of this answer is no longer there.")
        elif reply.resolved_by:
            self.say(f"Resolved by {reply.resolved_by} with {reply.article.id}: {reply.article.title}", "green")
        else:
            self.article(reply.article, reply.paste.decision, reply.candidate)

    def article(self, article: Article, decision: Decision | None = None, candidate: Candidate | None = None) -> None:
        """An article in full, with what it was found by."""
        self._out.print()
        self._out.print(Text.assemble((article.title, "bold"), "  ", (article.id, "cyan")))
        if decision is not None:
            self.strip(decision)
        if candidate is not None and decision is not None:
            self.say(confidence_words(candidate.confidence, decision.band), "dim")
        for heading, text in (
            ("Cause", article.cause),
            ("What to do", article.resolution or article.workaround),
            ("How to see that it worked", article.verify),
        ):
            if text.strip():
                self._heading(heading)
                self._out.print(Padding(Markdown(text) if article.markdown else Text(text), (0, 0, 0, 2)))
        if candidate is not None and candidate.matches:
            self._heading("Lines that matched")
            for match in sorted(candidate.matches, key=lambda match: match.line):
                self._out.print(Text.assemble((f"{match.line:>5}  ", "dim"), match.text), soft_wrap=True)

    def choice(self, number: str, title: str, article: str, telling: str) -> None:
        """One of several suggestions."""
        line = Text.assemble(title, "  ", (article, "cyan"), (f"\n{telling}" if telling else "", "dim"))
        listed = Table.grid(padding=(0, 2, 0, 0))
        listed.add_row(Text(f"  {number}", style="bold"), line)
        self._out.print(listed)

    def nothing(self, decision: Decision, nearest: Sequence[tuple[str, str]]) -> None:
        """No article fits: what the transcript itself shows, and what would help."""
        self.say("I have no article that fits this well enough.")
        self.strip(decision)
        if decision.failure and decision.failure.code:
            self.say(f"{decision.failure.code} means: {meaning(decision.failure.code)}")
        for article, title in nearest:
            self.choice("-", title, article, "")
        self.say("Paste the whole session if you can: the lines before the error, the server's greeting, the program.")

    def strip(self, decision: Decision) -> None:
        """The steps of the session, with the one that failed."""
        if not decision.steps:
            return
        strip = Text("  ")
        for step, state in decision.steps:
            mark, style = MARKS[state]
            strip.append(f"{mark} {STEPS[step]}   ", style)
        self._out.print(strip)
        failure = decision.failure
        if failure is not None and failure.text:
            where = f" after {failure.command}" if failure.command else ""
            self.say(f"It failed{where}: {failure.text}", "red")

    def say(self, text: str, style: str = "") -> None:
        """A line of text; where it is wrapped, the next one stands below it."""
        self._out.print(Padding(Text(text, style=style), (0, 0, 0, 2), expand=False))

    def _heading(self, text: str) -> None:
        self._out.print()
        self._out.print(Text(text.upper(), style="bold"))
