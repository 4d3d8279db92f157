"""Keep what happens after an answer: why it was turned down, what was posted about it, tickets of other systems.

Programs of the revision before go on working: they write none of this, and read none of it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)

ANALYTICS_LINKS = """
CREATE VIEW analytics_links AS
SELECT l.id AS link, l.workspace, l.ticket, t.channel, t.opened_at, l.system, l.number, l.url, l.named_by, l.named_at
FROM ticket_links l
JOIN tickets t ON t.id = l.ticket
"""


def upgrade() -> None:
    op.add_column("events", sa.Column("reason", sa.Text))
    op.add_column("events", sa.Column("article", sa.Text))
    op.add_column("tickets", sa.Column("look_at", TIME))
    _partial_index("ix_tickets_look_at", "tickets", ["look_at"], "look_at IS NOT NULL")
    _partial_index("ix_pastes_reply", "pastes", ["reply_channel", "reply_ts"], "reply_ts IS NOT NULL")
    op.create_table(
        "notices",
        sa.Column("id", ID, primary_key=True),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("paste", ID, sa.ForeignKey("pastes.id", name="fk_notices_paste"), nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("ts", sa.Text, nullable=False),
        sa.Column("posted_at", TIME, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.UniqueConstraint("workspace", "key", name="uq_notices_workspace_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notices_paste", "notices", ["paste"])
    op.create_table(
        "ticket_links",
        sa.Column("id", ID, primary_key=True),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("ticket", ID, sa.ForeignKey("tickets.id", name="fk_ticket_links_ticket"), nullable=False),
        sa.Column("system", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("named_by", sa.Text, nullable=False),
        sa.Column("named_at", TIME, nullable=False),
        sa.UniqueConstraint("ticket", "system", "number", name="uq_ticket_links_ticket_system_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ticket_links_named_at", "ticket_links", ["named_at"])
    op.execute(ANALYTICS_LINKS)


def downgrade() -> None:
    op.execute("DROP VIEW analytics_links")
    op.drop_table("ticket_links")
    op.drop_table("notices")
    op.drop_index("ix_pastes_reply", "pastes")
    op.drop_index("ix_tickets_look_at", "tickets")
    op.drop_column("tickets", "look_at")
    op.drop_column("events", "article")
    op.drop_column("events", "reason")


def _partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
