"""Remember the last period of each kind of periodic work, so that one worker of many orders it, once."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "periods",
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", name="pk_periods"),
    )


def downgrade() -> None:
    op.drop_table("periods")
