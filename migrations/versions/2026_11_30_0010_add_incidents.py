"""Keep incidents: a failure that hits more people at once than usual."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("cluster", sa.Text, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("noticed_at", TIME, nullable=False),
        sa.Column("last_at", TIME, nullable=False),
        sa.Column("ended_at", TIME),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("pastes", sa.Integer, nullable=False),
        sa.Column("usual", sa.Float(53), nullable=False),
        sa.Column("channel", sa.Text),
        sa.Column("ts", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_incidents"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_incidents_cluster", "incidents", ["workspace", "cluster", "started_at"])
    going_on = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_incidents_going_on",
        "incidents",
        ["workspace", "cluster"],
        unique=True,
        sqlite_where=going_on,
        postgresql_where=going_on,
    )


def downgrade() -> None:
    op.drop_table("incidents")
