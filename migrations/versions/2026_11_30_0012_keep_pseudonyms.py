"""Keep what pseudonyms are made with, and up to when people have them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "pseudonyms",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("done_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pseudonyms"),
        sa.CheckConstraint("id = 1", name="ck_pseudonyms_single_row"),
    )


def downgrade() -> None:
    op.drop_table("pseudonyms")
