"""Remember in which conversation a ticket of another system was named, and find a notice by its place."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("ticket_links", sa.Column("channel", sa.Text))
    op.create_index("ix_notices_channel_ts", "notices", ["channel", "ts"])


def downgrade() -> None:
    op.drop_index("ix_notices_channel_ts", "notices")
    op.drop_column("ticket_links", "channel")
