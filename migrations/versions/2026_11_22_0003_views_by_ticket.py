"""Let the views look up the events of each ticket and answer, so that a report of a month reads that month alone.

Before, they summed up the events of all time first, whatever period was asked for. What the views say is the same. They
hold no joins with events, for PostgreSQL would read all of them for a join. What was left unanswered in a period, and
what was shown in it, have indexes of their own.
"""

import importlib.util
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_LAST = "(SELECT max(e.id) FROM events e WHERE e.ticket = t.id AND e.kind IN ({kinds}))"
_VERDICT = "(SELECT e.{column} FROM events e WHERE e.id = {ticket}.verdict)"
_RESOLVER = "(SELECT a.{column} FROM events e JOIN answers a ON a.id = e.answer WHERE e.id = v.verdict)"
_SAID = "(SELECT max(e.id) FROM events e WHERE e.answer = a.id AND e.kind = '{kind}')"

ANALYTICS_TICKETS = f"""
CREATE VIEW analytics_tickets AS
SELECT v.id AS ticket, v.workspace, v.channel, v.thread_ts, v.opened_by, v.opened_at,
    CASE
        WHEN v.kind = 'solved' THEN 'confirmed'
        WHEN v.kind = 'resolved_by_person' THEN 'resolved_by_person'
        WHEN v.escalation > coalesce(v.resolution, 0) THEN 'escalated'
        WHEN v.refusal IS NOT NULL THEN 'unsolved'
        ELSE 'unknown'
    END AS outcome,
    CASE WHEN v.kind = 'solved' THEN {_VERDICT.format(column="answer", ticket="v")} END AS resolved_answer,
    CASE WHEN v.kind = 'solved' THEN {_RESOLVER.format(column="article")} END AS resolved_article,
    CASE WHEN v.kind = 'solved' THEN {_RESOLVER.format(column="article_revision")} END AS resolved_article_revision,
    CASE WHEN v.kind <> 'reopened' THEN {_VERDICT.format(column="at", ticket="v")} END AS resolved_at,
    CASE WHEN v.kind <> 'reopened' THEN {_VERDICT.format(column="actor", ticket="v")} END AS resolved_by
FROM (
    SELECT l.*, {_VERDICT.format(column="kind", ticket="l")} AS kind
    FROM (
        SELECT t.id, t.workspace, t.channel, t.thread_ts, t.opened_by, t.opened_at,
            {_LAST.format(kinds="'solved', 'resolved_by_person', 'reopened'")} AS verdict,
            {_LAST.format(kinds="'solved', 'resolved_by_person'")} AS resolution,
            {_LAST.format(kinds="'escalated'")} AS escalation,
            {_LAST.format(kinds="'rejected', 'reopened'")} AS refusal
        FROM tickets t
    ) l
) v
"""  # noqa: S608  words of this file

ANALYTICS_ARTICLES = f"""
CREATE VIEW analytics_articles AS
SELECT a.id AS answer, a.workspace, a.ticket, t.channel, t.opened_at, t.outcome, a.paste, a.paste_revision,
    a.article, a.article_revision, r.title, r.cause, newest.title AS current_title,
    a.rank, a.confidence, a.band, a.matcher, a.shown_at,
    CASE WHEN a.in_full THEN 1 ELSE 0 END AS in_full,
    CASE WHEN {_SAID.format(kind="chosen")} IS NULL THEN 0 ELSE 1 END AS chosen,
    CASE WHEN t.resolved_answer = a.id THEN 1 ELSE 0 END AS resolved,
    CASE WHEN {_SAID.format(kind="rejected")} > coalesce({_SAID.format(kind="solved")}, 0) THEN 1 ELSE 0 END AS rejected
FROM answers a
JOIN analytics_tickets t ON t.ticket = a.ticket
JOIN article_revisions r ON r.article = a.article AND r.revision = a.article_revision
JOIN articles pointer ON pointer.id = a.article
JOIN article_revisions newest ON newest.article = a.article AND newest.revision = pointer.revision
"""  # noqa: S608  as above


def upgrade() -> None:
    unanswered = sa.text("ticket IS NULL")
    op.create_index(
        "ix_pastes_unanswered", "pastes", ["created_at"], sqlite_where=unanswered, postgresql_where=unanswered
    )
    op.create_index("ix_answers_shown_at", "answers", ["shown_at"])
    _replace(ANALYTICS_TICKETS, ANALYTICS_ARTICLES)


def downgrade() -> None:
    op.drop_index("ix_answers_shown_at", "answers")
    op.drop_index("ix_pastes_unanswered", "pastes")
    path = Path(__file__).with_name("2026_11_22_0001_create_tables.py")
    spec = importlib.util.spec_from_file_location("first", path)
    first = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(first)
    _replace(first.ANALYTICS_TICKETS, first.ANALYTICS_ARTICLES)


def _replace(tickets: str, articles: str) -> None:
    for view in ("analytics_articles", "analytics_tickets"):
        op.execute(f"DROP VIEW {view}")
    for statement in (tickets, articles):
        op.execute(statement)
