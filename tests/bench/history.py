"""Years of tickets, made up inside the database: what the report of one month and the reply to a paste cost then."""

import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Self

from sqlalchemy import Engine, event, text

from bot.analytics.model import Period
from bot.analytics.report import build
from bot.matching.model import Band, Decision
from bot.store.store import SqlStore

DECISION = json.dumps(Decision(Band.ANSWER, (), None, (), (), (), "load", 0.0).as_json())
MONTH = timedelta(days=30)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
RECENT = 5_000  # tickets of the last month, and of the one before
FIVE_YEARS = 5 * 365 * 86_400

_NUMBERS = {
    "sqlite": "WITH RECURSIVE series(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM series WHERE n < :last)",
    "postgresql": "WITH series(n) AS (SELECT generate_series(CAST(:first AS bigint), CAST(:last AS bigint)))",
}
_AT = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S.000000', :start + (n - :first) * :step, 'unixepoch')",
    "postgresql": "to_timestamp(:start + (n - :first) * CAST(:step AS double precision))",
}
_ROWS = (
    """INSERT INTO tickets (id, workspace, channel, thread_ts, opened_by, opened_at)
    {numbers} SELECT n, 'T1', 'C' || {some_50}, 'h' || n, 'U' || {some_300}, {at} FROM series""",
    """INSERT INTO pastes (id, workspace, ticket, channel, ts, author, source, asked, text, decision, band, matcher,
        failed, step, code, server, client, mode, signature_hash, revision, kb_revision, created_at, withdrawn,
        reply_channel, reply_ts)
    {numbers} SELECT n, 'T1', n, 'C' || {some_50}, (1000000000 + n) || '.000100', 'U' || {some_300}, 'message', true,
        'made up', :decision, 'answer', 'load-' || n * 9 / :last, true, 'step-' || {some_9}, 400 + {some_50},
        'server-' || {some_14}, 'client-' || {some_9}, CASE n % 3 WHEN 0 THEN 'passive' WHEN 1 THEN 'active' END,
        'signature-' || {some_60000}, 1, 1 + n * 30 / :last, {at}, false, 'C' || {some_50},
        (1000000001 + n + {some_9}) || '.000200' FROM series""",
    """INSERT INTO answers (id, workspace, ticket, paste, paste_revision, article, article_revision, rank, confidence,
        band, matcher, in_full, shown_at)
    {numbers} SELECT n, 'T1', n, n, 1, numbered.id, 1, 1, 0.85 + {some_14} / 100.0, 'answer', 'load-' || n * 9 / :last,
        true, {at} FROM series JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM articles) numbered
        ON numbered.place = {some_50}""",
    """INSERT INTO events (id, workspace, key, ticket, answer, kind, actor, at, detail)
    {numbers} SELECT n, 'T1', 'h' || n, n, CASE WHEN n % 3 < 2 THEN n END,
        CASE n % 3 WHEN 0 THEN 'solved' WHEN 1 THEN 'rejected' ELSE 'escalated' END, 'U1', {at}, '{{}}' FROM series""",
)
_SOME = {50: 97_561, 300: 2_654_435, 9: 69_069, 14: 31_337, 60_000: 15_485_863}  # each number by another multiplier


def make(engine: Engine, older: int) -> None:
    """Add so many older answers, on a ticket each, and those of the last two months: a report compares the two.

    Args:
        engine: A database with articles and without tickets.
        older: How many answers are older than two months, spread over five years.
    """
    month, end = MONTH.total_seconds(), NOW.timestamp()
    _add(engine, 1, older, end - 2 * month - 86_400 - FIVE_YEARS, FIVE_YEARS / older)
    _add(engine, older + 1, older + RECENT, end - 2 * month, month / RECENT)
    _add(engine, older + RECENT + 1, older + 2 * RECENT, end - month, month / RECENT)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            for table in ("tickets", "pastes", "answers", "events"):  # as the server does by itself in time
                statement = f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608  ours
                connection.execute(text(statement))
        connection.execute(text("ANALYZE"))


def _add(engine: Engine, first: int, last: int, start: float, step: float) -> None:
    name = engine.dialect.name
    some = {f"some_{most}": f"((n * {factor}) / 65536 % {most})" for most, factor in _SOME.items()}
    words = {"numbers": _NUMBERS[name], "at": _AT[name], **some}
    given = {"first": first, "last": last, "start": start, "step": step, "decision": DECISION}
    with engine.begin() as connection:
        for row in _ROWS:
            statement = text(row.format(**words))
            connection.execute(statement, {name: given[name] for name in given if f":{name}" in str(statement)})


def report_seconds(store: SqlStore, times: int = 5) -> float:
    """The report of the last month: the median of some runs."""
    took = []
    for _ in range(times):
        started = time.perf_counter()
        with store.read() as tx:
            found = build(tx.reports, Period(NOW - MONTH, NOW))
        took.append(time.perf_counter() - started)
        if found.overall.count("tickets") != RECENT:
            raise RuntimeError(f"{found.overall.count('tickets')} tickets instead of {RECENT}")
    return sorted(took)[times // 2]


class Plans:
    """Collects what is executed within the block, and names the big tables that are read from end to end."""

    BIG = ("tickets", "pastes", "answers", "events", "jobs", "inbox")

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._seen: dict[str, object] = {}

    def __enter__(self) -> Self:
        event.listen(self._engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_raised: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._note)

    def _note(self, _connection, _cursor, statement: str, parameters: object, *_more: object) -> None:
        if statement.lstrip().split(None, 1)[0] in {"SELECT", "UPDATE", "INSERT", "DELETE", "WITH"}:
            self._seen.setdefault(statement, parameters)

    def plans(self) -> dict[str, Sequence[str]]:
        """The plan of each statement, as lines."""
        prefix = "EXPLAIN QUERY PLAN " if self._engine.dialect.name == "sqlite" else "EXPLAIN "
        found = {}
        with self._engine.begin() as connection:
            for statement, parameters in self._seen.items():
                rows = connection.exec_driver_sql(prefix + statement, parameters)
                found[statement] = [str(row[-1]) for row in rows]
        return found

    def scans(self) -> list[str]:
        """Statements whose plan reads a big table from end to end, with that line of the plan."""
        words = [f"{word} {name}" for name in self.BIG for word in ("SCAN", "Seq Scan on")]
        return [
            f"{line.strip()}  <-  {' '.join(statement.split())[:100]}"
            for statement, plan in self.plans().items()
            for line in plan
            if any(f"{word} " in f"{line} " for word in words) and "USING" not in line
        ]
