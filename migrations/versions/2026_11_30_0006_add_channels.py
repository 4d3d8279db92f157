"""Add how the bot behaves in a channel, and what a paste says of where it was posted.

Where nobody knows whether a conversation was private, as of all pastes so far, it counts as private: nothing of it is
shown elsewhere.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "channels",
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("private_first", sa.Boolean, nullable=False),
        sa.Column("set_by", sa.Text, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "channel", name="pk_channels"),
    )
    op.add_column("pastes", sa.Column("private", sa.Boolean, nullable=False, server_default=sa.true()))
    op.add_column("pastes", sa.Column("shadow", sa.Boolean, nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("pastes", "shadow")
    op.drop_column("pastes", "private")
    op.drop_table("channels")
