"""Give the analytics their facts: a view of tickets, answers, pastes and events each, with a column for every fact.

``docs/analytics.md`` says what each column means; columns that were there mean what they meant. What a paste shows of
server, client and mode of data connections gets columns of its own, read out of the decisions that are kept.

As before, the views look up what they need of each row, so that a report of a month reads that month alone. Every
look-up is one probe of an index. On PostgreSQL a look-up is a lateral join behind ``OFFSET 0``: the planner would take
an ordinary join for reason to read the whole other table, and would compute a subquery once for each column that
mentions it.
"""

import importlib.util
import json
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

BATCH = 1_000
TOLD = ("server", "client", "mode")
RESOLUTIONS = "'solved', 'resolved_by_person'"
VERDICTS = f"{RESOLUTIONS}, 'reopened'"
INDEXES = (  # name, table, columns, and the columns that the one of this name had before
    ("ix_events_ticket", "events", ["ticket", "kind", "id"], ["ticket"]),
    ("ix_events_answer", "events", ["answer", "kind", "id"], ["answer"]),
    ("ix_pastes_ticket", "pastes", ["ticket", "id"], ["ticket"]),
    ("ix_answers_ticket", "answers", ["ticket", "id"], ["ticket"]),
    ("ix_answers_paste", "answers", ["paste", "id"], ["paste"]),
)


class Words:
    """What SQLite and PostgreSQL spell differently."""

    def __init__(self, dialect: str) -> None:
        self._postgresql = dialect == "postgresql"

    def row(self, table: str, alias: str, where: str) -> str:
        """Join the one row of a table that has this key; ``{x}`` stands for the table."""
        if self._postgresql:
            return f"LEFT JOIN LATERAL (SELECT * FROM {table} x WHERE {where.format(x='x')} OFFSET 0) {alias} ON true"  # noqa: S608  words of this file
        return f"LEFT JOIN {table} {alias} ON {where.format(x=alias)}"

    def first(self, table: str, alias: str, where: str) -> str:
        """Join the first of some rows of a table."""
        return self.row(table, alias, f"{{x}}.id = (SELECT min(y.id) FROM {table} y WHERE {where})")  # noqa: S608  as above

    def last(self, alias: str, kinds: str, owner: str) -> str:
        """Join the last event of these kinds of a ticket or an answer."""
        return self.row("events", alias, f"{{x}}.id = {last(kinds, owner)}")

    def seconds(self, start: str, end: str) -> str:
        """How long from one moment to another."""
        if self._postgresql:
            return f"CAST(extract(epoch FROM {end} - {start}) AS double precision)"
        return f"round((julianday({end}) - julianday({start})) * 86400, 3)"

    def is_slack_time(self, column: str) -> str:
        """Whether a text is a time of Slack's: seconds since 1970 with a fraction."""
        if self._postgresql:
            return f"{column} ~ '^[0-9]+[.][0-9]+$'"
        return f"({column} GLOB '[0-9]*.[0-9]*' AND {column} NOT GLOB '*[^0-9.]*')"


def last(kinds: str, owner: str) -> str:
    """The id of the last event of these kinds; ``owner`` is ``ticket = …`` or ``answer = …``."""
    return f"(SELECT max(y.id) FROM events y WHERE y.{owner} AND y.kind IN ({kinds}))"  # noqa: S608  as above


def flag(condition: str) -> str:
    """1 where it holds, else 0."""
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"


def tickets(words: Words) -> str:
    """A ticket a row: v is the verdict that stands, e the last escalation, n the last rejection."""
    slack = f"{words.is_slack_time('p.ts')} AND {words.is_slack_time('p.reply_ts')}"
    return f"""
CREATE VIEW analytics_tickets AS
SELECT f.*,
    {flag("outcome = 'confirmed'")} AS confirmed,
    {flag("outcome = 'resolved_by_person'")} AS resolved_by_person,
    {flag("outcome = 'escalated'")} AS escalated,
    {flag("outcome = 'unsolved'")} AS unsolved,
    {flag("outcome = 'unknown'")} AS unknown,
    {flag("outcome <> 'unknown'")} AS said,
    {flag("outcome IN ('confirmed', 'resolved_by_person')")} AS solved,
    {flag("outcome = 'confirmed' AND asked_person = 0")} AS self_served,
    CASE WHEN outcome = 'confirmed' THEN {words.seconds("opened_at", "resolved_at")} END AS resolution_seconds
FROM (
    SELECT t.id AS ticket, t.workspace, t.channel, t.thread_ts, t.opened_by, t.opened_at,
        CASE
            WHEN v.kind = 'solved' THEN 'confirmed'
            WHEN v.kind = 'resolved_by_person' THEN 'resolved_by_person'
            WHEN e.id IS NOT NULL AND (v.id IS NULL OR e.id > coalesce({last(RESOLUTIONS, "ticket = t.id")}, 0))
                THEN 'escalated'
            WHEN v.id IS NOT NULL OR n.id IS NOT NULL THEN 'unsolved'
            ELSE 'unknown'
        END AS outcome,
        CASE WHEN v.kind = 'solved' THEN v.answer END AS resolved_answer,
        CASE WHEN v.kind = 'solved' THEN (SELECT s.article FROM answers s WHERE s.id = v.answer)
            END AS resolved_article,
        CASE WHEN v.kind = 'solved' THEN (SELECT s.article_revision FROM answers s WHERE s.id = v.answer)
            END AS resolved_article_revision,
        CASE WHEN v.kind <> 'reopened' THEN v.at END AS resolved_at,
        CASE WHEN v.kind <> 'reopened' THEN v.actor END AS resolved_by,
        p.id AS paste, p.source, p.server, p.client, p.mode, p.step, p.code, p.matcher, p.kb_revision,
        a.article, r.cause,
        {flag("e.id IS NOT NULL")} AS asked_person,
        CASE WHEN v.id IS NULL THEN 0 WHEN v.kind <> 'reopened' THEN 1
            WHEN {last(RESOLUTIONS, "ticket = t.id")} IS NULL THEN 0 ELSE 1 END AS ever_resolved,
        CASE WHEN v.id IS NULL THEN 0
            WHEN {last("'reopened'", "ticket = t.id")} > (SELECT min(y.id) FROM events y
                WHERE y.ticket = t.id AND y.kind IN ({RESOLUTIONS})) THEN 1 ELSE 0 END AS ever_reopened,
        {flag("a.id IS NOT NULL OR v.kind = 'resolved_by_person' AND v.article IS NOT NULL")} AS linked,
        CASE WHEN a.id IS NOT NULL AND p.source = 'message' AND {slack}
            THEN CAST(p.reply_ts AS double precision) - CAST(p.ts AS double precision) END AS answer_seconds
    FROM tickets t
    {words.first("pastes", "p", "y.ticket = t.id")}
    {words.first("answers", "a", "y.ticket = t.id")}
    {words.row("article_revisions", "r", "{x}.article = a.article AND {x}.revision = a.article_revision")}
    {words.last("v", VERDICTS, "ticket = t.id")}
    {words.last("e", "'escalated'", "ticket = t.id")}
    {words.last("n", "'rejected'", "ticket = t.id")}
) f
"""  # noqa: S608  as above


def articles(words: Words) -> str:
    """An answer a row: v is its ticket's verdict that stands, n and s the last no, and yes or look, to itself.

    An answer was reopened where the verdict after a word that it solved the ticket is that it did not.
    """
    next_verdict = (
        f"SELECT min(z.id) FROM events z WHERE z.ticket = a.ticket AND z.id > y.id AND z.kind IN ({VERDICTS})"  # noqa: S608  as above
    )
    taken_back = f"(SELECT o.kind FROM events o WHERE o.id = ({next_verdict})) = 'reopened'"  # noqa: S608  as above
    reopened = f"SELECT max(y.id) FROM events y WHERE y.answer = a.id AND y.kind = 'solved' AND {taken_back}"  # noqa: S608  as above
    asked = "SELECT max(y.at) FROM events y WHERE y.ticket = a.ticket AND y.kind = 'escalated'"
    return f"""
CREATE VIEW analytics_articles AS
SELECT f.*,
    {flag("rejected = 1 AND reason = 'another_error'")} AS rejected_another_error,
    {flag("rejected = 1 AND reason = 'did_not_help'")} AS rejected_did_not_help,
    {flag("rejected = 1 AND reason = 'not_my_server'")} AS rejected_not_my_server,
    {flag("rejected = 1 AND reason IS NULL")} AS rejected_without_reason,
    {flag("resolved = 1 OR rejected = 1 OR reopened = 1")} AS judged,
    {flag("band = 'answer' AND (resolved = 1 OR rejected = 1 OR reopened = 1)")} AS answer_judged,
    {flag("band = 'answer' AND resolved = 1")} AS answer_right
FROM (
    SELECT a.id AS answer, a.workspace, a.ticket, t.channel, t.opened_by, t.opened_at,
        (SELECT o.outcome FROM analytics_tickets o WHERE o.ticket = a.ticket) AS outcome,
        a.paste, a.paste_revision, a.article, a.article_revision, r.title, r.cause,
        (SELECT c.title FROM article_revisions c JOIN articles i ON i.id = c.article AND i.revision = c.revision
            WHERE c.article = a.article) AS current_title,
        a.rank, a.confidence, a.band, a.matcher, a.shown_at,
        p.server, p.client, p.mode, p.step, p.code, p.kb_revision, n.reason,
        {flag("a.in_full")} AS in_full,
        {flag("a.id = (SELECT min(y.id) FROM answers y WHERE y.ticket = a.ticket)")} AS first_shown,
        CASE WHEN s.id IS NULL THEN 0 WHEN {last("'chosen'", "answer = a.id")} IS NULL THEN 0 ELSE 1 END AS chosen,
        {flag("v.kind = 'solved' AND v.answer = a.id")} AS resolved,
        {flag("n.id > coalesce(s.id, 0)")} AS rejected,
        {flag(f"({asked}) >= a.shown_at")} AS escalated_after,
        CASE WHEN s.id IS NULL THEN 0 WHEN ({reopened}) IS NULL THEN 0 ELSE 1 END AS reopened
    FROM answers a
    {words.row("tickets", "t", "{x}.id = a.ticket")}
    {words.row("pastes", "p", "{x}.id = a.paste")}
    {words.row("article_revisions", "r", "{x}.article = a.article AND {x}.revision = a.article_revision")}
    {words.last("v", VERDICTS, "ticket = a.ticket")}
    {words.last("n", "'rejected'", "answer = a.id")}
    {words.last("s", "'solved', 'chosen'", "answer = a.id")}
) f
"""  # noqa: S608  as above


def pastes(words: Words) -> str:
    """A paste that shows a failure and was not deleted a row: a is the first answer to it."""
    first = "SELECT min(y.id) FROM pastes y WHERE y.workspace = p.workspace AND y.signature_hash = p.signature_hash"
    return f"""
CREATE VIEW analytics_pastes AS
SELECT p.id AS paste, p.workspace, p.ticket, p.channel, p.author, p.source, p.created_at, p.band, p.matcher,
    p.kb_revision,
    p.server, p.client, p.mode, p.step, p.command, p.code, p.signature_hash, p.cluster, p.revision, a.article, r.cause,
    {flag("p.asked")} AS asked,
    {flag("a.band = 'answer'")} AS answered,
    {flag("a.band <> 'answer'")} AS suggested,
    {flag("a.id IS NULL AND p.shadow")} AS shadow,
    {flag("a.id IS NULL AND NOT p.shadow")} AS quiet,
    {flag("p.signature_hash IS NOT NULL")} AS has_signature,
    {flag(f"p.id = ({first})")} AS new
FROM pastes p
{words.first("answers", "a", "y.paste = p.id")}
{words.row("article_revisions", "r", "{x}.article = a.article AND {x}.revision = a.article_revision")}
WHERE p.failed AND NOT p.withdrawn
"""  # noqa: S608  as above


def events(words: Words) -> str:
    """An event a row; what a person said in words is not in it."""
    return f"""
CREATE VIEW analytics_events AS
SELECT e.id AS event, e.workspace, e.ticket, t.channel, e.answer, coalesce(e.article, a.article) AS article,
    e.kind, e.reason, e.actor, e.at
FROM events e
{words.row("tickets", "t", "{x}.id = e.ticket")}
{words.row("answers", "a", "{x}.id = e.answer")}
"""  # noqa: S608  as above


def upgrade() -> None:
    for name in TOLD:
        op.add_column("pastes", sa.Column(name, sa.Text))
    _fill()
    for name, table, columns, _ in INDEXES:
        op.drop_index(name, table)
        op.create_index(name, table, columns)
    op.create_index("ix_pastes_signature", "pastes", ["workspace", "signature_hash", "id"])
    op.create_index("ix_events_at", "events", ["at"])
    words = Words(op.get_bind().dialect.name)
    for view in ("analytics_articles", "analytics_tickets"):
        op.execute(f"DROP VIEW {view}")
    for make in (tickets, articles, pastes, events):
        op.execute(make(words))


def downgrade() -> None:
    for view in ("analytics_events", "analytics_pastes", "analytics_articles", "analytics_tickets"):
        op.execute(f"DROP VIEW {view}")
    op.drop_index("ix_events_at", "events")
    op.drop_index("ix_pastes_signature", "pastes")
    for name, table, _, columns in INDEXES:
        op.drop_index(name, table)
        op.create_index(name, table, columns)
    for name in TOLD:
        op.drop_column("pastes", name)
    path = Path(__file__).with_name("2026_11_22_0003_views_by_ticket.py")
    spec = importlib.util.spec_from_file_location("before", path)
    before = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(before)
    for view in (before.ANALYTICS_TICKETS, before.ANALYTICS_ARTICLES):
        op.execute(view)


def _fill() -> None:
    """Read server, client and mode out of the decisions, some rows at a time."""
    connection = op.get_bind()
    table = sa.table("pastes", sa.column("id"), sa.column("decision"), *map(sa.column, TOLD))
    change = table.update().where(table.c.id == sa.bindparam("paste")).values({n: sa.bindparam(n) for n in TOLD})
    after = 0
    while True:
        batch = sa.select(table.c.id, table.c.decision).where(table.c.id > after).order_by(table.c.id).limit(BATCH)
        rows = connection.execute(batch).all()
        if not rows:
            return
        after = rows[-1].id
        told = [{"paste": row.id, **_told(json.loads(row.decision).get("facts", ()))} for row in rows]
        if some := [values for values in told if any(values[name] for name in TOLD)]:
            connection.execute(change, some)


def _told(facts: list[str]) -> dict[str, str | None]:
    """The one software or mode that facts such as ``server:iis/7`` name; none where there are several."""
    found = {
        name: {fact.partition(":")[2].partition("/")[0] for fact in facts if fact.startswith(f"{name}:")}
        for name in TOLD
    }
    return {name: values.pop() if len(values) == 1 else None for name, values in found.items()}
