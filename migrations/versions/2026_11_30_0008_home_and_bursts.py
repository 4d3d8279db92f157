"""Let App Home be read quickly; keep what people say of shadow answers, and which pastes show the same failure.

Programs of the revision before go on working: they write none of this, and read none of it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "verdicts",
        sa.Column("paste", ID, sa.ForeignKey("pastes.id", name="fk_verdicts_paste"), nullable=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("correct", sa.Boolean, nullable=False),
        sa.Column("said_by", sa.Text, nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("paste", name="pk_verdicts"),
    )
    op.add_column("pastes", sa.Column("offered", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("pastes", sa.Column("same_as", ID))
    op.create_index("ix_tickets_workspace_opened_by_opened_at", "tickets", ["workspace", "opened_by", "opened_at"])
    _partial_index("ix_pastes_shadow", "pastes", ["workspace", "created_at"], "shadow")
    _partial_index("ix_pastes_same_as", "pastes", ["same_as"], "same_as IS NOT NULL")
    _partial_index("ix_events_escalated", "events", ["workspace", "at"], "kind = 'escalated'")
    _partial_index("ix_events_solved", "events", ["workspace", "at"], "kind = 'solved'")


def downgrade() -> None:
    op.drop_index("ix_events_solved", "events")
    op.drop_index("ix_events_escalated", "events")
    op.drop_index("ix_pastes_same_as", "pastes")
    op.drop_index("ix_pastes_shadow", "pastes")
    op.drop_index("ix_tickets_workspace_opened_by_opened_at", "tickets")
    op.drop_column("pastes", "same_as")
    op.drop_column("pastes", "offered")
    op.drop_table("verdicts")


def _partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
