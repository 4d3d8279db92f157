"""Create the tables and the views of the analytics."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
OPEN = "done_at IS NULL AND dead_at IS NULL"
IN_LANE = f"{OPEN} AND lane <> ''"

ANALYTICS_TICKETS = """
CREATE VIEW analytics_tickets AS
WITH last_events AS (
    SELECT ticket,
        max(CASE WHEN kind IN ('solved', 'resolved_by_person', 'reopened') THEN id END) AS verdict,
        max(CASE WHEN kind IN ('solved', 'resolved_by_person') THEN id END) AS resolution,
        max(CASE WHEN kind = 'escalated' THEN id END) AS escalation,
        max(CASE WHEN kind IN ('rejected', 'reopened') THEN id END) AS refusal
    FROM events
    GROUP BY ticket
)
SELECT t.id AS ticket, t.workspace, t.channel, t.thread_ts, t.opened_by, t.opened_at,
    CASE
        WHEN verdict.kind = 'solved' THEN 'confirmed'
        WHEN verdict.kind = 'resolved_by_person' THEN 'resolved_by_person'
        WHEN l.escalation > coalesce(l.resolution, 0) THEN 'escalated'
        WHEN l.refusal IS NOT NULL THEN 'unsolved'
        ELSE 'unknown'
    END AS outcome,
    resolver.id AS resolved_answer,
    resolver.article AS resolved_article,
    resolver.article_revision AS resolved_article_revision,
    CASE WHEN verdict.kind <> 'reopened' THEN verdict.at END AS resolved_at,
    CASE WHEN verdict.kind <> 'reopened' THEN verdict.actor END AS resolved_by
FROM tickets t
LEFT JOIN last_events l ON l.ticket = t.id
LEFT JOIN events verdict ON verdict.id = l.verdict
LEFT JOIN answers resolver ON resolver.id = verdict.answer AND verdict.kind = 'solved'
"""

ANALYTICS_ARTICLES = """
CREATE VIEW analytics_articles AS
WITH said AS (
    SELECT answer,
        max(CASE WHEN kind = 'chosen' THEN 1 ELSE 0 END) AS chosen,
        max(CASE WHEN kind = 'solved' THEN id ELSE 0 END) AS solved,
        max(CASE WHEN kind = 'rejected' THEN id ELSE 0 END) AS rejected
    FROM events
    WHERE answer IS NOT NULL
    GROUP BY answer
)
SELECT a.id AS answer, a.workspace, a.ticket, t.channel, t.opened_at, t.outcome, a.paste, a.paste_revision,
    a.article, a.article_revision, r.title, r.cause, newest.title AS current_title,
    a.rank, a.confidence, a.band, a.matcher, a.shown_at,
    CASE WHEN a.in_full THEN 1 ELSE 0 END AS in_full,
    coalesce(s.chosen, 0) AS chosen,
    CASE WHEN t.resolved_answer = a.id THEN 1 ELSE 0 END AS resolved,
    CASE WHEN s.rejected > s.solved THEN 1 ELSE 0 END AS rejected
FROM answers a
JOIN analytics_tickets t ON t.ticket = a.ticket
JOIN article_revisions r ON r.article = a.article AND r.revision = a.article_revision
JOIN articles pointer ON pointer.id = a.article
JOIN article_revisions newest ON newest.article = a.article AND newest.revision = pointer.revision
LEFT JOIN said s ON s.answer = a.id
"""

ANALYTICS_UNANSWERED = """
CREATE VIEW analytics_unanswered AS
SELECT id AS paste, workspace, channel, created_at, band, matcher, step, command, code, signature_hash
FROM pastes
WHERE ticket IS NULL AND failed AND NOT withdrawn
"""


def upgrade() -> None:
    _create_work()
    _create_articles()
    _create_tickets()
    _create_answers()
    op.execute(ANALYTICS_TICKETS)
    op.execute(ANALYTICS_ARTICLES)
    op.execute(ANALYTICS_UNANSWERED)


def downgrade() -> None:
    for view in ("analytics_unanswered", "analytics_articles", "analytics_tickets"):
        op.execute(f"DROP VIEW {view}")
    for table in ("events", "answers", "pastes", "tickets", "kb", "article_revisions", "articles", "jobs", "inbox"):
        op.drop_table(table)


def _create_work() -> None:
    op.create_table(
        "inbox",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("decision", sa.Text),
        sa.PrimaryKeyConstraint("key", name="pk_inbox"),
    )
    op.create_index("ix_inbox_received_at", "inbox", ["received_at"])
    op.create_table(
        "jobs",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("lane", sa.Text, nullable=False),
        sa.Column("payload", sa.Text),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("owner", sa.Text),
        sa.Column("added_at", TIME, nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("done_at", TIME),
        sa.Column("dead_at", TIME),
        sa.Column("last_error", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.UniqueConstraint("key", name="uq_jobs_key"),
        sqlite_autoincrement=True,
    )
    _partial_index("ix_jobs_open", ["id"], OPEN)
    _partial_index("ix_jobs_open_lane", ["workspace", "lane", "id"], IN_LANE)
    _partial_index("uq_jobs_owned_lane", ["workspace", "lane"], f"{IN_LANE} AND owner IS NOT NULL", unique=True)


def _partial_index(name: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    op.create_index(name, "jobs", columns, unique=unique, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _create_articles() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("retired_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sa.UniqueConstraint("folded", name="uq_articles_folded"),
    )
    op.create_table(
        "article_revisions",
        sa.Column("article", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("cause", sa.Text),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("article", "revision", name="pk_article_revisions"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_article_revisions_article"),
    )
    kb = op.create_table(
        "kb",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_kb"),
        sa.CheckConstraint("id = 1", name="ck_kb_single_row"),
    )
    op.bulk_insert(kb, [{"id": 1, "revision": 0}])


def _create_tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("thread_ts", sa.Text, nullable=False),
        sa.Column("opened_by", sa.Text, nullable=False),
        sa.Column("opened_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
        sa.UniqueConstraint("workspace", "channel", "thread_ts", name="uq_tickets_workspace_channel_thread_ts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_tickets_opened_at", "tickets", ["opened_at"])
    op.create_table(
        "pastes",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("ticket", ID),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("ts", sa.Text, nullable=False),
        sa.Column("thread_ts", sa.Text),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("asked", sa.Boolean, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("band", sa.Text, nullable=False),
        sa.Column("matcher", sa.Text, nullable=False),
        sa.Column("failed", sa.Boolean, nullable=False),
        sa.Column("step", sa.Text),
        sa.Column("command", sa.Text),
        sa.Column("code", sa.Integer),
        sa.Column("signature_hash", sa.Text),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("kb_revision", sa.Integer, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("reply_channel", sa.Text),
        sa.Column("reply_ts", sa.Text),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pastes"),
        sa.UniqueConstraint("workspace", "channel", "ts", name="uq_pastes_workspace_channel_ts"),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_pastes_ticket"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pastes_ticket", "pastes", ["ticket"])
    op.create_index("ix_pastes_created_at", "pastes", ["created_at"])


def _create_answers() -> None:
    op.create_table(
        "answers",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("ticket", ID, nullable=False),
        sa.Column("paste", ID, nullable=False),
        sa.Column("paste_revision", sa.Integer, nullable=False),
        sa.Column("article", sa.Text, nullable=False),
        sa.Column("article_revision", sa.Integer, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("confidence", sa.Float(53), nullable=False),
        sa.Column("band", sa.Text, nullable=False),
        sa.Column("matcher", sa.Text, nullable=False),
        sa.Column("in_full", sa.Boolean, nullable=False),
        sa.Column("shown_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answers"),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_answers_ticket"),
        sa.ForeignKeyConstraint(["paste"], ["pastes.id"], name="fk_answers_paste"),
        sa.ForeignKeyConstraint(
            ["article", "article_revision"],
            ["article_revisions.article", "article_revisions.revision"],
            name="fk_answers_article_article_revision",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_answers_ticket", "answers", ["ticket"])
    op.create_index("ix_answers_paste", "answers", ["paste"])
    op.create_index("ix_answers_article_article_revision", "answers", ["article", "article_revision"])
    op.create_table(
        "events",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("ticket", ID, nullable=False),
        sa.Column("answer", ID),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sa.UniqueConstraint("workspace", "key", name="uq_events_workspace_key"),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_events_ticket"),
        sa.ForeignKeyConstraint(["answer"], ["answers.id"], name="fk_events_answer"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_ticket", "events", ["ticket"])
    op.create_index("ix_events_answer", "events", ["answer"])
