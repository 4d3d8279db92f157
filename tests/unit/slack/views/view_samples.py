"""Samples of what views show: replies of every kind, in ordinary words and in hostile ones."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot.kb import markdown
from bot.kb.article import Article
from bot.kb.files import read_articles
from bot.matching import Matcher
from bot.matching.model import Band, Bearing, Candidate, Decision, Evidence, LineMatch
from bot.matching.shown import suggested
from bot.support.contrast import How, Option, Question, Side, Telling, deciding_question, tell_apart
from bot.support.explain import FLOOR, OTHERS, Explanation
from bot.support.model import Answer, Event, EventKind, Paste, Reason, Source
from bot.support.outcome import Help
from bot.support.reply import Choice, Refusal, Reply, ReplyKind, nearest_to
from bot.support.sureness import NO_RECORD, Sureness, sureness
from bot.transcript.model import FailurePoint, Step, StepState

KB_DATA = Path(__file__).parents[4] / "kb_data"

JUDGED = Sureness(45 / 50, 50, 45)
NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)

TEXT = """Connected to ftp.example.com.
220 nt4web Microsoft FTP Service (Version 4.0).
User (ftp.example.com:(none)): anonymous
331 Anonymous access allowed, send identity (e-mail name) as password.
Password:
530 User guest@example.com cannot log in.
Login failed.
ftp>"""

PASSIVE = """Status: Connecting to 203.0.113.9:21...
Response: 220 (vsFTPd 3.0.5)
Command: USER web
Response: 331 Please specify the password.
Command: PASS ****
Response: 230 Login successful.
Command: PASV
Response: 227 Entering Passive Mode (10,0,0,5,195,88).
Status: Server sent passive reply with unroutable address. Using server address instead.
Command: LIST
Error: Connection timed out after 20 seconds of inactivity
Error: Failed to retrieve directory listing"""
UNCLEAR = "Our upload stops with:\n425 Failed to establish connection."
SEVERAL = "put big.csv\n550 Permission denied."
UNKNOWN = """220 ftp ready
USER ida
331 Password please
PASS xxxx
230 Welcome
SITE CPFR /in/a.csv
550 CPFR: Not owner"""
PROSE = "hi, our nightly ftp job broke again after the move, can somebody look?"

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
        (
            "wrong-credentials",
            "530 because user name and password do not match",
            0.55,
            Telling(How.SHOWN, ("failed:530",)),
        ),
        (
            "wrong-credentials-iis",
            "IIS refuses a named user with 530 User cannot log in",
            0.48,
            Telling(How.IF, ("user:named",)),
        ),
        ("account-locked-or-expired", "530 because the account is locked or has expired", 0.31, None),
    )
    return tuple(
        Choice(
            answer(id=20 + place, article=article, confidence=sure, band=Band.SUGGEST, full=False),
            title,
            telling,
            Sureness(sure, 169),
        )
        for place, (article, title, sure, telling) in enumerate(given)
    )


HELP = Help("U0BERT", NOW)
OTHERWISE = Event(1, "T1", 1, None, EventKind.RESOLVED_BY_PERSON, "U0BERT", NOW)


def refusals(*titles: str, reason: Reason | None = None) -> tuple[Refusal, ...]:
    return tuple(Refusal(90 + place, title, "U0BERT", reason) for place, title in enumerate(titles))


def reply(kind: ReplyKind = ReplyKind.ARTICLE, **more: object) -> Reply:
    usual = {
        ReplyKind.ARTICLE: Reply(
            kind,
            paste(),
            article=FOUNDING,
            answer=answer(),
            candidate=decision().candidates[0],
            has_next=True,
            sureness=Sureness(0.97, 169),
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


@cache
def library() -> tuple[dict[str, Article], Matcher]:
    """The real articles, and a matcher over them."""
    articles = read_articles(KB_DATA).articles
    return {article.id: article for article in articles}, Matcher.build([article.as_entry(1) for article in articles])


def founding_reply() -> Reply:
    """The real answer to the founding paste."""
    return real_reply(TEXT)


def real_reply(text: str) -> Reply:
    """The real reply to a paste: what the matcher decides with the real knowledge base."""
    articles, matcher = library()
    decided = matcher.decide(text)
    pasted = paste(text=text, decision=decided)
    shown = [
        answer(
            id=20 + place, article=one.article, confidence=one.confidence, band=decided.band, matcher=decided.parameters
        )
        for place, one in enumerate(suggested(decided))
    ]
    sides = [Side(articles[one.article], decided.candidates[place]) for place, one in enumerate(shown)]
    if decided.band is Band.QUIET:
        return Reply(ReplyKind.NOTHING, pasted, nearest=nearest_to(pasted, list(articles.values())))
    if decided.band is Band.ANSWER or len(shown) == 1:
        return Reply(
            ReplyKind.ARTICLE,
            pasted,
            article=sides[0].article,
            answer=shown[0],
            candidate=sides[0].candidate,
            sureness=sureness(shown[0], NO_RECORD),
            has_next=True,
        )
    choices = tuple(
        Choice(one, side.article.title, telling, sureness(one, NO_RECORD))
        for one, side, telling in zip(shown, sides, tell_apart(sides, decided.facts), strict=True)
    )
    return Reply(ReplyKind.CHOICES, pasted, choices=choices, question=deciding_question(sides, decided.facts))


def explanation(shown: Reply) -> Explanation:
    """Why the first article of a reply was shown."""
    given = shown.answer or shown.choices[0].answer
    candidates = shown.paste.decision.candidates
    return Explanation(
        paste=shown.paste,
        answer=given,
        article=shown.article or library()[0].get(given.article),
        candidate=next((one for one in candidates if one.article == given.article), None),
        sureness=shown.sureness or sureness(given, NO_RECORD),
        others=tuple(one for one in candidates if one.article != given.article and one.confidence >= FLOOR)[:OTHERS],
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
        choices=tuple(Choice(answer(id=n), name, Telling(How.IF, (f"phrase:{text}",)), JUDGED) for n in range(3)),
        question=Question("server", tuple(Option((line, line), place) for place in (0, 1, 2, None))),
        sureness=JUDGED,
        refusals=refusals(*(name,) * 10),
        nearest=((FOUNDING.id, name),) * 5,
        help=HELP,
    )
    return replace(usual, **more)
