"""Note who posted where, and keep the pieces of a paste that came in several messages."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("inbox", sa.Column("flow", sa.Text))
    op.add_column("inbox", sa.Column("ts", sa.Text))
    op.add_column("inbox", sa.Column("author", sa.Text))
    noted = sa.text("flow IS NOT NULL")
    op.create_index("ix_inbox_flow", "inbox", ["workspace", "flow", "ts"], sqlite_where=noted, postgresql_where=noted)
    op.create_table(
        "pieces",
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("ts", sa.Text, nullable=False),
        sa.Column("paste", sa.BigInteger().with_variant(sa.Integer(), "sqlite")),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("workspace", "channel", "ts", name="pk_pieces"),
        sa.ForeignKeyConstraint(["paste"], ["pastes.id"], name="fk_pieces_paste"),
    )
    op.create_index("ix_pieces_paste", "pieces", ["paste"])


def downgrade() -> None:
    op.drop_table("pieces")
    op.drop_index("ix_inbox_flow", "inbox")
    for column in ("author", "ts", "flow"):
        op.drop_column("inbox", column)
