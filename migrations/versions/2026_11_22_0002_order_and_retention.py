"""Give jobs a priority, count deliveries against a rate, and find what is old enough to be erased.

Programs of the revision before go on working: they take jobs in the order of their ids and add them with the default.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

OPEN = "done_at IS NULL AND dead_at IS NULL"


def upgrade() -> None:
    op.add_column("jobs", sa.Column("priority", sa.Integer, nullable=False, server_default="1"))
    op.drop_index("ix_jobs_open", "jobs")
    _partial_index("ix_jobs_open", "jobs", ["priority", "id"], OPEN)
    _partial_index("ix_jobs_done", "jobs", ["done_at"], "done_at IS NOT NULL")
    _partial_index("ix_jobs_dead", "jobs", ["dead_at"], "dead_at IS NOT NULL")
    _partial_index("ix_pastes_with_text", "pastes", ["created_at"], "text <> ''")
    op.create_table(
        "rates",
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("paid_until", sa.Float(53), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "name", name="pk_rates"),
    )


def downgrade() -> None:
    op.drop_table("rates")
    op.drop_index("ix_pastes_with_text", "pastes")
    op.drop_index("ix_jobs_dead", "jobs")
    op.drop_index("ix_jobs_done", "jobs")
    op.drop_index("ix_jobs_open", "jobs")
    _partial_index("ix_jobs_open", "jobs", ["id"], OPEN)
    op.drop_column("jobs", "priority")


def _partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
