"""Samples of what views show: replies of every kind, in ordinary words and in hostile ones."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.kb import markdown
from bot.kb.article import Article
from bot.kb.files import read_articles
from bot.matching import Matcher
from bot.matching.model import Band, Bearing, Candidate, Decision, Evidence, LineMatch
from bot.support.model import Answer, Event, EventKind, Paste, Reason, Source
from bot.support.outcome import Help
from bot.support.reply import Choice, Refusal, Reply, ReplyKind
from bot.transcript.model import FailurePoint, Step, StepState

KB_DATA = Path(__file__).parents[4] / "kb_data"

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)

TEXT = """Connected to ftp.example.com.
220 nt4web Microsoft FTP Service (Version 4.0).
User (ftp.example.com:(none)): anonymous
331 Anonymous access allowed, send identity (e-mail name) as password.
Password:
530 User guest@example.com cannot log in.
Login failed.
ftp>"""

FOUNDING = Article(
    id="Q269241",
    title="Anonymous FTP to IIS 4 fails with 530 cannot log in while password synchronisation is on",
    applies_to=("Internet Information Server 4.0",),
    risk="medium",
    references=("Microsoft KB Q269241", "RFC 959, section 5.4"),
    symptoms=("331 Anonymous access allowed\n530 User cannot log in.",),
    cause="With **password synchronisation** on, IIS asks `Iissuba.dll`, which is *missing* without the web component.",
    resolution=(
        "1. See whether it is there:\n\n   ```\n   dir /s %SystemRoot%\\iissuba.dll\n   ```\n\n   If not, go on.\n"
        "2. **Safer way:** put the World Wide Web Server component back.\n3. Restart the FTP service:\n\n"
        "   ```\n   net stop msftpsvc\n   net start msftpsvc\n   ```\n"
    ),
    verify="Log in as `anonymous`; the answer is:\n\n```\n230 Anonymous user logged in.\n```",
)

IMPORTED = Article(
    id="Q173858",
    title="Mcm.dll cannot be loaded",
    applies_to=("Microsoft Windows 95",),
    cause="A file is damaged, which happens when a copy is broken off in the middle of\nits way.",
    resolution=(
        "To solve this:\n\n1. Click Start, click Shut Down, click Restart The Computer, and then click\n   Yes.\n\n"
        "2. Type:\n\n      rename mcm.dll mcm.old\n\n   NOTE: If the file is in use, which it mostly is, "
        "restart the computer first."
    ),
    origin="imported",
    markdown=False,
)


def founding() -> Article:
    """The founding article as it is in ``kb_data/``."""
    return markdown.parse((KB_DATA / f"{FOUNDING.id}.md").read_text(encoding="utf-8"), f"{FOUNDING.id}.md")


STEPS = ((Step.CONNECT, StepState.DONE), (Step.GREETING, StepState.DONE), (Step.LOGIN, StepState.FAILED))
FAILURE = FailurePoint(Step.LOGIN, "PASS", 530, 6, "530 User guest@example.com cannot log in.")
FACTS = (
    "client:windows-ftp",
    "code:530",
    "command:PASS",
    "command:USER",
    "dialect:transcript",
    "failed:530",
    "failed:PASS",
    "login:refused",
    "outcome:failed",
    "protocol:ftp",
    "server:iis",
    "server:iis/4",
    "server:iis/old",
    "step:login",
    "tls:none",
    "user:anonymous",
)
MATCHES = (
    LineMatch(6, "530 User guest@example.com cannot log in.", "530 User guest@example.com cannot log in.", 100.0),
    LineMatch(
        4,
        "331 Anonymous access allowed, send identity (e-mail name) as password.",
        "331 Anonymous access allowed, send identity (e-mail name) as password.",
        100.0,
    ),
    LineMatch(7, "Login failed.", "ftp: Login failed.", 84.0),
)


def candidate(place: int = 0, **more: object) -> Candidate:
    evidence = (Evidence("require", "server:iis/4", Bearing.MISSING, "would also need the server software iis/4"),)
    usual = Candidate(f"article-{place}", 1, f"Title {place}", f"cause-{place}", 0.9 - place / 10, MATCHES, evidence)
    return replace(usual, **more)


def decision(**more: object) -> Decision:
    first = candidate(article=FOUNDING.id, title=FOUNDING.title, confidence=0.97)
    usual = Decision(
        Band.ANSWER, (first, *map(candidate, range(1, 10))), FAILURE, STEPS, FACTS, ("530",), "2026-11-22", 3.1
    )
    return replace(usual, **more)


def paste(**more: object) -> Paste:
    usual = Paste(
        id=7,
        workspace="T01",
        ticket=3,
        channel="C0123ABC",
        ts="1795370000.000100",
        thread_ts=None,
        author="U0ANNA",
        source=Source.MESSAGE,
        asked=True,
        text=TEXT,
        decision=decision(),
        revision=1,
        kb_revision=1,
        created_at=NOW,
    )
    return replace(usual, **more)


def answer(**more: object) -> Answer:
    usual = Answer(12, "T01", 3, 7, 1, FOUNDING.id, 1, 1, 0.97, Band.ANSWER, "2026-11-22", full=True, shown_at=NOW)
    return replace(usual, **more)


def choices() -> tuple[Choice, ...]:
    given = (
        ("wrong-credentials", "530 because user name and password do not match", 0.55, "shows a failure with 530"),
        (
            "wrong-credentials-iis",
            "IIS refuses a named user with 530 User cannot log in",
            0.48,
            "would also need a named user",
        ),
        ("account-locked-or-expired", "530 because the account is locked or has expired", 0.31, ""),
    )
    return tuple(
        Choice(answer(id=20 + place, article=article, confidence=sure, band=Band.SUGGEST, full=False), title, telling)
        for place, (article, title, sure, telling) in enumerate(given)
    )


HELP = Help("U0BERT", NOW)
OTHERWISE = Event(1, "T1", 1, None, EventKind.RESOLVED_BY_PERSON, "U0BERT", NOW)


def refusals(*titles: str, reason: Reason | None = None) -> tuple[Refusal, ...]:
    return tuple(Refusal(90 + place, title, "U0BERT", reason) for place, title in enumerate(titles))


def reply(kind: ReplyKind = ReplyKind.ARTICLE, **more: object) -> Reply:
    usual = {
        ReplyKind.ARTICLE: Reply(
            kind, paste(), article=FOUNDING, answer=answer(), candidate=decision().candidates[0], has_next=True
        ),
        ReplyKind.CHOICES: Reply(kind, paste(), choices=choices()),
        ReplyKind.EXHAUSTED: Reply(kind, paste(), refusals=refusals("530 because user name and password do not match")),
        ReplyKind.NOTHING: Reply(
            kind, paste(decision=decision(band=Band.QUIET)), nearest=((FOUNDING.id, FOUNDING.title),)
        ),
    }.get(kind, Reply(kind, paste(text="")))
    return replace(usual, **more)


PIECES = (
    "<!channel> <!here> <!subteam^S1> <@U123> @here @everyone &lt;b&gt; &amp;amp; <script> ",
    "``` `` ` `a``b```c ",
    "*bold* _it_ ~no~ *.txt __init__ > quote ",
    "\u202eoverride\u202c שלום عربى \u200f ",
    "🧨🏴‍☠️👩‍👩‍👧 𝔘𝔫𝔦 ",
    '"quotes" \\\\server\\share \t tab \x00\x1b[31m \r\n\n',
    "wordwithoutanyspace" * 40 + " ",
)


def founding_reply() -> Reply:
    """The real answer to the founding paste: what the matcher decides with the real knowledge base."""
    articles = read_articles(KB_DATA).articles
    decided = Matcher.build([article.as_entry(1) for article in articles]).decide(TEXT)
    best = decided.candidates[0]
    return reply(
        article=next(article for article in articles if article.id == best.article),
        paste=paste(decision=decided),
        answer=answer(article=best.article, confidence=best.confidence),
        candidate=best,
    )


def hostile(length: int) -> str:
    """Text of this length in which everything is that could break a message."""
    whole = "".join(PIECES)
    return (whole * (length // len(whole) + 1))[:length]


def hostile_reply(kind: ReplyKind, length: int = 40_000, **more: object) -> Reply:
    """A reply in which every text is hostile, and as long as it may be, or longer."""
    text, line, name = hostile(length), hostile(600), hostile(120)
    matches = tuple(LineMatch(999_990 + place, line, line, 50.0) for place in range(10))
    ten = tuple(
        candidate(place, title=name, matches=matches, evidence=(Evidence("reply", line, Bearing.FOR, line),))
        for place in range(10)
    )
    steps = tuple((step, StepState.FAILED if step is Step.CLOSE else StepState.UNKNOWN) for step in Step)
    read = decision(
        candidates=ten,
        failure=FailurePoint(Step.CLOSE, line, 999, 10**9, text),
        steps=steps,
        facts=(*FACTS, f"client:{line}"),
    )
    evil = replace(
        FOUNDING,
        title=name,
        applies_to=(line,) * 9,
        references=(line,) * 9,
        symptoms=(text,) * 3,
        summary=text,
        cause=text,
        resolution=text,
        workaround=text,
        verify=text,
        more=text,
    )
    usual = reply(
        kind,
        paste=paste(text=text, decision=read, source=Source.COMMAND),
        article=evil,
        answer=answer(),
        candidate=ten[0],
        choices=tuple(Choice(answer(id=n), name, text) for n in range(3)),
        refusals=refusals(*(name,) * 10),
        nearest=((FOUNDING.id, name),) * 5,
        help=HELP,
    )
    return replace(usual, **more)
