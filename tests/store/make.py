"""Values for tests of the store."""

from dataclasses import replace
from datetime import datetime

from bot.analytics.model import Period, Report
from bot.analytics.report import build
from bot.kb.article import IMPORTED, Article
from bot.matching.model import Band, Bearing, Candidate, Decision, Evidence, LineMatch
from bot.store.store import SqlTransaction
from bot.support.model import Post, Source
from bot.transcript.model import FailurePoint, Step, StepState

LINE = "530 User joe cannot log in."


def article(name: str, **values: object) -> Article:
    return replace(
        Article(id=name, title=f"About {name}", cause_slug="wrong-password", symptoms=(LINE,), resolution="Ask."),
        **values,
    )


def imported(name: str, **values: object) -> Article:
    return article(name, origin=IMPORTED, markdown=False, **values)


def candidate(name: str, revision: int = 1, confidence: float = 0.9) -> Candidate:
    return Candidate(
        article=name,
        revision=revision,
        title=f"About {name}",
        cause="wrong-password",
        confidence=confidence,
        matches=(LineMatch(1, LINE, "530 Login incorrect.", 91.5),),
        evidence=(Evidence("lines", LINE, Bearing.FOR, "the line is nearly the same"),),
    )


def decision(*candidates: Candidate, band: Band = Band.ANSWER, failed: bool = True) -> Decision:
    return Decision(
        band=band,
        candidates=candidates,
        failure=FailurePoint(Step.LOGIN, "PASS", 530, 1, LINE) if failed else None,
        steps=((Step.GREETING, StepState.DONE), (Step.LOGIN, StepState.FAILED)),
        facts=("code:530", "step:login"),
        signature=("530 user <name> cannot log in",) if failed else (),
        parameters="2026-11-22",
        elapsed_ms=4.25,
    )


def post(ts: str = "1763800000.000100", **values: object) -> Post:
    return replace(
        Post(
            workspace="T1",
            channel="C1",
            ts=ts,
            thread_ts=None,
            author="U1",
            text=LINE,
            source=Source.MESSAGE,
            asked=False,
        ),
        **values,
    )


def report(tx: SqlTransaction, since: datetime, until: datetime, zone: str = "UTC", **values: object) -> Report:
    return build(tx.reports, Period(since, until, zone), **values)
