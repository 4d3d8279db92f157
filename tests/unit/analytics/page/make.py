"""A report made up out of the measures, for tests of what is drawn."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from bot.analytics import measures
from bot.analytics.gaps import Gap, Nearest
from bot.analytics.model import (
    CalibrationPoint,
    Change,
    Comparison,
    Count,
    Durations,
    Period,
    Rate,
    Report,
    Row,
    Subject,
    Table,
    Unit,
    Value,
)
from bot.support.model import Incident
from bot.transcript.model import FailurePoint, Step

UNTIL = datetime(2026, 11, 30, tzinfo=UTC)
MADE = datetime(2026, 11, 30, 8, 5, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script> & \"quoted\" 'title'"


def values(random: Random, tickets: int) -> dict[str, Value]:
    """A value for each measure, of about so many tickets; the outcomes add up to all."""
    found: dict[str, Value] = {}
    cuts = sorted(random.randint(0, tickets) for _ in range(len(measures.OUTCOMES) - 1))
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, tickets], strict=True)]
    for measure in measures.MEASURES.values():
        n = tickets if measure.subject is Subject.TICKET else 2 * tickets
        if measure.name in measures.OUTCOMES:
            found[measure.name] = Rate(parts[measures.OUTCOMES.index(measure.name)], tickets)
        elif measure.unit is Unit.COUNT:
            found[measure.name] = Count(n if not measure.fact else random.randint(0, n))
        elif measure.unit is Unit.SHARE:
            among = n // 3 if measure.among else n
            found[measure.name] = Rate(random.randint(0, among), among)
        else:
            median = random.uniform(2, 90_000) if n else None
            found[measure.name] = Durations(n, median, None if median is None else median * 3.5)
    return found


def report(*, weeks: int = 26, tickets: int = 40, seed: int = 1, articles: int = 60) -> Report:
    """So many weeks with about so many tickets each."""
    random = Random(seed)
    start = date(2026, 11, 30) - timedelta(weeks=weeks)
    rows = tuple(
        Row(
            str(start + timedelta(weeks=n)), str(start + timedelta(weeks=n)), values(random, random.randint(0, tickets))
        )
        for n in range(weeks)
    )
    overall = Row(None, "all", values(random, weeks * tickets))
    all_measures = tuple(measures.MEASURES.values())

    def table(name: str, keys: list[tuple[str | None, str]], folded: int = 0) -> Table:
        made = tuple(Row(key, label, values(random, max(0, tickets - 2 * n))) for n, (key, label) in enumerate(keys))
        return Table(measures.DIMENSIONS[name], all_measures, made, folded)

    names = {
        "channel": [("C1", "C1"), (None, "few people")],
        "server": [("vsftpd", "vsftpd"), ("iis", "iis"), (None, "not told")],
        "client": [(f"client-{n}", f"client-{n}") for n in range(20)],
        "step": [("login", "login"), ("data", "data")],
        "code": [("530", "530"), ("425", "425")],
        "article": [("hostile", HOSTILE), *((f"article-{n}", f"Title of article {n}") for n in range(articles))],
    }
    changes = list(Change)
    compared = {
        measure.name: Comparison(
            measure,
            overall[measure.name],
            overall[measure.name],
            changes[n % len(changes)],
            "a test by name",
            None if changes[n % len(changes)] is Change.UNSAID else 0.03 * (n - 4),
            (-0.1, 0.2) if measure.unit is Unit.SHARE else None,
        )
        for n, measure in enumerate(all_measures)
    }
    judged = ((0.85, 0.9, Rate(31, 40)), (0.9, 0.95, Rate(80, 92)), (0.95, 1.0, Rate(3, 4)))
    return Report(
        period=Period(UNTIL - timedelta(weeks=weeks), UNTIL),
        workspace=None,
        measures=measures.MEASURES,
        overall=overall,
        comparisons=compared,
        weeks=Table(measures.WEEK, all_measures, rows),
        tables={name: table(name, keys, folded=3 if name == "channel" else 0) for name, keys in names.items()},
        systems=Table(
            measures.SYSTEM,
            (measures.ELSEWHERE,),
            tuple(
                Row(key, key or "any system", {measures.ELSEWHERE.name: Rate(number, weeks * tickets)})
                for key, number in ((None, weeks * tickets // 4), ("servicenow", weeks * tickets // 5), ("jira", 3))
                if tickets
            ),
        ),
        calibration=tuple(CalibrationPoint(a, b, (a + b) / 2, rate, 2 * rate.n) for a, b, rate in judged),
        fewest=5,
        cut_weeks=frozenset({str(start)}),
    )


def incidents() -> list[Incident]:
    """One that is over, and one that goes on."""
    began = UNTIL - timedelta(days=9, hours=15, minutes=20)
    over = Incident(
        id=1,
        workspace="T1",
        cluster="connect:refused",
        started_at=began,
        noticed_at=began + timedelta(minutes=4),
        last_at=began + timedelta(hours=2),
        ended_at=began + timedelta(hours=3),
        people=31,
        pastes=44,
        usual=0.4,
        channel=None,
        ts=None,
    )
    return [over, replace(over, id=2, cluster=HOSTILE, ended_at=None)]


def gaps() -> list[Gap]:
    """Failures to write about: one with all that can be known, one with as little as possible."""
    began = UNTIL - timedelta(days=60)
    full = Gap(
        cluster="transfer:read:scanned",
        failure=FailurePoint(Step.TRANSFER, "RETR", 450, 1, ""),
        pastes=66,
        unanswered=40,
        halves=(10, 56),
        first_at=began,
        last_at=UNTIL,
        channels=4,
        people=31,
        example=f"RETR <path>\n450 File is being scanned.\n{HOSTILE}",
        nearest=Nearest("file-in-use", HOSTILE, 0.38, ("the command is another one", HOSTILE)),
    )
    least = Gap(
        cluster=HOSTILE,
        failure=FailurePoint(None, None, None, None, ""),
        pastes=2,
        unanswered=0,
        halves=(1, 1),
        first_at=began,
        last_at=began,
        channels=1,
        people=None,
    )
    return [full, least]


def empty(weeks: int = 4) -> Report:
    """A period in which nothing happened."""
    found = report(weeks=weeks, tickets=0, articles=0)
    return Report(
        period=found.period,
        workspace=None,
        measures=found.measures,
        overall=found.overall,
        comparisons={},
        weeks=found.weeks,
        tables={},
        systems=Table(measures.SYSTEM, (measures.ELSEWHERE,), ()),
        calibration=(),
        fewest=5,
    )
